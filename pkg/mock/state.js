/**
 * Baidu's state: apps, users, codes and tokens.
 *
 * @import { MockAppOptions, MockBaiduOptions, MockIdentity, MockSettings } from "../types/mock.cjs"
 *
 * @typedef {{ [name in keyof MockAppOptions]-?: NonNullable<MockAppOptions[name]> }} App
 * @typedef {"24" | "25" | "42" | "45"} TokenKind  App, its refresh token, third-party platform, app authorized to one.
 * @typedef {{ kind: TokenKind, app: App, expires: number }} Token
 * @typedef {{ app: App, user: string }} Identity
 */

import { BoundedMap } from "./bounded-map.js";
import { PlatformState } from "./platform-state.js";
import { randomHex } from "./random.js";

/** @type {Readonly<App>} Fixed, so that it can be written into a configuration. */
const DEFAULT_APP = Object.freeze({
  client_id: "MockAppKeyMockAppKeyMockAppKey01",
  sk: "MockAppSecretMockAppSecretMock01",
  appid: "11136662",
  owner: "owner-1",
});

/** How many codes, tokens of a kind, and users are remembered. */
const LIMIT = 10_000;

/** An expired token is remembered for this long, because Baidu answers 111 for it and 110 for an unknown one. */
const EXPIRED_TOKEN_MS = 3_600_000;

export class BaiduState {
  /** @type {readonly [App, ...App[]]} */
  apps;
  /** @type {MockSettings} */
  settings;
  #now;
  /** How far `advance` has put the clock forward, in milliseconds. */
  #aheadMs = 0;
  /** The users of the options. They are never forgotten. @type {ReadonlySet<string>} */
  #users;
  /** @type {BoundedMap<string, true>} */
  #newUsers = new BoundedMap(LIMIT);
  /** @type {BoundedMap<string, Identity & { expires: number }>} */
  #codes = new BoundedMap(LIMIT, (code) => this.isExpired(code));
  /** By kind, because tokens of one kind expire in the order in which they were issued. */
  #tokens = { 24: this.#newTokens(), 25: this.#newTokens(), 42: this.#newTokens(), 45: this.#newTokens() };
  /** Openid -> identity, for the users of the options. @type {ReadonlyMap<string, Identity>} */
  #identities;
  /** Openid -> identity, for whoever was asked for since. @type {BoundedMap<string, Identity>} */
  #newIdentities = new BoundedMap(LIMIT);
  /** Openids of users who have not authorized the app. @type {BoundedMap<string, true>} */
  #unauthorized = new BoundedMap(LIMIT);
  /** Openid -> the session_key of the newest login. @type {BoundedMap<string, string>} */
  #sessionKeys = new BoundedMap(LIMIT);

  /** @param {MockBaiduOptions} options */
  constructor({ apps = [], users = ["user-1"], now = () => Date.now(), platform = {}, ...settings }) {
    const [first = DEFAULT_APP, ...others] = apps;
    this.apps = [complete(first, 0), ...others.map((app, index) => complete(app, index + 1))];
    this.#now = now;
    this.settings = {
      codeLifetime: settings.codeLifetime ?? 300,
      tokenLifetime: settings.tokenLifetime ?? 2592000,
      strict: settings.strict ?? false,
      dialect: settings.dialect ?? "errno",
      gatewayStatus: settings.gatewayStatus ?? 200,
    };
    this.platform = new PlatformState(this, platform);
    this.#users = new Set(users);
    this.defaultUser = users[0] ?? "user-1";
    const identities = this.apps.flatMap((app) => users.map((user) => ({ app, user })));
    this.#identities = new Map(identities.map((identity) => [openidOf(identity), identity]));
  }

  get users() {
    return [...this.#users, ...this.#newUsers.keys()];
  }

  /** Milliseconds since the epoch. */
  now() {
    return this.#now() + this.#aheadMs;
  }

  seconds() {
    return Math.floor(this.now() / 1000);
  }

  /** @param {number} seconds */
  advance(seconds) {
    this.#aheadMs += seconds * 1000;
  }

  /** How far the clock has been put forward. */
  get secondsAhead() {
    return this.#aheadMs / 1000;
  }

  /** @param {{ expires: number }} thing */
  isExpired({ expires }) {
    return this.now() >= expires;
  }

  /** @param {string} client_id */
  app(client_id) {
    return this.apps.find((app) => app.client_id === client_id);
  }

  /** The app and the user. The app must exist; the user is created. @param {MockIdentity} identity */
  identify({ client_id, user = this.defaultUser }) {
    const app = client_id === undefined ? this.apps[0] : /** @type {App} */ (this.app(client_id));
    if (!this.#users.has(user)) this.#newUsers.set(user, true);
    return { app, user };
  }

  /** @param {Identity} identity @param {string} [host] */
  issueCode(identity, host) {
    const code = host === undefined ? `${randomHex(32)}NW` : `${randomHex(16)}@${host}/${randomHex(16)}`;
    this.#codes.set(code, { ...identity, expires: this.now() + this.settings.codeLifetime * 1000 });
    return code;
  }

  /**
   * Spends a code. Invented: that the code survives when another app tries it.
   *
   * @param {App | undefined} app @param {string} code
   */
  redeemCode(app, code) {
    const issued = this.#codes.get(code);
    if (!issued || issued.app !== app) return undefined;
    this.#codes.delete(code);
    if (this.isExpired(issued)) return undefined;
    const session = { openid: this.openid(issued), session_key: randomHex(32) };
    this.#sessionKeys.set(session.openid, session.session_key);
    return session;
  }

  /** The session_key of the user's newest login. @param {string} openid */
  sessionKey(openid) {
    return this.#sessionKeys.get(openid);
  }

  /** @param {TokenKind} kind @param {App} app */
  issueToken(kind, app) {
    const token = this.newToken(kind, app);
    this.#tokens[kind].set(token, { kind, app, expires: this.now() + this.#lifetime(kind) * 1000 });
    return token;
  }

  /** A token that nobody remembers, of those kinds or a refresh token of kind 46. @param {TokenKind | "46"} kind @param {App} app */
  newToken(kind, app) {
    const lifetime = this.#lifetime(kind);
    return `${kind}.${randomHex(32)}.${lifetime}.${this.seconds() + lifetime}.282335-${app.appid}`;
  }

  /** In seconds. @param {TokenKind | "46"} kind */
  #lifetime(kind) {
    return { 24: this.settings.tokenLifetime, 25: 315360000, 42: 2592000, 45: 3600, 46: 315360000 }[kind];
  }

  /** @param {string} token */
  token(token) {
    return this.#tokensOfEachKind.map((tokens) => tokens.get(token)).find(Boolean);
  }

  /** @param {string} token */
  revoke(token) {
    for (const tokens of this.#tokensOfEachKind) tokens.delete(token);
  }

  /** @param {App} app @param {TokenKind} [kind] */
  revokeAll(app, kind) {
    for (const tokens of kind ? [this.#tokens[kind]] : this.#tokensOfEachKind)
      for (const [name, token] of tokens) if (token.app === app) tokens.delete(name);
  }

  /** @param {App} app */
  resetSecret(app) {
    app.sk = randomHex(32);
    this.revokeAll(app, "24");
    return app.sk;
  }

  /** @param {Identity} identity */
  openid(identity) {
    const openid = openidOf(identity);
    this.#newIdentities.set(openid, identity);
    return openid;
  }

  /** @param {Identity} identity */
  unionid({ app, user }) {
    return `S${derive(22, "unionid", app.owner, user)}`;
  }

  /** @param {string} openid */
  isOpenid(openid) {
    return this.#identity(openid) !== undefined;
  }

  /**
   * The unionid of an openid, if the openid belongs to the app and its user has authorized the app.
   *
   * @param {App | undefined} app @param {string} openid
   */
  unionidOf(app, openid) {
    const identity = this.#identity(openid);
    if (!identity || identity.app !== app || this.#unauthorized.has(openid)) return undefined;
    return this.unionid(identity);
  }

  /** @param {Identity} identity @param {boolean} authorized */
  setAuthorized(identity, authorized) {
    const openid = this.openid(identity);
    if (authorized) this.#unauthorized.delete(openid);
    else this.#unauthorized.set(openid, true);
  }

  /** How much is remembered, in numbers. */
  get counts() {
    const { 24: app, 42: platform, 45: authorized } = this.#tokens;
    return { users: this.users.length, codes: this.#codes.size, tokens: app.size + platform.size + authorized.size };
  }

  /** @param {string} openid */
  #identity(openid) {
    return this.#identities.get(openid) ?? this.#newIdentities.get(openid);
  }

  get #tokensOfEachKind() {
    return Object.values(this.#tokens);
  }

  /** @returns {BoundedMap<string, Token>} */
  #newTokens() {
    return new BoundedMap(LIMIT, ({ expires }) => this.now() >= expires + EXPIRED_TOKEN_MS);
  }
}

/** @param {MockAppOptions} app @param {number} index @returns {App} */
function complete({ client_id, sk, appid, owner }, index) {
  return { client_id, sk, appid: appid ?? String(11136662 + index), owner: owner ?? DEFAULT_APP.owner };
}

/** @param {Identity} identity */
const openidOf = ({ app, user }) => derive(26, "openid", app.client_id, user);

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/**
 * An id that looks random and is the same in every run, so that a developer's
 * database still knows its users after the mock was restarted.
 *
 * @param {number} length @param {...string} parts
 */
function derive(length, ...parts) {
  const text = JSON.stringify(parts);
  return Array.from({ length }, (_, index) => ALPHABET[hash(`${index}${text}`) % ALPHABET.length]).join("");
}

/** FNV-1a with the final mix of MurmurHash3. @param {string} text */
function hash(text) {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
