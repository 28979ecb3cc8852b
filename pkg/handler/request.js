import { raceTimeout } from "../transport/deadline.js";
import { Refusal, requestError } from "./refusal.js";

/** A code and its JSON have fewer than 200 bytes. */
const MAX_BODY_BYTES = 4_096;

/** The longest time to read the body, in ms. A client that stalls would hold the handler otherwise. */
const MAX_BODY_MS = 10_000;

/** A code has 34 characters; those of host apps (`randStr@host/randStr`) have no documented length. */
const MAX_CODE_LENGTH = 512;

/**
 * The login code that a request brings.
 * @param {Request} request
 * @returns {Promise<string>}
 */
export async function readCode(request) {
  if (request.method !== "POST") throw refused(405, "method", "the method is not POST", { headers: { allow: "POST" } });
  // A page of another origin cannot send this type without asking by CORS, which is never granted here.
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

/** This is a mistake of the server's own, so the mini program is not blamed for it. */
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
