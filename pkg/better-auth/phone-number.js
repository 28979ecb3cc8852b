/**
 * @import { GenericEndpointContext, User } from "better-auth"
 * @import { CheckedOptions } from "./plugin.js"
 */

import { createAuthEndpoint, sensitiveSessionMiddleware } from "better-auth/api";
import { parseUserOutput } from "better-auth/db";
import { apiError } from "./errors.js";
import { decryptWithAnyKey, encryptedData } from "./user-data.js";

/**
 * Keeps the phone number that the getPhoneNumber button gave the mini program of the signed-in user.
 * @param {CheckedOptions} options
 */
export const linkPhoneNumber = (options) =>
  createAuthEndpoint(
    "/swan/link-phone-number",
    {
      method: "POST",
      body: encryptedData,
      use: [sensitiveSessionMiddleware],
      metadata: { noStore: true },
    },
    async (ctx) => {
      const { id } = ctx.context.session.user;
      const phoneNumber = readPhoneNumber(await decryptWithAnyKey(ctx, options, id));
      const user = await updatePhoneNumber(ctx, id, phoneNumber);
      return ctx.json({ user: parseUserOutput(ctx.context.options, user) });
    },
  );

/**
 * Baidu's encryption has no signature: a user can put pieces of encrypted data together, and the name in their profile is
 * text of their own choice. So only content of exactly the documented form counts.
 * @param {unknown} content
 */
function readPhoneNumber(content) {
  const { mobile, ...others } = Object(content);
  const isPhoneNumber = typeof mobile === "string" && /^\+?[\d-]{5,20}$/.test(mobile);
  if (!isPhoneNumber || Object.keys(others).length > 0) throw apiError("BAD_REQUEST", "SWAN_DATA_INVALID");
  return mobile;
}

/**
 * @param {GenericEndpointContext} ctx
 * @param {string} id
 * @param {string} phoneNumber
 * @returns {Promise<User>}
 */
async function updatePhoneNumber({ context }, id, phoneNumber) {
  /** @type {User | null} */
  const owner = await context.adapter.findOne({ model: "user", where: [{ field: "phoneNumber", value: phoneNumber }] });
  // Two users are never merged: a phone number is no proof of who somebody is, see readPhoneNumber.
  if (owner && owner.id !== id) throw apiError("CONFLICT", "SWAN_PHONE_NUMBER_TAKEN");
  return context.internalAdapter.updateUser(id, { phoneNumber, phoneNumberVerified: true });
}
