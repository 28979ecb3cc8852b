/**
 * @import { Account, GenericEndpointContext } from "better-auth"
 * @import { CheckedOptions } from "./plugin.js"
 */

import { createAuthEndpoint, sensitiveSessionMiddleware } from "better-auth/api";
import { texts } from "./body.js";
import { apiError } from "./errors.js";
import { readSessionKeys } from "./session-keys.js";

/** The largest data that decryptUserData accepts, in base64; an iv has 24 characters. */
export const encryptedData = texts({ data: 90_000, iv: 64 });

/**
 * Decrypts, for the app's own server code, what the mini program of the signed-in user got. It has no path, so that no
 * client can call it.
 * @param {CheckedOptions} options
 */
export const decryptForUser = (options) =>
  createAuthEndpoint({ method: "POST", body: encryptedData, use: [sensitiveSessionMiddleware] }, async (ctx) =>
    decryptWithAnyKey(ctx, options, ctx.context.session.user.id),
  );

/**
 * @param {GenericEndpointContext} ctx  with data and iv in its body
 * @param {CheckedOptions} options
 * @param {string} userId
 * @returns {Promise<unknown>}
 */
export async function decryptWithAnyKey(ctx, { client, providerId }, userId) {
  const { data, iv } = ctx.body;
  for (const session_key of await sessionKeysOf(ctx, providerId, userId)) {
    try {
      return client.decryptUserData({ data, iv, session_key });
    } catch (error) {
      const { code } = Object(error);
      if (code === "invalid_argument") throw apiError("BAD_REQUEST", "SWAN_DATA_INVALID");
      if (code !== "decrypt_failed") throw error;
    }
  }
  throw apiError("UNAUTHORIZED", "SWAN_DECRYPT_FAILED", true);
}

/**
 * @param {GenericEndpointContext} ctx
 * @param {string} providerId
 * @param {string} userId
 */
async function sessionKeysOf(ctx, providerId, userId) {
  /** @type {Account[]} */
  const accounts = await ctx.context.internalAdapter.findAccounts(userId);
  const own = accounts.filter((account) => account.providerId === providerId);
  return (await Promise.all(own.map((account) => readSessionKeys(ctx, account)))).flat();
}
