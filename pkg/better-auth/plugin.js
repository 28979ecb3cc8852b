/**
 * A plugin of Better Auth for users of a mini program. The types and their documentation are in better-auth.d.ts.
 *
 * @import { SwanLoginOptions } from "../types/better-auth.js"
 */

import { mergeSchema } from "better-auth/db";
import { invalidArgument, refuseUnknownNames } from "../api/arguments.js";
import { UNIONID_MODES } from "../handler/unionid.js";
import { ERROR_CODES } from "./errors.js";
import { linkPhoneNumber } from "./phone-number.js";
import { SIGN_IN_PATH, signIn } from "./sign-in.js";
import { tables } from "./tables.js";
import { decryptForUser } from "./user-data.js";

/** @type {typeof import("../types/better-auth.js").swanLogin} */
export function swanLogin(options) {
  const checked = checkOptions(options);
  return {
    id: "swan-login",
    schema: /** @type {typeof tables} */ (mergeSchema(tables, checked.schema)),
    endpoints: {
      signInSwan: signIn(checked),
      linkSwanPhoneNumber: linkPhoneNumber(checked),
      decryptSwanUserData: decryptForUser(checked),
    },
    // Better Auth allows 3 sign-ins in 10 seconds, and hundreds of phones share one address of a carrier.
    rateLimit: [{ pathMatcher: (path) => path === SIGN_IN_PATH, window: 10, max: 100 }],
    $ERROR_CODES: ERROR_CODES,
  };
}

const NAME = "swanLogin";

/** The provider of the accounts. */
const DEFAULT_PROVIDER_ID = "swan";

/** @typedef {SwanLoginOptions & { providerId: string }} CheckedOptions */

/** @param {SwanLoginOptions} options @returns {CheckedOptions} */
function checkOptions(options) {
  if (typeof options !== "object" || options === null) throw invalidArgument(NAME, "options", "an object");
  refuseUnknownNames(NAME, options, ["client", "unionid", "providerId", "mapProfileToUser", "schema"]);
  const { client, unionid, providerId = DEFAULT_PROVIDER_ID, mapProfileToUser, schema } = options;
  const methods = [client?.login, client?.decryptUserData, ...(unionid ? [client?.getUnionid] : [])];
  if (methods.some((method) => typeof method !== "function")) throw invalidArgument(NAME, "client", "a SwanClient");
  if (!UNIONID_MODES.includes(unionid))
    throw invalidArgument(NAME, "unionid", '"required", "if-available" or a boolean');
  if (typeof providerId !== "string" || providerId.trim() === "")
    throw invalidArgument(NAME, "providerId", "a string with text");
  if (mapProfileToUser !== undefined && typeof mapProfileToUser !== "function")
    throw invalidArgument(NAME, "mapProfileToUser", "a function");
  if (schema !== undefined) checkSchema(schema);
  return { ...options, providerId };
}

/**
 * Better Auth ignores names that it does not know, and the column would have the name of the field.
 * @param {object} schema
 */
function checkSchema(schema) {
  if (typeof schema !== "object" || schema === null) throw invalidArgument(NAME, "schema", "an object");
  refuseUnknownNames(NAME, schema, Object.keys(tables), "schema");
  for (const [table, renamed] of Object.entries(schema)) {
    const known = Object.keys(Reflect.get(tables, table).fields);
    refuseUnknownNames(NAME, Object(renamed?.fields), known, `schema.${table}.fields`);
  }
}
