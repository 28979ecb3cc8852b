/** Sends a call for the page, which a browser could not: Baidu allows no page of another origin to read its answers. */

import * as swan from "swan-login";

/**
 * @typedef {object} Sent
 * @property {number} ms  until the answer was read, or failed
 * @property {{ status: number, headers: Record<string, string>, body: string }} [answer]  absent if there was none
 * @property {object} [error]  the JSON of the error, when there was no answer
 */

/**
 * The package itself sends, so that deadline, redirects and size are those of a real call; it is never repeated.
 *
 * @param {import("swan-login").Endpoint} endpoint
 * @param {object} params
 * @param {string} [baseUrl]  in place of Baidu
 * @returns {Promise<Sent>}
 */
export async function send(endpoint, params, baseUrl) {
  /** @type {Sent["answer"]} */
  let answer;
  /** @param {import("swan-login").ResponseEvent} event */
  const onResponse = ({ status, headers, body }) => {
    answer = { status, headers: Object.fromEntries(headers), body };
  };
  /** @type {any} */
  const call = Reflect.get(swan, endpoint);
  const begin = performance.now();
  const error = await call(params, { baseUrl, retries: 0, onResponse }).then(
    () => undefined,
    (/** @type {import("swan-login").SwanLoginError} */ reason) => reason.toJSON(),
  );
  const ms = Math.round(performance.now() - begin);
  // The page reads an answer itself.
  return { ms, ...(answer ? { answer } : { error }) };
}
