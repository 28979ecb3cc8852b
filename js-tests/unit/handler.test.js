import "../support/assert-built.js";
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
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

const KEY = "5e5510e5510e5510e5510e5510e55100";

/** Lets the timers of the test run fast; `clock` gives the time that they have passed, in ms. */
function fastClock(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let passed = 0;
  const ticking = setInterval(() => {
    t.mock.timers.tick(100);
    passed += 100;
  }, 1);
  t.after(() => clearInterval(ticking));
  return { clock: () => passed };
}

async function read(response) {
  const text = await response.text();
  return { status: response.status, body: text && JSON.parse(text) };
}

test("a login code becomes the response of onLogin", async () => {
  const users = [];
  const onLogin = async (user) => {
    users.push(user);
    return { session: "of mine" };
  };
  const { mock, handler, errors } = setUp({ onLogin });
  const response = await handler(post({ code: mock.issueCode() }));
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.deepEqual(await read(response), { status: 200, body: { session: "of mine" } });
  assert.deepEqual(Object.keys(users[0]), ["openid", "session_key"]);
  assert.equal(users[0].openid, mock.openid());
  assert.deepEqual(errors, []);
});

test("require gives the same function", async () => {
  const { createLoginHandler: create } = createRequire(import.meta.url)("swan-login/handler");
  const { mock, client } = setUp();
  const handler = create({ client, onLogin: ({ openid }) => ({ openid }) });
  assert.equal((await read(await handler(post({ code: mock.issueCode() })))).body.openid, mock.openid());
  assert.equal((await handler(post({ code: "wrong" }))).status, 401);
});

const MODES = ["required", "if-available", true];

for (const unionid of MODES) {
  test(`unionid ${unionid}: onLogin gets the unionid of a user who has authorized the app`, async () => {
    const { mock, handler, errors } = setUp({ unionid, onLogin: ({ openid, unionid }) => ({ openid, unionid }) });
    const response = await handler(post({ code: mock.issueCode() }));
    assert.deepEqual(await read(response), { status: 200, body: { openid: mock.openid(), unionid: mock.unionid() } });
    assert.deepEqual(errors, []);
  });
}

test("unionid false or undefined: no unionid is requested", async () => {
  for (const unionid of [false, undefined]) {
    const { mock, handler } = setUp({ unionid });
    assert.equal((await handler(post({ code: mock.issueCode() }))).status, 200);
    assert.equal(mock.calls.getUnionid, 0);
  }
});

const unionidRefused = { status: 403, body: { error: "unionid_refused", relogin: true } };
const unavailable = { status: 502, body: { error: "unavailable", relogin: true } };
const serverError = { status: 500, body: { error: "server_error", relogin: false } };

/** How each kind of failure of getUnionid ends a login with `unionid: "required"`. */
const UNIONID_FAILURES = [
  [
    "Baidu refuses it, most likely because the user has not authorized the app",
    unionidRefused,
    [
      [200, '{"errno":400,"error":"union id not found"}'],
      [200, '{"errno":1}'],
      [200, '{"errno":0,"data":{"unionid":""}}'],
      [200, '{"errno":0,"data":{}}'],
      [200, '{"errno":987654}'],
      [200, '{"error_code":100,"error_msg":"Invalid parameter"}'],
      [400, '{"error_code":210,"error_msg":"User not visible"}'],
      [200, '{"error_code":"212","error_msg":"No permission to access user email"}'],
    ],
  ],
  [
    "the app may not ask",
    serverError,
    [
      [200, '{"error_code":5,"error_msg":"Unauthorized client IP address"}'],
      [403, '{"error_code":"5","error_msg":"Unauthorized client IP address"}'],
      [200, '{"error_code":6,"error_msg":"No permission to access data"}'],
      [200, '{"error_code":7,"error_msg":"No permission to access data for this referer"}'],
      [200, '{"errno":40008,"errmsg":"ip not in whitelist"}'],
      [400, '{"error":"unauthorized_client"}'],
      [200, '{"error_code":101,"error_msg":"Invalid API key"}'],
    ],
  ],
  [
    "Baidu cannot be reached or fails",
    unavailable,
    [
      [200, "<html>sign in to this network</html>"],
      [200, '{"data":{"unionid":"cut'],
      [200, "{}"],
      [503, '{"errno":987654}'],
      [200, '{"error_code":2,"error_msg":"Service temporarily unavailable"}'],
    ],
  ],
];

for (const [kind, refusal, answers] of UNIONID_FAILURES) {
  for (const unionid of MODES) {
    const goesOn = unionid === "if-available" || (unionid === true && refusal === unionidRefused);
    test(`unionid ${unionid}: when ${kind}, ${goesOn ? "the user logs in without it" : "the login fails"}`, async () => {
      for (const [status, body] of answers) {
        const mock = createMockBaidu();
        const [{ client_id, sk }] = mock.apps;
        const fetch = async (url, init) =>
          String(url).includes("/getunionid") ? new Response(body, { status }) : mock.fetch(url, init);
        const client = new SwanClient({ client_id, sk, fetch, retries: 0 });
        const { handler, errors } = setUp({ client, unionid, onLogin: (user) => Object.keys(user) });
        const answer = await read(await handler(post({ code: mock.issueCode() })));
        assert.deepEqual(answer, goesOn ? { status: 200, body: ["openid", "session_key"] } : refusal, body);
        assert.deepEqual(
          errors.map(({ endpoint }) => endpoint),
          ["getUnionid"],
          body,
        );
      }
    });
  }
}

test("unionid if-available: a failing access token does not fail the login", async () => {
  const { mock, handler, errors } = setUp({ unionid: "if-available", onLogin: (user) => Object.keys(user) });
  mock.fault("getAccessToken", "oauth401");
  const answer = await read(await handler(post({ code: mock.issueCode() })));
  assert.deepEqual(answer, { status: 200, body: ["openid", "session_key"] });
  assert.equal(errors[0].code, "bad_credentials");
});

for (const [what, hang] of [
  ["getUnionid", (mock) => mock.fault("getUnionid", "hang")],
  ["getAccessToken", (mock) => mock.fault("getAccessToken", "hang")],
  ["a client that heeds no timeout", () => ({ getUnionid: () => new Promise(() => {}) })],
]) {
  test(`unionid if-available: ${what} delays the login by 2 seconds at most`, async (t) => {
    const { mock, client } = setUp();
    const login = (code, options) => client.login(code, options);
    const slow = { login, getUnionid: (openid, options) => client.getUnionid(openid, options), ...hang(mock) };
    const { handler, errors } = setUp({ client: slow, unionid: "if-available", onLogin: (user) => Object.keys(user) });
    const { clock } = fastClock(t);
    const answer = await read(await handler(post({ code: mock.issueCode() })));
    assert.deepEqual(answer, { status: 200, body: ["openid", "session_key"] });
    assert.ok(clock() >= 2_000 && clock() < 4_000, `${clock()} ms`);
    assert.equal(errors.length, 1);
  });
}

test("unionid required: a client that resolves without one fails the login", async () => {
  const client = { login: async () => ({ openid: "o", session_key: KEY }), getUnionid: async () => ({}) };
  const { handler, errors } = setUp({ client, unionid: "required" });
  assert.deepEqual(await read(await handler(post({ code: "c" }))), serverError);
  assert.match(errors[0].message, /without a unionid/);
});

test("a wrong request is refused, nothing is sent to Baidu, and onError gets the reason", async () => {
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
  const params = { 405: "method", 415: "content-type", 413: "body", 400: "body" };
  for (const [status, request] of wrong) {
    const response = await handler(request);
    assert.equal(errors.length, 1, `${status}`);
    const { code, endpoint, param, message, hint } = errors.pop();
    assert.deepEqual(
      { code, endpoint, param },
      { code: "invalid_argument", endpoint: "createLoginHandler", param: params[status] },
    );
    assert.match(
      `${message} ${hint}`,
      /^createLoginHandler: the (method|content-type|body) .+ Let the mini program send/,
    );
    assert.deepEqual(
      [...response.headers.keys()].filter((name) => name.startsWith("access-control")),
      [],
    );
    assert.equal(response.headers.get("allow"), status === 405 ? "POST" : null);
    assert.deepEqual(await read(response), { status, body: { error: "invalid_request", relogin: false } });
  }
  assert.deepEqual(Object.values(mock.calls).filter(Boolean), []);
});

/** Bodies that never end; `cancel` is called when the handler gives them up. */
const ENDLESS_BODIES = {
  stalls: (cancel) =>
    new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{"co')), cancel }),
  "stalls and cannot be cancelled": (cancel) =>
    new ReadableStream({
      cancel() {
        cancel();
        return new Promise(() => {});
      },
    }),
  "trickles in": (cancel) =>
    new ReadableStream({
      async pull(stream) {
        await new Promise((resolve) => setTimeout(resolve, 900));
        stream.enqueue(new Uint8Array([32]));
      },
      cancel,
    }),
};

for (const [how, chunks, cancels] of /** @type {const} */ ([
  ["is read to its end", 20, 0],
  ["has no end is cancelled after a megabyte", Infinity, 1],
])) {
  test(`a body that is too large and ${how}, and then answered with 413`, async (t) => {
    const { handler } = setUp();
    const cancel = t.mock.fn();
    let sent = 0;
    const body = new ReadableStream({
      pull(stream) {
        if (sent++ < chunks) stream.enqueue(new Uint8Array(5_000));
        else stream.close();
      },
      cancel,
    });
    const response = await handler(post(null, { body }));
    assert.equal(response.status, 413);
    assert.equal(cancel.mock.callCount(), cancels);
    assert.ok(sent >= 20 && sent < 300, `${sent} chunks`);
  });
}

for (const [how, endless] of Object.entries(ENDLESS_BODIES)) {
  test(`a body that ${how} is cancelled after 10 seconds and answered with 408`, async (t) => {
    const { mock, handler, errors } = setUp();
    const { clock } = fastClock(t);
    const cancel = t.mock.fn();
    const response = await handler(post(null, { body: endless(() => cancel()) }));
    assert.deepEqual(await read(response), { status: 408, body: { error: "invalid_request", relogin: false } });
    assert.ok(clock() >= 10_000 && clock() < 12_000, `${clock()} ms`);
    assert.equal(cancel.mock.callCount(), 1);
    assert.match(errors[0].message, /the body is not complete after 10 seconds/);
    assert.equal(mock.calls.jscode2sessionkey, 0);
  });
}

test("a body that breaks off is answered with 400, and onError gets the cause", async () => {
  const cause = new Error("ECONNRESET");
  const { handler, errors } = setUp();
  const body = new ReadableStream({ pull: (stream) => stream.error(cause) });
  assert.equal((await handler(post(null, { body }))).status, 400);
  assert.equal(errors[0].cause, cause);
});

for (const [how, body, use] of [
  ["by json()", '{"code":"c"}', (request) => request.json()],
  ["by text(), and was empty", "", (request) => request.text()],
  ["in part", '{"code":"c"}', (request) => request.body.getReader().read()],
  [
    "in part, by a reader that has released it",
    '{"code":"c"}',
    async (request) => {
      const reader = request.body.getReader();
      await reader.read();
      reader.releaseLock();
    },
  ],
  ["by a reader that still holds it", '{"code":"c"}', (request) => void request.body.getReader()],
]) {
  test(`a Request whose body was already read ${how} is refused, and the error says so`, async () => {
    const { mock, handler, errors } = setUp();
    const request = post(null, { body });
    await use(request);
    assert.deepEqual(await read(await handler(request)), serverError);
    assert.equal(errors.length, 1);
    assert.equal(errors[0].param, "request");
    assert.match(errors[0].message, /already read/);
    assert.match(errors[0].hint, /request\.clone\(\).*toNodeHandler/);
    assert.equal(mock.calls.jscode2sessionkey, 0);
  });
}

test("a Request whose clone was read logs in", async () => {
  const { mock, handler } = setUp();
  const request = post({ code: mock.issueCode() });
  await request.clone().json();
  assert.equal((await handler(request)).status, 200);
});

test("handler and client treat the same codes as empty", async () => {
  const { mock, client, handler } = setUp();
  const blank = [...Array(0x3001).keys(), 0xfeff]
    .map((point) => String.fromCodePoint(point))
    .filter((character) => {
      return character.trim() === "" || /\p{White_Space}/u.test(character);
    });
  assert.ok(blank.includes("\u0085") && blank.includes("\ufeff") && blank.length > 20);
  for (const code of ["", ...blank, ` ${blank[0]}\u0085`]) {
    const error = await client.login(code).catch((error) => error);
    const { status } = await handler(post({ code }));
    assert.equal(status, error.code === "invalid_argument" ? 400 : 401, JSON.stringify(code));
  }
  assert.notEqual(mock.calls.jscode2sessionkey, 0);
});

test("a login ends when its client disconnects, and onError gets the reason", async () => {
  const { mock, handler, errors } = setUp({
    onLogin: () => assert.fail("nobody waits for it"),
    unionid: "if-available",
  });
  for (const endpoint of ["jscode2sessionkey", "getUnionid"]) {
    mock.fault(endpoint, "hang");
    const controller = new AbortController();
    const answer = handler(post({ code: mock.issueCode() }, { signal: controller.signal }));
    while (mock.calls[endpoint] === 0) await new Promise(setImmediate);
    controller.abort(new Error("the client has left"));
    assert.equal((await answer).status, 500);
    assert.equal(errors.pop().message, "the client has left");
    mock.clearFaults();
  }
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

test("a timeout is answered with 504; a code that was not sent may be sent again", async () => {
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

test("a value of onLogin is not sent when the session_key is in it, however deep", async () => {
  const leaks = {
    itself: ({ session_key }) => session_key,
    "the whole user": (user) => user,
    deep: ({ session_key }) => ({ a: [{ b: { c: [session_key] } }] }),
    "in a name": ({ session_key }) => ({ [session_key]: 1 }),
    "in a text": ({ session_key }) => ({ note: `key=${session_key};` }),
    "in JSON in JSON": (user) => ({ session: JSON.stringify(JSON.stringify(user)) }),
    "by toJSON": ({ session_key }) => ({ toJSON: () => session_key }),
    "in capitals": ({ session_key }) => session_key.toUpperCase(),
    "in a URL": ({ session_key }) => `https://app.example/?${new URLSearchParams({ session_key })}`,
  };
  for (const key of [KEY, "k/ey+of/24\\letters/AAAA=="]) {
    for (const [where, onLogin] of Object.entries(leaks)) {
      const client = { login: async () => ({ openid: "o", session_key: key }), getUnionid() {} };
      const { handler, errors } = setUp({ client, onLogin });
      assert.deepEqual(await read(await handler(post({ code: "c" }))), serverError, where);
      assert.match(errors[0].message, /session_key/);
      assert.ok(!inspect(errors[0]).includes(key));
    }
  }
});

test("a client that gives no session_key logs in", async () => {
  const client = { login: async () => ({ openid: "o", session_key: "" }), getUnionid() {} };
  assert.equal((await setUp({ client }).handler(post({ code: "c" }))).status, 200);
});

test("a Response of onLogin is not searched, and its stream is sent unchanged", async () => {
  const body = new ReadableStream({ pull: (stream) => stream.enqueue(new TextEncoder().encode(KEY)) });
  const own = new Response(body, { status: 201 });
  const client = { login: async () => ({ openid: "o", session_key: KEY }), getUnionid() {} };
  const { handler } = setUp({ client, onLogin: () => own });
  assert.equal(await handler(post({ code: "c" })), own);
  await body.cancel();
});

for (const unionid of [undefined, "required"]) {
  test(`onLogin may change its user, unionid ${unionid}: its result is searched nevertheless`, async () => {
    const session = { openid: "o", session_key: KEY };
    const client = { login: async () => session, getUnionid: async () => ({ unionid: "u" }) };
    const login = async (onLogin) => (await setUp({ client, unionid, onLogin }).handler(post({ code: "c" }))).status;
    const replaced = (user) => {
      const copy = { ...user };
      user.session_key = "encrypted";
      return copy;
    };
    const removed = (user) => {
      delete user.session_key;
      return user;
    };
    const blanked = (user) => Object.assign(user, { session_key: "" });
    assert.equal(await login(replaced), 500);
    assert.equal(await login(removed), 200);
    assert.equal(await login(blanked), 200);
    assert.deepEqual(session, { openid: "o", session_key: KEY });
  });
}

test("onLogin may return a Response of its own, or nothing", async () => {
  const headers = [
    ["set-cookie", "a=1; HttpOnly"],
    ["set-cookie", "b=2"],
  ];
  const own = setUp({ onLogin: () => new Response("hello", { status: 201, headers }) });
  const response = await own.handler(post({ code: own.mock.issueCode() }));
  assert.equal(response.status, 201);
  assert.deepEqual(response.headers.getSetCookie(), ["a=1; HttpOnly", "b=2"]);
  assert.equal(await response.text(), "hello");
  for (const value of [undefined, () => {}, Symbol("no JSON")]) {
    const nothing = setUp({ onLogin: () => value });
    const answer = await read(await nothing.handler(post({ code: nothing.mock.issueCode() })));
    assert.deepEqual(answer, { status: 204, body: "" });
  }
});

test("an error of onLogin goes to onError, and its text does not reach the mini program", async () => {
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

for (const [what, error, answer] of [
  ["a wrong code", { code: "code_invalid" }, [401, "code_invalid", true]],
  ["a failure to repeat", { retryable: true }, [503, "unavailable", true]],
  ["a timeout", { code: "timeout", retryable: true }, [504, "unavailable", true]],
  ["a network failure before the code was sent", { code: "network", codeConsumed: "no" }, [502, "unavailable", false]],
  ["a code of another kind, to repeat", { code: "ECONNREFUSED", retryable: true }, [503, "unavailable", true]],
  ["a failure that stays", { retryable: false }, [500, "server_error", false]],
  ["a name of every object", { code: "constructor", status: 200, statusCode: 200 }, [500, "server_error", false]],
]) {
  test(`an error of a custom client that says ${what} is answered with ${answer[0]}`, async () => {
    const failure = Object.assign(new Error("of the client"), error);
    const { handler, errors } = setUp({ client: { login: async () => Promise.reject(failure) } });
    const [status, word, relogin] = answer;
    assert.deepEqual(await read(await handler(post({ code: "c" }))), { status, body: { error: word, relogin } });
    assert.deepEqual(errors, [failure]);
  });
}

test("a client that rejects with no object is answered with 500", async () => {
  for (const reason of [undefined, null, "down"]) {
    const { handler, errors } = setUp({ client: { login: () => Promise.reject(reason) } });
    assert.deepEqual(await read(await handler(post({ code: "c" }))), serverError);
    assert.deepEqual(errors, [reason]);
  }
});

test("onLogin and onError run in the AsyncLocalStorage context of their request", async () => {
  const storage = new AsyncLocalStorage();
  const seen = [];
  const { mock, handler } = setUp({
    unionid: "if-available",
    onLogin: () => void seen.push(["onLogin", storage.getStore()]),
    onError: () => seen.push(["onError", storage.getStore()]),
  });
  mock.setAuthorized({ authorized: false });
  const login = (name, code) => storage.run(name, () => handler(post({ code })));
  // All at once, so that what one call begins could be ended by another: the token is shared.
  await Promise.all([
    ...["a", "b", "c"].map((name) => login(name, mock.issueCode())),
    login("d", "wrong"),
    storage.run("e", () => handler(new Request(URL_))),
  ]);
  assert.deepEqual(seen.sort(), [
    ["onError", "a"],
    ["onError", "b"],
    ["onError", "c"],
    ["onError", "d"],
    ["onError", "e"],
    ["onLogin", "a"],
    ["onLogin", "b"],
    ["onLogin", "c"],
  ]);
});

test("a wrong option is refused by its name", () => {
  const { client } = setUp();
  const onLogin = () => {};
  for (const [options, param, message] of [
    [undefined, "options", /an object/],
    [{ onLogin }, "client", /a SwanClient/],
    [{ client: {}, onLogin }, "client", /a SwanClient/],
    [{ client: { login() {} }, onLogin, unionid: "required" }, "client", /a SwanClient/],
    [{ client }, "onLogin", /a function/],
    [{ client, onLogin, onError: "log" }, "onError", /a function/],
    [{ client, onLogin, onError: 1 }, "onError", /a function/],
    [{ client, onLogin, unionid: "optional" }, "unionid", /"required", "if-available"/],
    [{ client, onLogin, unionid: 1 }, "unionid", /"required", "if-available"/],
    [{ client, onLogin, onerror() {} }, "onerror", /The name is onError/],
    [{ client, onLogin, union_id: true }, "union_id", /The name is unionid/],
    [{ client, onLogin, timeout: 5 }, "timeout", /The names are client, onLogin, unionid, onError/],
  ]) {
    assert.throws(
      () => createLoginHandler(options),
      (error) => {
        const { code, endpoint } = error;
        assert.deepEqual(
          { code, endpoint, param: error.param },
          { code: "invalid_argument", endpoint: "createLoginHandler", param },
        );
        return isSwanLoginError(error) && message.test(`${error.message} ${error.hint}`);
      },
      param,
    );
  }
});

test("Hono accepts the handler directly", async () => {
  const { mock, handler } = setUp();
  const app = new Hono().post("/login", (context) => handler(context.req.raw));
  const response = await app.request(post({ code: mock.issueCode() }));
  assert.deepEqual(await read(response), { status: 200, body: { openid: mock.openid() } });
});
