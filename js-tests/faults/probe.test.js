/** `swan-login probe`: what its report keeps of an answer, and that no secret and no value of an answer is in it. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { parseResponse } from "swan-login";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";
import { describeHeaders } from "../../pkg/cli/probe/headers.js";
import { holdsSecret } from "../../pkg/cli/probe/leak.js";
import { maskBody, maskMessage, maskText, shapeOf } from "../../pkg/cli/probe/mask.js";
import { summarize } from "../../pkg/cli/probe/report.js";
import { runProbe } from "../../pkg/cli/probe/run.js";
import { STEPS } from "../../pkg/cli/probe/steps.js";
import { MARK, SPELLINGS, secret } from "../support/leaks.js";
import { refusingUrl, serve, serveHttp, serveTcp } from "../support/servers.js";

const CLI = fileURLToPath(new URL("../../pkg/cli/main.js", import.meta.url));

const baidu = createMockBaidu();
const server = await listen(baidu);
test.after(server.close);
test.beforeEach(baidu.reset);
const [{ client_id, sk }] = baidu.apps;

const APP = { BAIDU_APP_KEY: client_id, BAIDU_APP_SECRET: sk };
const MOCK = ["--base-url", server.url];

/** Probes the mock with everything that may be agreed to. */
async function probeMock(more = {}) {
  const known = { client_id, sk, code: baidu.issueCode(), openid: baidu.openid() };
  const report = await runProbe(STEPS, known, { options: { baseUrl: server.url }, timeout: 2000, ...more });
  return { ...report, known };
}

const answerOf = ({ exchanges }, wanted) => exchanges.find(({ step }) => step === wanted)?.answer;

/** Runs the command. */
async function cli(args, { env = APP, input = "" } = {}) {
  const child = spawn(process.execPath, [CLI, "probe", ...args], {
    env: { PATH: process.env.PATH, LC_ALL: "C", ...env },
    timeout: 30_000,
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (text) => (output[name] += text));
  const [code] = await once(child, "close");
  return { code, ...output };
}

test("it keeps numbers, names, words of errors, media types and shapes", async () => {
  const report = await probeMock();
  assert.deepEqual(
    report.exchanges.map(({ step, answer: { status, says } }) => [step, status, says]),
    [
      ["login-empty", 200, "bad_request"],
      ["login-preflight", 200, "bad_request"],
      ["login-unknown-app", 200, "bad_credentials"],
      ["login-wrong-secret", 200, "bad_credentials"],
      ["login-wrong-code", 200, "code_invalid"],
      ["old-login-wrong-code", 200, "code_invalid"],
      ["login", 200, "success"],
      ["login-used-code", 200, "code_invalid"],
      ["token-wrong-secret", 400, "bad_credentials"],
      ["token", 200, "success"],
      ["unionid-no-token", 200, "bad_request"],
      ["unionid-wrong-token", 200, "token_invalid"],
      ["unionid-wrong-openid", 200, "bad_request"],
      ["unionid-preflight", 200, "bad_request"],
      ["unionid", 200, "success"],
      ["v2-login-wrong-code", 200, "code_invalid"],
      ["second-token", 200, "success"],
      ["unionid-first-token", 200, "bad_request"],
    ],
  );
  const { headers, body } = answerOf(report, "token");
  assert.equal(headers["content-type"], "application/json");
  assert.match(headers.date, /^now [+-] \d s$/);
  assert.equal(headers.connection, "keep-alive");
  const token = JSON.parse(body.body);
  assert.match(token.access_token, /^xx\.x{32}\.x{7}\.x{10}\.x+-x+$/);
  assert.equal(token.expires_in, 2592000);
  assert.match(body.shapes.access_token, /^2\[0-9\]\.32\[0-9a-f\]\.7\[0-9\]\.10\[0-9\]\./);
  assert.deepEqual(answerOf(report, "login-used-code").body.body, answerOf(report, "login-wrong-code").body.body);
  assert.match(answerOf(report, "login-empty").body.body, /"errno":10010100,"error":"parameter is invalid"/);
  assert.match(
    answerOf(report, "unionid-wrong-openid").body.body,
    /^\{"data":\{\},"errmsg":"param error, check openid","errno":400,/,
  );
  assert.equal(answerOf(report, "unionid").body.shapes["data.unionid"], "23[0-9A-Za-z]");
});

const FAULTS = [
  "gateway",
  "oauth400",
  "oauth401",
  "errno",
  "string-errno",
  "data-array",
  "data-empty-string",
  "data-null",
].concat(
  [
    "success-without-openid",
    "truncated",
    "html502",
    "empty",
    "429",
    "redirect",
    "slow",
    "hang",
    "network",
    "answer-lost",
  ],
  ["answer-cut", "answer-hang"],
);

test("no value of the mock is in a report, in any dialect and with any fault; a masked answer means the same", async () => {
  let compared = 0;
  const check = (report, name) => {
    const text = JSON.stringify(report.exchanges).toLowerCase();
    const values = [sk, client_id, report.known.code, baidu.openid(), baidu.unionid(), "mock-token-session"];
    for (const value of [...values, ...values.map(encodeURIComponent)])
      for (let at = 0; at + 8 <= value.length; at++)
        assert.ok(!text.includes(value.slice(at, at + 8).toLowerCase()), `${name}: ${value}`);
    assert.doesNotMatch(text, /\b24\.[0-9a-f]/, name);
    assert.doesNotMatch(text, /\b[0-9a-f]{16}/, name);
    for (const { step, endpoint, answer } of report.exchanges) {
      if (!("status" in answer) || answer.body.kind !== "json") continue;
      compared++;
      assert.equal(classify(endpoint, answer), answer.says, `${name}: ${step}: ${answer.body.body}`);
    }
  };
  for (const dialect of ["errno", "oauth200", "oauth400", "oauth401"])
    for (const gatewayStatus of [200, "pcs", 500]) {
      baidu.reset();
      baidu.set({ dialect, gatewayStatus });
      check(await probeMock(), `${dialect}, ${gatewayStatus}`);
    }
  for (const fault of FAULTS) {
    baidu.reset();
    baidu.fault("*", fault, fault === "slow" ? { delay: 5 } : {});
    const report = await probeMock({ timeout: 150 });
    assert.ok(report.exchanges.length > 0);
    check(report, fault);
  }
  assert.ok(compared > 300, `${compared}`);
});

/** What the package makes of a masked answer, as a vector would. */
function classify(endpoint, { status, body: { body } }) {
  try {
    parseResponse(endpoint, { status, body });
    return "success";
  } catch (error) {
    return error.code;
  }
}

const SECRETS = Object.fromEntries(["sk", "code", "openid", "name"].map((name) => [name, secret(name)]));
const PERSONAL = ["13800000000", "小明的昵称", "alice@example.com", "Zhang San"];

/** How a server may spell what it wants to leak, beside the spellings of the errors' test. */
const ENCODINGS = {
  ...SPELLINGS,
  base64: (text) => Buffer.from(text).toString("base64"),
  base64url: (text) => Buffer.from(text).toString("base64url"),
  hex: (text) => Buffer.from(text).toString("hex"),
  "hex in capitals": (text) => Buffer.from(text).toString("hex").toUpperCase(),
  reversed: (text) => [...text].reverse().join(""),
  "with spaces": (text) => [...text].join(" "),
  "with underscores": (text) => text.replace(/./g, "$&_"),
  "in full width": (text) => text.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
};

/** Only these may be in a header. */
const inHeader = (text) => text.replace(/[^\x21-\x7e]/g, "");
const asName = (text) => `x-${text.replace(/[^A-Za-z0-9_-]/g, "")}`;

/** Answers that hold a text in every place. @returns {[string, (text: string) => (response: any) => void][]} */
const PLACES = Object.entries({
  "a field": (text) => json({ openid: text, session_key: text, unionid: text, data: { unionid: text, more: [text] } }),
  "a message": (text) =>
    json({ errno: 7, error: text, error_description: `invalid ${text} code`, errmsg: text, msg: text }),
  "an error_msg": (text) => json({ error_code: 110, error_msg: text }),
  "a number field": (text) => json({ errno: text, error_code: text, status: text, expires_in: text }),
  "a key": (text) => json({ [text]: 1, errno: 7, data: { [text]: { [text]: text } } }),
  "an array": (text) => json([[text], { message: text }]),
  "deep nesting": (text) => (response) =>
    response.end(`${'{"data":'.repeat(60)}${JSON.stringify(text)}${"}".repeat(60)}`),
  "plain text": (text) => (response) => response.end(text),
  "JSON without quotes": (text) => (response) => response.end(`{openid:"${text}"}`),
  HTML: (text) => (response) => response.end(`<html>${text}</html>`),
  "a cut JSON": (text) => (response) => response.end(`{"openid":"${text}`),
  "a name of a header": (text) => (response) => response.writeHead(200, { [asName(text)]: "1" }).end("{}"),
  "a header": (text) => (response) =>
    response
      .writeHead(200, Object.fromEntries([...HEADERS, "x-other"].map((name) => [name, inHeader(text)])))
      .end("{}"),
  "parts of headers": (text) => (response) =>
    response
      .writeHead(302, {
        "content-type": `application/json; ${inHeader(text).replace(/[;,]/g, "")}; charset=${asName(text)}`,
        location: `https://${asName(text).slice(0, 40)}.example/${encodeURIComponent(text)}`,
        "keep-alive": `timeout=5, ${asName(text)}`,
        "cache-control": `no-store, ${asName(text)}=1`,
        "set-cookie": `${asName(text)}=${inHeader(text)}`,
        server: `nginx/${asName(text)}`,
      })
      .end("{}"),
  "the reason phrase": (text) => (response) => response.writeHead(200, inHeader(text)).end("{}"),
});

const HEADERS = [
  "content-type",
  "server",
  "x-b3-traceid",
  "retry-after",
  "location",
  "set-cookie",
  "vary",
  "pragma",
  "etag",
].concat([
  "www-authenticate",
  "access-control-allow-origin",
  "access-control-allow-headers",
  "access-control-max-age",
  "logid",
]);

function json(value) {
  return (response) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

test("a hostile server gets no secret and no value into a report, wherever and however it spells it", async (t) => {
  let answer;
  const { url } = await serveHttp(t, (request, response) => request.resume().on("end", () => answer(response)));
  const { sk, code, openid } = SECRETS;
  const known = { client_id, sk, code, openid };
  // In turn: one with every secret, one whose success gives a secret, and one of the other host.
  const steps = STEPS.filter(({ id }) => ["login-wrong-code", "token", "unionid-wrong-token"].includes(id));
  let checked = 0;
  for (const text of [...Object.values(SECRETS), ...PERSONAL]) {
    for (const [encoding, spell] of Object.entries(ENCODINGS)) {
      const spelled = spell(text);
      for (const [place, answerWith] of Object.entries(Object.fromEntries(PLACES))) {
        answer = answerWith(spelled);
        const step = steps[checked % steps.length];
        const { exchanges } = await runProbe([step], known, { options: { baseUrl: url }, timeout: 5000 });
        const name = `${text} ${encoding} in ${place}`;
        assert.equal(exchanges.length, 1, name);
        const printed = JSON.stringify(exchanges.map(({ answer }) => answer));
        assert.doesNotMatch(printed, MARK, name);
        for (const piece of pieces(spelled)) assert.ok(!printed.includes(piece), `${name}: ${piece}: ${printed}`);
        checked++;
      }
    }
  }
  assert.ok(checked > 1000, `${checked}`);
});

/** Pieces of a text that are long enough to tell something. */
function pieces(text) {
  const whole = text.length <= 12 ? [text] : [];
  const windows = Array.from({ length: Math.max(0, text.length - 9) }, (_, at) => text.slice(at, at + 10));
  return [...whole, ...windows].filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

test("a secret that slips through the mask is found, and the answer is withheld", async (t) => {
  assert.ok(holdsSecret({ body: { body: "…ABCDEFGHIJ…" } }, ["x", "0abcdefghij0"]));
  assert.ok(!holdsSecret({ body: { body: "…abcdefghi…" } }, ["abcdefghijk"]));
  // A secret of words that a message may have.
  const secret = "invalid code expired";
  const { url } = await serveHttp(t, (_, response) => json({ errno: 7, error: secret })(response));
  const known = { client_id, sk: secret };
  const { exchanges } = await runProbe(STEPS.slice(2, 3), known, { options: { baseUrl: url }, timeout: 5000 });
  assert.deepEqual(exchanges[0].answer, { failed: "withheld" });
});

test("a server that gives strange tokens does not stop the probe", async (t) => {
  for (const access_token of [" ", "24.\n", "x".repeat(60_000), "\ud800"]) {
    const { url } = await serveHttp(t, (_, response) =>
      json({ access_token, expires_in: 1, openid: access_token, session_key: "k" })(response),
    );
    const known = { client_id, sk, code: "c" };
    const { exchanges, left_out } = await runProbe(STEPS, known, { options: { baseUrl: url }, timeout: 5000 });
    assert.ok(exchanges.length + left_out.length === STEPS.length && exchanges.length > 5, JSON.stringify(left_out));
  }
});

test("texts are masked but for known words as words are written", () => {
  assert.equal(maskText("aB1-é:(张三) \t\"'"), "xxx-x:(xx)  \"'");
  assert.equal(maskMessage("Invalid code 12ab, expired or REVOKED"), "Invalid code xxxx, expired or REVOKED");
  assert.equal(maskMessage("iNvalid cODe secretValue invalid_grant"), "xxxxxxx xxxx xxxxxxxxxxx invalid_grant");
  assert.equal(maskMessage("用户张三不存在，请重试"), "用户xx不存在，请重试");
  assert.equal(shapeOf("24.0a-Zz"), "2[0-9].2[0-9a-f]-2[A-Za-z]");
  assert.equal(shapeOf("张三"), "2[any]");
  assert.deepEqual(maskBody(""), { kind: "empty", length: 0 });
  assert.deepEqual(maskBody('{"errno":"0","phone":13800000000,"ok":false,"x1":"a"}'), {
    kind: "json",
    length: 53,
    body: '{"errno":"0","xxxxx":11111111111,"xx":true,"xx":"x"}',
    shapes: { xx: "1[0-9a-f]" },
  });
  assert.equal(maskBody('{"errno":13800000000}').body, '{"errno":11111111111}');
  assert.equal(maskBody('{"__proto__":{"errno":1},"errno":7}').body, '{"__xxxxx__":{"errno":1},"errno":7}');
});

test("headers of CORS, redirects and dates are described", () => {
  const headers = new Headers({
    "access-control-allow-origin": "https://probe.example",
    "access-control-allow-methods": "GET, POST, OPTIONS",
    location: "/elsewhere",
    date: new Date(60_000).toUTCString(),
    "content-type": "text/html; charset=GBK",
    "x-strange-name": "xyz",
  });
  assert.deepEqual(describeHeaders(headers, { url: "https://spapi.baidu.com/x", now: 0 }), {
    "access-control-allow-methods": "GET, POST, OPTIONS",
    "access-control-allow-origin": "the Origin that was sent",
    "content-type": "text/html; charset=gbk",
    date: "now + 60 s",
    location: "the same host, https",
    "x-xxxxxxx-xxxx": "3[a-z]",
  });
});

test("the summary says what the answers tell", async () => {
  const summary = (report, lang) => summarize({ ...report, server: "Baidu" }, lang);
  const report = await probeMock();
  assert.match(summary(report, "en"), /^step .*\nlogin-empty +200 +application\/json +errno 10010100 +bad_request\n/);
  assert.match(
    summary(report, "en"),
    /- a used code and an unknown one are answered alike\n- the old address answers: HTTP 200, code_invalid\n- there are no headers of CORS/,
  );
  assert.match(summary(report, "en"), /- a second token does not end the first$/);
  assert.match(summary(report, "zh"), /从中得知：\n- 已使用的 code 与不存在的 code 得到相同的响应\n/);
  baidu.fault("getUnionid", (_, { answer }) => {
    // Baidu, if a second token ended the first.
    return baidu.calls.getAccessToken < 3
      ? answer()
      : Response.json({ error_code: 110, error_msg: "Access token invalid" });
  });
  baidu.fault("jscode2sessionkey", async (_, { answer }) => {
    const response = await answer();
    return new Response(response.body, { headers: { "access-control-allow-origin": "*" } });
  });
  const other = summary(await probeMock(), "en");
  assert.match(other, /- there are headers of CORS\n- a second token ends the first/);
});

test("it stops when there are too many calls, and says what it left out", async () => {
  baidu.fault("jscode2sessionkey", "gateway", { body: { error_code: 18 }, times: 3 });
  const { exchanges, left_out } = await probeMock();
  assert.equal(exchanges.length, 1);
  assert.equal(left_out.length, STEPS.length - 1);
});

test("a server that is away, silent or endless is reported with a code, in bounded time", async (t) => {
  const steps = STEPS.slice(2, 4);
  const run = async (baseUrl) =>
    (await runProbe(steps, { client_id, sk }, { options: { baseUrl }, timeout: 200 })).exchanges.map(
      ({ answer }) => answer,
    );
  assert.deepEqual(await run(await refusingUrl()), [{ failed: "ECONNREFUSED" }, { failed: "ECONNREFUSED" }]);
  const { exchanges } = await runProbe(
    STEPS,
    { client_id, sk },
    { options: { baseUrl: await refusingUrl() }, timeout: 200 },
  );
  assert.equal(exchanges.length, 3, "it gives up");
  const silent = await serveTcp(t, () => {});
  assert.deepEqual(await run(silent.url), [{ failed: "timeout" }, { failed: "timeout" }]);
  const endless = createServer((_, response) => {
    response.writeHead(200);
    const write = () =>
      response.destroyed || (response.write("x".repeat(10_000)) ? setImmediate(write) : response.once("drain", write));
    write();
  });
  const [answer] = await run((await serve(t, endless)).url);
  assert.deepEqual([answer.status, answer.broken], [200, "more than 65536 bytes"]);
});

function folderOf(t) {
  const folder = mkdtempSync(join(tmpdir(), "swan-login-probe-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("it says what it will send, and sends nothing before it is told to", async () => {
  const { code, stdout, stderr } = await cli(MOCK);
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(
    stderr,
    /at most 14 requests are sent one after another, which spend no login code:\n {2}jscode2sessionkey {2}the answer to no parameters/,
  );
  assert.match(stderr, /agree with --yes/);
  assert.equal(baidu.requests.length, 0);
  const missing = await cli([...MOCK, "--yes"], { env: {} });
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /missing: client_id .*, sk/);
});

test("--yes spends no code and fetches one token; --spend-code and --second-token allow more", async (t) => {
  const code = baidu.issueCode();
  const env = { ...APP, BAIDU_LOGIN_CODE: code };
  const out = join(folderOf(t), "report.json");
  const first = await cli([...MOCK, "--yes", "--out", out], { env });
  assert.equal(first.code, 0, first.stderr);
  assert.equal(baidu.requests.filter(({ endpoint }) => endpoint === "getAccessToken").length, 2);
  assert.match(
    first.stdout,
    /\nNot sent: login, login-used-code, unionid, second-token, unionid-first-token\n\nThese are not answers of Baidu/,
  );
  const report = JSON.parse(readFileSync(out, "utf8"));
  assert.deepEqual([report.report, report.format, report.server], ["swan-login probe", 1, "another server"]);
  assert.equal(statSync(out).mode & 0o777, process.platform === "win32" ? 0o666 : 0o600);
  const again = await cli([...MOCK, "--yes", "--spend-code", "--second-token", "--json"], { env });
  assert.deepEqual([again.code, again.stderr], [0, ""]);
  const { exchanges } = JSON.parse(again.stdout);
  assert.equal(exchanges.length, STEPS.length);
  assert.equal(exchanges.find(({ step }) => step === "login").answer.says, "success", "the code was not spent before");
  for (const { stdout, stderr } of [first, again])
    for (const value of [sk, code, baidu.openid(), baidu.unionid()]) assert.ok(!`${stdout}${stderr}`.includes(value));
});

test("no file is overwritten, and none is left where nothing was sent", async (t) => {
  const folder = folderOf(t);
  const out = join(folder, "report.json");
  writeFileSync(out, "mine");
  const taken = await cli([...MOCK, "--yes", "--out", out]);
  assert.equal(taken.code, 2);
  assert.match(taken.stderr, /cannot be created \(EEXIST\)/);
  assert.equal(readFileSync(out, "utf8"), "mine");
  assert.equal(baidu.requests.length, 0);
  const other = join(folder, "other.json");
  assert.equal((await cli([...MOCK, "--out", other])).code, 2);
  assert.ok(!existsSync(other));
});

test("when no request is answered the exit code is 1", async () => {
  const { code, stdout } = await cli(["--base-url", await refusingUrl(), "--yes"]);
  assert.equal(code, 1);
  assert.match(stdout, /login-empty +- +- +- +ECONNREFUSED/);
});

const hasScript = process.platform === "linux" && spawnSync("script", ["--version"]).error === undefined;

test("in a terminal it asks, and a no sends nothing", { skip: !hasScript && "needs script(1)" }, async (t) => {
  const run = async (answers) => {
    const command = `'${process.execPath}' '${CLI}' probe ${MOCK.join(" ")}`;
    const env = { PATH: process.env.PATH, LC_ALL: "C", TERM: "dumb", ...APP, BAIDU_LOGIN_CODE: baidu.issueCode() };
    const child = spawn("script", ["-qec", command, "/dev/null"], { env });
    t.after(() => child.kill("SIGKILL"));
    let screen = "";
    const left = [...answers];
    child.stdout.setEncoding("utf8").on("data", (text) => {
      screen += text;
      while (left.length > 0 && screen.includes(left[0][0])) child.stdin.write(`${left.shift()[1]}\r`);
    });
    const [code] = await once(child, "close");
    assert.deepEqual(left, [], screen);
    return { code, screen };
  };
  const no = await run([["Send these? (y/N)", ""]]);
  assert.equal(no.code, 1);
  assert.match(no.screen, /nothing was sent/);
  assert.equal(baidu.requests.length, 0);
  const yes = await run([
    ["Send these?", "y"],
    ["This spends it", "y"],
    ["a second token", "n"],
  ]);
  assert.equal(yes.code, 0, yes.screen);
  assert.match(yes.screen, /login +200 .*success/);
  assert.match(yes.screen, /Not sent: second-token, unionid-first-token/);
});
