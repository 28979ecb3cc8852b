/**
 * The login endpoint of an app's own server. The types and their documentation are in handler.d.cts. Nothing here needs
 * the core: that is the client's.
 *
 * @import { LoginHandlerOptions, LoginRefusal } from "./handler.cjs"
 */

import { invalidArgument, isSwanLoginError } from "./error.js";

/** A code and its JSON have fewer than 200 bytes. */
const MAX_BODY_BYTES = 4_096;

/** A code has 34 characters; those of host apps (`randStr@host/randStr`) have no documented length. */
const MAX_CODE_LENGTH = 512;

/** @type {typeof import("./handler.cjs").createLoginHandler} */
export function createLoginHandler({ client, onLogin, unionid = false, onError }) {
  if (typeof client?.login !== "function") throw invalidArgument("createLoginHandler", "client", "a SwanClient");
  if (typeof onLogin !== "function") throw invalidArgument("createLoginHandler", "onLogin", "a function");
  if (onError !== undefined && typeof onError !== "function") throw invalidArgument("createLoginHandler", "onError", "a function");

  return async (request) => {
    try {
      const session = await client.login(await readCode(request));
      const user = unionid ? { ...session, ...(await unionidOf(client, session.openid)) } : session;
      return await answer(await onLogin(user), session.session_key);
    } catch (error) {
      if (error instanceof Refusal) return error.toResponse();
      // An observer that throws, at once or later, changes nothing of the answer.
      (async () => onError?.(error))().catch(() => {});
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
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) throw new Refusal(415, "invalid_request");
  const code = parse(await readText(request))?.code;
  if (typeof code !== "string" || code.trim() === "" || code.length > MAX_CODE_LENGTH) throw new Refusal(400, "invalid_request");
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
 * A user who has not authorized the app has no unionid, and logs in all the same.
 * @param {LoginHandlerOptions["client"]} client
 * @param {string} openid
 */
async function unionidOf(client, openid) {
  try {
    const { unionid } = await client.getUnionid(openid);
    return { unionid };
  } catch (error) {
    if (codeOf(error) === "bad_request") return {};
    throw error;
  }
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
  const response = isResponse(value) ? value : json(value, value === undefined ? 204 : 200);
  const headers = [...response.headers].flat().join("\n");
  const sent = `${headers}\n${await response.clone().text()}`;
  const spellings = [session_key, JSON.stringify(session_key).slice(1, -1), encodeURIComponent(session_key)];
  if (spellings.some((spelling) => sent.includes(spelling))) throw new Error("onLogin gave back the session_key, which must not leave the server");
  return response;
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
  return new Response(body, { status, headers: { "content-type": "application/json", "cache-control": "no-store", ...headers } });
}
