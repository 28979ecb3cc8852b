/**
 * Reads a reply of Baidu, or any other text about a failure.
 *
 * @import { Endpoint } from "../../types/index.cjs"
 * @import { Explanation, Lang } from "../../types/explain.cjs"
 *
 * @typedef {object} Reading
 * @property {Endpoint} [endpoint]  the call that understands the reply
 * @property {object} [result]  what the call gives
 * @property {Explanation[]} explanations
 */

import { explain } from "../../explain/explain.js";
import { explainText } from "../../explain/explain-text.js";
import { calls } from "../../wasm/calls.js";
import { parseResponse } from "./core.js";

/**
 * @param {string} text
 * @param {{ endpoint?: Endpoint, status?: number }} reply  where one is given, the text is the body of a reply
 * @param {Lang} lang
 * @returns {Reading}
 */
export function readText(text, { endpoint, status }, lang) {
  const success = findResult(text, endpoint, status ?? 200);
  return success ?? { explanations: explainText(text, { endpoint, status }, { lang, parseResponse }) };
}

/**
 * The answer to a call that was sent.
 *
 * @param {Endpoint} endpoint
 * @param {{ status: number, body: string }} answer
 * @param {object} params  as sent
 * @param {Lang} lang
 * @returns {Reading}
 */
export function readAnswer(endpoint, answer, params, lang) {
  try {
    const result = parseResponse(endpoint, answer, /** @type {any} */ (params));
    return { endpoint, result, explanations: [] };
  } catch (error) {
    return { endpoint, explanations: [explain(error, { lang })] };
  }
}

/** @param {string} body @param {Endpoint | undefined} endpoint @param {number} status @returns {Reading | undefined} */
function findResult(body, endpoint, status) {
  const names = endpoint ? [endpoint] : /** @type {Endpoint[]} */ (Object.keys(calls));
  for (const name of names) {
    try {
      return { endpoint: name, result: parseResponse(name, { status, body }), explanations: [] };
    } catch {
      // Another call may understand it; if none does, its error is explained.
    }
  }
  return undefined;
}
