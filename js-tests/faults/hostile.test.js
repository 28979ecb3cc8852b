// Hostile and broken answers: each gives a SwanLoginError, in bounded time and memory, and does not affect other calls.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer as createTlsServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { createGzip, gzipSync } from "node:zlib";
import { getAccessToken, getUnionid, isSwanLoginError, jscode2sessionkey, parseResponse } from "swan-login";
import { login, SUCCESS, token } from "../support/calls.js";
import { certificate } from "../support/certificate.js";
import { rejectsWith } from "../support/rejects.js";
import { runNode } from "../support/run-node.js";
import { serve, serveHttp, serveTcp } from "../support/servers.js";

/** @import { RequestListener } from "node:http" */
/** @import { Options, SwanLoginErrorCode } from "swan-login" */

const fail = () => {
  throw new Error("a getter that throws");
};
const cyclic = Object.assign(Object.create(null), { errors: [] });
cyclic.cause = cyclic;

/** Odd values to throw, or to abort with. @type {[string, unknown][]} */
const oddities = [
  ["a string", "gone"],
  ["undefined", undefined],
  ["null", null],
  ["a number", 7],
  ["a symbol", Symbol("gone")],
  ["a function", () => {}],
  ["an empty object", {}],
  ["an object without prototype", Object.create(null)],
  ["an error of fields of wrong types", Object.assign(new Error("x"), { name: 1, code: {}, cause: "c", errors: "e" })],
  ["its own cause", cyclic],
  ["an error whose name cannot be read", Object.defineProperty(new Error("x"), "name", { get: fail })],
  ["an error whose message is a symbol", Object.assign(new TypeError(), { message: Symbol("m") })],
  ["an error of 10 MB", new Error("x".repeat(10_000_000))],
];

/** What a replaced fetch may do. @type {[string, (...args: any[]) => any, SwanLoginErrorCode][]} */
const fetches = [
  ...oddities.flatMap(
    ([name, value]) =>
      /** @type {[string, () => unknown, SwanLoginErrorCode][]} */ ([
        [`fetch rejects with ${name}`, () => Promise.reject(value), "network"],
        [
          `fetch throws ${name}`,
          () => {
            throw value;
          },
          "network",
        ],
        [
          `the body fails with ${name}`,
          () => new Response(new ReadableStream({ pull: () => Promise.reject(value) })),
          "network",
        ],
        [
          `text() throws ${name}`,
          () =>
            responseLike({
              text: () => {
                throw value;
              },
            }),
          "network",
        ],
        [`text() rejects with ${name}`, () => responseLike({ text: () => Promise.reject(value) }), "network"],
      ]),
  ),
  ...[
    null,
    undefined,
    {},
    [],
    1,
    "text",
    () => {},
    Symbol("s"),
    Object.create(null),
    new Request("http://localhost"),
  ].map(
    (value) =>
      /** @type {[string, () => unknown, SwanLoginErrorCode]} */ ([
        `fetch gives ${typeof value}`,
        () => value,
        "malformed_response",
      ]),
  ),
  ["fetch gives a thenable that throws", () => ({ then: fail }), "network"],
  ...[undefined, null, "200", Number.NaN, -1, 1.5, 70_000, Infinity, {}].map(
    (status) =>
      /** @type {[string, () => unknown, SwanLoginErrorCode]} */ ([
        `status is ${JSON.stringify(status)} (${status})`,
        () => responseLike({ status }),
        "malformed_response",
      ]),
  ),
  ["status 0 and no body", () => Response.error(), "malformed_response"],
  ["headers are none", () => responseLike({ headers: {} }), "malformed_response"],
  ["text() gives no promise and no text", () => responseLike({ text: () => 1 }), "malformed_response"],
  ["text() gives a promise of no text", () => responseLike({ text: async () => ({}) }), "malformed_response"],
  ["text() never settles", () => responseLike({ text: () => new Promise(() => {}) }), "timeout"],
  ["text() gives 10 MB", () => responseLike({ text: () => "x".repeat(10_000_000) }), "malformed_response"],
  [
    "the body is read already",
    () => Object.defineProperty(new Response("{}"), "body", { value: lockedStream() }),
    "malformed_response",
  ],
  ["the body is a stream of text", () => new Response(streamOf("{}")), "malformed_response"],
  [
    "the body is a stream of numbers",
    () => Object.defineProperty(new Response(), "body", { value: streamOf(1) }),
    "malformed_response",
  ],
  [
    "the body is a stream of empty chunks without end",
    () => Object.defineProperty(new Response(), "body", { value: endless(new Uint8Array()) }),
    "malformed_response",
  ],
  ["the body is endless", () => new Response(endless(new Uint8Array(16_384))), "malformed_response"],
  ["the body stops", () => new Response(new ReadableStream()), "timeout"],
  [
    "Content-Length lies",
    () => new Response(endless(new Uint8Array(1_024)), { headers: { "content-length": "2" } }),
    "malformed_response",
  ],
];

test("a double of fetch that gives no Response, and a body that was read, have hints of their own", async () => {
  const used = new Response("{}");
  await used.text();
  for (const [value, hint] of [
    [{ ok: true, json: async () => ({}) }, /new Response\(JSON\.stringify/],
    [{ openid: "o", session_key: "k" }, /give a Response/],
    [responseLike({ text: () => ({}) }), /give a Response/],
    [used, /response\.clone/],
  ]) {
    const error = await jscode2sessionkey(login, { fetch: async () => value }).catch((error) => error);
    assert.equal(error.code, "malformed_response");
    assert.match(error.hint, hint);
  }
});

test("whatever a replaced fetch does, the call rejects with a SwanLoginError, and other calls go on", async () => {
  /** @type {(response: Response) => void} */
  let answer = () => {};
  const other = jscode2sessionkey(login, { timeout: 0, fetch: () => new Promise((resolve) => (answer = resolve)) });
  for (const [name, fetch, code] of fetches) {
    const error = await rejectsWith(jscode2sessionkey(login, { fetch, timeout: 300, maxBodyBytes: 65_536 })).catch(
      (cause) => assert.fail(new Error(name, { cause })),
    );
    assert.equal(error.code, code, `${name}: ${error.stack}`);
    assert.equal(error.codeConsumed, "unknown", name);
    assert.ok(JSON.stringify(error).length < 2_000 && String(error.cause).length < 2_000, name);
  }
  answer(new Response(SUCCESS));
  assert.equal((await other).openid, "o");
});

test("the same holds for a replaced global fetch", async (t) => {
  /** @type {() => unknown} */
  let text = () => "";
  t.mock.method(globalThis, "fetch", async () =>
    responseLike({ headers: new Headers({ "content-length": "2" }), text: () => text() }),
  );
  const other = getUnionid(token, {
    timeout: 0,
    fetch: () => new Promise((resolve) => setTimeout(resolve, 300, new Response(SUCCESS))),
  });
  for (const odd of [{}, 7, Symbol("s"), undefined, null, "x".repeat(2 << 20), "百".repeat(400_000)]) {
    text = () => odd;
    await rejectsWith(jscode2sessionkey(login), { code: "malformed_response", httpStatus: 200 });
  }
  text = fail;
  await rejectsWith(jscode2sessionkey(login), { code: "network" });
  assert.equal((await other).unionid, "u");
});

test("a body that comes as a view of any kind is read by its bytes", async (t) => {
  const bytes = new TextEncoder().encode(`${SUCCESS}        `.slice(0, 8 * Math.floor((SUCCESS.length + 8) / 8)));
  const views = [new BigInt64Array(bytes.buffer), new Float64Array(bytes.buffer), new DataView(bytes.buffer)];
  const headers = new Headers({ "content-length": "2" });
  const { mock } = t.mock.method(globalThis, "fetch", fail);
  for (const view of views) {
    mock.mockImplementation(async () => responseLike({ headers, arrayBuffer: async () => view }));
    assert.equal((await jscode2sessionkey(login)).openid, "o");
  }
});

test("headers of a test double that are not text are a malformed response", async () => {
  for (const status of [429, 503]) {
    const fetch = async () => ({ status, headers: new Map([["retry-after", 1]]), text: async () => "" });
    const options = { fetch: /** @type {any} */ (fetch) };
    await rejectsWith(getUnionid(token, options), { code: "malformed_response", httpStatus: status });
  }
});

test("a call rejects with whatever reason the caller aborts with", async () => {
  for (const [name, value] of oddities) {
    const controller = new AbortController();
    const call = jscode2sessionkey(login, { signal: controller.signal, fetch: () => new Promise(() => {}) });
    controller.abort(value);
    // In an array: a promise would look for the reason's own then.
    const [reason] = await call.then(
      () => assert.fail(name),
      (reason) => [reason],
    );
    assert.ok(Object.is(reason, controller.signal.reason), name);
    assert.equal(isSwanLoginError(value), false, name);
  }
});

test("odd parameters are refused by name", async () => {
  for (const odd of [undefined, null, 1, "text", Symbol("s"), [], () => {}, Object.create(null)]) {
    const any = /** @type {any} */ (odd);
    await rejectsWith(jscode2sessionkey(any), { code: "invalid_argument", param: "code", codeConsumed: "no" });
    const code = { ...login, code: any === "text" ? "" : any };
    await rejectsWith(jscode2sessionkey(code), { code: "invalid_argument", param: "code", codeConsumed: "no" });
  }
});

/** Bodies that are not a success. @type {[string, string | Buffer][]} */
const bodies = [
  ["empty", ""],
  ["whitespace", " \r\n\t"],
  ["HTML", "<!doctype html><title>502</title>"],
  ["an array", "[]"],
  ["null", "null"],
  ["a string", '"openid"'],
  ["cut", SUCCESS.slice(0, -1)],
  ["doubled", SUCCESS + SUCCESS],
  ["followed by NUL", `${SUCCESS}\0`],
  ["NUL bytes", "\0".repeat(1_000)],
  ["NUL in a string", '{"openid":"a\0b","session_key":"k"}'],
  ["arrays 10,000 deep", `{"openid":"o","session_key":"k","data":${"[".repeat(10_000)}${"]".repeat(10_000)}}`],
  ["objects 10,000 deep", `${'{"data":'.repeat(10_000)}1${"}".repeat(10_000)}`],
  ["brackets without end", "[".repeat(1_000_000)],
  ["the last of duplicate keys counts", '{"openid":"o","session_key":"k","openid":""}'],
  ["fields in __proto__ do not count", '{"__proto__":{"openid":"o","session_key":"k"}}'],
  ["fields in constructor do not count", '{"constructor":{"prototype":{"openid":"o"}},"session_key":"k"}'],
  ["fields of wrong types", '{"openid":1e999,"session_key":["k"]}'],
  ["invalid UTF-8", Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ["UTF-16", Buffer.from(SUCCESS, "utf16le")],
  ["gzip that is not announced", gzipSync(SUCCESS)],
];

test("a body that is not a success is malformed_response", async (t) => {
  /** @type {string | Buffer} */
  let body;
  const server = await serveHttp(t, (_, response) => void response.end(body));
  for (const [name, each] of bodies) {
    body = each;
    for (const options of [{ baseUrl: server.url }, { fetch: async () => new Response(each) }]) {
      const error = await rejectsWith(jscode2sessionkey(login, options)).catch((cause) =>
        assert.fail(new Error(name, { cause })),
      );
      assert.equal(error.code, "malformed_response", name);
      assert.equal(error.httpStatus, 200, name);
    }
  }
});

test("an odd but complete body is read", async () => {
  const read = (/** @type {string | Buffer} */ body) =>
    jscode2sessionkey(login, { maxBodyBytes: 100_000_000, fetch: async () => new Response(body) });
  assert.deepEqual(await read('{"openid":"a\\u0000b","session_key":"k"}'), { openid: "a\0b", session_key: "k" });
  assert.deepEqual(await read('{"openid":"x","session_key":"k","openid":"o"}'), { openid: "o", session_key: "k" });
  assert.deepEqual(await read('{"__proto__":{"admin":1},"constructor":1,"openid":"o","session_key":"k"}'), {
    openid: "o",
    session_key: "k",
  });
  assert.deepEqual(await read(Buffer.from('{"openid":"\xff","session_key":"k"}', "latin1")), {
    openid: "\ufffd",
    session_key: "k",
  });
  assert.deepEqual(await read(`\ufeff${SUCCESS}`), await read(SUCCESS));
  const long = "x".repeat(10_000_000);
  assert.equal((await read(JSON.stringify({ openid: "o", session_key: long }))).session_key, long);
  assert.equal(Reflect.get(Object.prototype, "admin"), undefined);
});

test("a number outside its range keeps its digits in an error; a lifetime is bounded, and never negative or a fraction", async () => {
  for (const number of ["1e999", "18446744073709551616", "-1", "0.5", "1e-999", `1${"0".repeat(900)}`]) {
    const fetch = async () => new Response(`{"access_token":"t","expires_in":${number}}`);
    const call = getAccessToken(login, { fetch });
    if (Number(number) > 1) assert.equal((await call).expires_in, 2 ** 32 - 1);
    else await rejectsWith(call, { code: "malformed_response" });
    assert.throws(
      () => parseResponse("getUnionid", { status: 200, body: `{"errno":${number}}` }),
      (error) => String(Reflect.get(error, "baidu").errno) === number,
    );
  }
});

/** Servers that send too much. @type {Record<string, RequestListener>} */
const excesses = {
  "a Content-Length that is too large": (_, response) =>
    void response.writeHead(200, { "content-length": 2 << 20 }).write("{"),
  "no Content-Length": (_, response) => {
    response.write(Buffer.alloc(2 << 20));
    response.end();
  },
  "an endless body": (_, response) => {
    const chunk = Buffer.alloc(65_536, 32);
    const more = () => {
      while (response.write(chunk));
    };
    response.on("drain", more);
    more();
  },
  "a compressed bomb": (_, response) => {
    response.writeHead(200, { "content-encoding": "gzip" });
    const gzip = createGzip();
    gzip.pipe(response);
    for (let i = 0; i < 64; i++) gzip.write(Buffer.alloc(1 << 20));
    gzip.end();
  },
  "a bomb in a bomb": (_, response) =>
    void response.writeHead(200, { "content-encoding": "gzip, gzip" }).end(gzipSync(gzipSync(Buffer.alloc(64 << 20)))),
};

for (const [name, listener] of Object.entries(excesses)) {
  test(`a body over maxBodyBytes: ${name}`, async (t) => {
    const closed = /** @type {Promise<void>[]} */ ([]);
    const server = await serveHttp(t, (request, response) => {
      closed.push(new Promise((resolve) => request.socket.on("close", () => resolve())));
      response.on("error", () => {});
      listener(request, response);
    });
    const before = process.memoryUsage().rss;
    await rejectsWith(jscode2sessionkey(login, { baseUrl: server.url }), {
      code: "malformed_response",
      httpStatus: 200,
      codeConsumed: "unknown",
    });
    await rejectsWith(jscode2sessionkey(login, { baseUrl: server.url, maxBodyBytes: 1 }), {
      code: "malformed_response",
    });
    // The server's own buffers of some 64 MB are in this process as well.
    assert.ok(process.memoryUsage().rss - before < 256 << 20);
    if (name !== "no Content-Length" && name !== "a bomb in a bomb") await Promise.all(closed);
  });
}

test("a body of exactly maxBodyBytes is read, with and without Content-Length", async (t) => {
  let chunked = false;
  const server = await serveHttp(t, (_, response) => {
    if (chunked) response.flushHeaders();
    response.end(SUCCESS);
  });
  for (chunked of [false, true]) {
    const options = (/** @type {number} */ spare) => ({ baseUrl: server.url, maxBodyBytes: SUCCESS.length + spare });
    assert.equal((await jscode2sessionkey(login, options(0))).openid, "o");
    await rejectsWith(jscode2sessionkey(login, options(-1)), { code: "malformed_response" });
  }
});

test("a body that is not read to its end is cancelled", async () => {
  for (const init of [{ status: 302 }, { headers: { "content-length": "9999999" } }, {}]) {
    await new Promise((cancelled, reject) => {
      const body = new ReadableStream(
        { pull: (controller) => controller.enqueue(new Uint8Array(1 << 20)), cancel: cancelled },
        { highWaterMark: 0 },
      );
      rejectsWith(jscode2sessionkey(login, { fetch: async () => new Response(body, init) }), {
        code: "malformed_response",
      }).catch(reject);
    });
  }
});

test("a redirect is not followed, so that no secret goes to another address", async (t) => {
  let strangers = 0;
  const stranger = await serveHttp(t, (_, response) => {
    strangers++;
    response.end(SUCCESS);
  });
  for (const status of [300, 301, 302, 303, 304, 307, 308]) {
    for (const location of [`${stranger.url}/`, "/elsewhere", "//", ""]) {
      let requests = 0;
      const server = await serveHttp(t, (_, response) => {
        requests++;
        response.writeHead(status, { location }).end();
      });
      await rejectsWith(jscode2sessionkey(login, { baseUrl: server.url }), {
        code: "malformed_response",
        httpStatus: status,
      });
      await rejectsWith(getUnionid(token, { baseUrl: server.url }), { code: "malformed_response", httpStatus: status });
      assert.equal(requests, 2);
    }
  }
  assert.equal(strangers, 0);
});

/** Servers that send no HTTP, or odd HTTP. @type {Record<string, [string, SwanLoginErrorCode | "success"]>} */
const dialects = {
  "no HTTP": ["SSH-2.0-OpenSSH_9.2\r\n", "network"],
  nothing: ["", "network"],
  "a header that never ends": [`HTTP/1.1 200 OK\r\nx: ${"y".repeat(100_000)}`, "network"],
  "a body shorter than Content-Length": ["HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{}", "network"],
  "a body longer than Content-Length": [`HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n${SUCCESS}`, "malformed_response"],
  "two Content-Lengths": [`HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n${SUCCESS}`, "network"],
  "invalid chunks": ["HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnonsense\r\n", "network"],
  "a body that is not gzip but says so": [
    "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}",
    "network",
  ],
  204: ["HTTP/1.1 204 No Content\r\n\r\n", "malformed_response"],
  205: ["HTTP/1.1 205 Reset Content\r\ncontent-length: 0\r\n\r\n", "malformed_response"],
  101: ["HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n", "network"],
  "an unexpected 100": [`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n${SUCCESS}`, "network"],
  "103 and then an answer": [`HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n${SUCCESS}`, "success"],
  999: [`HTTP/1.1 999 Odd\r\n\r\n<html>`, "server"],
  "HTTP/1.0 without a length": [`HTTP/1.0 200 OK\r\n\r\n${SUCCESS}`, "success"],
};

for (const [name, [answer, expected]] of Object.entries(dialects)) {
  test(`a server that sends ${name}`, async (t) => {
    const server = await serveTcp(t, (socket) => void socket.end(answer, "latin1"));
    const call = jscode2sessionkey(login, { baseUrl: server.url, timeout: 5_000 });
    if (expected === "success") assert.equal((await call).openid, "o");
    else await rejectsWith(call, { code: expected, codeConsumed: "unknown" });
  });
}

test("TLS: a self-signed or expired certificate, or one of another host, is a network error that names the problem; nothing was sent", async (t) => {
  const hosts = {
    trusted: certificate(),
    DEPTH_ZERO_SELF_SIGNED_CERT: certificate(),
    CERT_HAS_EXPIRED: certificate({ expires: new Date(Date.now() - 3_600_000) }),
    ERR_TLS_CERT_ALTNAME_INVALID: certificate({ name: "spapi.baidu.com" }),
  };
  /** @type {Record<string, number>} */
  const ports = {};
  for (const [name, pem] of Object.entries(hosts)) {
    const listener = /** @type {RequestListener} */ ((_, response) => void response.end(SUCCESS));
    ({ port: ports[name] } = await serve(t, createTlsServer(pem, listener)));
  }
  const authorities = join(tmpdir(), `swan-login-${process.pid}.pem`);
  const { DEPTH_ZERO_SELF_SIGNED_CERT: unknown, ...known } = hosts;
  writeFileSync(
    authorities,
    Object.values(known)
      .map(({ cert }) => cert)
      .join(""),
  );
  const { output } = await runNode(
    `
    import { jscode2sessionkey } from "swan-login";
    for (const port of JSON.parse(process.env.PORTS)) {
      const outcome = await jscode2sessionkey(${JSON.stringify(login)}, { baseUrl: "https://localhost:" + port }).catch((error) => error);
      console.log(outcome.openid ?? [outcome.code, outcome.codeConsumed, outcome.cause.cause.code].join(" "));
    }`,
    { PORTS: JSON.stringify(Object.values(ports)), NODE_EXTRA_CA_CERTS: authorities },
  );
  const failures = Object.keys(hosts)
    .slice(1)
    .map((name) => `network no ${name}`);
  assert.equal(output.trim(), ["o", ...failures].join("\n"));
});

test("onResponse may throw, reject, or call again", async (t) => {
  const rejections = t.mock.fn();
  process.on("unhandledRejection", rejections);
  t.after(() => process.off("unhandledRejection", rejections));
  const fetch = async () => new Response(SUCCESS);
  /** @type {Promise<unknown>[]} */
  const nested = [];
  for (const onResponse of [
    fail,
    async () => fail(),
    () => ({ then: fail }),
    () => void nested.push(jscode2sessionkey(login, { fetch })),
  ])
    assert.equal((await jscode2sessionkey(login, { fetch, onResponse })).openid, "o");
  assert.equal((await Promise.all(nested)).length, 1);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(rejections.mock.callCount(), 0);
});

/**
 * An imitation of a Response, whose body is a success.
 * @param {object} fields
 * @returns {any}
 */
function responseLike(fields) {
  return { status: 200, type: "default", headers: new Headers(), body: null, text: async () => SUCCESS, ...fields };
}

/** @param {unknown} chunk @returns {ReadableStream<any>} */
function streamOf(chunk) {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(chunk);
      controller.close();
    },
  });
}

/** @param {Uint8Array} chunk @returns {ReadableStream<any>} */
function endless(chunk) {
  return new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
}

function lockedStream() {
  const stream = streamOf(new Uint8Array());
  stream.getReader();
  return stream;
}

test("an onResponse of another realm that rejects does not end the process", async () => {
  const { status, output } = await runNode(`
    import { runInNewContext } from "node:vm";
    import { jscode2sessionkey } from "swan-login";
    const onResponse = runInNewContext("async () => { throw new Error('late') }");
    await jscode2sessionkey(${JSON.stringify(login)}, { onResponse, fetch: async () => new Response(${JSON.stringify(SUCCESS)}) });
    await new Promise((resolve) => setTimeout(resolve, 20));
  `);
  assert.equal(status, 0, output);
});
