import { readText } from "./read-text.js";
import { Refusal, requestError } from "./refusal.js";

/** A body with a usual code has fewer than 200 bytes. */
const LIMITS = { maxBytes: 4_096, maxMs: 10_000 };

/** Codes have 34 characters, except those of host apps (`randStr@host/randStr`), whose length is not documented. */
const MAX_CODE_LENGTH = 512;

/**
 * Reads the login code of a request. Throws a `Refusal`.
 * @param {Request} request
 * @returns {Promise<string>}
 */
export async function readCode(request) {
  if (request.method !== "POST") throw refused(405, "method", "the method is not POST", { headers: { allow: "POST" } });
  // A page of another origin may not send this content type without CORS, and this handler grants none.
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? ""))
    throw refused(415, "content-type", "the content-type is not application/json");
  if (request.bodyUsed || request.body?.locked) throw alreadyRead();
  const text = await readText(request.body, LIMITS, (status, message, cause) =>
    refused(status, "body", message, cause === undefined ? {} : { cause }),
  );
  const code = parse(text)?.code;
  if (typeof code !== "string" || code.trim() === "" || code.length > MAX_CODE_LENGTH)
    throw refused(400, "body", `the body is not JSON with a code of 1 to ${MAX_CODE_LENGTH} characters`);
  return code;
}

/**
 * @param {number} status
 * @param {string} param
 * @param {string} message
 * @param {{ headers?: Record<string, string>, cause?: unknown }} [more]
 */
function refused(status, param, message, { headers, ...options } = {}) {
  const hint = 'Let the mini program send { "code": "…" } by POST as application/json.';
  return new Refusal(status, "invalid_request", requestError(param, message, hint, options), { headers });
}

/** A mistake in the server's own code, so the status is 500. */
function alreadyRead() {
  const message = "the body of the Request was already read before it came to the handler";
  const hint =
    "Pass request.clone() to whatever reads the body first, such as request.json() or a validator; where a parser of Node has read it, use toNodeHandler of swan-login/node.";
  return new Refusal(500, "server_error", requestError("request", message, hint));
}

/** @param {string} text @returns {{ code?: unknown } | null | undefined} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
