// A second, independent writing of what the Rust core does with requests and replies.
// It exists to be compared with the core: it is direct, slow and shares no code with the package.

/** @typedef {'jscode2sessionkey' | 'naloginGetSessionKeyByCode' | 'getSessionKey' | 'getUnionid' | 'getAccessToken' | 'tpGetSessionKeyByCode' | 'tpGetUnionid' | 'tpGetAccessToken' | 'tpCreatePreAuthCode' | 'tpGetAppToken' | 'tpRefreshAppToken' | 'tpGetAppInfo' | 'tpRetrieveAuthorizationCode'} Endpoint */
/** @typedef {'spapi' | 'openapi'} Host */
/** @typedef {{ method: 'GET' | 'POST', url: string, headers: Record<string, string>, body?: string }} Request */
/** @typedef {{ status: number, body: string }} Reply */
/** @typedef {'code_invalid' | 'bad_credentials' | 'bad_request' | 'token_invalid' | 'permission' | 'rate_limited' | 'server' | 'malformed_response' | 'platform_not_ready' | 'app_not_authorized'} ReplyErrorCode */
/** @typedef {{ errno?: number | string, error_code?: number | string, error?: string, error_description?: string, message?: string, request_id?: string }} Baidu */
/** @typedef {{ code: ReplyErrorCode, retryable: boolean, codeConsumed?: 'yes' | 'unknown', baidu: Baidu }} ReplyError */
/** @typedef {Record<string, string | number | string[]>} Result */

/**
 * A request before it is encoded: query and form as pairs in the order they are sent.
 * @typedef {{ method: 'GET' | 'POST', host: Host, path: string, query?: string[][], form?: string[][] }} Plan
 */

/**
 * @typedef {object} EndpointRow
 * @property {string[]} params the required parameters, in the order in which they are checked
 * @property {(p: Record<string, string>) => Plan} plan
 * @property {(found: Found) => Result | undefined} result undefined when a success field is missing
 */

/** @type {Record<Endpoint, EndpointRow>} */
export const endpoints = {
  jscode2sessionkey: {
    params: ["code", "client_id", "sk"],
    plan: (p) => ({
      method: "POST",
      host: "spapi",
      path: "/oauth/jscode2sessionkey",
      form: pick(p, "code", "client_id", "sk"),
    }),
    result: session,
  },
  naloginGetSessionKeyByCode: {
    params: ["code", "client_id", "sk"],
    plan: (p) => ({
      method: "POST",
      host: "openapi",
      path: "/nalogin/getSessionKeyByCode",
      form: pick(p, "code", "client_id", "sk"),
    }),
    result: session,
  },
  getSessionKey: {
    params: ["access_token", "code"],
    plan: (p) => ({
      method: "POST",
      host: "openapi",
      path: "/rest/2.0/smartapp/getsessionkey",
      query: pick(p, "access_token", "code"),
      form: [],
    }),
    result: session,
  },
  getUnionid: {
    params: ["access_token", "openid"],
    plan: (p) => ({
      method: "POST",
      host: "openapi",
      path: "/rest/2.0/smartapp/getunionid",
      query: pick(p, "access_token"),
      form: pick(p, "openid"),
    }),
    result: ({ unionid, request_id, timestamp }) =>
      unionid === undefined ? undefined : present({ unionid, request_id, timestamp }),
  },
  getAccessToken: {
    params: ["client_id", "sk"],
    plan: (p) => ({
      method: "POST",
      host: "openapi",
      path: "/oauth/2.0/token",
      form: [
        ["grant_type", "client_credentials"],
        ["client_id", p.client_id],
        ["client_secret", p.sk],
        ["scope", "smartapp_snsapi_base"],
      ],
    }),
    result: ({ access_token, expires_in, scope }) =>
      access_token === undefined || expires_in === undefined ? undefined : present({ access_token, expires_in, scope }),
  },
  tpGetSessionKeyByCode: {
    params: ["access_token", "code"],
    plan: (p) => ({
      method: "GET",
      host: "openapi",
      path: "/rest/2.0/oauth/getsessionkeybycode",
      query: [...pick(p, "access_token", "code"), ["grant_type", "authorization_code"]],
    }),
    result: session,
  },
  tpGetUnionid: {
    params: ["access_token", "openid"],
    plan: (p) => ({
      method: "GET",
      host: "openapi",
      path: "/rest/2.0/smartapp/unionId/get",
      query: [
        ["access_token", p.access_token],
        ["open_id", p.openid],
      ],
    }),
    result: ({ unionid }) => (unionid === undefined ? undefined : { unionid }),
  },
  tpGetAccessToken: {
    params: ["client_id", "ticket"],
    plan: (p) => ({
      method: "GET",
      host: "openapi",
      path: "/public/2.0/smartapp/auth/tp/token",
      query: pick(p, "client_id", "ticket"),
    }),
    result: ({ access_token, expires_in, scope }) =>
      access_token === undefined || expires_in === undefined ? undefined : present({ access_token, expires_in, scope }),
  },
  tpCreatePreAuthCode: {
    params: ["access_token"],
    plan: (p) => ({
      method: "GET",
      host: "openapi",
      path: "/rest/2.0/smartapp/tp/createpreauthcode",
      query: pick(p, "access_token"),
    }),
    result: ({ pre_auth_code, expires_in }) =>
      pre_auth_code === undefined || expires_in === undefined ? undefined : { pre_auth_code, expires_in },
  },
  tpGetAppToken: {
    params: ["access_token", "code"],
    plan: (p) => ({
      method: "GET",
      host: "openapi",
      path: "/rest/2.0/oauth/token",
      query: [...pick(p, "access_token", "code"), ["grant_type", "app_to_tp_authorization_code"]],
    }),
    result: appToken,
  },
  tpRefreshAppToken: {
    params: ["access_token", "refresh_token"],
    plan: (p) => ({
      method: "GET",
      host: "openapi",
      path: "/rest/2.0/oauth/token",
      query: [...pick(p, "access_token", "refresh_token"), ["grant_type", "app_to_tp_refresh_token"]],
    }),
    result: appToken,
  },
  tpGetAppInfo: {
    params: ["access_token"],
    plan: (p) => ({
      method: "GET",
      host: "openapi",
      path: "/rest/2.0/smartapp/app/info",
      query: pick(p, "access_token"),
    }),
    result: ({ app_id, app_key, app_name, app_desc, photo_addr, scopes }) =>
      app_id === undefined || app_key === undefined
        ? undefined
        : present({ app_id, client_id: app_key, name: app_name ?? "", scopes, description: app_desc, photo_addr }),
  },
  tpRetrieveAuthorizationCode: {
    params: ["access_token", "app_id"],
    plan: (p) => ({
      method: "POST",
      host: "openapi",
      path: "/rest/2.0/smartapp/auth/retrieve/authorizationcode",
      query: pick(p, "access_token"),
      form: pick(p, "app_id"),
    }),
    result: ({ authorization_code, expires_in }) =>
      authorization_code === undefined || expires_in === undefined ? undefined : { authorization_code, expires_in },
  },
};

/** Baidu's documented lifetime stands in for one that is missing. @param {Found} found */
function appToken({ access_token, refresh_token, expires_in = 3600 }) {
  return access_token === undefined || refresh_token === undefined
    ? undefined
    : { access_token, refresh_token, expires_in };
}

/** @param {Found} found */
function session({ openid, session_key }) {
  return openid === undefined || session_key === undefined ? undefined : { openid, session_key };
}

// Requests

/** What buildRequest throws: the argument it names is unusable. */
export class InvalidArgument extends Error {
  /** @param {string} field */
  constructor(field) {
    super(`${field} is missing, empty or of the wrong type`);
    this.code = "invalid_argument";
    this.field = field;
  }
}

/**
 * @param {Endpoint} endpoint
 * @param {unknown} params
 * @param {{ baseUrl?: unknown }} [options]
 * @returns {Request}
 */
export function buildRequest(endpoint, params, options = {}) {
  const row = endpoints[endpoint];
  const { method, host, path, query, form } = row.plan(requiredParams(row.params, params));
  const search = query ? `?${new URLSearchParams(query)}` : "";
  const url = origins(options.baseUrl)[host] + path + search;
  if (method === "GET") return { method, url, headers: {} };
  return {
    method,
    url,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: String(new URLSearchParams(form)),
  };
}

/**
 * @param {string[]} names
 * @param {unknown} params
 */
function requiredParams(names, params) {
  /** @type {Record<string, string>} */
  const checked = {};
  for (const name of names) {
    const value = isObject(params) ? params[name] : undefined;
    if (typeof value !== "string" || /^\p{White_Space}*$/u.test(value)) throw new InvalidArgument(name);
    checked[name] = value;
  }
  return checked;
}

/**
 * @param {Record<string, string>} params
 * @param {string[]} names
 */
function pick(params, ...names) {
  return names.map((name) => [name, params[name]]);
}

/**
 * @param {unknown} baseUrl
 * @returns {Record<Host, string>}
 */
function origins(baseUrl) {
  const each = isObject(baseUrl) ? baseUrl : { spapi: baseUrl, openapi: baseUrl };
  return {
    spapi: each.spapi === undefined ? "https://spapi.baidu.com" : checkedBase(each.spapi),
    openapi: each.openapi === undefined ? "https://openapi.baidu.com" : checkedBase(each.openapi),
  };
}

/** @param {unknown} base */
function checkedBase(base) {
  const parts =
    typeof base === "string" &&
    /^(https?):\/\/(\[[0-9a-f:.]+\]|[^\s\\/?#@:[\]]+)(:[0-9]{1,5})?(\/[^\s\\?#]*)?$/.exec(base);
  if (!parts) throw new InvalidArgument("baseUrl");
  const [, scheme, host, port = "", path = ""] = parts;
  // Secrets travel in these requests: plain http never leaves the machine.
  if ((scheme === "http" && !isLoopback(host)) || Number(port.slice(1)) > 65535) throw new InvalidArgument("baseUrl");
  return `${scheme}://${host}${port}${path.replace(/\/$/, "")}`;
}

/** @param {string} host */
function isLoopback(host) {
  if (host === "localhost" || host === "[::1]") return true;
  const bytes = host.split(".");
  return (
    bytes.length === 4 && bytes[0] === "127" && bytes.every((byte) => /^[0-9]{1,3}$/.test(byte) && Number(byte) <= 255)
  );
}

// Replies

/**
 * The success fields of all endpoints, where a reply has them.
 * @typedef {object} Found
 * @property {string} [openid]
 * @property {string} [session_key]
 * @property {string} [unionid]
 * @property {string} [access_token]
 * @property {string} [scope]
 * @property {number} [expires_in]
 * @property {string} [request_id]
 * @property {number} [timestamp]
 * @property {string} [refresh_token]
 * @property {string} [pre_auth_code]
 * @property {string} [authorization_code]
 * @property {string} [app_id]
 * @property {string} [app_key]
 * @property {string} [app_name]
 * @property {string} [app_desc]
 * @property {string} [photo_addr]
 * @property {string[]} scopes
 */

/**
 * @param {Endpoint} endpoint
 * @param {Reply} reply
 * @returns {{ result: Result } | { error: ReplyError }}
 */
export function parseReply(endpoint, { status, body }) {
  const root = readJson(body);
  const baidu = collectBaidu(root);
  // Baidu's own "no" outweighs a success field; an OAuth error word beside one does not.
  if (!baidu.errno && !baidu.error_code) {
    const result = endpoints[endpoint].result(collectFound(root));
    if (result) return { result };
  }
  const code = classify(endpoint, status, baidu);
  const retryable =
    code === "server" || code === "platform_not_ready" || (code === "rate_limited" && baidu.error_code !== 19);
  if (!takes(endpoint, "code") && !takes(endpoint, "refresh_token")) return { error: { code, retryable, baidu } };
  return { error: { code, retryable, codeConsumed: code === "code_invalid" ? "yes" : "unknown", baidu } };
}

/**
 * @param {Members} root
 * @returns {Baidu}
 */
function collectBaidu(root) {
  return present({
    errno: errorNumber(root.serrno),
    error_code: errorNumber(root.serror_code),
    error: textOrDigits(root.serror),
    error_description: textOrDigits(root.serror_description),
    message: textOrDigits(root.smsg) ?? textOrDigits(root.serrmsg) ?? textOrDigits(root.serror_msg),
    request_id: requestId(root),
  });
}

/**
 * @param {Members} root
 * @returns {Found}
 */
function collectFound(root) {
  const data = members(root.sdata);
  return {
    openid: text(root.sopenid) ?? text(root.sopen_id) ?? text(data.sopenid) ?? text(data.sopen_id),
    session_key: text(root.ssession_key) ?? text(data.ssession_key),
    unionid: text(root.sunionid) ?? text(root.sunion_id) ?? text(data.sunionid) ?? text(data.sunion_id),
    access_token: text(root.saccess_token) ?? text(data.saccess_token),
    scope: text(root.sscope) ?? text(data.sscope),
    expires_in: lifetime(root.sexpires_in) ?? lifetime(data.sexpires_in),
    request_id: requestId(root),
    timestamp: integer(root.stimestamp, 0, Number.MAX_SAFE_INTEGER),
    refresh_token: text(root.srefresh_token) ?? text(data.srefresh_token),
    pre_auth_code: text(root.spre_auth_code) ?? text(data.spre_auth_code),
    authorization_code: text(root.sauthorization_code) ?? text(data.sauthorization_code),
    app_id: digits(root.sapp_id) ?? digits(data.sapp_id),
    app_key: text(root.sapp_key) ?? text(data.sapp_key),
    app_name: text(root.sapp_name) ?? text(data.sapp_name),
    app_desc: text(root.sapp_desc) ?? text(data.sapp_desc),
    photo_addr: text(root.sphoto_addr) ?? text(data.sphoto_addr),
    scopes: scopes(root.sauth_info === undefined ? data.sauth_info : root.sauth_info),
  };
}

/** @param {unknown} authInfo  an object, or an array of them */
function scopes(authInfo) {
  return [authInfo].flat().flatMap((element) => textOrDigits(members(element).sscope_name) ?? []);
}

/** @param {Members} root */
function requestId(root) {
  return (
    textOrDigits(root.srequest_id) ??
    textOrDigits(root.srequestId) ??
    textOrDigits(root.srequeset_id) ??
    textOrDigits(root.straceId)
  );
}

// Classification

/** @type {Partial<Record<ReplyErrorCode, number[]>>} */
const byErrorCode = {
  token_invalid: [110, 111, 13],
  bad_credentials: [101, 14, 15, 900],
  bad_request: [3, 100, 104, 105, 106, 107, 109],
  permission: [5, 6, 7, 210, 211, 212],
  rate_limited: [4, 17, 18, 19],
  server: [1, 2],
};

/** @type {Partial<Record<ReplyErrorCode, number[]>>} */
const byErrno = {
  token_invalid: [110, 111, 44002, 44003, 44004],
  bad_request: [10010100, 400, 404, 40001, 40002, 2002, 41000],
  platform_not_ready: [50001, 50003],
  app_not_authorized: [50032],
  permission: [405, 40004, 40007, 40008, 44001, 45001, 45002, 50041, 50044, 50053, 6001],
  bad_credentials: [45000, 50002],
  rate_limited: [50029],
  server: [500, 501, 1000, 5000, 6002, 10010500],
};

/** @type {Partial<Record<ReplyErrorCode, string[]>>} */
const byOauthError = {
  bad_credentials: ["invalid_client"],
  bad_request: [
    "invalid_request",
    "unsupported_grant_type",
    "invalid_scope",
    "redirect_uri_mismatch",
    "unsupported_response_type",
  ],
  permission: ["unauthorized_client", "invalid_referer"],
  rate_limited: ["slow_down"],
};

/**
 * @param {Endpoint} endpoint
 * @param {number} status
 * @param {Baidu} baidu
 * @returns {ReplyErrorCode}
 */
function classify(endpoint, status, { errno, error_code, error, error_description, message }) {
  const grant =
    takes(endpoint, "code") || takes(endpoint, "refresh_token")
      ? "code_invalid"
      : takes(endpoint, "access_token")
        ? "token_invalid"
        : takes(endpoint, "ticket")
          ? "platform_not_ready"
          : "bad_credentials";
  const says = (/** @type {string} */ words) =>
    [error, error_description, message].some((part) => part !== undefined && lowerAscii(part).includes(words));

  const known = rowWith(byErrorCode, error_code) ?? rowWith(byErrno, errno);
  if (known) return known;
  // errno 1 is "failed" in the documentation of the unionid call and of no other.
  if (errno === 1 && takes(endpoint, "openid")) return "bad_request";
  // Baidu's page explains invalid_request by these words.
  if (takes(endpoint, "refresh_token") && lowerAscii(error_description ?? "").includes("refresh token")) return grant;
  if (error === "invalid_grant" || error === "expired_token") return grant;
  const oauth = rowWith(byOauthError, error);
  if (oauth) return oauth;
  if (["invalid code", "expired or revoked", "authorization code"].some(says)) return grant;
  if (["unknown client id", "authentication failed", "app not exist"].some(says)) return "bad_credentials";
  if (status === 429) return "rate_limited";
  if (status === 511) return "malformed_response";
  if (status >= 500) return "server";
  return "malformed_response";
}

/**
 * @template T
 * @param {Partial<Record<ReplyErrorCode, T[]>>} table
 * @param {unknown} value
 */
function rowWith(table, value) {
  for (const code of /** @type {ReplyErrorCode[]} */ (Object.keys(table))) {
    if (table[code]?.some((entry) => entry === value)) return code;
  }
}

/**
 * @param {Endpoint} endpoint
 * @param {string} param
 */
function takes(endpoint, param) {
  return endpoints[endpoint].params.includes(param);
}

/** @param {string} text */
function lowerAscii(text) {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

// JSON with the digits of its numbers kept

/**
 * An object of a reply as readJson rewrites it. Every string, names of members too, has an "s"
 * before it; every number is a string of its own source text with an "n" before it.
 * @typedef {{ [name: `s${string}`]: unknown }} Members
 */

const maxDepth = 64;

/**
 * The root object; empty when the body is not JSON or has another root.
 * @param {string} body
 * @returns {Members}
 */
function readJson(body) {
  // Bytes that are no UTF-8 arrive as U+FFFD; a lone surrogate in a JS string stands for the same.
  const json = body.replace(/^\uFEFF/, "").replace(/\p{Surrogate}/gu, "\uFFFD");
  try {
    JSON.parse(json);
    return members(JSON.parse(tagged(json)));
  } catch {
    return {};
  }
}

/**
 * Only for text that is JSON already: then strings, numbers, words and brackets are easy to tell apart.
 * @param {string} json
 */
function tagged(json) {
  let open = 0;
  return json.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?[0-9][0-9.eE+-]*|true|false|null|[[\]{}]/g, (token) => {
    if (token === "]" || token === "}") {
      open -= 1;
      return token;
    }
    // The name of a member stands as deep as its value, so it need not be told apart.
    if (open + 1 > maxDepth) throw new Error("nested too deeply");
    if (token === "[" || token === "{") open += 1;
    if (token[0] === '"') {
      if (/\p{Surrogate}/u.test(JSON.parse(token))) throw new Error("lone surrogate");
      return `"s${token.slice(1)}`;
    }
    return /[-0-9]/.test(token[0]) ? `"n${token}"` : token;
  });
}

/**
 * @param {unknown} value
 * @returns {Members}
 */
function members(value) {
  return isObject(value) ? value : {};
}

/** @param {unknown} value a non-empty string */
function text(value) {
  return typeof value === "string" && /^s./s.test(value) ? value.slice(1) : undefined;
}

/** @param {unknown} value a non-empty string, or the digits of a number */
function textOrDigits(value) {
  return typeof value === "string" && /^[sn]./s.test(value) ? value.slice(1) : undefined;
}

/** @param {unknown} value a number of digits, or a string of them */
function digits(value) {
  const found = textOrDigits(value);
  return found !== undefined && /^[0-9]+$/.test(found) ? found : undefined;
}

/**
 * A number where that is exact, also if it was written with a fraction or an exponent, else the text as received.
 * @param {unknown} value
 */
function errorNumber(value) {
  const digits = textOrDigits(value);
  if (digits === undefined) return undefined;
  return isNumber(digits) && Number.isSafeInteger(Number(digits)) ? Number(digits) + 0 : digits;
}

/**
 * @param {unknown} value
 * @param {number} min
 * @param {number} max
 */
function integer(value, min, max) {
  const digits = textOrDigits(value) ?? "";
  const number = isNumber(digits) ? Number(digits) + 0 : Number.NaN;
  return Number.isSafeInteger(number) && number >= min && number <= max ? number : undefined;
}

/** @param {string} text */
const isNumber = (text) => /^-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?$/i.test(text);

/**
 * Whole seconds, also written as floating-point numbers; at most 2^32 - 1.
 * @param {unknown} value
 */
function lifetime(value) {
  const text = textOrDigits(value) ?? "";
  const number = isNumber(text) ? Number(text) : 0;
  return number >= 1 && (Number.isInteger(number) || number === Infinity) ? Math.min(number, 4294967295) : undefined;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @template {object} T
 * @param {T} fields
 * @returns {{ [K in keyof T]: Exclude<T[K], undefined> }}
 */
function present(fields) {
  for (const name of /** @type {(keyof T)[]} */ (Object.keys(fields))) {
    if (fields[name] === undefined) delete fields[name];
  }
  return /** @type {{ [K in keyof T]: Exclude<T[K], undefined> }} */ (fields);
}
