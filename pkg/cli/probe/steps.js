/**
 * The requests of the probe, in order, and what each is to find out.
 *
 * @import { Endpoint, HttpRequest } from "swan-login"
 * @import { Text } from "../language.js"
 *
 * @typedef {object} Known  What the steps may use; results of earlier ones come in as they are found.
 * @property {string} client_id
 * @property {string} sk
 * @property {string} [code]
 * @property {string} [openid]
 * @property {string} [access_token]
 * @property {string} [first_token]  The token before `access_token`, of a probe that fetches two.
 *
 * @typedef {object} Step
 * @property {string} id
 * @property {Endpoint} endpoint
 * @property {Text} asks
 * @property {"spend-code" | "second-token"} [consent]  What the user must have agreed to.
 * @property {readonly (keyof Known)[]} [needs]  Without one of these it is left out.
 * @property {(known: Known) => Record<string, string>} params
 * @property {(request: HttpRequest) => Request} [change]  What the request has that the package never sends.
 * @property {(result: any, known: Known) => Partial<Known>} [learn]  From a success.
 *
 * @typedef {HttpRequest | (Omit<HttpRequest, "method"> & { method: "OPTIONS" })} Request
 */

import { randomBytes } from "node:crypto";
import { ORIGIN } from "./headers.js";

/** Values of the right form that belong to nobody. */
const RANDOM = {
  code: `${randomBytes(16).toString("hex")}NW`,
  client_id: randomBytes(16).toString("hex"),
  sk: randomBytes(16).toString("hex"),
  openid: randomBytes(13).toString("hex"),
  access_token: `24.${randomBytes(16).toString("hex")}.2592000.1700000000.282335-10000000`,
};

/** @type {readonly Step[]} */
export const STEPS = [
  {
    id: "login-empty",
    endpoint: "jscode2sessionkey",
    asks: { zh: "没有参数时的响应，以及跨域（CORS）响应头", en: "the answer to no parameters, and headers of CORS" },
    params: () => ({ ...RANDOM }),
    change: (request) => ({ ...request, headers: { ...request.headers, origin: ORIGIN }, body: "" }),
  },
  {
    id: "login-preflight",
    endpoint: "jscode2sessionkey",
    asks: { zh: "对 CORS 预检请求（OPTIONS）的响应", en: "the answer to a CORS preflight (OPTIONS)" },
    params: () => ({ ...RANDOM }),
    change: ({ url }) => preflight(url),
  },
  {
    id: "login-unknown-app",
    endpoint: "jscode2sessionkey",
    asks: { zh: "AppKey 不存在时的 errno", en: "the errno of an unknown AppKey" },
    params: () => ({ ...RANDOM }),
  },
  {
    id: "login-wrong-secret",
    endpoint: "jscode2sessionkey",
    asks: { zh: "AppSecret 错误时的 errno", en: "the errno of a wrong AppSecret" },
    params: ({ client_id }) => ({ ...RANDOM, client_id }),
  },
  {
    id: "login-wrong-code",
    endpoint: "jscode2sessionkey",
    asks: { zh: "code 不存在时的 errno", en: "the errno of a code that does not exist" },
    params: ({ client_id, sk }) => ({ ...RANDOM, client_id, sk }),
  },
  {
    id: "old-login-wrong-code",
    endpoint: "naloginGetSessionKeyByCode",
    asks: { zh: "旧地址是否仍然可用", en: "whether the old address lives" },
    params: ({ client_id, sk }) => ({ ...RANDOM, client_id, sk }),
  },
  {
    id: "login",
    endpoint: "jscode2sessionkey",
    asks: { zh: "登录成功的响应（消耗 code）", en: "the answer to a login (spends the code)" },
    consent: "spend-code",
    needs: ["code"],
    params: ({ client_id, sk, code = "" }) => ({ client_id, sk, code }),
    learn: ({ openid }) => ({ openid }),
  },
  {
    id: "login-used-code",
    endpoint: "jscode2sessionkey",
    asks: { zh: "code 已使用时的 errno", en: "the errno of a used code" },
    consent: "spend-code",
    needs: ["code"],
    params: ({ client_id, sk, code = "" }) => ({ client_id, sk, code }),
  },
  {
    id: "token-wrong-secret",
    endpoint: "getAccessToken",
    asks: { zh: "获取 token 时 AppSecret 错误的响应", en: "the answer to a wrong AppSecret, when a token is fetched" },
    params: ({ client_id }) => ({ client_id, sk: RANDOM.sk }),
  },
  {
    id: "token",
    endpoint: "getAccessToken",
    asks: { zh: "token 的响应和形状", en: "the answer with a token, and its shape" },
    params: ({ client_id, sk }) => ({ client_id, sk }),
    learn: ({ access_token }) => ({ access_token }),
  },
  {
    id: "unionid-no-token",
    endpoint: "getUnionid",
    asks: { zh: "没有 token 时的响应", en: "the answer to no token" },
    params: () => ({ ...RANDOM }),
    change: (request) => ({ ...request, url: withoutQuery(request.url) }),
  },
  {
    id: "unionid-wrong-token",
    endpoint: "getUnionid",
    asks: { zh: "token 无效时的响应", en: "the answer to an invalid token" },
    params: () => ({ ...RANDOM }),
  },
  {
    id: "unionid-wrong-openid",
    endpoint: "getUnionid",
    asks: {
      zh: "openid 不存在时的响应，错误时 data 的形状",
      en: "the answer to an unknown openid, and data on errors",
    },
    needs: ["access_token"],
    params: ({ access_token = "" }) => ({ access_token, openid: RANDOM.openid }),
  },
  {
    id: "unionid-preflight",
    endpoint: "getUnionid",
    asks: { zh: "openapi 对 CORS 预检请求的响应", en: "the answer of openapi to a CORS preflight" },
    params: () => ({ ...RANDOM }),
    change: ({ url }) => preflight(url),
  },
  {
    id: "unionid",
    endpoint: "getUnionid",
    asks: { zh: "unionid 的响应和形状", en: "the answer with a unionid, and its shape" },
    needs: ["access_token", "openid"],
    params: ({ access_token = "", openid = "" }) => ({ access_token, openid }),
  },
  {
    id: "v2-login-wrong-code",
    endpoint: "getSessionKey",
    asks: { zh: "v2 登录接口 code 不存在时的响应", en: "the answer of the v2 login to a code that does not exist" },
    needs: ["access_token"],
    params: ({ access_token = "" }) => ({ access_token, code: RANDOM.code }),
  },
  {
    id: "second-token",
    endpoint: "getAccessToken",
    asks: { zh: "再次获取 token", en: "a second token" },
    consent: "second-token",
    needs: ["access_token"],
    params: ({ client_id, sk }) => ({ client_id, sk }),
    learn: ({ access_token }, known) => ({ access_token, first_token: known.access_token }),
  },
  {
    id: "unionid-first-token",
    endpoint: "getUnionid",
    asks: { zh: "再次获取后，之前的 token 是否失效", en: "whether a second token ends the first" },
    consent: "second-token",
    needs: ["first_token"],
    params: ({ first_token = "" }) => ({ access_token: first_token, openid: RANDOM.openid }),
  },
];

/** @param {string} url @returns {Request} */
function preflight(url) {
  const headers = { origin: ORIGIN, "access-control-request-method": "POST" };
  return { method: "OPTIONS", url: withoutQuery(url), headers, body: undefined };
}

/** @param {string} url */
const withoutQuery = (url) => url.replace(/\?.*/, "");
