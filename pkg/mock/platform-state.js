/**
 * The state of a third-party platform (第三方平台): its tickets, the mini programs that have authorized it, and their codes
 * and refresh tokens.
 *
 * @import { MockAuthorizationCodeOrigin, MockPlatformOptions, MockPlatformSettings } from "../types/mock.cjs"
 * @import { App, BaiduState } from "./state.js"
 *
 * @typedef {"used" | "revoked" | "unknown"} RefusalReason  Why a refresh token is refused.
 * @typedef {{ access_token: string, refresh_token: string }} Tokens
 */

import { BoundedMap } from "./bounded-map.js";
import { randomHex } from "./random.js";

/** Fixed, so that it can be written into a configuration. */
const DEFAULTS = {
  client_id: "MockTpKeyMockTpKeyMockTpKeyMock1",
  token: "MockPushToken",
  aesKey: "MockAesKeyMockAesKeyMockAesKeyMockAesKey123",
  appid: "10000001",
};

/** In seconds. A code from the flow that registers a mini program never expires. */
export const CODE_LIFETIMES = Object.freeze({ page: 3_600, push: 60, retrieve: 18_000, register: Infinity });

/** The lifetime of a pre-authorization code, in seconds. */
export const PRE_AUTH_LIFETIME = 1_200;

/** Invented: the lifetime of a ticket, in seconds. */
const TICKET_LIFETIME = 43_200;

const LIMIT = 10_000;

export class PlatformState {
  /** @type {MockPlatformSettings} */
  settings;
  #baidu;
  /** Ticket -> when it expires. @type {BoundedMap<string, { expires: number }>} */
  #tickets;
  /** @type {BoundedMap<string, { expires: number }>} */
  #preAuthCodes;
  /** @type {BoundedMap<string, { app: App, expires: number }>} */
  #codes;
  /** App -> its refresh token, as long as it is authorized; none before a code was exchanged. @type {Map<App, string | undefined>} */
  #grants = new Map();
  /** Refresh tokens that no longer work -> why. @type {BoundedMap<string, RefusalReason>} */
  #refusedTokens = new BoundedMap(LIMIT);

  /** @param {BaiduState} baidu @param {MockPlatformOptions} options */
  constructor(baidu, { pushTo = null, ipWhitelist = [], ...options }) {
    const present = Object.entries(options).filter(([, value]) => value !== undefined);
    const { client_id, token, aesKey, appid } = { ...DEFAULTS, ...Object.fromEntries(present) };
    this.keys = Object.freeze({ client_id, token, aesKey });
    /** The owner of the platform's own tokens. @type {App} */
    this.account = { client_id, sk: "", appid, owner: client_id };
    this.settings = { pushTo, ipWhitelist: [...ipWhitelist] };
    this.#baidu = baidu;
    this.#tickets = new BoundedMap(LIMIT, (ticket) => baidu.isExpired(ticket));
    this.#preAuthCodes = new BoundedMap(LIMIT, (code) => baidu.isExpired(code));
    this.#codes = new BoundedMap(LIMIT, (code) => baidu.isExpired(code));
  }

  /** @param {string} address */
  allows(address) {
    const { ipWhitelist } = this.settings;
    return ipWhitelist.length === 0 || ipWhitelist.includes(address);
  }

  issueTicket() {
    const ticket = randomHex(32);
    this.#tickets.set(ticket, this.#expiresIn(TICKET_LIFETIME));
    return ticket;
  }

  get hasTicket() {
    return this.#tickets.size > 0;
  }

  /** @param {string} ticket */
  isTicket(ticket) {
    return this.#isAlive(this.#tickets.get(ticket));
  }

  issuePreAuthCode() {
    const code = btoa(`smtapp${this.account.appid}${randomHex(32)}`);
    this.#preAuthCodes.set(code, this.#expiresIn(PRE_AUTH_LIFETIME));
    return code;
  }

  /** Invented: that a pre-authorization code works more than once. @param {string} code */
  isPreAuthCode(code) {
    return this.#isAlive(this.#preAuthCodes.get(code));
  }

  /** @param {App} app */
  authorize(app) {
    if (!this.isAuthorized(app)) this.#grants.set(app, undefined);
  }

  /** @param {App} app */
  isAuthorized(app) {
    return this.#grants.has(app);
  }

  get authorizedApps() {
    return [...this.#grants.keys()];
  }

  /** Ends everything that the app's authorization gave. @param {App} app */
  withdraw(app) {
    this.#endGrant(app, "revoked");
    this.#grants.delete(app);
    for (const [code, issued] of this.#codes) if (issued.app === app) this.#codes.delete(code);
  }

  /** @param {App} app @param {MockAuthorizationCodeOrigin} from */
  issueAuthorizationCode(app, from) {
    const code = randomHex(32);
    this.#codes.set(code, { app, ...this.#expiresIn(CODE_LIFETIMES[from]) });
    return code;
  }

  /**
   * Spends an authorization code. Invented: that the tokens of the authorization before it end.
   *
   * @param {string} code
   * @returns {Tokens | undefined}
   */
  redeemAuthorizationCode(code) {
    const issued = this.#codes.get(code);
    this.#codes.delete(code);
    if (!issued || this.#baidu.isExpired(issued) || !this.isAuthorized(issued.app)) return undefined;
    this.#endGrant(issued.app, "used");
    return this.#issueTokens(issued.app);
  }

  /**
   * Spends a refresh token. Invented: that access tokens from before it live on.
   *
   * @param {string} refresh_token
   * @returns {Tokens | RefusalReason}
   */
  refresh(refresh_token) {
    const app = this.authorizedApps.find((app) => this.#grants.get(app) === refresh_token);
    if (!app) return this.#refusedTokens.get(refresh_token) ?? "unknown";
    this.#refusedTokens.set(refresh_token, "used");
    return this.#issueTokens(app);
  }

  /** @param {App} app @returns {Tokens} */
  #issueTokens(app) {
    const access_token = this.#baidu.issueToken("45", app);
    const refresh_token = this.#baidu.newToken("46", app);
    this.#grants.set(app, refresh_token);
    return { access_token, refresh_token };
  }

  /** @param {App} app @param {RefusalReason} why */
  #endGrant(app, why) {
    const refresh_token = this.#grants.get(app);
    if (refresh_token !== undefined) this.#refusedTokens.set(refresh_token, why);
    this.#baidu.revokeAll(app, "45");
  }

  /** @param {number} seconds */
  #expiresIn(seconds) {
    return { expires: this.#baidu.now() + seconds * 1_000 };
  }

  /** @param {{ expires: number } | undefined} thing */
  #isAlive(thing) {
    return thing !== undefined && !this.#baidu.isExpired(thing);
  }
}
