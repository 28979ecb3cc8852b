/**
 * Everything that doctor can find: one line in both languages, and what to do about it.
 *
 * @import { Text } from "../language.js"
 *
 * @typedef {"ok" | "warn" | "fail" | "skipped"} Status
 *
 * @typedef {object} Finding
 * @property {Status} status
 * @property {Text} text  `{name}` stands for a value of that name.
 * @property {readonly Text[]} [steps]  What to do.
 * @property {string} [see]  The entry of swan-login/explain that has the steps.
 */

/** @type {Readonly<Record<string, Finding>>} */
export const FINDINGS = {
  "check.late": {
    status: "fail",
    text: { zh: "{host}{seconds} 秒内没有结果", en: "{host}no result within {seconds} s" },
    steps: [
      {
        zh: "用 --timeout 给每项检查更多时间；仍然没有结果时，检查网络。",
        en: "Give each check more time with --timeout; if that does not help, look at the network.",
      },
    ],
  },
  "check.broken": {
    status: "fail",
    text: { zh: "{host}检查本身出错（{error}）", en: "{host}the check itself failed ({error})" },
    steps: [{ zh: "这是本包的 bug，请反馈。", en: "This is a bug of this package: please report it." }],
  },
  "check.skipped": {
    status: "skipped",
    text: { zh: "{host}没有检查，因为“{check}”未通过", en: "{host}not checked, because {check} did not pass" },
  },

  "runtime.ok": { status: "ok", text: { zh: "{runtime}，{platform}", en: "{runtime} on {platform}" } },
  "runtime.no-fetch": {
    status: "fail",
    text: { zh: "{runtime} 没有 fetch", en: "{runtime} has no fetch" },
    steps: [
      {
        zh: "去掉 --no-experimental-fetch，使用 Node 18 及以上；或者传入选项 fetch。",
        en: "Use Node 18 or later without --no-experimental-fetch, or pass the option fetch.",
      },
    ],
  },
  "runtime.unverified": {
    status: "fail",
    text: {
      zh: "NODE_TLS_REJECT_UNAUTHORIZED=0 关闭了证书校验：任何人都能冒充百度，读取 AppSecret",
      en: "NODE_TLS_REJECT_UNAUTHORIZED=0 switches the verification of certificates off: anyone can pose as Baidu and read the AppSecret",
    },
    steps: [
      {
        zh: "删除这个变量；需要信任代理的 CA 时使用 NODE_EXTRA_CA_CERTS。",
        en: "Remove the variable; to trust the CA of a proxy, use NODE_EXTRA_CA_CERTS.",
      },
    ],
  },

  "package.ok": {
    status: "ok",
    text: {
      zh: "swan-login {version}（{entry}），核心 {wasm} 完好且能运行",
      en: "swan-login {version} ({entry}), core {wasm} is intact and runs",
    },
  },
  "package.another": {
    status: "warn",
    text: {
      zh: "当前目录的应用使用 swan-login {other}，而 doctor 来自 {version}",
      en: "the app in this folder has swan-login {other}, this doctor is of {version}",
    },
    steps: [
      {
        zh: "用 npx --no swan-login doctor 运行应用自己的版本。",
        en: "Run the one of the app: npx --no swan-login doctor.",
      },
    ],
  },
  "package.altered": {
    status: "fail",
    text: {
      zh: "{file} 中的核心与发布的版本不同（{wasm}）",
      en: "{file} holds another core ({wasm}) than the one that was published",
    },
    steps: [
      {
        zh: "重新安装 swan-login；再次出现时，检查是什么修改了 node_modules。",
        en: "Install swan-login again; if it comes back, find out what changes node_modules.",
      },
    ],
  },
  "package.fails": { status: "fail", text: { zh: "核心无法运行：{title}", en: "the core does not run: {title}" } },

  "credential.ok": { status: "ok", text: { zh: "{name}：{length} 个字符", en: "{name}: {length} characters" } },
  "credential.missing": { status: "skipped", text: { zh: "没有设置 {name}", en: "{name} is not set" } },
  "credential.white-space": {
    status: "fail",
    text: {
      zh: "{name} 中有空格、换行或不可见字符（第 {position} 个字符）",
      en: "{name} contains a space, a line break or an invisible character (character {position})",
    },
    steps: [{ zh: "删除该字符，重新设置 {name}。", en: "Remove that character from {name}." }],
  },
  "credential.quoted": {
    status: "fail",
    text: { zh: "{name} 的值带有引号", en: "{name} has quotes in its value" },
    steps: [
      {
        zh: "去掉引号：docker 的 --env-file、Kubernetes 等会把引号当作值的一部分。",
        en: "Remove the quotes: an --env-file of docker, Kubernetes and others take them as part of the value.",
      },
    ],
  },
  "credential.app-id": {
    status: "fail",
    text: {
      zh: "{name} 只有数字，是 App ID 而不是 AppKey",
      en: "{name} has digits only: that is an App ID, not an AppKey",
    },
    steps: [
      {
        zh: "在智能小程序开发者平台的“开发设置”中复制 AppKey。",
        en: "Copy the AppKey from the developer console (开发设置) of the mini program.",
      },
    ],
  },
  "credential.same": {
    status: "fail",
    text: { zh: "{name} 与 AppKey 相同", en: "{name} is the same as the AppKey" },
    steps: [
      {
        zh: "在智能小程序开发者平台的“开发设置”中复制 AppSecret。",
        en: "Copy the AppSecret from the developer console (开发设置) of the mini program.",
      },
    ],
  },
  "credential.unusual": {
    status: "warn",
    text: {
      zh: "{name} 不是 32 个字母和数字（共 {length} 个字符），可能不完整",
      en: "{name} is not 32 letters and digits ({length} characters): it may be incomplete",
    },
    steps: [
      {
        zh: "与智能小程序开发者平台的“开发设置”核对。",
        en: "Compare it with the developer console (开发设置) of the mini program.",
      },
    ],
  },

  "proxy.none": { status: "ok", text: { zh: "没有设置代理", en: "no proxy is set" } },
  "proxy.used": {
    status: "ok",
    text: { zh: "fetch 使用 {variable} 中的代理 {proxy}", en: "fetch uses the proxy {proxy} of {variable}" },
  },
  "proxy.excluded": {
    status: "ok",
    text: {
      zh: "设置了 {variable}，但 NO_PROXY 排除了 {host}，直接连接",
      en: "{variable} is set, but NO_PROXY excludes {host}: it is called directly",
    },
  },
  "proxy.ignored": {
    status: "warn",
    text: {
      zh: "设置了 {variable}，但 {runtime} 的 fetch 不使用它",
      en: "{variable} is set, but fetch of {runtime} ignores it",
    },
    see: "proxy-ignored",
  },
  "proxy.all-proxy": {
    status: "warn",
    text: {
      zh: "只设置了 ALL_PROXY，Node 的 fetch 不读取它",
      en: "only ALL_PROXY is set, which fetch of Node does not read",
    },
    steps: [
      {
        zh: "把代理写到 HTTPS_PROXY，并设置 NODE_USE_ENV_PROXY=1（Node 24 及以上）。",
        en: "Set HTTPS_PROXY to the proxy, and NODE_USE_ENV_PROXY=1 (Node 24 and later).",
      },
    ],
  },
  "proxy.invalid": {
    status: "fail",
    text: {
      zh: "{variable} 不是 http 或 https 代理的地址",
      en: "{variable} is not the address of an http or https proxy",
    },
    steps: [
      {
        zh: "写成 http://主机:端口；Node 的 fetch 不支持 SOCKS 代理。",
        en: "Write http://host:port; fetch of Node supports no SOCKS proxy.",
      },
    ],
  },

  "dns.ok": { status: "ok", text: { zh: "{host}：{addresses}", en: "{host}: {addresses}" } },
  "dns.address": {
    status: "ok",
    text: { zh: "{host} 是 IP 地址，不需要解析", en: "{host} is an address: nothing to resolve" },
  },
  "dns.private": {
    status: "warn",
    text: { zh: "{host} 解析到内部地址 {address}", en: "{host} has the internal address {address}" },
    steps: [
      {
        zh: "查看 hosts 文件、内网 DNS 和网络的登录页；使用代理软件（fake-ip）时，确认它接管了这台机器的流量。",
        en: "Look at the hosts file, the DNS of the network and its login page. If a proxy tool answers (fake-ip), make sure that it takes the traffic of this machine.",
      },
    ],
  },
  "dns.not-found": {
    status: "fail",
    text: { zh: "{host}：没有这个域名", en: "{host}: there is no such name" },
    see: "dns",
  },
  "dns.refused": {
    status: "fail",
    text: {
      zh: "{host}：DNS 服务器 {servers} 报告失败（{code}）",
      en: "{host}: the DNS server {servers} reports a failure ({code})",
    },
    see: "dns",
  },
  "dns.no-answer": {
    status: "fail",
    text: { zh: "{host}：DNS 服务器 {servers} 没有响应", en: "{host}: the DNS server {servers} does not answer" },
    see: "dns",
  },
  "dns.system": {
    status: "fail",
    text: {
      zh: "{host}：DNS 服务器知道这个域名，但系统的解析失败（{code}）",
      en: "{host}: the DNS server knows it, but the resolver of this system fails ({code})",
    },
    steps: [
      {
        zh: "检查 /etc/hosts、/etc/nsswitch.conf，以及系统的 DNS 缓存服务。",
        en: "Look at /etc/hosts, /etc/nsswitch.conf and the DNS cache of the system.",
      },
    ],
  },

  "connection.ok": {
    status: "ok",
    text: { zh: "{host}：{address} 在 {ms} 毫秒内连通", en: "{host}: {address} in {ms} ms" },
  },
  "connection.some": {
    status: "warn",
    text: {
      zh: "{host}：{total} 个 IPv4 地址中有 {failed} 个连不上（{address}：{code}）",
      en: "{host}: {failed} of {total} IPv4 addresses are not reached ({address}: {code})",
    },
    see: "unreachable",
  },
  "connection.refused": {
    status: "fail",
    text: { zh: "{host}：{address} 拒绝连接", en: "{host}: {address} refuses the connection" },
    see: "refused",
  },
  "connection.unreachable": {
    status: "fail",
    text: { zh: "{host}：{address} 连不上（{code}）", en: "{host}: {address} is not reached ({code})" },
    see: "unreachable",
  },

  "ipv6.none": { status: "ok", text: { zh: "{host} 没有 IPv6 地址", en: "{host} has no IPv6 address" } },
  "ipv6.ok": { status: "ok", text: { zh: "{host}：{address} 连通", en: "{host}: {address} is reached" } },
  "ipv6.broken": {
    status: "warn",
    text: {
      zh: "{host} 有 IPv6 地址 {address}，但连不上（{code}）",
      en: "{host} has the IPv6 address {address}, which is not reached ({code})",
    },
    steps: [
      {
        zh: "修复或关闭这台机器的 IPv6。Node 20 及以上会改用 IPv4，每次连接慢约 0.25 秒；更早的版本设置 NODE_OPTIONS=--dns-result-order=ipv4first。",
        en: "Repair IPv6 of this machine or switch it off. Node 20 and later fall back to IPv4, which costs each connection about 0.25 s; for earlier ones set NODE_OPTIONS=--dns-result-order=ipv4first.",
      },
    ],
  },

  "tls.ok": {
    status: "ok",
    text: {
      zh: "{host}：{protocol}，证书由 {issuer} 签发，有效期至 {date}",
      en: "{host}: {protocol}, certificate of {issuer}, valid until {date}",
    },
  },
  "tls.http": { status: "ok", text: { zh: "{host} 在本机，使用 http", en: "{host} is this machine, called by http" } },
  "tls.open": {
    status: "warn",
    text: {
      zh: "{host} 使用 http，密钥以明文经过网络",
      en: "{host} is called by http: secrets cross the network readable",
    },
    steps: [
      {
        zh: "只在容器内部等封闭的网络中使用，否则改用 https。",
        en: "Use https, except in a closed network such as that of containers.",
      },
    ],
  },
  "tls.expired": {
    status: "fail",
    text: {
      zh: "{host}：证书已于 {date} 过期（本机时间 {now}）",
      en: "{host}: the certificate expired on {date} (this machine says {now})",
    },
    see: "certificate-expired",
  },
  "tls.not-yet-valid": {
    status: "fail",
    text: {
      zh: "{host}：证书 {date} 才生效（本机时间 {now}）",
      en: "{host}: the certificate is valid from {date} (this machine says {now})",
    },
    see: "certificate-expired",
  },
  "tls.wrong-name": {
    status: "fail",
    text: { zh: "{host}：证书属于 {names}", en: "{host}: the certificate is for {names}" },
    see: "certificate-name",
  },
  "tls.self-signed": {
    status: "fail",
    text: { zh: "{host}：证书是自签名的（{issuer}）", en: "{host}: the certificate signs itself ({issuer})" },
    see: "certificate-untrusted",
  },
  "tls.untrusted": {
    status: "fail",
    text: {
      zh: "{host}：证书由不受信任的 {issuer} 签发，连接可能被它拦截（{code}）",
      en: "{host}: the certificate is of {issuer}, which is not trusted and may intercept the connection ({code})",
    },
    see: "certificate-untrusted",
  },
  "tls.added-ca": {
    status: "warn",
    text: {
      zh: "{host}：证书由额外信任的 {issuer} 签发，它能读取经过的密钥",
      en: "{host}: the certificate is of {issuer}, which was trusted additionally and can read the secrets that pass",
    },
    steps: [
      {
        zh: "确认 NODE_EXTRA_CA_CERTS（或系统 CA）中的这个 CA 属于你的网络。",
        en: "Make sure that this CA of NODE_EXTRA_CA_CERTS, or of the system, belongs to your network.",
      },
    ],
  },
  "tls.too-old": {
    status: "fail",
    text: {
      zh: "{host}：对方只支持过时的 TLS 版本（{code}）",
      en: "{host}: the other side speaks only an outdated TLS ({code})",
    },
    steps: [
      {
        zh: "百度支持 TLS 1.2 及以上：更新中间的代理或网关。",
        en: "Update the proxy or gateway in between: it must speak TLS 1.2 or later.",
      },
    ],
  },
  "tls.plain": {
    status: "fail",
    text: { zh: "{host}：这个端口上不是 TLS（{code}）", en: "{host}: no TLS on this port ({code})" },
    see: "no-tls",
  },
  "tls.closed": {
    status: "fail",
    text: {
      zh: "{host}：TLS 握手中连接被断开（{code}）",
      en: "{host}: the connection is cut during the TLS handshake ({code})",
    },
    steps: [
      {
        zh: "防火墙可能按域名（SNI）拦截：放行 spapi.baidu.com 和 openapi.baidu.com。",
        en: "A firewall may block the name (SNI): allow spapi.baidu.com and openapi.baidu.com.",
      },
    ],
  },
  "tls.no-answer": {
    status: "fail",
    text: {
      zh: "{host}：接受了连接，但 {seconds} 秒内没有 TLS 响应",
      en: "{host}: accepts the connection, but no TLS within {seconds} s",
    },
    see: "unreachable",
  },
  "tls.proxy-refuses": {
    status: "fail",
    text: {
      zh: "{host}：代理 {proxy} 拒绝转发（HTTP {code}）",
      en: "{host}: the proxy {proxy} refuses to connect (HTTP {code})",
    },
    steps: [
      {
        zh: "在代理上放行百度的两个域名；407 表示代理地址中缺少用户名和密码。",
        en: "Allow Baidu's two hosts at the proxy; 407 means that its address lacks user and password.",
      },
    ],
  },
  "tls.failed": {
    status: "fail",
    text: { zh: "{host}：TLS 失败（{code}）", en: "{host}: TLS fails ({code})" },
    see: "no-tls",
  },

  "answer.ok": {
    status: "ok",
    text: {
      zh: "{host}：是百度接口的响应（HTTP {status}）",
      en: "{host}: answers as Baidu's interface does (HTTP {status})",
    },
  },
  "answer.wrong": { status: "fail", text: { zh: "{host}：{title}", en: "{host}: {title}" } },

  "clock.ok": { status: "ok", text: { zh: "{host}：相差 {seconds} 秒以内", en: "{host}: within {seconds} s" } },
  "clock.slightly-off": {
    status: "warn",
    text: { zh: "{host}：本机时钟{direction} {seconds} 秒", en: "{host}: this clock is {seconds} s {direction}" },
    steps: [
      { zh: "用 NTP 校准时钟（timedatectl set-ntp true）。", en: "Set the clock by NTP (timedatectl set-ntp true)." },
    ],
  },
  "clock.off": {
    status: "fail",
    text: {
      zh: "{host}：本机时钟{direction} {seconds} 秒，证书校验和 access token 的共享都会出错",
      en: "{host}: this clock is {seconds} s {direction}, which breaks certificates and shared access tokens",
    },
    steps: [
      { zh: "用 NTP 校准时钟（timedatectl set-ntp true）。", en: "Set the clock by NTP (timedatectl set-ntp true)." },
    ],
  },
  "clock.no-date": {
    status: "skipped",
    text: { zh: "{host} 的响应中没有 Date", en: "the answer of {host} has no Date header" },
  },
  "clock.no-answer": {
    status: "skipped",
    text: { zh: "{host} 没有给出 HTTP 响应", en: "{host} gives no HTTP answer" },
  },

  "token.ok": {
    status: "ok",
    text: {
      zh: "AppKey 和 AppSecret 正确，token 有效期 {days} 天",
      en: "AppKey and AppSecret are right, a token lives {days} days",
    },
  },
  "token.refused": { status: "fail", text: { zh: "无法获取 access token：{title}", en: "no access token: {title}" } },

  "unionid.ok": { status: "ok", text: { zh: "可以调用，并返回了 unionid", en: "allowed, and gives a unionid" } },
  "unionid.allowed": {
    status: "ok",
    text: {
      zh: "可以调用（用一个不存在的 openid 试过，百度只拒绝了 openid）",
      en: "allowed (tried with an openid that does not exist, which alone was refused)",
    },
  },
  "unionid.unknown": {
    status: "warn",
    text: { zh: "可以调用，但这个用户没有 unionid：{title}", en: "allowed, but no unionid for this user: {title}" },
  },
  "unionid.refused": { status: "fail", text: { zh: "不能调用：{title}", en: "not allowed: {title}" } },

  "redis.none": {
    status: "skipped",
    text: { zh: "没有设置 REDIS_URL，也没有 --redis", en: "neither REDIS_URL nor --redis is set" },
  },
  "redis.ok": { status: "ok", text: { zh: "{address} 响应 PING", en: "{address} answers PING" } },
  "redis.address": {
    status: "fail",
    text: { zh: "{name} 不是 redis:// 或 rediss:// 地址", en: "{name} is no redis:// or rediss:// address" },
    steps: [
      {
        zh: "写成 redis://用户:密码@主机:6379/0，使用 TLS 时写 rediss://。密码中的特殊字符要做百分号编码。",
        en: "Write redis://user:password@host:6379/0, or rediss:// for TLS; percent-encode special characters of the password.",
      },
    ],
  },
  "redis.unreachable": {
    status: "fail",
    text: { zh: "{address} 连不上（{code}）", en: "{address} is not reached ({code})" },
    steps: [
      {
        zh: "检查地址、端口和防火墙，以及 Redis 是否在运行、监听哪个地址（bind）。",
        en: "Check address, port and firewall, and whether Redis runs and listens on that address (bind).",
      },
    ],
  },
  "redis.no-answer": {
    status: "fail",
    text: { zh: "{address} 接受了连接，但 {seconds} 秒内没有响应", en: "{address} gives no answer within {seconds} s" },
    steps: [
      {
        zh: "这个端口可能要求 TLS（rediss://），或者不是 Redis，或者 Redis 正忙。",
        en: "The port may want TLS (rediss://) or be no Redis, or Redis is busy.",
      },
    ],
  },
  "redis.not-redis": {
    status: "fail",
    text: { zh: "{address} 上不是 Redis", en: "{address} is no Redis" },
    steps: [{ zh: "检查主机和端口（Redis 默认 6379）。", en: "Check host and port (6379 by default)." }],
  },
  "redis.closed": {
    status: "fail",
    text: { zh: "{address} 断开了连接", en: "{address} closes the connection" },
    steps: [
      {
        zh: "这个端口可能要求 TLS：写 rediss://；或者连接数已满。",
        en: "The port may want TLS: write rediss://. Or Redis has too many clients.",
      },
    ],
  },
  "redis.tls": {
    status: "fail",
    text: { zh: "{address}：TLS 失败（{code}）", en: "{address}: TLS fails ({code})" },
    steps: [
      {
        zh: "证书不受信任时，用 NODE_EXTRA_CA_CERTS 信任它的 CA；端口不使用 TLS 时，写 redis://。",
        en: "If its certificate is not trusted, trust its CA by NODE_EXTRA_CA_CERTS; if the port has no TLS, write redis://.",
      },
    ],
  },
  "redis.password-missing": {
    status: "fail",
    text: { zh: "{address} 要求密码", en: "{address} wants a password" },
    steps: [
      {
        zh: "把密码写进环境变量 REDIS_URL：redis://用户:密码@主机:端口。",
        en: "Put it into the variable REDIS_URL: redis://user:password@host:port.",
      },
    ],
  },
  "redis.password-wrong": {
    status: "fail",
    text: { zh: "{address} 不接受用户名或密码", en: "{address} does not accept user or password" },
    steps: [
      {
        zh: "核对用户名和密码；只有密码的旧式 Redis 不要写用户名。",
        en: "Compare both; a Redis that has only a password takes no user name.",
      },
    ],
  },
  "redis.database": {
    status: "fail",
    text: { zh: "{address} 没有数据库 {database}", en: "{address} has no database {database}" },
    steps: [{ zh: "改用 0 号数据库；集群只有 0 号。", en: "Use database 0, the only one of a cluster." }],
  },
  "redis.refused": {
    status: "fail",
    text: { zh: "{address} 拒绝了 {command}（{code}）", en: "{address} refuses {command} ({code})" },
    steps: [
      {
        zh: "NOPERM：给用户 +get +set +del +eval 权限；LOADING、MASTERDOWN、CLUSTERDOWN：等 Redis 恢复；MISCONF：检查它的磁盘。",
        en: "NOPERM: grant the user +get +set +del +eval. LOADING, MASTERDOWN, CLUSTERDOWN: wait until Redis has recovered. MISCONF: look at its disk.",
      },
    ],
  },

  "redis-lock.ok": {
    status: "ok",
    text: { zh: "一次只有一个进程得到锁", en: "gives a lock to one process at a time" },
  },
  "redis-lock.shared": {
    status: "fail",
    text: { zh: "同一个锁给了两次：SET NX 没有生效", en: "gives a lock twice: SET NX is not heeded" },
    steps: [{ zh: "换用真正的 Redis。", en: "Use a real Redis in place of this server." }],
  },
  "redis-lock.read-only": {
    status: "fail",
    text: { zh: "这是只读副本", en: "it is a read-only replica" },
    steps: [{ zh: "连接主节点。", en: "Connect to the master." }],
  },
  "redis-lock.full": {
    status: "fail",
    text: { zh: "Redis 内存已满，拒绝写入", en: "its memory is full, and it refuses to write" },
    steps: [{ zh: "增大 maxmemory，或清理数据。", en: "Raise maxmemory, or delete data." }],
  },
  "redis-lock.cluster": {
    status: "ok",
    text: {
      zh: "这是集群：锁由其他节点管理，没有检查",
      en: "it is a cluster, and another node has the lock: not tried there",
    },
    steps: [
      {
        zh: "应用中要使用集群客户端（createCluster、Redis.Cluster）。",
        en: "The app must use a client for clusters (createCluster, Redis.Cluster).",
      },
    ],
  },

  "redis-eval.ok": { status: "ok", text: { zh: "可以执行 EVAL", en: "runs EVAL" } },
  "redis-eval.forbidden": {
    status: "warn",
    text: {
      zh: "不允许 EVAL（{code}）：SwanClient 分两步释放锁；SwanPlatform 无法保存授权",
      en: "EVAL is forbidden ({code}): SwanClient releases its lock in two steps, SwanPlatform cannot save grants",
    },
    steps: [{ zh: "给 Redis 用户 +eval 权限。", en: "Grant the user +eval." }],
  },

  "redis-eviction.ok": {
    status: "ok",
    text: { zh: "不会提前淘汰（{policy}）", en: "evicts nothing early ({policy})" },
  },
  "redis-eviction.evicts": {
    status: "warn",
    text: {
      zh: "内存到达上限时会淘汰 access token（{policy}，maxmemory {maxmemory} 字节）",
      en: "evicts the access token when memory is short ({policy}, maxmemory {maxmemory} bytes)",
    },
    steps: [
      {
        zh: "SwanClient 会重新获取，多花一次请求；SwanPlatform 的授权一旦淘汰就会丢失：为它使用 maxmemory-policy noeviction 的 Redis。",
        en: "SwanClient then fetches another one. A grant of SwanPlatform would be lost: give it a Redis with maxmemory-policy noeviction.",
      },
    ],
  },
  "redis-eviction.unknown": {
    status: "skipped",
    text: { zh: "无法查询 maxmemory_policy（{code}）", en: "maxmemory_policy cannot be read ({code})" },
  },
};
