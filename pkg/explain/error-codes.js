/**
 * The numbers of Baidu's open API gateway: `error_code`. Other numbers than those of `errno`.
 *
 * @import { NumberEntry } from "./catalogue.js"
 * @type {Readonly<Record<number, NumberEntry>>}
 */
export const ERROR_CODES = {
  1: {
    class: "server",
    baidu: "Unknown error",
    title: { zh: "未知错误", en: "unknown error" },
    sources: ["openApi"],
  },
  2: {
    class: "server",
    baidu: "Service temporarily unavailable",
    title: { zh: "服务暂不可用", en: "the service is not available at the moment" },
    sources: ["openApi"],
  },
  3: {
    class: "bad_request",
    baidu: "Unsupported openapi method",
    title: { zh: "没有这个接口", en: "there is no such call" },
    causes: [
      {
        zh: "请求的路径写错了，或者 baseUrl、代理改写了路径。",
        en: "The path of the request is wrong, or baseUrl or a proxy has changed it.",
      },
    ],
    steps: [
      {
        zh: "用 npx swan-login request 查看正确的地址，与实际发送的对照。",
        en: "Compare what is sent with the address that npx swan-login request prints.",
      },
    ],
    sources: ["openApi"],
  },
  4: {
    class: "rate_limited",
    baidu: "Open api request limit reached",
    title: { zh: "调用次数达到上限", en: "too many calls" },
    sources: ["openApi"],
  },
  5: {
    class: "permission",
    baidu: "Unauthorized client IP address",
    title: { zh: "服务器 IP 未获授权", en: "the address of the server is not allowed" },
    see: "ip-whitelist",
    sources: ["openApi"],
  },
  6: {
    class: "permission",
    baidu: "No permission to access (user) data",
    title: { zh: "无权访问该数据", en: "no permission to access the data" },
    see: "no-capability",
    sources: ["openApi"],
  },
  7: {
    class: "permission",
    baidu: "No permission to access data for this referer",
    title: { zh: "来源（Referer）无权访问", en: "no permission for this referer" },
    steps: [
      {
        zh: "从服务端调用，不要从浏览器页面调用。",
        en: "Call from a server, not from a web page.",
      },
    ],
    sources: ["openApi"],
  },
  13: {
    class: "token_invalid",
    baidu: "Get service token failed",
    title: { zh: "百度获取内部 token 失败", en: "Baidu got no token of its own service" },
    sources: ["aiApi"],
  },
  14: {
    class: "bad_credentials",
    baidu: "IAM Certification failed",
    title: { zh: "身份认证失败", en: "the authentication failed" },
    sources: ["aiApi"],
  },
  15: {
    class: "bad_credentials",
    baidu: "app not exists or create failed",
    title: { zh: "应用不存在或创建失败", en: "the app does not exist" },
    sources: ["aiApi"],
  },
  17: {
    class: "rate_limited",
    baidu: "Open api daily request limit reached",
    title: { zh: "当天的调用额度已用完", en: "the calls of this day are used up" },
    steps: [
      {
        zh: "等到第二天，或者向百度申请更高的额度。",
        en: "Wait until tomorrow, or ask Baidu for a larger quota.",
      },
      {
        zh: "检查是否每次请求都重新获取 access token。",
        en: "Check whether an access token is fetched for each request.",
      },
    ],
    sources: ["aiApi"],
  },
  18: {
    class: "rate_limited",
    baidu: "Open api qps request limit reached",
    title: { zh: "每秒调用次数超过限制", en: "too many calls per second" },
    steps: [
      {
        zh: "等待几秒再调用，并把调用分散开。",
        en: "Wait a few seconds, and spread the calls.",
      },
    ],
    sources: ["aiApi"],
  },
  19: {
    class: "rate_limited",
    baidu: "Open api total request limit reached",
    title: { zh: "调用总额度已用完", en: "all calls of this app are used up" },
    steps: [{ zh: "向百度申请更高的额度；等待没有用。", en: "Ask Baidu for a larger quota; waiting does not help." }],
    sources: ["aiApi"],
  },
  100: {
    class: "bad_request",
    baidu: "Invalid parameter",
    title: { zh: "参数无效", en: "invalid parameter" },
    see: "token-not-in-query",
    sources: ["openApi", "faq"],
  },
  101: {
    class: "bad_credentials",
    baidu: "Invalid API key",
    title: { zh: "API key（AppKey）无效", en: "invalid API key (AppKey)" },
    sources: ["openApi"],
  },
  104: {
    class: "bad_request",
    baidu: "Incorrect signature",
    title: { zh: "签名错误", en: "incorrect signature" },
    see: "signed-request",
    sources: ["openApi"],
  },
  105: {
    class: "bad_request",
    baidu: "Too many parameters",
    title: { zh: "参数过多", en: "too many parameters" },
    sources: ["openApi"],
  },
  106: {
    class: "bad_request",
    baidu: "Unsupported signature method",
    title: { zh: "不支持的签名方法", en: "unsupported signature method" },
    see: "signed-request",
    sources: ["openApi"],
  },
  107: {
    class: "bad_request",
    baidu: "Invalid or used timestamp parameter",
    title: { zh: "timestamp 参数无效或已使用", en: "invalid or used timestamp" },
    see: "signed-request",
    sources: ["openApi"],
  },
  109: {
    class: "bad_request",
    baidu: "Invalid user info field",
    title: { zh: "用户资料字段名无效", en: "invalid field of user information" },
    sources: ["openApi"],
  },
  110: {
    class: "token_invalid",
    baidu: "Access token invalid or no longer valid",
    title: { zh: "access token 无效或已失效", en: "the access token is invalid or no longer valid" },
    sources: ["openApi"],
  },
  111: {
    class: "token_invalid",
    baidu: "Access token expired",
    title: { zh: "access token 已过期", en: "the access token has expired" },
    sources: ["openApi"],
  },
  210: {
    class: "permission",
    baidu: "User not visible",
    title: { zh: "该用户不可见", en: "the user is not visible" },
    sources: ["openApi"],
  },
  211: {
    class: "permission",
    baidu: "Unsupported permission",
    title: { zh: "不支持的权限", en: "unsupported permission" },
    sources: ["openApi"],
  },
  212: {
    class: "permission",
    baidu: "No permission to access user email",
    title: { zh: "无权访问用户的邮箱", en: "no permission to access the user's email" },
    sources: ["openApi"],
  },
  ...dataStore([800, 801, 802, 803, 804, 805]),
  900: {
    class: "bad_credentials",
    baidu: "No such application exists",
    title: { zh: "应用不存在", en: "the app does not exist" },
    sources: ["openApi"],
  },
};

/** Errors of a data store that no call of login uses. @param {number[]} numbers */
function dataStore(numbers) {
  /** @type {NumberEntry} */
  const entry = {
    class: "malformed_response",
    title: { zh: "数据存储接口的错误", en: "an error of the data store API" },
    meaning: {
      zh: "这是百度数据存储接口的错误，登录接口不应返回它。",
      en: "This is an error of Baidu's data store API, which no call of login uses.",
    },
    causes: [{ zh: "请求的路径不是登录接口。", en: "The path of the request is not that of a login call." }],
    sources: ["openApi"],
  };
  return Object.fromEntries(numbers.map((number) => [number, entry]));
}
