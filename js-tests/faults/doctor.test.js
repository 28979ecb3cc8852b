// `swan-login doctor`: each fault is made, and the line that doctor prints is the one that names it. The table of
// docs/doctor.md is that of FAULTS; `UPDATE_DOCS=1 node --test js-tests/faults/doctor.test.js` writes it.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect, createServer as createTcpServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { createServer as createTlsServer } from "node:tls";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";
import { CHECKS } from "../../pkg/cli/doctor/checks.js";
import { createContext } from "../../pkg/cli/doctor/context.js";
import { FINDINGS } from "../../pkg/cli/doctor/findings.js";
import { proxyOf } from "../../pkg/cli/doctor/proxy.js";
import { openRedis } from "../../pkg/cli/doctor/resp.js";
import { runChecks } from "../../pkg/cli/doctor/run.js";
import { describeLine } from "../../pkg/cli/doctor.js";
import { certificate, inDays } from "../support/certificate.js";
import { dnsServer } from "../support/dns-server.js";
import { redisServer, skip as skipRedis } from "../support/redis-server.js";
import { runNode } from "../support/run-node.js";
import { freePort, refusingUrl, serve, serveHttp, serveTcp } from "../support/servers.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLI = join(ROOT, "pkg/cli/main.js");

const baidu = createMockBaidu();
const mock = await listen(baidu);
test.after(mock.close);
test.beforeEach(baidu.reset);
const [{ client_id, sk }] = baidu.apps;

/** What doctor gets where nothing is wrong; its machine has no proxy. */
const HEALTHY = {
  app: { client_id, sk, openid: undefined },
  redis: undefined,
  options: { baseUrl: mock.url },
  timeout: 5000,
};
const MACHINE = { env: {} };

/** Enough for a server on this machine, and little to wait for one that is silent. */
const SOON = 1200;

/** Diagnoses in this process. */
async function diagnose(inputs = {}, machine = {}) {
  const context = createContext({ ...HEALTHY, ...inputs }, { ...MACHINE, ...machine });
  return (await Promise.all(runChecks(CHECKS, context))).map(noteLine);
}

/** Diagnoses in a process with these variables and flags, which are read when Node starts. */
async function diagnoseIn({ env = {}, flags = [], inputs = {}, machine = "{}", root = ROOT }) {
  const url = (file) => JSON.stringify(String(pathToFileURL(join(root, "pkg/cli/doctor", file))));
  const source = `
    import { CHECKS } from ${url("checks.js")};
    import { createContext } from ${url("context.js")};
    import { runChecks } from ${url("run.js")};
    const context = createContext(${JSON.stringify({ ...HEALTHY, ...inputs })}, ${machine});
    const lines = await Promise.all(runChecks(CHECKS, context));
    console.log(JSON.stringify(lines.map(({ check: { id, host, name }, target, result }) =>
      ({ check: { id, host, name }, target: target && { host: target.host }, result: { ...result, data: undefined } }))));
  `;
  const { status, output } = await runNode(source, { NODE_NO_WARNINGS: "1", ...env }, flags);
  assert.equal(status, 0, output);
  return JSON.parse(output.slice(output.indexOf("[{"))).map(noteLine);
}

/** Everything that any diagnosis has printed. */
const printed = [];
const seen = new Set();

function noteLine(line) {
  seen.add(line.result.id);
  for (const lang of ["zh", "en"]) printed.push(describeLine(line, lang));
  return line;
}

/** A server on TLS in front of the mock. */
async function serveTls(t, options, port = mock.port) {
  const server = createTlsServer(options, (socket) => {
    const plain = connect(port, "127.0.0.1");
    for (const each of [socket, plain]) each.on("error", () => each.destroy());
    socket.on("close", () => plain.destroy());
    socket.pipe(plain).pipe(socket);
  });
  server.on("tlsClientError", () => {});
  return (await serve(t, server)).port;
}

/** Diagnoses a server at localhost with this certificate. */
async function diagnoseTls(t, options, inputs = {}, machine = {}) {
  const port = await serveTls(t, options);
  return diagnose({ options: { baseUrl: `https://localhost:${port}` }, ...inputs }, { lookup: toLoopback, ...machine });
}

/** The same in a process that trusts this authority additionally. */
async function diagnoseTrusting(t, authority, options, machine = "{}") {
  const port = await serveTls(t, options);
  return diagnoseIn({
    env: { NODE_EXTRA_CA_CERTS: fileOf(t, authority.cert) },
    inputs: { options: { baseUrl: `https://localhost:${port}` } },
    machine: `{ lookup: async () => [{ address: "127.0.0.1", family: 4 }], ...${machine} }`,
  });
}

const toLoopback = async () => [{ address: "127.0.0.1", family: 4 }];

function folderOf(t) {
  const folder = mkdtempSync(join(tmpdir(), "swan-login-doctor-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function fileOf(t, content) {
  const file = join(folderOf(t), "file");
  writeFileSync(file, content);
  return file;
}

/** A copy of the package, with one file changed. */
async function diagnoseAltered(t, file, change) {
  const root = folderOf(t);
  for (const path of ["package.json", "pkg"]) cpSync(join(ROOT, path), join(root, path), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  writeFileSync(join(root, file), change(readFileSync(join(root, file), "latin1")), "latin1");
  return diagnoseIn({ root });
}

/** A proxy that connects to whatever it is asked for on this machine, or refuses with a status. */
async function connectProxy(t, status = 200) {
  const server = createServer();
  server.on("connect", (request, socket) => {
    socket.on("error", () => {});
    if (status !== 200) return socket.end(`HTTP/1.1 ${status} Refused\r\n\r\n`);
    const port = Number(request.url.split(":").at(-1));
    const other = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connected\r\n\r\n");
      socket.pipe(other).pipe(socket);
    }).on("error", () => socket.destroy());
    socket.on("close", () => other.destroy());
  });
  return (await serve(t, server)).url;
}

/** Node 24, which heeds proxies, as far as doctor can tell. */
const node24 = (env) => ({ env, versions: { node: "24.21.0" } });

/** A server whose queue of connections is full: the system drops what comes, as a firewall does. */
async function fullServer(t) {
  const source = `const server = require("node:net").createServer();
    server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
      require("node:fs").writeSync(1, String(server.address().port));
      for (;;);
    });`;
  const child = spawn(process.execPath, ["--eval", source]);
  t.after(() => child.kill("SIGKILL"));
  const [port] = await once(child.stdout, "data");
  for (let i = 0; i < 4; i++) {
    const socket = connect(Number(port), "127.0.0.1").on("error", () => {});
    t.after(() => socket.destroy());
  }
  return `http://127.0.0.1:${port}`;
}

/** A server that answers every request in Baidu's place. */
async function diagnoseAnswer(t, listener, inputs = {}) {
  const { url } = await serveHttp(t, listener);
  return diagnose({ options: { baseUrl: url }, ...inputs });
}

/** A server that speaks as Redis does, but answers every command in the same way. */
async function fakeRedis(t, replyTo) {
  const { port } = await serveTcp(t, (socket, request) => {
    const words = request.split("\r\n").filter((_, index) => index > 0 && index % 2 === 0);
    socket.write(replyTo(...words));
  });
  return `redis://127.0.0.1:${port}`;
}

const onlyRedis = (text, more = {}) => diagnose({ redis: { text, name: "REDIS_URL" }, ...more });

/** One Redis for the tests that only need another user or another setting of it. */
let redis;
if (!skipRedis) {
  redis = await redisServer();
  test.after(redis.stop);
}

/** @param {string[][]} commands */
async function tellRedis(port, ...commands) {
  const connection = await openRedis({ hostname: "127.0.0.1", port, isTls: false }, new AbortController().signal);
  for (const words of commands) await connection.command(...words);
  connection.close();
}

/** A user of Redis with these rights. */
async function redisUser(...rules) {
  await tellRedis(redis.port, ["ACL", "SETUSER", "app", "reset", "on", ">5ec:re/t@", "~swan-login:*", ...rules]);
  return `redis://app:5ec%3Are%2Ft%40@127.0.0.1:${redis.port}`;
}

/** The memory of Redis, until the test ends. */
async function limitRedis(t, maxmemory, policy) {
  const set = (...values) =>
    tellRedis(redis.port, ["CONFIG", "SET", "maxmemory", values[0]], ["CONFIG", "SET", "maxmemory-policy", values[1]]);
  t.after(() => set("0", "noeviction"));
  await set(maxmemory, policy);
  return redis.url;
}

const authority = certificate({ name: "Corporate Interception CA", isAuthority: true });

/**
 * @typedef {object} Fault
 * @property {{ zh: string, en: string }} made
 * @property {string} finds
 * @property {RegExp} [says]  In the English line.
 * @property {string[]} [also]  What else is found because of it.
 * @property {false | string} [skip]
 * @property {(t: import("node:test").TestContext) => Promise<any[]>} diagnose
 */

/** @type {Fault[]} */
const FAULTS = [
  {
    made: { zh: "运行环境没有 fetch", en: "a runtime without fetch" },
    finds: "runtime.no-fetch",
    diagnose: () => diagnose({}, { fetch: undefined }),
  },
  {
    made: { zh: "NODE_TLS_REJECT_UNAUTHORIZED=0", en: "NODE_TLS_REJECT_UNAUTHORIZED=0" },
    finds: "runtime.unverified",
    diagnose: () => diagnoseIn({ env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" } }),
  },
  {
    made: { zh: "Node 以 --jitless 启动，没有 WebAssembly", en: "Node started with --jitless: no WebAssembly" },
    finds: "package.fails",
    diagnose: () => diagnoseIn({ flags: ["--jitless"] }),
  },
  {
    made: { zh: "core.wasm 中改动一个字节", en: "a byte of core.wasm changed" },
    finds: "package.altered",
    says: /core\.wasm/,
    diagnose: (t) => diagnoseAltered(t, "pkg/wasm/core.wasm", (text) => `${text.slice(0, -1)}x`),
  },
  {
    made: { zh: "入口内嵌的核心被改动", en: "the core within the entry changed" },
    finds: "package.altered",
    says: /esm\/index\.js/,
    diagnose: (t) =>
      diagnoseAltered(t, "pkg/esm/index.js", (text) => text.replace(/(?<=[A-Za-z0-9+/]{40000})../, "xx")),
  },
  {
    made: { zh: "应用安装的是另一个版本", en: "the app has another version installed" },
    finds: "package.another",
    says: /swan-login 0\.0\.9/,
    diagnose(t) {
      const folder = folderOf(t);
      mkdirSync(join(folder, "node_modules/swan-login"), { recursive: true });
      writeFileSync(join(folder, "node_modules/swan-login/package.json"), '{"version":"0.0.9"}');
      return diagnose({}, { folder });
    },
  },
  ...[
    ["credential.app-id", { client_id: "11136662" }, "BAIDU_APP_KEY 是 App ID", "an App ID in BAIDU_APP_KEY", /KEY/],
    [
      "credential.white-space",
      { sk: `${sk}\n` },
      "BAIDU_APP_SECRET 末尾有换行",
      "a line break behind BAIDU_APP_SECRET",
      /character 33/,
    ],
    [
      "credential.white-space",
      { client_id: `\u200b${client_id}` },
      "BAIDU_APP_KEY 前有零宽空格",
      "a zero-width space before BAIDU_APP_KEY",
      /character 1\)/,
    ],
    ["credential.quoted", { sk: `"${sk}"` }, "BAIDU_APP_SECRET 带有引号", "quotes around BAIDU_APP_SECRET", /SECRET/],
    ["credential.same", { sk: client_id }, "两个变量都是 AppKey", "the AppKey in both variables", /SECRET/],
    [
      "credential.unusual",
      { sk: sk.slice(0, 20) },
      "BAIDU_APP_SECRET 只复制了一部分",
      "half of BAIDU_APP_SECRET",
      /20 characters/,
      ["token.refused"],
    ],
  ].map(([finds, app, zh, en, says, also = []]) => ({
    made: { zh, en },
    finds,
    says,
    also,
    diagnose: () => diagnose({ app: { ...HEALTHY.app, ...app } }),
  })),
  {
    made: { zh: "设置了 HTTPS_PROXY，Node 20", en: "HTTPS_PROXY is set, on Node 20" },
    finds: "proxy.ignored",
    says: /HTTPS_PROXY.*Node 20\.20\.2/,
    also: ["dns.not-found", "dns.not-found"],
    diagnose: (t) =>
      diagnoseNowhere(t, { env: { HTTPS_PROXY: "http://proxy.test:3128" }, versions: { node: "20.20.2" } }),
  },
  {
    made: {
      zh: "Node 24 设置了 HTTPS_PROXY，没有 NODE_USE_ENV_PROXY",
      en: "HTTPS_PROXY without NODE_USE_ENV_PROXY, on Node 24",
    },
    finds: "proxy.ignored",
    also: ["dns.not-found", "dns.not-found"],
    diagnose: (t) => diagnoseNowhere(t, node24({ https_proxy: "http://proxy.test:3128" })),
  },
  {
    made: {
      zh: "Node 20 设置了 NODE_USE_ENV_PROXY",
      en: "NODE_USE_ENV_PROXY is set, on Node 20, which does not know it",
    },
    finds: "proxy.ignored",
    also: ["dns.not-found", "dns.not-found"],
    diagnose: (t) =>
      diagnoseNowhere(t, {
        env: { HTTPS_PROXY: "http://proxy.test:3128", NODE_USE_ENV_PROXY: "1" },
        versions: { node: "20.20.2" },
      }),
  },
  {
    made: { zh: "只设置了 ALL_PROXY", en: "only ALL_PROXY is set" },
    finds: "proxy.all-proxy",
    diagnose: () => diagnose({}, { env: { ALL_PROXY: "socks5://127.0.0.1:1080" } }),
  },
  {
    made: { zh: "HTTPS_PROXY 是 SOCKS 代理", en: "HTTPS_PROXY names a SOCKS proxy" },
    finds: "proxy.invalid",
    also: ["dns.not-found", "dns.not-found"],
    diagnose: (t) => diagnoseNowhere(t, node24({ HTTPS_PROXY: "socks5://127.0.0.1:1080", NODE_USE_ENV_PROXY: "1" })),
  },
  {
    made: { zh: "代理密码中的 % 没有转义", en: "a stray % in the password of the proxy" },
    finds: "proxy.invalid",
    also: ["dns.not-found", "dns.not-found"],
    diagnose: (t) =>
      diagnoseNowhere(t, node24({ HTTPS_PROXY: "http://u:5ecret%@127.0.0.1:1", NODE_USE_ENV_PROXY: "1" })),
  },
  {
    made: { zh: "DNS 服务器回答 NXDOMAIN", en: "the DNS server answers NXDOMAIN" },
    finds: "dns.not-found",
    diagnose: (t) => diagnoseDns(t, { code: "NXDOMAIN" }),
  },
  {
    made: { zh: "DNS 服务器回答 SERVFAIL", en: "the DNS server answers SERVFAIL" },
    finds: "dns.refused",
    says: /127\.0\.0\.1:\d+ reports a failure \(ESERVFAIL\)/,
    diagnose: (t) => diagnoseDns(t, { code: "SERVFAIL" }),
  },
  {
    made: { zh: "DNS 服务器回答 REFUSED", en: "the DNS server answers REFUSED" },
    finds: "dns.refused",
    says: /\(EREFUSED\)/,
    diagnose: (t) => diagnoseDns(t, { code: "REFUSED" }),
  },
  {
    made: { zh: "DNS 服务器没有响应", en: "the DNS server is silent" },
    finds: "dns.no-answer",
    says: /127\.0\.0\.1:\d+ does not answer/,
    diagnose: (t) => diagnoseDns(t, { silent: true }),
  },
  {
    made: {
      zh: "DNS 服务器知道域名，系统的解析失败",
      en: "the DNS server knows the name, the system's resolver fails",
    },
    finds: "dns.system",
    says: /EAI_AGAIN/,
    async diagnose(t) {
      const { resolver } = await dnsServer(t, { addresses: ["127.0.0.1"] });
      const lookup = () => Promise.reject(Object.assign(new Error(), { code: "EAI_AGAIN" }));
      return diagnose({ options: { baseUrl: "https://baidu.test" } }, { resolver, lookup });
    },
  },
  {
    made: { zh: "系统的解析和 DNS 服务器都没有结果", en: "neither the system's resolver nor the DNS server answers" },
    finds: "dns.no-answer",
    async diagnose(t) {
      const { resolver } = await dnsServer(t, { silent: true });
      const inputs = { options: { baseUrl: "https://baidu.test" }, timeout: SOON };
      return diagnose(inputs, { resolver, lookup: () => new Promise(() => {}) });
    },
  },
  {
    made: {
      zh: "系统的解析没有结果，DNS 服务器知道域名",
      en: "the system's resolver never answers, the DNS server knows the name",
    },
    finds: "dns.system",
    says: /ETIMEDOUT/,
    async diagnose(t) {
      const { resolver } = await dnsServer(t, { addresses: ["127.0.0.1"] });
      const inputs = { options: { baseUrl: "https://baidu.test" }, timeout: SOON };
      return diagnose(inputs, { resolver, lookup: () => new Promise(() => {}) });
    },
  },
  {
    made: {
      zh: "百度的域名解析到内部地址（登录页、fake-ip）",
      en: "Baidu's names have an internal address (captive portal, fake-ip)",
    },
    finds: "dns.private",
    says: /spapi\.baidu\.com has the internal address 127\.9\.9\.9/,
    also: ["dns.private", "connection.refused", "connection.refused"],
    async diagnose(t) {
      return diagnose({ options: {} }, await dnsServer(t, { addresses: ["127.9.9.9"] }));
    },
  },
  {
    made: { zh: "端口关闭", en: "a closed port" },
    finds: "connection.refused",
    diagnose: async () => diagnose({ options: { baseUrl: await refusingUrl() } }),
  },
  {
    made: { zh: "防火墙丢弃连接请求", en: "connections are dropped, as by a firewall" },
    finds: "connection.unreachable",
    says: /ETIMEDOUT/,
    diagnose: async (t) => diagnose({ options: { baseUrl: await fullServer(t) }, timeout: SOON }),
  },
  {
    made: { zh: "两个地址中有一个连不上", en: "one of two addresses is not reached" },
    finds: "connection.some",
    says: /1 of 2 IPv4 addresses.*127\.0\.0\.2/,
    diagnose: () => diagnoseNamed(["127.0.0.2", "127.0.0.1"]),
  },
  {
    made: { zh: "域名有 IPv6 地址，但 IPv6 不通", en: "the name has an IPv6 address, IPv6 does not work" },
    finds: "ipv6.broken",
    says: /IPv6 address ::1/,
    diagnose: () => diagnoseNamed(["127.0.0.1", "::1"]),
  },
  {
    made: { zh: "证书已过期", en: "an expired certificate" },
    finds: "tls.expired",
    diagnose: (t) => diagnoseTrusting(t, authority, certificate({ issuer: authority, expires: inDays(-1) })),
  },
  {
    made: { zh: "证书尚未生效", en: "a certificate that is not valid yet" },
    finds: "tls.not-yet-valid",
    diagnose: (t) => diagnoseTrusting(t, authority, certificate({ issuer: authority, expires: inDays(4) })),
  },
  {
    made: { zh: "证书属于另一个域名", en: "a certificate of another host name" },
    finds: "tls.wrong-name",
    says: /is for other\.example/,
    diagnose: (t) => diagnoseTrusting(t, authority, certificate({ issuer: authority, name: "other.example" })),
  },
  {
    made: { zh: "自签名证书", en: "a certificate that signs itself" },
    finds: "tls.self-signed",
    diagnose: (t) => diagnoseTls(t, certificate()),
  },
  {
    made: { zh: "未知 CA 签发，只有服务器证书", en: "a certificate of an unknown CA, without the CA's own" },
    finds: "tls.untrusted",
    says: /of Corporate Interception CA, .*UNABLE_TO_VERIFY_LEAF_SIGNATURE/,
    diagnose: (t) => diagnoseTls(t, certificate({ issuer: authority })),
  },
  {
    made: { zh: "被一个 CA 拦截，附带 CA 证书", en: "intercepted by a CA, which sends its own certificate along" },
    finds: "tls.untrusted",
    says: /of Corporate Interception CA, .*SELF_SIGNED_CERT_IN_CHAIN/,
    diagnose(t) {
      const { key, cert } = certificate({ issuer: authority });
      return diagnoseTls(t, { key, cert: cert + authority.cert });
    },
  },
  {
    made: {
      zh: "被一个 CA 拦截，已用 NODE_EXTRA_CA_CERTS 信任",
      en: "intercepted by a CA that NODE_EXTRA_CA_CERTS trusts",
    },
    finds: "tls.added-ca",
    says: /Corporate Interception CA/,
    diagnose: (t) => diagnoseTrusting(t, authority, certificate({ issuer: authority })),
  },
  {
    made: { zh: "证书名称中有终端控制字符", en: "a name in the certificate that steers terminals" },
    finds: "tls.untrusted",
    says: /Evil\?\[2J\?CA/,
    diagnose: (t) =>
      diagnoseTls(t, certificate({ issuer: certificate({ name: "Evil\u001b[2J\u202eCA", isAuthority: true }) })),
  },
  {
    made: { zh: "对方只支持 TLS 1.0", en: "TLS 1.0 only" },
    finds: "tls.too-old",
    diagnose: (t) =>
      diagnoseTls(t, { ...certificate(), minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" }),
  },
  {
    made: { zh: "没有共同的加密套件", en: "no cipher in common" },
    finds: "tls.failed",
    diagnose: (t) => diagnoseTls(t, { ...certificate(), maxVersion: "TLSv1.2", ciphers: "AES128-GCM-SHA256" }),
  },
  {
    made: { zh: "端口上是 HTTP 而不是 TLS", en: "plain HTTP on the port" },
    finds: "tls.plain",
    diagnose: () => diagnose({ options: { baseUrl: mock.url.replace("http:", "https:") } }),
  },
  {
    made: { zh: "握手时断开连接（SNI 拦截）", en: "cut during the handshake, as by a filter of names" },
    finds: "tls.closed",
    diagnose: async (t) => diagnose({ options: { baseUrl: await httpsTcp(t, (socket) => socket.resetAndDestroy()) } }),
  },
  {
    made: { zh: "接受连接但没有任何响应", en: "a port that accepts and never answers" },
    finds: "tls.no-answer",
    diagnose: async (t) => diagnose({ options: { baseUrl: await httpsTcp(t, () => {}) }, timeout: SOON }),
  },
  {
    made: { zh: "http 地址不在本机", en: "an http address of another machine" },
    finds: "tls.open",
    diagnose: () =>
      diagnose(
        { options: { baseUrl: `http://mock.test:${mock.port}`, sendSecretsOverHttp: true } },
        { lookup: toLoopback, fetch: (url, init) => fetch(url.replace("mock.test", "127.0.0.1"), init) },
      ),
  },
  {
    made: { zh: "代理要求身份验证（407）", en: "the proxy wants a password (407)" },
    finds: "tls.proxy-refuses",
    says: /HTTP 407/,
    async diagnose(t) {
      const proxy = await connectProxy(t, 407);
      const port = await serveTls(t, certificate());
      const env = { HTTPS_PROXY: proxy, NODE_USE_ENV_PROXY: "1" };
      return diagnose({ options: { baseUrl: `https://localhost:${port}` } }, node24(env));
    },
  },
  {
    made: { zh: "代理没有运行", en: "the proxy does not run" },
    finds: "connection.refused",
    async diagnose() {
      const env = { HTTPS_PROXY: await refusingUrl(), NODE_USE_ENV_PROXY: "1" };
      return diagnose({ options: { baseUrl: "https://baidu.test" } }, node24(env));
    },
  },
  ...[
    ["网络要求先登录（HTTP 511）", "a captive portal (HTTP 511)", /HTTP 511/, 511, {}, "<html>Log in"],
    [
      "登录页（HTTP 200，HTML）",
      "a captive portal (HTTP 200, HTML)",
      /HTML page/,
      200,
      { "content-type": "text/html" },
      "<html>Log in",
    ],
    ["重定向到登录页", "a redirect to a login page", /redirect/, 302, { location: "https://portal.example/" }, ""],
    ["网关故障（HTTP 502）", "a broken gateway (HTTP 502)", /server/, 502, {}, "Bad Gateway"],
    ["响应不是 JSON", "an answer that is no JSON", /malformed_response/, 200, {}, "Hello"],
    ["限流（HTTP 429）", "too many requests (HTTP 429)", /rate_limited/, 429, {}, ""],
  ].map(([zh, en, says, status, headers, body]) => ({
    made: { zh, en },
    finds: "answer.wrong",
    says,
    diagnose: (t) => diagnoseAnswer(t, (_, response) => response.writeHead(status, headers).end(body)),
  })),
  {
    made: { zh: "HTTP 请求没有响应", en: "an HTTP request that is never answered" },
    finds: "answer.wrong",
    says: /no answer in time/,
    diagnose: (t) =>
      diagnoseAnswer(t, ({ method }, response) => void (method === "HEAD" && response.end()), { timeout: SOON }),
  },
  {
    made: { zh: "本机时钟快一小时", en: "the clock is an hour ahead" },
    finds: "clock.off",
    says: /360\d s ahead/,
    diagnose: () => diagnose({}, { now: () => Date.now() + 3_600_000 }),
  },
  {
    made: { zh: "本机时钟慢一年", en: "the clock is a year behind" },
    finds: "clock.off",
    says: /3153600\d s behind/,
    diagnose: () => diagnose({}, { now: () => Date.now() - 365 * 86_400_000 }),
  },
  {
    made: { zh: "本机时钟慢一分钟", en: "the clock is a minute behind" },
    finds: "clock.slightly-off",
    says: /6\d s behind/,
    diagnose: () => diagnose({}, { now: () => Date.now() - 60_000 }),
  },
  {
    made: { zh: "读取时钟出错", en: "reading the clock throws" },
    finds: "check.broken",
    says: /\(RangeError\)/,
    diagnose: () =>
      diagnose(
        {},
        {
          now: () => {
            throw new RangeError(sk);
          },
        },
      ),
  },
  {
    made: { zh: "AppSecret 错误", en: "a wrong AppSecret" },
    finds: "token.refused",
    says: /invalid_client/,
    diagnose: () => diagnose({ app: { ...HEALTHY.app, sk: "0".repeat(32) } }),
  },
  {
    made: { zh: "AppKey 不存在", en: "an unknown AppKey" },
    finds: "token.refused",
    says: /invalid_client/,
    diagnose: () => diagnose({ app: { ...HEALTHY.app, client_id: "f".repeat(32) } }),
  },
  ...[
    ["getAccessToken", 4, "token.refused", "调用次数达到上限", "Baidu's limit of requests is reached", /error_code 4:/],
    [
      "getUnionid",
      5,
      "unionid.refused",
      "服务器 IP 不在白名单",
      "the address is not in the IP whitelist",
      /error_code 5:/,
    ],
    ["getUnionid", 6, "unionid.refused", "没有开通这项能力", "the capability is not granted", /error_code 6:/],
    ["getUnionid", 18, "unionid.refused", "QPS 超限", "too many requests a second", /error_code 18:/],
    ["getUnionid", 110, "unionid.refused", "token 被立即拒绝", "the new token is refused", /error_code 110:/],
  ].map(([endpoint, error_code, finds, zh, en, says]) => ({
    made: { zh: `${zh}（error_code ${error_code}）`, en: `${en} (error_code ${error_code})` },
    finds,
    says,
    async diagnose() {
      baidu.fault(endpoint, "gateway", { body: { error_code } });
      return diagnose();
    },
  })),
  {
    made: { zh: "openid 的用户没有授权", en: "the user of --openid has not authorized the app" },
    finds: "unionid.unknown",
    says: /errno 400/,
    async diagnose() {
      baidu.setAuthorized({ authorized: false });
      return diagnose({ app: { ...HEALTHY.app, openid: baidu.openid() } });
    },
  },
  {
    made: { zh: "REDIS_URL 不是 Redis 地址", en: "REDIS_URL is no address of Redis" },
    finds: "redis.address",
    diagnose: () => onlyRedis("localhost:6379"),
  },
  {
    made: { zh: "Redis 没有运行", en: "Redis does not run" },
    finds: "redis.unreachable",
    says: /ECONNREFUSED/,
    diagnose: async () => onlyRedis(`redis://:5ecret@127.0.0.1:${await freePort()}`),
  },
  {
    made: { zh: "端口上是 HTTP 服务", en: "an HTTP server on the port" },
    finds: "redis.not-redis",
    diagnose: () => onlyRedis(`redis://127.0.0.1:${mock.port}`),
  },
  {
    made: { zh: "Redis 端口没有响应", en: "the port of Redis is silent" },
    finds: "redis.no-answer",
    diagnose: async (t) => onlyRedis(`redis://127.0.0.1:${(await serveTcp(t, () => {})).port}`, { timeout: SOON }),
  },
  {
    made: { zh: "Redis 要求 TLS，地址是 redis://", en: "Redis wants TLS, the address is redis://" },
    finds: "redis.closed",
    diagnose: async (t) => onlyRedis(`redis://127.0.0.1:${await serveTls(t, certificate())}`),
  },
  {
    made: { zh: "地址是 rediss://，端口没有 TLS", en: "the address is rediss://, the port has no TLS" },
    finds: "redis.tls",
    diagnose: () => onlyRedis(`rediss://127.0.0.1:${mock.port}`),
  },
  {
    made: { zh: "rediss:// 的证书不受信任", en: "rediss:// with a certificate that is not trusted" },
    finds: "redis.tls",
    says: /DEPTH_ZERO_SELF_SIGNED_CERT/,
    diagnose: async (t) => onlyRedis(`rediss://localhost:${await serveTls(t, certificate())}`),
  },
  {
    made: { zh: "Redis 密码错误", en: "a wrong password of Redis" },
    finds: "redis.password-wrong",
    skip: skipRedis,
    diagnose: () => onlyRedis(redis.url.replace("//", "//:5ecret@")),
  },
  {
    made: { zh: "Redis 要求密码，地址中没有", en: "Redis wants a password, the address has none" },
    finds: "redis.password-missing",
    skip: skipRedis,
    async diagnose(t) {
      const server = await redisServer(["--requirepass", "5ecret"]);
      t.after(server.stop);
      return onlyRedis(server.url);
    },
  },
  {
    made: { zh: "数据库编号不存在", en: "a database that Redis does not have" },
    finds: "redis.database",
    says: /no database 99/,
    skip: skipRedis,
    diagnose: () => onlyRedis(`${redis.url}/99`),
  },
  {
    made: { zh: "Redis 用户没有 PING 权限", en: "a user without PING" },
    finds: "redis.refused",
    says: /PING \(NOPERM\)/,
    skip: skipRedis,
    diagnose: async () => onlyRedis(await redisUser("+@all", "-ping")),
  },
  {
    made: { zh: "Redis 用户没有 SET 权限", en: "a user without SET" },
    finds: "redis.refused",
    says: /SET \(NOPERM\)/,
    skip: skipRedis,
    diagnose: async () => onlyRedis(await redisUser("+@all", "-set")),
  },
  {
    made: { zh: "Redis 集群没有分配槽", en: "a cluster without slots" },
    finds: "redis.refused",
    says: /SET \(CLUSTERDOWN\)/,
    also: ["redis-eval.forbidden"],
    skip: skipRedis,
    async diagnose(t) {
      const server = await redisServer([
        "--cluster-enabled",
        "yes",
        "--cluster-config-file",
        join(folderOf(t), "nodes.conf"),
      ]);
      t.after(server.stop);
      return onlyRedis(server.url);
    },
  },
  {
    made: { zh: "Redis 是只读副本", en: "a read-only replica" },
    finds: "redis-lock.read-only",
    skip: skipRedis,
    async diagnose(t) {
      const replica = await redisServer(["--replicaof", `127.0.0.1 ${redis.port}`]);
      t.after(replica.stop);
      return onlyRedis(replica.url);
    },
  },
  {
    made: { zh: "Redis 内存已满（noeviction）", en: "its memory is full (noeviction)" },
    finds: "redis-lock.full",
    skip: skipRedis,
    diagnose: async (t) => onlyRedis(await limitRedis(t, "1", "noeviction")),
  },
  {
    made: { zh: "Redis 不回答 SET", en: "a Redis that does not answer SET" },
    finds: "check.late",
    async diagnose(t) {
      const info = "$37\r\nmaxmemory:0\nmaxmemory_policy:noeviction\r\n";
      const replies = { SET: "", EVAL: ":0\r\n", INFO: info };
      return onlyRedis(await fakeRedis(t, (command) => replies[command] ?? "+OK\r\n"), { timeout: SOON });
    },
  },
  {
    made: { zh: "Redis 在 EVAL 时断开连接", en: "a Redis that closes the connection at EVAL" },
    finds: "redis.closed",
    skip: skipRedis,
    async diagnose(t) {
      const { port } = await serve(
        t,
        createTcpServer((socket) => {
          const plain = connect(redis.port, "127.0.0.1").on("error", () => {});
          socket
            .on("error", () => {})
            .on("data", (data) => (data.includes("EVAL") ? socket.destroy() : plain.write(data)));
          socket.on("close", () => plain.destroy());
          plain.pipe(socket);
        }),
      );
      return onlyRedis(`redis://127.0.0.1:${port}`);
    },
  },
  {
    made: { zh: "服务器用密码作为错误码", en: "a server whose error code is the password" },
    finds: "redis.refused",
    says: /PING \(ERR\)/,
    async diagnose(t) {
      const url = await fakeRedis(t, (command) => (command === "AUTH" ? "+OK\r\n" : "-MYPASSWORD refused\r\n"));
      return onlyRedis(url.replace("//", "//:MYPASSWORD@"));
    },
  },
  {
    made: { zh: "服务器不理会 NX", en: "a server that does not heed NX" },
    finds: "redis-lock.shared",
    async diagnose(t) {
      const replies = { EVAL: ":0\r\n", INFO: "$37\r\nmaxmemory:0\nmaxmemory_policy:noeviction\r\n" };
      return onlyRedis(await fakeRedis(t, (command) => replies[command] ?? "+OK\r\n"));
    },
  },
  {
    made: { zh: "Redis 用户没有 EVAL 权限", en: "a user without EVAL" },
    finds: "redis-eval.forbidden",
    says: /NOPERM/,
    skip: skipRedis,
    diagnose: async () => onlyRedis(await redisUser("+@all", "-eval")),
  },
  {
    made: { zh: "maxmemory-policy allkeys-lru，设置了 maxmemory", en: "maxmemory-policy allkeys-lru, with maxmemory" },
    finds: "redis-eviction.evicts",
    says: /allkeys-lru, maxmemory 104857600/,
    skip: skipRedis,
    diagnose: async (t) => onlyRedis(await limitRedis(t, "100mb", "allkeys-lru")),
  },
  {
    made: {
      zh: "maxmemory-policy volatile-ttl，设置了 maxmemory",
      en: "maxmemory-policy volatile-ttl, with maxmemory",
    },
    finds: "redis-eviction.evicts",
    skip: skipRedis,
    diagnose: async (t) => onlyRedis(await limitRedis(t, "100mb", "volatile-ttl")),
  },
];

/** Diagnoses Baidu's own hosts on a machine where no name is known. */
async function diagnoseNowhere(t, machine) {
  return diagnose({ options: {} }, { ...(await dnsServer(t, { code: "NXDOMAIN" })), ...machine });
}

/** Diagnoses a host whose DNS server answers so. */
async function diagnoseDns(t, reply) {
  return diagnose({ options: { baseUrl: "https://baidu.test" } }, await dnsServer(t, reply));
}

/** Diagnoses the mock under a name with these addresses. */
async function diagnoseNamed(addresses) {
  const lookup = async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  return diagnose({ options: { baseUrl: mock.url.replace("127.0.0.1", "localhost") } }, { lookup });
}

/** The https address of a server of plain TCP. */
async function httpsTcp(t, answer) {
  return (await serveTcp(t, answer)).url.replace("http:", "https:");
}

/** What was found that is not as it should be. */
const problems = (lines) =>
  lines.flatMap(({ result: { id, status } }) => (status === "fail" || status === "warn" ? [id] : []));

/** The line without what differs from run to run. */
function rowOf({ made, finds }, lines, lang) {
  const { check, result } = lines.find(({ result: { id } }) => id === finds);
  const text = result.text[lang]
    .replace(/(127\.0\.0\.1|localhost|mock\.test):\d{4,5}/g, "$1:8443")
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, "2026-11-26 06:00 UTC")
    .replace(/(\d+) s (ahead|behind)/, (_, seconds, way) => `${Math.round(seconds / 60) * 60} s ${way}`)
    .replace(/([快慢]) (\d+) 秒/, (_, way, seconds) => `${way} ${Math.round(seconds / 60) * 60} 秒`)
    .replace(/\(([0-9a-f]{12})\)|（([0-9a-f]{12})）/, (hash) => hash.replace(/[0-9a-f]{12}/, "0123456789ab"))
    .replace(finds === "runtime.no-fetch" ? process.versions.node : "", (version) => version && "20.20.2")
    .replace(/ERR_SSL_[\w/]+/, "ERR_SSL_…")
    .replace(/(::1.*[(（])E[A-Z]+/, "$1ECONNREFUSED");
  const status = { warn: { zh: "注意", en: "warn" }, fail: { zh: "失败", en: "FAIL" } }[result.status][lang];
  return `| ${made[lang]} | ${status} | ${check.name[lang]} | ${text} |`;
}

const rows = { zh: [], en: [] };

for (const fault of FAULTS) {
  const { made, finds, says, also = [], skip = false, diagnose: run } = fault;
  test(`${finds}: ${made.en}`, { skip }, async (t) => {
    const lines = await run(t);
    const shown = lines.map((line) => describeLine(line, "en")).join("\n");
    assert.deepEqual(problems(lines).sort(), [finds, ...also].sort(), shown);
    const { result } = lines.find(({ result: { id } }) => id === finds);
    if (says) assert.match(result.text.en, says);
    assert.ok(result.steps.length > 0, shown);
    for (const lang of ["zh", "en"]) rows[lang].push(rowOf(fault, lines, lang));
  });
}

/** What else doctor says: that something is right, or cannot be tried. */
const others = {
  "the mock, without Redis": {
    finds: [
      "runtime.ok",
      "package.ok",
      "credential.ok",
      "proxy.none",
      "dns.address",
      "connection.ok",
      "ipv6.none",
    ].concat(["tls.http", "clock.ok", "answer.ok", "token.ok", "unionid.allowed", "redis.none", "check.skipped"]),
    diagnose: () => diagnose(),
  },
  "a name, and a user": {
    finds: ["dns.ok", "unionid.ok"],
    async diagnose() {
      const app = { ...HEALTHY.app, openid: baidu.openid() };
      return diagnose(
        { app, options: { baseUrl: mock.url.replace("127.0.0.1", "localhost") } },
        { lookup: toLoopback },
      );
    },
  },
  "no credentials": {
    finds: ["credential.missing"],
    diagnose: () => diagnose({ app: {} }),
  },
  "a certificate that is trusted": {
    finds: ["tls.ok", "clock.ok", "answer.ok", "token.ok"],
    // Told nothing of NODE_EXTRA_CA_CERTS, it takes the authority for one of Node's own.
    diagnose: (t) => diagnoseTrusting(t, authority, certificate({ issuer: authority }), "{ env: {} }"),
  },
  "a proxy that fetch uses": {
    finds: ["proxy.used", "tls.added-ca", "answer.ok"],
    async diagnose(t) {
      const proxy = (await connectProxy(t)).replace("//", "//user:5ecret@");
      const env = JSON.stringify({ HTTPS_PROXY: proxy, NODE_USE_ENV_PROXY: "1", NODE_EXTRA_CA_CERTS: "set" });
      const machine = `{ env: ${env}, versions: { node: "24.21.0" } }`;
      return diagnoseTrusting(t, authority, certificate({ issuer: authority }), machine);
    },
  },
  "a proxy that NO_PROXY excludes": {
    finds: ["proxy.excluded", "token.ok"],
    diagnose: () => diagnose({}, { env: { http_proxy: "http://proxy.test:3128", NO_PROXY: "a, 127.0.0.1" } }),
  },
  "a server without Date": {
    finds: ["clock.no-date", "token.refused"],
    diagnose: (t) =>
      diagnoseAnswer(t, (_, response) => {
        response.sendDate = false;
        response.end('{"errno":10010100,"error":"parameter is invalid"}');
      }),
  },
  "a server that answers no HEAD": {
    finds: ["clock.no-answer", "token.refused"],
    diagnose: (t) =>
      diagnoseAnswer(t, ({ method }, response) =>
        method === "HEAD" ? response.destroy() : response.end('{"errno":10010100,"error":"parameter is invalid"}'),
      ),
  },
  ...(networkInterfaces().lo?.some(({ family }) => family === "IPv6") && {
    "a name with IPv6": {
      finds: ["ipv6.ok"],
      async diagnose(t) {
        const front = createTcpServer((socket) => {
          const plain = connect(mock.port, "127.0.0.1").on("error", () => {});
          socket
            .on("error", () => {})
            .pipe(plain)
            .pipe(socket);
        });
        front.listen(0, "::");
        await once(front, "listening");
        t.after(() => front.close());
        const lookup = async () =>
          ["127.0.0.1", "::1"].map((address) => ({ address, family: address === "::1" ? 6 : 4 }));
        return diagnose({ options: { baseUrl: `http://localhost:${front.address().port}` } }, { lookup });
      },
    },
  }),
  "another node of a cluster": {
    finds: ["redis-lock.cluster", "redis-eval.ok"],
    async diagnose(t) {
      const info = "$37\r\nmaxmemory:0\nmaxmemory_policy:noeviction\r\n";
      const moved = "-MOVED 3999 127.0.0.1:6381\r\n";
      const replies = { PING: "+PONG\r\n", INFO: info };
      return onlyRedis(await fakeRedis(t, (command) => replies[command] ?? moved));
    },
  },
  ...(redis && {
    "Redis, with a user and a password that must be encoded": {
      finds: ["redis.ok", "redis-lock.ok", "redis-eval.ok", "redis-eviction.ok"],
      diagnose: async () => onlyRedis(`${await redisUser("+@all")}/0`),
    },
    "Redis on TLS": {
      finds: ["redis.ok", "redis-lock.ok"],
      async diagnose(t) {
        const port = await serveTls(t, certificate({ issuer: authority }), redis.port);
        return diagnoseIn({
          env: { NODE_EXTRA_CA_CERTS: fileOf(t, authority.cert) },
          inputs: { redis: { text: `rediss://localhost:${port}`, name: "REDIS_URL" } },
        });
      },
    },
    "a user of Redis without INFO": {
      finds: ["redis-eviction.unknown"],
      diagnose: async () => onlyRedis(await redisUser("+@all", "-info")),
    },
  }),
};

for (const [name, { finds, diagnose: run }] of Object.entries(others)) {
  test(`also said: ${name}`, async (t) => {
    const lines = await run(t);
    const ids = lines.map(({ result: { id } }) => id);
    for (const id of finds) assert.ok(ids.includes(id), `${id}: ${ids}`);
    assert.deepEqual(
      problems(lines).filter((id) => !finds.includes(id)),
      [],
    );
  });
}

test("which host goes through a proxy is what Node 24 decides", () => {
  const proxies = { HTTP_PROXY: "http://p.test:1", HTTPS_PROXY: "http://p.test:2", NODE_USE_ENV_PROXY: "1" };
  /** Each was tried with fetch of Node 24.21. @type {[string, string, boolean, object?][]} */
  const cases = [
    ["baidu.test", "https://x.baidu.test/", false],
    ["x.baidu.test", "https://x.baidu.test/", false],
    [".baidu.test", "https://x.baidu.test/", false],
    [".baidu.test", "https://baidu.test/", false],
    ["*.baidu.test", "https://x.baidu.test/", false],
    ["*.baidu.test", "https://baidu.test/", false],
    ["baidu*", "https://baidu.test/", true],
    ["aidu.test", "https://baidu.test/", true],
    ["*", "https://x.baidu.test/", false],
    ["a *", "https://x.baidu.test/", true],
    ["a, x.baidu.test:443", "https://x.baidu.test/", false],
    ["x.baidu.test:80", "https://x.baidu.test/", true],
    ["X.BAIDU.test", "https://x.baidu.test/", false],
    ["", "https://x.baidu.test/", true, { HTTPS_PROXY: "" }],
    ["", "https://x.baidu.test/", false, { NODE_USE_ENV_PROXY: "true" }],
    ["", "https://x.baidu.test/", false, { NODE_USE_ENV_PROXY: "0" }],
  ];
  for (const [NO_PROXY, url, isUsed, more] of cases) {
    const machine = { env: { ...proxies, NO_PROXY, ...more }, execArgv: [], versions: { node: "24.21.0" } };
    assert.equal(proxyOf(new URL(url), machine) !== undefined, isUsed, `${NO_PROXY} ${url} ${JSON.stringify(more)}`);
  }
  const flag = {
    env: { HTTPS_PROXY: "http://p.test:2" },
    execArgv: ["--use-env-proxy"],
    versions: { node: "24.21.0" },
  };
  assert.equal(proxyOf(new URL("https://x.test"), flag)?.url.port, "2");
  for (const [node, isUsed] of Object.entries({
    "22.20.0": false,
    "22.21.0": true,
    "23.11.0": false,
    "24.0.0": true,
  })) {
    const machine = { env: { ...proxies }, execArgv: [], versions: { node } };
    assert.equal(proxyOf(new URL("https://x.test"), machine) !== undefined, isUsed, node);
  }
});

test("credentials leave only after an empty call has shown that Baidu answers", async (t) => {
  for (const isBaidu of [true, false]) {
    const sent = [];
    const { url } = await serveHttp(t, (request, response) => {
      let text = `${request.method} ${request.url} `;
      request.setEncoding("utf8").on("data", (chunk) => (text += chunk));
      request.on("end", () => {
        sent.push(text);
        response.end(isBaidu ? '{"errno":10010100,"error":"parameter is invalid"}' : "<html>Log in");
      });
    });
    await diagnose({ options: { baseUrl: url } });
    const secret = sent.findIndex((text) => text.includes(sk) || text.includes(client_id));
    assert.ok(sent.includes("POST /oauth/jscode2sessionkey "), sent.join("\n"));
    if (isBaidu) assert.ok(secret > sent.indexOf("POST /oauth/jscode2sessionkey "), sent.join("\n"));
    else assert.equal(secret, -1);
  }
});

test("Redis keeps no key of doctor", { skip: skipRedis }, async () => {
  const connection = await openRedis(
    { hostname: "127.0.0.1", port: redis.port, isTls: false },
    new AbortController().signal,
  );
  assert.deepEqual(await connection.command("KEYS", "*"), []);
  connection.close();
});

/** Runs the command; Baidu's own hosts are never called, for a base URL is always given. */
async function cli(args, { env = {}, input = "" } = {}) {
  const child = spawn(process.execPath, [CLI, "doctor", ...args], {
    env: { PATH: process.env.PATH, LC_ALL: "C", ...env },
    timeout: 30_000,
  });
  child.stdin.on("error", () => {});
  if (input !== undefined) child.stdin.end(input);
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].setEncoding("utf8").on("data", (text) => (output[name] += text));
  const [code] = await once(child, "close");
  printed.push(output.stdout, output.stderr);
  return { code, ...output };
}

const MOCK = ["--base-url", mock.url];
const APP = { BAIDU_APP_KEY: client_id, BAIDU_APP_SECRET: sk };

test("the exit code is 0 when nothing failed, 1 when something did, 2 when the command line is wrong", async () => {
  const healthy = await cli(MOCK, { env: APP });
  assert.deepEqual([healthy.code, healthy.stderr], [0, ""], healthy.stdout);
  assert.match(
    healthy.stdout,
    /^ok {4}runtime {9}Node .*\nok {4}package .*\n.*\n\n17 checks: 0 failed, 0 to look at, 4 skipped\n$/s,
  );
  const chinese = await cli([...MOCK, "--lang=zh"], { env: { ...APP, BAIDU_APP_SECRET: `${sk} ` } });
  assert.equal(chinese.code, 1);
  assert.match(chinese.stdout, /^失败 {2}AppSecret {7}BAIDU_APP_SECRET 中有空格.*\n {22}1\. 删除该字符/m);
  const wrong = await cli(["--base-url", "ftp://x"], { env: APP });
  assert.equal(wrong.code, 2);
  const password = await cli([...MOCK, "--redis", "redis://:5ecret@localhost"], { env: APP });
  assert.deepEqual([password.code, password.stdout], [2, ""]);
  assert.match(password.stderr, /--redis takes no address with a password, because ps shows it/);
});

test("--json gives every check, finding and step; credentials come from stdin, too", async () => {
  const input = JSON.stringify({ client_id, sk: sk.slice(1) });
  const { code, stdout, stderr } = await cli([...MOCK, "--json", "--lang", "zh"], { input });
  assert.deepEqual([code, stderr], [1, ""]);
  const { ok, checks } = JSON.parse(stdout);
  assert.equal(ok, false);
  assert.equal(checks.length, CHECKS.length);
  const { steps, ...token } = checks.find(({ check }) => check === "token");
  assert.deepEqual(token, {
    check: "token",
    status: "fail",
    finding: "token.refused",
    text: "无法获取 access token：invalid_client：AppKey 未知或 AppSecret 错误",
  });
  assert.match(steps[0], /开发设置/);
  assert.equal(checks.find(({ check }) => check === "dns").host, new URL(mock.url).host);
});

test("without credentials, and with a stdin that nobody closes, it ends and checks the rest", async () => {
  const begin = performance.now();
  const { code, stdout } = await cli(MOCK, { input: undefined });
  assert.equal(code, 0, stdout);
  assert.match(stdout, /skip {2}AppKey {10}BAIDU_APP_KEY is not set/);
  assert.match(stdout, /ok {4}answer/);
  assert.ok(performance.now() - begin < 25_000);
});

test("a server that never answers does not hold it up for longer than its checks in a row", async (t) => {
  const { url } = await serveTcp(t, () => {});
  const begin = performance.now();
  const { code, stdout } = await cli(["--base-url", url, "--timeout", "300"], { env: APP });
  assert.equal(code, 1);
  assert.match(stdout, /FAIL {2}answer .*no answer in time/);
  assert.ok(performance.now() - begin < 10_000);
});

test("every finding has been made, and has its texts and its steps", () => {
  const missing = Object.keys(FINDINGS).filter((id) => !seen.has(id) && !(skipRedis && id.startsWith("redis")));
  assert.deepEqual(
    missing.filter((id) => id !== "ipv6.ok" || "a name with IPv6" in others),
    [],
  );
});

test("no secret is in any line", () => {
  assert.ok(printed.length > 2000);
  const secrets = [
    sk,
    sk.slice(0, 12),
    client_id,
    "5ecret",
    "MYPASSWORD",
    "5ec:re",
    "5ec%3A",
    baidu.openid(),
    baidu.unionid(),
  ];
  for (const text of printed) {
    for (const secret of secrets) assert.ok(!text.includes(secret), `${secret} is in: ${text}`);
    assert.doesNotMatch(text, /\b24\.[0-9a-f]{8}/);
  }
});

/** The head and the rows of the table with four columns. */
const TABLE = /^(\|[^|\n]+\| \|[^|\n]+\|[^|\n]+\|\n\| --- \| --- \| --- \| --- \|\n)((?:\|.*\n)*)/m;

for (const [lang, file] of Object.entries({ en: "docs/doctor.md", zh: "docs/doctor.zh-CN.md" })) {
  test(`${file}: the table is that of this test`, { skip: skipRedis }, () => {
    const path = join(ROOT, file);
    const text = readFileSync(path, "utf8");
    const table = `${rows[lang].join("\n")}\n`;
    if (process.env.UPDATE_DOCS) writeFileSync(path, text.replace(TABLE, `$1${table.replaceAll("$", "$$$$")}`));
    else assert.equal(TABLE.exec(text)?.[2], table, "run UPDATE_DOCS=1 node --test js-tests/faults/doctor.test.js");
    assert.equal(rows[lang].length, FAULTS.length);
  });
}
