/**
 * The dialects in which Baidu answers.
 *
 * Invented: HTTP 200 for everything but OAuth errors, and the Content-Type; only
 * OAuth's are documented. There are no CORS headers.
 *
 * @import { BaiduState } from "./state.js"
 */

import { randomDigits } from "./random.js";

/** @param {object} body @param {number} [status] @param {Record<string, string>} [headers] */
export function json(body, status = 200, headers = {}) {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return new Response(bytes, {
    status,
    headers: {
      "content-type": "application/json",
      "content-length": String(bytes.length),
      "cache-control": "no-store",
      ...headers,
    },
  });
}

/** @param {keyof typeof GATEWAY_ERRORS} error_code */
export function gateway(error_code) {
  return json({ error_code, error_msg: GATEWAY_ERRORS[error_code] });
}

export const GATEWAY_ERRORS = Object.freeze({
  2: "Service temporarily unavailable",
  3: "Unsupported openapi method",
  18: "Open api qps request limit reached",
  100: "Invalid parameter",
  110: "Access token invalid or no longer valid",
  111: "Access token expired",
});

/** @param {string} error @param {string} error_description @param {number} status */
export function oauthError(error, error_description, status) {
  return json({ error, error_description }, status);
}

/**
 * What the Go validator behind the endpoints says about missing fields.
 * Invented: that it does so beyond jscode2sessionkey and tpGetSessionKeyByCode.
 *
 * @param {readonly string[]} fields
 */
export function invalidParameter(fields) {
  return json(invalidParameterBody(fields));
}

/** @param {readonly string[]} fields */
export function invalidParameterBody(fields) {
  const lines = fields.map(
    (field) =>
      `Key: 'Code2SessionKeyParam.${field}' Error:Field validation for '${field}' failed on the 'required' tag`,
  );
  return { errno: 10010100, error: "parameter is invalid", error_description: lines.join("\n") };
}

/** @param {BaiduState} state @param {number} errno @param {string} errmsg @param {object} data */
export function envelope(state, errno, errmsg, data) {
  return json({ data, errmsg, errno, request_id: randomDigits(), timestamp: state.seconds() });
}

/** @param {number} errno @param {string} msg @param {object} data */
export function tpEnvelope(errno, msg, data) {
  return json({ errno, msg, data });
}
