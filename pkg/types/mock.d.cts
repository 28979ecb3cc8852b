import type { AbortSignal, Request, RequestInit, Response, URL } from "./platform-types.cjs";

/**
 * A mock of Baidu's login endpoints: a fetch handler with state (apps, users,
 * single-use codes, tokens) and switchable faults, for tests and development.
 *
 * Nobody outside Baidu knows every answer Baidu gives. What no document, SDK or
 * public log shows, and the mock therefore made up, is marked "Invented:".
 *
 * @example
 * const mock = createMockBaidu();
 * const { client_id, sk } = mock.apps[0];
 * const code = mock.issueCode({ client_id, user: "alice" });
 * await jscode2sessionkey({ code, client_id, sk }, { fetch: mock.fetch });
 */
export declare function createMockBaidu(options?: MockBaiduOptions): MockBaidu;

export interface MockBaiduOptions {
  /** The mini programs that exist, at least one. Default: one app with fixed, fake credentials. */
  apps?: readonly MockAppOptions[];
  /** Names of the users that exist; other names come into being when first used. Default: `["user-1"]`. */
  users?: readonly string[];
  /** The clock, in milliseconds since the epoch. Default: `Date.now`. */
  now?: () => number;
  /**
   * Lifetime of a login code, in seconds. Default: 300. Baidu's documents say
   * both 5 minutes (older) and 10 minutes (newer).
   */
  codeLifetime?: number;
  /** Lifetime of an app's access token, in seconds. Default: 2592000, Baidu's 30 days. */
  tokenLifetime?: number;
  /**
   * Whether `access_token` must be in the query everywhere, as Baidu's FAQ says;
   * a token in the form is then answered with error_code 100. Default: false,
   * which takes a token in the form from getUnionid and getSessionKey too,
   * where Baidu's Java SDK puts it.
   */
  strict?: boolean;
  /**
   * How a wrong code or a wrong client is refused: OAuth fields with HTTP 400
   * (Baidu's OAuth document), with HTTP 401 (seen on a sibling host), or with
   * HTTP 200 and an `errno` beside them (document of 2021). Default: `"oauth400"`.
   * getAccessToken never has an errno. Invented: which one applies where, and the
   * number, -1024 ("business exception" in Baidu's Java SDK).
   */
  dialect?: "oauth400" | "oauth401" | "errno";
}

export interface MockAppOptions {
  /** The AppKey. */
  client_id: string;
  /** The AppSecret. */
  sk: string;
  /** The numeric App ID, digits; the last part of the app's tokens. Default: made up. */
  appid?: string;
  /** The legal entity (主体) that owns the app; its apps share unionids. Default: `"owner-1"`. */
  owner?: string;
}

/** A mini program the mock knows. */
export type MockApp = Readonly<Required<MockAppOptions>>;

/** The client's name for one of Baidu's endpoints. */
export type MockEndpoint =
  | "jscode2sessionkey"
  | "naloginGetSessionKeyByCode"
  | "getUnionid"
  | "tpGetSessionKeyByCode"
  | "tpGetUnionid"
  | "getSessionKey"
  | "getAccessToken";

/** One user in one app. */
export interface MockIdentity {
  /** The AppKey of an app the mock knows. Default: that of the first app. */
  client_id?: string;
  /** Name of the user. Default: the first user. */
  user?: string;
}

export interface MockBaidu {
  /** The apps, the default one included; `sk` is the one valid now. */
  readonly apps: readonly [MockApp, ...MockApp[]];
  /** The names of the users seen so far. */
  readonly users: readonly string[];
  /** How many requests reached each endpoint since the start or `reset()`, faults included. */
  readonly calls: Readonly<Record<MockEndpoint, number>>;

  /**
   * Answers like the global fetch, by path; the host is ignored. Rejects with
   * `signal.reason` when aborted. Works unbound: `{ fetch: mock.fetch }`.
   *
   * Two paths are the mock's own and not Baidu's, for people with curl:
   * - `GET /mock/code?client_id=…&user=…&host=…` answers `{ code }`
   * - `GET /mock/tp-token?client_id=…` answers `{ access_token }`
   *
   * Every parameter of these is optional, as in `issueCode` and `issueAuthorizedToken`.
   */
  fetch(this: void, input: Request | string | URL, init?: RequestInit): Promise<Response>;

  /**
   * Plays `swan.getLoginCode`: a login code, single-use, valid for `codeLifetime`.
   * 32 hex digits and "NW"; with `host` the `randStr@host/randStr` of an
   * open-source host app. Invented: that a user has the same openid in every host
   * app. Throws TypeError for an unknown `client_id`.
   */
  issueCode(
    this: void,
    identity?: MockIdentity & {
      /** Name of the host app, for example `"iqiyi"`. Default: none, the Baidu app. */
      host?: string;
    },
  ): string;

  /**
   * The `45.` token by which a third-party platform acts for a mini program that
   * authorized it; valid for 3600 s. Throws TypeError for an unknown `client_id`.
   */
  issueAuthorizedToken(this: void, app?: Pick<MockIdentity, "client_id">): string;

  /** The user's openid in the app: what an exchange of the user's code gives. Always the same. */
  openid(this: void, identity?: MockIdentity): string;

  /** The user's unionid under the app's owner. Always the same. */
  unionid(this: void, identity?: MockIdentity): string;

  /**
   * Plays `swan.getUserInfo` and `getPhoneNumber`: encrypts `content` as the user's phone would, with the iv that all
   * published samples have, the key's first half. Takes AES-192 of WebCrypto, which Node, Deno, Bun, workerd and Firefox
   * have; rejects in Chromium, which has none. Throws TypeError for an unknown `client_id`.
   *
   * @example
   * await mock.encryptUserData({ content: { mobile: "13800000000" }, session_key });
   */
  encryptUserData(
    this: void,
    what: Pick<MockIdentity, "client_id"> & {
      /** Any JSON value. */
      content: unknown;
      /** Of the user's session. */
      session_key: string;
    },
  ): Promise<{ data: string; iv: string }>;

  /**
   * Says whether the user has authorized the app (userinfo), without which Baidu
   * gives no unionid. Until told otherwise every user has.
   */
  setAuthorized(
    this: void,
    identity: MockIdentity & {
      /** false: unionid is refused with errno 400. */
      authorized: boolean;
    },
  ): void;

  /** Kills tokens at Baidu, which then answers error_code 110: the one given, or all of the app. */
  revokeTokens(
    this: void,
    which?: Pick<MockIdentity, "client_id"> & {
      /** Only this token. Default: all of the app, of every kind. */
      access_token?: string;
    },
  ): void;

  /**
   * Resets the AppSecret: the old one and the app's `24.` tokens are refused from
   * now on. Returns the new one. Invented: that `45.` tokens outlive this.
   */
  resetSecret(this: void, app?: Pick<MockIdentity, "client_id">): string;

  /**
   * Makes an endpoint, or with `"*"` every endpoint, misbehave. Faults of one
   * endpoint happen in the order given, each `times` times; one without `times`
   * stays until cleared or followed by another. An endpoint's own go before `"*"`.
   */
  fault(
    this: void,
    endpoint: MockEndpoint | "*",
    fault: MockFault | MockFaultHandler,
    options?: MockFaultOptions,
  ): void;

  /** Ends the faults of an endpoint (or those set for `"*"`); without argument, all. */
  clearFaults(this: void, endpoint?: MockEndpoint | "*"): void;

  /** Back to how it was created: forgets codes, tokens, faults, counts, new users and new secrets. */
  reset(this: void): void;
}

/**
 * - `gateway`: `{error_code, error_msg}`; 2, "Service temporarily unavailable".
 * - `oauth400`, `oauth401`: `{error, error_description}` with that HTTP status.
 * - `errno`: `{errno, error, error_description}`; 10010100, "parameter is invalid".
 * - `string-errno`: an error envelope whose errno, 10010500, is a string.
 * - `data-array`, `data-empty-string`, `data-null`: an error envelope, 10010500, with such a `data`.
 * - `success-without-openid`: the true answer without openid, unionid or access token.
 * - `truncated`: the first half of the true answer.
 * - `html502`: a proxy's error page. `empty`: HTTP 200 without a body.
 * - `429`: HTTP 429 with Retry-After and error_code 18. Invented: all of it.
 * - `redirect`: HTTP 302 to `/redirected`; with `redirect: "error"` a TypeError, as from fetch.
 * - `slow`: the true answer after a delay. `hang`: no answer, until the signal aborts.
 * - `network`: fetch rejects with a TypeError; a server around the mock drops the connection.
 *
 * Only `success-without-openid`, `truncated` and `slow` carry the call out
 * (spending a code); the others answer in its place.
 */
export type MockFault =
  | "gateway"
  | "oauth400"
  | "oauth401"
  | "errno"
  | "string-errno"
  | "data-array"
  | "data-empty-string"
  | "data-null"
  | "success-without-openid"
  | "truncated"
  | "html502"
  | "empty"
  | "429"
  | "redirect"
  | "slow"
  | "hang"
  | "network";

/**
 * A fault of your own.
 *
 * @example
 * // Baidu spends the code, but its answer is lost.
 * mock.fault("jscode2sessionkey", async (request, { answer }) => {
 *   await answer();
 *   throw new TypeError("connection reset");
 * });
 */
export type MockFaultHandler = (request: Request, context: MockFaultContext) => Response | Promise<Response>;

export interface MockFaultContext {
  /** Carries the call out and gives the true answer. To be called once at most. */
  answer(this: void): Promise<Response>;
  /** The caller's signal. */
  readonly signal: AbortSignal;
  /** What `fault` was given. */
  readonly options: MockFaultOptions;
}

export interface MockFaultOptions {
  /** How many calls it hits. Default: all. */
  times?: number;
  /** Fields to replace or add in the JSON of a fault that answers in place of the call, for example `{ error_code: 110 }`. */
  body?: Readonly<Record<string, unknown>>;
  /** `slow`: delay in milliseconds. Default: 1000. */
  delay?: number;
  /** `429`: the Retry-After header, seconds or an HTTP date. Default: 1. */
  retryAfter?: number | string;
}
