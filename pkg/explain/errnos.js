/**
 * The numbers of Baidu's login service and of its third-party platform: `errno`. Other numbers than those of
 * `error_code`. Baidu's enum does not say which call gives which number.
 *
 * @import { NumberEntry } from "./catalogue.js"
 * @type {Readonly<Record<string, NumberEntry>>}
 */
export const ERRNOS = {
  "-1024": {
    class: "malformed_response",
    baidu: "业务异常",
    title: { zh: "业务异常", en: "a failure of the service" },
    meaning: {
      zh: "百度没有说明具体原因，只表示业务处理失败。",
      en: "Baidu says that the service failed, but not why.",
    },
    steps: [
      {
        zh: "查看 baidu.message 中的文字；持续出现时带上 baidu.request_id 向百度反馈。",
        en: "Read the words in baidu.message; if it goes on, report it to Baidu with baidu.request_id.",
      },
    ],
    sources: ["javaSdk"],
  },
  1: {
    class: { getUnionid: "bad_request", tpGetUnionid: "bad_request", otherwise: "malformed_response" },
    title: { zh: "获取 unionid 失败", en: "Baidu gave no unionid" },
    see: "no-unionid",
    sources: ["unionid"],
  },
  110: {
    class: "token_invalid",
    baidu: "Access token invalid or no longer valid",
    title: { zh: "access token 无效或已失效", en: "the access token is invalid or no longer valid" },
    sources: ["logs"],
  },
  111: {
    class: "token_invalid",
    baidu: "Access token expired",
    title: { zh: "access token 已过期", en: "the access token has expired" },
    sources: ["logs"],
  },
  400: {
    class: "bad_request",
    title: { zh: "参数错误，请检查 openid", en: "parameter error, check the openid" },
    see: "no-unionid",
    sources: ["unionid"],
  },
  404: {
    class: "bad_request",
    baidu: "页面不存在",
    title: { zh: "页面不存在", en: "page not found" },
    steps: [
      {
        zh: "检查请求的路径，以及 baseUrl 和代理是否改写了它。",
        en: "Check the path of the request, and whether baseUrl or a proxy changes it.",
      },
    ],
    sources: ["javaSdk"],
  },
  405: {
    class: "permission",
    baidu: "未授权",
    title: { zh: "未授权", en: "not authorized" },
    sources: ["javaSdk"],
  },
  500: {
    class: "server",
    baidu: "网络繁忙，请稍后重试",
    title: { zh: "网络繁忙，请稍后重试", en: "the service is busy, try again later" },
    sources: ["javaSdk"],
  },
  501: {
    class: "server",
    baidu: "网络繁忙，请稍后重试 / 请求方式不支持",
    title: {
      zh: "网络繁忙，或请求方式（GET、POST）不支持",
      en: "the service is busy, or the method (GET, POST) is not supported",
    },
    meaning: {
      zh: "百度的这个错误码有两种含义：服务繁忙，或请求方式不支持。",
      en: "Baidu uses this number for two things: the service is busy, or the HTTP method is not supported.",
    },
    steps: [
      { zh: "稍后重试。", en: "Try again later." },
      {
        zh: "自己发送请求时，检查请求方式是否正确。",
        en: "If you send the request yourself, check its method.",
      },
    ],
    sources: ["javaSdk"],
  },
  1000: {
    class: "server",
    baidu: "internal error",
    title: { zh: "内部错误", en: "internal error" },
    sources: ["javaSdk"],
  },
  2002: {
    class: "bad_request",
    baidu: "param invalid",
    title: { zh: "参数无效", en: "invalid parameter" },
    sources: ["javaSdk"],
  },
  5000: {
    class: "server",
    baidu: "网络繁忙，请稍后重试",
    title: { zh: "服务已降级，请稍后重试", en: "the service is overloaded, try again later" },
    sources: ["javaSdk"],
  },
  6001: {
    class: "permission",
    baidu: "无权限",
    title: { zh: "无权限", en: "no permission" },
    sources: ["javaSdk"],
  },
  6002: {
    class: "server",
    baidu: "请求接口异常",
    title: { zh: "百度内部请求失败", en: "a request within Baidu failed" },
    sources: ["javaSdk"],
  },
  40001: {
    class: "bad_request",
    baidu: "参数错误",
    title: { zh: "参数错误", en: "parameter error" },
    sources: ["javaSdk", "tpFlow"],
  },
  40002: {
    class: "bad_request",
    baidu: "回跳地址不在预设域下",
    title: { zh: "回跳地址不在预设域下", en: "the redirect address is not in the configured domain" },
    steps: [
      {
        zh: "让 redirect_uri 的域名与第三方平台控制台中配置的一致。",
        en: "Give redirect_uri the domain that is configured in the console of the third-party platform.",
      },
    ],
    sources: ["javaSdk"],
  },
  40003: {
    class: "malformed_response",
    baidu: "页面发生错误，请稍后重试",
    title: { zh: "授权页面发生错误", en: "an error of the authorization page" },
    meaning: {
      zh: "这是授权页面的错误，登录接口不应返回它。",
      en: "This is an error of the authorization page, which no call of login should give.",
    },
    steps: [{ zh: "稍后重新打开授权页面。", en: "Open the authorization page again later." }],
    sources: ["javaSdk"],
  },
  40004: {
    class: "permission",
    baidu: "该授权页面因过度访问暂时被封禁",
    title: {
      zh: "授权页面访问过多，暂时被封禁",
      en: "the authorization page is blocked for a while after too many visits",
    },
    steps: [{ zh: "等待一段时间再打开授权页面。", en: "Wait before you open the authorization page again." }],
    sources: ["javaSdk"],
  },
  40007: {
    class: "permission",
    baidu: "无此TP操作权限",
    title: { zh: "没有这项第三方平台操作的权限", en: "the third-party platform may not do this" },
    see: "no-capability",
    sources: ["javaSdk"],
  },
  40008: {
    class: "permission",
    baidu: "IP不在白名单",
    title: { zh: "服务器 IP 不在白名单中", en: "the address of the server is not in the whitelist" },
    see: "ip-whitelist",
    sources: ["javaSdk", "tpFlow"],
  },
  40013: {
    class: "malformed_response",
    baidu: "该小程序已与其他第三方平台绑定",
    title: { zh: "小程序已绑定其他第三方平台", en: "the app is bound to another third-party platform" },
    ...inAuthorization(),
    steps: [{ zh: "先与原来的平台解绑，再重新授权。", en: "Unbind it from the other platform, then authorize again." }],
    sources: ["javaSdk"],
  },
  40015: {
    class: "malformed_response",
    baidu: "重复绑定",
    title: { zh: "重复绑定", en: "bound twice" },
    ...inAuthorization(),
    sources: ["javaSdk"],
  },
  41000: {
    class: "bad_request",
    baidu: "参数类型错误",
    title: { zh: "参数类型错误", en: "a parameter has the wrong type" },
    sources: ["javaSdk"],
  },
  44000: {
    class: "malformed_response",
    baidu: "用户名或密码错误",
    title: { zh: "用户名或密码错误", en: "wrong user name or password" },
    meaning: {
      zh: "这是控制台登录的错误，小程序登录接口不应返回它。",
      en: "This is an error of the login to Baidu's console, which no call of a mini program's login should give.",
    },
    sources: ["javaSdk"],
  },
  44001: {
    class: "permission",
    baidu: "无权限访问",
    title: { zh: "无权限访问", en: "no access" },
    sources: ["javaSdk"],
  },
  44002: {
    class: "token_invalid",
    baidu: "TOKEN已注销",
    title: { zh: "token 已注销", en: "the token was logged out" },
    sources: ["javaSdk"],
  },
  44003: {
    class: "token_invalid",
    baidu: "TOKEN已过期",
    title: { zh: "token 已过期", en: "the token has expired" },
    sources: ["javaSdk"],
  },
  44004: {
    class: "token_invalid",
    baidu: "TOKEN认证失败",
    title: { zh: "token 认证失败", en: "the token is not accepted" },
    sources: ["javaSdk"],
  },
  45000: {
    class: "bad_credentials",
    baidu: "小程序不存在",
    title: { zh: "小程序不存在", en: "the mini program does not exist" },
    sources: ["javaSdk"],
  },
  45001: {
    class: "permission",
    baidu: "无此小程序操作权限",
    title: { zh: "没有操作这个小程序的权限", en: "no permission for this mini program" },
    see: "no-capability",
    sources: ["javaSdk"],
  },
  45002: {
    class: "permission",
    baidu: "授权异常",
    title: { zh: "授权异常", en: "the authorization is not in order" },
    see: "no-authorization",
    sources: ["javaSdk"],
  },
  47009: {
    class: "malformed_response",
    baidu: "用户未登录，请重新登录",
    title: { zh: "用户未登录", en: "the user is not logged in" },
    meaning: {
      zh: "百度认为当前用户没有登录。登录接口的文档中没有这个错误码。",
      en: "Baidu says that the user is not logged in. No page of a login call mentions this number.",
    },
    steps: [
      {
        zh: "让小程序重新调用 swan.getLoginCode 登录。",
        en: "Let the mini program call swan.getLoginCode and log in again.",
      },
    ],
    sources: ["javaSdk"],
  },
  50001: {
    class: "platform_not_ready",
    baidu: "获取ticket失败",
    title: { zh: "获取 ticket 失败", en: "Baidu got no ticket" },
    see: "ticket",
    sources: ["javaSdk", "tpFlow"],
  },
  50002: {
    class: "bad_credentials",
    baidu: "client_id不存在",
    title: { zh: "client_id 不存在", en: "there is no such client_id" },
    see: "wrong-app-key",
    sources: ["javaSdk", "tpFlow"],
  },
  50003: {
    class: "platform_not_ready",
    baidu: "ticket无效",
    title: { zh: "ticket 无效", en: "the ticket is invalid" },
    see: "ticket",
    sources: ["javaSdk", "tpFlow"],
  },
  50006: {
    class: "malformed_response",
    baidu: "请在授权发起请求的Header增加Referer属性，表示来源",
    title: { zh: "打开授权页面的请求没有 Referer", en: "the request for the authorization page has no Referer" },
    see: "launch-domain",
    sources: ["javaSdk", "tpFlow"],
  },
  50007: {
    class: "malformed_response",
    baidu: "没有小程序可用供授权",
    title: { zh: "没有可授权的小程序", en: "there is no app to authorize" },
    ...inAuthorization(),
    steps: [
      {
        zh: "让管理员用拥有小程序的百度账号扫码。",
        en: "Let the administrator scan with the Baidu account that owns the mini program.",
      },
    ],
    sources: ["javaSdk"],
  },
  50008: {
    class: "malformed_response",
    baidu: "已经授权过，请勿重复调用",
    title: { zh: "已经授权过", en: "it is authorized already" },
    ...inAuthorization(),
    steps: [{ zh: "不必再次授权。", en: "No further authorization is needed." }],
    sources: ["javaSdk"],
  },
  50029: {
    class: "rate_limited",
    baidu: "接口调用次数超过限制",
    title: { zh: "接口调用次数超过限制", en: "too many calls of this kind" },
    sources: ["javaSdk"],
  },
  50032: {
    class: "app_not_authorized",
    baidu: "没有授权关系，请检查",
    title: { zh: "没有授权关系", en: "there is no authorization" },
    see: "no-authorization",
    sources: ["javaSdk", "tpFlow"],
  },
  50037: {
    class: "malformed_response",
    baidu: "用户已绑定其它第三方平台 / AesKey长度不足43位",
    title: {
      zh: "用户已绑定其他第三方平台，或 AESKey 不足 43 位",
      en: "the user is bound to another third-party platform, or the AESKey has fewer than 43 characters",
    },
    meaning: {
      zh: "百度的这个错误码有两种含义，以 baidu.message 的文字为准。",
      en: "Baidu uses this number for two things; baidu.message says which one.",
    },
    steps: [
      {
        zh: "先与原来的平台解绑；或者把消息加解密 Key 设置为 43 位。",
        en: "Unbind the user from the other platform, or set a key for messages of 43 characters.",
      },
    ],
    sources: ["javaSdk"],
  },
  50041: {
    class: "permission",
    baidu: "此账号已授权其他第三方，请先与原先授权的第三方解绑",
    title: { zh: "账号已授权其他第三方平台", en: "the account has authorized another third-party platform" },
    steps: [
      { zh: "先与原先授权的平台解绑，再重新授权。", en: "Unbind it from the other platform, then authorize again." },
    ],
    sources: ["javaSdk"],
  },
  50044: {
    class: "permission",
    baidu: "权限冲突",
    title: { zh: "权限冲突", en: "the permissions conflict" },
    sources: ["javaSdk"],
  },
  50053: {
    class: "permission",
    baidu: "当前TP不包含以下权限",
    title: { zh: "第三方平台缺少所列的权限", en: "the third-party platform lacks the permissions listed" },
    see: "no-capability",
    sources: ["javaSdk"],
  },
  10010100: {
    class: "bad_request",
    baidu: "parameter is invalid",
    title: { zh: "参数无效", en: "a parameter is invalid" },
    meaning: {
      zh: "必填字段缺失或为空。error_description 中写明了字段名，例如 ClientID 表示 client_id。",
      en: "A required field is missing or empty. error_description names it: ClientID stands for client_id.",
    },
    causes: [
      {
        zh: "请求体没有按 application/x-www-form-urlencoded 发送，例如发成了 JSON。",
        en: "The body was not sent as application/x-www-form-urlencoded but, for example, as JSON.",
      },
      { zh: "code、client_id 或 sk 为空。", en: "code, client_id or sk is empty." },
    ],
    sources: ["sessionKey"],
  },
  10010500: {
    class: "server",
    baidu: "internal error",
    title: { zh: "百度内部错误，请稍后重试", en: "an internal error of Baidu, try again later" },
    sources: ["unionid"],
  },
};

/** Numbers of the page on which a merchant authorizes a third-party platform. */
function inAuthorization() {
  return {
    meaning: {
      zh: "这是商家授权第三方平台时的错误，登录接口不应返回它。",
      en: "This happens when a merchant authorizes a third-party platform; no call of login should give it.",
    },
    causes: [
      {
        zh: "小程序或账号的授权状态不符合要求。",
        en: "The mini program or the account is not in the state that is needed.",
      },
    ],
  };
}
