/**
 * `swan-login mock`: the mock of Baidu as a server.
 *
 * @import { Lang } from "./language.js"
 * @import { MockAppOptions, MockBaidu, MockEndpoint, MockFault, MockPlatformOptions, MockRequest, MockSettings } from "../types/mock.cjs"
 */

import { readFileSync } from "node:fs";

import { createMockBaidu } from "../mock/mock.js";
import { MAX_SECONDS } from "../mock/options.js";
import { DIALECTS } from "../mock/reply.js";
import { listen } from "../mock/server.js";
import { integer, oneOf, UsageError } from "./arguments.js";
import { explainPort, portFlag } from "./port.js";
import "./web-crypto.js";

const PORT = 8787;

const seconds = integer(0, MAX_SECONDS);

const flags = {
  port: portFlag(PORT),
  host: { value: "address", does: { zh: "监听的地址（127.0.0.1）", en: "address to listen on (127.0.0.1)" } },
  allowHost: {
    value: "name",
    does: { zh: "允许客户端使用的主机名，可重复", en: "host name by which clients may call it; may be repeated" },
    many: /** @type {true} */ (true),
  },
  apps: {
    value: "file",
    does: {
      zh: '应用的 JSON 文件：[{ "client_id": "...", "sk": "...", "appid": "...", "owner": "..." }]',
      en: 'JSON file with the apps: [{ "client_id": "...", "sk": "...", "appid": "...", "owner": "..." }]',
    },
    parse: readApps,
  },
  user: {
    value: "name",
    does: { zh: "存在的用户，可重复（user-1）", en: "a user that exists; may be repeated (user-1)" },
    many: /** @type {true} */ (true),
  },
  dialect: {
    value: "name",
    does: {
      zh: `以哪种形式拒绝错误的 code 或密钥：${Object.keys(DIALECTS).join("、")}（errno）`,
      en: `how a wrong code or secret is refused: ${Object.keys(DIALECTS).join(", ")} (errno)`,
    },
    parse: oneOf(/** @type {MockSettings["dialect"][]} */ (Object.keys(DIALECTS))),
  },
  gatewayStatus: {
    value: "status",
    does: {
      zh: "error_code 响应的 HTTP 状态码：200、400 至 599 或 pcs（200）",
      en: "HTTP status of error_code answers: 200, 400 to 599, or pcs (200)",
    },
    parse: parseGatewayStatus,
  },
  codeLifetime: {
    value: "seconds",
    does: { zh: "登录 code 的有效期（300）", en: "lifetime of a login code (300)" },
    parse: seconds,
  },
  tokenLifetime: {
    value: "seconds",
    does: { zh: "应用 access token 的有效期（2592000）", en: "lifetime of an app's access token (2592000)" },
    parse: seconds,
  },
  platform: {
    value: "file",
    does: {
      zh: '第三方平台的 JSON 文件：{ "client_id": "...", "token": "...", "aesKey": "...", "appid": "..." }',
      en: 'JSON file with the third-party platform: { "client_id": "...", "token": "...", "aesKey": "...", "appid": "..." }',
    },
    parse: readPlatform,
  },
  pushTo: {
    value: "url",
    does: {
      zh: "向第三方平台推送的地址（授权事件接收URL）",
      en: "where the third-party platform takes pushes (授权事件接收URL)",
    },
  },
  strict: { does: { zh: "只接受放在 query 中的 access token", en: "take access tokens in the query only" } },
  fault: {
    value: "endpoint=fault",
    does: {
      zh: "让某个接口（* 表示全部）出故障：getUnionid=slow，可重复",
      en: "make an endpoint, or * for all, misbehave: getUnionid=slow; may be repeated",
    },
    parse: parseFault,
    many: /** @type {true} */ (true),
  },
  log: { does: { zh: "每个请求输出一行，不含密钥", en: "print a line for each request, without secrets" } },
};

/** @type {import("./commands.js").Command<typeof flags>} */
export const command = {
  flags,
  example: "swan-login mock --port 8787 --code-lifetime 600 --fault getUnionid=slow --log",

  async run({ port = PORT, host, allowHost, fault: faults = [], apps, user, log, json, lang, ...settings }) {
    const { dialect, gatewayStatus, codeLifetime, tokenLifetime, strict, pushTo } = settings;
    const platform = { ...settings.platform, ...(pushTo !== undefined && { pushTo }) };
    const onRequest = log && ((/** @type {MockRequest} */ request) => print(json ? request : lineOf(request)));
    const options = { dialect, gatewayStatus, codeLifetime, tokenLifetime, strict, onRequest };
    const baidu = createMockBaidu({ apps: apps?.content, users: user, platform, ...options });
    for (const { endpoint, fault } of faults) baidu.fault(endpoint, fault);
    const server = await listen(baidu, { port, host, allowHosts: allowHost }).catch((error) => {
      throw explainPort(error, port, lang);
    });
    print(json ? describe(server.url, baidu, apps) : greeting(server.url, baidu, apps, lang));
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void server.close());
  },
};

/** @typedef {{ file: string, content: MockAppOptions[] }} AppsFile */

/** @param {string} file @returns {AppsFile} */
function readApps(file) {
  const content = readJson(file);
  if (!Array.isArray(content))
    throw new UsageError({ zh: `不是应用的 JSON 数组：${file}`, en: `is not a JSON array of apps: ${file}` });
  return { file, content };
}

/** @param {string} file @returns {MockPlatformOptions} */
function readPlatform(file) {
  const content = readJson(file);
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw new UsageError({ zh: `不是 JSON 对象：${file}`, en: `is not a JSON object: ${file}` });
  return content;
}

/** The errors quote nothing of the file, which holds secrets. @param {string} file @returns {any} */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new UsageError(
      code === undefined
        ? { zh: `不是 JSON：${file}`, en: `is not JSON: ${file}` }
        : { zh: `无法读取（${code}）：${file}`, en: `cannot be read (${code}): ${file}` },
    );
  }
}

/** @param {string} text @returns {MockSettings["gatewayStatus"]} */
function parseGatewayStatus(text) {
  if (text === "pcs") return text;
  return text === "200" ? 200 : integer(400, 599)(text);
}

/** The mock checks whether there is such an endpoint and such a fault. @param {string} text */
function parseFault(text) {
  const [, endpoint, fault] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  if (endpoint === undefined)
    throw new UsageError({ zh: `不是 endpoint=fault 的形式：${text}`, en: `is not endpoint=fault: ${text}` });
  return { endpoint: /** @type {MockEndpoint | "*"} */ (endpoint), fault: /** @type {MockFault} */ (fault) };
}

/** The first line with --json. @param {string} url @param {MockBaidu} baidu @param {AppsFile} [file] */
function describe(url, { apps, issueCode }, file) {
  // The secrets of a file may be real.
  return { url, apps: apps.map(({ sk, ...app }) => (file ? app : { ...app, sk })), code: issueCode() };
}

/** @param {string} url @param {MockBaidu} baidu @param {AppsFile | undefined} file @param {Lang} lang */
function greeting(url, { apps: [app], users: [user], issueCode, settings }, file, lang) {
  const code = issueCode();
  const { client_id } = app;
  const sk = file ? "SK" : app.sk;
  const named = new URLSearchParams({ client_id });
  const words = WORDS[lang];
  // Double quotes work in every shell, also on Windows.
  return `${words.listens(url)}

  client_id  ${client_id}
  sk         ${file ? words.secretIn(file.file) : sk}
  code       ${code}

${words.login(settings.codeLifetime)}

  curl -d "code=${code}&${named}&sk=${sk}" ${url}/oauth/jscode2sessionkey

${words.more}

  curl "${url}/mock/code?${named}&${new URLSearchParams({ user: String(user) })}"
  curl "${url}/mock/tp-token?${named}"
  curl "${url}/mock"

${words.inServer}new SwanClient({ client_id, sk, baseUrl: "${url}" })`;
}

const WORDS = {
  en: {
    listens: (/** @type {string} */ url) => `Mock Baidu listens on ${url} (Ctrl-C ends it)`,
    secretIn: (/** @type {string} */ file) => `SK stands for the one in ${file}`,
    login: (/** @type {number} */ seconds) => `Log in with the code, once and within ${seconds} seconds:`,
    more: "Get another code, a token of a third-party platform, or the list of all that the mock can do:",
    inServer: "In your server: ",
  },
  zh: {
    listens: (/** @type {string} */ url) => `模拟的百度服务正在监听 ${url}（Ctrl-C 结束）`,
    secretIn: (/** @type {string} */ file) => `SK 代表 ${file} 中的密钥`,
    login: (/** @type {number} */ seconds) => `用 code 登录，只能用一次，${seconds} 秒内有效：`,
    more: "获取新的 code、第三方平台的 token，或查看模拟服务的全部功能：",
    inServer: "在你的服务端：",
  },
};

/** @param {MockRequest} request */
function lineOf({ time, method, path, fault, status, errno, error_code, error }) {
  const facts = [
    status ?? "no answer",
    errno !== undefined && `errno ${errno}`,
    error_code !== undefined && `error_code ${error_code}`,
    error,
    fault && `(fault ${fault})`,
  ];
  return [time, method, path, ...facts.filter(Boolean)].join(" ");
}

/** Prints nothing while earlier lines are still unread, because they would fill the memory. @param {string | object} what */
function print(what) {
  if (process.stdout.writableNeedDrain) return;
  process.stdout.write(`${typeof what === "string" ? what : JSON.stringify(what)}\n`);
}
