/**
 * The values that calls take: what each is, where the environment holds it, and whether it is a secret.
 *
 * @import { Text } from "./language.js"
 *
 * @typedef {object} Param
 * @property {string} env  The variable of the environment.
 * @property {Text} does
 * @property {boolean} isSecret
 * @property {string} [option]  The flag that holds it, of a value that is no secret.
 */

/** @type {Readonly<Record<string, Param>>} */
const PARAMS = {
  client_id: plain("BAIDU_APP_KEY", "clientId", { zh: "AppKey（不是 App ID）", en: "the AppKey, not the App ID" }),
  sk: secret("BAIDU_APP_SECRET", { zh: "AppSecret", en: "the AppSecret" }),
  code: secret("BAIDU_LOGIN_CODE", {
    zh: "swan.getLoginCode 得到的 code，只能用一次",
    en: "the code of swan.getLoginCode, which works once",
  }),
  access_token: secret("BAIDU_ACCESS_TOKEN", { zh: "access token", en: "the access token" }),
  openid: plain("BAIDU_OPENID", "openid", { zh: "用户的 openid", en: "the user's openid" }),
  session_key: secret("BAIDU_SESSION_KEY", { zh: "用户的 session_key", en: "the user's session_key" }),
  iv: secret("BAIDU_IV", { zh: "与数据一起得到的 iv", en: "the iv that came with the data" }),
  data: secret("BAIDU_USER_DATA", {
    zh: "加密的数据：data 或 encryptedData",
    en: "the encrypted data: data or encryptedData",
  }),
  ticket: secret("BAIDU_TICKET", { zh: "百度推送的 ticket", en: "the ticket that Baidu has pushed" }),
  refresh_token: secret("BAIDU_REFRESH_TOKEN", { zh: "refresh token", en: "the refresh token" }),
  app_id: plain("BAIDU_APP_ID", "appId", { zh: "小程序的 App ID", en: "the App ID of the mini program" }),
};

/** Fields of results that are secrets. */
export const RESULT_SECRETS = ["session_key", "access_token", "refresh_token", "pre_auth_code", "authorization_code"];

/** Whether there is a description of a value. @param {string} name */
export const isListed = (name) => Object.hasOwn(PARAMS, name);

/** The description of a value. A value that is not listed counts as a secret. @param {string} name @returns {Param} */
export function paramOf(name) {
  const param = isListed(name) ? PARAMS[name] : undefined;
  return param ?? secret(`BAIDU_${name.toUpperCase()}`, { zh: name, en: name });
}

/** @param {string} env @param {string} option @param {Text} does @returns {Param} */
function plain(env, option, does) {
  return { env, option, does, isSecret: false };
}

/** @param {string} env @param {Text} does @returns {Param} */
function secret(env, does) {
  return { env, does, isSecret: true };
}
