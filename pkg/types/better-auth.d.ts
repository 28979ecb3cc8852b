import type { BetterAuthPlugin, InferOptionSchema, StandardSchemaV1, User } from "better-auth";
import type { AuthEndpoint, sensitiveSessionMiddleware } from "better-auth/api";
import type { LoginHandlerOptions } from "./handler.cjs";
import type { SwanClient } from "./index.cjs";

/**
 * A plugin of Better Auth: users of a mini program sign in with a login code. Accounts, sessions and users are rows of
 * Better Auth's own tables, to which the plugin adds the fields of {@link SwanLoginTables}; create them with Better Auth's
 * migration. It needs a database: the session_key is kept on the account, encrypted, and is never sent to a client.
 *
 * A mini program keeps no cookies. Add Better Auth's plugin `bearer()`, and let the mini program send the `token` of the
 * answer as `Authorization: Bearer …`.
 *
 * | endpoint | body | answer |
 * |---|---|---|
 * | `POST /sign-in/swan` | `{ code }` | `{ token, user }` |
 * | `POST /swan/link-phone-number`, signed in | `{ data, iv }` | `{ user }` |
 * | `auth.api.decryptSwanUserData`, for the server only | `{ data, iv }` | the decrypted JSON value |
 *
 * `link-phone-number` sets `phoneNumberVerified`, on the word of data that Baidu encrypts but does not sign: whoever knows a
 * session_key can encrypt any number. Confirm it by SMS before something depends on it.
 *
 * Errors are Better Auth's `APIError`, with a `code` of {@link SwanLoginErrorCodes} and with `relogin`: whether the mini
 * program should get a new login code and sign in once more. The reason, which holds no secret, goes to Better Auth's logger.
 *
 * @throws {@link SwanLoginError} `invalid_argument`, naming the option
 * @example
 * const client = new SwanClient({ client_id, sk });
 * const auth = betterAuth({ database, plugins: [bearer(), swanLogin({ client, unionid: "if-available" })] });
 */
export declare function swanLogin(options: SwanLoginOptions): SwanLoginPlugin;

export interface SwanLoginOptions {
  /** Exchanges the codes, asks for unionids and decrypts. */
  client: Pick<SwanClient, "login" | "getUnionid" | "decryptUserData">;
  /**
   * Whether to ask for the unionid, as in `createLoginHandler`. It is kept in `user.swanUnionid`. A new account whose
   * unionid belongs to a user already, from another app of the same legal entity (主体), becomes an account of that user.
   * Default: false.
   */
  unionid?: LoginHandlerOptions["unionid"];
  /**
   * The `providerId` of the accounts, whose `accountId` is the openid. Two apps with one database need one each.
   * Default: `"swan"`.
   */
  providerId?: string | undefined;
  /**
   * Gives the fields of a new user, such as the name, and those that the app has added. The email is the plugin's own: a
   * placeholder, because Better Auth wants one and Baidu gives none. Default: the name 百度用户.
   */
  mapProfileToUser?: ((profile: SwanProfile) => SwanNewUser | Promise<SwanNewUser>) | undefined;
  /** Other names for the tables' columns, as in Better Auth's own plugins. */
  schema?: InferOptionSchema<SwanLoginTables> | undefined;
}

/** What Baidu says of a user at login. */
export interface SwanProfile {
  /** The user in this app. */
  openid: string;
  /** The user in all apps of one legal entity (主体), if that was asked for and Baidu gives it. */
  unionid?: string;
}

/** The fields of a new user, the app's own included. */
export type SwanNewUser = { name?: string; image?: string; email?: never } & { [field: string]: unknown };

/** The fields that the plugin adds to Better Auth's tables. */
export type SwanLoginTables = {
  user: {
    fields: {
      /** The user in all apps of one legal entity (主体). */
      swanUnionid: { type: "string"; required: false; unique: true; input: false };
      /** As Baidu gives it, without a country code: `13800000000`. */
      phoneNumber: { type: "string"; required: false; unique: true; sortable: true; input: false };
      /** True for a number that came from Baidu. */
      phoneNumberVerified: { type: "boolean"; required: false; input: false };
    };
  };
  account: {
    fields: {
      /** The user's newest session keys, encrypted with Better Auth's secret. No endpoint returns it. */
      swanSessionKeys: { type: "string"; required: false; input: false; returned: false };
    };
  };
};

/** The errors of the plugin's endpoints, beside those of Better Auth. */
export interface SwanLoginErrorCodes {
  /** 401: the login code is wrong, used or expired. */
  SWAN_CODE_INVALID: SwanLoginErrorCode<"SWAN_CODE_INVALID">;
  /** 403: `unionid: "required"`, and Baidu gives none of this user. */
  SWAN_UNIONID_REFUSED: SwanLoginErrorCode<"SWAN_UNIONID_REFUSED">;
  /** 502, 503, 504: Baidu does not answer, or not well. When `relogin` is false, the same code may be sent again. */
  SWAN_UNAVAILABLE: SwanLoginErrorCode<"SWAN_UNAVAILABLE">;
  /** 500: the app is set up wrongly. 403: a hook of the app refused the session. */
  SWAN_LOGIN_FAILED: SwanLoginErrorCode<"SWAN_LOGIN_FAILED">;
  /** 401: the data was encrypted in another session of the user: sign in, then get the data again. */
  SWAN_DECRYPT_FAILED: SwanLoginErrorCode<"SWAN_DECRYPT_FAILED">;
  /** 400: the data, or what is in it, is not what the mini program gets from Baidu. */
  SWAN_DATA_INVALID: SwanLoginErrorCode<"SWAN_DATA_INVALID">;
  /** 409: another user has this phone number. */
  SWAN_PHONE_NUMBER_TAKEN: SwanLoginErrorCode<"SWAN_PHONE_NUMBER_TAKEN">;
}

export interface SwanLoginErrorCode<Code extends string> {
  readonly code: Code;
  readonly message: string;
}

/** The plugin. Better Auth finds the types of `auth.api` and of users in it. */
export interface SwanLoginPlugin extends BetterAuthPlugin {
  id: "swan-login";
  schema: SwanLoginTables;
  endpoints: {
    signInSwan: AuthEndpoint<
      "/sign-in/swan",
      { method: "POST"; body: StandardSchemaV1<{ code: string }>; metadata: { noStore: boolean } },
      { token: string; user: User }
    >;
    linkSwanPhoneNumber: AuthEndpoint<
      "/swan/link-phone-number",
      SignedIn & { metadata: { noStore: boolean } },
      { user: User }
    >;
    decryptSwanUserData: AuthEndpoint<string, SignedIn, unknown>;
  };
  $ERROR_CODES: { [Code in keyof SwanLoginErrorCodes]: { code: Code; message: string } };
}

type SignedIn = {
  method: "POST";
  body: StandardSchemaV1<{ data: string; iv: string }>;
  use: (typeof sensitiveSessionMiddleware)[];
};
