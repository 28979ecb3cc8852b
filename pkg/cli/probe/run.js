/**
 * Sends the steps of a probe, one after another, and describes what comes back.
 *
 * @import { Exchange } from "./report.js"
 * @import { Known, Request, Step } from "./steps.js"
 *
 * @typedef {object} Settings
 * @property {{ baseUrl?: string, sendSecretsOverHttp?: true }} options
 * @property {number} timeout  Of each request, in ms.
 * @property {(exchange: Exchange) => void} [onExchange]
 */

import { buildRequest, isSwanLoginError, parseResponse } from "swan-login";
import { describeHeaders, describeReason } from "./headers.js";
import { holdsSecret } from "./leak.js";
import { maskBody } from "./mask.js";
import { send } from "./send.js";
import { STEPS } from "./steps.js";

/** After so many requests in a row without an answer nothing more is tried. */
const MAX_SILENCE = 3;

/**
 * Ends early when Baidu says that there are too many calls, or does not answer.
 *
 * @param {readonly Step[]} steps
 * @param {Known} given
 * @param {Settings} settings
 */
export async function runProbe(steps, given, { options, timeout, onExchange }) {
  /** @type {Known} */
  const known = { ...given };
  const secrets = new Set(Object.values(known).filter((value) => value !== undefined));
  /** @type {Exchange[]} */
  const exchanges = [];
  for (const step of steps) {
    if (step.needs?.some((name) => known[name] === undefined)) continue;
    const exchange = await runStep(step, known, secrets, { options, timeout });
    exchanges.push(exchange);
    onExchange?.(exchange);
    if ("says" in exchange.answer && exchange.answer.says === "rate_limited") break;
    if (exchanges.length >= MAX_SILENCE && exchanges.slice(-MAX_SILENCE).every(({ answer }) => "failed" in answer))
      break;
  }
  const sent = exchanges.map(({ step }) => step);
  return { exchanges, left_out: STEPS.map(({ id }) => id).filter((id) => !sent.includes(id)) };
}

/**
 * @param {Step} step
 * @param {Known} known  which gets what a success gives
 * @param {Set<string>} secrets  the same
 * @param {Settings} settings
 * @returns {Promise<Exchange>}
 */
async function runStep(step, known, secrets, { options, timeout }) {
  const params = step.params(known);
  const about = { step: step.id, endpoint: step.endpoint };
  const request = build(step, params, options);
  if (!request) return { ...about, method: "-", ms: 0, answer: { failed: "not sent" } };
  const { method, url } = request;
  const begin = Date.now();
  const answer = await send(request, timeout);
  const sent = { ...about, method, ms: Date.now() - begin };
  if ("failed" in answer) return { ...sent, answer };
  const { status, statusText, headers, body, broken } = answer;
  const { says, result = {} } = classify(step, status, body, params);
  for (const value of Object.values(result)) if (typeof value === "string") secrets.add(value);
  if (says === "success") Object.assign(known, step.learn?.(result, known));
  const described = {
    status,
    reason: describeReason(status, statusText),
    headers: describeHeaders(headers, { url, now: Date.now() }),
    body: maskBody(body),
    ...(broken !== undefined && { broken }),
    says,
  };
  return { ...sent, answer: holdsSecret(described, secrets) ? { failed: "withheld" } : described };
}

/**
 * @param {Step} step
 * @param {Record<string, string>} params
 * @param {Settings["options"]} options
 * @returns {Request | undefined}  undefined if the package refuses a value that a server gave
 */
function build(step, params, options) {
  try {
    const request = buildRequest(step.endpoint, /** @type {any} */ (params), options);
    return step.change?.(request) ?? request;
  } catch (error) {
    const { param } = /** @type {{ param?: string }} */ (error);
    if (!isSwanLoginError(error) || param === undefined || !(param in params)) throw error;
    return undefined;
  }
}

/**
 * What the package makes of an answer.
 *
 * @param {Step} step
 * @param {number} status
 * @param {string} body
 * @param {Record<string, string>} params
 * @returns {{ says: string, result?: object }}
 */
function classify({ endpoint }, status, body, params) {
  try {
    return { says: "success", result: parseResponse(endpoint, { status, body }, /** @type {any} */ (params)) };
  } catch (error) {
    if (!isSwanLoginError(error)) throw error;
    return { says: /** @type {{ code: string }} */ (error).code };
  }
}
