/**
 * What the plugin adds to Better Auth's tables. Sessions get nothing: Better Auth copies a session, with the fields of
 * plugins, into a cookie that is not encrypted.
 */
export const tables = /** @type {const} */ ({
  user: {
    fields: {
      /** The same in all apps of one legal entity, so that they share a user. */
      swanUnionid: { type: "string", required: false, unique: true, input: false },
      // As the phone-number plugin of Better Auth declares them, so that both can be used.
      phoneNumber: { type: "string", required: false, unique: true, sortable: true, input: false },
      phoneNumberVerified: { type: "boolean", required: false, input: false },
    },
  },
  account: {
    fields: {
      /** Encrypted, see session-keys.js. */
      swanSessionKeys: { type: "string", required: false, input: false, returned: false },
    },
  },
});
