// What a careful user writes instead: a deadline, no redirects, a form, the body parsed whatever the status, both
// dialects of errors, checked results, no secret in an error.

const timeout = 10_000;

/**
 * @param {{ client_id: string, sk: string }} params
 * @param {{ baseUrl?: string }} [options]
 */
export async function getAccessToken({ client_id, sk }, { baseUrl = "https://openapi.baidu.com" } = {}) {
  if (typeof client_id !== "string" || !client_id.trim()) throw new TypeError("client_id is missing");
  if (typeof sk !== "string" || !sk.trim()) throw new TypeError("sk is missing");
  const form = { grant_type: "client_credentials", client_id, client_secret: sk, scope: "smartapp_snsapi_base" };
  const reply = await post(`${baseUrl}/oauth/2.0/token`, form);
  const { access_token, expires_in, scope } = reply;
  if (typeof access_token !== "string" || !Number.isInteger(expires_in)) throw refused("getAccessToken", reply);
  return { access_token, expires_in, scope };
}

/**
 * @param {{ code: string, client_id: string, sk: string }} params
 * @param {{ baseUrl?: string }} [options]
 */
export async function jscode2sessionkey({ code, client_id, sk }, { baseUrl = "https://spapi.baidu.com" } = {}) {
  for (const [name, value] of Object.entries({ code, client_id, sk }))
    if (typeof value !== "string" || !value.trim()) throw new TypeError(`${name} is missing`);
  const reply = await post(`${baseUrl}/oauth/jscode2sessionkey`, { code, client_id, sk });
  const { openid, session_key } = reply;
  if (typeof openid !== "string" || typeof session_key !== "string") throw refused("jscode2sessionkey", reply);
  return { openid, session_key };
}

/**
 * The request of getAccessToken, without sending it.
 * @param {{ client_id: string, sk: string }} params
 * @param {string} [baseUrl]
 */
export function buildRequest({ client_id, sk }, baseUrl = "https://openapi.baidu.com") {
  const form = { grant_type: "client_credentials", client_id, client_secret: sk, scope: "smartapp_snsapi_base" };
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return { method: "POST", url: `${baseUrl}/oauth/2.0/token`, headers, body: String(new URLSearchParams(form)) };
}

/** @param {string} body */
export function parseResponse(body) {
  const reply = JSON.parse(body);
  const { access_token, expires_in, scope } = reply;
  if (typeof access_token !== "string" || !Number.isInteger(expires_in)) throw refused("getAccessToken", reply);
  return { access_token, expires_in, scope };
}

/** @param {string} url @param {Record<string, string>} form */
async function post(url, form) {
  const body = new URLSearchParams(form);
  const signal = AbortSignal.timeout(timeout);
  const response = await fetch(url, { method: "POST", body, signal, redirect: "manual" });
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400))
    throw new Error("a redirect");
  const reply = JSON.parse(await response.text());
  if (typeof reply !== "object" || reply === null) throw new Error(`no JSON object, HTTP ${response.status}`);
  const { errno, error, error_code } = reply;
  if (errno || error_code || error) throw refused(url, { errno, error, error_code });
  return reply;
}

/** @param {string} what @param {any} reply */
function refused(what, { errno, error, error_code }) {
  return Object.assign(new Error(`${what}: Baidu refuses`), { errno, error, error_code });
}
