/**
 * A third-party platform. The types and their documentation are in platform.d.cts.
 *
 * It imports the calls from the main entry by the package's name. Each runtime and bundler resolves that name to the entry
 * for its own condition, so a program has one core, not two.
 *
 * @import * as API from "../types/platform.cjs"
 * @import { CallOptions } from "../types/index.d.cts"
 * @import { Platform } from "./grant.js"
 */

import { tpCreatePreAuthCode, tpGetAccessToken, tpGetAppInfo, tpGetAppToken } from "swan-login";
import { invalidArgument, refuseUnknownNames } from "../api/arguments.js";
import { detachMethods } from "../api/detached-methods.js";
import { parseUrl, readOptions, withCallOptions } from "../api/options.js";
import { SharedToken } from "../token/shared-token.js";
import { withToken } from "../token/with-token.js";
import { withDeadline } from "../transport/with-deadline.js";
import { SwanPlatformApp } from "./app.js";
import { AuthorizationCodes } from "./authorization-codes.js";
import { hasCode, timedOut } from "./errors.js";
import { createReceiver } from "./events.js";
import { Grant } from "./grant.js";
import { grantRecord } from "./grant-record.js";
import { APP_ID, readPlatformParams } from "./params.js";
import { createPushHandler } from "./push.js";
import { Ticket } from "./ticket.js";

export { SwanPlatformApp };

const METHODS = /** @type {const} */ (["handlePush", "authorizationUrl", "authorize", "app"]);

/** How many mini programs a process keeps in memory. The others are read from the store again. */
const MAX_GRANTS = 10_000;

const PAGE = "/mappconsole/tp/authorization";

/** Secrets are in private fields, so that inspection, JSON and structuredClone do not show them. */
export class SwanPlatform {
  #client_id;
  #options;
  /** @type {Platform} */
  #shared;
  #codes;
  #prefix;
  /** The least recently used one first. @type {Map<string, Grant>} */
  #grants = new Map();
  #handlePush;

  /** @param {API.SwanPlatformParams} params */
  constructor(params) {
    const { client_id, push, store, options, onEvent, onError } = readPlatformParams(params);
    this.#client_id = client_id;
    this.#options = options;
    // Keys contain the platform's key and App IDs. Both are public.
    this.#prefix = `swan-login:platform:${client_id}:`;
    const ticket = new Ticket(store, `${this.#prefix}ticket`);
    const token = new SharedToken({
      key: `${this.#prefix}access_token`,
      fetch: async () => tpGetAccessToken({ client_id, ticket: await ticket.get() }, options),
      store,
      timeout: options.timeout,
    });
    this.#shared = { store, token, ticket, options };
    this.#codes = new AuthorizationCodes(store, `${this.#prefix}code:`);
    const receive = createReceiver({
      ticket,
      grant: (app_id) => this.#grant(app_id),
      authorize: (code, authorized_at) => this.#redeem(code, authorized_at),
      onEvent,
      onError,
    });
    this.#handlePush = createPushHandler({ push, receive, onError });
    detachMethods(this, METHODS);
  }

  /** @type {API.SwanPlatform["handlePush"]} */
  async handlePush(request) {
    return this.#handlePush(request);
  }

  /** @type {API.SwanPlatform["authorizationUrl"]} */
  async authorizationUrl(params, options) {
    const endpoint = "tpCreatePreAuthCode";
    const redirect_uri = readRedirectUri(params);
    const merged = this.#checked(endpoint, options);
    const { pre_auth_code } = await withDeadline(
      merged,
      () => timedOut(endpoint),
      (signal) =>
        withToken(this.#shared.token, (access_token) =>
          tpCreatePreAuthCode({ access_token }, { ...merged, timeout: 0, signal }),
        ),
    );
    const query = new URLSearchParams({ client_id: this.#client_id, redirect_uri, pre_auth_code });
    return `${this.#pageOrigin}${PAGE}?${query}`;
  }

  /** @type {API.SwanPlatform["authorize"]} */
  async authorize(authorization_code, options) {
    const endpoint = "tpGetAppToken";
    const merged = this.#checked(endpoint, options);
    if (typeof authorization_code !== "string" || authorization_code.trim() === "")
      throw invalidArgument("authorize", "authorization_code", "a string with text");
    return withDeadline(
      merged,
      () => timedOut("authorize"),
      async () => {
        const grant = this.#grant(await this.#redeem(authorization_code, Date.now()));
        const { app_id, client_id = "", name = "", scopes = [] } = await grant.read();
        return { app_id, client_id, name, scopes };
      },
    );
  }

  /** @type {API.SwanPlatform["app"]} */
  app(app_id) {
    if (typeof app_id !== "string" || !APP_ID.test(app_id)) {
      const hint = "Pass the App ID of the mini program as a string of digits, without leading zeros; not its AppKey.";
      throw invalidArgument("SwanPlatform", "app_id", "a string of digits", hint);
    }
    return new SwanPlatformApp(app_id, this.#grant(app_id), this.#options);
  }

  /** @param {string} app_id */
  #grant(app_id) {
    const grant = this.#grants.get(app_id) ?? new Grant(this.#shared, app_id, `${this.#prefix}app:${app_id}`);
    this.#grants.delete(app_id);
    this.#grants.set(app_id, grant);
    const [oldest = app_id] = this.#grants.keys();
    if (this.#grants.size > MAX_GRANTS) this.#grants.delete(oldest);
    return grant;
  }

  /**
   * Exchanges an authorization code and stores the grant.
   * @param {string} code
   * @param {number} authorized_at  in ms since 1970
   * @returns {Promise<string>}  the app_id
   */
  async #redeem(code, authorized_at) {
    const { token, options } = this.#shared;
    // First, because the code cannot be sent without it.
    const access_token = await token.get();
    return this.#codes.redeem(code, async () => {
      const exchanged_at = Date.now();
      const tokens = await tpGetAppToken({ access_token, code }, options).catch((error) => {
        if (hasCode(error, "token_invalid")) token.refuse(access_token);
        throw error;
      });
      const app = await tpGetAppInfo({ access_token: tokens.access_token }, options);
      await this.#grant(app.app_id).put(
        grantRecord(app, tokens, { authorized_at, exchanged_at, issued_at: exchanged_at }),
      );
      return app.app_id;
    });
  }

  /** A mock serves the page as well. */
  get #pageOrigin() {
    const { baseUrl } = this.#options;
    return typeof baseUrl === "string" ? baseUrl.replace(/\/+$/, "") : "https://smartprogram.baidu.com";
  }

  /**
   * The platform's options with those of one call, checked.
   * @param {string} endpoint
   * @param {CallOptions | null} [options]
   */
  #checked(endpoint, options) {
    const merged = withCallOptions(endpoint, this.#options, options);
    const { timeout } = readOptions(endpoint, merged);
    return { ...merged, timeout };
  }
}

/**
 * Checks the redirect_uri, and adds the state to its query.
 * @param {API.AuthorizationUrlParams} params
 */
function readRedirectUri(params) {
  const NAME = "authorizationUrl";
  if (typeof params !== "object" || params === null)
    throw invalidArgument(NAME, "params", "an object with redirect_uri");
  refuseUnknownNames(NAME, params, ["redirect_uri", "state"]);
  const { redirect_uri, state } = params;
  const url = typeof redirect_uri === "string" ? parseUrl(redirect_uri) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw invalidArgument(NAME, "redirect_uri", "an address that begins with https:// or http://");
  if (state !== undefined && typeof state !== "string") throw invalidArgument(NAME, "state", "a string");
  if (state !== undefined) url.searchParams.set("state", state);
  return url.href;
}
