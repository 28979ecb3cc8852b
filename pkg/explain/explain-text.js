/**
 * Explains a text whose kind is not known: the JSON of an error, the body of a reply, a number, a name, or words of a log.
 *
 * @import { Endpoint } from "../types/index.cjs"
 * @import { Explanation, ExplainOptions } from "../types/explain.cjs"
 */

import { isSwanLoginError } from "../api/errors.js";
import { explain, lookUp } from "./explain.js";

/**
 * @param {string} text
 * @param {{ endpoint?: Endpoint, status?: number }} reply  where one is given, the text is the body of a reply
 * @param {Required<ExplainOptions>} options
 * @returns {Explanation[]}  empty if nothing is known about the text
 */
export function explainText(text, { endpoint, status }, options) {
  const explainReply = () => [explain({ status: status ?? 200, body: text, endpoint }, options)];
  if (endpoint !== undefined || status !== undefined) return explainReply();
  const value = parseJson(text);
  if (typeof value !== "object" || value === null)
    return text.startsWith("<") ? explainReply() : lookUp(text, { lang: options.lang });
  try {
    return [explain(value, options)];
  } catch (error) {
    const { param } = /** @type {{ param?: string }} */ (error);
    if (!isSwanLoginError(error) || param !== "what") throw error;
    return BODY_FIELDS.some((name) => name in value) ? explainReply() : lookUp(text, { lang: options.lang });
  }
}

/** An object with one of these fields is the body of a reply. */
const BODY_FIELDS = ["errno", "error_code", "error", "data", "openid", "open_id", "unionid", "access_token"];

/** @param {string} text @returns {unknown} */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
