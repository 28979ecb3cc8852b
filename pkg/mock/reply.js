/**
 * The formats of Baidu's responses.
 *
 * The HTTP status and the Content-Type of OAuth's errors are documented. Invented: those of all other answers. No
 * answer has CORS headers.
 *
 * @import { MockSettings } from "../types/mock.cjs"
 * @import { BaiduState } from "./state.js"
 */

import { randomDigits } from "./random.js";

/** Invented: nobody outside Baidu knows the errno of a wrong code or a wrong secret. This one looks like none of Baidu's. */
export const INVENTED_ERRNO = 99999999;

/**
 * For each dialect: the HTTP status of an error of the calls that give a session, and of the token endpoint; and the errno
 * that the former have besides OAuth's fields. The token endpoint never has an errno.
 *
 * @type {Readonly<Record<MockSettings["dialect"], { session: number, token: number, errno?: number }>>}
 */
export const DIALECTS = Object.freeze({
  errno: { session: 200, token: 400, errno: INVENTED_ERRNO },
  oauth200: { session: 200, token: 200 },
  oauth400: { session: 400, token: 400 },
  oauth401: { session: 401, token: 401 },
});

/** @param {MockSettings} settings @param {string} error @param {string} error_description */
export function sessionError({ dialect }, error, error_description) {
  const { session: status, errno } = DIALECTS[dialect];
  return json({ ...(errno !== undefined && { errno }), error, error_description }, status);
}

/** @param {MockSettings} settings @param {string} error @param {string} error_description */
export function tokenError({ dialect }, error, error_description) {
  return json({ error, error_description }, DIALECTS[dialect].token);
}

/** @param {MockSettings} settings @param {number} error_code */
export function gatewayError(settings, error_code) {
  return json(gatewayBody(error_code), gatewayStatus(settings, error_code));
}

/** @param {number} error_code */
export function gatewayBody(error_code) {
  return { error_code, error_msg: GATEWAY_TEXTS[error_code] ?? GATEWAY_TEXTS[1] };
}

/** @param {MockSettings} settings @param {number} error_code */
export function gatewayStatus({ gatewayStatus: status }, error_code) {
  return status === "pcs" ? (PCS_STATUS[error_code] ?? 200) : status;
}

/** Seen in answers of Baidu's PCS API. Invented: 200 for the others. @type {Readonly<Record<number, number>>} */
const PCS_STATUS = { 6: 403, 110: 401, 111: 401 };

/** Of Baidu's list of open API errors. @type {Readonly<Record<number, string>>} */
const GATEWAY_TEXTS = {
  1: "Unknown error",
  2: "Service temporarily unavailable",
  3: "Unsupported openapi method",
  4: "Open api request limit reached",
  5: "Unauthorized client IP address",
  6: "No permission to access data",
  7: "No permission to access data for this referer",
  13: "Get service token failed",
  14: "IAM Certification failed",
  15: "app not exists or create failed",
  17: "Open api daily request limit reached",
  18: "Open api qps request limit reached",
  19: "Open api total request limit reached",
  100: "Invalid parameter",
  101: "Invalid API key",
  104: "Incorrect signature",
  105: "Too many parameters",
  106: "Unsupported signature method",
  107: "Invalid or used timestamp parameter",
  109: "Invalid user info field",
  110: "Access token invalid or no longer valid",
  111: "Access token expired",
  210: "User not visible",
  211: "Unsupported permission",
  212: "No permission to access user email",
  900: "No such application exists",
};

/** Of Baidu's page of OAuth errors, and seen in logs. @type {Readonly<Record<string, string>>} */
export const OAUTH_TEXTS = Object.freeze({
  invalid_request: "The request is missing a required parameter",
  invalid_client: "unknown client id",
  invalid_grant: "Invalid authorization code: ANXx",
  unauthorized_client: "The client is not authorized to use this authorization grant type",
  unsupported_grant_type: "The authorization grant type is not supported",
  invalid_scope: "The requested scope is exceeds the scope granted by the resource owner",
  expired_token: "refresh token has been used",
  redirect_uri_mismatch: "Invalid redirect uri",
});

/** Of Baidu's pages of jscode2sessionkey and getunionid. Invented: the wording of 400. */
export const ERRNO_TEXTS = Object.freeze({
  400: "param error, check openid",
  10010100: "parameter is invalid",
  10010500: "server internal error",
});

/**
 * The response of Baidu's Go validator to missing fields, in the calls that give a session.
 *
 * @param {readonly string[]} fields
 */
export function missingFieldsBody(fields) {
  const lines = fields.map(
    (field) =>
      `Key: 'Code2SessionKeyParam.${field}' Error:Field validation for '${field}' failed on the 'required' tag`,
  );
  return { errno: 10010100, error: ERRNO_TEXTS[10010100], error_description: lines.join("\n") };
}

/** @param {BaiduState} state @param {number} errno @param {string} errmsg @param {object} data */
export function envelope(state, errno, errmsg, data) {
  return json({ data, errmsg, errno, request_id: randomDigits(), timestamp: state.seconds() });
}

/** @param {number} errno @param {string} msg @param {object} data */
export function tpEnvelope(errno, msg, data) {
  return json({ errno, msg, data });
}

/** The answer when the mock itself fails, for example by a function of its options. @param {unknown} error */
export function mockFailed(error) {
  const message = error instanceof Error ? error.message : String(error);
  return json({ error: "mock_failed", message: `the mock failed: ${message}` }, 500);
}

/** @param {object} body @param {number} [status] @param {Record<string, string>} [headers] */
export function json(body, status = 200, headers = {}) {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const response = new Response(bytes, {
    status,
    headers: {
      "content-type": "application/json",
      "content-length": String(bytes.length),
      "cache-control": "no-store",
      ...headers,
    },
  });
  bodies.set(response, body);
  return response;
}

/** The bodies of the mock's own responses, for the log of requests. @type {WeakMap<Response, object>} */
const bodies = new WeakMap();

/** @param {Response} response @returns {{ errno?: unknown, error_code?: unknown, error?: unknown }} */
export const bodyOf = (response) => bodies.get(response) ?? {};
