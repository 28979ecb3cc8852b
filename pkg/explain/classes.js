/**
 * The classes of failure: `code` of a SwanLoginError.
 *
 * @import { Entry } from "./catalogue.js"
 * @type {Readonly<Record<string, Entry>>}
 */
export const CLASSES = {
  invalid_argument: {
    title: { zh: "参数或选项不正确", en: "a parameter or an option is wrong" },
    meaning: {
      zh: "请求发出之前就被本包拒绝，百度没有收到任何内容。",
      en: "The package refused the call before it sent anything to Baidu.",
    },
    causes: [
      {
        zh: "参数缺失、为空或类型不对。环境变量没有设置时，得到的是 undefined。",
        en: "A parameter is missing, empty or of the wrong type. An environment variable that is not set gives undefined.",
      },
      {
        zh: "AppKey 或 AppSecret 的首尾带有空格、换行或引号，从文件或环境变量读取时很常见。",
        en: "The AppKey or the AppSecret has a space, a line break or a quote at an end, as values from files and from the environment often have.",
      },
      {
        zh: "选项名写错了，例如把 baseUrl 写成 baseURL。",
        en: "The name of an option is misspelt, such as baseURL for baseUrl.",
      },
    ],
    steps: [
      {
        zh: "检查 param 所指的参数，看代码实际传入了什么。",
        en: "Look at what your code passes for the parameter that param names.",
      },
      { zh: "按 hint 的说明修改。", en: "Correct it as hint says." },
    ],
    sources: ["own"],
  },
  network: {
    title: { zh: "没有得到百度的响应", en: "no answer from Baidu" },
    meaning: {
      zh: "请求没有送达百度，或者连接在收到完整响应之前中断。",
      en: "The request did not reach Baidu, or the connection ended before the answer was complete.",
    },
    causes: [
      { zh: "DNS 无法解析百度的域名。", en: "DNS does not resolve Baidu's host names." },
      {
        zh: "防火墙、代理或安全组拦截了出站连接。",
        en: "A firewall, a proxy or a security group blocks outgoing connections.",
      },
      { zh: "网络抖动，连接中断。", en: "The network failed for a moment, and the connection broke." },
    ],
    steps: [
      { zh: "查看 cause，里面是运行环境报告的原因。", en: "Read cause: it holds what the runtime reports." },
      {
        zh: "在同一台机器上执行 curl -I https://spapi.baidu.com 和 curl -I https://openapi.baidu.com，看能否连通。",
        en: "On the same machine run curl -I https://spapi.baidu.com and curl -I https://openapi.baidu.com to see whether they answer.",
      },
    ],
    sources: ["own"],
  },
  timeout: {
    title: { zh: "在限定时间内没有得到响应", en: "no answer in time" },
    meaning: {
      zh: "在 timeout（默认 10 秒）之内没有收到完整的响应。请求可能已经到达百度。",
      en: "No complete answer came within timeout (10 seconds by default). The request may have reached Baidu.",
    },
    causes: [
      { zh: "网络缓慢或丢包。", en: "The network is slow or loses packets." },
      {
        zh: "code 中带有 @ 时，百度还要请求宿主 App 的服务器，那台服务器响应慢。",
        en: "The code contains @, so Baidu asks the server of a host app, and that server is slow.",
      },
      { zh: "timeout 设置得太短。", en: "timeout is too short." },
    ],
    steps: [
      { zh: "重试；经常出现时调大选项 timeout。", en: "Try again; if it happens often, raise the option timeout." },
      {
        zh: "检查这台机器到百度的网络。",
        en: "Check the network between this machine and Baidu.",
      },
    ],
    sources: ["own"],
  },
  code_invalid: {
    title: { zh: "登录 code 错误、已使用或已过期", en: "the login code is wrong, used or expired" },
    meaning: {
      zh: "百度不接受这个 code。同一个 code 只能换取一次 session，再发也不会成功。",
      en: "Baidu does not accept this code. A code gives a session only once, so sending it again cannot succeed.",
    },
    causes: [
      {
        zh: "code 已经用过：小程序重复提交，或者服务端、网关自动重试了请求。",
        en: "The code was used before: the mini program sent it twice, or a server or gateway repeated the request.",
      },
      {
        zh: "code 已过期。百度的旧文档说有效期为 5 分钟，新文档说 10 分钟，请按 5 分钟处理。",
        en: "The code has expired. Baidu's older pages say that it lives for 5 minutes, the newer ones 10; count on 5.",
      },
      {
        zh: "code 属于另一个小程序，与这里的 AppKey 不是同一个应用。",
        en: "The code belongs to another mini program than the AppKey.",
      },
      {
        zh: "code 在传输中被改动，例如 @ 或 / 没有正确编码。",
        en: "The code was changed on its way, such as by a wrong encoding of @ or /.",
      },
    ],
    steps: [
      {
        zh: "让小程序重新调用 swan.getLoginCode，用新的 code 登录，并且只换取一次。",
        en: "Let the mini program call swan.getLoginCode again, and exchange the new code once.",
      },
      {
        zh: "确认小程序和服务端使用同一个应用的 AppKey。",
        en: "Check that the mini program and the server use the AppKey of the same app.",
      },
      {
        zh: "检查登录请求是否会被重复发送：按钮连点、请求库重试、网关重试。",
        en: "Check whether something sends the login request twice: a double tap, retries of an HTTP library or of a gateway.",
      },
    ],
    sources: ["own", "sessionKey"],
  },
  bad_credentials: {
    title: { zh: "AppKey 或 AppSecret 错误", en: "the AppKey or the AppSecret is wrong" },
    meaning: {
      zh: "百度不认识这个应用，或者密钥与应用不匹配。",
      en: "Baidu does not know this app, or the secret is not that of the app.",
    },
    causes: [
      {
        zh: "client_id 填成了数字形式的 App ID，或者第三方平台的 TP key，而不是 AppKey。",
        en: "client_id is the numeric App ID or the key of a third-party platform (TP key) instead of the AppKey.",
      },
      {
        zh: "AppSecret 在开发者平台被重置过，服务端还在使用旧的。",
        en: "The AppSecret was reset in the developer console, and the server still uses the old one.",
      },
      {
        zh: "AppKey 和 AppSecret 来自不同的应用，例如测试与正式环境混用。",
        en: "The AppKey and the AppSecret belong to different apps, such as those of test and production.",
      },
    ],
    steps: [
      {
        zh: "在智能小程序开发者平台的“开发设置”中核对 AppKey 和 AppSecret。",
        en: "Compare both with the developer console (开发设置) of the mini program.",
      },
      {
        zh: "重置过 AppSecret 后，更新所有服务器，并丢弃缓存的 access token。",
        en: "After a reset of the AppSecret, update every server and drop the access tokens that are cached.",
      },
    ],
    sources: ["own"],
  },
  bad_request: {
    title: { zh: "百度拒绝了某个参数", en: "Baidu refuses a parameter" },
    meaning: {
      zh: "请求到达了百度，但其中某个参数缺失、格式不对或不被接受。",
      en: "The request reached Baidu, but a parameter is missing, malformed or not accepted.",
    },
    causes: [
      { zh: "传入的值不完整或被截断。", en: "A value is incomplete or was cut." },
      {
        zh: "openid 与 access token 不属于同一个小程序。",
        en: "The openid and the access token belong to different mini programs.",
      },
    ],
    steps: [
      {
        zh: "查看 baidu.error_description 或 baidu.message，其中通常写明是哪个参数。",
        en: "Read baidu.error_description or baidu.message, which usually names the parameter.",
      },
      {
        zh: "用 npx swan-login request 查看实际发送的请求，与百度文档对照。",
        en: "Run npx swan-login request to see what is sent, and compare it with Baidu's page.",
      },
    ],
    sources: ["own"],
  },
  token_invalid: {
    title: {
      zh: "access token 无效、已过期或类型不对",
      en: "the access token is invalid, expired or of the wrong kind",
    },
    meaning: {
      zh: "百度不接受请求中的 access token。",
      en: "Baidu does not accept the access token of the request.",
    },
    causes: [
      { zh: "缓存的 token 超过了有效期。", en: "The token was cached for longer than it lives." },
      { zh: "AppSecret 被重置，旧 token 随之失效。", en: "The AppSecret was reset, which ends the tokens." },
      {
        zh: "token 类型不对：应用自己的接口用 24. 开头的 token，第三方平台代小程序调用用 45. 开头的 token，42. 开头的是第三方平台自己的。",
        en: "The token is of the wrong kind: an app's own calls take its 24. token, calls of a third-party platform for an app the 45. token of that app; a 42. token is the platform's own.",
      },
      {
        zh: "另一个进程或服务器获取了新的 token，旧的可能因此失效。",
        en: "Another process or server fetched a newer token, which may end the older one.",
      },
    ],
    steps: [
      {
        zh: "重新获取 access token，再调用一次；使用 SwanClient 时会自动完成。",
        en: "Get a new access token and call once more; SwanClient does so by itself.",
      },
      {
        zh: "多个进程共用一个应用时，为 SwanClient 设置共享的 store，例如 redisStore。",
        en: "If several processes serve one app, give SwanClient a shared store, such as redisStore.",
      },
    ],
    sources: ["own", "accessToken"],
  },
  permission: {
    title: { zh: "没有权限", en: "not permitted" },
    meaning: {
      zh: "应用、服务器 IP 或 access token 没有权限做这件事。",
      en: "The app, the address of the server or the access token may not do that.",
    },
    causes: [
      { zh: "应用没有开通这项能力。", en: "The app does not have this capability." },
      { zh: "服务器的公网 IP 不在白名单中。", en: "The public IP address of the server is not in the whitelist." },
      {
        zh: "第三方平台：商家没有把这项权限集授予平台，或已取消授权。",
        en: "Third-party platform: the merchant has not granted this scope, or has withdrawn the authorization.",
      },
    ],
    steps: [
      {
        zh: "在开发者平台检查能力是否开通、IP 白名单是否包含服务器的出口 IP。",
        en: "In the developer console check the capability, and whether the IP whitelist contains the address from which the server calls.",
      },
      {
        zh: "第三方平台：查看小程序的授权信息（auth_info）中是否有所需的权限。",
        en: "Third-party platform: check that auth_info of the app contains the scope.",
      },
    ],
    sources: ["own"],
  },
  rate_limited: {
    title: { zh: "调用过于频繁或额度用完", en: "too many calls" },
    meaning: {
      zh: "调用次数超过了百度的限制。",
      en: "More calls were made than Baidu allows.",
    },
    causes: [
      {
        zh: "每次请求都重新获取 access token，而不是缓存它。",
        en: "An access token is fetched for each request instead of being kept.",
      },
      {
        zh: "短时间内调用过多，或者当天的额度已用完。",
        en: "Too many calls at a time, or the calls of the day are used up.",
      },
    ],
    steps: [
      { zh: "等待一段时间再调用，并逐次延长等待时间。", en: "Wait before the next call, and longer each time." },
      {
        zh: "缓存 access token（SwanClient 会自动缓存），需要时向百度申请更高的额度。",
        en: "Keep the access token, as SwanClient does; ask Baidu for a larger quota if you need one.",
      },
    ],
    sources: ["own"],
  },
  server: {
    title: { zh: "百度服务故障", en: "Baidu fails" },
    meaning: {
      zh: "百度返回了服务端错误，与你的请求内容无关。",
      en: "Baidu reports a failure of its own, which has nothing to do with your request.",
    },
    causes: [
      { zh: "百度的服务暂时不可用。", en: "A service of Baidu is not available at the moment." },
      {
        zh: "code 中带有 @ 时，可能是宿主 App 的服务器出错。",
        en: "If the code contains @, the server of the host app may have failed.",
      },
    ],
    steps: [
      { zh: "稍后重试。", en: "Try again later." },
      {
        zh: "持续出现时，带上 baidu.request_id 向百度反馈。",
        en: "If it goes on, report it to Baidu with baidu.request_id.",
      },
    ],
    sources: ["own"],
  },
  malformed_response: {
    title: { zh: "响应不符合接口格式", en: "the answer is not one that this call gives" },
    meaning: {
      zh: "收到了响应，但其中既没有所要的内容，也没有已知的错误。",
      en: "An answer came, but it contains neither the result nor a known error.",
    },
    causes: [
      {
        zh: "代理、防火墙或网络的登录页代替百度作出了响应。",
        en: "A proxy, a firewall or a login page of the network answered in Baidu's place.",
      },
      { zh: "baseUrl 指向了别的服务器。", en: "baseUrl is the address of another server." },
      { zh: "百度返回了没有文档的错误。", en: "Baidu answered with an error that it has not documented." },
    ],
    steps: [
      {
        zh: "查看 httpStatus 和 baidu；用选项 onResponse 查看响应体（其中可能有密钥，不要写进日志）。",
        en: "Read httpStatus and baidu, and the body through the option onResponse (it may hold secrets: do not log it).",
      },
      { zh: "检查 baseUrl 和网络中的代理。", en: "Check baseUrl and the proxies of the network." },
    ],
    sources: ["own"],
  },
  decrypt_failed: {
    title: { zh: "用户数据无法解密", en: "the user data does not decrypt" },
    meaning: {
      zh: "data、iv、session_key 和 AppKey 不是一套，无法解出属于这个应用的数据。",
      en: "data, iv, session_key and the AppKey do not belong together, so they give no data of this app.",
    },
    causes: [
      {
        zh: "用户在获取数据之后又登录过，服务端保存的 session_key 不是加密时的那个。",
        en: "The user has logged in again, so the stored session_key is not the one that the data was encrypted with.",
      },
      {
        zh: "data 或 iv 在传输中被改动，例如 base64 中的 + 变成了空格。",
        en: "data or iv was changed on its way, such as + of base64 to a space.",
      },
      {
        zh: "client_id 不是产生数据的那个小程序的 AppKey。",
        en: "client_id is not the AppKey of the app that the data comes from.",
      },
    ],
    steps: [
      {
        zh: "让小程序重新登录，再获取一次数据，用新的 session_key 解密；只重试一次。",
        en: "Let the mini program log in and get the data again, and decrypt it with the new session_key; do so once.",
      },
      {
        zh: "获取手机号时，在用户点击按钮之前先登录。",
        en: "For a phone number, log in before the user taps the button.",
      },
    ],
    sources: ["own", "userData"],
  },
  platform_not_ready: {
    title: { zh: "第三方平台还没有 ticket", en: "the third-party platform has no ticket yet" },
    meaning: {
      zh: "百度每 10 分钟向“授权事件接收 URL”推送一次 ticket。没有它，就换不到平台的 access token。",
      en: "Baidu pushes a ticket to the platform's URL for events every 10 minutes. Without one there is no access token of the platform.",
    },
    causes: [
      { zh: "服务刚启动，还没有收到推送。", en: "The service has just started and has received no push." },
      {
        zh: "“授权事件接收 URL”配置错误，或者从公网无法访问。",
        en: "The URL for events (授权事件接收 URL) is wrong, or cannot be reached from the internet.",
      },
      {
        zh: "消息校验 Token 或加解密 Key 与控制台不一致，推送被拒绝。",
        en: "The token or the key for messages is not that of the console, so pushes are refused.",
      },
    ],
    steps: [
      { zh: "等待下一次推送，最多 10 分钟。", en: "Wait for the next push, at most 10 minutes." },
      {
        zh: "在第三方平台控制台检查“授权事件接收 URL”、消息校验 Token 和加解密 Key。",
        en: "Check the URL for events, the token and the key in the console of the platform.",
      },
      {
        zh: "使用所有进程共享、不会丢失数据的 store。",
        en: "Use a store that all processes share and that does not lose data.",
      },
    ],
    sources: ["own", "tpFlow"],
  },
  app_not_authorized: {
    title: { zh: "商家没有授权给第三方平台", en: "the merchant has not authorized the third-party platform" },
    meaning: {
      zh: "这个小程序从未授权给平台，或者授权已被取消。",
      en: "This mini program was never authorized for the platform, or the authorization was withdrawn.",
    },
    causes: [
      {
        zh: "商家的管理员还没有完成扫码授权。",
        en: "The merchant's administrator has not finished the authorization.",
      },
      {
        zh: "管理员取消了授权，或者把小程序授权给了其他平台。",
        en: "The administrator has withdrawn it, or has authorized another platform.",
      },
    ],
    steps: [
      {
        zh: "让管理员打开授权页面，重新扫码授权。",
        en: "Send the administrator to the authorization page again.",
      },
      { zh: "核对 app_id 是否正确。", en: "Check the app_id." },
    ],
    sources: ["own", "tpFlow"],
  },
  internal: {
    title: { zh: "本包无法运行或有 bug", en: "this package cannot run here, or has a bug" },
    meaning: {
      zh: "WebAssembly 核心没有启动，或者意外终止。下一次调用会使用全新的实例。",
      en: "The WebAssembly core did not start, or ended unexpectedly. The next call gets a fresh instance.",
    },
    causes: [
      {
        zh: "运行环境没有 WebAssembly（Node 的 --jitless、浏览器的锁定模式），或者浏览器的 Content-Security-Policy 缺少 'wasm-unsafe-eval'。",
        en: "The runtime has no WebAssembly (Node with --jitless, a browser in lockdown mode), or the Content-Security-Policy of the page lacks 'wasm-unsafe-eval'.",
      },
      {
        zh: "Jest 的 jsdom 环境缺少 TextDecoder。",
        en: "Jest's jsdom environment lacks TextDecoder.",
      },
      { zh: "内存或地址空间不足。", en: "There is not enough memory or address space." },
      { zh: "本包的 bug。", en: "A bug of this package." },
    ],
    steps: [
      {
        zh: "查看 message、hint 和 cause，其中写明了是哪一种。",
        en: "Read message, hint and cause: they say which one it is.",
      },
      {
        zh: "若是 bug，请附上 version 和错误的 JSON 反馈。",
        en: "Report a bug with version and the JSON of the error.",
      },
    ],
    sources: ["own"],
  },
};
