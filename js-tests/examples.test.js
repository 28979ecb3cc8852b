/** The examples of the login handler log a user in, run from their very files against the mock Baidu. */

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import test from "node:test";
import { fileURLToPath } from "node:url";
import express from "express";
import { createClient } from "redis";
import { SwanClient } from "swan-login";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";
import { redisServer } from "./redis-server.js";

const isRedisMissing = spawnSync("redis-server", ["--version"]).error !== undefined;
const skip = isRedisMissing && !process.env.CI && "NO redis-server ON THIS MACHINE: the example was not tested";

const mock = createMockBaidu();
const server = await listen(mock);
test.after(server.close);
const [{ client_id: BAIDU_APP_KEY, sk: BAIDU_APP_SECRET }] = mock.apps;
const environment = {
  BAIDU_APP_KEY,
  BAIDU_APP_SECRET,
  BAIDU_URL: server.url,
  SESSION_SECRET: "of the test",
  PORT: "0",
};
Object.assign(process.env, environment);

const loginInit = (code) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ code }),
});
const withToken = (token) => ({ headers: { authorization: `Bearer ${token}` } });

/** Runs an example that listens; gives its origin. */
async function run(t, file, more) {
  const path = fileURLToPath(new URL(`../examples/${file}`, import.meta.url));
  const example = spawn(process.execPath, [path], {
    env: { ...process.env, ...more },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => example.kill());
  for await (const line of createInterface({ input: example.stdout })) {
    const [origin] = /http:\S+/.exec(line) ?? [];
    if (origin) return origin;
  }
  assert.fail(`${file} did not start`);
}

/** What every login endpoint does. */
async function check(fetch) {
  const code = mock.issueCode();
  const response = await fetch("/login", loginInit(code));
  assert.equal(response.status, 200);
  const again = await fetch("/login", loginInit(code));
  assert.equal(again.status, 401);
  assert.deepEqual(await again.json(), { error: "code_invalid", relogin: true });
  const form = await fetch("/login", { method: "POST", body: new URLSearchParams({ code: "c" }) });
  assert.equal(form.status, 415);
  const invalid = { error: "invalid_request", relogin: false };
  for (const [status, body] of [
    [400, "{}"],
    [400, "null"],
    [400, '{"code":'],
    [413, "c".repeat(5_000)],
    [413, "c".repeat(50_000)],
  ]) {
    const refused = await fetch("/login", { ...loginInit(), body });
    assert.equal(refused.status, status);
    assert.deepEqual(await refused.json(), invalid);
  }
  return response.json();
}

test("jwt.js: the session is a signed token", async () => {
  const { default: app } = await import("../examples/jwt.js");
  const fetch = async (path, init) => app.request(path, init);
  const { token } = await check(fetch);
  const me = await fetch("/me", withToken(token));
  assert.deepEqual(await me.json(), { openid: mock.openid(), unionid: mock.unionid() });
  const [head, , signature] = token.split(".");
  const forged = `${head}.${btoa(JSON.stringify({ sub: "someone else" }))}.${signature}`;
  for (const wrong of ["", forged]) assert.equal((await fetch("/me", withToken(wrong))).status, 401);
});

test("redis-session.js: the session is in Redis, and decrypts the phone number", { skip }, async (t) => {
  const redis = await redisServer();
  t.after(redis.stop);
  const origin = await run(t, "redis-session.js", { REDIS_URL: redis.url });
  const send = (path, init) => fetch(`${origin}${path}`, init);
  const { session } = await check(send);
  const me = await send("/me", withToken(session));
  assert.deepEqual(await me.json(), { openid: mock.openid(), unionid: mock.unionid() });
  assert.equal((await send("/me", withToken("guessed"))).status, 401);

  const phone = (encrypted) => {
    const headers = { ...withToken(session).headers, "content-type": "application/json" };
    return send("/phone", { method: "POST", headers, body: JSON.stringify(encrypted) });
  };
  const own = await createClient({ url: redis.url })
    .on("error", () => {})
    .connect();
  t.after(() => own.destroy());
  const { session_key } = JSON.parse(await own.get(`session:${session}`));
  const phoneNumber = { mobile: "13800000000" };
  const accepted = await phone(await mock.encryptUserData({ content: phoneNumber, session_key }));
  assert.deepEqual(await accepted.json(), phoneNumber);
  const another = await mock.encryptUserData({ content: phoneNumber, session_key: "0".repeat(32) });
  const refused = await phone(another);
  assert.equal(refused.status, 401);
  assert.deepEqual(await refused.json(), { error: "decrypt_failed", relogin: true });
  for (const wrong of [{}, { data: "d" }, { data: 1, iv: 2 }, null]) {
    const incomplete = await phone(wrong);
    assert.equal(incomplete.status, 400);
    assert.equal((await incomplete.json()).relogin, false);
  }
  for (const [status, init] of [
    [400, { body: "{" }],
    [413, { body: "d".repeat(50_000) }],
    [400, { body: "data=d", headers: withToken(session).headers }],
  ]) {
    const rubbish = await send("/phone", {
      method: "POST",
      headers: { ...withToken(session).headers, "content-type": "application/json" },
      ...init,
    });
    assert.equal(rubbish.status, status);
    assert.match(rubbish.headers.get("content-type"), /json/);
  }
});

test("redis-session.js: the status of Baidu's answer is not that of the app's", async (t) => {
  const text = readFileSync(new URL("../examples/redis-session.js", import.meta.url), "utf8");
  const [, middleware] = /^app\.use\((\(error,[\s\S]*?^\})\);/m.exec(text);
  const app = express();
  const client = new SwanClient({ client_id: BAIDU_APP_KEY, sk: "another", fetch: mock.fetch });
  app.get("/token", async () => client.accessToken());
  app.get("/unionid", async () => {
    const { client_id, sk } = mock.apps[0];
    await new SwanClient({ client_id, sk, fetch: mock.fetch }).getUnionid("nobody");
  });
  app.get("/any", async () =>
    Promise.reject(Object.assign(new Error("of a client"), { status: 200, statusCode: 404 })),
  );
  app.post("/phone", express.json({ limit: 10 }), () => assert.fail("called"));
  app.use(Function("console", `return ${middleware}`)({ error() {} }));
  const server = app.listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const origin = `http://127.0.0.1:${server.address().port}`;
  for (const path of ["/token", "/unionid", "/any"]) {
    const answer = await fetch(origin + path);
    assert.deepEqual([answer.status, await answer.json()], [500, { error: "server_error", relogin: false }], path);
  }
  const large = await fetch(`${origin}/phone`, loginInit("of more than ten bytes"));
  assert.deepEqual([large.status, await large.json()], [413, { error: "invalid_request", relogin: false }]);
});

test("express.js", async (t) => {
  const origin = await run(t, "express.js");
  const { session } = await check((path, init) => fetch(`${origin}${path}`, init));
  assert.match(session, /^[0-9a-f-]{36}$/);
});

test("fastify.js", async (t) => {
  const origin = await run(t, "fastify.js");
  const { session } = await check((path, init) => fetch(`${origin}${path}`, init));
  assert.match(session, /^[0-9a-f-]{36}$/);
});
