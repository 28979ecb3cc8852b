/** The commands of `swan-login` that call Baidu, build requests, decrypt and explain, run as processes against the mock. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";
import { COMMANDS } from "../../pkg/cli/commands.js";
import { languageOf } from "../../pkg/cli/language.js";
import { prompt } from "../../pkg/cli/prompt.js";
import { paramOf } from "../../pkg/cli/values.js";
import { calls } from "../../pkg/wasm/calls.js";
import { refusingUrl } from "../support/servers.js";

const CLI = fileURLToPath(new URL("../../pkg/cli/main.js", import.meta.url));

const baidu = createMockBaidu();
const server = await listen(baidu);
test.after(server.close);
test.beforeEach(baidu.reset);
const [{ client_id, sk }] = baidu.apps;
const APP = { BAIDU_APP_KEY: client_id, BAIDU_APP_SECRET: sk };
const MOCK = ["--base-url", server.url];

/** What a process gets of this one's environment: no credentials, no language. */
const ENV = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, LC_ALL: "C" };

/** Starts the command, with `input` on stdin. */
function start(args, { input = "", env = {}, nodeArgs = [] } = {}) {
  const child = spawn(process.execPath, [...nodeArgs, CLI, ...args], { env: { ...ENV, ...env }, timeout: 20_000 });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return child;
}

/** Runs the command to its end. */
async function cli(args, options) {
  const child = start(args, options);
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (text) => (output[name] += text));
  const [code] = await once(child, "close");
  return { code, ...output };
}

/** Runs it, must succeed, gives the JSON that it prints. */
async function json(args, options) {
  const { code, stdout, stderr } = await cli([...args, "--json"], options);
  assert.equal(code, 0, stderr);
  assert.equal(stderr, "");
  return JSON.parse(stdout);
}

const login = (input, options = {}) => cli(["login", ...MOCK], { input, env: APP, ...options });

test("login takes the code from stdin, as a line or as JSON, or from the environment", async () => {
  const openid = baidu.openid();
  for (const [input, env] of [
    [`${baidu.issueCode()}\n`, APP],
    [JSON.stringify({ code: baidu.issueCode() }), APP],
    [JSON.stringify({ code: baidu.issueCode(), client_id, sk, more: 1 }), {}],
    [`\ufeff${JSON.stringify({ code: baidu.issueCode() })}\r\n`, APP],
    ["", { ...APP, BAIDU_LOGIN_CODE: baidu.issueCode() }],
  ]) {
    const { code, stdout, stderr } = await cli(["login", ...MOCK], { input, env });
    assert.equal(code, 0, stderr);
    assert.equal(stdout, `openid       ${openid}\nsession_key  [masked]\n`);
    assert.equal(stderr, "--show-secrets prints what is masked.\n");
  }
  const other = { ...APP, BAIDU_APP_KEY: "another" };
  assert.equal((await login(baidu.issueCode(), { env: other })).code, 1);
  assert.equal(
    (await cli(["login", "--client-id", client_id, ...MOCK], { input: baidu.issueCode(), env: other })).code,
    0,
  );
});

test("session_key and access tokens are printed only by --show-secrets", async () => {
  const masked = await json(["login", ...MOCK], { input: baidu.issueCode(), env: APP });
  assert.deepEqual(masked, { openid: baidu.openid(), session_key: "[masked]" });
  const shown = await json(["login", ...MOCK, "--show-secrets"], { input: baidu.issueCode(), env: APP });
  assert.match(shown.session_key, /^[0-9a-f]{32}$/);
  const token = await json(["token", ...MOCK], { env: APP });
  assert.deepEqual([token.access_token, token.expires_in], ["[masked]", 2592000]);
  assert.match((await json(["token", ...MOCK, "--show-secrets"], { env: APP })).access_token, /^24\./);
});

test("unionid works with AppKey and AppSecret, and with an access token", async () => {
  const openid = baidu.openid();
  const expected = baidu.unionid();
  assert.equal((await json(["unionid", "--openid", openid, ...MOCK], { env: APP })).unionid, expected);
  assert.equal((await json(["unionid", ...MOCK], { env: APP, input: openid })).unionid, expected);
  assert.equal((await json(["unionid", ...MOCK], { env: { ...APP, BAIDU_OPENID: openid } })).unionid, expected);
  const { access_token } = await json(["token", ...MOCK, "--show-secrets"], { env: APP });
  const env = { BAIDU_ACCESS_TOKEN: access_token };
  assert.equal((await json(["unionid", "--openid", openid, ...MOCK], { env })).unionid, expected);
  const { stdout } = await cli(["unionid", "--openid", openid, ...MOCK], { env });
  assert.match(stdout, new RegExp(`^unionid     ${expected}\\nrequest_id  \\d+\\n`));
});

test("decrypt takes what the mini program got", async () => {
  const { session_key } = await json(["login", ...MOCK, "--show-secrets"], { input: baidu.issueCode(), env: APP });
  const { data, iv } = await baidu.encryptUserData({ content: { mobile: "13800000000" } });
  const content = { mobile: "13800000000" };
  const inputs = [
    { session_key, data, iv },
    { session_key, encryptedData: data, iv, errMsg: "ok" },
    { sessionKey: session_key, data: "", encrypted_data: data, iv },
  ];
  for (const input of inputs)
    assert.deepEqual(await json(["decrypt", "--client-id", client_id], { input: JSON.stringify(input) }), content);
  const env = { ...APP, BAIDU_SESSION_KEY: session_key, BAIDU_IV: iv, BAIDU_USER_DATA: data };
  assert.equal((await cli(["decrypt"], { env })).stdout, '{\n  "mobile": "13800000000"\n}\n');
  const wrong = await cli(["decrypt", "--lang=zh"], { env: { ...env, BAIDU_SESSION_KEY: "0".repeat(32) } });
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /decrypt_failed：用户数据无法解密\n/);
});

test("request shows what each call would send, without reading a secret", async () => {
  for (const [endpoint, { params }] of Object.entries(calls)) {
    const env = Object.fromEntries(params.map((name) => [paramOf(name).env, `5ecret-of-${name}`]));
    const { code, stdout, stderr } = await cli(["request", endpoint], { env });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^curl (-d "[^"]*" )?"https:\/\/(spapi|openapi)\.baidu\.com\/[^"]*"\n$/, endpoint);
    for (const name of params) {
      const { env: variable, isSecret } = paramOf(name);
      assert.equal(stdout.includes(`=$${variable}`), isSecret, `${endpoint}: ${name} in ${stdout}`);
      assert.equal(`${stdout}${stderr}`.includes(`5ecret-of-${name}`), !isSecret, `${endpoint}: ${name}`);
    }
    const masked = await json(["request", endpoint], { env });
    assert.match(masked.method, /^(GET|POST)$/);
    for (const name of params)
      assert.equal(JSON.stringify(masked).includes(`5ecret-of-${name}`), !paramOf(name).isSecret, endpoint);
    const shown = await json(["request", endpoint, "--show-secrets"], { env });
    for (const name of params) assert.ok(JSON.stringify(shown).includes(`5ecret-of-${name}`), endpoint);
  }
});

test("the curl line of request runs, with variables and with values", async (t) => {
  const run = async (line, env) => {
    const { stdout } = await promisify(execFile)("sh", ["-c", line.replace("curl", "curl -sS")], {
      env: { ...ENV, ...env },
    });
    return JSON.parse(stdout);
  };
  if (!existsSync("/usr/bin/curl")) return t.skip("there is no curl");
  const args = ["request", "jscode2sessionkey", ...MOCK];
  const masked = (await cli(args)).stdout;
  assert.equal((await run(masked, { ...APP, BAIDU_LOGIN_CODE: baidu.issueCode() })).openid, baidu.openid());
  const host = baidu.issueCode({ host: "iqiyi" });
  const shown = (await cli([...args, "--show-secrets"], { env: { ...APP, BAIDU_LOGIN_CODE: host } })).stdout;
  assert.equal((await run(shown, {})).openid, baidu.openid());
  const odd = "a \"b\" `c` $d \\e 'f' !g";
  const quoted = await cli(["request", "getUnionid", "--openid", odd, ...MOCK]);
  const { access_token } = await json(["token", ...MOCK, "--show-secrets"], { env: APP });
  assert.equal((await run(quoted.stdout, { BAIDU_ACCESS_TOKEN: access_token })).errno, 400);
  const { body } = await json(["request", "getUnionid", "--openid", odd]);
  assert.equal(new URLSearchParams(body).get("openid"), odd);
});

const [token, authorization] = ["24.5ec5ec5ec5ec5ec5ec5ec5ec5ec5ec5e.2592000.1700000000.282335-1", "5ec5ec5ecNW"];

for (const [command, option] of [
  ["login", "--sk"],
  ["login", "--code"],
  ["login", "--secret"],
  ["login", "--app-secret"],
  ["login", "--client-secret"],
  ["token", "--sk"],
  ["unionid", "--access-token"],
  ["unionid", "--access_token"],
  ["unionid", "-token"],
  ["decrypt", "--session-key"],
  ["decrypt", "--iv"],
  ["decrypt", "--data"],
  ["request", "--refresh-token"],
  ["request", "--ticket"],
  ["explain", "--sk"],
  ["mock", "--sk"],
])
  test(`a secret is refused as an argument: ${command} ${option}`, async () => {
    for (const args of [[`${option}=5ec5ec5ec`], [option, "5ec5ec5ec"]])
      for (const [lang, words] of [
        ["en", /is not taken from arguments, because ps shows them/],
        ["zh", /不能写在命令行中，因为 ps 能看到/],
      ]) {
        const { code, stdout, stderr } = await cli([command, ...args, "--lang", lang], { env: APP });
        assert.deepEqual([code, stdout], [2, ""]);
        assert.match(stderr, words);
        assert.match(stderr, /BAIDU_[A-Z_]+/);
        assert.doesNotMatch(stderr, /5ec5ec5ec/);
      }
  });

test("a code, a token or a reply with secrets is refused as an argument, and not repeated", async () => {
  for (const args of [
    ["login", authorization],
    ["unionid", token],
    ["request", "jscode2sessionkey", authorization],
    ["decrypt", authorization],
    ["explain", `{"openid":"o","session_key":"5ec5ec5ec5ec5ec5"}`],
    ["explain", "refused", token],
    ["explain", "https://spapi.baidu.com/oauth/jscode2sessionkey?code=5ec&sk=5ec5ec5ec"],
  ]) {
    const { code, stdout, stderr } = await cli(args, { env: APP });
    assert.deepEqual([code, stdout], [2, ""], args.join(" "));
    assert.match(stderr, /ps shows/);
    assert.doesNotMatch(stderr, /5ec5ec/);
  }
});

test("what is missing is named with the ways to give it, and what stdin holds is not quoted", async () => {
  const failing = async (args, options) => {
    const { code, stdout, stderr } = await cli(args, options);
    assert.deepEqual([code, stdout], [2, ""]);
    return stderr;
  };
  assert.equal(
    await failing(["login"], { env: { BAIDU_APP_SECRET: "s" } }),
    "swan-login: missing: client_id (--client-id or BAIDU_APP_KEY), code (BAIDU_LOGIN_CODE). Set it, pipe it in, or run in a terminal and type it\nTry: swan-login login --help\n",
  );
  assert.match(
    await failing(["token"], { env: { LC_ALL: "zh_CN.UTF-8" } }),
    /^swan-login: 缺少 client_id（?.*BAIDU_APP_KEY/,
  );
  assert.match(await failing(["login"], { env: APP, input: '{"code":5ec5ec}' }), /stdin is not JSON/);
  assert.match(await failing(["login"], { env: APP, input: '{"code":5}' }), /code in stdin is not a string/);
  assert.match(await failing(["login"], { env: APP, input: '{"kode":"5ec5ec"}' }), /missing: code/);
  assert.match(await failing(["login"], { input: "5ec5ec" }), /stdin must be JSON with client_id, sk, code/);
  assert.match(await failing(["login"], { env: APP, input: "5ec".repeat(400_000) }), /larger than 1 MiB/);
  assert.match(
    await failing(["token"], { env: { ...APP, BAIDU_APP_SECRET: "5ec5ec\n" } }),
    /BAIDU_APP_SECRET begins or ends/,
  );
  assert.match(await failing(["request"], {}), /name a call: jscode2sessionkey/);
  assert.match(await failing(["request", "login"], {}), /is not one of jscode2sessionkey/);
  assert.match(await failing(["token", "--lang", "fr"], {}), /--lang is not one of zh, en: fr/);
  assert.match(
    await failing(["login", "--base-url", "http://example.com"], { env: APP, input: "c" }),
    /Secrets would cross/,
  );
});

test("a failure is explained in the language chosen, and its exit code is 1", async () => {
  const used = baidu.issueCode();
  await login(used);
  const en = await login(used);
  assert.deepEqual([en.code, en.stdout], [1, ""]);
  assert.match(
    en.stderr,
    /^swan-login: jscode2sessionkey: the login code is wrong, used or expired \(.*\)\n\ninvalid_grant: /,
  );
  assert.match(en.stderr, /\nCauses:\n {2}- .*\nWhat to do:\n {2}1\. /s);
  assert.match(en.stderr, /docs\/errors\.md#code_invalid/);
  const zh = await login(used, { env: { ...APP, LC_ALL: "", LANG: "zh_CN.UTF-8" } });
  assert.equal(zh.code, 1);
  assert.match(
    zh.stderr,
    /invalid_grant：.*\n可能的原因：\n {2}- .*\n怎么办：\n {2}1\. 让小程序重新调用 swan\.getLoginCode/s,
  );
  const asJson = await cli(["login", ...MOCK, "--json", "--lang=zh"], { input: used, env: APP });
  assert.deepEqual([asJson.code, asJson.stdout], [1, ""]);
  const { error, explanation } = JSON.parse(asJson.stderr);
  assert.deepEqual([error.code, error.codeConsumed, error.baidu.error], ["code_invalid", "yes", "invalid_grant"]);
  assert.match(explanation.steps[0], /让小程序重新调用/);
  const refused = await cli(["token", "--base-url", await refusingUrl()], { env: APP });
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /\nCause: .*ECONNREFUSED.*\n\nThe connection is refused\n/);
  baidu.fault("getAccessToken", "hang");
  const slow = await cli(["token", ...MOCK, "--timeout", "100"], { env: APP });
  assert.equal(slow.code, 1);
  assert.match(slow.stderr, /timeout: no answer in time/);
});

test("no secret is in the output of any command, whatever Baidu answers", async () => {
  const { session_key } = await json(["login", ...MOCK, "--show-secrets"], { input: baidu.issueCode(), env: APP });
  const { access_token } = await json(["token", ...MOCK, "--show-secrets"], { env: APP });
  const { data, iv } = await baidu.encryptUserData();
  const code = baidu.issueCode();
  const secrets = [sk, session_key, access_token, code, iv, data];
  /** Answers that repeat what was sent. */
  const echoing = (answer) => [async (request) => answer(`${request.url} ${await request.text()}`)];
  const faults = {
    none: undefined,
    errno: echoing((sent) => Response.json({ errno: 7, error: sent, error_description: sent, errmsg: sent })),
    html: echoing((sent) => new Response(`<html>${sent}</html>`, { status: 502, headers: { "x-sent": sent } })),
    redirect: echoing((sent) => new Response(null, { status: 302, headers: { location: encodeURI(sent) } })),
    network: ["network"],
    truncated: ["truncated"],
  };
  const env = { ...APP, BAIDU_LOGIN_CODE: code, BAIDU_SESSION_KEY: session_key, BAIDU_IV: iv, BAIDU_USER_DATA: data };
  const runs = [
    [["login", ...MOCK], env],
    [["token", ...MOCK], env],
    [["unionid", "--openid", baidu.openid(), ...MOCK], env],
    [["unionid", "--openid", "unknown", ...MOCK], { ...env, BAIDU_ACCESS_TOKEN: access_token }],
    [["request", "jscode2sessionkey", ...MOCK], env],
    [["decrypt", "--client-id", "another"], env],
  ];
  for (const [name, fault] of Object.entries(faults)) {
    baidu.clearFaults();
    if (fault) baidu.fault("*", ...fault);
    await Promise.all(
      runs.flatMap(([args, environment]) =>
        [[], ["--json"], ["--lang=zh"]].map(async (more) => {
          const { stdout, stderr } = await cli([...args, ...more], { env: environment });
          assert.ok(`${stdout}${stderr}`.length > 0);
          for (const secret of secrets)
            for (const spelling of [secret, encodeURIComponent(secret), secret.slice(0, 12)])
              assert.ok(!`${stdout}${stderr}`.includes(spelling), `${name}: ${[...args, ...more]}: ${spelling}`);
        }),
      ),
    );
  }
});

test("a reply that is explained is not repeated", async () => {
  const body = JSON.stringify({
    errno: 7,
    error: "5ec5ec5ec",
    error_description: "5ec5ec5ec",
    session_key: "5ec5ec5ec5ec5ec5ec",
  });
  for (const args of [["explain"], ["explain", "--json"], ["explain", "--endpoint", "getUnionid"]]) {
    const { code, stdout, stderr } = await cli(args, { input: body });
    assert.equal(code, 0, stderr);
    assert.doesNotMatch(`${stdout}${stderr}`, /5ec5ec/);
  }
});

test("while a command runs, nothing that ps shows is a secret", async (t) => {
  if (process.platform === "win32") return t.skip("there is no ps");
  baidu.fault("jscode2sessionkey", "hang");
  const code = baidu.issueCode();
  const child = start(["login", ...MOCK], { env: APP, input: code });
  t.after(() => child.kill("SIGKILL"));
  while (baidu.calls.jscode2sessionkey === 0) await new Promise((resolve) => setTimeout(resolve, 20).unref());
  const { stdout } = await promisify(execFile)("ps", ["-o", "args=", "-p", String(child.pid)]);
  assert.match(stdout, /main\.js login --base-url/);
  for (const secret of [code, sk]) assert.ok(!stdout.includes(secret));
});

test("explain takes numbers, names, errors, replies and lines of a log", async () => {
  const titles = async (args, options) => (await json(["explain", ...args], options)).map(({ title }) => title);
  assert.deepEqual(await titles(["10010100"]), ["errno 10010100: a parameter is invalid"]);
  assert.deepEqual(await titles(["errno", "400"]), ["errno 400: parameter error, check the openid"]);
  assert.deepEqual(await titles(["50006", "--lang", "zh"]), ["errno 50006：打开授权页面的请求没有 Referer"]);
  assert.equal((await titles(["110"])).length, 2);
  const [first] = await titles(["code_invalid"], {});
  assert.match(first, /^code_invalid: /);
  const { stderr } = await cli(["login", ...MOCK, "--json"], { input: "wrong", env: APP });
  const { error } = JSON.parse(stderr);
  for (const input of [error, { error }, { level: 50, err: error }])
    assert.match((await titles([], { input: JSON.stringify(input) })).join(), /^invalid_grant: /);
  const reply = '{"error_code":6,"error_msg":"No permission to access data"}';
  assert.deepEqual(await titles([reply]), ["error_code 6: no permission to access the data"]);
  assert.deepEqual(await titles([], { input: JSON.stringify({ status: 200, body: reply }) }), await titles([reply]));
  assert.match((await titles(["--endpoint", "getUnionid"], { input: '{"errno":1}' })).join(), /no unionid/);
  assert.match((await titles(["--status", "502"], { input: "<html>" })).join(), /HTML page/);
  assert.match((await titles([], { input: '{"data":{"openid":"o"},"errno":0}' })).join(), /malformed|documented/);
  assert.match((await titles([], { input: '{"openid":"o","session_key":"k"}' })).join(), /no error/);
  assert.deepEqual(await titles([], { input: '{"level":50,"msg":"getUnionid: errno 40008"}\n' }), [
    "errno 40008: the address of the server is not in the whitelist",
  ]);
  const human = await cli(["explain", "40008", "--lang=zh"]);
  assert.match(
    human.stdout,
    /^errno 40008：服务器 IP 不在白名单中\n.*可能的原因：\n.*怎么办：\n {2}1\. .*参考：\n {2}- docs\/errors\.zh-CN\.md#errno-40008\n/s,
  );
  const unknown = await cli(["explain", "something", "else"]);
  assert.deepEqual([unknown.code, unknown.stdout], [1, ""]);
  assert.match(unknown.stderr, /^swan-login: nothing is known about it/);
});

test("every command has help in both languages, with an example", async () => {
  for (const [name, { does, load }] of Object.entries(COMMANDS)) {
    const { flags, params = [], example } = await load();
    for (const lang of ["zh", "en"]) {
      const { code, stdout, stderr } = await cli([name, "--help", "--lang", lang]);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.ok(
        stdout.includes(does[lang]) &&
          stdout.includes(example) &&
          example.startsWith("") &&
          example.includes(`swan-login ${name}`),
      );
      for (const flag of Object.values(flags))
        assert.ok(stdout.includes(flag.does[lang]) && flag.does.zh !== flag.does.en);
      for (const param of params) assert.ok(stdout.includes(paramOf(param).env), param);
      assert.match(
        stdout,
        lang === "zh" ? /^用法：swan-login .*\n\n.*\n选项：\n.*\n示例：\n/s : /^Usage: .*\nOptions:\n.*\nExample:\n/s,
      );
    }
    const list = await cli(["--help", "--lang=zh"]);
    assert.ok(list.stdout.includes(does.zh));
  }
});

test("the language is that of --lang, else of LC_ALL, LC_MESSAGES, LANG", () => {
  const zh = { LANG: "zh_CN.UTF-8" };
  assert.equal(languageOf([], zh), "zh");
  assert.equal(languageOf([], { LC_ALL: "zh_TW" }), "zh");
  assert.equal(languageOf([], { LC_MESSAGES: "zh", LANG: "en_US.UTF-8" }), "zh");
  assert.equal(languageOf([], { ...zh, LC_ALL: "C" }), "en");
  assert.equal(languageOf([], { ...zh, LC_ALL: "" }), "zh");
  assert.equal(languageOf(["login", "--lang", "en"], zh), "en");
  assert.equal(languageOf(["login", "--lang=zh", "--json"], { LANG: "C" }), "zh");
  assert.equal(languageOf(["zh"], { LANG: "C" }), "en");
  assert.equal(languageOf(["--lang"], { LANG: "C" }), "en");
  assert.equal(languageOf(["--lang=fr"], zh), "zh");
});

/** A terminal, as far as the prompt uses one. */
function terminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true, raw: [], setRawMode: (on) => input.raw.push(on) });
  const output = new PassThrough();
  let printed = "";
  output.setEncoding("utf8").on("data", (text) => (printed += text));
  return { input, output, printed: () => printed };
}

test("a secret that is typed is not shown, other values are", async () => {
  for (const isSecret of [true, false]) {
    const { input, output, printed } = terminal();
    const answer = prompt("code: ", { isSecret, input, output });
    input.write("5ex\u007fc5ec\r");
    assert.equal(await answer, "5ec5ec");
    assert.deepEqual(input.raw, [true, false]);
    assert.ok(printed().startsWith("code: "));
    assert.equal(printed().includes("5ec"), !isSecret);
  }
  const { input, output } = terminal();
  const answer = prompt("code: ", { isSecret: true, input, output });
  input.write("5e\u0003");
  await assert.rejects(answer, { message: "cancelled" });
  assert.deepEqual(input.raw, [true, false]);
});

const hasScript = process.platform === "linux" && existsSync("/usr/bin/script");

test("in a terminal the missing values are asked for, without an echo", {
  skip: !hasScript && "needs script(1)",
}, async (t) => {
  const command = `'${process.execPath}' '${CLI}' login ${MOCK.join(" ")}`;
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    env: { ...ENV, TERM: "dumb", BAIDU_APP_KEY: client_id },
  });
  t.after(() => child.kill("SIGKILL"));
  let screen = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (screen += text));
  const shows = async (text) => {
    for (let i = 0; i < 500 && !screen.includes(text); i++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.ok(screen.includes(text), screen);
  };
  const code = baidu.issueCode();
  await shows("sk (the AppSecret): ");
  child.stdin.write(`${sk}\r`);
  await shows("works once): ");
  child.stdin.write(`${code}\r`);
  const [status] = await once(child, "close");
  assert.equal(status, 0, screen);
  await shows(`openid       ${baidu.openid()}`);
  for (const secret of [sk, code, sk.slice(0, 4)]) assert.ok(!screen.includes(secret), screen);
});

/** Takes away what came after Node 18.0. */
const LIKE_NODE_18_0 = `
  import { syncBuiltinESMExports } from "node:module";
  import util from "node:util";
  delete globalThis.crypto;
  delete util.parseArgs;
  Response.json = undefined;
  AbortSignal.any = undefined;
  syncBuiltinESMExports();
`;

test("the commands run without what Node 18.0 does not have", async () => {
  const nodeArgs = ["--import", `data:text/javascript,${encodeURIComponent(LIKE_NODE_18_0)}`];
  assert.equal(
    (await json(["login", ...MOCK], { nodeArgs, env: APP, input: baidu.issueCode() })).openid,
    baidu.openid(),
  );
  assert.equal(
    (await json(["unionid", ...MOCK], { nodeArgs, env: APP, input: baidu.openid() })).unionid,
    baidu.unionid(),
  );
  assert.equal((await cli(["login", ...MOCK], { nodeArgs, env: APP, input: "wrong" })).code, 1);
  assert.equal((await cli(["explain", "110"], { nodeArgs })).code, 0);
});

test("what the commands read is documented", () => {
  for (const file of ["docs/cli.md", "docs/cli.zh-CN.md"]) {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
    for (const name of Object.keys(COMMANDS)) assert.ok(text.includes(`swan-login ${name}`), `${file}: ${name}`);
    for (const { params } of Object.values(calls))
      for (const name of params) assert.ok(text.includes(paramOf(name).env), `${file}: ${paramOf(name).env}`);
  }
});
