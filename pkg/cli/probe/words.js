/**
 * The words that a report may repeat. Everything else that a server wrote is masked, so a word that is missing here costs
 * a little knowledge, and one that is here tells nothing of anybody.
 */

/** Names of fields of Baidu's replies, by its documents, its SDKs and public logs; and of common ones. */
export const FIELD_NAMES = words(`
  errno error error_description error_code error_msg errmsg msg message data request_id requestId requeset_id traceId
  trace_id logid log_id logId timestamp time server_time openid open_id unionid union_id session_key session_secret
  access_token refresh_token expires_in scope token_type code status success result results detail details reason
  tipmsg errors path params type version
`);

/** Fields whose numbers stay as they are. */
export const NUMBER_FIELDS = words("errno error_code code status expires_in");

/** Fields whose texts are messages: the words below stay in them. */
export const MESSAGE_FIELDS = words(
  "error error_description error_msg errmsg msg message tipmsg reason detail token_type",
);

/** Of error messages, in lower case; also the parts of names that are joined by underscores. */
export const WORDS = words(`
  access account after again already an and any api app appid appkey application apps are argument as at auth
  authentication authorization authorize authorized bad be been before body but by call called calls cannot certification
  check client code code2sessionkeyparam clientid content contact could create credential credentials current customer
  daily data days denied description developer does empty encrypt endpoint error errors exceed exceeded exceeds exist
  exists expire expired failed failure field fields for forbidden format found from get getsessionkey getunionid grant
  granted granttype has have header host http iam id identifier illegal in incorrect info information internal invalid ip
  is it json key latest length license limit limited login longer match method missing mini must name network no none not
  null of ok on only open openapi openid operation or out over owner param parameter parameters params parse password path
  permission permissions platform please post program provided public quota rate reach reached redirect referer refresh
  refused register request requested requests required resource response result retry revoked scope secret security
  server service session sessionkey sign signature sk smart smartapp snsapi base state status succ success suspended system
  tag temporarily test that the this time timeout timestamp token too total try type unauthorized unavailable unionid
  unknown unsupported uri url use used user userinfo valid validation value verification verify version visible was
  whitelist with wrong you your bearer basic
`);

/** Of error messages in Chinese; a run of characters is read from left to right, the longest first. */
export const PHRASES = [
  ...words(`
    用户 参数 错误 无效 失效 过期 已过期 不存在 不合法 非法 缺少 为空 不能为空 请求 失败 成功 网络 服务 服务器 内部 异常 系统
    繁忙 稍后 重试 请 再试 权限 没有 无 未 授权 未授权 登录 未登录 应用 小程序 密钥 接口 调用 次数 超限 上限 超过 限制 频率 白名单
    不在 不支持 不正确 不匹配 校验 签名 类型 格式 获取 不可用 已使用 已被使用 无权限 平台 第三方 绑定 已 的 或 和 中 是 不
  `),
].sort((one, other) => other.length - one.length);

/** Of headers, beside the words above. */
export const HEADER_WORDS = words(`
  keep-alive close chunked gzip deflate br identity no-store no-cache private must-revalidate max-age accept-encoding
  origin content-type authorization accept x-requested-with get head put delete options nginx apache openresty tengine bws
  bfe jsp3 cloudflare
`);

/** Media types that stay as they are, and character sets. */
export const MEDIA_TYPES = words(`
  application/json application/javascript application/x-javascript application/xml application/octet-stream text/html
  text/json text/javascript text/plain text/xml
`);
export const CHARSETS = words("utf-8 utf8 gbk gb2312 gb18030 iso-8859-1 us-ascii");

/** @param {string} text */
function words(text) {
  return new Set(text.split(/\s+/).filter(Boolean));
}
