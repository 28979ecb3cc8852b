import type { CredentialParams, Options, Session, Unionid, UserDataParams } from "./index.cjs";

/**
 * A client for one app. It logs users in and manages the app's access token: concurrent calls share one token request,
 * the token is renewed minutes before it expires, and it is replaced when Baidu refuses it. Create one client and reuse
 * it; there is nothing to close.
 *
 * Inspection, JSON and `structuredClone` of a client show no secret. Its methods work without `this`, for example after
 * `const { login } = client`.
 *
 * @example
 * const client = new SwanClient({ client_id, sk, store: new Keyv(new KeyvRedis("redis://localhost")) });
 * const { openid, session_key } = await client.login(code);
 * const { unionid } = await client.getUnionid(openid);
 */
export declare class SwanClient {
  /**
   * @throws {@link SwanLoginError} `invalid_argument`, with the name of the option in `param`: for a wrong value, an
   *   unknown name, or white space or quotes around `client_id` or `sk`
   */
  constructor(params: SwanClientParams);

  /**
   * Exchanges a login code for a session, as `jscode2sessionkey` does.
   *
   * @param code  from `swan.getLoginCode` in the mini program
   * @throws {@link SwanLoginError} `code_invalid` when the code is wrong, used or expired, and others
   */
  login(code: string, options?: CallOptions | null): Promise<Session>;

  /**
   * Gets the user's id across all apps of one legal entity (主体), with the client's own access token. When Baidu refuses
   * the token, the call is made again with a new one. All requests of the call share `retries`.
   *
   * @param openid  the user in this app, from a session
   * @throws {@link SwanLoginError} `bad_request`, `permission`, or `malformed_response` with Baidu's words in `baidu`
   *   when the user has not authorized the app or the openid is from another app (Baidu has not documented this
   *   answer); `token_invalid` when Baidu refuses the new token as well; any error of `getAccessToken`; and others
   */
  getUnionid(openid: string, options?: CallOptions | null): Promise<Unionid>;

  /**
   * Gets the app's access token (`24.…`) for your own calls to Baidu. Secret. Call this before each of them: the token
   * is valid for at least 5 more minutes, or for a tenth of its lifetime if that is under 50 minutes; for less only
   * after a renewal has failed. `timeout` and `signal` end only this call; a token request that other calls share
   * continues.
   *
   * @throws {@link SwanLoginError} as `getAccessToken`
   */
  accessToken(options?: CallOptions | null): Promise<string>;

  /**
   * Decrypts user data from `swan.getUserInfo` or `getPhoneNumber`, as the function `decryptUserData` does.
   *
   * @typeParam T  the type that you expect; it is not checked
   * @throws {@link SwanLoginError} `decrypt_failed`, `invalid_argument`
   */
  decryptUserData<T = unknown>(params: Omit<UserDataParams, "client_id">): T;
}

/**
 * All {@link Options} except `signal` apply to every call of the client. A call's own `timeout` overrides the client's.
 */
export interface SwanClientParams extends CredentialParams, Omit<Options, "signal"> {
  /** Shares the access token between processes, for example a Keyv. Default: each client keeps it in memory. */
  store?: Store | undefined;
  /**
   * The longest time for one operation of the store, in ms. After it the call continues without the store. Default:
   * 1,000.
   */
  storeTimeout?: number | undefined;
  /** Called for every failure of the store. Such a failure makes no call fail. Errors of this function are ignored. */
  onStoreError?: ((event: StoreErrorEvent) => void) | undefined;
}

/** The options of one call of a client. */
export type CallOptions = Pick<Options, "signal" | "timeout">;

/** A key-value store for access tokens. A Keyv is one. Each method may return its result or a promise of it. */
export interface Store {
  /** Returns the text that was set. Any other value is ignored. */
  get(key: string): unknown;
  /**
   * Stores a text for `ttlMs` milliseconds, at most 30 days. The text contains a secret. Without `ttlMs` it is stored
   * until it is deleted; only `SwanPlatform` needs that.
   */
  set(key: string, value: string, ttlMs: number | undefined): unknown;
  /** Deletes the text. */
  delete(key: string): unknown;
  /**
   * Optional. With it, one process at a time fetches a token. Returns a function that releases the lock, or null if
   * another process has it. A lock that is not released must expire after `ttlMs` milliseconds.
   */
  lock?(key: string, ttlMs: number): Promise<(() => unknown) | null> | (() => unknown) | null;
  /**
   * Optional, for `SwanPlatform`. Atomically replaces the text if it is still `expected`; undefined means that there is
   * no text. Returns whether it has replaced it. So a process that was paused cannot overwrite a newer text.
   */
  compareAndSet?(
    key: string,
    expected: string | undefined,
    value: string,
    ttlMs: number | undefined,
  ): Promise<boolean> | boolean;
}

export interface StoreErrorEvent {
  /** The operation that failed. */
  operation: "get" | "set" | "compareAndSet" | "delete" | "lock" | "unlock";
  /** A copy of the error with name, code and message. Words that may contain a part of a token are `[redacted]`. */
  error: Error;
}
