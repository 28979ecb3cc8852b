/** The command `swan-login`, run as a person or a script would. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { decryptPush } from "swan-login";
import { parseArguments, UsageError } from "../../pkg/cli/arguments.js";
import { createMockBaidu } from "../../pkg/mock/mock.js";
import { listen } from "../../pkg/mock/server.js";
import { serveHttp } from "../support/servers.js";

const CLI = fileURLToPath(new URL("../../pkg/cli/main.js", import.meta.url));
const PACKAGE = new URL("../../package.json", import.meta.url);

/** The language of what is compared. */
const ENV = { ...process.env, LC_ALL: "C" };

/** Runs the command to its end. */
async function cli(...args) {
  const child = promisify(execFile)(process.execPath, [CLI, ...args], { timeout: 10_000, env: ENV });
  return child.then(
    (output) => ({ code: 0, ...output }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

/** Starts `swan-login mock`; gives the first line or lines that it prints, and a function for each further line. */
async function start(t, args, { until = () => true, nodeArgs = [] } = {}) {
  const command = [...nodeArgs, CLI, "mock", "--port", "0", ...args];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "inherit"], env: ENV });
  t.after(() => child.kill("SIGKILL"));
  const exited = once(child, "exit");
  const iterator = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await iterator.next();
    assert.ok(!done, "the command has ended");
    return value.trim();
  };
  const lines = [await next()];
  while (!until(lines.at(-1))) lines.push(await next());
  return { child, exited, lines, next };
}

/** The same with --json: what it says at the start, and calls of its paths. */
async function startJson(t, args, options) {
  const started = await start(t, ["--json", ...args], options);
  const facts = JSON.parse(started.lines[0]);
  const call = async (path, body) => {
    const init = body && {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    };
    return (await fetch(facts.url + path, init)).json();
  };
  const login = async (params) => {
    const response = await fetch(`${facts.url}/oauth/jscode2sessionkey`, {
      method: "POST",
      body: new URLSearchParams(params),
    });
    return { status: response.status, body: await response.json() };
  };
  return { ...started, ...facts, call, login };
}

function temporaryFile(t, text) {
  const folder = mkdtempSync(join(tmpdir(), "swan-login-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "apps.json");
  writeFileSync(file, text);
  return file;
}

test("help and version", async () => {
  const help = await cli("--help");
  assert.equal(help.code, 0);
  assert.match(help.stdout, /swan-login mock/);
  assert.deepEqual(await cli("-h"), help);
  if (existsSync(PACKAGE))
    assert.equal((await cli("--version")).stdout.trim(), JSON.parse(readFileSync(PACKAGE)).version);

  const mock = await cli("mock", "--help");
  assert.equal(mock.code, 0);
  assert.match(mock.stdout, /^Usage: swan-login mock \[options\]$/m);
  assert.match(mock.stdout, /^Example:\n {2}swan-login mock --/m);
  for (const option of ["--port <port>", "--allow-host <name>", "--apps <file>", "--strict ", "--json ", "--help "])
    assert.ok(mock.stdout.includes(`\n  ${option}`), option);
});

for (const [args, message, hint = "swan-login mock --help"] of [
  [["serve"], "unknown command: serve", "swan-login --help"],
  [["toString"], "unknown command: toString", "swan-login --help"],
  [[], "no command given", "swan-login --help"],
  [["mock", "more"], "unexpected argument: more"],
  [["mock", "--prot", "1"], "unknown option: --prot"],
  [["mock", "-p", "1"], "unknown option: -p"],
  [["mock", "--port"], "--port needs a value: --port <port>"],
  [["mock", "--port", "x"], "--port is not a whole number from 0 to 65535: x"],
  [["mock", "--port", "65536"], "--port is not a whole number from 0 to 65535: 65536"],
  [["mock", "--port=1", "--port=2"], "--port is given twice"],
  [["mock", "--strict=yes"], "--strict takes no value"],
  [["mock", "--dialect", "oauth"], "--dialect is not one of errno, oauth200, oauth400, oauth401: oauth"],
  [["mock", "--gateway-status", "302"], "--gateway-status is not a whole number from 400 to 599: 302"],
  [["mock", "--code-lifetime", "-1"], "--code-lifetime is not a whole number from 0 to 315360000: -1"],
  [["mock", "--fault", "slow"], "--fault is not endpoint=fault: slow"],
  [["mock", "--apps", "/nowhere/apps.json"], "--apps cannot be read (ENOENT): /nowhere/apps.json"],
])
  test(`a wrong command line: ${args.join(" ")}`, async () => {
    const { code, stdout, stderr } = await cli(...args);
    assert.deepEqual([code, stdout, stderr], [2, "", `swan-login: ${message}\nTry: ${hint}\n`]);
    const json = await cli(...args, "--json");
    if (args.length === 0 || args.at(-1) === "--port") return;
    assert.equal(json.code, 2);
    assert.equal(JSON.parse(json.stderr).error.message, message);
  });

for (const [args, message] of [
  [["--fault", "getunionid=slow"], /^swan-login: fault: endpoint is not one of .*getUnionid/],
  [["--fault", "getUnionid=slw"], /^swan-login: fault: fault is not one of .*slow/],
  [["--allow-host", "mock:8787"], /allowHosts is not an array of host names without a port/],
  [["--host", ""], /host is not/],
  [["--push-to", "localhost:3000"], /platform\.pushTo is not an http or https address/],
])
  test(`what the mock refuses is wrong usage, too: ${args.join(" ")}`, async () => {
    const { code, stdout, stderr } = await cli("mock", "--port", "0", ...args);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n {4}at /);
  });

for (const [content, message] of [
  ["[]", /--platform is not a JSON object/],
  ["s3cr3t", /--platform is not JSON/],
  ['{"aesKey":"s3cr3t"}', /platform\.aesKey is not 43 letters and digits/],
  ['{"sk":"s3cr3t"}', /platform\.sk is not an option/],
])
  test(`a wrong file of the platform is refused without a word of it: ${content}`, async (t) => {
    const { code, stderr } = await cli("mock", "--port", "0", "--platform", temporaryFile(t, content));
    assert.equal(code, 2);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /s3cr3t/);
  });

for (const [content, message] of [
  ["{", /--apps is not JSON: .*apps.json/],
  ['[{"client_id":"a","sk":"s3cr3t"]', /--apps is not JSON/],
  ['{"client_id":"a","sk":"s3cr3t"}', /--apps is not a JSON array of apps/],
  ['[{"client_id":"a","sk":"s3cr3t","name":"x"}]', /apps\[0\].name is not an option/],
  ['[{"client_id":"s3cr3t"}]', /apps\[0\].sk is not a string/],
  ["[]", /apps is not an array of at least one app/],
])
  test(`a wrong file of apps is refused without a word of it: ${content}`, async (t) => {
    const { code, stderr } = await cli("mock", "--port", "0", "--apps", temporaryFile(t, content));
    assert.equal(code, 2);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /s3cr3t/);
  });

test("a port in use is a failure, not wrong usage", async (t) => {
  const server = await listen(createMockBaidu());
  t.after(server.close);
  const args = ["mock", "--port", String(server.port)];
  const { code, stdout, stderr } = await cli(...args);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.equal(stderr, `swan-login: port ${server.port} is in use, choose another with --port\n`);
  const json = await cli(...args, "--json");
  assert.equal(json.code, 1);
  assert.match(JSON.parse(json.stderr).error.message, /is in use/);
});

test("the mock serves, its curl lines work, Ctrl-C ends it", async (t) => {
  const { child, exited, lines } = await start(t, [], { until: (line) => line.includes("SwanClient") });
  const [{ client_id, sk }] = createMockBaidu().apps;
  assert.ok(lines.includes(`client_id  ${client_id}`));
  assert.ok(lines.includes(`sk         ${sk}`));

  const [login, code, token, list] = lines.filter((line) => line.startsWith("curl "));
  const session = JSON.parse(await runCurl(login));
  assert.equal(session.openid, createMockBaidu().openid());
  assert.match(session.session_key, /^[0-9a-f]{32}$/);
  assert.equal(JSON.parse(await runCurl(login)).error, "invalid_grant");
  assert.match(JSON.parse(await runCurl(code)).code, /NW$/);
  assert.match(JSON.parse(await runCurl(token)).access_token, /^45\./);
  assert.ok(JSON.parse(await runCurl(list)).helpers.length > 10);

  if (process.platform === "win32") return;
  child.kill("SIGINT");
  assert.deepEqual(await exited, [0, null]);
});

/** Runs a printed line as a person would; without curl, sends the same with fetch. */
async function runCurl(line) {
  try {
    const { stdout } = await promisify(execFile)("sh", ["-c", line.replace("curl", "curl -sS")]);
    return stdout;
  } catch (error) {
    if (error.code !== 127 && error.code !== "ENOENT") throw error;
    const [, body] = line.match(/-d "([^"]*)"/) ?? [];
    const [url] = line.match(/http:[^"\s]+/);
    return (await fetch(url, body ? { method: "POST", body: new URLSearchParams(body) } : {})).text();
  }
}

test("the mock greets in Chinese, too", async (t) => {
  const { lines } = await start(t, ["--lang", "zh"], { until: (line) => line.includes("SwanClient") });
  assert.match(lines[0], /^模拟的百度服务正在监听 http:/);
  assert.match(lines.at(-1), /^在你的服务端：new SwanClient\(/);
  assert.match(
    (await cli("mock", "--port", "x", "--lang=zh")).stderr,
    /^swan-login: --port 不是 0 到 65535 之间的整数：x\n查看用法：/,
  );
});

test("options reach the mock", async (t) => {
  const { call, login, apps, code } = await startJson(t, [
    ...["--user", "alice", "--user=bob", "--dialect", "oauth401", "--gateway-status", "pcs"],
    ...[
      "--code-lifetime",
      "600",
      "--token-lifetime=60",
      "--strict",
      "--fault",
      "*=html502",
      "--fault",
      "getUnionid=slow",
    ],
  ]);
  const { users, settings, faults } = await call("/mock/state");
  assert.deepEqual(users, ["alice", "bob"]);
  assert.deepEqual(settings, {
    ...{ codeLifetime: 600, tokenLifetime: 60, strict: true },
    ...{ dialect: "oauth401", gatewayStatus: "pcs" },
  });
  assert.deepEqual(faults, [
    { endpoint: "*", fault: "html502" },
    { endpoint: "getUnionid", fault: "slow" },
  ]);
  await call("/mock/clear-faults", {});
  const [{ client_id, sk }] = apps;
  assert.equal((await login({ code, client_id, sk })).status, 200);
  assert.equal((await login({ code, client_id, sk })).status, 401);
});

test("apps come from a file, and their secrets are printed nowhere", async (t) => {
  const content = [
    { client_id: "one", sk: "s3cr3t-one", owner: "acme" },
    { client_id: "two", sk: "s3cr3t-two", appid: "7" },
  ];
  const file = temporaryFile(t, JSON.stringify(content));
  const { apps, code, login, lines } = await startJson(t, ["--apps", file]);
  assert.deepEqual(
    apps.map(({ client_id, appid, owner, ...others }) => [client_id, appid, owner, others]),
    [
      ["one", "11136662", "acme", {}],
      ["two", "7", "owner-1", {}],
    ],
  );
  const { body } = await login({ code, client_id: "one", sk: "s3cr3t-one" });
  assert.equal(body.openid, createMockBaidu({ apps: content }).openid());
  const human = await start(t, ["--apps", file], { until: (line) => line.includes("SwanClient") });
  assert.doesNotMatch([...lines, ...human.lines].join("\n"), /s3cr3t/);
});

test("the platform comes from a file, pushes to a URL, and every state of it is reached over HTTP", async (t) => {
  const pushes = [];
  const receiver = await serveHttp(t, async (req, res) => {
    pushes.push(JSON.parse((await req.toArray()).join("")));
    res.end("success");
  });
  const keys = { client_id: "a".repeat(32), token: "a token", aesKey: "k".repeat(43), appid: "42" };
  const file = temporaryFile(t, JSON.stringify(keys));
  const { call } = await startJson(t, ["--platform", file, "--push-to", `${receiver.url}/push`]);
  const platform = await call("/mock/platform");
  assert.deepEqual(
    { ...platform, ipWhitelist: undefined },
    { ...keys, ipWhitelist: undefined, pushTo: `${receiver.url}/push`, authorizedApps: [] },
  );
  assert.equal((await call("/mock/platform/ticket", {})).delivered, true);
  const { authorization_code, pushed } = await call("/mock/platform/authorize", {});
  assert.match(authorization_code, /^[0-9a-f]{32}$/);
  assert.equal(pushed.delivered, true);
  assert.equal((await call("/mock/platform/withdraw", {})).pushed.delivered, true);
  const { token, aesKey, client_id } = keys;
  const messages = pushes.map((body) => decryptPush({ body, token, aesKey, client_id }));
  assert.deepEqual(
    messages.map((message) => message.event ?? message.MsgType),
    ["ticket", "AUTHORIZED", "UNAUTHORIZED"],
  );
});

test("--log prints a line for each request, without secrets", async (t) => {
  const { lines, next } = await start(t, ["--log"], { until: (line) => line.includes("SwanClient") });
  const [url] = lines[0].match(/http:\S+/);
  const [, code] = /code=([^&]+)/.exec(lines.find((line) => line.startsWith("curl -d")));
  const [{ client_id, sk }] = createMockBaidu().apps;
  for (let i = 0; i < 2; i += 1)
    await fetch(`${url}/oauth/jscode2sessionkey?${new URLSearchParams({ code, client_id, sk })}`);
  const printed = [await next(), await next()];
  assert.match(printed[0], /^\S+Z GET \/oauth\/jscode2sessionkey 200$/);
  assert.match(printed[1], /^\S+Z GET \/oauth\/jscode2sessionkey 200 errno 99999999 invalid_grant$/);
});

test("--log --json prints a line of JSON for each request", async (t) => {
  const { call, login, apps, code, next } = await startJson(t, ["--log"]);
  const [{ client_id, sk }] = apps;
  await login({ code, client_id, sk });
  const { requests } = await call("/mock/requests");
  assert.deepEqual(JSON.parse(await next()), requests[0]);
  assert.equal(requests[0].status, 200);
});

test("lines that nobody reads are dropped", async (t) => {
  const { child, url, next } = await startJson(t, ["--log"]);
  child.stdout.pause();
  for (let i = 0; i < 1_200; i += 1) await (await fetch(`${url}/unread`)).text();
  await fetch(`${url}/mock/reset`);
  child.stdout.resume();
  const end = (async () => {
    for (let count = 1; ; count += 1) if (JSON.parse(await next()).path === "/read") return count;
  })();
  // The first lines that are printed again come when the old ones have been read.
  for (let i = 0; i < 100; i += 1) await (await fetch(`${url}/read`)).text();
  assert.ok((await end) < 1_000);
});

test("a foreign Host is refused, unless it is allowed", async (t) => {
  const { url } = await startJson(t, ["--allow-host", "mock"]);
  const { port } = new URL(url);
  const statusOf = async (host) => {
    const [response] = await once(
      request({ host: "127.0.0.1", port, path: "/mock/code", headers: { host } }).end(),
      "response",
    );
    response.resume();
    return response.statusCode;
  };
  assert.equal(await statusOf(`evil.example:${port}`), 403);
  assert.equal(await statusOf(`mock:${port}`), 200);
});

/** Takes away what came after Node 18.0. */
const LIKE_NODE_18_0 = `
  import http from "node:http";
  import { syncBuiltinESMExports } from "node:module";
  import util from "node:util";
  delete globalThis.crypto;
  delete util.parseArgs;
  delete http.Server.prototype.closeAllConnections;
  Response.json = undefined;
  Request.prototype.formData = () => Promise.reject(new Error("multipart/form-data not supported"));
  syncBuiltinESMExports();
`;

test("the mock runs without what Node 18.0 does not have", async (t) => {
  const nodeArgs = ["--import", `data:text/javascript,${encodeURIComponent(LIKE_NODE_18_0)}`];
  const { child, exited, url, apps, code, call, login } = await startJson(t, [], { nodeArgs });
  const [{ client_id, sk }] = apps;
  const form = new FormData();
  for (const [name, value] of Object.entries({ code, client_id, sk })) form.set(name, value);
  const session = await (await fetch(`${url}/oauth/jscode2sessionkey`, { method: "POST", body: form })).json();
  assert.equal(session.openid, createMockBaidu().openid());
  assert.equal((await login({ code, client_id, sk })).body.error, "invalid_grant");
  assert.deepEqual(Object.keys(await call("/mock/user-data", { content: {} })), ["data", "iv"]);
  child.kill("SIGTERM");
  if (process.platform !== "win32") assert.deepEqual(await exited, [0, null]);
});

test("arguments", () => {
  const flags = {
    baseUrl: { value: "url", does: "" },
    retries: { value: "n", does: "", parse: Number },
    header: { value: "h", does: "", many: true },
    json: { does: "" },
  };
  const parse = (...args) => parseArguments(args, flags);
  assert.deepEqual(parse(), { values: {}, positionals: [] });
  assert.deepEqual(parse("a", "--base-url", "x", "--retries=2", "b", "--json", "--header", "1", "--header=2=3"), {
    values: { baseUrl: "x", retries: 2, json: true, header: ["1", "2=3"] },
    positionals: ["a", "b"],
  });
  assert.deepEqual(parse("-", "--", "--json", "-x"), { values: {}, positionals: ["-", "--json", "-x"] });
  assert.equal(parse("--base-url=").values.baseUrl, "");
  assert.equal(parse("--base-url", "--json").values.baseUrl, "--json");
  for (const wrong of [["--baseUrl", "x"], ["--base-url"], ["--json=1"], ["--json", "--json"], ["-x"], ["--no-json"]])
    assert.throws(() => parse(...wrong), UsageError, String(wrong));
});
