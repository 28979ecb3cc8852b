import type { Session, SwanClient } from "./index.cjs";
import type { Request, Response } from "./platform-types.cjs";

/**
 * The endpoint of your own server to which the mini program sends its login code: `POST { "code": "…" }` as
 * `application/json`. A web-standard function, for Hono, Next.js, Workers, `Deno.serve` and `Bun.serve` as it is; Express
 * and Fastify take it with the few lines in `examples/`.
 *
 * The body has at most 4 KiB and the code 512 characters. No CORS header is ever sent: a mini program needs none.
 * Requests per user or address are yours to limit: each costs a call to Baidu.
 *
 * | status | body | when |
 * |---|---|---|
 * | 200 | what `onLogin` gave, as JSON | the user is logged in |
 * | 401 | `{ error: "code_invalid", relogin: true }` | the code is wrong, used or expired |
 * | 400, 405, 413, 415 | `{ error: "invalid_request", relogin: false }` | the request is not as above |
 * | 502, 503, 504 | `{ error: "unavailable", relogin }` | Baidu does not answer, or not well |
 * | 500 | `{ error: "server_error", relogin: false }` | the app is set up wrongly, or `onLogin` failed |
 *
 * @throws {@link SwanLoginError} `invalid_argument`
 * @example
 * const handler = createLoginHandler({
 *   client: new SwanClient({ client_id, sk }),
 *   onLogin: async ({ openid, session_key }) => ({ session: await createSession(openid, session_key) }),
 * });
 */
export declare function createLoginHandler(options: LoginHandlerOptions): (request: Request) => Promise<Response>;

export interface LoginHandlerOptions {
  /** Exchanges the codes. */
  client: Pick<SwanClient, "login" | "getUnionid">;
  /**
   * Makes the user's session in your app and gives what the mini program shall get, as JSON; nothing, for 204; or a
   * `Response`, of which status, headers and body are sent. The session_key must not be in it: the handler looks for it
   * as text, at any depth, and answers 500 instead. For that it reads the `Response` to its end: one over 1 MiB or 10
   * seconds is cancelled and answered with 500.
   */
  onLogin: (user: LoginUser) => unknown;
  /**
   * Whether to ask for the unionid, too. Where Baidu refuses it, most likely because the user has not authorized the
   * app, the user logs in without, and `onError` hears why; any other failure fails the login. Default: false.
   */
  unionid?: boolean;
  /** Hears why a login failed, what `onLogin` threw included, or has no unionid. What it throws is ignored. */
  onError?: (error: unknown) => void;
}

/** Who has logged in. */
export interface LoginUser extends Session {
  /** The user in all apps of one legal entity (主体), if that was asked for and Baidu gives it. */
  unionid?: string;
}

/** What the mini program gets when there is no session. */
export interface LoginRefusal {
  /** What happened. */
  error: "code_invalid" | "invalid_request" | "unavailable" | "server_error";
  /**
   * Whether to call `swan.getLoginCode` again and send the new code: once, not in a loop. When `unavailable` comes with
   * false, the same code may be sent again.
   */
  relogin: boolean;
}
