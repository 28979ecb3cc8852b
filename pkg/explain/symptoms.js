/**
 * What people meet: in an error, in a log of another program, or without any error.
 *
 * `match` finds a symptom in the lines of a log. A symptom with `within` describes those errors of these classes whose
 * texts it matches or whose hint matches `hint`, and all of those that come from `calls`.
 *
 * @import { SymptomEntry } from "./catalogue.js"
 * @type {Readonly<Record<string, SymptomEntry>>}
 */
export const SYMPTOMS = {
  "code-refused": {
    class: "code_invalid",
    title: { zh: "百度说 code 无效、已过期或已撤销", en: "Baidu says that the code is invalid, expired or revoked" },
    match: /invalid code|expired or revoked|invalid authorization code|code\s*(已|无效|过期|失效)/i,
    sources: ["sessionKey", "logs"],
  },
  "host-app-code": {
    class: "code_invalid",
    title: { zh: "带 @ 的 code 登录失败", en: "A code that contains @ does not log in" },
    meaning: {
      zh: "code 形如 randStr@host/randStr 时，用户打开的是百度 App 以外的宿主 App，百度要向宿主的服务器核实这个 code。",
      en: "A code like randStr@host/randStr comes from a host app other than the Baidu App. Baidu asks the server of that host app about it.",
    },
    causes: [
      {
        zh: "code 没有做 URL 编码，@ 和 / 在传输中被改动。",
        en: "The code was not percent-encoded, so @ and / were changed on the way.",
      },
      { zh: "宿主 App 的服务器出错或超时。", en: "The server of the host app fails or is slow." },
    ],
    steps: [
      {
        zh: "自己拼请求时，对 code 做 URL 编码；本包会自动编码。",
        en: "Percent-encode the code in a request of your own; this package does so.",
      },
      {
        zh: "只在某个宿主 App 中失败时，联系该宿主；在百度 App 中对比测试。",
        en: "If it fails in one host app only, contact its maker; compare with the Baidu App.",
      },
    ],
    match: /@.{0,20}(code|宿主)|(code|宿主).{0,20}@|helloworld@/i,
    sources: ["hostApps"],
  },
  "wrong-app-key": {
    class: "bad_credentials",
    title: { zh: "百度说 client id 未知，或应用不存在", en: "Baidu says that the client id is unknown" },
    match: /unknown client|client id|authentication failed|app not exist/i,
    sources: ["oauth", "logs"],
  },
  "token-not-in-query": {
    class: "bad_request",
    title: {
      zh: "Invalid parameter：access_token 不在 query 中",
      en: "Invalid parameter: the access token is not in the query",
    },
    meaning: {
      zh: "百度要求 access_token 放在 URL 的 query 中，其余字段放在 POST 表单中；放错位置时只会回答 Invalid parameter。",
      en: "Baidu wants access_token in the query of the URL and the other fields in the form of the POST; otherwise it only answers Invalid parameter.",
    },
    causes: [
      {
        zh: "access_token 放在了请求体里，或者没有传。",
        en: "access_token is in the body, or is missing.",
      },
      { zh: "请求体是 JSON 而不是表单。", en: "The body is JSON instead of a form." },
    ],
    steps: [
      {
        zh: "用 npx swan-login request 查看正确的请求；使用本包的函数时无需处理。",
        en: "Run npx swan-login request to see the right request; the functions of this package send it so.",
      },
      {
        zh: "检查网关或代理是否去掉了 query。",
        en: "Check whether a gateway or proxy removes the query.",
      },
    ],
    match: /invalid parameter/i,
    sources: ["faq"],
  },
  "token-refused": {
    class: "token_invalid",
    title: { zh: "百度说 access token 无效或已过期", en: "Baidu says that the access token is invalid or expired" },
    match: /access token (invalid|expired)|token\s*(已过期|已注销|认证失败|无效|失效)/i,
    sources: ["openApi", "logs"],
  },
  "no-capability": {
    class: "permission",
    title: { zh: "没有权限：能力未开通或权限未授予", en: "No permission: the capability or the scope is missing" },
    causes: [
      { zh: "应用没有开通这项能力。", en: "The app does not have this capability." },
      {
        zh: "access token 的类型或所属应用不对。",
        en: "The access token is of the wrong kind, or of another app.",
      },
      {
        zh: "第三方平台：小程序的授权信息（auth_info）中没有这项权限。",
        en: "Third-party platform: auth_info of the app does not contain the scope.",
      },
    ],
    steps: [
      { zh: "在开发者平台申请开通这项能力。", en: "Apply for the capability in the developer console." },
      {
        zh: "使用这个应用自己的、类型正确的 access token（24. 或 45.）。",
        en: "Use an access token of this app and of the right kind (24. or 45.).",
      },
      {
        zh: "第三方平台：让商家重新授权，并勾选所需的权限。",
        en: "Third-party platform: let the merchant authorize again, with this scope.",
      },
    ],
    match: /no permission to access|无.{0,8}权限|权限不足/i,
    sources: ["unionid", "tpFlow"],
  },
  "ip-whitelist": {
    class: "permission",
    title: { zh: "服务器 IP 不在白名单中", en: "The address of the server is not in the IP whitelist" },
    meaning: {
      zh: "百度只接受白名单中的 IP 发出的请求，其他请求一律拒绝。第三方平台的每个接口都检查白名单。",
      en: "Baidu refuses requests from addresses outside the whitelist. Every call of a third-party platform is checked.",
    },
    causes: [
      {
        zh: "服务器的公网出口 IP 没有登记，或者扩容、迁移后发生了变化。",
        en: "The public address from which the server calls is not registered, or has changed with new servers.",
      },
      {
        zh: "无服务器平台的出口 IP 不固定。",
        en: "A serverless platform calls from changing addresses.",
      },
    ],
    steps: [
      {
        zh: "在服务器上查询公网出口 IP，加入开发者平台的 IP 白名单。",
        en: "Find out the public address of the server, and add it to the IP whitelist in the developer console.",
      },
      {
        zh: "出口 IP 不固定时，使用固定出口（NAT 网关）或经由固定 IP 的代理。",
        en: "If the address changes, use a NAT gateway or a proxy with a fixed one.",
      },
    ],
    match: /unauthorized client ip|ip\s*不在白名单|白名单|whitelist/i,
    sources: ["tpFlow"],
  },
  "no-authorization": {
    class: "app_not_authorized",
    title: { zh: "小程序没有授权给第三方平台", en: "The app is not authorized for the third-party platform" },
    meaning: {
      zh: "商家从未授权、已取消授权，或者授权正在变更。",
      en: "The merchant never authorized the platform, has withdrawn it, or is changing it.",
    },
    causes: [
      {
        zh: "商家的管理员没有完成扫码授权，或取消了授权。",
        en: "The merchant's administrator did not finish the authorization, or has withdrawn it.",
      },
    ],
    steps: [
      { zh: "让管理员打开授权页面，重新扫码授权。", en: "Send the administrator to the authorization page again." },
    ],
    match: /没有授权关系|授权异常/,
    sources: ["tpFlow"],
  },
  ticket: {
    class: "platform_not_ready",
    title: {
      zh: "第三方平台的 ticket 无效或获取失败",
      en: "The ticket of the third-party platform is missing or invalid",
    },
    meaning: {
      zh: "平台的 access token 要用 ticket 换取。百度每 10 分钟推送一次新的 ticket，只有最新的可靠。",
      en: "A ticket gives the platform its access token. Baidu pushes a new one every 10 minutes; only the newest is reliable.",
    },
    match: /ticket\s*(无效|失败)|获取ticket/i,
    sources: ["tpFlow"],
  },
  "signed-request": {
    class: "bad_request",
    title: { zh: "请求按旧的签名方式处理了", en: "The request was taken for a signed one" },
    causes: [
      {
        zh: "请求中没有 access_token，百度按旧的签名方式检查。",
        en: "The request has no access_token, so Baidu checks it as a signed request of the old kind.",
      },
      {
        zh: "自己拼的请求带有 sign、timestamp 等签名参数。",
        en: "A request of your own has parameters of a signature, such as sign or timestamp.",
      },
    ],
    steps: [
      {
        zh: "在 query 中传 access_token，不要传签名参数。",
        en: "Pass access_token in the query, and no parameters of a signature.",
      },
    ],
    sources: ["openApi"],
  },
  "launch-domain": {
    class: "permission",
    title: {
      zh: "发起页域名错误，或缺少 Referer",
      en: "The launch page has a wrong domain (发起页域名错误) or sends no Referer",
    },
    meaning: {
      zh: "百度按 Referer 检查打开授权页面的网页，域名必须与控制台中配置的一致。",
      en: "Baidu checks by Referer which page opens the authorization page; its domain must be the configured one.",
    },
    causes: [
      {
        zh: "发起授权的网页域名没有在第三方平台控制台中配置。",
        en: "The domain of the launching page is not configured in the console of the third-party platform.",
      },
      {
        zh: "浏览器没有发送 Referer，例如页面设置了 Referrer-Policy: no-referrer，或者用户直接打开了链接。",
        en: "The browser sends no Referer, such as under Referrer-Policy: no-referrer, or when the user opens the link directly.",
      },
    ],
    steps: [
      { zh: "在控制台中配置发起页的域名。", en: "Configure the domain of the launching page in the console." },
      {
        zh: "从该域名的网页上用链接打开授权页面，并使用 Referrer-Policy: origin 或 strict-origin-when-cross-origin。",
        en: "Open the authorization page by a link on a page of that domain, with Referrer-Policy: origin or strict-origin-when-cross-origin.",
      },
    ],
    match: /发起页域名|referer/i,
    sources: ["tpFlow"],
  },
  "authorization-code-refused": {
    class: "code_invalid",
    title: {
      zh: "authorization_code 错误、已使用或已过期",
      en: "The authorization code is wrong, used or expired",
    },
    meaning: {
      zh: "第三方平台换取小程序 token 的 authorization_code 只能用一次，有效期取决于来源：回调 1 小时，推送 60 秒，retrieve 接口 5 小时。",
      en: "The code that gives a third-party platform the tokens of an app works once. It lives for an hour from the callback, 60 seconds from a push, 5 hours from the retrieve call.",
    },
    causes: [
      {
        zh: "回调和推送带来的是同一次授权，另一方已经用掉了 code。",
        en: "The callback and the push report the same authorization, and the other one has used the code.",
      },
      { zh: "推送的 code 没有在 60 秒内换取。", en: "The code of a push was not exchanged within 60 seconds." },
    ],
    steps: [
      {
        zh: "调用 tpRetrieveAuthorizationCode 重新取得 authorization_code，再用 tpGetAppToken 换取；无需商家重新授权。",
        en: "Get another code by tpRetrieveAuthorizationCode and exchange it by tpGetAppToken; the merchant need not authorize again.",
      },
    ],
    within: ["code_invalid"],
    calls: ["tpGetAppToken"],
    sources: ["tpFlow"],
  },
  "refresh-token-used": {
    class: "code_invalid",
    title: { zh: "refresh token 已被使用", en: "The refresh token has been used" },
    meaning: {
      zh: "第三方平台的 refresh token 只能用一次，每次刷新都会得到新的。",
      en: "A refresh token of a third-party platform works once; each refresh gives a new one.",
    },
    causes: [
      {
        zh: "两个进程同时刷新了同一个小程序的 token。",
        en: "Two processes refreshed the token of the same app at once.",
      },
      {
        zh: "刷新的响应丢失，新的 refresh token 没有保存下来。",
        en: "The answer of a refresh was lost, so the new refresh token was not saved.",
      },
    ],
    steps: [
      {
        zh: "调用 tpRetrieveAuthorizationCode 取得 authorization_code，再用 tpGetAppToken 换取新的 token；无需商家重新授权。",
        en: "Get an authorization code by tpRetrieveAuthorizationCode and exchange it by tpGetAppToken; the merchant need not authorize again.",
      },
      {
        zh: "同一时间只让一个进程刷新，并在使用之前先保存新的 refresh token。",
        en: "Let one process at a time refresh, and save the new refresh token before you use its result.",
      },
    ],
    match: /refresh token has been used|refresh.?token.{0,6}(已|被)?使用/i,
    within: ["code_invalid"],
    calls: ["tpRefreshAppToken"],
    sources: ["tpFlow", "oauth"],
  },
  "no-unionid": {
    class: "bad_request",
    title: { zh: "拿不到 unionid", en: "There is no unionid" },
    meaning: {
      zh: "只有用户授权过这个小程序（用户信息），并且 openid 属于这个小程序时，百度才返回 unionid。",
      en: "Baidu gives a unionid only when the user has authorized this app (userinfo) and the openid is this app's own.",
    },
    causes: [
      { zh: "用户从未授权过用户信息。", en: "The user has never authorized the app." },
      { zh: "openid 来自另一个小程序。", en: "The openid is another app's." },
      {
        zh: "小程序运行在 Web 模式中，该模式不支持 unionid。",
        en: "The mini program runs in web mode, which has no unionid.",
      },
    ],
    steps: [
      {
        zh: "在小程序中先取得用户授权，再获取 unionid；代码要能处理没有 unionid 的用户。",
        en: "Let the user authorize the app first, and handle users without a unionid.",
      },
      {
        zh: "传入同一个小程序登录得到的 openid。",
        en: "Pass the openid that a login of the same app gave.",
      },
    ],
    match: /^unionid$|union_?id.{0,20}(empty|null|undefined|空)|(no|empty|没有|拿不到|获取不到).{0,8}union_?id/i,
    sources: ["unionid"],
  },
  "bad-decrypt": {
    class: "decrypt_failed",
    title: {
      zh: "其他代码解密出乱码、报 bad decrypt 或内存溢出",
      en: "Other code decrypts to garbage, fails with bad decrypt, or runs out of memory",
    },
    meaning: {
      zh: "百度的用户数据使用 AES-192-CBC，并填充到 32 字节，常见的自动去填充和 Chromium 的 WebCrypto 都处理不了。",
      en: "Baidu encrypts user data with AES-192-CBC and pads it to 32 bytes, which neither automatic padding nor Chromium's WebCrypto can do.",
    },
    causes: [
      {
        zh: "自动去填充只接受 16 字节以内的填充，大约一半的数据会失败。",
        en: "Automatic padding accepts at most 16 bytes, so about half of all messages fail.",
      },
      {
        zh: "Chromium 的 WebCrypto 不支持 192 位的 AES 密钥。",
        en: "Chromium's WebCrypto does not support AES keys of 192 bits.",
      },
      {
        zh: "用户又登录过，session_key 已经更换；解密得到乱码，其中的“长度”可能极大。",
        en: "The user has logged in again and session_key was replaced; the garbage may contain a huge length.",
      },
    ],
    steps: [
      { zh: "使用本包的 decryptUserData。", en: "Use decryptUserData of this package." },
      {
        zh: "仍然失败时，让小程序重新登录，再用新的 session_key 解密一次。",
        en: "If it still fails, let the mini program log in again and decrypt once more with the new session_key.",
      },
    ],
    match: /bad.?decrypt|wrong final block length|192-bit aes|aeskey invalid|解密.{0,6}(乱码|失败)/i,
    sources: ["userData", "logs"],
  },
  "open-id-undefined": {
    class: "malformed_response",
    title: { zh: "getSessionKey（v2）返回的 openid 是 undefined", en: "openid is undefined after getSessionKey (v2)" },
    meaning: {
      zh: "v2 接口的字段名是 open_id，而不是 openid。",
      en: "The field of the v2 call is open_id, not openid.",
    },
    causes: [
      { zh: "自己的代码读取了 data.openid。", en: "Your code reads data.openid." },
      { zh: "使用了旧版的百度 Java SDK。", en: "An old version of Baidu's Java SDK is in use." },
    ],
    steps: [
      { zh: "读取 data.open_id；本包统一返回 openid。", en: "Read data.open_id; this package always gives openid." },
    ],
    match: /open_?id.{0,20}(undefined|null|为空)|undefined.{0,20}open_?id/i,
    sources: ["javaOpenId"],
  },
  "openid-differs": {
    class: "malformed_response",
    title: { zh: "同一用户在不同小程序中的 openid 不同", en: "A user has a different openid in each app" },
    meaning: {
      zh: "这是正常的：openid 由应用和用户共同决定。",
      en: "This is by design: an openid belongs to one user in one app.",
    },
    causes: [{ zh: "openid 按小程序区分。", en: "Each mini program has openids of its own." }],
    steps: [
      {
        zh: "用 unionid 识别同一主体下多个小程序的同一个用户。",
        en: "Use the unionid to recognize a user across the apps of one legal entity (主体).",
      },
    ],
    match: /open_?id.{0,12}(differs?\b|different|不同|不一致|变了)/i,
    sources: ["sessionKey", "unionid"],
  },
  "swan-login-missing": {
    class: "malformed_response",
    title: {
      zh: "swan.login 不存在或一直没有回调；WebView 中无法登录",
      en: "swan.login is missing or never calls back; no login in a WebView",
    },
    meaning: {
      zh: "swan.login 已弃用，由 swan.getLoginCode 取代；Web 模式和 WebView 中的行为不同。",
      en: "swan.login is deprecated in favour of swan.getLoginCode; web mode and WebViews behave differently.",
    },
    causes: [
      {
        zh: "小程序或框架（如旧版 uni-app）仍在调用 swan.login。",
        en: "The mini program or its framework, such as an old uni-app, still calls swan.login.",
      },
      { zh: "页面运行在 Web 模式或 WebView 中。", en: "The page runs in web mode or in a WebView." },
    ],
    steps: [
      { zh: "改用 swan.getLoginCode，并升级框架。", en: "Call swan.getLoginCode, and update the framework." },
      { zh: "在 Web 模式中使用该模式的登录方式（onLogin）。", en: "In web mode use the login of that mode (onLogin)." },
    ],
    match: /swan\.login\b/i,
    sources: ["uniApp"],
  },
  "secret-in-client": {
    class: "bad_credentials",
    title: { zh: "AppSecret 写在了小程序代码里", en: "The AppSecret is in the code of the mini program" },
    meaning: {
      zh: "任何人下载小程序包都能读到它，并冒充你的应用。百度文档的示例正是这样写的，不要照抄。",
      en: "Whoever downloads the mini program can read it and act as your app. Baidu's own sample does so; do not copy it.",
    },
    causes: [
      {
        zh: "小程序代码直接调用了 jscode2sessionkey。",
        en: "The code of the mini program itself calls jscode2sessionkey.",
      },
    ],
    steps: [
      { zh: "在开发者平台重置 AppSecret。", en: "Reset the AppSecret in the developer console." },
      {
        zh: "小程序只把 code 发给自己的服务端，由服务端调用百度。",
        en: "Let the mini program send the code to your server, and call Baidu from there.",
      },
    ],
    match: /(appsecret|app secret|密钥).{0,12}(leak|泄露|泄漏)/i,
    sources: ["sessionKey"],
  },
  "illegal-key-size": {
    class: "decrypt_failed",
    title: { zh: "Java：Illegal key size", en: "Java: Illegal key size" },
    meaning: {
      zh: "旧版 JRE 的策略文件限制 AES 密钥最长 128 位，而用户数据使用 192 位。",
      en: "The policy files of an old JRE limit AES to keys of 128 bits; user data needs 192.",
    },
    causes: [
      {
        zh: "JRE 早于 8u161，且没有安装无限制策略文件。",
        en: "The JRE is older than 8u161 and has no unlimited policy files.",
      },
    ],
    steps: [
      {
        zh: "升级 JRE，或在 Node 服务中用 decryptUserData 解密。",
        en: "Update the JRE, or decrypt in a Node service with decryptUserData.",
      },
    ],
    match: /illegal key size/i,
    sources: ["logs"],
  },
  "proxy-ignored": {
    class: "network",
    title: {
      zh: "设置了代理变量，但 Node 的 fetch 不使用它",
      en: "A proxy variable is set, and Node's fetch ignores it",
    },
    causes: [
      {
        zh: "设置了 https_proxy 或 all_proxy，curl 会使用它，Node 的 fetch 默认不会。",
        en: "https_proxy or all_proxy is set; curl uses it, Node's fetch does not by default.",
      },
    ],
    steps: [
      {
        zh: "Node 24 及以上设置 NODE_USE_ENV_PROXY=1；或者传入选项 fetch，使用 undici 的 ProxyAgent。",
        en: "Set NODE_USE_ENV_PROXY=1 (Node 24 and later), or pass the option fetch with a ProxyAgent of undici.",
      },
    ],
    hint: /fetch ignores it/,
    within: ["network"],
    sources: ["node"],
  },
  dns: {
    class: "network",
    title: { zh: "域名无法解析", en: "The host name is not resolved" },
    causes: [
      { zh: "这台机器或容器的 DNS 不可用。", en: "DNS does not work on this machine or in this container." },
      { zh: "baseUrl 的主机名写错了。", en: "The host name of baseUrl is misspelt." },
    ],
    steps: [
      {
        zh: "执行 nslookup spapi.baidu.com 和 nslookup openapi.baidu.com，检查 /etc/resolv.conf 或容器的 DNS 设置。",
        en: "Run nslookup spapi.baidu.com and nslookup openapi.baidu.com; check /etc/resolv.conf or the DNS of the container.",
      },
    ],
    match: /ENOTFOUND|EAI_|ESERVFAIL|ENODATA|dns error/,
    within: ["network"],
    sources: ["node"],
  },
  refused: {
    class: "network",
    title: { zh: "连接被拒绝", en: "The connection is refused" },
    causes: [
      {
        zh: "baseUrl 的地址上没有服务在监听，例如模拟服务没有启动。",
        en: "Nothing listens at the address of baseUrl; the mock may not run.",
      },
      { zh: "经过的代理没有启动。", en: "The proxy in between does not run." },
    ],
    steps: [
      {
        zh: "检查 baseUrl，以及那里的模拟服务或代理是否在运行。",
        en: "Check baseUrl, and whether the mock or proxy there runs.",
      },
    ],
    match: /ECONNREFUSED|Connection refused/,
    within: ["network"],
    sources: ["node"],
  },
  unreachable: {
    class: "network",
    title: { zh: "主机不可达", en: "The host is not reached" },
    causes: [
      {
        zh: "防火墙、安全组或路由拦截了到百度的连接。",
        en: "A firewall, a security group or a route blocks the way to Baidu.",
      },
    ],
    steps: [
      {
        zh: "放行到 spapi.baidu.com 和 openapi.baidu.com 的 443 端口。",
        en: "Allow connections to port 443 of spapi.baidu.com and openapi.baidu.com.",
      },
    ],
    match: /EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|connect ETIMEDOUT/,
    hint: /host was not reached/,
    within: ["network"],
    sources: ["node"],
  },
  "certificate-untrusted": {
    class: "network",
    title: { zh: "服务器证书不受信任", en: "The certificate of the server is not trusted" },
    causes: [
      {
        zh: "代理或安全软件拦截了 TLS，用的是自己的证书。",
        en: "A proxy or a security product intercepts TLS with a certificate of its own.",
      },
    ],
    steps: [
      {
        zh: "把该代理的 CA 加入信任（Node：NODE_EXTRA_CA_CERTS）。不要关闭证书校验。",
        en: "Trust the CA of that proxy (Node: NODE_EXTRA_CA_CERTS). Do not switch verification off.",
      },
    ],
    match:
      /SELF_SIGNED_CERT|UNABLE_TO_|\bCERT_(?!HAS_EXPIRED|NOT_YET)|UNKNOWN_CERTIFICATE|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|invalid peer certificate(?!: (Expired|NotValid))/,
    within: ["network"],
    sources: ["node"],
  },
  "certificate-expired": {
    class: "network",
    title: { zh: "服务器证书已过期或尚未生效", en: "The certificate of the server has expired or is not valid yet" },
    causes: [
      { zh: "这台机器的时钟不准。", en: "The clock of this machine is wrong." },
      { zh: "服务器的证书确实过期了。", en: "The certificate has really expired." },
    ],
    steps: [
      {
        zh: "先校准这台机器的时钟，再检查服务器。",
        en: "Correct the clock of this machine first, then look at the server.",
      },
    ],
    match: /CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|certificate: (Expired|NotValidYet)/,
    within: ["network"],
    sources: ["node"],
  },
  "certificate-name": {
    class: "network",
    title: { zh: "服务器证书属于别的主机名", en: "The certificate is for another host name" },
    causes: [
      { zh: "DNS、代理或 baseUrl 把请求带到了别的服务器。", en: "DNS, a proxy or baseUrl leads to another server." },
    ],
    steps: [{ zh: "检查 baseUrl、DNS 和中间的代理。", en: "Check baseUrl, DNS, and the proxies in between." }],
    match:
      /ERR_TLS_CERT_ALTNAME_INVALID|(HOSTNAME|IP_ADDRESS)_MISMATCH|certificate: NotValidForName|certificate not valid for name/,
    within: ["network"],
    sources: ["node"],
  },
  "no-tls": {
    class: "network",
    title: { zh: "服务器没有使用 TLS", en: "The server does not speak TLS" },
    causes: [
      {
        zh: "用 https 访问了 http 的端口，或者代理返回了明文。",
        en: "https is used for a port of http, or a proxy answers in clear text.",
      },
    ],
    steps: [
      {
        zh: "检查 baseUrl 的协议和端口，以及中间的代理。",
        en: "Check the scheme and port of baseUrl, and the proxies in between.",
      },
    ],
    match: /ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|wrong version number|received corrupt message/,
    within: ["network"],
    sources: ["node"],
  },
  "tls-handshake": {
    class: "network",
    title: { zh: "TLS 握手失败", en: "The TLS handshake failed" },
    causes: [
      { zh: "代理或防火墙切断了连接。", en: "A proxy or firewall cut the connection." },
      {
        zh: "对方要求别的 TLS 版本，或者要求客户端证书。",
        en: "The other side wants another version of TLS, or a client certificate.",
      },
    ],
    steps: [
      {
        zh: "查看握手停在哪一步（openssl s_client -connect spapi.baidu.com:443），再检查中间的代理。",
        en: "See where the handshake stops (openssl s_client -connect spapi.baidu.com:443), and check the proxies in between.",
      },
    ],
    match:
      /ERR_SSL_(?!WRONG_VERSION|PACKET_LENGTH)|EPROTO|before secure TLS connection|tls handshake eof|received fatal alert/,
    within: ["network"],
    sources: ["node"],
  },
  port: {
    class: "network",
    title: { zh: "fetch 拒绝访问这个端口", en: "fetch refuses this port" },
    causes: [
      {
        zh: "baseUrl 的端口属于别的协议（例如 1、25、6000），Fetch 标准禁止访问。",
        en: "The port of baseUrl belongs to another protocol, such as 1, 25 or 6000; the Fetch standard blocks it.",
      },
    ],
    steps: [{ zh: "在 baseUrl 中换一个端口。", en: "Use another port in baseUrl." }],
    match: /\bbad port\b|to port \d+ are blocked|are blocked$/,
    within: ["network"],
    sources: ["fetch"],
  },
  redirect: {
    class: "malformed_response",
    title: { zh: "收到了重定向", en: "A redirect came" },
    meaning: {
      zh: "百度的接口不会重定向。本包从不跟随重定向，因为那会把密钥带到别处。",
      en: "Baidu's endpoints do not redirect. The package never follows a redirect, which would carry the secret elsewhere.",
    },
    causes: [
      {
        zh: "网络的登录页、代理或错误的 baseUrl 返回了重定向。",
        en: "A login page of the network, a proxy or a wrong baseUrl redirects.",
      },
    ],
    steps: [
      {
        zh: "检查 baseUrl（例如 http 与 https）和网络中的代理。",
        en: "Check baseUrl (http or https?) and the proxies of the network.",
      },
    ],
    match: /a redirect, which is never followed/,
    within: ["malformed_response"],
    sources: ["own", "http"],
  },
  "html-page": {
    class: "malformed_response",
    title: { zh: "收到的是 HTML 页面", en: "The answer is an HTML page" },
    causes: [
      {
        zh: "代理、防火墙或网络的登录页代替百度作出了响应。",
        en: "A proxy, a firewall or a login page of the network answered in Baidu's place.",
      },
    ],
    steps: [
      {
        zh: "用选项 onResponse 查看页面内容，从中找到是谁返回的。",
        en: "Read the page through the option onResponse to find out who sent it.",
      },
    ],
    hint: /answer is an HTML page/,
    within: ["malformed_response", "server", "rate_limited"],
    sources: ["own"],
  },
  "proxy-login": {
    class: "malformed_response",
    title: { zh: "代理要求用户名和密码（HTTP 407）", en: "A proxy asks for a user name and password (HTTP 407)" },
    meaning: { zh: "响应来自代理而不是百度。", en: "The answer comes from a proxy, not from Baidu." },
    causes: [{ zh: "代理的地址里没有凭据。", en: "The address of the proxy has no credentials." }],
    steps: [{ zh: "为该代理配置用户名和密码。", en: "Configure the user name and password of that proxy." }],
    match: /HTTP 407/,
    hint: /asks for a user name and password/,
    within: ["malformed_response"],
    sources: ["http"],
  },
  "captive-portal": {
    class: "malformed_response",
    title: { zh: "网络要求先登录（HTTP 511）", en: "The network asks for a login first (HTTP 511)" },
    meaning: {
      zh: "响应来自所在的网络而不是百度。",
      en: "The answer comes from the network, not from Baidu.",
    },
    causes: [
      {
        zh: "酒店、机场等网络的认证页面拦截了请求。",
        en: "The login page of a hotel, an airport or the like intercepts the request.",
      },
    ],
    steps: [{ zh: "先登录该网络，再重试。", en: "Log in to the network, then try again." }],
    match: /captive portal|HTTP 511/i,
    hint: /captive portal/,
    within: ["malformed_response", "server"],
    sources: ["http"],
  },
  undocumented: {
    class: "malformed_response",
    title: { zh: "百度没有为这个错误提供文档", en: "Baidu has not documented this error" },
    meaning: {
      zh: "百度返回了错误，但它的编号没有任何公开资料，含义只能从文字判断。",
      en: "Baidu answered with an error whose number stands in no public document; only its words tell what it means.",
    },
    causes: [
      {
        zh: "登录接口的大部分 errno 百度从未公布。",
        en: "Baidu has never published most of the numbers of its login calls.",
      },
    ],
    steps: [
      { zh: "查看 baidu 中的文字。", en: "Read Baidu's words in baidu." },
      {
        zh: "再次出现时，把接口名、编号和文字反馈给本包（不要附上密钥）。",
        en: "If it comes again, report the call, the number and the words to this package (without secrets).",
      },
    ],
    sources: ["own"],
  },
  success: {
    class: "malformed_response",
    title: { zh: "这不是错误", en: "This is no error" },
    meaning: {
      zh: "响应中有所要的内容，并且没有 0 以外的错误码：调用成功。",
      en: "The reply contains what the call gives and no error number but 0: it is a success.",
    },
    causes: [{ zh: "百度正常处理了请求。", en: "Baidu has answered the request." }],
    steps: [
      {
        zh: "如果你的代码仍然报错，检查它读取的字段名，例如 open_id 与 openid、union_id 与 unionid。",
        en: "If your code reports an error, check the names of the fields that it reads, such as open_id and openid, union_id and unionid.",
      },
    ],
    sources: ["own"],
  },
};
