/** A handler of Requests on Node's HTTP server and on frameworks that use it. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import { createRequire } from "node:module";
import { connect } from "node:net";
import test from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import express from "express";
import fastify from "fastify";
import Koa from "koa";
import { isSwanLoginError, SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";
import { createMockBaidu } from "swan-login/mock";
import { toNodeHandler } from "swan-login/node";
import { runNode } from "../support/run-node.js";
import { serve, serveHttp } from "../support/servers.js";

const mock = createMockBaidu();
const [{ client_id, sk }] = mock.apps;
const client = new SwanClient({ client_id, sk, fetch: mock.fetch });

/** A login handler for Node. */
function loginHandler() {
  const errors = [];
  const login = createLoginHandler({
    client,
    onLogin: ({ openid }) => ({ openid }),
    onError: (error) => errors.push(error),
  });
  return { login: toNodeHandler(login), errors };
}

const post = (url, body, type = "application/json") =>
  fetch(url, { method: "POST", headers: { "content-type": type }, body });

const invalid = { error: "invalid_request", relogin: false };

/** Logs in; is refused for a used code, a form, another method and more than the handler reads. */
async function check(url, errors) {
  const code = mock.issueCode();
  const login = (body) => post(url, JSON.stringify(body));
  const first = await login({ code });
  assert.deepEqual([first.status, await first.json()], [200, { openid: mock.openid() }]);
  const answers = [
    [401, { error: "code_invalid", relogin: true }, await login({ code })],
    [400, invalid, await login({})],
    [413, invalid, await login({ code, more: "m".repeat(5_000) })],
    [415, invalid, await post(url, `code=${code}`, "application/x-www-form-urlencoded")],
    [405, invalid, await fetch(url)],
  ];
  for (const [status, body, answer] of answers) assert.deepEqual([answer.status, await answer.json()], [status, body]);
  assert.equal(errors.length, answers.length);
}

const none = (_request, _response, next) => next();

for (const [parser, read] of Object.entries({
  "no parser": none,
  "express.json()": express.json(),
  "express.json() for every type": express.json({
    type: (req) => req.method === "POST" && /json/.test(req.get("content-type")),
  }),
  "express.text()": express.text({ type: "*/*" }),
  "express.raw()": express.raw({ type: "*/*" }),
  "express.urlencoded(), which leaves the JSON unread": express.urlencoded(),
  "a parser that sets a body of {} for what it has not read, as in Express 4": (req, _res, next) => {
    req.body = {};
    next();
  },
})) {
  test(`Express behind ${parser}`, async (t) => {
    const { login, errors } = loginHandler();
    const { url } = await serveHttp(t, express().use(read).all("/login", login));
    await check(`${url}/login`, errors);
  });
}

for (const [parser, read] of Object.entries({
  "no parser": (_context, next) => next(),
  "a parser that leaves request.body": async (context, next) => {
    let text = "";
    for await (const chunk of context.req) text += chunk;
    context.request.body = context.is("json") && text ? JSON.parse(text) : text;
    await next();
  },
})) {
  test(`Koa behind ${parser}`, async (t) => {
    const { login, errors } = loginHandler();
    const app = new Koa().use(read).use(login);
    const { url } = await serveHttp(t, app.callback());
    await check(`${url}/login`, errors);
  });
}

test("Fastify, with the body left to the handler", async (t) => {
  const { login, errors } = loginHandler();
  const app = fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, _payload, done) => done(null));
  app.all("/login", login);
  t.after(() => app.close());
  await check(`${await app.listen({ port: 0, host: "127.0.0.1" })}/login`, errors);
});

test("Fastify, with its own parser, by the handler itself and by the raw request", async (t) => {
  const { login } = loginHandler();
  const app = fastify();
  app.post("/login", (request, reply) => {
    const answered = login(request, reply);
    assert.ok(reply.sent, "Fastify may answer, too");
    return answered;
  });
  app.post("/raw", (request, reply) => {
    reply.hijack();
    return login(Object.assign(request.raw, { body: request.body }), reply.raw);
  });
  t.after(() => app.close());
  const origin = await app.listen({ port: 0, host: "127.0.0.1" });
  for (const path of ["/login", "/raw"]) {
    const answer = await post(origin + path, JSON.stringify({ code: mock.issueCode() }));
    assert.deepEqual([answer.status, await answer.json()], [200, { openid: mock.openid() }]);
  }
});

test("node:http, with import and with require", async (t) => {
  const { login, errors } = loginHandler();
  await check((await serveHttp(t, login)).url, errors);
  const { toNodeHandler: required } = createRequire(import.meta.url)("swan-login/node");
  const { url } = await serveHttp(
    t,
    required(async () => new Response("of require")),
  );
  assert.equal(await (await fetch(url)).text(), "of require");
});

test("node:http2", async (t) => {
  const { login } = loginHandler();
  const { url } = await serve(t, createHttp2Server(login));
  const session = connectHttp2(url);
  t.after(() => session.destroy());
  const stream = session.request({ ":method": "POST", ":path": "/login", "content-type": "application/json" });
  stream.end(JSON.stringify({ code: mock.issueCode() }));
  const [headers] = await once(stream, "response");
  assert.equal(headers[":status"], 200);
  assert.deepEqual(JSON.parse((await stream.toArray()).join("")), { openid: mock.openid() });
});

test("a body that was read and not kept is refused, and the error says so", async (t) => {
  const { login, errors } = loginHandler();
  const { url } = await serveHttp(t, async (req, res) => {
    await req.toArray();
    await login(req, res);
  });
  assert.equal((await post(url, JSON.stringify({ code: mock.issueCode() }))).status, 500);
  assert.ok(isSwanLoginError(errors[0]));
  assert.match(errors[0].message, /already read/);
});

test("the Request has method, URL, headers and body of the request", async (t) => {
  const seen = [];
  const app = express();
  const handler = toNodeHandler(async ({ method, url, headers, body }) => {
    seen.push([method, url, headers.get("x-two"), headers.get("cookie"), body && (await new Response(body).text())]);
    return new Response();
  });
  app.use("/mounted", handler);
  const { url } = await serveHttp(t, app);
  await fetch(`${url}/mounted/a?b=c`, { headers: { "x-two": "1, 2", cookie: "d=e" } });
  await fetch(`${url}/mounted`, { method: "PUT", body: "text" });
  await fetch(`${url}//elsewhere.example/mounted`).then((answer) => assert.equal(answer.status, 404));
  assert.deepEqual(seen, [
    ["GET", `${url}/mounted/a?b=c`, "1, 2", "d=e", null],
    ["PUT", `${url}/mounted`, null, null, "text"],
  ]);
});

test("a path of two slashes is no other host", async (t) => {
  const { url } = await serveHttp(
    t,
    toNodeHandler((request) => new Response(request.url)),
  );
  assert.equal(await (await fetch(`${url}//elsewhere.example/`)).text(), `${url}//elsewhere.example/`);
});

test("status, headers, each cookie and those that were set before are sent", async (t) => {
  const headers = [
    ["set-cookie", "a=1; Expires=Wed, 01 Jan 2031 00:00:00 GMT"],
    ["set-cookie", "b=2"],
    ["x-one", "1"],
  ];
  const handler = toNodeHandler(() => new Response("sent", { status: 201, headers }));
  const { url } = await serveHttp(t, (req, res) => {
    res.setHeader("set-cookie", "before=0");
    res.setHeader("x-one", "0");
    return handler(req, res);
  });
  const answer = await fetch(url);
  assert.equal(answer.status, 201);
  assert.deepEqual(answer.headers.getSetCookie(), ["before=0", headers[0][1], "b=2"]);
  assert.equal(answer.headers.get("x-one"), "1");
  assert.equal(await answer.text(), "sent");
  assert.equal((await fetch(url, { method: "HEAD" })).status, 201);
});

test("responses without a body end", async (t) => {
  for (const status of [200, 204, 304]) {
    const { url } = await serveHttp(
      t,
      toNodeHandler(() => new Response(null, { status })),
    );
    const answer = await fetch(url);
    assert.deepEqual([answer.status, await answer.text()], [status, ""]);
  }
});

test("the connection can be used again after a body that was refused unread, and is closed after one that is too large", async (t) => {
  const { login } = loginHandler();
  const { url, sockets } = await serveHttp(t, login);
  // Unlike fetch, Node's agent keeps a connection whose answer comes before the request is sent.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const send = async (body, type) => {
    const request = httpRequest(url, { agent, method: "POST", headers: { "content-type": type } }).end(body);
    const [answer] = await once(request, "response");
    await answer.toArray();
    connections.add(request.socket);
    return [answer.statusCode, answer.headers.connection];
  };
  const connections = new Set();
  for (const [type, size, status, connection] of [
    ["text/plain", 1_000_000, 415, "keep-alive"],
    ["application/json", 1_000_000, 413, "close"],
    ["application/json", 5_000, 413, "close"],
  ]) {
    assert.deepEqual(await send("m".repeat(size), type), [status, connection]);
    assert.deepEqual(await send(JSON.stringify({ code: mock.issueCode() }), "application/json"), [200, "keep-alive"]);
  }
  assert.equal(connections.size, 3);
  assert.equal(sockets.size, 1);
});

/** Sends the beginning of a request and then bytes without end. Gives the response, and for how long it was possible. */
async function sendWithoutEnd(port, head) {
  const socket = connect(port, "127.0.0.1");
  const start = performance.now();
  const chunk = Buffer.alloc(65_536, "m");
  let text = "";
  let isClosed = false;
  socket.on("error", () => {}).on("data", (data) => (text += data));
  socket.once("close", () => (isClosed = true));
  socket.write(head);
  const deadline = start + 20_000;
  while (!isClosed && performance.now() < deadline) {
    if (socket.writable && !socket.writableNeedDrain) socket.write(chunk);
    await delay(1);
  }
  socket.destroy();
  return { text, isClosed, ms: performance.now() - start };
}

for (const [what, head, status] of [
  ["a JSON body", "POST / HTTP/1.1\r\nContent-Type: application/json", 413],
  ["a body of another type", "POST / HTTP/1.1\r\nContent-Type: text/plain", 415],
  ["a body of another method", "PUT / HTTP/1.1\r\nContent-Type: application/json", 405],
]) {
  for (const length of ["Content-Length: 1000000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3B9ACA00\r\n"]) {
    test(`${what} that does not end is refused, and the connection closed: ${length.split("\r")[0]}`, async (t) => {
      const { login, errors } = loginHandler();
      const { port } = await serveHttp(t, login);
      const { text, isClosed, ms } = await sendWithoutEnd(port, `${head}\r\nHost: x\r\n${length}`);
      assert.match(text, new RegExp(`^HTTP/1.1 ${status} `));
      assert.ok(isClosed && ms < 10_000, `${ms} ms`);
      assert.equal(errors.length, 1);
    });
  }
}

test("a body after req.setEncoding is read, in every encoding that keeps the bytes", async (t) => {
  for (const encoding of ["utf8", "latin1", "base64", "hex", "utf16le"]) {
    const { url } = await serveHttp(t, (req, res) => {
      req.setEncoding(encoding);
      return toNodeHandler(async (request) => new Response(await request.text()))(req, res);
    });
    assert.equal(await (await post(url, "登录 login")).text(), "登录 login", encoding);
  }
});

test("a body that a framework parses when it is asked for is used, also as a promise", async (t) => {
  const { login } = loginHandler();
  for (const lazy of [(text) => JSON.parse(text), async (text) => JSON.parse(text), (text) => Buffer.from(text)]) {
    const { url } = await serveHttp(t, async (req, res) => {
      const text = (await req.toArray()).join("");
      Object.defineProperty(req, "body", { get: () => lazy(text) });
      await login(req, res);
    });
    assert.equal((await post(url, JSON.stringify({ code: mock.issueCode() }))).status, 200);
  }
});

test("a body whose getter throws, or that is no JSON, is refused, and onError gets the reason", async (t) => {
  const circular = {};
  circular.self = circular;
  const bodies = {
    "of the getter": () => {
      throw new Error("of the getter");
    },
    "of the promise": () => Promise.reject(new Error("of the promise")),
    circular: () => circular,
    BigInt: () => ({ code: 1n }),
  };
  for (const [message, get] of Object.entries(bodies)) {
    const { login, errors } = loginHandler();
    const { url } = await serveHttp(t, async (req, res) => {
      await req.toArray();
      Object.defineProperty(req, "body", { get });
      await login(req, res);
    });
    const answer = await post(url, "{");
    assert.deepEqual([answer.status, await answer.json()], [400, invalid]);
    assert.equal(errors.length, 1);
    assert.ok(isSwanLoginError(errors[0]));
    assert.match(errors[0].cause.message, new RegExp(message));
  }
});

test("a body that a framework never gives is refused after 10 seconds", async (t) => {
  const { login, errors } = loginHandler();
  const { url } = await serveHttp(t, async (req, res) => {
    await req.toArray();
    Object.defineProperty(req, "body", { get: () => new Promise(() => {}) });
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const answered = login(req, res);
    t.mock.timers.tick(10_000);
    await answered;
  });
  assert.equal((await post(url, "{}")).status, 400);
  assert.match(errors[0].cause.message, /10 seconds/);
});

test("a getter of the body is not called for a request without one", async (t) => {
  const handler = toNodeHandler(() => new Response("sent"));
  const { url } = await serveHttp(t, (req, res) => {
    Object.defineProperty(req, "body", { get: () => assert.fail("called") });
    return handler(req, res);
  });
  assert.equal(await (await fetch(url)).text(), "sent");
});

test("the target of a request may be a whole URL", async (t) => {
  const { login, errors } = loginHandler();
  const { port } = await serveHttp(t, login);
  const body = JSON.stringify({ code: mock.issueCode() });
  const head = ["POST http://app.example/login HTTP/1.1", "Host: app.example", "Content-Type: application/json"];
  const socket = connect(port, "127.0.0.1");
  socket.write([...head, `Content-Length: ${body.length}`, "Connection: close", "", body].join("\r\n"));
  assert.match((await socket.toArray()).join(""), /^HTTP\/1\.1 200 /);
  assert.deepEqual(errors, []);
});

test("a body that stalls is answered with 408, and the connection closed", async (t) => {
  const { login } = loginHandler();
  const { port } = await serveHttp(t, login);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const ticking = setInterval(() => t.mock.timers.tick(100), 1);
  t.after(() => clearInterval(ticking));
  const socket = connect(port, "127.0.0.1");
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{"co');
  const text = (await socket.toArray()).join("");
  assert.match(text, /^HTTP\/1\.1 408 /);
  assert.match(text, /^connection: close\r$/im);
  assert.match(text, /"invalid_request"/);
});

test("the Request's signal aborts when the client disconnects, and not before", async (t) => {
  const signals = [];
  const { url } = await serveHttp(
    t,
    toNodeHandler(async ({ signal, method }) => {
      signals.push(signal);
      if (method === "POST") await once(signal, "abort");
      return new Response("sent");
    }),
  );
  await (await fetch(url)).text();
  const leaving = httpRequest(url, { method: "POST" });
  leaving.on("error", () => {}).end();
  while (signals.length < 2) await delay(1);
  assert.ok(!signals[1].aborted);
  leaving.destroy();
  await once(signals[1], "abort");
  assert.ok(!signals[0].aborted);
});

test("a login ends when its client disconnects during the body, and onError gets the reason", async (t) => {
  const { login, errors } = loginHandler();
  const { port } = await serveHttp(t, login);
  const socket = connect(port, "127.0.0.1");
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{"co');
  await delay(50);
  socket.destroy();
  for (let waits = 0; errors.length === 0 && waits < 1_000; waits++) await delay(1);
  assert.match(errors[0].message, /the body cannot be read/);
  assert.equal(errors[0].cause.code, "ECONNRESET");
});

test("a request that no Request can represent is answered with 400 without calling the handler, and onError gets the reason", async (t) => {
  const { login, errors } = loginHandler();
  const { port } = await serveHttp(t, login);
  const other = await serveHttp(
    t,
    toNodeHandler(() => assert.fail("called")),
  );
  const heads = [
    "TRACE / HTTP/1.1\r\nHost: x",
    "GET / HTTP/1.1\r\nHost: a b",
    "POST / HTTP/1.1\r\nHost: [::1\r\nContent-Type: application/json",
    "POST /login HTTP/1.1\r\nHost: x/admin\r\nContent-Type: application/json",
    "POST /login HTTP/1.1\r\nHost: x?\r\nContent-Type: application/json",
    "POST /login HTTP/1.1\r\nHost: x#\r\nContent-Type: application/json",
    "POST /login HTTP/1.1\r\nHost: x\\admin\r\nContent-Type: application/json",
    "POST /login HTTP/1.1\r\nHost: u@x\r\nContent-Type: application/json",
    "OPTIONS * HTTP/1.1\r\nHost: x",
    "GET http://user:password@app.example/ HTTP/1.1\r\nHost: app.example",
    "GET http:// HTTP/1.1\r\nHost: x",
  ];
  for (const head of heads) {
    for (const port_ of [port, other.port]) {
      const socket = connect(port_, "127.0.0.1");
      socket.write(`${head}\r\nConnection: close\r\n\r\n`);
      assert.match((await socket.toArray()).join(""), /^HTTP\/1\.1 400 /, head);
    }
  }
  assert.equal(errors.length, heads.length);
  for (const error of errors) {
    assert.ok(isSwanLoginError(error) && error.param === "request");
    assert.ok(error.cause);
  }
});

const broken = async () => {
  throw new Error("of the handler");
};

test("an error of the handler goes to next", async (t) => {
  const seen = [];
  const app = express();
  app.use(toNodeHandler(broken));
  app.use((error, _req, res, _next) => {
    seen.push(error.message);
    res.status(500).send("of the app");
  });
  const { url } = await serveHttp(t, app);
  const answer = await fetch(url);
  assert.deepEqual([answer.status, await answer.text(), seen], [500, "of the app", ["of the handler"]]);
});

test("without next, an error of the handler is printed and answered with 500", async (t) => {
  const print = t.mock.method(console, "error", () => {});
  const { url } = await serveHttp(t, toNodeHandler(broken));
  const answer = await fetch(url);
  assert.deepEqual([answer.status, await answer.text()], [500, ""]);
  assert.deepEqual(
    print.mock.calls.map(({ arguments: [error] }) => error.message),
    ["of the handler"],
  );
});

test("a response that breaks off does not end the process", async () => {
  const { status, output } = await runNode(`
    import assert from "node:assert/strict";
    import { once } from "node:events";
    import { createServer } from "node:http";
    import { connect } from "node:net";
    import { toNodeHandler } from "swan-login/node";
    const large = new Uint8Array(65_536);
    let cancelled = 0;
    const answers = {
      "/endless": () => new ReadableStream({ pull: (stream) => stream.enqueue(large), cancel: () => void cancelled++ }),
      "/breaks": () => new ReadableStream({
        pull(stream) {
          if (this.pulled++) stream.error(new Error("of the body"));
          else stream.enqueue(large);
        },
        pulled: 0,
      }),
      "/text": () => new ReadableStream({ pull: (stream) => stream.enqueue("no bytes") }),
    };
    const server = createServer(toNodeHandler(({ url }) => new Response(answers[new URL(url).pathname]())));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    for (const path of Object.keys(answers)) {
      for (let left = 0; left < 20; left++) {
        const socket = connect(server.address().port, "127.0.0.1");
        socket.write("GET " + path + " HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n");
        socket.on("error", () => {}).once("data", () => socket.resetAndDestroy());
        await once(socket, "close");
      }
    }
    for (let waits = 0; cancelled < 20 && waits < 1000; waits++) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.equal(cancelled, 20);
    console.log("still alive");
    server.closeAllConnections();
    server.close();
  `);
  assert.equal(status, 0, output);
  assert.match(output, /still alive/);
  assert.match(output, /Error: of the body/);
  assert.doesNotMatch(output, /premature/i);
});

test("the handler runs in the AsyncLocalStorage context of its request", async (t) => {
  const storage = new AsyncLocalStorage();
  const handler = toNodeHandler(async (request) => {
    await request.text();
    return new Response(storage.getStore());
  });
  const { url } = await serveHttp(t, (req, res) => storage.run(req.url, () => handler(req, res)));
  const paths = ["/a", "/b", "/c"];
  const answers = await Promise.all(paths.map(async (path) => (await post(url + path, "body")).text()));
  assert.deepEqual(answers, paths);
});

test("anything but a function is refused", () => {
  for (const handler of [undefined, {}, { fetch() {} }]) {
    assert.throws(
      () => toNodeHandler(handler),
      (error) => isSwanLoginError(error) && error.code === "invalid_argument" && error.param === "handler",
    );
  }
});
