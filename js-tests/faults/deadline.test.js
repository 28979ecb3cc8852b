// The timeout and the caller's signal hold at every point of a call, and nothing stays behind.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import test from "node:test";
import { getUnionid, jscode2sessionkey } from "swan-login";
import { login, SUCCESS, token } from "../support/calls.js";
import { fakeClock } from "../support/clock.js";
import { reasonOf, rejectsWith } from "../support/rejects.js";
import { runNode } from "../support/run-node.js";
import { serveHttp, serveTcp } from "../support/servers.js";

/** @import { Socket } from "node:net" */
/** @import { Options } from "swan-login" */

const HEAD = "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n";

/** Servers that never come to the end of an answer. @type {Record<string, (socket: Socket) => void>} */
const stalls = {
  "accepts and says nothing": () => {},
  "stops in the middle of the headers": (socket) => void socket.write(HEAD.slice(0, 20)),
  "stops in the middle of the body": (socket) => void socket.write(`${HEAD}{"openid":`),
  "stops in the middle of a chunked body": (socket) =>
    void socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{"ope'),
  "sends a byte now and then": (socket) => {
    socket.write(HEAD);
    const timer = setInterval(() => socket.write(" "), 20);
    socket.on("close", () => clearInterval(timer));
  },
};

for (const [name, answer] of Object.entries(stalls)) {
  test(`timeout: a server that ${name}`, async (t) => {
    const server = await serveTcp(t, answer);
    const begin = performance.now();
    await rejectsWith(jscode2sessionkey(login, { baseUrl: server.url, timeout: 100 }), {
      code: "timeout",
      retryable: true,
      codeConsumed: "unknown",
    });
    assert.ok(performance.now() - begin > 95);
    await isDeserted(server.sockets);
  });

  test(`signal: a server that ${name}`, async (t) => {
    const controller = new AbortController();
    const server = await serveTcp(t, (socket) => {
      answer(socket);
      setTimeout(() => controller.abort(reason), 50);
    });
    const reason = { any: "thing" };
    assert.equal(await reasonOf(jscode2sessionkey(login, { baseUrl: server.url, signal: controller.signal })), reason);
    await isDeserted(server.sockets);
  });
}

test("timeout: a connection that is never accepted", async () => {
  // A fetch that neither connects nor heeds its signal, as behind a packet filter.
  await rejectsWith(jscode2sessionkey(login, { fetch: () => new Promise(() => {}), timeout: 50 }), {
    code: "timeout",
    codeConsumed: "unknown",
  });
});

test("timeout: it covers all repetitions and the waits between them", async (t) => {
  let requests = 0;
  const server = await serveHttp(t, (_, response) => {
    requests++;
    response.writeHead(503).end();
  });
  const begin = performance.now();
  const error = await rejectsWith(getUnionid(token, { baseUrl: server.url, timeout: 600, retries: 100 }));
  // Either the time ran out in a wait, or the next wait would not have fitted.
  assert.ok(["timeout", "server"].includes(error.code), error.code);
  assert.ok(requests > 1, `${requests} requests`);
  assert.ok(performance.now() - begin < 5_000);
});

test("signal: the call rejects with the reason, whatever it is", async () => {
  for (const reason of [undefined, null, "gone", 0, Symbol("gone"), new TypeError("gone")]) {
    const controller = new AbortController();
    const call = jscode2sessionkey(login, { fetch: () => new Promise(() => {}), signal: controller.signal });
    controller.abort(reason);
    // An undefined reason becomes an AbortError, by the standard.
    assert.equal(await reasonOf(call), controller.signal.reason);
  }
  const signal = /** @type {AbortSignal} */ (
    /** @type {unknown} */ ({ aborted: true, reason: undefined, addEventListener() {} })
  );
  assert.equal(await reasonOf(jscode2sessionkey(login, { signal })), undefined);
});

test("signal: aborted before the call, nothing is sent", async () => {
  const fetch = () => assert.fail("a request was sent");
  assert.equal(await reasonOf(jscode2sessionkey(login, { fetch, signal: AbortSignal.abort("early") })), "early");
});

test("signal: ends the wait before a repetition", async () => {
  const controller = new AbortController();
  const fetch = async () => {
    setTimeout(() => controller.abort("enough"), 20);
    return new Response("", { status: 503, headers: { "retry-after": "5" } });
  };
  const begin = performance.now();
  assert.equal(await reasonOf(getUnionid(token, { fetch, signal: controller.signal })), "enough");
  assert.ok(performance.now() - begin < 4_000);
});

test("signal: 10,000 calls that share one leave no listener on it, and cause no warning", async (t) => {
  const { signal } = new AbortController();
  const warnings = t.mock.method(process, "emitWarning", () => {});
  const fetch = async () => new Response(SUCCESS);
  for (let i = 0; i < 10; i++)
    await Promise.all(Array.from({ length: 1_000 }, () => jscode2sessionkey(login, { fetch, signal })));
  assert.deepEqual(getEventListeners(signal, "abort"), []);
  assert.deepEqual(
    warnings.mock.calls.map(({ arguments: [warning] }) => warning),
    [],
  );
});

test("a process exits at once after its last call, however that call ended", async (t) => {
  const server = await serveHttp(t, (request, response) => {
    if (request.url?.includes("getunionid")) response.writeHead(400);
    if (!request.url?.includes("unionId/get")) response.setHeader("connection", "close").end(SUCCESS);
  });
  const source = `
    import { getSessionKey, getUnionid, jscode2sessionkey, tpGetUnionid } from "swan-login";
    const options = { baseUrl: process.env.URL, timeout: 60_000 };
    const results = await Promise.allSettled([
      jscode2sessionkey(${JSON.stringify(login)}, options),
      getUnionid({ access_token: "t", openid: "" }, options),
      getSessionKey({ access_token: "t", code: "c" }, { ...options, fetch: async () => { throw 1; } }),
      tpGetUnionid(${JSON.stringify(token)}, { ...options, timeout: 50 }),
      tpGetUnionid(${JSON.stringify(token)}, { ...options, signal: AbortSignal.timeout(50) }),
    ]);
    console.log(results.map(({ status, reason }) => reason?.code ?? reason?.name ?? status).join());
    const end = performance.now();
    process.on("exit", () => console.log(performance.now() - end < 5_000 ? "at once" : "late"));
  `;
  const { status, output } = await runNode(source, { URL: server.url });
  assert.equal(
    output,
    "fulfilled,invalid_argument,network,timeout,TimeoutError\nat once\n".replace("TimeoutError", "23"),
  );
  assert.equal(status, 0);
});

test("an answer that comes after the timeout is cancelled", async () => {
  await new Promise((cancel, reject) => {
    const late = async () => {
      await new Promise((resolve) => setTimeout(resolve, 60));
      return new Response(new ReadableStream({ cancel }));
    };
    rejectsWith(jscode2sessionkey(login, { fetch: late, timeout: 20 }), { code: "timeout" }).catch(reject);
  });
});

test("the answer to a repetition is cancelled like the answer to a first attempt", async (t) => {
  const clock = fakeClock(t);
  const refused = {
    "a redirect": { status: 302 },
    "too large": { headers: { "content-length": "9999999" } },
    "too late": {},
  };
  for (const [name, init] of Object.entries(refused)) {
    const isCancelled = new Promise((cancelled, reject) => {
      let attempts = 0;
      const fetch = async () => {
        // The first one is read as a stream.
        if (attempts++ === 0) return new Response("{}", { status: 503 });
        if (name === "too late") await new Promise((resolve) => setTimeout(resolve, 900));
        return new Response(new ReadableStream({ cancel: cancelled }), init);
      };
      rejectsWith(getUnionid(token, { fetch, timeout: 800 })).catch(reject);
    });
    await clock.run(isCancelled);
  }
});

test("onResponse is not called once its call has ended, whatever fetch does then", async () => {
  const controller = new AbortController();
  /** @type {[string, () => Promise<Response>, Options][]} */
  const ends = [
    [
      "a stream that stops",
      async () =>
        new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{"openid":')) })),
      { timeout: 30 },
    ],
    ["a late answer", () => new Promise((resolve) => setTimeout(resolve, 60, new Response(SUCCESS))), { timeout: 30 }],
    [
      "an abort",
      () => {
        setTimeout(() => controller.abort("enough"), 20);
        return new Promise((resolve) => setTimeout(resolve, 40, new Response(SUCCESS)));
      },
      { signal: controller.signal },
    ],
  ];
  for (const [name, fetch, options] of ends) {
    // Counted, because an error of an observer is ignored.
    let answers = 0;
    await reasonOf(jscode2sessionkey(login, { ...options, fetch, onResponse: () => void answers++ }));
    await new Promise((resolve) => setTimeout(resolve, 80));
    assert.equal(answers, 0, name);
  }
});

test("an abort by onResponse does not lose the answer", async () => {
  const controller = new AbortController();
  const options = {
    signal: controller.signal,
    fetch: async () => new Response(SUCCESS),
    onResponse: () => controller.abort(),
  };
  assert.equal((await jscode2sessionkey(login, options)).openid, "o");
});

/**
 * No connection is left, be it closed or reset.
 * @param {Set<Socket>} sockets
 */
async function isDeserted(sockets) {
  await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve))));
}
