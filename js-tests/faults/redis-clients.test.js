// redisStore on every client that it knows, against real servers; and what it does with all others.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import test from "node:test";
import { inspect } from "node:util";
import { Redis as Upstash } from "@upstash/redis";
import { Cluster, Redis } from "ioredis";
import IoRedis4 from "ioredis4";
import IoRedis5 from "ioredis5";
import Keyv from "keyv";
import * as redis6 from "redis";
import redis4 from "redis4";
import * as redis5 from "redis5";
import { isSwanLoginError, SwanClient } from "swan-login";
import { createMockBaidu } from "swan-login/mock";
import { redisStore } from "swan-login/redis";
import { redisHttp } from "../support/redis-http.js";
import { redisServer } from "../support/redis-server.js";

const isMissing = spawnSync("redis-server", ["--version"]).error !== undefined;
const skip = isMissing && !process.env.CI && "NO redis-server ON THIS MACHINE: nothing of Redis was tested";

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const silent = (client) => client.on("error", () => {});
const node = (port) => ({ host: "127.0.0.1", port });

/** A client of node-redis: connected, and how to leave. */
async function nodeRedis(client) {
  await silent(client).connect();
  return [client, () => (client.destroy ? client.destroy() : client.disconnect())];
}

const ioRedis = (client) => [silent(client), () => client.disconnect()];

/** What gives bytes for texts. */
const BYTES = { commandOptions: { typeMapping: { [redis6.RESP_TYPES.BLOB_STRING]: Buffer } } };
const ALL_BYTES = { [redis6.RESP_TYPES.BLOB_STRING]: Buffer, [redis6.RESP_TYPES.SIMPLE_STRING]: Buffer };

/** By the server that they need: how each client is made. */
const CLIENTS = {
  single: {
    "node-redis 6": ({ url }) => nodeRedis(redis6.createClient({ url })),
    "node-redis 6, RESP2": ({ url }) => nodeRedis(redis6.createClient({ url, RESP: 2 })),
    "node-redis 6, replies as Buffers": ({ url }) => nodeRedis(redis6.createClient({ url, ...BYTES })),
    "node-redis 6, a pool": ({ url }) => nodeRedis(redis6.createClientPool({ url })),
    "node-redis 5": ({ url }) => nodeRedis(redis5.createClient({ url })),
    "node-redis 5, a pool": ({ url }) => nodeRedis(redis5.createClientPool({ url })),
    "node-redis 5, all replies as Buffers": async ({ url }) => {
      const [client, close] = await nodeRedis(redis5.createClient({ url }));
      return [client.withTypeMapping(ALL_BYTES), close];
    },
    "node-redis 4": ({ url }) => nodeRedis(redis4.createClient({ url })),
    "node-redis 4, legacy mode": ({ url }) => nodeRedis(redis4.createClient({ url, legacyMode: true })),
    "ioredis 6": ({ url }) => ioRedis(new Redis(url)),
    "ioredis 6, auto-pipelining and a prefix": ({ url }) =>
      ioRedis(new Redis(url, { enableAutoPipelining: true, keyPrefix: "app:" })),
    "ioredis 5": ({ url }) => ioRedis(new IoRedis5(url)),
    "ioredis 4": ({ url }) => ioRedis(new IoRedis4(url)),
    Upstash: async ({ url }) => {
      const server = await redisHttp(url);
      return [new Upstash({ url: server.url, token: "t", enableTelemetry: false }), server.close];
    },
    "Upstash, no pipelining, no base64": async ({ url }) => {
      const server = await redisHttp(url);
      const options = { enableTelemetry: false, enableAutoPipelining: false, responseEncoding: false };
      return [new Upstash({ url: server.url, token: "t", ...options }), server.close];
    },
  },
  cluster: {
    "node-redis 6": ({ url }) => nodeRedis(redis6.createCluster({ rootNodes: [{ url }] })),
    "node-redis 5": ({ url }) => nodeRedis(redis5.createCluster({ rootNodes: [{ url }] })),
    "node-redis 4": ({ url }) => nodeRedis(redis4.createCluster({ rootNodes: [{ url }] })),
    "ioredis 6": ({ port }) => ioRedis(new Cluster([node(port)])),
    "ioredis 5": ({ port }) => ioRedis(new IoRedis5.Cluster([node(port)])),
    "ioredis 4": ({ port }) => ioRedis(new IoRedis4.Cluster([node(port)])),
  },
  sentinel: {
    "node-redis 6": ({ sentinel }) =>
      nodeRedis(redis6.createSentinel({ name: "main", sentinelRootNodes: [node(sentinel)] })),
    "node-redis 5": ({ sentinel }) =>
      nodeRedis(redis5.createSentinel({ name: "main", sentinelRootNodes: [node(sentinel)] })),
    "ioredis 6": ({ sentinel }) => ioRedis(new Redis({ name: "main", sentinels: [node(sentinel)] })),
  },
};

/** How each kind of server is started. */
const SERVERS = {
  single: () => redisServer(),
  async cluster() {
    const folder = mkdtempSync(join(tmpdir(), "swan-login-"));
    const server = await redisServer([
      "--dir",
      folder,
      "--cluster-enabled",
      "yes",
      "--cluster-announce-ip",
      "127.0.0.1",
    ]);
    const admin = new Redis(server.url);
    await admin.call("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
    while (!String(await admin.call("CLUSTER", "INFO")).includes("cluster_state:ok")) await sleep(20);
    admin.disconnect();
    const stop = async () => {
      await server.stop();
      rmSync(folder, { recursive: true });
    };
    return { ...server, stop };
  },
  async sentinel() {
    const folder = mkdtempSync(join(tmpdir(), "swan-login-"));
    const [server, other] = await Promise.all([redisServer(), redisServer()]);
    // Its port is free again for the sentinel.
    await other.stop();
    const file = join(folder, "sentinel.conf");
    writeFileSync(file, `port ${other.port}\nbind 127.0.0.1\nsentinel monitor main 127.0.0.1 ${server.port} 1\n`);
    const sentinel = spawn("redis-server", [file, "--sentinel"], { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface({ input: sentinel.stdout })) if (line.includes("+monitor")) break;
    sentinel.stdout.resume();
    const stop = async () => {
      sentinel.kill("SIGKILL");
      await Promise.all([once(sentinel, "exit"), server.stop()]);
      rmSync(folder, { recursive: true });
    };
    return { ...server, sentinel: other.port, stop };
  },
};

for (const [kind, clients] of Object.entries(CLIENTS)) {
  test(`a ${kind} server`, { skip }, async (t) => {
    const server = await SERVERS[kind]();
    t.after(server.stop);
    const admin = new Redis(server.url);
    t.after(() => admin.disconnect());

    for (const [name, connect] of Object.entries(clients)) {
      await t.test(name, async (t) => {
        await admin.flushall();
        const [client, close] = await connect(server);
        t.after(close);
        const store = redisStore(client);

        assert.equal(await store.get("k"), null);
        await store.set("k", "v w", 60_000.5);
        assert.equal(await store.get("k"), "v w");

        const release = await store.lock("k", 60_000);
        assert.equal(typeof release, "function");
        assert.equal(await store.lock("k", 60_000), null, "two have the lock");
        assert.equal(typeof (await store.lock("other", 60_000)), "function");
        for (const key of await admin.keys("*")) {
          const ttl = await admin.pttl(key);
          assert.ok(ttl > 50_000 && ttl <= 60_001, `${key} ends in ${ttl} ms`);
        }
        await release();
        const late = await store.lock("k", 30);
        assert.equal(typeof late, "function", "the lock was not released");
        await sleep(60);
        const next = await store.lock("k", 60_000);
        assert.equal(typeof next, "function", "the lock has not ended by itself");
        await late();
        assert.equal(await store.lock("k", 60_000), null, "the lock of another was released");
        await next();
        await store.delete("k");
        assert.equal(await store.get("k"), null);

        // Some clients parse what they read as JSON.
        const [first, second] = ['swan-app1 {"a":"百"}', 'swan-app1 {"a":""}'];
        assert.equal(await store.compareAndSet("c", "nothing of the kind", first, undefined), false);
        assert.equal(await store.get("c"), null);
        assert.equal(await store.compareAndSet("c", undefined, first, undefined), true);
        assert.equal(await store.compareAndSet("c", undefined, second, undefined), false, "it is there");
        assert.equal(await admin.pttl((await admin.keys("*c"))[0]), -1, "it ends");
        const racers = Array.from({ length: 5 }, () => store.compareAndSet("c", first, second, 60_000.5));
        assert.equal((await Promise.all(racers)).filter(Boolean).length, 1);
        assert.ok((await admin.pttl((await admin.keys("*c"))[0])) > 50_000);
        assert.equal(await store.compareAndSet("c", second, first, undefined), true);
        await store.set("c", "for ever", undefined);
        assert.equal(await store.get("c"), "for ever");
        assert.equal(await admin.pttl((await admin.keys("*c"))[0]), -1, "it ends");
        await store.delete("c");

        const { mock, newClient, events } = app(store);
        mock.fault("getAccessToken", "slow", { delay: 100 });
        const tokens = await Promise.all(Array.from({ length: 4 }, () => newClient().accessToken()));
        assert.equal(new Set(tokens).size, 1);
        assert.equal(mock.calls.getAccessToken, 1);
        assert.deepEqual(events, []);
        for (const key of await admin.keys("*")) assert.ok((await admin.pttl(key)) > 0, `${key} never ends`);
      });
    }
  });
}

/** A mock Baidu, and clients of its app that share a store. */
function app(store) {
  const mock = createMockBaidu();
  const [{ client_id, sk }] = mock.apps;
  const events = [];
  const onStoreError = (event) => events.push(event);
  const newClient = () => new SwanClient({ client_id, sk, fetch: mock.fetch, store, onStoreError });
  return { mock, events, newClient };
}

test("where EVAL is forbidden, the lock is released nevertheless, and never that of another process", {
  skip,
}, async (t) => {
  const server = await redisServer();
  t.after(server.stop);
  const admin = new Redis(server.url);
  t.after(() => admin.disconnect());
  await admin.call("ACL", "SETUSER", "default", "-eval");
  for (const name of ["node-redis 6, replies as Buffers", "node-redis 4", "ioredis 6", "Upstash"]) {
    const [client, close] = await CLIENTS.single[name](server);
    t.after(close);
    const store = redisStore(client);
    const release = await store.lock("k", 60_000);
    await assert.rejects(release(), /NOPERM/);
    const late = await store.lock("k", 30);
    assert.equal(typeof late, "function", `${name} has not released its lock`);
    await sleep(60);
    await store.lock("k", 60_000);
    await assert.rejects(late(), /NOPERM/);
    assert.equal(await store.lock("k", 60_000), null, `${name} has released the lock of another`);
    await admin.flushall();
  }
});

/** What is wrong with the server, and the operations that are reported for it. @type {[string, Function, string[], RegExp][]} */
const FAULTS = [
  ["EVAL is forbidden", (admin) => admin.call("ACL", "SETUSER", "default", "-eval"), ["unlock"], /NOPERM/],
  ["SET is forbidden", (admin) => admin.call("ACL", "SETUSER", "default", "-set"), ["lock"], /NOPERM/],
  ["GET is forbidden", (admin) => admin.call("ACL", "SETUSER", "default", "-get"), ["get"], /NOPERM/],
  ["it is a replica", (admin) => admin.replicaof("127.0.0.1", "1"), ["lock"], /READONLY/],
  ["its memory is full", (admin) => admin.config("SET", "maxmemory", "1"), ["lock"], /OOM/],
  ["the key is a list", (admin) => admin.lpush("swan-login:access_token:k", "x"), ["get"], /WRONGTYPE/],
];
for (const [what, breakIt, operations, message] of FAULTS) {
  test(`${what}: it is reported, and no call fails or waits`, { skip }, async () => {
    for (const name of ["node-redis 6", "node-redis 4", "ioredis 6", "Upstash"]) {
      const server = await redisServer();
      const [client, close] = await CLIENTS.single[name](server);
      const admin = new Redis(server.url);
      try {
        const mock = createMockBaidu({ apps: [{ client_id: "k", sk: "s" }] });
        await breakIt(admin);
        for (let process = 0; process < 3; process++) {
          const events = [];
          const onStoreError = (event) => events.push(event);
          const store = redisStore(client);
          const begin = performance.now();
          const swan = new SwanClient({ client_id: "k", sk: "s", fetch: mock.fetch, store, onStoreError });
          const token = await swan.accessToken();
          assert.equal((await swan.getUnionid(mock.openid())).unionid, mock.unionid());
          assert.ok(performance.now() - begin < 1_000, `${name} took ${performance.now() - begin} ms`);
          // With EVAL forbidden, the first process has left its token to the others.
          if (process > 0 && operations[0] === "unlock") assert.deepEqual(events, []);
          else
            assert.deepEqual(
              events.map(({ operation }) => operation),
              operations,
              name,
            );
          for (const { error } of events) {
            assert.match(error.message, message);
            assert.ok(!inspect(error, { showHidden: true }).includes(token.slice(3, 11)));
          }
        }
      } finally {
        admin.disconnect();
        await close();
        await server.stop();
      }
    }
  });
}

test("every other client is refused at once", async () => {
  const methods = (...names) => Object.fromEntries(names.map((name) => [name, async () => "OK"]));
  const upstash = new Upstash({ url: "http://127.0.0.1:1", token: "t", enableTelemetry: false });
  const ioredis = new Redis({ lazyConnect: true });
  const others = {
    undefined,
    null: null,
    "a URL": "redis://localhost",
    "an object with the four methods": methods("get", "set", "del", "eval"),
    "the callbacks of node-redis 3": methods("get", "set", "del", "eval", "GET", "SET", "DEL", "EVAL", "sendCommand"),
    "the legacy client of node-redis 6": redis6.createClient().legacy(),
    "a transaction of node-redis 6": redis6.createClient().multi(),
    "a pipeline of ioredis": ioredis.pipeline(),
    "a transaction of ioredis": ioredis.multi(),
    "a pipeline of Upstash": upstash.pipeline(),
    "the client of Bun": methods("get", "set", "del", "send", "connect", "duplicate"),
    "the client of Deno": methods("get", "set", "del", "eval", "connect", "sendCommand"),
    "Valkey GLIDE": methods("get", "set", "del", "invokeScript", "customCommand", "close"),
    "a Map": new Map(),
    "a Keyv": new Keyv(),
    "a store": redisStore(ioredis),
    "a promise": Promise.resolve(ioredis),
  };
  for (const [name, client] of Object.entries(others)) {
    assert.throws(
      () => redisStore(client),
      (error) => {
        assert.ok(isSwanLoginError(error), name);
        assert.equal(error.code, "invalid_argument");
        assert.equal(error.endpoint, "redisStore");
        assert.equal(error.param, "client");
        return true;
      },
      name,
    );
  }
});
