// What is sent again, when, and what is never sent twice; against servers that count.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";
import * as swan from "swan-login";
import { login, SUCCESS, token } from "../support/calls.js";
import { fakeClock, withoutBackOff } from "../support/clock.js";
import { rejectsWith } from "../support/rejects.js";
import { refusingUrl, serveHttp, serveTcp } from "../support/servers.js";

/** @import { RequestListener } from "node:http" */

const { getAccessToken, getUnionid, jscode2sessionkey, tpGetUnionid } = swan;
const { code } = login;
const { access_token } = token;

/** The calls that spend a login code, an authorization code or a refresh token. @type {Record<string, (options: swan.Options) => Promise<unknown>>} */
const exchanges = {
  jscode2sessionkey: (options) => jscode2sessionkey(login, options),
  naloginGetSessionKeyByCode: (options) => swan.naloginGetSessionKeyByCode(login, options),
  getSessionKey: (options) => swan.getSessionKey({ access_token, code }, options),
  tpGetSessionKeyByCode: (options) => swan.tpGetSessionKeyByCode({ access_token, code }, options),
  tpGetAppToken: (options) => swan.tpGetAppToken({ access_token, code }, options),
  tpRefreshAppToken: (options) => swan.tpRefreshAppToken({ access_token, refresh_token: code }, options),
};

/** The others. @type {Record<string, (options: swan.Options) => Promise<unknown>>} */
const repeatable = {
  getAccessToken: (options) => getAccessToken(login, options),
  getUnionid: (options) => getUnionid(token, options),
  tpGetUnionid: (options) => tpGetUnionid(token, options),
  tpGetAccessToken: (options) => swan.tpGetAccessToken({ client_id: "tp", ticket: "ticket" }, options),
  tpCreatePreAuthCode: (options) => swan.tpCreatePreAuthCode({ access_token }, options),
  tpGetAppInfo: (options) => swan.tpGetAppInfo({ access_token }, options),
  tpRetrieveAuthorizationCode: (options) => swan.tpRetrieveAuthorizationCode({ access_token, app_id: "1" }, options),
};

/** What a server may do after it has read the request, and the code of the error. @type {Record<string, [RequestListener, string]>} */
const failures = {
  "HTTP 500": [(_, response) => void response.writeHead(500).end("{}"), "server"],
  "HTTP 503": [(_, response) => void response.writeHead(503).end("<html>"), "server"],
  "HTTP 429": [(_, response) => void response.writeHead(429).end("{}"), "rate_limited"],
  "errno 10010500": [(_, response) => void response.end('{"errno":10010500}'), "server"],
  "error_code 2": [(_, response) => void response.end('{"error_code":2}'), "server"],
  "error_code 18": [(_, response) => void response.end('{"error_code":18}'), "rate_limited"],
  "a reset": [({ socket }) => void socket.resetAndDestroy(), "network"],
  "a closed connection": [({ socket }) => void socket.destroy(), "network"],
  "a cut body": [
    ({ socket }, response) => {
      response.writeHead(200, { "content-length": 9 }).write("{");
      setImmediate(() => socket.destroy());
    },
    "network",
  ],
};

for (const [failure, [listener, expected]] of Object.entries(failures)) {
  test(`${failure}: a login code is sent once, other calls are repeated`, async (t) => {
    withoutBackOff(t);
    let requests = 0;
    const server = await serveHttp(t, (request, response) => {
      requests++;
      request.resume().on("end", () => listener(request, response));
    });
    for (const [name, call] of Object.entries(exchanges)) {
      requests = 0;
      const error = await rejectsWith(call({ baseUrl: server.url, retries: 5 }), {
        code: /** @type {"server"} */ (expected),
        codeConsumed: "unknown",
      });
      assert.equal(requests, 1, `${name}: ${error.message}`);
    }
    for (const [name, call] of Object.entries(repeatable)) {
      requests = 0;
      await rejectsWith(call({ baseUrl: server.url, retries: 1 }), {
        code: /** @type {"server"} */ (expected),
        codeConsumed: undefined,
      });
      assert.equal(requests, 2, name);
    }
  });
}

test("a login code is not sent again when a kept-alive connection breaks", async (t) => {
  let requests = 0;
  const server = await serveHttp(t, (request, response) => {
    requests++;
    if (requests % 2) response.end(SUCCESS);
    else request.resume().on("end", () => request.socket.resetAndDestroy());
  });
  for (const call of Object.values(exchanges)) {
    requests = 0;
    await call({ baseUrl: server.url });
    await rejectsWith(call({ baseUrl: server.url }), { code: "network", codeConsumed: "unknown" });
    assert.equal(requests, 2);
  }
});

test("a login code is sent again when the connection was refused or the name is unknown", async (t) => {
  withoutBackOff(t);
  const refused = await refusingUrl();
  for (const baseUrl of [refused, refused.replace("127.0.0.1", "localhost"), "https://name.invalid"]) {
    for (const call of Object.values(exchanges)) {
      let requests = 0;
      const counting = (/** @type {string} */ url, /** @type {RequestInit} */ init) => {
        requests++;
        return fetch(url, init);
      };
      await rejectsWith(call({ baseUrl, fetch: counting, retries: 1 }), {
        code: "network",
        codeConsumed: "no",
        retryable: true,
      });
      assert.equal(requests, 2, baseUrl);
    }
  }
});

test("a login code that occurs in the platform's error does not hide that it was not sent", async () => {
  const baseUrl = await refusingUrl();
  for (const code of ["c", "ECONNREFUSED", "connect"]) {
    const error = await rejectsWith(jscode2sessionkey({ ...login, code }, { baseUrl, retries: 0 }), {
      code: "network",
      codeConsumed: "no",
    });
    for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
      for (const text of [cause.message, Reflect.get(cause, "code"), Reflect.get(cause, "syscall")])
        assert.ok(!String(text).replaceAll("[redacted]", "").includes(code), inspect(error.cause));
  }
});

test("a login code that Baidu refuses is consumed, one that was never sent is not", async () => {
  const fetch = async () => new Response('{"error":"invalid_grant"}', { status: 400 });
  await rejectsWith(jscode2sessionkey(login, { fetch }), {
    code: "code_invalid",
    codeConsumed: "yes",
    retryable: false,
  });
  await rejectsWith(jscode2sessionkey({ ...login, sk: "" }, { fetch }), {
    code: "invalid_argument",
    codeConsumed: "no",
  });
});

test("only an error of connecting shows that a login code was not sent", async () => {
  const failing = (/** @type {object} */ cause) => ({
    retries: 0,
    fetch: () => Promise.reject(new TypeError("fetch failed", { cause: Object.assign(new Error("failed"), cause) })),
  });
  for (const cause of [
    { code: "ECONNREFUSED", syscall: "connect" },
    { code: "ECONNREFUSED", errors: [Object.assign(new Error(), { code: "ECONNREFUSED", syscall: "connect" })] },
    { code: "ENOTFOUND", syscall: "getaddrinfo" },
    { code: "EAI_AGAIN", syscall: "getaddrinfo" },
    { code: "EHOSTUNREACH", syscall: "connect" },
    { code: "UND_ERR_CONNECT_TIMEOUT" },
  ])
    await rejectsWith(jscode2sessionkey(login, failing(cause)), { codeConsumed: "no" });
  for (const cause of [
    { code: "EHOSTUNREACH", syscall: "read" },
    { code: "ETIMEDOUT", syscall: "write" },
    { code: "ECONNRESET", syscall: "read" },
    { code: "UND_ERR_SOCKET" },
    // Deno, which may have sent the request before: see src/retry.rs.
    {
      message:
        "error sending request for url (https://…): client error (Connect): tcp connect error: Connection refused (os error 111)",
    },
    { message: "ECONNREFUSED" },
    { message: "x\0ECONNREFUSED\0connect\0\0\0ECONNREFUSED\0connect" },
    { code: ["ECONNREFUSED"] },
  ])
    await rejectsWith(jscode2sessionkey(login, failing(cause)), { codeConsumed: "unknown" });
});

test("a refusal that a repetition cannot change is not repeated", async () => {
  for (const body of [
    '{"error_code":110}',
    '{"error_code":17}',
    '{"error_code":19}',
    '{"errno":50029}',
    '{"errno":400}',
    "<html>",
    "",
  ]) {
    let requests = 0;
    const fetch = async () => {
      requests++;
      return new Response(body);
    };
    await rejectsWith(getUnionid(token, { fetch }));
    assert.equal(requests, 1, body);
  }
});

test("a repeated call may succeed", async (t) => {
  withoutBackOff(t);
  let requests = 0;
  const server = await serveHttp(t, ({ socket }, response) => {
    requests++;
    if (requests === 1) socket.destroy();
    else if (requests === 2) response.writeHead(502).end();
    else response.end(SUCCESS);
  });
  assert.deepEqual(await getUnionid(token, { baseUrl: server.url }), { unionid: "u" });
});

test("retries: 0 means none", async () => {
  let requests = 0;
  const fetch = async () => {
    requests++;
    return new Response("", { status: 500 });
  };
  await rejectsWith(getUnionid(token, { retries: 0, fetch }), { code: "server" });
  assert.equal(requests, 1);
});

/**
 * A call whose first answer has a Retry-After; what it gave, how often it was sent and how long it took, on a fake clock.
 * @param {ReturnType<typeof fakeClock>} clock
 * @param {string} retryAfter
 * @param {swan.Options} [options]
 */
async function callAfter(clock, retryAfter, options) {
  let requests = 0;
  const fetch = async () =>
    requests++ ? new Response(SUCCESS) : new Response("", { status: 503, headers: { "retry-after": retryAfter } });
  const begin = performance.now();
  const call = getUnionid(token, { fetch, ...options });
  const outcome = await clock.run(call.catch((/** @type {swan.SwanLoginError} */ error) => error));
  return { outcome, requests, ms: performance.now() - begin };
}

test("a login code is unused if the deadline passes before it is sent again", async (t) => {
  const clock = fakeClock(t);
  // A wait of 248 ms: the clock passes its end and that of the timeout in one step.
  t.mock.method(Math, "random", () => 0.992);
  let requests = 0;
  const fetch = async () => {
    requests++;
    const cause = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
    throw Object.assign(new TypeError("fetch failed"), { cause });
  };
  const call = jscode2sessionkey(login, { fetch, timeout: 249 });
  await clock.run(rejectsWith(call, { code: "timeout", codeConsumed: "no" }));
  assert.equal(requests, 1);
});

test("a repetition waits as long as Retry-After says, in seconds or as a date", async (t) => {
  const clock = fakeClock(t);
  for (const seconds of ["1", "3"]) {
    const { requests, ms } = await callAfter(clock, seconds);
    const wanted = Number(seconds) * 1_000;
    assert.ok(requests === 2 && ms >= wanted && ms < wanted + 500, `${ms} ms`);
  }
  // A date has no fractions of a second: two seconds ahead are at least one.
  const date = await callAfter(clock, new Date(Date.now() + 2_000).toUTCString());
  assert.ok(date.requests === 2 && date.ms >= 1_000 && date.ms < 2_500, `${date.ms} ms`);
});

test("a Retry-After in the past, or of no known form, leaves the usual wait", async (t) => {
  const clock = fakeClock(t);
  for (const past of ["0", "Wed, 21 Oct 2015 07:28:00 GMT", "-1", "soon", "", "1.5", "1e9"]) {
    const { requests, ms } = await callAfter(clock, past);
    assert.ok(requests === 2 && ms < 300, `${past}: ${ms} ms`);
  }
});

test("a Retry-After beyond the deadline, or longer than any wait, ends the call at once", async (t) => {
  const clock = fakeClock(t);
  for (const [retryAfter, timeout] of /** @type {const} */ ([
    ["11", 10_000],
    ["3600", 0],
    ["4294967295", 0],
    ["Fri, 31 Dec 9999 23:59:59 GMT", 0],
  ])) {
    const { outcome, requests, ms } = await callAfter(clock, retryAfter, { timeout });
    assert.equal(Reflect.get(outcome, "code"), "server");
    assert.ok(requests === 1 && ms < 50, `${ms} ms`);
  }
});

test("the waits between repetitions grow and differ", async (t) => {
  /** @type {number[]} */
  const waits = [];
  const setTimeout = globalThis.setTimeout;
  t.mock.method(globalThis, "setTimeout", (/** @type {() => void} */ run, /** @type {number} */ ms) => {
    waits.push(ms);
    return setTimeout(run, 0);
  });
  const fetch = async () => new Response("", { status: 500 });
  for (let i = 0; i < 50; i++) await rejectsWith(getUnionid(token, { fetch, retries: 7, timeout: 0 }));
  const bounds = [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000];
  assert.equal(waits.length, 50 * bounds.length);
  for (const [attempt, bound] of bounds.entries()) {
    const own = waits.filter((_, index) => index % bounds.length === attempt);
    // Of 50 waits spread evenly below a bound, the longest is in its upper half, and the shortest in the lower one.
    assert.ok(
      Math.max(...own) < bound && Math.max(...own) > bound / 2 && Math.min(...own) < bound / 2,
      `${attempt}: ${own}`,
    );
  }
});

test("a server that closes the connection in the middle of a request is a network error", async (t) => {
  const server = await serveTcp(t, (socket) => socket.destroy());
  await rejectsWith(jscode2sessionkey(login, { baseUrl: server.url }), { code: "network", codeConsumed: "unknown" });
});
