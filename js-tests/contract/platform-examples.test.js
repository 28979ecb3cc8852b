/** Runs the example files of the third-party platform against a Baidu of its own. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import { SwanTokenObject } from "swan-login/cloudflare";
import { durableObjects } from "../support/durable-objects.js";
import { CLIENT_ID, PlatformBaidu, PUSH, servePlatformBaidu } from "../support/platform-baidu.js";
import { redisServer, skip } from "../support/redis-server.js";

const example = (file) => new URL(`../../examples/${file}`, import.meta.url);

/** Baidu, and the environment of an example. */
async function setUp(t) {
  const baidu = new PlatformBaidu();
  const server = await servePlatformBaidu(baidu);
  t.after(server.close);
  const environment = {
    TP_KEY: CLIENT_ID,
    PUSH_TOKEN: PUSH.token,
    PUSH_AES_KEY: PUSH.aesKey,
    PUBLIC_URL: "http://platform.example",
    BAIDU_URL: server.url,
    PORT: "0",
  };
  return { baidu, environment };
}

/**
 * What every platform must do: take a ticket, lead a merchant through the page and back, log users in.
 * @param {PlatformBaidu} baidu
 * @param {(path: string, init?: RequestInit) => Promise<Response>} send
 */
async function check(baidu, send) {
  const push = async (request) => send("/push", { method: "POST", body: await request.text() });
  const ticket = await push(baidu.pushTicket());
  assert.deepEqual([ticket.status, await ticket.text()], [200, "success"]);
  const forged = await push(baidu.push({ event: "AUTHORIZED", appId: 1 }, { token: "another" }));
  assert.equal(forged.status, 403);

  const leave = await send("/authorize", { redirect: "manual" });
  assert.equal(leave.status, 302);
  const page = await baidu.fetch(leave.headers.get("location"));
  const back = new URL(page.headers.get("location"));
  assert.equal(back.origin + back.pathname, "http://platform.example/authorized");
  const authorized = await send(back.pathname + back.search);
  const { app } = baidu;
  assert.deepEqual(await authorized.json(), {
    app_id: app.app_id,
    client_id: app.client_id,
    name: `应用${app.app_id}`,
    scopes: ["登录"],
  });

  const login = (code, app_id = app.app_id) => {
    const headers = { "content-type": "application/json" };
    return send(`/login/${app_id}`, { method: "POST", headers, body: JSON.stringify({ code }) });
  };
  const first = await login("a login code");
  assert.equal(first.status, 200);
  assert.match((await first.json()).session, /^[0-9a-f-]{36}$/);
  baidu.endAccessTokens();
  const refused = await login("another one");
  assert.deepEqual([refused.status, await refused.json()], [503, { error: "unavailable", relogin: true }]);
  assert.equal((await login("a third one")).status, 200);
  assert.equal((await login("a fourth one", "12345")).status, 500);
  const event = baidu.pushEvent(app, "UNAUTHORIZED", { at: Date.now() + 2_000 });
  assert.equal((await push(event)).status, 200);
  assert.equal((await login("a fifth one")).status, 500);
  assert.deepEqual(baidu.reused, []);
}

/** Starts a program that prints its origin. */
async function run(t, args, environment) {
  const options = { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "ignore"] };
  const program = spawn(process.execPath, args, options);
  t.after(() => program.kill());
  for await (const line of createInterface({ input: program.stdout })) {
    const [origin] = /http:\S+/.exec(line) ?? [];
    if (origin) return (path, init) => fetch(`${origin}${path}`, init);
  }
  assert.fail("it did not start");
}

test("platform-express.js is a platform in 25 lines", { skip }, async (t) => {
  const redis = await redisServer();
  t.after(redis.stop);
  const { baidu, environment } = await setUp(t);
  const file = fileURLToPath(example("platform-express.js"));
  await check(baidu, await run(t, [file], { ...environment, REDIS_URL: redis.url }));

  const [platform] = readFileSync(file, "utf8").split("/** Yours");
  const lines = platform.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("//"));
  assert.ok(lines.length <= 25, `${lines.length} lines`);
});

test("platform-hono-workers.ts is a platform on a Durable Object", async (t) => {
  t.mock.method(console, "error", () => {});
  const { baidu, environment } = await setUp(t);
  const source = readFileSync(example("platform-hono-workers.ts"), "utf8");
  const file = new URL("../../target/platform-hono-workers.js", import.meta.url);
  writeFileSync(file, transformSync(source, { loader: "ts", format: "esm" }).code);
  const worker = await import(file);
  assert.equal(worker.SwanTokenObject, SwanTokenObject);
  const env = { ...environment, SWAN_TOKEN: durableObjects() };
  await check(baidu, async (path, init) => worker.default.request(`http://platform.example${path}`, init, env));
});

/** The router of Next.js, as far as it is needed. */
const NEXT = `
import { createServer } from "node:http";
import { toNodeHandler } from "swan-login/node";

const names = ["push", "authorize", "authorized", "login/[app_id]"];
const routes = await Promise.all(names.map((name) => import("./examples/platform-nextjs/app/" + name + "/route.js")));
const handler = async (request) => {
  const [, name, app_id] = new URL(request.url).pathname.split("/");
  const route = routes[names.findIndex((known) => known.split("/")[0] === name)];
  return route[request.method](request, { params: Promise.resolve({ app_id }) });
};
const server = createServer(toNodeHandler(handler));
server.listen(0, "127.0.0.1", () => console.log("http://127.0.0.1:" + server.address().port));
`;

test("platform-nextjs is a platform of four routes", { skip }, async (t) => {
  const redis = await redisServer();
  t.after(redis.stop);
  const { baidu, environment } = await setUp(t);
  const send = await run(t, ["--input-type=module", "--eval", NEXT], { ...environment, REDIS_URL: redis.url });
  await check(baidu, send);
});
