import "../support/assert-built.js";
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import test from "node:test";
import KeyvRedis from "@keyv/redis";
import { Redis } from "ioredis";
import Keyv from "keyv";
import { createClient } from "redis";
import { SwanClient } from "swan-login";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";
import { redisStore } from "swan-login/redis";
import { redisServer, skip } from "../support/redis-server.js";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** How each library connects and disconnects. */
const LIBRARIES = {
  async "node-redis"(url) {
    const client = await createClient({ url })
      .on("error", () => {})
      .connect();
    return { client, close: () => client.destroy() };
  },
  async ioredis(url) {
    const client = new Redis(url).on("error", () => {});
    return { client, close: () => client.disconnect() };
  },
};

for (const [library, connect] of Object.entries(LIBRARIES)) {
  test(`the store on ${library}`, { skip }, async (t) => {
    const redis = await redisServer();
    t.after(redis.stop);
    const { client, close } = await connect(redis.url);
    t.after(close);
    const store = redisStore(client);

    await t.test("keeps a value until it expires", async () => {
      assert.equal(await store.get("k"), null);
      await store.set("k", "v", 60_000.5);
      assert.equal(await store.get("k"), "v");
      const left = Number((await client.pttl?.("k")) ?? (await client.pTTL("k")));
      assert.ok(left > 50_000 && left <= 60_001, `${left}`);
      await store.delete("k");
      assert.equal(await store.get("k"), null);
    });

    await t.test("gives a lock to one process at a time", async () => {
      const release = await store.lock("k", 60_000);
      assert.equal(typeof release, "function");
      assert.equal(await store.lock("k", 60_000), null);
      assert.equal(typeof (await store.lock("other", 60_000)), "function");
      await release();
      assert.equal(typeof (await store.lock("k", 60_000)), "function");
    });

    await t.test("does not release the lock of the next holder", async () => {
      const late = await store.lock("short", 30);
      await sleep(60);
      const release = await store.lock("short", 60_000);
      assert.equal(typeof release, "function", "the lock has not expired");
      await late();
      assert.equal(await store.lock("short", 60_000), null);
      await release();
    });
  });
}

test("a Keyv in Redis is a store", { skip }, async (t) => {
  const redis = await redisServer();
  t.after(redis.stop);
  const mock = createMockBaidu();
  const [{ client_id, sk }] = mock.apps;
  const events = [];
  const clients = Array.from({ length: 3 }, () => {
    const adapter = new KeyvRedis(redis.url);
    t.after(() => adapter.client.destroy());
    const store = new Keyv(adapter);
    store.on("error", () => {});
    const onStoreError = (event) => events.push(event);
    return new SwanClient({ client_id, sk, store, storeTimeout: 300, fetch: mock.fetch, onStoreError });
  });
  for (const client of clients) assert.equal((await client.getUnionid(mock.openid())).unionid, mock.unionid());
  assert.equal(mock.calls.getAccessToken, 1);
  mock.revokeTokens();
  for (const client of clients) await client.getUnionid(mock.openid());
  assert.equal(mock.calls.getAccessToken, 2);
  assert.deepEqual(events, []);
  await redis.stop();
  mock.revokeTokens();
  for (const client of clients) assert.equal((await client.getUnionid(mock.openid())).unionid, mock.unionid());
});

test("processes that share a token through Redis", { skip }, async (t) => {
  const PROCESSES = 8;
  const CALLS = 4_000;
  const ALL = { calls: CALLS / PROCESSES, atOnce: 5 };
  const LOCK = 10_000;
  const rows = [];
  const mock = createMockBaidu();
  const [redis, server] = await Promise.all([redisServer(), listen(mock)]);
  const processes = await beginAll();
  t.after(async () => {
    for (const process of processes) process.kill();
    await Promise.all([redis.stop(), server.close()]);
    console.log(table(rows));
  });

  function beginAll() {
    const [{ client_id, sk }] = mock.apps;
    const args = [redis.url, server.url, client_id, sk, mock.openid()];
    const all = Array.from({ length: PROCESSES }, async (_, i) => {
      const process = fork(new URL("redis-process.js", import.meta.url), [i % 2 ? "ioredis" : "node-redis", ...args]);
      await once(process, "message");
      return process;
    });
    return Promise.all(all);
  }

  async function tell(process, work) {
    const [answer] = await Promise.all([once(process, "message"), process.send(work)]);
    return answer[0];
  }

  /** Lets all workers do `work` while `meanwhile` runs. */
  async function measure(name, workers, work, meanwhile = async () => {}) {
    const fetches = mock.calls.getAccessToken;
    const begin = performance.now();
    const [answers] = await Promise.all([Promise.all(workers.map((process) => tell(process, work))), meanwhile()]);
    const result = {
      fetches: mock.calls.getAccessToken - fetches,
      failures: answers.flat(),
      ms: performance.now() - begin,
    };
    rows.push([name, workers.length, work.calls * workers.length, result.fetches, result.failures.length]);
    return result;
  }

  /** Waits until Baidu has got so many more calls. */
  async function afterCalls(count) {
    const end = mock.calls.getUnionid + count;
    while (mock.calls.getUnionid < end) await sleep(1);
  }

  await t.test("start with one token", async () => {
    const { fetches, failures } = await measure("cold start", processes, ALL);
    assert.deepEqual(failures, []);
    assert.equal(fetches, 1);
    assert.equal(mock.calls.getUnionid, CALLS / 10);
  });

  await t.test("replace a revoked token with one token", async () => {
    const { fetches, failures } = await measure("token killed at Baidu", processes, ALL, async () => {
      await afterCalls(CALLS / 40);
      mock.revokeTokens();
    });
    assert.deepEqual(failures, []);
    assert.equal(fetches, 1);
  });

  await t.test("go on while Redis is stopped", async () => {
    const { fetches, failures } = await measure(
      "Redis stopped, token killed, Redis started",
      processes,
      ALL,
      async () => {
        await afterCalls(CALLS / 80);
        await redis.stop();
        mock.revokeTokens();
        await afterCalls(CALLS / 40);
        await redis.start();
      },
    );
    assert.deepEqual(failures, []);
    assert.ok(fetches >= 1 && fetches <= PROCESSES, `${fetches} fetches`);
  });

  await t.test("go on when one is killed while it renews the token", async () => {
    const [victim, ...others] = processes;
    await Promise.all(processes.map((process) => tell(process, { calls: 0, atOnce: 0 })));
    // After a failure a client does not use the store for a second.
    await sleep(1_000);
    const fetches = mock.calls.getAccessToken;
    mock.revokeTokens();
    mock.fault("getAccessToken", "hang", { times: 1 });
    victim.send(ALL);
    while (mock.calls.getAccessToken === fetches) await sleep(1);
    victim.kill("SIGKILL");
    await once(victim, "exit");
    await shortenLock(1_000);
    const { fetches: more, failures, ms } = await measure("one killed with SIGKILL while it renewed", others, ALL);
    assert.deepEqual(failures, []);
    assert.equal(more, 1);
    // The lock lives for one more second; the rest is for the calls, on a busy machine.
    assert.ok(ms < 17_000, `${ms} ms`);
  });

  /** Lets most of the time pass that a lock lives. */
  async function shortenLock(ms) {
    const { client, close } = await LIBRARIES["node-redis"](redis.url);
    const [key] = await client.keys("*:lock");
    const left = await client.pTTL(key);
    assert.ok(left > LOCK - 5_000 && left <= LOCK, `the lock lives for ${left} ms`);
    await client.pExpire(key, ms);
    close();
  }
});

/** Markdown. */
function table(rows) {
  const lines = [["what happens", "processes", "calls", "token fetches", "failures"], Array(5).fill("---"), ...rows];
  return `\n${lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`;
}
