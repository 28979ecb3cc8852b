/**
 * The login endpoint of an app's own server. The types and their documentation are in handler.d.cts. Nothing here needs
 * the core: that is the client's.
 *
 * @import { LoginRefusal } from "../types/handler.cjs"
 */

import { invalidArgument } from "../api/arguments.js";
import { isSwanLoginError } from "../api/errors.js";

/** A code and its JSON have fewer than 200 bytes. */
const MAX_BODY_BYTES = 4_096;

/** What onLogin gives is searched as a whole, so it must end, and soon. */
const MAX_ANSWER_BYTES = 1_048_576;
const MAX_ANSWER_MS = 10_000;

/** A code has 34 characters; those of host apps (`randStr@host/randStr`) have no documented length. */
const MAX_CODE_LENGTH = 512;

/** @type {typeof import("../types/handler.cjs").createLoginHandler} */
export function createLoginHandler({ client, onLogin, unionid = false, onError }) {
  if (typeof client?.login !== "function") throw invalidArgument("createLoginHandler", "client", "a SwanClient");
  if (typeof onLogin !== "function") throw invalidArgument("createLoginHandler", "onLogin", "a function");
  if (onError !== undefined && typeof onError !== "function")
    throw invalidArgument("createLoginHandler", "onError", "a function");

  /** An observer that throws, at once or later, changes nothing of the answer. @param {unknown} error */
  const tell = (error) => void (async () => onError?.(error))().catch(() => {});

  /** A user who has not authorized the app has no unionid, and logs in all the same. @param {string} openid */
  const unionidOf = async (openid) => {
    try {
      const { unionid } = await client.getUnionid(openid);
      return { unionid };
    } catch (error) {
      if (!isUnionidRefused(error)) throw error;
      tell(error);
      return {};
    }
  };

  return async (request) => {
    try {
      const session = await client.login(await readCode(request));
      const user = unionid ? { ...session, ...(await unionidOf(session.openid)) } : session;
      return await answer(await onLogin(user), session.session_key);
    } catch (error) {
      if (error instanceof Refusal) return error.toResponse();
      tell(error);
      return refusalOf(error).toResponse();
    }
  };
}

/** A request that is not let through, or the answer to a login that failed. */
class Refusal {
  /**
   * @param {number} status
   * @param {LoginRefusal["error"]} error
   * @param {{ relogin?: boolean, headers?: Record<string, string> }} [more]
   */
  constructor(status, error, { relogin = false, headers } = {}) {
    this.status = status;
    this.body = { error, relogin };
    this.headers = headers;
  }

  toResponse() {
    return json(this.body, this.status, this.headers);
  }
}

/** @param {Request} request */
async function readCode(request) {
  if (request.method !== "POST") throw new Refusal(405, "invalid_request", { headers: { allow: "POST" } });
  // A page of another origin cannot send this type without asking by CORS, which is never granted here.
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? ""))
    throw new Refusal(415, "invalid_request");
  const code = parse(await readText(request))?.code;
  if (typeof code !== "string" || code.trim() === "" || code.length > MAX_CODE_LENGTH)
    throw new Refusal(400, "invalid_request");
  return code;
}

/** @param {Request} request */
async function readText(request) {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new Refusal(413, "invalid_request");
    text += decoder.decode(chunk, { stream: true });
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

/**
 * Whether Baidu gives no unionid of this user. It has not documented in which words: the core's own hint (refusal.rs)
 * takes the same answers for that.
 * @param {unknown} error
 */
function isUnionidRefused(error) {
  const code = codeOf(error);
  const isUndocumented =
    code === "malformed_response" && Object.keys(Reflect.get(Object(error), "baidu") ?? {}).length > 0;
  return isUndocumented || code === "bad_request" || code === "permission";
}

/** The status of those failures of Baidu's that another attempt may pass. @type {Partial<Record<string, number>>} */
const UNAVAILABLE = { network: 502, server: 502, malformed_response: 502, rate_limited: 503, timeout: 504 };

/** @param {unknown} error */
function refusalOf(error) {
  const code = codeOf(error);
  const status = UNAVAILABLE[code];
  if (code === "code_invalid") return new Refusal(401, code, { relogin: true });
  if (status === undefined) return new Refusal(500, "server_error");
  return new Refusal(status, "unavailable", { relogin: Reflect.get(Object(error), "codeConsumed") !== "no" });
}

/** @param {unknown} error */
const codeOf = (error) => (isSwanLoginError(error) ? Reflect.get(Object(error), "code") : "");

/**
 * What the mini program gets: never the session_key, however deep it is hidden.
 * @param {unknown} value  of onLogin
 * @param {string} session_key
 */
async function answer(value, session_key) {
  if (!isResponse(value)) value = json(value, value === undefined ? 204 : 200);
  const response = /** @type {Response} */ (value);
  const body = await readAnswer(response);
  const sent = [response.statusText, ...[...response.headers].flat(), await body.text()].join("\n");
  if (unescaped(sent).includes(unescaped(session_key)))
    throw new Error("onLogin gave back the session_key, which must not leave the server");
  return new Response(response.body && (await body.arrayBuffer()), response);
}

/**
 * Without escapes of JSON and of URLs, in one case, and with UTF-16 as if it were UTF-8: a session_key is ASCII.
 * @param {string} text
 */
function unescaped(text) {
  const plain = text.replace(/(?:%|\\u00)([0-9a-f]{2})/gi, (_escape, hex) => String.fromCharCode(parseInt(hex, 16)));
  return plain.replace(/[\\\0]/g, "").toLowerCase();
}

/** @param {Response} response */
async function readAnswer({ body }) {
  const reader = body?.getReader();
  if (!reader) return new Blob();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const chunks = [];
  let size = 0;
  let failure = "";
  const stop = (/** @type {string} */ why) => {
    failure = why;
    // Ends a read that waits, too.
    reader.cancel().catch(() => {});
  };
  const timer = setTimeout(stop, MAX_ANSWER_MS, "takes too long");
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      chunks.push(next.value);
      size += next.value.byteLength;
      if (size > MAX_ANSWER_BYTES) stop("is too large");
    }
  } finally {
    clearTimeout(timer);
  }
  if (failure) throw new Error(`the Response of onLogin ${failure} to be searched for the session_key`);
  return new Blob(chunks);
}

/** Not by instanceof: servers and tests have Response classes of their own. @param {unknown} value @returns {value is Response} */
function isResponse(value) {
  const { clone, headers } = /** @type {Partial<Response>} */ (Object(value));
  return typeof clone === "function" && typeof headers?.get === "function";
}

/**
 * @param {unknown} value
 * @param {number} status
 * @param {Record<string, string>} [headers]
 */
function json(value, status, headers) {
  const body = value === undefined ? null : JSON.stringify(value);
  return new Response(body, {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
  });
}
