import type {
  AppInfo,
  CallOptions,
  Options,
  Session,
  Store,
  StoreErrorEvent,
  TpUnionid,
  UserDataParams,
} from "./index.cjs";
import type { Request, Response } from "./platform-types.cjs";

/**
 * A third-party platform (第三方平台), which logs in users of other people's mini programs. It receives the tickets that
 * Baidu pushes, keeps the platform's access token, lets merchants authorize, and stores the tokens of each authorized mini
 * program. Create one in each process, with the same store for all of them.
 *
 * A mini program's refresh token works once. No authorization is lost if two processes refresh at the same time, if an
 * answer is lost, or if a process dies; see docs/platform.md.
 *
 * Inspection, JSON and `structuredClone` show no secret. The methods work without `this`.
 *
 * @example
 * const platform = new SwanPlatform({ client_id, push: { token, aesKey }, store: redisStore(redis) });
 * app.post("/push", toNodeHandler(platform.handlePush));
 * const { openid, session_key } = await platform.app(app_id).login(code);
 */
export declare class SwanPlatform {
  /** @throws {@link SwanLoginError} `invalid_argument` with the name of the field, also for an unknown name */
  constructor(params: SwanPlatformParams);

  /**
   * The endpoint for Baidu's pushes (授权事件接收URL): `POST` with an encrypted message as JSON. For Express, Koa, Fastify and
   * Node's own server, wrap it in `toNodeHandler` of `swan-login/node`. It never rejects; `onError` gets the reason of every
   * answer except 200.
   *
   * | status | when |
   * |---|---|
   * | 200, body `success` | the message is stored, or changes nothing |
   * | 403 | the push is not Baidu's, not for this platform, or more than an hour old |
   * | 400, 405, 408, 413 | it cannot be read: no push, no `POST`, not complete after 5 seconds, more than 64 KiB |
   * | 500 | the store or an exchange failed; Baidu pushes again |
   */
  handlePush(request: Request): Promise<Response>;

  /**
   * The page of Baidu on which an administrator of a mini program authorizes the platform. Send the browser there from the
   * domain that is configured as the launch domain (授权发起页域名): Baidu checks the `Referer`. The page lives for 20 minutes.
   *
   * @returns its URL
   * @throws {@link SwanLoginError} `platform_not_ready` without a ticket, and others
   */
  authorizationUrl(params: AuthorizationUrlParams, options?: CallOptions | null): Promise<string>;

  /**
   * Exchanges the authorization code from the query of `redirect_uri`, and stores the tokens. For an hour, the same code
   * gives the same answer.
   *
   * @param authorization_code  lives for an hour, works once
   * @throws {@link SwanLoginError} `code_invalid` if the code is wrong, used or expired, or if an earlier answer was lost;
   *   `platform_not_ready`; and others. If `codeConsumed` is `"unknown"` or `"yes"`, a second call with this code fails; but
   *   if the administrator has authorized the platform, the mini program's first call recovers
   */
  authorize(authorization_code: string, options?: CallOptions | null): Promise<AuthorizedApp>;

  /**
   * Returns an authorized mini program, without any I/O. Whether it has authorized is checked by its calls.
   *
   * @param app_id  its App ID, digits
   * @throws {@link SwanLoginError} `invalid_argument` if it does not consist of digits
   */
  app(app_id: string): SwanPlatformApp;
}

/**
 * An authorized mini program. It can be the `client` of `createLoginHandler`. Its methods work without `this`.
 *
 * They reject with `app_not_authorized` if the mini program has not authorized the platform or does so no more, with
 * `platform_not_ready` if there is no ticket or the store fails, and with the error of a failed renewal.
 */
export declare class SwanPlatformApp {
  private constructor();

  /** Its App ID. */
  readonly app_id: string;

  /**
   * Exchanges a login code for a session. The code is sent once.
   *
   * @param code  what `swan.getLoginCode` gave the mini program
   * @throws {@link SwanLoginError} `code_invalid` if the code is wrong, used or expired; `token_invalid` with
   *   `codeConsumed: "unknown"` if Baidu refuses the access token: it is renewed, and the mini program must get a new code
   */
  login(code: string, options?: CallOptions | null): Promise<Session>;

  /**
   * Asks who a user is across all apps of one developer. Repeated with a new token if Baidu refuses the token.
   *
   * @param openid  the user in this mini program, from a session
   */
  getUnionid(openid: string, options?: CallOptions | null): Promise<TpUnionid>;

  /**
   * Decrypts what `swan.getUserInfo` or `getPhoneNumber` gave the mini program, with the AppKey of this mini program.
   *
   * @typeParam T  the expected type; it is not checked
   * @throws {@link SwanLoginError} `decrypt_failed`, `invalid_argument`
   */
  decryptUserData<T = unknown>(params: Omit<UserDataParams, "client_id">, options?: CallOptions | null): Promise<T>;

  /**
   * The mini program's access token (`45.…`), for calls of your own. Secret. It is valid for at least 5 more minutes, unless
   * a renewal has failed. Call this before each of your calls.
   */
  accessToken(options?: CallOptions | null): Promise<string>;

  /** Asks Baidu about the mini program: its name, what the platform may do for it, and more. */
  info(options?: CallOptions | null): Promise<AppInfo>;
}

/** Includes the `Options` of every call but `signal`. A call's own `timeout` overrides the platform's. */
export interface SwanPlatformParams extends Omit<Options, "signal"> {
  /** The platform's key (TP key). */
  client_id: string;
  /** The settings of Baidu's pushes. */
  push: PlatformPush;
  /**
   * The store for the ticket and all tokens, shared by all processes and durable, with `lock` and `compareAndSet`:
   * `redisStore` or `durableObjectStore`. For a test, `new Map()`.
   */
  store: Store;
  /** The longest time of one operation of the store, in ms. Default: 1,000. */
  storeTimeout?: number | undefined;
  /** Called for every failure of the store. Its errors are ignored. */
  onStoreError?: ((event: StoreErrorEvent) => void) | undefined;
  /**
   * Called for every event, after it is stored and before the response to Baidu. Called at least once, so an event may come
   * twice. Not called for an obsolete event. Its errors go to `onError`.
   */
  onEvent?: ((event: PlatformEvent) => unknown) | undefined;
  /** Called with the reason of every push that is refused or fails. Its errors are ignored. */
  onError?: ((error: unknown) => void) | undefined;
}

export interface PlatformPush {
  /** The token that signs (消息校验 Token). Secret. */
  token: string;
  /** The key that encrypts (消息加解密 Key), 43 letters and digits; a list while it is being changed. Secret. */
  aesKey: string | readonly string[];
  /** The id at the end of the pushes, if it is not the platform's `client_id`. */
  client_id?: string | undefined;
}

export interface PlatformEvent {
  /** `AUTHORIZED`, `UPDATE_AUTHORIZED`, `UNAUTHORIZED`, or any other name that Baidu sends. */
  event: string;
  /** The mini program's App ID. */
  app_id: string;
}

export interface AuthorizationUrlParams {
  /** Where Baidu redirects the browser, with `authorization_code` in the query. */
  redirect_uri: string;
  /** Added to the query of `redirect_uri`, to bind the answer to a session. Baidu has no such parameter. */
  state?: string | undefined;
}

/** A mini program that has authorized the platform. */
export type AuthorizedApp = Pick<AppInfo, "app_id" | "client_id" | "name" | "scopes">;
