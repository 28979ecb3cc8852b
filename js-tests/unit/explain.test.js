/** `swan-login/explain`: its catalogue against the core's classification, and what it makes of errors, logs and replies. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { buildSync } from "esbuild";
import * as swan from "swan-login";
import { explain, lookUp } from "swan-login/explain";
import { sizeOf } from "../../bench/sizes.js";
import { CATALOGUE, classOf, find } from "../../pkg/explain/catalogue.js";
import { PAGES, SOURCES } from "../../pkg/explain/sources.js";
import { calls } from "../../pkg/wasm/calls.js";
import { FILES, render } from "../../scripts/docs-errors.js";
import { login } from "../support/calls.js";
import { rejectsWith } from "../support/rejects.js";
import { runNode } from "../support/run-node.js";
import { refusingUrl } from "../support/servers.js";

const { parseResponse } = swan;
const ENDPOINTS = Object.keys(calls);
const LANGS = ["zh", "en"];
const read = (file) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const keysOf = (kind) => CATALOGUE.filter((item) => item.kind === kind).map(({ id }) => id.replace(`${kind}-`, ""));

/** The error of a reply. */
function errorOf(endpoint, body, status = 200) {
  try {
    parseResponse(endpoint, { status, body: typeof body === "string" ? body : JSON.stringify(body) });
  } catch (error) {
    return error;
  }
  assert.fail("a success");
}

const classGiven = (endpoint, body) => errorOf(endpoint, body).code;

/** What is documented, written down a second time, so that no entry gets lost. */
const DOCUMENTED = {
  error_code: [
    ...[1, 2, 3, 4, 5, 6, 7, 13, 14, 15, 17, 18, 19, 100, 101, 104, 105, 106, 107, 109, 110, 111],
    ...[210, 211, 212, 800, 801, 802, 803, 804, 805, 900],
  ],
  errno: [
    ...[-1024, 1, 110, 111, 400, 404, 405, 500, 501, 1000, 2002, 5000, 6001, 6002, 10010100, 10010500],
    ...[40001, 40002, 40003, 40004, 40007, 40008, 40013, 40015, 41000, 44000, 44001, 44002, 44003, 44004],
    ...[45000, 45001, 45002, 47009, 50001, 50002, 50003, 50006, 50007, 50008, 50029, 50032, 50037, 50041, 50044, 50053],
  ],
  oauth: [
    ...["invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type"],
    ...["invalid_scope", "expired_token", "redirect_uri_mismatch", "unsupported_response_type", "slow_down"],
    ...["authorization_pending", "authorization_declined", "invalid_referer"],
  ],
};

for (const [kind, documented] of Object.entries(DOCUMENTED))
  test(`every documented ${kind} has an entry, and no other has`, () => {
    assert.deepEqual(keysOf(kind).sort(), documented.map(String).sort());
  });

test("every class of the core and of the types has an entry", () => {
  const union = /export type SwanLoginErrorCode =([\s\S]*?";)/.exec(read("pkg/types/index.d.cts"))?.[1] ?? "";
  const declared = [...union.matchAll(/\| "(\w+)"/g)].map(([, name]) => name);
  assert.match(union, /platform_not_ready/);
  const enumeration = /pub enum Code \{([\s\S]*?)\n\}/.exec(read("src/reply/error.rs"))?.[1] ?? "";
  const compiled = [...enumeration.matchAll(/^ {4}(\w+),$/gm)].map(([, name]) =>
    name.replace(/\B[A-Z]/g, "_$&").toLowerCase(),
  );
  assert.ok(declared.length >= 13 && compiled.length >= 12);
  for (const name of [...declared, ...compiled]) assert.equal(find(name)?.kind, "class", name);
  assert.deepEqual(keysOf("class").sort(), declared.sort());
});

for (const kind of ["error_code", "errno"])
  test(`each ${kind} has the class that the core gives in each call`, () => {
    for (const item of CATALOGUE.filter((item) => item.kind === kind)) {
      const number = Number(item.id.replace(`${kind}-`, ""));
      for (const endpoint of ENDPOINTS)
        assert.equal(classOf(item, endpoint), classGiven(endpoint, { [kind]: number }), `${item.id} in ${endpoint}`);
    }
  });

test("each OAuth name has the class that the core gives in each call", () => {
  for (const item of CATALOGUE.filter(({ kind }) => kind === "oauth"))
    for (const endpoint of ENDPOINTS)
      assert.equal(classOf(item, endpoint), classGiven(endpoint, { error: item.id }), `${item.id} in ${endpoint}`);
});

test("the core knows no number and no OAuth name that has no entry", (t) => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  t.after(() => Object.assign(Error, { stackTraceLimit }));
  const source = read("src/reply/classify.rs");
  const named = [...source.matchAll(/\b\d{1,3}(?:_?\d{3})*\b/g)].map(([digits]) => Number(digits.replaceAll("_", "")));
  const numbers = new Set([...named, ...Array.from({ length: 2_000 }, (_, i) => i - 100)]);
  for (const [, from, to] of source.matchAll(/\b(\d+)\.\.=(\d+)\b/g))
    for (let number = Number(from); number <= Number(to); number++) numbers.add(number);
  let known = 0;
  for (const kind of ["error_code", "errno"])
    for (const number of numbers)
      for (const endpoint of ["jscode2sessionkey", "getUnionid", "getAccessToken"]) {
        if (number === 0 || classGiven(endpoint, { [kind]: number }) === "malformed_response") continue;
        known += 1;
        assert.ok(find(`${kind}-${number}`), `${kind} ${number} in ${endpoint}`);
      }
  assert.ok(known > 150, String(known));
  const names = /OAUTH_ERRORS: &\[&str\] = &\[([\s\S]*?)\]/.exec(source)?.[1] ?? "";
  for (const [, name] of names.matchAll(/"(\w+)"/g)) assert.equal(find(name)?.kind, "oauth", name);
});

test("every entry says all in both languages, and names its source", () => {
  const ids = CATALOGUE.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, "an id twice");
  for (const item of CATALOGUE) {
    const { id, title, meaning, causes, steps, sources, see } = item;
    assert.match(id, /^[\w-]+$/);
    assert.ok(sources.length > 0, id);
    for (const name of sources) assert.ok(Object.hasOwn(SOURCES, name), `${id}: ${name}`);
    if (see !== undefined) assert.equal(find(see)?.kind, "symptom", `${id}: ${see}`);
    if (item.kind !== "class") for (const name of classesOf(item)) assert.equal(find(name)?.kind, "class", id);
    const texts = [title, meaning, ...(causes ?? []), ...(steps ?? [])].filter((text) => text !== undefined);
    for (const text of texts) {
      assert.deepEqual(Object.keys(text).sort(), ["en", "zh"], id);
      assert.ok(text.zh.trim() && text.en.trim(), id);
      assert.doesNotMatch(text.en, /[\u3000-\u303f\uff00-\uffef]/, `${id}: Chinese punctuation in English`);
      assert.doesNotMatch(text.zh, /[\u4e00-\u9fff][,;:?!(]|[,;?!)][\u4e00-\u9fff]/, `${id}: ${text.zh}`);
      assert.doesNotMatch(
        text.zh,
        /[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]/,
        `${id}: no space: ${text.zh}`,
      );
    }
    for (const text of [meaning, ...(causes ?? []), ...(steps ?? [])])
      if (text) assert.ok(/。$/.test(text.zh) && /\.$/.test(text.en), `${id}: no full stop: ${text.en}`);
    // Proper names and identifiers stay Latin; the rest is Chinese.
    assert.ok(/[\u4e00-\u9fff]/.test(title.zh) || id === "illegal-key-size", id);
  }
  for (const name of Object.values(PAGES)) assert.ok(SOURCES[name].url, name);
});

const classesOf = ({ class: byCall }) => (typeof byCall === "object" ? Object.values(byCall) : [byCall]);

test("whatever is looked up by its id is explained in full", () => {
  for (const lang of LANGS)
    for (const { id, kind } of CATALOGUE) {
      const found = lookUp(
        kind === "errno" || kind === "error_code" ? id.replace("-", " ").replace(" 1024", " -1024") : id,
        { lang },
      );
      assert.ok(found.length > 0, id);
      for (const { title, meaning, causes, steps, links } of found) {
        assert.ok(title && meaning && causes.length > 0 && steps.length > 0 && links.length > 0, id);
        for (const text of [title, meaning, ...causes, ...steps, ...links]) assert.equal(typeof text, "string", id);
      }
      assert.ok(
        found.some(({ links }) => links[0] === `${FILES[lang]}#${id}`),
        id,
      );
    }
});

/** Each symptom of public reports, as it reads there, and its entry. */
const REPORTS = [
  ["invalid code , expired or revoked", "code-refused"],
  ["code helloworld@iqiyi fails", "host-app-code"],
  ['{"error":"invalid_client","error_description":"unknown client id"}', "wrong-app-key"],
  ["error_msg: Invalid parameter", "token-not-in-query"],
  ["Access token invalid or no longer valid", "token-refused"],
  ["No permission to access user data", "no-capability"],
  ["IP不在白名单", "ip-whitelist"],
  ["发起页域名错误", "launch-domain"],
  ["refresh token has been used", "refresh-token-used"],
  ["unionid 为空", "no-unionid"],
  ["error:1C800064:Provider routines::bad decrypt", "bad-decrypt"],
  ["OperationError: 192-bit AES keys are not supported", "bad-decrypt"],
  ["Cannot read property 'openid' of undefined", "open-id-undefined"],
  ["openid 不一致", "openid-differs"],
  ["swan.login is not a function", "swan-login-missing"],
  ["AppSecret 泄露", "secret-in-client"],
  ["java.security.InvalidKeyException: Illegal key size", "illegal-key-size"],
  ["getaddrinfo ENOTFOUND openapi.baidu.com", "dns"],
  ["connect ECONNREFUSED 127.0.0.1:8787", "refused"],
];

test("each symptom that people report is found by their words", () => {
  for (const [report, id] of REPORTS) {
    const links = lookUp(report).map(({ links: [link] }) => link);
    assert.ok(links.includes(`docs/errors.md#${id}`), `${report}: ${links}`);
  }
});

test("numbers and names are found in a line of a log", () => {
  const titles = (text) => lookUp(text).map(({ links: [link] }) => link.replace("docs/errors.md#", ""));
  assert.deepEqual(titles(110), ["error_code-110", "errno-110"]);
  assert.deepEqual(titles(" 10010100 "), ["errno-10010100"]);
  assert.deepEqual(titles("-1024"), ["errno--1024"]);
  assert.deepEqual(titles('{"errno":40008,"msg":"x"}'), ["errno-40008"]);
  assert.deepEqual(titles("[ERROR] errno=400 of user 110"), ["errno-400"]);
  assert.deepEqual(titles("login failed: error_code 6, code_invalid"), ["error_code-6", "code_invalid"]);
  assert.deepEqual(titles("server started, network up"), []);
  assert.deepEqual(titles("server"), ["server"]);
  assert.deepEqual(titles(""), []);
  assert.deepEqual(titles(99999999), []);
});

test("an error, its JSON, a log that holds it and an error that wraps it are explained alike", () => {
  const error = errorOf("getUnionid", { error_code: 6, error_msg: "No permission to access data" });
  const json = JSON.parse(JSON.stringify(error));
  const expected = explain(error, { lang: "zh" });
  assert.equal(expected.title, "error_code 6：无权访问该数据");
  assert.deepEqual(expected.links.slice(0, 3), [
    "docs/errors.zh-CN.md#error_code-6",
    "docs/errors.zh-CN.md#no-capability",
    "docs/errors.zh-CN.md#permission",
  ]);
  for (const what of [
    json,
    JSON.stringify(error),
    { level: 50, msg: "login failed", err: json },
    { error: json },
    new Error("login failed", { cause: error }),
    new Error("a", { cause: new Error("b", { cause: error }) }),
  ])
    assert.deepEqual(explain(what, { lang: "zh" }), expected);
});

test("a reply is classified by the core", () => {
  const explained = (body, endpoint, status = 200) =>
    explain({ status, body, ...(endpoint && { endpoint }) }, { lang: "en", parseResponse });
  const grant = JSON.stringify({ error: "invalid_grant", error_description: "x" });
  assert.match(explained(grant, "jscode2sessionkey", 400).steps[0], /swan\.getLoginCode/);
  assert.match(explained(grant, "getUnionid", 400).steps[0], /new access token/);
  assert.match(explained(grant, "getAccessToken", 400).steps[0], /developer console/);
  assert.match(explained({ errno: 1 }).title, /^errno 1: /);
  assert.match(explained({ errno: 1 }, "getUnionid").steps[0], /authorize/);
  assert.deepEqual(explained('{"errno":1}'), explained({ errno: 1 }));
  assert.equal(explained({ openid: "o", session_key: "k" }).title, "This is no error");
  assert.equal(explained({ data: { unionid: "u" }, errno: 0 }).title, "This is no error");
  assert.match(explained({ data: { unionid: "u" }, errno: 0 }, "jscode2sessionkey").title, /^malformed_response: /);
  assert.equal(explained({ errno: 12345678 }).title, "errno 12345678: Baidu has not documented this error");
  assert.equal(explained({ error: "odd" }).title, "Baidu has not documented this error");
  assert.match(explained("<html>", undefined, 502).title, /HTML page/);
  assert.match(explained("<html>", undefined, 511).title, /HTTP 511/);
  assert.match(explained("<html>", undefined, 407).title, /HTTP 407/);
  assert.match(explained("", "getUnionid").title, /^malformed_response: /);
});

test("what says more than the class: causes of the network, redirects, HTML, spent codes, arguments", async () => {
  const call = (options) => swan.jscode2sessionkey(login, { retries: 0, ...options });
  const explained = async (promise) => explain(await rejectsWith(promise), { lang: "en" });
  const failingWith = (message) => () => {
    throw new TypeError(message);
  };
  const failing = (code, syscall) => () => {
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code, syscall }) });
  };

  const refused = await explained(call({ baseUrl: await refusingUrl() }));
  assert.equal(refused.title, "The connection is refused");
  assert.match(refused.steps.at(-1), /not sent/);
  const source = read("src/network.rs");
  const listed = (name) => /= &\[([\s\S]*?)\];/.exec(source.slice(source.indexOf(`const ${name}:`)))?.[1] ?? "";
  const textsIn = (name) => [...listed(name).matchAll(/"([^"]+)"/g)].map(([, text]) => text);
  const codes = [...textsIn("CODES"), ...textsIn("CONNECT_CODES")];
  codes.push(...textsIn("TLS_CODES"));
  const messages = [...textsIn("UNSENT_MESSAGES"), ...textsIn("MESSAGES")];
  const causes = [...codes.map((code) => failing(code, "connect")), ...messages.map(failingWith)];
  assert.ok(codes.length > 15 && causes.length > codes.length + 5);
  for (const fetch of causes) {
    const { title, links } = await explained(call({ fetch }));
    assert.equal(links.length, 3, `no entry of its own: ${title}`);
  }
  const reset = await explained(call({ fetch: failing("ECONNRESET", "read") }));
  assert.match(reset.title, /^network: /);
  assert.match(reset.steps.at(-1), /may be spent/);

  const proxy = "https_proxy is set, and Node's fetch ignores it: set NODE_USE_ENV_PROXY=1";
  const behindProxy = { ...JSON.parse(JSON.stringify(await rejectsWith(call({ fetch: causes[0] })))), hint: proxy };
  assert.match(explain(behindProxy).title, /^A proxy variable is set/);
  assert.match(read("pkg/transport/failure.js"), /Node's fetch ignores it/);

  const redirect = async () => new Response(null, { status: 302, headers: { location: "/" } });
  assert.equal((await explained(call({ fetch: redirect }))).title, "A redirect came");
  assert.match((await explained(call({ timeout: 10, fetch: () => new Promise(() => {}) }))).title, /^timeout: /);
  const server = await explained(
    swan.getAccessToken(login, { retries: 0, fetch: async () => new Response("", { status: 500 }) }),
  );
  assert.match(server.steps.at(-1), /may succeed later/);
  const argument = await explained(call({ timeout: -1 }));
  assert.match(argument.meaning, /It is timeout of jscode2sessionkey\.$/);
  assert.match(
    (await explained(call({ fetch: async () => Response.json({ error: "permission" }) }))).title,
    /not documented/,
  );
});

test("a grant of a third-party platform that is spent is replaced by another one, a login code by the mini program", () => {
  const stepsOf = (endpoint, body) => explain(errorOf(endpoint, body)).steps.join();
  const refused = { error: "invalid_grant" };
  for (const endpoint of ["tpGetAppToken", "tpRefreshAppToken"])
    for (const body of [refused, { errno: 500 }, { error: "expired_token" }])
      assert.match(stepsOf(endpoint, body), /tpRetrieveAuthorizationCode/, endpoint);
  assert.match(explain(errorOf("tpRefreshAppToken", { error: "expired_token" })).causes[0], /Two processes/);
  for (const endpoint of ["jscode2sessionkey", "getSessionKey", "tpGetSessionKeyByCode"])
    for (const body of [refused, { errno: 500 }]) {
      assert.match(stepsOf(endpoint, body), /swan\.getLoginCode/, endpoint);
      assert.doesNotMatch(stepsOf(endpoint, body), /tpRetrieve/, endpoint);
    }
});

test("nothing of the reply or of the request gets into an explanation", () => {
  const mark = "mK0b3g1n";
  const body = { errno: 7, error: mark, error_description: mark, errmsg: mark, request_id: mark, session_key: mark };
  for (const lang of LANGS) {
    assert.doesNotMatch(JSON.stringify(explain({ status: 200, body }, { lang, parseResponse })), /mK0b3g1n/);
    assert.doesNotMatch(JSON.stringify(explain(errorOf("getUnionid", body), { lang })), /mK0b3g1n/);
  }
});

test("wrong arguments are refused by name", async () => {
  const reply = { status: 200, body: "{}" };
  const cyclic = {};
  cyclic.cause = cyclic;
  for (const [param, call] of [
    ["what", () => explain(undefined)],
    ["what", () => explain(null)],
    ["what", () => explain("no JSON")],
    ["what", () => explain({ code: "server" })],
    ["what", () => explain(new Error("x"))],
    ["what", () => explain(cyclic)],
    ["lang", () => explain(reply, { lang: "fr", parseResponse })],
    ["language", () => explain(reply, { language: "zh" })],
    ["options", () => explain(reply, "zh")],
    ["parseResponse", () => explain(reply)],
    ["endpoint", () => explain({ ...reply, endpoint: "login" }, { parseResponse })],
    ["status", () => explain({ ...reply, status: "200" }, { parseResponse })],
    ["body", () => explain({ ...reply, body: cyclic }, { parseResponse })],
    ["words", () => lookUp(undefined)],
    ["words", () => lookUp(1.5)],
    ["parseResponse", () => lookUp("1", { parseResponse })],
  ])
    await rejectsWith(call, { code: "invalid_argument", param });
});

test("it is small, brings no core, and is there for require", () => {
  const file = new URL("../../pkg/explain/explain.js", import.meta.url).pathname;
  const { outputFiles } = buildSync({
    entryPoints: [file],
    bundle: true,
    minify: true,
    format: "esm",
    charset: "utf8",
    write: false,
  });
  const [{ text, contents }] = outputFiles;
  assert.doesNotMatch(text, /AGFzbQ|WebAssembly\.(Module|Instance)|\bimport\b/);
  assert.ok(sizeOf(contents).gzip < 25 * 1024, String(sizeOf(contents).gzip));
  const required = createRequire(import.meta.url)("swan-login/explain");
  assert.deepEqual(required.lookUp(110), lookUp(110));
});

for (const file of ["docs/cli.md", "docs/cli.zh-CN.md"])
  test(`the JavaScript of ${file} does what it says`, async () => {
    const [, block] = /```js\n([\s\S]*?)```/.exec(read(file)) ?? [];
    const source = block.replaceAll("console.assert(", "assert(");
    assert.ok(source.split("assert(").length > 3);
    const { status, output } = await runNode(`import assert from "node:assert";\n${source}`);
    assert.deepEqual([status, output], [0, ""]);
  });

for (const lang of LANGS)
  test(`${FILES[lang]} is what the catalogue says: node scripts/docs-errors.js`, () => {
    const text = read(FILES[lang]);
    assert.equal(text, render(lang));
    const anchors = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id);
    assert.deepEqual(anchors.sort(), CATALOGUE.map(({ id }) => id).sort());
    for (const [, id] of text.matchAll(/\]\(#([^)]+)\)/g)) assert.ok(anchors.includes(id), id);
    assert.doesNotMatch(text, /[|([]undefined|\[object/);
  });
