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
 * A third-party platform (第三方平台): logs users of other people's mini programs in. It takes the tickets that Baidu pushes,
 * keeps the platform's access token, lets merchants authorize, and keeps the tokens of each authorized mini program. Make
 * one in each process, with a store that all of them share.
 *
 * A mini program's refresh token works once. Two processes that use it at once, an answer that is lost, or a process that
 * dies would end the authorization; here none does. See docs/platform.md.
 *
 * It shows no secret: not when inspected, nor in JSON, nor to `structuredClone`. Its methods work without `this`.
 *
 * @example
 * const platform = new SwanPlatform({ client_id, push: { token, aesKey }, store: redisStore(redis) });
 * app.post("/push", toNodeHandler(platform.handlePush));
 * const { openid, session_key } = await platform.app(app_id).login(code);
 */
export declare class SwanPlatform {
  /** @throws {@link SwanLoginError} `invalid_argument`, naming the field: also for an unknown name */
  constructor(params: SwanPlatformParams);

  /**
   * The endpoint to which Baidu pushes (授权事件接收URL): `POST` with the encrypted message as JSON. It is a web-standard
   * function; for Express, Koa, Fastify and Node's own server wrap it in `toNodeHandler` of `swan-login/node`. It never
   * rejects; `onError` gets the reason of every answer but 200.
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
  authorizationUrl(params: AuthorizationUrlParams, options?: CallOptions): Promise<string>;

  /**
   * Exchanges the authorization code that Baidu has put into the query of `redirect_uri`, and keeps the tokens. The same
   * code again gives the same answer for an hour.
   *
   * @param authorization_code  lives for an hour, works once
   * @throws {@link SwanLoginError} `code_invalid` when the code is wrong, used or expired, or when an earlier answer was
   *   lost: then the mini program is authorized all the same, and its first call recovers; `platform_not_ready`; and others
   */
  authorize(authorization_code: string, options?: CallOptions): Promise<AuthorizedApp>;

  /**
   * One authorized mini program, at once, without any I/O. Nobody checks here whether it has authorized.
   *
   * @param app_id  its App ID, digits
   * @throws {@link SwanLoginError} `invalid_argument` when it is no digits
   */
  app(app_id: string): SwanPlatformApp;
}

/**
 * An authorized mini program. It has the methods of `SwanClient`, so it is a `client` for `createLoginHandler`. They work
 * without `this`.
 *
 * All of them reject with `app_not_authorized` when the mini program has not authorized the platform or does so no more,
 * with `platform_not_ready` when there is no ticket or the store fails, and with whatever renewing its token rejects with.
 */
export declare class SwanPlatformApp {
  private constructor();

  /** Its App ID. */
  readonly app_id: string;

  /**
   * Exchanges a login code for a session. The code is sent once.
   *
   * @param code  what `swan.getLoginCode` gave the mini program
   * @throws {@link SwanLoginError} `code_invalid` when the code is wrong, used or expired; `token_invalid` with
   *   `codeConsumed: "unknown"` when Baidu refuses the access token: it is renewed, and the mini program must get a new code
   */
  login(code: string, options?: CallOptions): Promise<Session>;

  /**
   * Asks who a user is across all apps of one developer. Made again with a new token when Baidu refuses the token.
   *
   * @param openid  the user in this mini program, from a session
   */
  getUnionid(openid: string, options?: CallOptions): Promise<TpUnionid>;

  /**
   * Decrypts what `swan.getUserInfo` or `getPhoneNumber` gave the mini program, with the AppKey of this mini program.
   *
   * @typeParam T  what you expect; nobody checks it
   * @throws {@link SwanLoginError} `decrypt_failed`, `invalid_argument`
   */
  decryptUserData<T = unknown>(params: Omit<UserDataParams, "client_id">, options?: CallOptions): Promise<T>;

  /**
   * The mini program's access token (`45.…`), for calls of your own. Secret. By `expires_in` it lives for 5 more minutes;
   * less only after a renewal has failed. Ask for it before each of your calls.
   */
  accessToken(options?: CallOptions): Promise<string>;

  /** Asks Baidu about the mini program: its name, what the platform may do for it, and more. */
  info(options?: CallOptions): Promise<AppInfo>;
}

/** Includes the `Options` of every call but `signal`. A call's own `timeout` overrides the platform's. */
export interface SwanPlatformParams extends Omit<Options, "signal"> {
  /** The platform's key (TP key). */
  client_id: string;
  /** What opens Baidu's pushes. */
  push: PlatformPush;
  /**
   * Where all processes keep the ticket, the tokens and the authorizations. Shared and durable, with `lock` and
   * `compareAndSet`: `redisStore` or `durableObjectStore`. For a test, `new Map()`.
   */
  store: Store;
  /** How long one operation of the store may take, in ms. Default: 1,000. */
  storeTimeout?: number | undefined;
  /** Called with every failure of the store. What it throws is ignored. */
  onStoreError?: ((event: StoreErrorEvent) => void) | undefined;
  /**
   * Called with every event that Baidu pushes, when it is stored and before Baidu is answered; at least once, so the same
   * event may come twice. An event that is out of date is left out. What it throws goes to `onError`.
   */
  onEvent?: ((event: PlatformEvent) => unknown) | undefined;
  /** Called with the reason of every push that is refused or fails. What it throws is ignored. */
  onError?: ((error: unknown) => void) | undefined;
}

export interface PlatformPush {
  /** What signs the pushes (消息校验 Token). Secret. */
  token: string;
  /** What encrypts the pushes (消息加解密 Key), 43 letters and digits; the old and the new one while it is changed. Secret. */
  aesKey: string | readonly string[];
  /** What the pushes end with, if that is not the platform's `client_id`. */
  client_id?: string | undefined;
}

export interface PlatformEvent {
  /** `AUTHORIZED`, `UPDATE_AUTHORIZED`, `UNAUTHORIZED`, or any other name that Baidu sends. */
  event: string;
  /** The mini program's App ID. */
  app_id: string;
}

export interface AuthorizationUrlParams {
  /** Where the browser comes back to, with `authorization_code` in the query. */
  redirect_uri: string;
  /** Put into the query of `redirect_uri`, to bind the answer to a session: Baidu knows no such parameter. */
  state?: string | undefined;
}

/** A mini program that has authorized the platform. */
export type AuthorizedApp = Pick<AppInfo, "app_id" | "client_id" | "name" | "scopes">;
