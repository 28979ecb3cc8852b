import type { AbortSignal, Request, RequestInit, Response, URL } from "./platform-types.cjs";

/**
 * A mock of Baidu's login endpoints: a fetch handler with state (apps, users,
 * single-use codes, tokens) and switchable faults, for tests and development.
 * docs/mock.md describes it.
 *
 * Nobody outside Baidu knows every answer Baidu gives. What no document, SDK or
 * public log shows, and the mock therefore made up, is marked "Invented:".
 *
 * The mock may run for weeks: it remembers the newest 10,000 codes, tokens and
 * users, the newest 1,000 requests, and nothing that has expired for an hour.
 *
 * @throws SwanLoginError `invalid_argument`, with `param`, for an option of an unknown name or a wrong value; so do the
 *   mock's methods
 * @example
 * const mock = createMockBaidu();
 * const { client_id, sk } = mock.apps[0];
 * const code = mock.issueCode({ client_id, user: "alice" });
 * await jscode2sessionkey({ code, client_id, sk }, { fetch: mock.fetch });
 */
export declare function createMockBaidu(options?: MockBaiduOptions | null): MockBaidu;

export interface MockBaiduOptions extends Partial<OrUndefined<MockSettings>> {
  /** The mini programs that exist, at least one. Default: one app with fixed, fake credentials. */
  apps?: readonly MockAppOptions[] | undefined;
  /** Names of the users that exist; other names come into being when first used. Default: `["user-1"]`. */
  users?: readonly string[] | undefined;
  /** The third-party platform (第三方平台). Default: one with a fixed, fake key, to which nothing is pushed. */
  platform?: MockPlatformOptions | undefined;
  /** The clock, in milliseconds since the epoch. Default: `Date.now`. */
  now?: (() => number) | undefined;
  /** Called with each request, as in `requests`, when its answer is made. What it throws, the mock's fetch rejects with. */
  onRequest?: ((request: MockRequest) => void) | undefined;
}

/** What can be changed while the mock runs. */
export interface MockSettings {
  /**
   * Lifetime of a login code, in seconds, 0 to 315360000. Default: 300. Baidu's
   * documents say both 5 minutes (older) and 10 minutes (newer).
   */
  codeLifetime: number;
  /** Lifetime of an app's access token, in seconds, 0 to 315360000. Default: 2592000, Baidu's 30 days. */
  tokenLifetime: number;
  /**
   * Whether `access_token` must be in the query everywhere, as Baidu's FAQ says;
   * a token in the form is then answered with error_code 100. Default: false,
   * which takes a token in the form from getUnionid and getSessionKey too,
   * where Baidu's Java SDK puts it.
   */
  strict: boolean;
  /**
   * How a wrong code or a wrong client is refused by the calls that exchange a
   * code, jscode2sessionkey, naloginGetSessionKeyByCode and tpGetSessionKeyByCode:
   *
   * - `errno`: `{errno, error, error_description}` and HTTP 200, which Baidu's own
   *   SDKs in Go, PHP and C# read, and its document of 2021 describes. Invented:
   *   the number, 99999999.
   * - `oauth200`, `oauth400`, `oauth401`: `{error, error_description}` with that
   *   HTTP status, as Baidu's document of 2020 and its OAuth document describe;
   *   401 was seen on a sibling host. Baidu's SDKs misread each of them.
   *
   * getAccessToken never has an errno; its status is 400, or that of the dialect.
   * A missing parameter is answered with errno 10010100 in every dialect.
   * Default: `"errno"`.
   */
  dialect: "errno" | "oauth200" | "oauth400" | "oauth401";
  /**
   * The HTTP status of `{error_code, error_msg}`: 200, another number from 400 to
   * 599, or `"pcs"` for what Baidu's PCS API answers: 401 for 110 and 111, 403 for
   * 6, 200 for all else. Invented: which of them applies here. Default: 200.
   */
  gatewayStatus: number | "pcs";
}

/** For `exactOptionalPropertyTypes`: an option that is undefined counts as left out. */
type OrUndefined<Options> = { [Name in keyof Options]: Options[Name] | undefined };

export interface MockAppOptions {
  /** The AppKey, unlike those of the other apps. */
  client_id: string;
  /** The AppSecret. */
  sk: string;
  /** The numeric App ID, digits; the last part of the app's tokens. Default: made up. */
  appid?: string | undefined;
  /** The legal entity (主体) that owns the app; its apps share unionids. Default: `"owner-1"`. */
  owner?: string | undefined;
}

/** A mini program the mock knows. */
export type MockApp = { readonly [Name in keyof MockAppOptions]-?: NonNullable<MockAppOptions[Name]> };

/** The client's name for one of Baidu's endpoints. */
export type MockEndpoint =
  | "jscode2sessionkey"
  | "naloginGetSessionKeyByCode"
  | "getUnionid"
  | "tpGetSessionKeyByCode"
  | "tpGetUnionid"
  | "getSessionKey"
  | "getAccessToken"
  | "tpGetAccessToken"
  | "tpCreatePreAuthCode"
  | "tpGetAppToken"
  | "tpRefreshAppToken"
  | "tpGetAppInfo"
  | "tpRetrieveAuthorizationCode";

/** One user in one app. */
export interface MockIdentity {
  /** The AppKey of an app the mock knows. Default: that of the first app. */
  client_id?: string | undefined;
  /** Name of the user, 1 to 200 characters. Default: the first user. */
  user?: string | undefined;
}

export interface MockPlatformOptions extends Partial<OrUndefined<MockPlatformSettings>> {
  /** The platform's key (TP key). Default: made up, as the others here. */
  client_id?: string | undefined;
  /** The token that signs pushes (消息校验 Token). */
  token?: string | undefined;
  /** The key that encrypts pushes (消息加解密 Key), 43 letters and digits. */
  aesKey?: string | undefined;
  /** The platform's numeric id, `tpAppId` of its pushes. */
  appid?: string | undefined;
}

/** What can be changed of the platform while the mock runs. */
export interface MockPlatformSettings {
  /**
   * Where Baidu pushes to (授权事件接收URL): the address of a server, or a function such as `platform.handlePush`. Then
   * the mock pushes AUTHORIZED and UNAUTHORIZED by itself. Default: null, nowhere.
   */
  pushTo: MockPushTarget | null;
  /**
   * The addresses from which the platform may call. Others are refused with errno 40008. Without a server around the
   * mock, every call comes from 127.0.0.1. Default: none, which allows all.
   */
  ipWhitelist: readonly string[];
}

/** An address, or a function that takes the push. */
export type MockPushTarget = string | ((request: Request) => Response | Promise<Response>);

/** How a push was answered. */
export interface MockPushResult {
  /** Whether the answer was HTTP 200 and `success`. Otherwise Baidu would push again; the mock does not. */
  delivered: boolean;
  /** The HTTP status; absent when there was no answer within 10 seconds. */
  status?: number;
  /** The first 1,000 characters of the body. */
  body?: string;
}

/**
 * Where an authorization code comes from, which decides how long it lives: the redirect of the `page` 1 hour, a `push` 60
 * seconds, `retrieve` (tpRetrieveAuthorizationCode) 5 hours; one of the flow that `register`s a mini program never expires.
 */
export type MockAuthorizationCodeOrigin = "page" | "push" | "retrieve" | "register";

/**
 * The third-party platform of the mock: its owner's console, the administrators of the mini programs, and Baidu's pushes.
 *
 * @example
 * const mock = createMockBaidu({ platform: { pushTo: (request) => platform.handlePush(request) } });
 * const { client_id, token, aesKey } = mock.platform;
 * const platform = new SwanPlatform({ client_id, push: { token, aesKey }, store: new Map(), fetch: mock.fetch });
 * await mock.platform.pushTicket();
 * const { authorization_code } = await mock.platform.authorize();
 */
export interface MockPlatform {
  /** The platform's key (TP key). */
  readonly client_id: string;
  /** The token that signs pushes (消息校验 Token). */
  readonly token: string;
  /** The key that encrypts pushes (消息加解密 Key). */
  readonly aesKey: string;
  /** `tpAppId` of pushes. */
  readonly appid: string;
  /** What `set` changes. */
  readonly settings: Readonly<MockPlatformSettings>;
  /** The apps that have authorized the platform. */
  readonly authorizedApps: readonly MockApp[];

  /** A ticket that Baidu takes, without a push. Invented: for 12 hours. */
  issueTicket(this: void): string;

  /** Pushes a ticket, as Baidu does every 10 minutes; a new one, or the one given. */
  pushTicket(
    this: void,
    options?: {
      /** Default: `pushTo`; `invalid_argument` if there is none. */
      to?: MockPushTarget | undefined;
      ticket?: string | undefined;
    } | null,
  ): Promise<MockPushResult>;

  /**
   * Plays the administrator of an app on Baidu's authorization page, and gives what the page puts into the query of
   * `redirect_uri`. The page itself is at `/mappconsole/tp/authorization` and redirects at once.
   */
  authorize(
    this: void,
    app?: Pick<MockIdentity, "client_id"> | null,
  ): Promise<{
    authorization_code: string;
    expires_in: number;
    /** How the push of AUTHORIZED was answered, which comes first and has a code of its own; with `pushTo` only. */
    pushed?: MockPushResult;
  }>;

  /**
   * Ends the authorization of an app: its codes and tokens are refused, and tpRetrieveAuthorizationCode gives errno 50032.
   */
  withdraw(
    this: void,
    app?: Pick<MockIdentity, "client_id"> | null,
  ): Promise<{
    /** How the push of UNAUTHORIZED was answered; with `pushTo` only. */
    pushed?: MockPushResult;
  }>;

  /** Pushes an event of an app, and changes nothing. AUTHORIZED and UPDATE_AUTHORIZED come with a code of 60 seconds. */
  pushEvent(
    this: void,
    event: Pick<MockIdentity, "client_id"> & {
      /** `AUTHORIZED`, `UPDATE_AUTHORIZED`, `UNAUTHORIZED`, or any other name. */
      event: string;
      /** Default: `pushTo`; `invalid_argument` if there is none. */
      to?: MockPushTarget | undefined;
      /** Fields to replace or add: `{ eventTime: "2019-01-14 12:45:10" }`. */
      more?: object | undefined;
    },
  ): Promise<MockPushResult>;

  /** Encrypts and signs a message of your own; with other keys than the platform's, a forged one. */
  encryptPush(
    this: void,
    push: {
      /** A JSON object. */
      message: object;
      client_id?: string | undefined;
      token?: string | undefined;
      aesKey?: string | undefined;
    },
  ): Promise<{ Nonce: string; TimeStamp: string; Encrypt: string; MsgSignature: string }>;

  /** An authorization code of an app, which is authorized from then on. */
  issueAuthorizationCode(
    this: void,
    options?:
      | (Pick<MockIdentity, "client_id"> & {
          /** Default: `"page"`. */
          from?: MockAuthorizationCodeOrigin | undefined;
        })
      | null,
  ): string;

  /** Whether the app has authorized the platform. */
  isAuthorized(this: void, app?: Pick<MockIdentity, "client_id"> | null): boolean;

  /** Ends the platform's own access tokens (`42.`); then error_code 110. Those of apps: `revokeTokens` of the mock. */
  revokeTokens(this: void): void;

  /** Changes settings. */
  set(this: void, settings: Partial<OrUndefined<MockPlatformSettings>>): void;
}

export interface MockBaidu {
  /** The third-party platform. */
  readonly platform: MockPlatform;
  /** The apps, the default one included; `sk` is the one valid now. */
  readonly apps: readonly [MockApp, ...MockApp[]];
  /** The names of the users seen so far. */
  readonly users: readonly string[];
  /** How many requests reached each endpoint since the start or `reset()`, faults included. */
  readonly calls: Readonly<Record<MockEndpoint, number>>;
  /** The last 1,000 requests, the oldest first, without secrets. */
  readonly requests: readonly MockRequest[];
  /** The settings in force. */
  readonly settings: Readonly<MockSettings>;
  /** The faults that wait for a call, in the order of `fault`. */
  readonly faults: readonly MockPlannedFault[];
  /** How many users, codes and access tokens the mock remembers. */
  readonly remembered: Readonly<Record<"users" | "codes" | "tokens", number>>;

  /**
   * Answers like the global fetch, by path; the host is ignored. Rejects with
   * `signal.reason` when aborted. Works unbound: `{ fetch: mock.fetch }`.
   *
   * Paths below `/mock` are the mock's own and not Baidu's: the methods here, over
   * HTTP. `GET /mock` lists them.
   */
  fetch(this: void, input: Request | string | URL, init?: RequestInit): Promise<Response>;

  /**
   * Plays `swan.getLoginCode`: a login code, single-use, valid for `codeLifetime`.
   * 32 hex digits and "NW"; with `host` the `randStr@host/randStr` of an
   * open-source host app. Invented: that a user has the same openid in every host
   * app.
   */
  issueCode(
    this: void,
    identity?:
      | (MockIdentity & {
          /** Name of the host app, for example `"iqiyi"`. Default: none, the Baidu app. */
          host?: string | undefined;
        })
      | null,
  ): string;

  /**
   * The `45.` token by which a third-party platform acts for a mini program that
   * authorized it; valid for 3600 s.
   */
  issueAuthorizedToken(this: void, app?: Pick<MockIdentity, "client_id"> | null): string;

  /** The user's openid in the app: what an exchange of the user's code gives. Always the same. */
  openid(this: void, identity?: MockIdentity | null): string;

  /** The user's unionid under the app's owner. Always the same. */
  unionid(this: void, identity?: MockIdentity | null): string;

  /**
   * Plays `swan.getUserInfo` and `getPhoneNumber`: encrypts `content` as the user's phone would, with the iv that all
   * published samples have, the key's first half. Takes AES-192 of WebCrypto, which Node, Deno, Bun, workerd and Firefox
   * have; rejects in Chromium, which has none.
   *
   * @example
   * await mock.encryptUserData({ user: "alice", content: { mobile: "13800000000" } });
   */
  encryptUserData(
    this: void,
    options?:
      | (MockIdentity & {
          /** Any JSON value. Default: the user's profile: openid, nickname, headimgurl, sex. */
          content?: unknown;
          /** Of the user's session. Default: that of the newest login of this user; `invalid_argument` if there was none. */
          session_key?: string | undefined;
        })
      | null,
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
    options?:
      | (Pick<MockIdentity, "client_id"> & {
          /** Only this token. Default: all of the app, of every kind. */
          access_token?: string | undefined;
        })
      | null,
  ): void;

  /**
   * Resets the AppSecret: the old one and the app's `24.` tokens are refused from
   * now on. Returns the new one. Invented: that `45.` tokens outlive this.
   */
  resetSecret(this: void, app?: Pick<MockIdentity, "client_id"> | null): string;

  /** Changes settings; codes and tokens that were issued before keep their lifetimes. */
  set(this: void, settings: Partial<OrUndefined<MockSettings>>): void;

  /** Puts the mock's clock forward, so that codes and tokens expire. */
  advance(
    this: void,
    by: {
      /** A whole number from 1 to 315360000 (ten years), which is also the limit of all calls together. */
      seconds: number;
    },
  ): void;

  /**
   * Makes an endpoint, or with `"*"` every endpoint, misbehave. Faults of one
   * endpoint happen in the order given, each `times` times; one without `times`
   * stays until cleared or followed by another. An endpoint's own go before `"*"`.
   * The newest 100 are remembered.
   */
  fault(
    this: void,
    endpoint: MockEndpoint | "*",
    fault: MockFault | MockFaultHandler,
    options?: MockFaultOptions | null,
  ): void;

  /** Ends the faults of an endpoint (or those set for `"*"`); without argument, all. */
  clearFaults(this: void, endpoint?: MockEndpoint | "*"): void;

  /** Back to how it was created: forgets codes, tokens, faults, counts, requests, new users, secrets and settings. */
  reset(this: void): void;
}

/** One request to an endpoint of Baidu's, or to an unknown path. */
export interface MockRequest {
  /** When it came, by the mock's clock: `"2026-01-31T08:00:00.000Z"`. */
  time: string;
  method: string;
  path: string;
  /** Absent for an unknown path, which is answered with error_code 3. */
  endpoint?: MockEndpoint;
  /** The parameters of the URL. A secret, and every value or name that the mock does not know, is replaced by its length. */
  query: Readonly<Record<string, string>>;
  /** Those of the form. */
  form: Readonly<Record<string, string>>;
  /** The fault that answered; `custom` for a function. */
  fault?: MockFault | "custom";
  /** The HTTP status of the answer; absent when there was none, or not yet. */
  status?: number;
  errno?: number;
  error_code?: number;
  error?: string;
}

/** A fault that waits for a call. */
export interface MockPlannedFault {
  endpoint: MockEndpoint | "*";
  fault: MockFault | "custom";
  /** How many calls are left to it; absent when it stays. */
  times?: number;
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
 * - `answer-lost`, `answer-hang`: the call is carried out, then as `network` and `hang`.
 * - `answer-cut`: the first half of the true answer, then the connection breaks.
 *
 * Only `success-without-openid`, `truncated`, `slow` and those that begin with `answer-`
 * carry the call out (spending a code); the others answer in its place.
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
  | "network"
  | "answer-lost"
  | "answer-cut"
  | "answer-hang";

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
  times?: number | undefined;
  /**
   * Fields to replace or add in the JSON of a fault that answers in place of the call. The text follows the number, if
   * Baidu has one for it: `{ error_code: 110 }`, `{ errno: 10010500 }`, `{ error: "invalid_client" }`.
   */
  body?: Readonly<Record<string, unknown>> | undefined;
  /** HTTP status, 200 or 400 to 599, of the faults that take `body`, save `429`. Default: as their names and `gatewayStatus` say. */
  status?: number | undefined;
  /** `slow`: delay in milliseconds. Default: 1000. */
  delay?: number | undefined;
  /** `429`: the Retry-After header, whole seconds or an HTTP date. Default: 1. */
  retryAfter?: number | string | undefined;
}
