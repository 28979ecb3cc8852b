/**
 * Sends a request of the probe: once, bounded in time and size, without following a redirect.
 *
 * @import { HttpRequest } from "swan-login"
 *
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} statusText
 * @property {Headers} headers
 * @property {string} body
 * @property {string} [broken]  Why the body is missing.
 */

import { readText } from "../../handler/read-text.js";

const MAX_BYTES = 65_536;

/**
 * @param {HttpRequest | (Omit<HttpRequest, "method"> & { method: "OPTIONS" })} request
 * @param {number} timeout  in ms, of the head and again of the body
 * @returns {Promise<Answer | { failed: string }>}  failed: a code of the runtime
 */
export async function send({ method, url, headers, body }, timeout) {
  const aborter = new AbortController();
  const timer = setTimeout(() => aborter.abort(), timeout);
  try {
    const init = /** @type {const} */ ({ redirect: "manual", credentials: "omit", cache: "no-store" });
    const response = await fetch(url, { ...init, method, headers, body, signal: aborter.signal });
    clearTimeout(timer);
    const { status, statusText } = response;
    return { status, statusText, headers: response.headers, ...(await readBody(response, timeout)) };
  } catch (error) {
    return { failed: aborter.signal.aborted ? "timeout" : codeOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Response} response @param {number} maxMs */
async function readBody({ body }, maxMs) {
  try {
    return { body: await readText(body, { maxBytes: MAX_BYTES, maxMs }, (status) => REFUSALS[status]) };
  } catch (reason) {
    return { body: "", broken: String(reason) };
  }
}

/** @type {Readonly<Record<number, string>>} */
const REFUSALS = { 400: "cut", 408: "timeout", 413: `more than ${MAX_BYTES} bytes` };

/** The innermost code. A message is not repeated, for it may hold the URL. @param {any} error */
function codeOf(error) {
  let code = "unknown";
  for (let depth = 0; error && depth < 5; depth++, error = error.cause)
    if (typeof error.code === "string" && /^[A-Z_]{2,60}$/.test(error.code)) code = error.code;
  return code;
}
