/**
 * Reads what `explain` gets: an error, its JSON, or a reply.
 *
 * @import { ExplainOptions } from "../types/explain.cjs"
 * @import { BaiduError } from "../types/index.cjs"
 *
 * @typedef {object} Facts
 * @property {string} [code]  The class; none for a reply that is a success.
 * @property {string} [endpoint]
 * @property {string} [param]
 * @property {boolean} [retryable]
 * @property {string} [codeConsumed]
 * @property {number} [httpStatus]
 * @property {BaiduError} baidu
 * @property {string} hint
 * @property {string} texts  Message, causes and Baidu's words, a line each.
 */

import { invalidArgument } from "../api/arguments.js";
import { isSwanLoginError } from "../api/errors.js";
import { calls } from "../wasm/calls.js";
import { CLASSES } from "./classes.js";

/**
 * @param {unknown} what  as the caller gave it
 * @param {ExplainOptions["parseResponse"]} parseResponse
 * @returns {Facts}
 */
export function readFacts(what, parseResponse) {
  const value = typeof what === "string" ? parseJson(what) : what;
  const error = findError(value);
  if (error) return factsOfError(error);
  if (isReply(value)) return factsOfReply(value, parseResponse);
  const hint = "Pass a SwanLoginError, its JSON, or a reply as { status, body, endpoint? }; lookUp takes other texts.";
  throw invalidArgument("explain", "what", "a SwanLoginError, its JSON, or a reply", hint);
}

/** How deep a log or another error may hold the error. */
const MAX_DEPTH = 8;

/** Where loggers and other errors put an error. */
const HOLDERS = ["err", "error", "cause"];

/** @param {unknown} value @param {number} [depth] @returns {Fields | undefined} */
function findError(value, depth = 0) {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return undefined;
  if (isError(value)) return value;
  for (const name of HOLDERS) {
    const error = findError(Reflect.get(value, name), depth + 1);
    if (error) return error;
  }
  return undefined;
}

/** @typedef {Record<string, unknown>} Fields */

/** @param {object} value @returns {value is Fields} */
function isError(value) {
  const { code, endpoint } = /** @type {Fields} */ (value);
  return typeof code === "string" && Object.hasOwn(CLASSES, code) && typeof endpoint === "string";
}

/** @param {Fields} error @returns {Facts} */
function factsOfError(error) {
  const { code, endpoint, param, retryable, codeConsumed, httpStatus, baidu, hint } = error;
  const said = /** @type {BaiduError} */ (typeof baidu === "object" && baidu !== null ? baidu : {});
  return {
    code: /** @type {string} */ (code),
    endpoint: /** @type {string} */ (endpoint),
    ...(typeof param === "string" && { param }),
    retryable: retryable === true,
    ...(typeof codeConsumed === "string" && { codeConsumed }),
    ...(typeof httpStatus === "number" && { httpStatus }),
    baidu: said,
    hint: isText(hint) ? hint : "",
    texts: [...textsOf(error), said.error, said.error_description, said.message].filter(isText).join("\n"),
  };
}

/**
 * The texts of an error and of its causes.
 * @param {Fields} error
 * @param {number} [depth]
 * @returns {unknown[]}
 */
function textsOf({ message, code, cause }, depth = 0) {
  const isNested = typeof cause === "object" && cause !== null && depth < MAX_DEPTH;
  return [message, code, ...(isNested ? textsOf(/** @type {Fields} */ (cause), depth + 1) : [])];
}

/** @param {unknown} value @returns {value is string} */
const isText = (value) => typeof value === "string";

/** @typedef {{ status: number, body: unknown, endpoint?: unknown }} Reply */

/** @param {unknown} value @returns {value is Reply} */
function isReply(value) {
  return typeof value === "object" && value !== null && "status" in value && "body" in value;
}

/**
 * The core classifies the reply, so that an explanation never differs from what a call would say.
 * @param {Reply} reply
 * @param {ExplainOptions["parseResponse"]} parseResponse
 * @returns {Facts}
 */
function factsOfReply({ status, body, endpoint }, parseResponse) {
  if (typeof parseResponse !== "function") {
    const hint = 'Pass { parseResponse } of "swan-login" to explain a reply.';
    throw invalidArgument("explain", "parseResponse", "a function", hint);
  }
  if (endpoint !== undefined && !(isText(endpoint) && Object.hasOwn(calls, endpoint)))
    throw invalidArgument("explain", "endpoint", `one of ${Object.keys(calls).join(", ")}`);
  const names = /** @type {(keyof typeof calls)[]} */ (endpoint === undefined ? Object.keys(calls) : [endpoint]);
  const text = isText(body) ? body : stringify(body);
  const errors = [];
  for (const name of names) {
    try {
      parseResponse(name, { status, body: text });
      return { endpoint: name, httpStatus: status, baidu: {}, hint: "", texts: "" };
    } catch (error) {
      if (!isSwanLoginError(error)) throw error;
      const facts = factsOfError(/** @type {Fields} */ (error));
      if (facts.code === "invalid_argument") throw error;
      errors.push(facts);
    }
  }
  // Without an endpoint, use the first call that knows the error. Whether a login code was spent is then unknown.
  const [first] = errors;
  const understood = errors.find(({ code }) => code !== "malformed_response") ?? /** @type {Facts} */ (first);
  if (endpoint !== undefined) return understood;
  const { endpoint: _, codeConsumed: __, ...facts } = understood;
  return facts;
}

/** The text of a body that the caller has parsed. @param {unknown} body */
function stringify(body) {
  try {
    return JSON.stringify(body) ?? "";
  } catch {
    throw invalidArgument("explain", "body", "a text or a JSON value");
  }
}

/** @param {string} text @returns {unknown} */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
