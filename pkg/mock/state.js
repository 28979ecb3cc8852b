/**
 * What Baidu knows: apps, users, codes and tokens.
 *
 * @import { MockAppOptions, MockBaiduOptions, MockIdentity } from "../types/mock.cjs"
 *
 * @typedef {Required<MockAppOptions>} App
 * @typedef {"24" | "25" | "45"} TokenKind App, its refresh token, app authorized to a third party.
 * @typedef {{ kind: TokenKind, app: App, expires: number }} Token
 * @typedef {{ app: App, user: string }} Identity
 */

import { randomHex } from "./random.js";

/** @type {Readonly<App>} Fixed, so that it can be written into a configuration. */
const DEFAULT_APP = Object.freeze({
  client_id: "MockAppKeyMockAppKeyMockAppKey01",
  sk: "MockAppSecretMockAppSecretMock01",
  appid: "11136662",
  owner: "owner-1",
});

export class BaiduState {
  /** @type {readonly [App, ...App[]]} */
  apps;
  /** @type {Set<string>} */
  users;
  /** @type {Map<string, Identity & { expires: number }>} */
  #codes = new Map();
  /** @type {Map<string, Token>} */
  #tokens = new Map();
  /** @type {Map<string, Identity>} By openid. */
  #identities = new Map();
  /** @type {Set<string>} Openids of users who have not authorized the app. */
  #unauthorized = new Set();

  /** @param {MockBaiduOptions} options */
  constructor({
    apps = [DEFAULT_APP],
    users = ["user-1"],
    now = () => Date.now(),
    codeLifetime = 300,
    tokenLifetime = 2592000,
    strict = false,
    dialect = "oauth400",
  }) {
    const [first, ...others] = apps.map((app, index) => ({ ...DEFAULT_APP, appid: String(11136662 + index), ...app }));
    if (!first) throw new TypeError("the mock needs at least one app");
    this.apps = [first, ...others];
    this.users = new Set(users);
    this.defaultUser = users[0] ?? "user-1";
    this.now = now;
    this.codeLifetime = codeLifetime;
    this.tokenLifetime = tokenLifetime;
    this.strict = strict;
    this.dialect = dialect;
    this.oauthStatus = dialect === "oauth401" ? 401 : 400;
    for (const app of this.apps) for (const user of users) this.openid({ app, user });
  }

  seconds() {
    return Math.floor(this.now() / 1000);
  }

  /** @param {{ expires: number }} thing */
  isOver({ expires }) {
    return this.now() >= expires;
  }

  /** @param {string} client_id */
  app(client_id) {
    return this.apps.find((app) => app.client_id === client_id);
  }

  /** @param {MockIdentity} [identity] @returns {Identity} */
  identify({ client_id = this.apps[0].client_id, user = this.defaultUser } = {}) {
    const app = this.app(client_id);
    if (!app) throw new TypeError(`the mock has no app with client_id ${JSON.stringify(client_id)}`);
    this.users.add(user);
    return { app, user };
  }

  /** @param {Identity} identity @param {string} [host] */
  issueCode(identity, host) {
    const code = host === undefined ? `${randomHex(32)}NW` : `${randomHex(16)}@${host}/${randomHex(16)}`;
    this.#codes.set(code, { ...identity, expires: this.now() + this.codeLifetime * 1000 });
    return code;
  }

  /**
   * Spends a code. Invented: that another app's attempt leaves it alive.
   *
   * @param {App | undefined} app @param {string} code
   */
  redeemCode(app, code) {
    const issued = this.#codes.get(code);
    if (!issued || issued.app !== app) return undefined;
    this.#codes.delete(code);
    return this.isOver(issued) ? undefined : { openid: this.openid(issued), session_key: randomHex(32) };
  }

  /** @param {TokenKind} kind @param {App} app */
  issueToken(kind, app) {
    const lifetime = { 24: this.tokenLifetime, 25: 315360000, 45: 3600 }[kind];
    const token = `${kind}.${randomHex(32)}.${lifetime}.${this.seconds() + lifetime}.282335-${app.appid}`;
    this.#tokens.set(token, { kind, app, expires: this.now() + lifetime * 1000 });
    return token;
  }

  /** @param {string} token */
  token(token) {
    return this.#tokens.get(token);
  }

  /** @param {string} token */
  revoke(token) {
    this.#tokens.delete(token);
  }

  /** @param {App} app @param {TokenKind} [kind] */
  revokeAll(app, kind) {
    for (const [name, token] of this.#tokens)
      if (token.app === app && (kind ?? token.kind) === token.kind) this.revoke(name);
  }

  /** @param {App} app */
  resetSecret(app) {
    app.sk = randomHex(32);
    this.revokeAll(app, "24");
    return app.sk;
  }

  /** @param {Identity} identity */
  openid({ app, user }) {
    const openid = derive(26, "openid", app.client_id, user);
    this.#identities.set(openid, { app, user });
    return openid;
  }

  /** @param {Identity} identity */
  unionid({ app, user }) {
    return `S${derive(22, "unionid", app.owner, user)}`;
  }

  /**
   * The unionid behind an openid, if it is the app's and its user has authorized.
   *
   * @param {App | undefined} app @param {string} openid
   */
  unionidOf(app, openid) {
    const identity = this.#identities.get(openid);
    if (!identity || identity.app !== app || this.#unauthorized.has(openid)) return undefined;
    return this.unionid(identity);
  }

  /** @param {Identity} identity @param {boolean} authorized */
  setAuthorized(identity, authorized) {
    if (authorized) this.#unauthorized.delete(this.openid(identity));
    else this.#unauthorized.add(this.openid(identity));
  }
}

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
