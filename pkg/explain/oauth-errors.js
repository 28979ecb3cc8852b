/**
 * The names of OAuth's errors that Baidu documents: `error`.
 *
 * @import { NumberEntry } from "./catalogue.js"
 */

/** Which grant is refused depends on what authorizes the call. */
const REFUSED_GRANT = {
  otherwise: "code_invalid",
  getUnionid: "token_invalid",
  tpGetUnionid: "token_invalid",
  tpCreatePreAuthCode: "token_invalid",
  tpGetAppInfo: "token_invalid",
  tpRetrieveAuthorizationCode: "token_invalid",
  getAccessToken: "bad_credentials",
  tpGetAccessToken: "platform_not_ready",
};

/** @type {Readonly<Record<string, NumberEntry>>} */
export const OAUTH_ERRORS = {
  invalid_request: {
    class: "bad_request",
    baidu: "invalid refresh token / The request is missing a required parameter",
    title: { zh: "请求缺少参数，或参数格式不对", en: "a parameter is missing, unsupported or malformed" },
    sources: ["oauth"],
  },
  invalid_client: {
    class: "bad_credentials",
    baidu: "unknown client id / Client authentication failed",
    title: { zh: "AppKey 未知或 AppSecret 错误", en: "the AppKey is unknown or the AppSecret is wrong" },
    sources: ["oauth", "logs"],
  },
  invalid_grant: {
    class: REFUSED_GRANT,
    baidu: "The provided authorization grant is revoked",
    title: {
      zh: "授权凭证（code 或 token）无效、已过期或已使用",
      en: "the grant (code or token) is invalid, expired or used",
    },
    sources: ["oauth"],
  },
  unauthorized_client: {
    class: "permission",
    baidu: "The client is not authorized to use this authorization grant type",
    title: { zh: "应用无权使用这种授权方式", en: "the app may not use this grant type" },
    sources: ["oauth"],
  },
  unsupported_grant_type: {
    class: "bad_request",
    baidu: "The authorization grant type is not supported",
    title: { zh: "不支持的 grant_type", en: "unsupported grant_type" },
    causes: [
      {
        zh: "自己拼请求时 grant_type 写错，例如 client_credential 少了 s。",
        en: "A request of your own has a wrong grant_type, such as client_credential without its s.",
      },
    ],
    sources: ["oauth"],
  },
  invalid_scope: {
    class: "bad_request",
    baidu: "The requested scope is exceeds the scope granted by the resource owner",
    title: { zh: "请求的权限（scope）无效或超出授权范围", en: "the scope is invalid or exceeds what was granted" },
    sources: ["oauth"],
  },
  expired_token: {
    class: REFUSED_GRANT,
    baidu: "refresh token has been used",
    title: { zh: "refresh token 已被使用", en: "the refresh token has been used" },
    see: "refresh-token-used",
    sources: ["oauth"],
  },
  redirect_uri_mismatch: {
    class: "bad_request",
    baidu: "Invalid redirect uri",
    title: { zh: "redirect_uri 与登记的不一致", en: "redirect_uri is not the registered one" },
    steps: [
      {
        zh: "让 redirect_uri 的域名与控制台中登记的一致。",
        en: "Give redirect_uri the domain that is registered in the console.",
      },
    ],
    sources: ["oauth"],
  },
  unsupported_response_type: {
    class: "bad_request",
    baidu: "The response type is not supported",
    title: { zh: "不支持的 response_type", en: "unsupported response_type" },
    ...ofWebLogin(),
    sources: ["oauth"],
  },
  invalid_referer: {
    class: "permission",
    baidu: "Invalid Referer",
    title: { zh: "Referer 无效", en: "invalid Referer" },
    see: "launch-domain",
    sources: ["oauth"],
  },
  slow_down: {
    class: "rate_limited",
    title: { zh: "轮询过于频繁", en: "polled too often" },
    ...ofDeviceFlow(),
    sources: ["oauth"],
  },
  authorization_pending: {
    class: "malformed_response",
    title: { zh: "用户还没有完成授权", en: "the user has not finished the authorization" },
    ...ofDeviceFlow(),
    sources: ["oauth"],
  },
  authorization_declined: {
    class: "malformed_response",
    title: { zh: "用户拒绝了授权", en: "the user has declined" },
    ...ofDeviceFlow(),
    sources: ["oauth"],
  },
};

function ofWebLogin() {
  return {
    meaning: {
      zh: "这是网站授权页面（OAuth authorize）的错误，小程序登录接口不应返回它。",
      en: "This is an error of the authorization page for web sites, which no call of a mini program's login should give.",
    },
  };
}

function ofDeviceFlow() {
  return {
    meaning: {
      zh: "这是 OAuth 设备授权流程的错误，小程序登录接口不应返回它。",
      en: "This is an error of OAuth's device flow, which no call of a mini program's login should give.",
    },
  };
}
