/**
 * Where the facts of the catalogue come from, and where its documentation is.
 *
 * @import { Lang } from "../types/explain.cjs"
 * @typedef {{ zh: string, en: string, url?: string }} Source
 * @typedef {keyof typeof SOURCES} SourceName
 */

/** What stands before the names of the documents. The one place to change when the documents get an address. */
const DOCS = "docs/";

/** @type {Readonly<Record<Lang, string>>} */
const DOCUMENTS = { zh: `${DOCS}errors.zh-CN.md`, en: `${DOCS}errors.md` };

/** The place in the documentation that describes an entry. @param {string} id @param {Lang} lang */
export const docsLink = (id, lang) => `${DOCUMENTS[lang]}#${id}`;

export const SOURCES = {
  own: { zh: "本包", en: "this package" },
  oauth: {
    zh: "百度 OAuth 错误码文档",
    en: "Baidu: OAuth errors",
    url: "https://developer.baidu.com/wiki/index.php?title=docs/oauth/error",
  },
  openApi: {
    zh: "百度开放 API 错误码表（公开副本）",
    en: "Baidu: open API error codes (public copy)",
    url: "https://blog.csdn.net/ycl295644/article/details/50627823",
  },
  aiApi: {
    zh: "百度 AI 开放平台错误码文档",
    en: "Baidu: error codes of the AI platform",
    url: "https://ai.baidu.com/",
  },
  javaSdk: {
    zh: "百度 Java SDK：SmartAppErrorCode",
    en: "Baidu's Java SDK: SmartAppErrorCode",
    url: "https://github.com/baidu/smartapp-openapi-java/blob/15b705bb42b394bc5a51288a3b85acf28bd5d15d/src/main/java/com/baidu/mapp/common/enums/SmartAppErrorCode.java",
  },
  sessionKey: {
    zh: "百度文档：Session Key",
    en: "Baidu: Session Key",
    url: "https://smartprogram.baidu.com/docs/develop/api/open/log_Session-Key/",
  },
  sessionKeyV2: {
    zh: "百度文档：getSessionKey",
    en: "Baidu: getSessionKey",
    url: "https://smartprogram.baidu.com/docs/develop/api/open/getSessionKey/",
  },
  unionid: {
    zh: "百度文档：getunionid",
    en: "Baidu: getunionid",
    url: "https://smartprogram.baidu.com/docs/develop/api/open/log_getunionid/",
  },
  userData: {
    zh: "百度文档：用户数据的签名验证和加解密",
    en: "Baidu: user data",
    url: "https://smartprogram.baidu.com/docs/develop/api/open/log_userdata/",
  },
  accessToken: {
    zh: "百度文档：获取 access token",
    en: "Baidu: access tokens",
    url: "https://smartprogram.baidu.com/docs/develop/serverapi/power_exp/",
  },
  faq: {
    zh: "百度文档：服务端接口常见问题",
    en: "Baidu: questions about the server API",
    url: "https://smartprogram.baidu.com/docs/develop/serverapi/faq/",
  },
  tpLogin: {
    zh: "百度文档：第三方平台登录",
    en: "Baidu: login of third-party platforms",
    url: "https://smartprogram.baidu.com/docs/third/login/",
  },
  tpFlow: {
    zh: "百度文档：第三方平台授权流程",
    en: "Baidu: authorization of third-party platforms",
    url: "https://smartprogram.baidu.com/docs/third/pro/",
  },
  hostApps: {
    zh: "百度开源联盟宿主接入文档",
    en: "Baidu: guide for host apps",
    url: "https://github.com/swan-team/host-app-guide",
  },
  javaOpenId: {
    zh: "百度 Java SDK 的反馈",
    en: "a report on Baidu's Java SDK",
    url: "https://github.com/baidu/smartapp-openapi-java/issues/9",
  },
  uniApp: { zh: "uni-app 的反馈", en: "a report on uni-app", url: "https://github.com/dcloudio/uni-app/issues/2443" },
  logs: { zh: "公开的日志和代码", en: "public logs and code" },
  http: { zh: "RFC 9110（HTTP）", en: "RFC 9110 (HTTP)", url: "https://www.rfc-editor.org/rfc/rfc9110" },
  fetch: {
    zh: "Fetch 标准：禁止访问的端口",
    en: "Fetch standard: port blocking",
    url: "https://fetch.spec.whatwg.org/#port-blocking",
  },
  node: { zh: "Node.js 文档：错误", en: "Node.js: errors", url: "https://nodejs.org/api/errors.html" },
};

/** Baidu's page of each call. @type {Readonly<Record<string, SourceName>>} */
export const PAGES = {
  jscode2sessionkey: "sessionKey",
  naloginGetSessionKeyByCode: "sessionKey",
  getSessionKey: "sessionKeyV2",
  getUnionid: "unionid",
  getAccessToken: "accessToken",
  decryptUserData: "userData",
  tpGetSessionKeyByCode: "tpLogin",
  tpGetUnionid: "tpLogin",
  tpGetAccessToken: "tpFlow",
  tpCreatePreAuthCode: "tpFlow",
  tpGetAppToken: "tpFlow",
  tpRefreshAppToken: "tpFlow",
  tpGetAppInfo: "tpFlow",
  tpRetrieveAuthorizationCode: "tpFlow",
};
