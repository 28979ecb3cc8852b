import { APIError } from "better-auth/api";
import { refusalOf } from "../handler/refusal.js";

/** @import { GenericEndpointContext } from "better-auth" */

/** The errors of the plugin's endpoints, as Better Auth declares errors. */
export const ERROR_CODES = /** @type {const} */ ({
  SWAN_CODE_INVALID: {
    code: "SWAN_CODE_INVALID",
    message: "The login code is wrong, used or expired",
  },
  SWAN_UNIONID_REFUSED: {
    code: "SWAN_UNIONID_REFUSED",
    message: "Baidu gives no unionid of this user, most likely because the user has not authorized the app",
  },
  SWAN_UNAVAILABLE: {
    code: "SWAN_UNAVAILABLE",
    message: "Baidu does not answer, or not well",
  },
  SWAN_LOGIN_FAILED: {
    code: "SWAN_LOGIN_FAILED",
    message: "The login failed on the server",
  },
  SWAN_DECRYPT_FAILED: {
    code: "SWAN_DECRYPT_FAILED",
    message: "The data was not encrypted in a session of this user that the server knows",
  },
  SWAN_DATA_INVALID: {
    code: "SWAN_DATA_INVALID",
    message: "The data is not what the mini program got from Baidu",
  },
  SWAN_PHONE_NUMBER_TAKEN: {
    code: "SWAN_PHONE_NUMBER_TAKEN",
    message: "Another user has this phone number",
  },
});

/**
 * @param {ConstructorParameters<typeof APIError>[0]} status
 * @param {keyof typeof ERROR_CODES} code
 * @param {boolean} [relogin]  whether the mini program should get a new login code and sign in
 */
export const apiError = (status, code, relogin = false) => new APIError(status, { ...ERROR_CODES[code], relogin });

/** @type {Record<string, keyof typeof ERROR_CODES>} */
const CODE_OF_REFUSAL = {
  code_invalid: "SWAN_CODE_INVALID",
  unionid_refused: "SWAN_UNIONID_REFUSED",
  unavailable: "SWAN_UNAVAILABLE",
};

/**
 * The answer for an error of the client. Its reason goes to Better Auth's logger, and not into the answer.
 * @param {GenericEndpointContext} ctx
 * @param {unknown} error
 */
export function signInError(ctx, error) {
  const { status, body, reason } = refusalOf(error);
  const code = CODE_OF_REFUSAL[body.error] ?? "SWAN_LOGIN_FAILED";
  // A used or expired code is common, and no failure of the app.
  const level = code === "SWAN_CODE_INVALID" ? "info" : "error";
  ctx.context.logger[level](`${code}: ${ERROR_CODES[code].message}`, reason);
  return apiError(/** @type {400} */ (status), code, body.relogin);
}
