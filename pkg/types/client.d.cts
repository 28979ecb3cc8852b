import type { CredentialParams, Options, Session, Unionid, UserDataParams } from "./index.cjs";

/**
 * Logs the users of one app in, and keeps the app's access token: fetched once however many calls want it, renewed
 * minutes before it ends, replaced once when Baidu refuses it. Make one and keep it; there is nothing to close.
 *
 * It shows no secret: not when inspected, nor in JSON, nor to `structuredClone`. Its methods work without `this`: taken out
 * of the client, or through a proxy.
 *
 * @example
 * const client = new SwanClient({ client_id, sk, store: new Keyv(new KeyvRedis("redis://localhost")) });
 * const { openid, session_key } = await client.login(code);
 * const { unionid } = await client.getUnionid(openid);
 */
export declare class SwanClient {
  /**
   * @throws {@link SwanLoginError} `invalid_argument`, naming the field: also for an unknown name, and for white space or
   *   quotes around `client_id` or `sk`
   */
  constructor(params: SwanClientParams);

  /**
   * Exchanges a login code for a session, as `jscode2sessionkey` does. The code is sent once.
   *
   * @param code  what `swan.getLoginCode` gave the mini program
   * @throws {@link SwanLoginError} `code_invalid` when the code is wrong, used or expired, and others
   */
  login(code: string, options?: CallOptions): Promise<Session>;

  /**
   * Asks who a user is across all apps of one legal entity (主体), with the access token that it keeps. When Baidu refuses
   * the token, the call is made again with a new one. `retries` counts for all requests of the call together.
   *
   * @param openid  the user in this app, from a session
   * @throws {@link SwanLoginError} `bad_request`, `permission`, or `malformed_response` with Baidu's words in `baidu`
   *   when the user has not authorized the app or the openid is another app's: Baidu has not documented how it says so;
   *   `token_invalid` when Baidu refuses the new token as well; whatever fetching a token may reject with; and others
   */
  getUnionid(openid: string, options?: CallOptions): Promise<Unionid>;

  /**
   * The app's access token (`24.…`), for calls of your own. Secret. By `expires_in` it lives for 5 more minutes or, when
   * its whole life is under 50 minutes, for a tenth of it; less only after a renewal has failed. Ask for it before each of
   * your calls. The deadline and the abort are this call's alone: the fetch that other calls wait for goes on.
   *
   * @throws {@link SwanLoginError} as `getAccessToken`
   */
  accessToken(options?: CallOptions): Promise<string>;

  /**
   * Decrypts what `swan.getUserInfo` or `getPhoneNumber` gave the mini program, as the function of this name does.
   *
   * @typeParam T  what you expect; nobody checks it
   * @throws {@link SwanLoginError} `decrypt_failed`, `invalid_argument`
   */
  decryptUserData<T = unknown>(params: Omit<UserDataParams, "client_id">): T;
}

/** Includes the `Options` of every call but `signal`. A call's own `timeout` overrides the client's. */
export interface SwanClientParams extends CredentialParams, Omit<Options, "signal"> {
  /** Where processes share the access token, such as a Keyv. Default: the memory of this client. */
  store?: Store | undefined;
  /** How long one operation of the store may take, in ms; then the call goes on without the store. Default: 1,000. */
  storeTimeout?: number | undefined;
  /** Called with every failure of the store; no call fails by it. What it throws is ignored. */
  onStoreError?: ((event: StoreErrorEvent) => void) | undefined;
}

/** The options of one call of a client. */
export type CallOptions = Pick<Options, "signal" | "timeout">;

/** A place for access tokens, shared by processes. A Keyv is one. Each method may give its result or a promise. */
export interface Store {
  /** Gives the text that was set. Anything else counts as nothing. */
  get(key: string): unknown;
  /**
   * Keeps a text, which holds a secret, for so many milliseconds: 30 days at most. Without `ttlMs` it keeps it until it is
   * deleted; only `SwanPlatform` asks for that.
   */
  set(key: string, value: string, ttlMs: number | undefined): unknown;
  /** Removes the text. */
  delete(key: string): unknown;
  /**
   * Optional: with it one process at a time fetches a token. Gives the function that releases the lock, or null when
   * another process has the lock. A lock that is not released ends by itself after so many milliseconds.
   */
  lock?(key: string, ttlMs: number): Promise<(() => unknown) | null> | (() => unknown) | null;
  /**
   * Optional, for `SwanPlatform`: replaces the text in one step, if it still is `expected`; undefined means that there is
   * none. Gives whether it did. With it, a process that was paused does not overwrite what another one has written since.
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
  /** Why: a copy with name, code and message. Every word that may be a piece of a token is `[redacted]`. */
  error: Error;
}
