/**
 * What only Baidu knows: whether the credentials are right, and what the app may call.
 *
 * @import { SwanLoginError } from "../../types/index.cjs"
 * @import { Context } from "./context.js"
 * @import { Run } from "./run.js"
 */

import { getAccessToken, getUnionid } from "swan-login";
import { found, foundError } from "./result.js";

const DAY = 86_400;

/** @param {Run} run */
export async function checkToken({ context }) {
  const { client_id = "", sk = "" } = context.app;
  try {
    const { access_token, expires_in } = await getAccessToken({ client_id, sk }, optionsOf(context));
    return found("token.ok", { days: Math.floor(expires_in / DAY) }, access_token);
  } catch (error) {
    return foundError("token.refused", /** @type {SwanLoginError} */ (error));
  }
}

/** An openid that no user has, as long as real ones. */
const NO_USER = "swan0login0doctor0no0user";

/** @param {Run} run */
export async function checkUnionid({ context, needed }) {
  const { openid } = context.app;
  try {
    await getUnionid({ access_token: needed.token, openid: openid ?? NO_USER }, optionsOf(context));
    return found("unionid.ok");
  } catch (reason) {
    const error = /** @type {SwanLoginError} */ (reason);
    if (error.code !== "bad_request") return foundError("unionid.refused", error);
    return openid === undefined ? found("unionid.allowed") : foundError("unionid.unknown", error);
  }
}

/** One attempt, which ends before the deadline of the check. @param {Context} context */
function optionsOf({ machine: { fetch }, options, timeout }) {
  return { ...options, fetch, retries: 0, timeout: Math.ceil(timeout * 0.9) };
}
