import type { Session, SwanClient } from "./index.cjs";
import type { Request, Response } from "./platform-types.cjs";

/**
 * Creates the login endpoint of your server. The mini program sends its login code there: `POST { "code": "…" }` as
 * `application/json`. The result is a function from Request to Response, which Hono, Next.js, Workers, `Deno.serve` and
 * `Bun.serve` accept directly; for Express, Koa, Fastify and `node:http` wrap it in `toNodeHandler` of
 * `swan-login/node`.
 *
 * The body has at most 4 KiB and must arrive within 10 seconds; the code has at most 512 characters. No CORS headers
 * are sent, because a mini program needs none. There is no rate limit: each request costs a call to Baidu, so add your
 * own.
 *
 * | status | body | when |
 * |---|---|---|
 * | 200 | what `onLogin` returned, as JSON | the user is logged in |
 * | 401 | `{ error: "code_invalid", relogin: true }` | the code is wrong, used or expired |
 * | 403 | `{ error: "unionid_refused", relogin: true }` | `unionid: "required"`, and Baidu gives none for this user |
 * | 400, 405, 408, 413, 415 | `{ error: "invalid_request", relogin: false }` | the request is not as above |
 * | 502, 503, 504 | `{ error: "unavailable", relogin }` | Baidu cannot be reached or fails |
 * | 500 | `{ error: "server_error", relogin: false }` | the app is set up wrongly, or `onLogin` failed |
 *
 * @throws {@link SwanLoginError} `invalid_argument`
 * @example
 * const login = createLoginHandler({
 *   client: new SwanClient({ client_id, sk }),
 *   onLogin: async ({ openid, session_key }) => ({ session: await createSession(openid, session_key) }),
 *   onError: console.error,
 * });
 */
export declare function createLoginHandler(options: LoginHandlerOptions): LoginHandler;

/** The login endpoint. */
export interface LoginHandler {
  (request: Request): Promise<Response>;
  /**
   * The response for an HTTP request that is no valid `Request`; `onError` gets the reason. `toNodeHandler` calls it, for
   * example for an invalid `Host`.
   */
  refuse(reason: unknown): Response;
}

export interface LoginHandlerOptions {
  /**
   * Exchanges the codes: a `SwanClient`, or your own client. The fields of its errors choose the response:
   * `code: "code_invalid"` gives 401; `retryable: true` gives `unavailable`, with the status for its `code` or 503;
   * `codeConsumed: "no"` gives `relogin: false`, because the same code may be sent again.
   */
  client: Pick<SwanClient, "login" | "getUnionid">;
  /**
   * Creates the user's session in your app and returns the response for the mini program: a value is sent as JSON,
   * undefined gives 204, and a `Response` is sent unchanged. `user` is a copy that you may change.
   *
   * A value that contains the session_key, at any depth, is not sent: the response is 500. A `Response` is not
   * searched.
   */
  onLogin: (user: LoginUser) => unknown;
  /**
   * Whether to get the unionid as well. Default: false.
   *
   * - `"required"`: without a unionid the login fails. If Baidu refuses it, most likely because the user has not
   *   authorized the app, the response is 403 `unionid_refused`; after other failures it is the same as for a failed
   *   login.
   * - `"if-available"`: after any failure, or after 2 seconds, the user logs in without it, and `onError` gets the
   *   reason.
   * - `true`: like `"required"`, but if Baidu refuses it, the user logs in without it, and `onError` gets the reason.
   */
  unionid?: "required" | "if-available" | boolean | undefined;
  /**
   * Called with the reason of every failed login, and of every login that continues without the requested unionid. For
   * a wrong request this is a `SwanLoginError` with the code `invalid_argument` and the endpoint `createLoginHandler`;
   * its `param` is `method`, `content-type`, `body`, or `request` if the body was already read. If the mini program
   * disconnects, it is the reason of the Request's signal. Errors of this function are ignored.
   */
  onError?: ((error: unknown) => void) | undefined;
}

/** The user who has logged in. */
export interface LoginUser extends Session {
  /** The user in all apps of one legal entity (主体), if it was requested and Baidu gives it. */
  unionid?: string;
}

/** The JSON that the mini program gets when the login fails. */
export interface LoginRefusal {
  /** The kind of failure. */
  error: "code_invalid" | "unionid_refused" | "invalid_request" | "unavailable" | "server_error";
  /**
   * Whether to call `swan.getLoginCode` again and send the new code: once, not in a loop; after `unionid_refused`, only
   * when the user has authorized the app. With `unavailable` and false, the same code may be sent again.
   */
  relogin: boolean;
}
