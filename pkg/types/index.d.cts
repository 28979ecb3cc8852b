/**
 * Server-side login for Baidu Smart Mini Programs (百度智能小程序).
 *
 * Baidu's data keeps Baidu's names, and a thing has the same name in every call. Every promise resolves to a plain
 * object. Use this package on a server: `sk`, `access_token` and `session_key` must not reach the mini program.
 *
 * @example
 * const { openid, session_key } = await jscode2sessionkey({ code, client_id, sk });
 */

import type { AbortSignal, Headers } from "./platform-types.cjs";

/**
 * Exchanges a login code for a session. Sends `POST https://spapi.baidu.com/oauth/jscode2sessionkey`.
 *
 * A code works only once, so it is not sent again, except when it certainly has not left this machine.
 *
 * @throws {@link SwanLoginError} `code_invalid` when the code is wrong, used or expired, and others
 * @see https://smartprogram.baidu.com/docs/develop/api/open/log_Session-Key/
 */
export declare function jscode2sessionkey(params: Jscode2sessionkeyParams, options?: Options | null): Promise<Session>;

/**
 * Exchanges a login code for a session, with the app's access token in place of its secret (v2). Sends
 * `POST https://openapi.baidu.com/rest/2.0/smartapp/getsessionkey`.
 *
 * @throws {@link SwanLoginError} `code_invalid`, `token_invalid` and others
 * @see https://smartprogram.baidu.com/docs/develop/api/open/getSessionKey/
 */
export declare function getSessionKey(params: TokenAndCodeParams, options?: Options | null): Promise<Session>;

/**
 * Gets the user's id across all apps of one legal entity (主体). Sends
 * `POST https://openapi.baidu.com/rest/2.0/smartapp/getunionid`. The user must have authorized the app.
 *
 * @throws {@link SwanLoginError} `token_invalid` when a new access token is needed; `bad_request`, `permission`, or
 *   `malformed_response` with Baidu's words in `baidu` when the user has not authorized the app or the openid is from
 *   another app (Baidu has not documented this answer); and others
 * @see https://smartprogram.baidu.com/docs/develop/api/open/log_getunionid/
 */
export declare function getUnionid(params: TokenAndOpenidParams, options?: Options | null): Promise<Unionid>;

/**
 * Gets the app's own access token. Sends `POST https://openapi.baidu.com/oauth/2.0/token`. Baidu limits these calls, so
 * keep the token until it expires, or use {@link SwanClient}, which does.
 *
 * @throws {@link SwanLoginError} `bad_credentials` and others
 * @see https://smartprogram.baidu.com/docs/develop/serverapi/power_exp/
 */
export declare function getAccessToken(params: CredentialParams, options?: Options | null): Promise<AccessToken>;

/**
 * Exchanges a login code of an authorized mini program for a session, for a third-party platform (第三方平台). Sends
 * `GET https://openapi.baidu.com/rest/2.0/oauth/getsessionkeybycode`.
 *
 * @throws {@link SwanLoginError} `code_invalid`, `token_invalid` and others
 * @see https://smartprogram.baidu.com/docs/third/login/
 */
export declare function tpGetSessionKeyByCode(params: TokenAndCodeParams, options?: Options | null): Promise<Session>;

/**
 * Gets the id of an authorized mini program's user across all apps of its developer, for a third-party platform
 * (第三方平台). Sends `GET https://openapi.baidu.com/rest/2.0/smartapp/unionId/get`.
 *
 * @throws {@link SwanLoginError} `token_invalid`, `bad_request` and others
 * @see https://smartprogram.baidu.com/docs/third/login/
 */
export declare function tpGetUnionid(params: TokenAndOpenidParams, options?: Options | null): Promise<TpUnionid>;

/**
 * Exchanges a login code at the old address. Sends `POST https://openapi.baidu.com/nalogin/getSessionKeyByCode`.
 *
 * @deprecated Baidu has moved this call: use {@link jscode2sessionkey}.
 * @throws {@link SwanLoginError} as {@link jscode2sessionkey}
 */
export declare function naloginGetSessionKeyByCode(
  params: Jscode2sessionkeyParams,
  options?: Options | null,
): Promise<Session>;

/**
 * Gets a third-party platform's own access token. Sends
 * `GET https://openapi.baidu.com/public/2.0/smartapp/auth/tp/token`. Baidu limits these calls, so keep the token until
 * it expires.
 *
 * @throws {@link SwanLoginError} `platform_not_ready` when Baidu refuses the ticket, `bad_credentials` and others
 * @see https://smartprogram.baidu.com/docs/third/pro/
 */
export declare function tpGetAccessToken(params: TpTicketParams, options?: Options | null): Promise<AccessToken>;

/**
 * Gets the code with which a third-party platform opens Baidu's authorization page. Sends
 * `GET https://openapi.baidu.com/rest/2.0/smartapp/tp/createpreauthcode`.
 *
 * @throws {@link SwanLoginError} `token_invalid` and others
 * @see https://smartprogram.baidu.com/docs/third/pro/
 */
export declare function tpCreatePreAuthCode(params: TpTokenParams, options?: Options | null): Promise<PreAuthCode>;

/**
 * Exchanges an authorization code for the tokens of the mini program that has authorized the platform. Sends
 * `GET https://openapi.baidu.com/rest/2.0/oauth/token`.
 *
 * A code works only once, so it is not sent again, except when it certainly has not left this machine.
 *
 * @throws {@link SwanLoginError} `code_invalid` when the code is wrong, used or expired, and others
 * @see https://smartprogram.baidu.com/docs/third/pro/
 */
export declare function tpGetAppToken(params: TpAuthorizationCodeParams, options?: Options | null): Promise<AppToken>;

/**
 * Exchanges a refresh token for the mini program's next tokens. Sends
 * `GET https://openapi.baidu.com/rest/2.0/oauth/token`.
 *
 * A refresh token works only once, so it is not sent again, except when it certainly has not left this machine. Store
 * the new one before you do anything else. If the response is lost, use {@link tpRetrieveAuthorizationCode}.
 *
 * @throws {@link SwanLoginError} `code_invalid` when the refresh token is wrong or used (then `baidu.error` is
 *   `expired_token`), and others
 * @see https://smartprogram.baidu.com/docs/third/pro/
 */
export declare function tpRefreshAppToken(params: TpRefreshTokenParams, options?: Options | null): Promise<AppToken>;

/**
 * Gets information about a mini program that has authorized the platform. Sends
 * `GET https://openapi.baidu.com/rest/2.0/smartapp/app/info`.
 *
 * @throws {@link SwanLoginError} `token_invalid` and others
 * @see https://smartprogram.baidu.com/docs/third/pro/
 */
export declare function tpGetAppInfo(params: TpAppTokenParams, options?: Options | null): Promise<AppInfo>;

/**
 * Gets another authorization code of a mini program that has authorized the platform, when its refresh token is lost.
 * Sends `POST https://openapi.baidu.com/rest/2.0/smartapp/auth/retrieve/authorizationcode`.
 *
 * @throws {@link SwanLoginError} `app_not_authorized` when there is no authorization, `token_invalid` and others
 * @see https://smartprogram.baidu.com/docs/third/pro/
 */
export declare function tpRetrieveAuthorizationCode(
  params: TpAppIdParams,
  options?: Options | null,
): Promise<AuthorizationCode>;

/**
 * Builds the request of a call without sending it, for your own HTTP client. The URL or the body contains secrets.
 *
 * @throws {@link SwanLoginError} `invalid_argument`
 * @example
 * const { url, ...init } = buildRequest("getUnionid", { access_token, openid });
 * const answer = await fetch(url, { ...init, redirect: "manual" });
 * const { unionid } = parseResponse("getUnionid", { status: answer.status, body: await answer.text() });
 */
export declare function buildRequest<E extends Endpoint>(
  endpoint: E,
  params: Calls[E]["params"],
  options?: Pick<Options, "baseUrl" | "sendSecretsOverHttp"> | null,
): HttpRequest;

/**
 * Parses the response of a call that you sent with your own HTTP client.
 *
 * @param params  the parameters of the call; if given, their secrets are removed from Baidu's words in an error
 * @throws {@link SwanLoginError} the same errors as the call itself
 */
export declare function parseResponse<E extends Endpoint>(
  endpoint: E,
  response: HttpResponse,
  params?: Calls[E]["params"] | null,
): Calls[E]["result"];

/**
 * Decrypts user data from `swan.getUserInfo` or `getPhoneNumber`. Synchronous.
 *
 * All failures to decrypt throw the same error, so that an attacker learns nothing from forged data. The data has no
 * signature, so it is not proven that Baidu wrote it, or that it is new: whoever knows the session_key can encrypt any phone
 * number. Log neither the data nor `iv`.
 *
 * @typeParam T  the type that you expect, such as {@link UserInfo} or {@link PhoneNumber}; it is not checked
 * @returns the JSON value, as `JSON.parse` gives it
 * @throws {@link SwanLoginError} `decrypt_failed` if session_key, iv and data do not belong together or the data is
 *   from another app; `invalid_argument` if one of them is not base64 or the data is larger than `maxBytes`
 * @see https://smartprogram.baidu.com/docs/develop/api/open/log_userdata/
 * @example
 * const { mobile } = decryptUserData<PhoneNumber>({ data: encryptedData, iv, session_key, client_id });
 */
export declare function decryptUserData<T = unknown>(params: UserDataParams): T;

/**
 * Checks the signature of a message that Baidu pushes to a third-party platform (tickets, authorizations), and decrypts
 * it. Synchronous.
 *
 * All failures for a forged push throw the same error, so that an attacker learns nothing from it.
 *
 * @typeParam T  the type that you expect, such as {@link TicketPush} or {@link AuthorizationPush}; it is not checked
 * @returns the JSON value, as `JSON.parse` gives it
 * @throws {@link SwanLoginError} `decrypt_failed` if the push is not from Baidu or not for this platform;
 *   `invalid_argument` if `body` is not a push, or another argument is wrong
 * @see https://smartprogram.baidu.com/docs/third/deciphering/
 * @example
 * const message = decryptPush({ body: await request.text(), token, aesKey, client_id });
 */
export declare function decryptPush<T = unknown>(params: PushParams): T;

export type { CallOptions, Store, StoreErrorEvent, SwanClientParams } from "./client.cjs";
export { SwanClient } from "./client.cjs";

/** The version of this package. */
export declare const version: {
  /** The version of the npm package. */
  readonly version: string;
  /** The git commit it was built from, 40 hex digits, or `unknown`. */
  readonly commit: string;
  /** The SHA-256 of `swan-login/core.wasm`, in hex. */
  readonly wasm: string;
};

/** The name of a call, which is the name of its function. */
export type Endpoint = keyof Calls;

/** The parameters and the result of each call. */
export interface Calls {
  jscode2sessionkey: { params: Jscode2sessionkeyParams; result: Session };
  getSessionKey: { params: TokenAndCodeParams; result: Session };
  getUnionid: { params: TokenAndOpenidParams; result: Unionid };
  getAccessToken: { params: CredentialParams; result: AccessToken };
  tpGetSessionKeyByCode: { params: TokenAndCodeParams; result: Session };
  tpGetUnionid: { params: TokenAndOpenidParams; result: TpUnionid };
  naloginGetSessionKeyByCode: { params: Jscode2sessionkeyParams; result: Session };
  tpGetAccessToken: { params: TpTicketParams; result: AccessToken };
  tpCreatePreAuthCode: { params: TpTokenParams; result: PreAuthCode };
  tpGetAppToken: { params: TpAuthorizationCodeParams; result: AppToken };
  tpRefreshAppToken: { params: TpRefreshTokenParams; result: AppToken };
  tpGetAppInfo: { params: TpAppTokenParams; result: AppInfo };
  tpRetrieveAuthorizationCode: { params: TpAppIdParams; result: AuthorizationCode };
}

export interface CredentialParams {
  /** The app's AppKey (developer console, 开发设置). Not the App ID. */
  client_id: string;
  /** The app's AppSecret. Secret. */
  sk: string;
}

export interface Jscode2sessionkeyParams extends CredentialParams {
  /** What `swan.getLoginCode` gave the mini program. Works once; lives 5 minutes (Baidu's newer pages say 10). */
  code: string;
}

export interface TokenAndCodeParams {
  /** The app's own access token (`24.…`); in a third-party call, the authorized mini program's (`45.…`). Secret. */
  access_token: string;
  /** What `swan.getLoginCode` gave the mini program. Works once; lives 5 minutes (Baidu's newer pages say 10). */
  code: string;
}

export interface TokenAndOpenidParams {
  /** The app's own access token (`24.…`); in a third-party call, the authorized mini program's (`45.…`). Secret. */
  access_token: string;
  /** The user in this app, from a session. */
  openid: string;
}

export interface TpTicketParams {
  /** The platform's key (TP key). Not a mini program's AppKey. */
  client_id: string;
  /** The newest ticket that Baidu has pushed. Secret. */
  ticket: string;
}

export interface TpTokenParams {
  /** The platform's access token (`42.…`). Secret. */
  access_token: string;
}

export interface TpAuthorizationCodeParams extends TpTokenParams {
  /** The authorization code: from the redirect, from a push, or retrieved. Works once. Secret. */
  code: string;
}

export interface TpRefreshTokenParams extends TpTokenParams {
  /** The mini program's refresh token (`46.…`). Works once. Secret. */
  refresh_token: string;
}

export interface TpAppTokenParams {
  /** The access token of the authorized mini program (`45.…`). Secret. */
  access_token: string;
}

export interface TpAppIdParams extends TpTokenParams {
  /** The mini program's App ID, digits. Not its AppKey. */
  app_id: string;
}

export interface PushParams {
  /** The body of Baidu's `POST`: its text, or the object that a framework has parsed. */
  body: string | object;
  /** The token that signs (消息校验 Token). Secret. */
  token: string;
  /** The key that encrypts (消息加解密 Key), 43 letters and digits; several while it is being changed. Secret. */
  aesKey: string | readonly string[];
  /** The platform's key (TP key). The push must be for this platform. */
  client_id: string;
}

/** The decrypted push of a ticket. Baidu sends one every 10 minutes. */
export interface TicketPush {
  /** The ticket, for {@link tpGetAccessToken}. Secret. */
  Ticket: string;
  FromUserName: string;
  /** Seconds since 1970. One copy of Baidu's page shows a string. */
  CreateTime: number | string;
  MsgType: "ticket";
  Event: "push";
}

/** The decrypted push about a change of an authorization. */
export interface AuthorizationPush {
  /** The mini program's App ID. */
  appId: number | string;
  /** The platform's. */
  tpAppId: number | string;
  /** As `2019-01-14 12:45:10`; most likely Beijing time. */
  eventTime: string;
  /** `AUTHORIZED`, `UPDATE_AUTHORIZED`, `UNAUTHORIZED`, or any other name that Baidu sends. */
  event: string;
  /** The code, for {@link tpGetAppToken}; absent for `UNAUTHORIZED`. Secret. */
  authorizationCode?: string;
  /** Its lifetime in seconds; 60 at the time of writing. */
  authorizationCodeExpiresIn?: number | string;
}

export interface UserDataParams {
  /** The encrypted data, in base64: `data` of `swan.getUserInfo`, `encryptedData` of `getPhoneNumber`. */
  data: string;
  /**
   * The initialization vector that came with the data, in base64. Secret: in Baidu's sample it is a part of the key.
   */
  iv: string;
  /** The key of the user's session at the time when the mini program got the data. Secret. */
  session_key: string;
  /** The AppKey of the app that the data is from. */
  client_id: string;
  /** The largest data to decrypt, in bytes: a whole number from 1 to 2^30. Default: 65,536. */
  maxBytes?: number | undefined;
}

/** The decrypted data of `swan.getUserInfo`. */
export interface UserInfo {
  /** The user in this app. */
  openid: string;
  /** The name that the user has chosen. */
  nickname: string;
  /** The URL of the user's picture. */
  headimgurl: string;
  /** 0 for unknown, 1 for male, 2 for female. Baidu documents a string and shows a number. */
  sex: number | string;
}

/** The decrypted data of `getPhoneNumber`. */
export interface PhoneNumber {
  /** The phone number. */
  mobile: string;
}

/** A user's session. */
export interface Session {
  /** The user in this app. The same user has another openid in another app. Its format is not fixed. */
  openid: string;
  /**
   * The key of this user's encrypted data, 32 hex digits. Its lifetime is not documented, and a later login may replace
   * it. Secret: never send it to the mini program.
   */
  session_key: string;
}

export interface Unionid {
  /** The user in all apps of one legal entity (主体). */
  unionid: string;
  /** Baidu's identifier of this request, digits. */
  request_id?: string;
  /** Baidu's clock, in seconds since 1970. */
  timestamp?: number;
}

export interface TpUnionid {
  /** The user in all apps of one developer. */
  unionid: string;
}

export interface AccessToken {
  /** The token (`24.…`; a platform's `42.…`). Secret. */
  access_token: string;
  /** How long it lives, in seconds; at most 4,294,967,295. */
  expires_in: number;
  /** Its permissions, separated by spaces. */
  scope?: string;
}

export interface PreAuthCode {
  /** The code, a part of the authorization page's URL. */
  pre_auth_code: string;
  /** Its lifetime in seconds; 1,200 at the time of writing. */
  expires_in: number;
}

/** The tokens with which a third-party platform acts for a mini program. */
export interface AppToken {
  /** The mini program's access token (`45.…`). Secret. */
  access_token: string;
  /** The refresh token (`46.…`). It works once, lives ten years, and must not be lost. Secret. */
  refresh_token: string;
  /** The lifetime of the access token in seconds; 3,600 at the time of writing, and if Baidu does not say. */
  expires_in: number;
}

/** A mini program that has authorized a third-party platform. */
export interface AppInfo {
  /** Its App ID, digits. */
  app_id: string;
  /** Its AppKey, with which its user data is decrypted. */
  client_id: string;
  /** Its name; empty if it has none yet. */
  name: string;
  /** The permissions of the platform. */
  scopes: string[];
  /** Its description. */
  description?: string;
  /** Its pictures, JSON as Baidu writes it. */
  photo_addr?: string;
}

export interface AuthorizationCode {
  /** The code, for {@link tpGetAppToken}. Works once. Secret. */
  authorization_code: string;
  /** Its lifetime in seconds; 18,000 at the time of writing. */
  expires_in: number;
}

export interface Options {
  /** Aborts the call; the promise then rejects with `signal.reason`, as with fetch. */
  signal?: AbortSignal | undefined;
  /**
   * The time limit for the whole call, including the body and repetitions, in ms. Default: 10,000. 0 means no limit.
   */
  timeout?: number | undefined;
  /**
   * How often a request is sent again, at most: after a network failure, HTTP 429 or 5xx, or when Baidu says "try
   * again". 0 to 100. Default: 2. A login code, authorization code or refresh token is sent again only if it certainly
   * has not left this machine.
   */
  retries?: number | undefined;
  /**
   * Replaces the global fetch, for example for a proxy, a service binding or a test, or by the one of undici or
   * node-fetch.
   */
  fetch?: ((url: string, init: FetchInit) => Promise<FetchResponse>) | undefined;
  /**
   * Replaces Baidu's addresses: one for both hosts, or `{ spapi, openapi }`. It must be `https`, or `http` to a
   * loopback address. Default: `https://spapi.baidu.com` and `https://openapi.baidu.com`.
   */
  baseUrl?: string | { spapi?: string | undefined; openapi?: string | undefined } | undefined;
  /**
   * Allows an `http` address of another machine as `baseUrl`, such as `http://mock:8787` in a network of containers.
   * Anyone who can read that network's traffic can then read every secret. Default: false.
   */
  sendSecretsOverHttp?: boolean | undefined;
  /** The largest body of a response, in bytes after decompression. Default: 1,048,576 (1 MiB). */
  maxBodyBytes?: number | undefined;
  /**
   * Called with every complete response before it is parsed: also with errors of Baidu, but not if the body is cut or
   * too large. The body may contain secrets. Errors of this function are ignored.
   */
  onResponse?: ((answer: ResponseEvent) => void) | undefined;
}

/** The second argument of `options.fetch`: members of the Fetch standard, without those that the runtime refuses. */
export interface FetchInit {
  method: "GET" | "POST";
  headers?: Record<string, string>;
  /** A form, encoded. */
  body?: string;
  redirect: "manual";
  credentials?: "omit";
  cache?: "no-store";
  referrerPolicy?: "no-referrer";
  keepalive?: boolean;
  /** Aborts when the deadline passes or the caller aborts. */
  signal?: AbortSignal;
}

/** The part of a `Response` that `options.fetch` must give. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The HTTP headers. */
  readonly headers: { get(name: string): string | null };
  /** Reads the body. */
  text(): Promise<string>;
}

export interface ResponseEvent {
  /** The name of the call. */
  endpoint: Endpoint;
  /** The HTTP status. */
  status: number;
  /** The HTTP headers; Baidu traces requests by `x-b3-traceid`. */
  headers: Headers;
  /** The body as text. */
  body: string;
}

export interface HttpRequest {
  /** The HTTP method. */
  method: "GET" | "POST";
  /** The URL with its query, which may contain an access token. */
  url: string;
  /** The HTTP headers, names in lower case. */
  headers: Record<string, string>;
  /** The encoded form; absent for `GET`. */
  body?: string;
}

export interface HttpResponse {
  /** The HTTP status. */
  status: number;
  /** The whole body as text. */
  body: string;
}

/** Why a call failed. `switch (error.code)` narrows. */
export type SwanLoginErrorCode =
  /** A parameter or an option is missing, empty or of the wrong type; nothing was sent. */
  | "invalid_argument"
  /** No response, or one that broke off. */
  | "network"
  /** The deadline passed. */
  | "timeout"
  /** Baidu: the login code, authorization code or refresh token is wrong, used or expired. */
  | "code_invalid"
  /** Baidu: `client_id` or `sk` is wrong. */
  | "bad_credentials"
  /** Baidu: a parameter is refused. */
  | "bad_request"
  /** Baidu: the access token is invalid, expired or of the wrong kind. */
  | "token_invalid"
  /** Baidu: this app, address or token may not do that. */
  | "permission"
  /** Baidu: too many calls. */
  | "rate_limited"
  /** A failure of Baidu's servers, or HTTP 5xx. */
  | "server"
  /** The response is not one that this endpoint gives. */
  | "malformed_response"
  /** User data or a push cannot be decrypted to data of this app or platform. */
  | "decrypt_failed"
  /** The third-party platform has no valid ticket. */
  | "platform_not_ready"
  /** Baidu: the mini program has not authorized the third-party platform, or has withdrawn its authorization. */
  | "app_not_authorized"
  /** A bug in this package. */
  | "internal";

/** The error of every failed call, except when the caller aborts it. Contains no secret. */
export declare class SwanLoginError extends Error {
  private constructor();
  readonly name: "SwanLoginError";
  /** The kind of failure. */
  readonly code: SwanLoginErrorCode;
  /** The function or class that failed, by its name. */
  readonly endpoint: string;
  /** The name of the wrong argument; only with the code `invalid_argument`. */
  readonly param?: string;
  /** Whether the same call may succeed if it is made again. */
  readonly retryable: boolean;
  /**
   * Whether the login code, authorization code or refresh token is spent; only for calls that take one. If `unknown`,
   * get a new one.
   */
  readonly codeConsumed?: "no" | "yes" | "unknown";
  /**
   * The HTTP status of Baidu's response, if there was one. Not named `status`, because web frameworks would respond
   * with it.
   */
  readonly httpStatus?: number;
  /** Baidu's error fields, if there are any. */
  readonly baidu?: BaiduError;
  /** What to do, in a sentence. For people, not for programs: the text may change. */
  readonly hint: string;
  /** The error of fetch or of the platform, copied without secrets, with its own causes. */
  readonly cause?: Error;
  /** All fields above, `message` and the chain of causes, but not the stack. */
  toJSON(): Record<string, unknown>;
}

/** Baidu's error fields, as received, except that secrets are removed. */
export interface BaiduError {
  /** Of the login service and the REST calls. A string if it is not a safe integer. */
  errno?: number | string;
  /** Of the open API gateway. A string if it is not a safe integer. */
  error_code?: number | string;
  /** The OAuth error, or the text of the login service. */
  error?: string;
  /** The description that belongs to `error`. */
  error_description?: string;
  /** From `msg`, `errmsg` or `error_msg`. */
  message?: string;
  /** Baidu's identifier of this request, with all its digits. */
  request_id?: string;
}

/** Whether an error is a SwanLoginError. Also recognizes errors of another realm or of another copy of this package. */
export declare function isSwanLoginError(error: unknown): error is SwanLoginError;
