/**
 * Logs users of a Baidu Smart Mini Program (百度智能小程序) in.
 *
 * Names of Baidu's data are Baidu's own, one spelling for one thing in every call. Every promise resolves to a plain
 * object. Use it on a server: `sk`, `access_token` and `session_key` must not reach the mini program.
 *
 * @example
 * const { openid, session_key } = await jscode2sessionkey({ code, client_id, sk });
 */

import type { AbortSignal, Headers } from "./platform-types.cjs";

/**
 * Exchanges a login code for a session. Sends `POST https://spapi.baidu.com/oauth/jscode2sessionkey`.
 *
 * The code works once: it is never sent again unless it certainly has not left this machine.
 *
 * @throws {@link SwanLoginError} `code_invalid` when the code is wrong, used or expired, and others
 * @see https://smartprogram.baidu.com/docs/develop/api/open/log_Session-Key/
 */
export declare function jscode2sessionkey(params: Jscode2sessionkeyParams, options?: Options): Promise<Session>;

/**
 * Exchanges a login code for a session, with the app's access token in place of its secret (v2). Sends
 * `POST https://openapi.baidu.com/rest/2.0/smartapp/getsessionkey`.
 *
 * @throws {@link SwanLoginError} `code_invalid`, `token_invalid` and others
 * @see https://smartprogram.baidu.com/docs/develop/api/open/getSessionKey/
 */
export declare function getSessionKey(params: TokenAndCodeParams, options?: Options): Promise<Session>;

/**
 * Asks who a user is across all apps of one legal entity (主体). Sends
 * `POST https://openapi.baidu.com/rest/2.0/smartapp/getunionid`. The user must have authorized the app.
 *
 * @throws {@link SwanLoginError} `token_invalid` when a new access token is needed; `bad_request`, `permission`, or
 *   `malformed_response` with Baidu's words in `baidu` when the user has not authorized the app or the openid is another
 *   app's: Baidu has not documented how it says so; and others
 * @see https://smartprogram.baidu.com/docs/develop/api/open/log_getunionid/
 */
export declare function getUnionid(params: TokenAndOpenidParams, options?: Options): Promise<Unionid>;

/**
 * Asks for the app's own access token. Sends `POST https://openapi.baidu.com/oauth/2.0/token`. Calls are counted:
 * keep the token for as long as `expires_in` says.
 *
 * @throws {@link SwanLoginError} `bad_credentials` and others
 * @see https://smartprogram.baidu.com/docs/develop/serverapi/power_exp/
 */
export declare function getAccessToken(params: CredentialParams, options?: Options): Promise<AccessToken>;

/**
 * Exchanges a login code of an authorized mini program for a session, for a third-party platform (第三方平台). Sends
 * `GET https://openapi.baidu.com/rest/2.0/oauth/getsessionkeybycode`.
 *
 * @throws {@link SwanLoginError} `code_invalid`, `token_invalid` and others
 * @see https://smartprogram.baidu.com/docs/third/login/
 */
export declare function tpGetSessionKeyByCode(params: TokenAndCodeParams, options?: Options): Promise<Session>;

/**
 * Asks who a user of an authorized mini program is across all apps of its developer, for a third-party platform
 * (第三方平台). Sends `GET https://openapi.baidu.com/rest/2.0/smartapp/unionId/get`.
 *
 * @throws {@link SwanLoginError} `token_invalid`, `bad_request` and others
 * @see https://smartprogram.baidu.com/docs/third/login/
 */
export declare function tpGetUnionid(params: TokenAndOpenidParams, options?: Options): Promise<TpUnionid>;

/**
 * Exchanges a login code at the old address. Sends `POST https://openapi.baidu.com/nalogin/getSessionKeyByCode`.
 *
 * @deprecated Baidu has moved this call: use {@link jscode2sessionkey}.
 * @throws {@link SwanLoginError} as {@link jscode2sessionkey}
 */
export declare function naloginGetSessionKeyByCode(
  params: Jscode2sessionkeyParams,
  options?: Options,
): Promise<Session>;

/**
 * Builds the request of a call without sending it, for an HTTP client of your own. The URL or the body holds secrets.
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
  options?: Pick<Options, "baseUrl" | "sendSecretsOverHttp">,
): HttpRequest;

/**
 * Reads the response of a call that you sent yourself.
 *
 * @param params  the call's parameters; when given, they are kept out of what an error repeats of Baidu's words
 * @throws {@link SwanLoginError} whatever the call itself would reject with
 */
export declare function parseResponse<E extends Endpoint>(
  endpoint: E,
  response: HttpResponse,
  params?: Calls[E]["params"],
): Calls[E]["result"];

/**
 * Decrypts what `swan.getUserInfo` or `getPhoneNumber` gave the mini program, on the spot.
 *
 * Every failure to decrypt is the same error, so that nobody learns from it how far forged data came. The data has no
 * signature: it shows what a user's phone sent, not that Baidu wrote it. Do not log it, nor `iv`.
 *
 * @typeParam T  what you expect; nobody checks it. Such as {@link UserInfo} or {@link PhoneNumber}
 * @returns the JSON value, as `JSON.parse` gives it
 * @throws {@link SwanLoginError} `decrypt_failed` when session_key, iv and data do not belong together or the data is
 *   not this app's; `invalid_argument`
 * @see https://smartprogram.baidu.com/docs/develop/api/open/log_userdata/
 * @example
 * const { mobile } = decryptUserData<PhoneNumber>({ data: encryptedData, iv, session_key, client_id });
 */
export declare function decryptUserData<T = unknown>(params: UserDataParams): T;

export type { CallOptions, Store, StoreErrorEvent, SwanClientParams } from "./client.cjs";
export { SwanClient } from "./client.cjs";

/** Which package this is. */
export declare const version: {
  /** The version of the npm package. */
  readonly version: string;
  /** The git commit it was built from, 40 hex digits, or `unknown`. */
  readonly commit: string;
  /** The SHA-256 of `swan-login/core.wasm`, in hex. */
  readonly wasm: string;
};

/** The name of a call: that of its function. */
export type Endpoint = keyof Calls;

/** What each call takes and gives. */
export interface Calls {
  jscode2sessionkey: { params: Jscode2sessionkeyParams; result: Session };
  getSessionKey: { params: TokenAndCodeParams; result: Session };
  getUnionid: { params: TokenAndOpenidParams; result: Unionid };
  getAccessToken: { params: CredentialParams; result: AccessToken };
  tpGetSessionKeyByCode: { params: TokenAndCodeParams; result: Session };
  tpGetUnionid: { params: TokenAndOpenidParams; result: TpUnionid };
  naloginGetSessionKeyByCode: { params: Jscode2sessionkeyParams; result: Session };
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

export interface UserDataParams {
  /** The encrypted data, in base64: `data` of `swan.getUserInfo`, `encryptedData` of `getPhoneNumber`. */
  data: string;
  /** What came with the data, in base64. Secret: in Baidu's sample it is the first 16 of the session key's 24 bytes. */
  iv: string;
  /** The key of the session in which the mini program got the data. Secret. */
  session_key: string;
  /** The app's AppKey. The data must be this app's. */
  client_id: string;
  /** The largest data that is decrypted, in bytes. Default: 65,536. */
  maxBytes?: number | undefined;
}

/** What `swan.getUserInfo` gives, decrypted. */
export interface UserInfo {
  /** The user in this app. */
  openid: string;
  /** The user's name, as the user wrote it. */
  nickname: string;
  /** The URL of the user's picture. */
  headimgurl: string;
  /** 0 for unknown, 1 for male, 2 for female. Baidu documents a string and shows a number. */
  sex: number | string;
}

/** What `getPhoneNumber` gives, decrypted. */
export interface PhoneNumber {
  /** The phone number. */
  mobile: string;
}

/** A user's session. */
export interface Session {
  /** The user in this app. Another app gets another openid for the same user. Its form is not fixed. */
  openid: string;
  /**
   * The key of this user's encrypted data, 32 hex digits. How long it lives is not documented; a later login replaces
   * it. Secret: never send it to the mini program.
   */
  session_key: string;
}

export interface Unionid {
  /** The user in all apps of one legal entity (主体). */
  unionid: string;
  /** Baidu's name for this request, digits. */
  request_id?: string;
  /** Baidu's clock, in seconds since 1970. */
  timestamp?: number;
}

export interface TpUnionid {
  /** The user in all apps of one developer. */
  unionid: string;
}

export interface AccessToken {
  /** The token (`24.…`). Secret. */
  access_token: string;
  /** How long it lives, in seconds. */
  expires_in: number;
  /** What it may do, separated by spaces. */
  scope?: string;
}

export interface Options {
  /** Aborts the call; the promise then rejects with `signal.reason`, as that of fetch does. */
  signal?: AbortSignal | undefined;
  /** For the whole call, body and repetitions included, in ms. Default: 10,000. 0 means none. */
  timeout?: number | undefined;
  /**
   * How often a call that may be repeated is sent again when there is no answer, on HTTP 429 and 5xx, and when Baidu
   * says "try again". Default: 2. A login code is exchanged again only if it certainly has not left this machine.
   */
  retries?: number | undefined;
  /** In place of the global fetch: a proxy, a service binding, a test; the fetch of undici or node-fetch. */
  fetch?: ((url: string, init: FetchInit) => Promise<FetchResponse>) | undefined;
  /**
   * In place of Baidu's origins: one for both, or `{ spapi, openapi }`. `https`, or `http` to a loopback address; a call
   * checks the one it goes to, a client both.
   * Default: `https://spapi.baidu.com` and `https://openapi.baidu.com`.
   */
  baseUrl?: string | { spapi?: string | undefined; openapi?: string | undefined } | undefined;
  /**
   * Accepts an `http` address that is not this machine as `baseUrl`, such as `http://mock:8787` in a network of containers.
   * Whoever sees that network then sees every secret. Default: false.
   */
  sendSecretsOverHttp?: boolean | undefined;
  /** The largest body that is read, in bytes after decompression. Default: 1 MiB. */
  maxBodyBytes?: number | undefined;
  /**
   * Hears of every answer that came whole, before it is understood: refusals too, but no redirect and no body that is cut
   * or too large. The body may hold secrets. What it throws is ignored.
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

/** As much of a `Response` as `options.fetch` must give. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The HTTP headers. */
  readonly headers: { get(name: string): string | null };
  /** Reads the body. */
  text(): Promise<string>;
}

export interface ResponseEvent {
  /** Which call. */
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
  /** The URL with its query, where Baidu takes access tokens. */
  url: string;
  /** The HTTP headers, names in lower case. */
  headers: Record<string, string>;
  /** The form, encoded; not there for `GET`. */
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
  /** No answer. */
  | "network"
  /** The deadline passed. */
  | "timeout"
  /** Baidu: the login code is wrong, used or expired. */
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
  /** Baidu: its own failure, or HTTP 5xx. */
  | "server"
  /** The answer is not one that the endpoint gives. */
  | "malformed_response"
  /** User data does not decrypt to this app's data. */
  | "decrypt_failed"
  /** A bug in this package. */
  | "internal";

/** What every call of this package rejects with, save for an abort of the caller's own. Holds no secret. */
export declare class SwanLoginError extends Error {
  private constructor();
  readonly name: "SwanLoginError";
  /** The class of the failure. */
  readonly code: SwanLoginErrorCode;
  /** Which call: the name of its function. */
  readonly endpoint: string;
  /** Which argument is wrong; only of `invalid_argument`. */
  readonly param?: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** Whether the login code is spent; only on calls that spend one. When `unknown`, ask for a new code. */
  readonly codeConsumed?: "no" | "yes" | "unknown";
  /**
   * The HTTP status of Baidu's answer, if there was one. Not `status`: web frameworks would answer with it.
   */
  readonly httpStatus?: number;
  /** What Baidu said, if it said anything. */
  readonly baidu?: BaiduError;
  /** What to do, in a sentence. */
  readonly hint: string;
  /** What the platform said, copied without secrets. */
  readonly cause?: Error;
  /** All of the above, with the chain of causes, without the stack. */
  toJSON(): Record<string, unknown>;
}

/** What Baidu said, as received, save for secrets of the request that it repeats. */
export interface BaiduError {
  /** Of the login service and the REST calls. A text where it is no integer that a number holds. */
  errno?: number | string;
  /** Of the open API gateway. A text where it is no integer that a number holds. */
  error_code?: number | string;
  /** The OAuth error, or the login service's text. */
  error?: string;
  /** The explanation beside `error`. */
  error_description?: string;
  /** `msg`, `errmsg` or `error_msg`, whichever was there. */
  message?: string;
  /** Baidu's name for this request, all its digits kept. */
  request_id?: string;
}

/** Whether an error is this package's: also one from another realm, or from another copy of the package. */
export declare function isSwanLoginError(error: unknown): error is SwanLoginError;
