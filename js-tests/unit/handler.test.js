import "../support/assert-built.js";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import test from "node:test";
import { inspect } from "node:util";
import { Hono } from "hono";
import { isSwanLoginError, SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";

/** A handler over a mock Baidu. */
function setUp(options) {
  const mock = createMockBaidu();
  const [{ client_id, sk }] = mock.apps;
  const client = new SwanClient({ client_id, sk, fetch: mock.fetch, retries: 0 });
  const errors = [];
  const handler = createLoginHandler({
    client,
    onLogin: ({ openid }) => ({ openid }),
    onError: (error) => errors.push(error),
    ...options,
  });
  return { mock, client, handler, errors };
}

const URL_ = "https://app.example/login";
const post = (body, init) =>
  new Request(URL_, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    duplex: "half",
    ...init,
  });

async function read(response) {
  const text = await response.text();
  return { status: response.status, body: text && JSON.parse(text) };
}

test("a code becomes what onLogin makes of it", async () => {
  const users = [];
  const { mock, handler, errors } = setUp({ onLogin: async (user) => (users.push(user), { session: "of mine" }) });
  const response = await handler(post({ code: mock.issueCode() }));
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.deepEqual(await read(response), { status: 200, body: { session: "of mine" } });
  assert.deepEqual(Object.keys(users[0]), ["openid", "session_key"]);
  assert.equal(users[0].openid, mock.openid());
  assert.deepEqual(errors, []);
});

test("require gives the same", async () => {
  const { createLoginHandler: create } = createRequire(import.meta.url)("swan-login/handler");
  const { mock, client } = setUp();
  const handler = create({ client, onLogin: ({ openid }) => ({ openid }) });
  assert.equal((await read(await handler(post({ code: mock.issueCode() })))).body.openid, mock.openid());
  assert.equal((await handler(post({ code: "wrong" }))).status, 401);
});

test("the unionid comes along where that is asked for and the user has authorized", async () => {
  const onLogin = ({ openid, unionid }) => ({ openid, unionid });
  const { mock, handler } = setUp({ unionid: true, onLogin });
  const login = async () => (await read(await handler(post({ code: mock.issueCode() })))).body;
  assert.deepEqual(await login(), { openid: mock.openid(), unionid: mock.unionid() });
  mock.setAuthorized({ authorized: false });
  assert.deepEqual(await login(), { openid: mock.openid() });
  mock.fault("getUnionid", "html502");
  assert.deepEqual(await login(), { error: "unavailable", relogin: true });
});

test("a user whose unionid Baidu refuses logs in without it, and onError hears why", async () => {
  const refused = [
    [200, '{"errno":400,"error":"union id not found"}'],
    [200, '{"errno":0,"data":{"unionid":""}}'],
    [200, '{"errno":0,"data":{}}'],
    [200, '{"errno":987654}'],
    [200, '{"error_code":6,"error_msg":"No permission to access data"}'],
    [200, '{"error_code":100,"error_msg":"Invalid parameter"}'],
    [400, '{"error_code":210,"error_msg":"User not visible"}'],
  ];
  for (const [status, body] of refused) {
    const { handler, errors, mock } = unionidAnswers(status, body);
    assert.deepEqual(
      await read(await handler(post({ code: mock.issueCode() }))),
      { status: 200, body: { openid: mock.openid() } },
      body,
    );
    assert.equal(errors.length, 1, body);
    // The core sees the same in it.
    assert.match(errors[0].hint, /authorized this app/, body);
  }
});

test("any other failure to get the unionid fails the login", async () => {
  const unavailable = [
    [200, "<html>sign in to this network</html>"],
    [200, '{"data":{"unionid":"cut'],
    [200, "{}"],
    [503, '{"errno":987654}'],
    [200, '{"error_code":2,"error_msg":"Service temporarily unavailable"}'],
  ];
  for (const [status, body] of unavailable) {
    const { handler, errors, mock } = unionidAnswers(status, body);
    assert.deepEqual(
      await read(await handler(post({ code: mock.issueCode() }))),
      { status: 502, body: { error: "unavailable", relogin: true } },
      body,
    );
    assert.equal(errors.length, 1, body);
    assert.doesNotMatch(errors[0].hint, /authorized this app/, body);
  }
});

/** A handler that asks for the unionid, and gets this answer. */
function unionidAnswers(status, body) {
  const mock = createMockBaidu();
  const [{ client_id, sk }] = mock.apps;
  const fetch = async (url, init) =>
    String(url).includes("/getunionid") ? new Response(body, { status }) : mock.fetch(url, init);
  const client = new SwanClient({ client_id, sk, fetch, retries: 0 });
  return { ...setUp({ client, unionid: true, onLogin: ({ openid, unionid }) => ({ openid, unionid }) }), mock };
}

test("a request that is no login is refused, and Baidu hears nothing of it", async () => {
  const { mock, handler, errors } = setUp();
  const large = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(1024).fill(32)) });
  const wrong = [
    [405, new Request(URL_)],
    [405, new Request(URL_, { method: "OPTIONS", headers: { origin: "https://evil.example" } })],
    [405, post({ code: "c" }, { method: "PUT" })],
    [415, post({ code: "c" }, { headers: {} })],
    [415, post({ code: "c" }, { headers: { "content-type": "text/plain" } })],
    [415, post({ code: "c" }, { headers: { "content-type": "application/jsonp" } })],
    [413, post({ code: "c".repeat(5_000) })],
    [413, post({ code: "c", more: "m".repeat(5_000) })],
    [413, post(null, { body: large })],
    [400, post(null, { body: null })],
    [400, post(null, { body: "" })],
    [400, post(null, { body: "code=c" })],
    [400, post(null, { body: '{"code":"c"' })],
    [400, post(null, { body: new Uint8Array([0xff, 0xfe]) })],
    ...[
      null,
      7,
      "code",
      ["code"],
      {},
      { code: 7 },
      { code: "" },
      { code: " " },
      { code: ["c"] },
      { code: "c".repeat(513) },
    ].map((body) => [400, post(body)]),
  ];
  for (const [status, request] of wrong) {
    const response = await handler(request);
    assert.deepEqual(
      [...response.headers.keys()].filter((name) => name.startsWith("access-control")),
      [],
    );
    assert.equal(response.headers.get("allow"), status === 405 ? "POST" : null);
    assert.deepEqual(await read(response), { status, body: { error: "invalid_request", relogin: false } });
  }
  assert.deepEqual(Object.values(mock.calls).filter(Boolean), []);
  assert.deepEqual(errors, []);
});

for (const [fault, status, error, relogin] of [
  ["oauth400", 401, "code_invalid", true],
  ["oauth401", 500, "server_error", false],
  ["errno", 500, "server_error", false],
  ["network", 502, "unavailable", true],
  ["html502", 502, "unavailable", true],
  ["truncated", 502, "unavailable", true],
  ["empty", 502, "unavailable", true],
  ["429", 503, "unavailable", true],
]) {
  test(`Baidu's ${fault} is answered with ${status} ${error}`, async () => {
    const { mock, handler, errors } = setUp();
    mock.fault("jscode2sessionkey", fault);
    assert.deepEqual(await read(await handler(post({ code: mock.issueCode() }))), { status, body: { error, relogin } });
    assert.equal(errors.length, 1);
    assert.ok(isSwanLoginError(errors[0]));
  });
}

test("no answer in time is 504; a code that never left may be sent again", async () => {
  const { mock } = setUp();
  const [{ client_id, sk }] = mock.apps;
  const login = async (options) => {
    const client = new SwanClient({ client_id, sk, retries: 0, ...options });
    return read(await createLoginHandler({ client, onLogin() {} })(post({ code: mock.issueCode() })));
  };
  mock.fault("jscode2sessionkey", "hang");
  const slow = await login({ fetch: mock.fetch, timeout: 50 });
  assert.deepEqual(slow, { status: 504, body: { error: "unavailable", relogin: true } });
  const { url, close } = await listen(mock);
  await close();
  const refused = await login({ baseUrl: url });
  assert.deepEqual(refused, { status: 502, body: { error: "unavailable", relogin: false } });
});

test("the session_key is never sent, however deep it is", async () => {
  const leaks = {
    itself: ({ session_key }) => session_key,
    "the whole user": (user) => user,
    deep: ({ session_key }) => ({ a: [{ b: { c: [session_key] } }] }),
    "in a name": ({ session_key }) => ({ [session_key]: 1 }),
    "in a text": ({ session_key }) => ({ note: `key=${session_key};` }),
    "in JSON in JSON": (user) => ({ session: JSON.stringify(JSON.stringify(user)) }),
    "by toJSON": ({ session_key }) => ({ toJSON: () => session_key }),
    "in a Response": (user) => Response.json(user),
    "in capitals": ({ session_key }) => session_key.toUpperCase(),
    "percent-encoded": ({ session_key }) =>
      [...session_key].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join(""),
    "in escapes of JSON": ({ session_key }) =>
      new Response([...session_key].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join("")),
    "in UTF-16": ({ session_key }) => new Response(Buffer.from(session_key, "utf16le")),
    "in the text of a status": ({ session_key }) => new Response("ok", { statusText: session_key }),
    "in a header of a Response": ({ session_key }) =>
      new Response("ok", { headers: { "set-cookie": `key=${session_key}` } }),
  };
  for (const [where, onLogin] of Object.entries(leaks)) {
    let key;
    const { mock, handler, errors } = setUp({ onLogin: (user) => ((key = user.session_key), onLogin(user)) });
    const response = await handler(post({ code: mock.issueCode() }));
    const sent = `${inspect([...response.headers])}${await response.clone().text()}`;
    assert.ok(key && !sent.includes(key), where);
    assert.deepEqual(await read(response), { status: 500, body: { error: "server_error", relogin: false } }, where);
    assert.match(errors[0].message, /session_key/);
    assert.ok(!inspect(errors[0]).includes(key));
  }
});

test("a session_key with slashes is found where a JSON writer escapes them", async () => {
  const session_key = "k/ey+of/24/letters/AAAA==";
  for (const written of [
    session_key,
    session_key.replaceAll("/", "\\/"),
    encodeURIComponent(session_key),
    encodeURIComponent(session_key).toLowerCase(),
  ]) {
    const client = { login: async () => ({ openid: "o", session_key }), getUnionid() {} };
    const { handler } = setUp({ client, onLogin: () => new Response(`{"key":"${written}"}`) });
    assert.equal((await handler(post({ code: "c" }))).status, 500, written);
  }
});

test("a Response of up to 1 MiB is sent; a larger one is cancelled and answered with 500", async () => {
  const { mock, handler } = setUp({ onLogin: () => new Response(new Uint8Array(1_048_576)) });
  const response = await handler(post({ code: mock.issueCode() }));
  assert.equal((await response.arrayBuffer()).byteLength, 1_048_576);
  await assertCancelled((stream) => stream.enqueue(new Uint8Array(65_536).fill(32)), /is too large/);
});

test("a Response that never ends is cancelled after 10 seconds and answered with 500", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const ticking = setInterval(() => t.mock.timers.tick(1_000), 1);
  t.after(() => clearInterval(ticking));
  await assertCancelled(() => {}, /takes too long/);
});

/** That a stream which onLogin gave is. */
async function assertCancelled(pull, message) {
  let isCancelled = false;
  const endless = new ReadableStream({ pull, cancel: () => void (isCancelled = true) });
  const client = { login: async () => ({ openid: "o", session_key: "k" }), getUnionid() {} };
  const { handler, errors } = setUp({ client, onLogin: () => new Response(endless) });
  assert.deepEqual(await read(await handler(post({ code: "c" }))), {
    status: 500,
    body: { error: "server_error", relogin: false },
  });
  assert.match(errors[0].message, message);
  assert.ok(isCancelled);
}

test("onLogin may give a Response of its own, or nothing", async () => {
  const headers = [
    ["set-cookie", "a=1; HttpOnly"],
    ["set-cookie", "b=2"],
  ];
  const own = setUp({ onLogin: () => new Response("hello", { status: 201, headers }) });
  const response = await own.handler(post({ code: own.mock.issueCode() }));
  assert.equal(response.status, 201);
  assert.deepEqual(response.headers.getSetCookie(), ["a=1; HttpOnly", "b=2"]);
  assert.equal(await response.text(), "hello");
  const nothing = setUp({ onLogin() {} });
  assert.deepEqual(await read(await nothing.handler(post({ code: nothing.mock.issueCode() }))), {
    status: 204,
    body: "",
  });
});

test("what goes wrong in onLogin is told to onError alone", async () => {
  const failure = new Error("no such table: users");
  const { mock, handler, errors } = setUp({
    onLogin: async () => {
      throw failure;
    },
  });
  assert.deepEqual(await read(await handler(post({ code: mock.issueCode() }))), {
    status: 500,
    body: { error: "server_error", relogin: false },
  });
  assert.deepEqual(errors, [failure]);
  const loud = setUp({
    onLogin: () => {
      throw failure;
    },
    onError: async () => {
      throw new Error("ignored");
    },
  });
  assert.equal((await loud.handler(post({ code: loud.mock.issueCode() }))).status, 500);
});

test("a wrong option is named", () => {
  const { client } = setUp();
  for (const [options, field] of [
    [{ onLogin() {} }, "client"],
    [{ client: {}, onLogin() {} }, "client"],
    [{ client }, "onLogin"],
    [{ client, onLogin() {}, onError: "log" }, "onError"],
  ]) {
    assert.throws(
      () => createLoginHandler(options),
      (error) => isSwanLoginError(error) && error.code === "invalid_argument" && error.message.includes(field),
    );
  }
});

test("Hono takes it as it is", async () => {
  const { mock, handler } = setUp();
  const app = new Hono().post("/login", (context) => handler(context.req.raw));
  const response = await app.request(post({ code: mock.issueCode() }));
  assert.deepEqual(await read(response), { status: 200, body: { openid: mock.openid() } });
});
