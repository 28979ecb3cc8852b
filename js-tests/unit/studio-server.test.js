/** The local server of the studio: who may ask, for what, and how much. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { request as httpRequest } from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { useModule } from "../../pkg/entries/slim.js";
import { createMockBaidu } from "../../pkg/mock/mock.js";
import { listen } from "../../pkg/mock/server.js";
import { exportPage } from "../../pkg/studio/files.js";
import { MOCK_PATHS } from "../../pkg/studio/mock-paths.js";
import { fillFromMock } from "../../pkg/studio/page/fill-from-mock.js";
import { connect } from "../../pkg/studio/page/server.js";
import { POLICY } from "../../pkg/studio/policy.js";
import { serveStudio } from "../../pkg/studio/server.js";
import { calls } from "../../pkg/wasm/calls.js";
import { serveHttp } from "../support/servers.js";

const studio = await serveStudio();
test.after(studio.close);
const { origin, port, hash } = new URL(studio.url);
const token = new URLSearchParams(hash.slice(1)).get("token");
const server = connect(token, origin);
const folder = new URL("../../pkg/", import.meta.url);
useModule(new WebAssembly.Module(readFileSync(new URL("wasm/core.wasm", folder))));

/** What the page sends. */
const OWN = { origin, authorization: `Bearer ${token}`, "content-type": "application/json" };

/**
 * A request as it is, with any Host and any path; fetch would repair both.
 * @returns {Promise<{ status: number, headers: import("node:http").IncomingHttpHeaders, body: string }>}
 */
async function ask(path, { method = "GET", headers = {}, body = "" } = {}) {
  const request = httpRequest({ host: "127.0.0.1", port, path, method, headers });
  request.end(body);
  const [response] = await once(request, "response");
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  return { status: response.statusCode, headers: response.headers, body: text };
}

/** Asks as the page does, but for what is given. */
const post = (name, fields, headers = {}, method = "POST") =>
  ask(`/api/${name}`, {
    method,
    headers: { ...OWN, ...headers },
    body: method === "POST" ? JSON.stringify(fields) : "",
  });

const without = (header) => Object.fromEntries(Object.entries(OWN).filter(([name]) => name !== header));

test("it listens on the loopback address, whatever it is asked", async (t) => {
  const spy = t.mock.method(net.Server.prototype, "listen");
  const other = await serveStudio({ port: 0 });
  await other.close();
  const hosts = spy.mock.calls.map(({ arguments: [, host] }) => host);
  assert.deepEqual([...new Set(hosts)], ["127.0.0.1"]);
});

test("every studio has a token of its own, which no request line could hold", async () => {
  const other = await serveStudio();
  await other.close();
  const [, fragment] = other.url.split("/#token=");
  assert.match(fragment, /^[\w-]{32}$/);
  assert.notEqual(fragment, token);
  assert.equal(new URL(other.url).search, "");
});

test("its files have a strict policy, and may not be framed, read by others, sniffed, kept or referred to", async () => {
  for (const path of ["/", "/index.html", "/studio.js", "/studio.css", "/icon.svg", "/core.wasm", "/nothing"]) {
    const { status, headers } = await ask(path);
    assert.equal(status, path === "/nothing" ? 404 : 200, path);
    assert.equal(headers["content-security-policy"], `${POLICY}; frame-ancestors 'none'`);
    assert.equal(headers["cross-origin-resource-policy"], "same-origin");
    assert.equal(headers["cross-origin-opener-policy"], "same-origin");
    assert.equal(headers["referrer-policy"], "no-referrer");
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["cache-control"], "no-store");
    assert.equal(headers["access-control-allow-origin"], undefined);
    assert.equal(headers["set-cookie"], undefined);
  }
  assert.doesNotMatch(POLICY, /unsafe-inline|'unsafe-eval'|\*|https?:|data:|blob:/);
  const { body } = await ask("/");
  assert.ok(body.includes(`content="${POLICY}"`));
  assert.ok(body.includes('data-server="local"'));
  assert.doesNotMatch(body, /<script(?![^>]*\bsrc=)|<style|\bon\w+=|\bstyle=|javascript:/i);
});

test("the token is in nothing that it serves without the token", async () => {
  for (const path of ["/", "/studio.js", `/?token=${token}`, `/api/mock?token=${token}`, "/nothing"]) {
    const { body, headers } = await ask(path, { headers: { host: `127.0.0.1:${port}` } });
    assert.ok(!`${body}${JSON.stringify(headers)}`.includes(token), path);
  }
});

test("a Host of another name is refused, for files and for questions: DNS rebinding", async () => {
  for (const host of [
    "attacker.example",
    `attacker.example:${port}`,
    "127.0.0.1.attacker.example",
    `10.0.0.1:${port}`,
  ]) {
    const file = await ask("/", { headers: { host } });
    assert.equal(file.status, 403, host);
    const question = await post("mock", {}, { host, origin: `http://${host}` });
    assert.notEqual(question.status, 200, host);
  }
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`]) {
    const { status } = await post("mock", {}, { host, origin: `http://${host}` });
    assert.equal(status, 200, host);
  }
});

test("a question of another origin, or of none, is refused even with the token: CSRF", async () => {
  const others = [
    "https://attacker.example",
    "null",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    `http://127.0.0.1:${port}.attacker.example`,
    `https://127.0.0.1:${port}`,
    `http://localhost:${Number(port) - 1}`,
    studio.mock,
  ];
  for (const other of others) {
    const { status, body } = await post("mock", {}, { origin: other });
    assert.deepEqual([status, JSON.parse(body).error], [403, "origin_not_allowed"], other);
  }
  const { status } = await ask("/api/mock", { method: "POST", headers: without("origin"), body: "{}" });
  assert.equal(status, 403);
});

test("a question without the token is refused", async () => {
  const wrong = [
    "",
    "Bearer ",
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `Basic ${token}`,
    token,
    `bearer${token}`,
  ];
  for (const authorization of wrong) {
    const { status, body, headers } = await post("mock", {}, { authorization });
    assert.deepEqual([status, JSON.parse(body).error, headers["www-authenticate"]], [401, "token_wrong", "Bearer"]);
  }
  const { status } = await ask("/api/mock", { method: "POST", headers: without("authorization"), body: "{}" });
  assert.equal(status, 401);
});

test("only POST with JSON is a question, so that another page would have to ask by CORS, which is never granted", async () => {
  for (const method of ["GET", "PUT", "DELETE", "OPTIONS", "HEAD"]) {
    const { status, headers } = await post("mock", {}, {}, method);
    assert.deepEqual([status, headers.allow, headers["access-control-allow-origin"]], [405, "POST", undefined], method);
  }
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]) {
    const { status } = await post("mock", {}, { "content-type": type });
    assert.equal(status, 415, type);
  }
  for (const body of ["", "[]", "null", "1", "{"]) {
    const { status } = await ask("/api/mock", { method: "POST", headers: OWN, body });
    assert.equal(status, 400, body);
  }
  for (const method of ["POST", "PUT", "DELETE"]) assert.equal((await ask("/", { method })).status, 405);
});

test("a body larger than 256 KiB is refused", async () => {
  const fields = { path: "code", params: { user: "u".repeat(262_144) } };
  assert.equal((await post("ask-mock", fields)).status, 413);
  assert.equal((await post("ask-mock", { path: "code", params: { user: "u".repeat(200) } })).status, 200);
});

test("no path leads to another file", async () => {
  const paths = [
    "/../server.js",
    "/..%2fserver.js",
    "/%2e%2e/server.js",
    "/static/index.html",
    "//etc/passwd",
    "/studio.js/../../server.js",
    "/..\\server.js",
    "/__proto__",
    "/constructor",
    "/index.html%00.js",
    "/page/main.jsx",
  ];
  for (const path of paths) assert.equal((await ask(path)).status, 404, path);
  for (const name of ["__proto__", "constructor", "toString", ""])
    assert.equal((await post(name, {})).status, 404, name);
});

test("it sends a call of the package and nothing else, to Baidu or to the mock and nowhere else: SSRF", async (t) => {
  const seen = [];
  const platformFetch = globalThis.fetch;
  t.mock.method(globalThis, "fetch", async (url, init) => {
    if (String(url).startsWith(origin)) return platformFetch(url, init);
    seen.push(String(url));
    return Response.json({ openid: "o", session_key: "k" });
  });
  const params = { code: "c", client_id: "i", sk: "s" };
  const stranger = "http://169.254.169.254/";
  const refused = [
    { endpoint: "jscode2sessionkey", params, to: stranger },
    { endpoint: "jscode2sessionkey", params, to: "__proto__" },
    { endpoint: "jscode2sessionkey", params },
    { endpoint: "fetch", params, to: "mock" },
    { endpoint: "__proto__", params, to: "mock" },
    { endpoint: "SwanClient", params, to: "mock" },
    { endpoint: ["jscode2sessionkey"], params, to: "mock" },
    { endpoint: "jscode2sessionkey", params: null, to: "mock" },
  ];
  for (const fields of refused) assert.equal((await post("send", fields)).status, 400, JSON.stringify(fields));
  assert.deepEqual(seen, []);

  // What else is in the question has no effect.
  const more = { url: stranger, baseUrl: stranger, options: { baseUrl: stranger }, headers: { host: "x" } };
  for (const endpoint of Object.keys(calls)) {
    const all = { ...params, access_token: "t", openid: "o", ticket: "t", refresh_token: "r", app_id: "1" };
    for (const to of ["baidu", "mock"])
      assert.equal((await post("send", { endpoint, params: { ...all, baseUrl: stranger }, to, ...more })).status, 200);
  }
  assert.equal(seen.length, 2 * Object.keys(calls).length);
  const hosts = new Set(seen.map((url) => new URL(url).origin));
  assert.deepEqual([...hosts].sort(), [studio.mock, "https://openapi.baidu.com", "https://spapi.baidu.com"].sort());
});

test("a redirect is not followed, and no answer is repeated or read without end", async (t) => {
  let hits = 0;
  const answers = {
    "/oauth/jscode2sessionkey": (response) => response.writeHead(302, { location: "/elsewhere" }).end(),
    "/nalogin/getSessionKeyByCode": (response) => response.writeHead(503).end("{}"),
    "/oauth/2.0/token": (response) => response.end("x".repeat(1_100_000)),
    "/elsewhere": () => assert.fail("the redirect was followed"),
  };
  const { url } = await serveHttp(t, (request, response) => {
    hits += 1;
    answers[new URL(request.url, "http://localhost").pathname](response);
  });
  const other = await serveStudio({ mock: url });
  t.after(other.close);
  const { origin: otherOrigin, hash: otherHash } = new URL(other.url);
  const page = connect(otherHash.slice("#token=".length), otherOrigin);
  const params = { code: "c", client_id: "i", sk: "s" };
  const redirected = await page.send("jscode2sessionkey", params, "mock");
  assert.equal(redirected.answer.status, 302);
  assert.equal((await page.send("naloginGetSessionKeyByCode", params, "mock")).answer.status, 503);
  const large = await page.send("getAccessToken", params, "mock");
  assert.deepEqual([large.answer, large.error.code], [undefined, "malformed_response"]);
  assert.equal(hits, 3);
});

test("it asks the mock for no path that makes the mock send to an address", async () => {
  const { helpers } = await (await fetch(`${studio.mock}/mock`)).json();
  const sending = helpers.filter(({ params }) => "to" in params || "pushTo" in params).map(({ path }) => path);
  assert.ok(sending.length >= 3);
  for (const path of [...sending, "/mock/code", "../oauth/2.0/token", "code?user=a", "", "__proto__", ["code"]]) {
    const name = typeof path === "string" ? path.replace("/mock/platform", "platform") : path;
    assert.equal((await post("ask-mock", { path: name })).status, 400, String(path));
  }
  for (const [name, method] of Object.entries(MOCK_PATHS))
    assert.ok(
      helpers.some((helper) => helper.path === `/mock/${name}` && helper.method === method),
      name,
    );
});

test("what the mock refuses, the page gets to read", async () => {
  await assert.rejects(server.askMock("advance", { seconds: 0 }), { code: "invalid_argument", message: /seconds/ });
  await assert.rejects(connect("wrong", origin).mock(), { code: "token_wrong" });
  await assert.rejects(connect(token, "http://127.0.0.1:1").mock(), { code: "unreachable" });
});

test("a mock that does not answer is named, and so is one that answers too much", async (t) => {
  const { url } = await serveHttp(t, (_request, response) => response.end(`"${"x".repeat(2_200_000)}"`));
  for (const mock of [url, "http://127.0.0.1:1"]) {
    const other = await serveStudio({ mock });
    t.after(other.close);
    const { origin: otherOrigin, hash: otherHash } = new URL(other.url);
    const page = connect(otherHash.slice("#token=".length), otherOrigin);
    await assert.rejects(page.askMock("state"), { code: "mock_unreachable" });
  }
});

test("of a mock that ran already, the page gets no AppSecret", async (t) => {
  const mock = await listen(createMockBaidu());
  t.after(mock.close);
  const other = await serveStudio({ mock: mock.url });
  t.after(other.close);
  const { origin: otherOrigin, hash: otherHash } = new URL(other.url);
  const page = connect(otherHash.slice("#token=".length), otherOrigin);
  assert.deepEqual(await page.mock(), { url: mock.url });
  assert.deepEqual(Object.keys(await fillFromMock(page, "jscode2sessionkey")), ["code", "client_id"]);
});

test("each call, filled in from the mock and sent to it, succeeds", async () => {
  const { parseResponse } = await import("swan-login");
  for (const endpoint of Object.keys(calls)) {
    const params = await fillFromMock(server, endpoint);
    assert.deepEqual(Object.keys(params).sort(), [...calls[endpoint].params].sort(), endpoint);
    const { answer, ms } = await server.send(endpoint, params, "mock");
    assert.ok(Object.keys(parseResponse(endpoint, answer)).length > 0, endpoint);
    assert.ok(ms >= 0);
    assert.match(answer.headers["content-type"], /^application\/json/);
  }
});

test("a call without an answer gives the error of the package, which holds no secret", async () => {
  await server.askMock("fault", { endpoint: "getAccessToken", fault: "network", times: 1 });
  const { answer, error } = await server.send("getAccessToken", { client_id: "some-app", sk: "5ec5ec5ec5ec" }, "mock");
  assert.equal(answer, undefined);
  assert.deepEqual([error.code, error.endpoint], ["network", "getAccessToken"]);
  assert.ok(!JSON.stringify(error).includes("5ec5ec5ec5ec"));
  const missing = await server.send("getAccessToken", { client_id: "", sk: "" }, "mock");
  assert.deepEqual([missing.error.code, missing.error.param], ["invalid_argument", "client_id"]);
});

test("the command prints the address with the token and the language, and says when the port is in use", async (t) => {
  const command = [fileURLToPath(new URL("cli/main.js", folder)), "studio"];
  const child = spawn(process.execPath, [...command, "--port", "0", "--json", "--lang", "zh"]);
  t.after(() => child.kill("SIGKILL"));
  const [line] = await once(child.stdout, "data");
  const { url, mock } = JSON.parse(line);
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{32}&lang=zh$/);
  assert.match(mock, /^http:\/\/127\.0\.0\.1:\d+$/);
  const busy = new URL(url).port;
  const runs = [
    [["--port", busy, "--lang", "en"], 1, `port ${busy} is in use, choose another with --port`],
    [["--mock", "http://10.0.0.1:8787", "--lang", "en"], 2, "--mock is not an http address of this machine"],
    [["--mock", "https://mock.example", "--lang", "zh"], 2, "不是本机的 http 地址"],
  ];
  for (const [args, expected, message] of runs) {
    const other = spawn(process.execPath, [...command, ...args]);
    t.after(() => other.kill("SIGKILL"));
    let stderr = "";
    other.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    const [code] = await once(other, "close");
    assert.equal(code, expected, stderr);
    assert.ok(stderr.includes(message), stderr);
  }
  child.kill();
  assert.deepEqual(await once(child, "exit"), [0, null], "it ends by itself");
});

test("the exported folder is the page, with the core, and says that there is no server", async (t) => {
  const target = mkdtempSync(join(tmpdir(), "swan-login-"));
  t.after(() => rmSync(target, { recursive: true }));
  const written = await exportPage(join(target, "a/b"));
  assert.deepEqual(readdirSync(join(target, "a/b")).sort(), [
    "core.wasm",
    "icon.svg",
    "index.html",
    "studio.css",
    "studio.js",
  ]);
  assert.equal(written.length, 5);
  const html = readFileSync(join(target, "a/b/index.html"), "utf8");
  assert.ok(html.includes('data-server="none"') && html.includes(`content="${POLICY}"`));
  assert.doesNotMatch(html, /(src|href)="\//, "addresses are relative, so that it works in any folder of a host");
});
