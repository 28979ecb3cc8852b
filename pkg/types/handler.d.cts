import type { Session, SwanClient } from "./index.cjs";
import type { Request, Response } from "./platform-types.cjs";

/**
 * Makes the endpoint of your own server to which the mini program sends its login code: `POST { "code": "…" }` as
 * `application/json`. It is a web-standard function, for Hono, Next.js, Workers, `Deno.serve` and `Bun.serve` as it is;
 * for Express, Koa, Fastify and Node's own server wrap it in `toNodeHandler` of `swan-login/node`.
 *
 * The body has at most 4 KiB and must be complete after 10 seconds; the code has at most 512 characters. No CORS header
 * is ever sent: a mini program needs none. Requests per user or address are yours to limit: each costs a call to Baidu.
 *
 * | status | body | when |
 * |---|---|---|
 * | 200 | what `onLogin` returned, as JSON | the user is logged in |
 * | 401 | `{ error: "code_invalid", relogin: true }` | the code is wrong, used or expired |
 * | 403 | `{ error: "unionid_refused", relogin: true }` | `unionid: "required"`, and Baidu gives none of this user |
 * | 400, 405, 408, 413, 415 | `{ error: "invalid_request", relogin: false }` | the request is not as above |
 * | 502, 503, 504 | `{ error: "unavailable", relogin }` | Baidu does not answer, or not well |
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
export declare function createLoginHandler(options: LoginHandlerOptions): (request: Request) => Promise<Response>;

export interface LoginHandlerOptions {
  /**
   * Exchanges the codes. A client of your own says by the fields of its errors what the answer is: `code: "code_invalid"`
   * for 401; `retryable: true` for `unavailable`, with the status of its `code`, or 503; `codeConsumed: "no"` when the
   * same code may be sent again.
   */
  client: Pick<SwanClient, "login" | "getUnionid">;
  /**
   * Makes the user's session in your app and returns what the mini program gets: a value, sent as JSON; nothing, for 204;
   * or a `Response`, which is sent as it is. The user is a copy of its own: change it as you like.
   *
   * A value that holds the session_key, at any depth, is not sent: the answer is 500. A `Response` is not searched.
   */
  onLogin: (user: LoginUser) => unknown;
  /**
   * Whether to ask for the unionid, too. Default: false.
   *
   * - `"required"`: whoever has no unionid is not logged in. Where Baidu refuses it, most likely because the user has not
   *   authorized the app, the answer is 403 `unionid_refused`; after any other failure, that of a failed login.
   * - `"if-available"`: the user logs in without it whenever it cannot be had, after 2 seconds at the latest, and
   *   `onError` gets the reason.
   * - `true`: as `"required"`, but where Baidu refuses it, the user logs in without it, and `onError` gets the reason.
   */
  unionid?: "required" | "if-available" | boolean | undefined;
  /**
   * Called with the reason of every answer that is no login, and of every login without the unionid that was asked for.
   * For a refused request this is a `SwanLoginError` whose code is `invalid_argument` and whose endpoint is
   * `createLoginHandler`; `param` is `method`, `content-type`, `body`, or `request` when the body was already read. When
   * the client leaves, it is the reason of the Request's signal. What it throws is ignored.
   */
  onError?: ((error: unknown) => void) | undefined;
}

/** The user who has logged in. */
export interface LoginUser extends Session {
  /** The user in all apps of one legal entity (主体), if that was asked for and Baidu gives it. */
  unionid?: string;
}

/** What the mini program gets when there is no session. */
export interface LoginRefusal {
  /** What happened. */
  error: "code_invalid" | "unionid_refused" | "invalid_request" | "unavailable" | "server_error";
  /**
   * Whether to call `swan.getLoginCode` again and send the new code: once, not in a loop; after `unionid_refused`, when
   * the user has authorized the app. When `unavailable` comes with false, the same code may be sent again.
   */
  relogin: boolean;
}
