/**
 * Whether it is Baidu that answers, and not a proxy or a login page: an empty call, sent as the package sends all others.
 * It holds no credentials, so that nobody learns them before the next checks.
 *
 * @import { FetchInit, SwanLoginError } from "../../types/index.cjs"
 * @import { Run } from "./run.js"
 */

import { getAccessToken, jscode2sessionkey } from "swan-login";
import { found, foundError } from "./result.js";

const CALLS = { jscode2sessionkey, getAccessToken };

/** What Baidu may say of a call without parameters. */
const EXPECTED = ["bad_request", "bad_credentials", "code_invalid", "token_invalid"];

/** @param {Run} run */
export async function checkAnswer({ context: { machine, options, timeout }, target: { host, call } }) {
  const send = /** @type {(url: string, init: any) => Promise<Response>} */ (machine.fetch);
  /** @param {string} url @param {FetchInit} init */
  const fetch = (url, init) => send(url, { ...init, body: "" });
  try {
    const params = { code: "-", client_id: "-", sk: "-" };
    await CALLS[call](params, { ...options, fetch, retries: 0, timeout: Math.ceil(timeout * 0.9) });
    return found("answer.ok", { host, status: 200 });
  } catch (reason) {
    const error = /** @type {SwanLoginError} */ (reason);
    const { code, httpStatus, baidu = {} } = error;
    const isUndocumented = code === "malformed_response" && Object.keys(baidu).length > 0;
    const isBaidu = httpStatus !== undefined && (EXPECTED.includes(code) || isUndocumented);
    return isBaidu ? found("answer.ok", { host, status: httpStatus }) : foundError("answer.wrong", error, { host });
  }
}
