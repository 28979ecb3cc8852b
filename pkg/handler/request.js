import { raceTimeout } from "../transport/deadline.js";
import { Refusal, requestError } from "./refusal.js";

/** The largest body, in bytes. A body with a usual code has fewer than 200. */
const MAX_BODY_BYTES = 4_096;

/** The longest time to read the body, in ms. Without it, a client that stops sending would keep the handler waiting. */
const MAX_BODY_MS = 10_000;

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
  const code = parse(await readText(request.body))?.code;
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

/**
 * @param {ReadableStream<Uint8Array> | null} body
 * @returns {Promise<string>}
 */
async function readText(body) {
  if (!body) return "";
  const reader = body.getReader();
  try {
    return await raceTimeout(MAX_BODY_MS, readAll(reader), () => {
      throw refused(408, "body", `the body is not complete after ${MAX_BODY_MS / 1_000} seconds`);
    });
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error instanceof Refusal ? error : refused(400, "body", "the body cannot be read", { cause: error });
  }
}

/** @param {ReadableStreamDefaultReader<Uint8Array>} reader */
async function readAll(reader) {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    size += chunk.value.byteLength;
    if (size > MAX_BODY_BYTES) throw refused(413, "body", `the body has more than ${MAX_BODY_BYTES} bytes`);
    text += decoder.decode(chunk.value, { stream: true });
  }
  return text + decoder.decode();
}

/** @param {string} text @returns {{ code?: unknown } | null | undefined} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
