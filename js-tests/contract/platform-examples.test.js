/** Runs the example files of the third-party platform against a Baidu of its own. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
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

  const lines = readFileSync(file, "utf8").split("\n");
  const code = lines.filter((line) => line.trim() !== "" && !line.startsWith("//"));
  assert.ok(code.length <= 25, `${code.length} lines`);
});

/** The blocks of commands in a document. */
const commands = (file) =>
  [...readFileSync(new URL(`../../docs/${file}`, import.meta.url), "utf8").matchAll(/```sh\n([\s\S]*?)```/g)].map(
    ([, block]) => block,
  );

test("the commands of docs/platform.md lead platform-express.js through the mock", { skip }, async (t) => {
  const redis = await redisServer();
  t.after(redis.stop);
  const [, serve, calls] = commands("platform.md");
  assert.deepEqual(commands("platform.zh-CN.md"), commands("platform.md"));
  const origin = async (send) => new URL((await send("/")).url).origin;
  const mock = await origin(await run(t, ["pkg/cli/main.js", "mock", "--port", "0"], {}));
  const environment = Object.fromEntries(
    [...serve.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value.replace("http://127.0.0.1:8787", mock)]),
  );
  const file = fileURLToPath(example("platform-express.js"));
  const PUBLIC_URL = await freeOrigin();
  const { port: PORT } = new URL(PUBLIC_URL);
  await run(t, [file], { ...environment, PUBLIC_URL, PORT, REDIS_URL: redis.url });

  /** What a line of curl gets, with the answer before it in place of `@-`. */
  const curl = async (line, input) => {
    const [url] = /http:\/\/127\S+(?<!["'}])$/.exec(line);
    const body = / -d '?(\S+?)'? /.exec(line)?.[1].replace("@-", input);
    const [, name, type] = /-H "(\S+): (\S+)"/.exec(line) ?? [];
    const response = await fetch(url, body && { method: "POST", body, headers: { [name]: type } });
    return response.text();
  };
  const answers = [];
  for (const line of calls.trim().split("\n")) {
    let answer = "";
    const here = line.replaceAll("http://127.0.0.1:8787", mock).replaceAll("http://127.0.0.1:3000", PUBLIC_URL);
    for (const part of here.split(" | ")) answer = await curl(part, answer);
    answers.push(JSON.parse(answer));
  }
  const [settings, ticket, authorized, session] = answers;
  assert.equal(settings.pushTo, `${PUBLIC_URL}/push`);
  assert.deepEqual(ticket, { delivered: true, status: 200, body: "success" });
  assert.equal(authorized.app_id, "11136662");
  assert.match(session.session, /^[0-9a-f-]{36}$/);
});

/** An origin on a port that is free now. */
async function freeOrigin() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

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
