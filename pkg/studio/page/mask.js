/** Puts a mask in the place of secrets in what a server has answered. */

import { RESULT_SECRETS } from "../../cli/values.js";

export const MASK = "••••••";

/** Further secrets in replies of Baidu, apart from those in results. */
const SECRETS = [...RESULT_SECRETS, "session_secret", "client_secret", "sk", "code", "ticket"];

/** @param {string} name  of a field of a result or a reply */
export const isSecretField = (name) => SECRETS.includes(name);

/**
 * A body, with its JSON laid out.
 *
 * @param {string} body
 * @param {readonly string[] | undefined} sent  the secrets that were sent, which an answer may repeat; undefined to show all
 */
export function showBody(body, sent) {
  const isShown = sent === undefined;
  const text = layOut(body, (name, value) => (!isShown && isSecretField(name) && value !== "" ? MASK : value));
  return (sent ?? []).reduce((masked, secret) => (secret ? masked.replaceAll(secret, MASK) : masked), text);
}

/** @param {string} body @param {(name: string, value: unknown) => unknown} replace */
function layOut(body, replace) {
  try {
    return JSON.stringify(JSON.parse(body, replaceScalar), undefined, 2);
  } catch {
    return body;
  }

  /** @param {string} name @param {unknown} value */
  function replaceScalar(name, value) {
    return typeof value === "object" ? value : replace(name, value);
  }
}
