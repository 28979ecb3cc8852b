/**
 * Baidu's side of a third-party platform, as strict as it may be: whatever works once works once, a new authorization ends
 * the tokens of the one before, and a refresh token that comes a second time is counted.
 */

import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

/** @import { AddressInfo } from "node:net" */

/** @typedef {(request: { url: URL, headers: Headers, answer: () => Response }) => Response | Promise<Response>} Fault */

/**
 * @typedef {object} App
 * @property {string} app_id
 * @property {string} client_id
 * @property {boolean} isAuthorized
 * @property {string} [access_token]
 * @property {number} expires  of the access token, in ms
 * @property {string} [refresh_token]
 * @property {number} refreshes
 * @property {number} recoveries  authorization codes that were asked for
 * @property {number} logins
 */

export const PUSH = { token: "push-token", aesKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG" };
export const CLIENT_ID = "TpKeyTpKeyTpKeyTpKeyTpKeyTpKey01";

const LIFE = { 42: 2_592_000, 45: 3_600, 46: 315_360_000 };

export class PlatformBaidu {
  /** @type {Map<string, App>} */
  apps = new Map();
  /** Calls by path. @type {Record<string, number>} */
  calls = {};
  /** What worked once and came again. @type {string[]} */
  reused = [];
  /** In place of an answer, by path. @type {Map<string, Fault>} */
  faults = new Map();
  /** How far the clock is ahead, in ms. */
  ahead = 0;
  ticket = `ticket-${randomBytes(8).toString("hex")}`;
  /** Those that it takes. */
  tickets = new Set([this.ticket]);
  /** @type {string | undefined} */
  platformToken;
  /** @type {Map<string, { app: App, expires: number }>} */
  #codes = new Map();
  /** @type {Set<string>} */
  #spent = new Set();

  /** @param {number} count */
  constructor(count = 1) {
    for (let i = 1; i <= count; i++) {
      const app_id = String(16_000_000 + i);
      this.apps.set(app_id, {
        app_id,
        client_id: `AppKey${app_id}`,
        isAuthorized: false,
        expires: 0,
        refreshes: 0,
        recoveries: 0,
        logins: 0,
      });
    }
  }

  get app() {
    return /** @type {App} */ (this.apps.values().next().value);
  }

  now() {
    return Date.now() + this.ahead;
  }

  /**
   * What an administrator does on the page. Gives the code of the redirect.
   * @param {App} app @param {number} [life]  of the code, in s
   */
  authorize(app, life = 3_600) {
    app.isAuthorized = true;
    const code = `code-${randomBytes(12).toString("hex")}`;
    this.#codes.set(code, { app, expires: this.now() + life * 1_000 });
    return code;
  }

  /** @param {App} app */
  withdraw(app) {
    app.isAuthorized = false;
    app.access_token = app.refresh_token = undefined;
  }

  endAccessTokens() {
    for (const app of this.apps.values()) app.expires = 0;
  }

  /** Counts of all mini programs. */
  get totals() {
    const apps = [...this.apps.values()];
    const sum = (/** @type {"refreshes" | "recoveries" | "logins"} */ name) =>
      apps.reduce((total, app) => total + app[name], 0);
    return { refreshes: sum("refreshes"), recoveries: sum("recoveries"), logins: sum("logins") };
  }

  /** @param {object} message @param {{ token?: string, aesKey?: string, client_id?: string, at?: number }} [more] */
  push(message, { token = PUSH.token, aesKey = PUSH.aesKey, client_id = CLIENT_ID, at = this.now() } = {}) {
    const content = Buffer.from(JSON.stringify(message));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    const plain = Buffer.concat([randomBytes(16), length, content, Buffer.from(client_id)]);
    const pad = 32 - (plain.length % 32);
    const key = Buffer.from(`${aesKey}=`, "base64");
    const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
    const encrypted = Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), cipher.final()]);
    const Encrypt = encrypted.toString("base64");
    const [Nonce, TimeStamp] = [String(randomBytes(4).readUInt32BE()), String(Math.floor(at / 1_000))];
    const parts = [token, TimeStamp, Nonce, Encrypt].sort();
    const MsgSignature = createHash("sha1").update(parts.join("")).digest("hex");
    const body = JSON.stringify({ Nonce, TimeStamp, Encrypt, MsgSignature });
    return new Request("https://platform.example/push", { method: "POST", body });
  }

  /** @param {{ ticket?: string, at?: number }} [options] */
  pushTicket({ ticket = this.ticket, at = this.now() } = {}) {
    const CreateTime = Math.floor(at / 1_000);
    return this.push({ Ticket: ticket, FromUserName: "SmartAPP", CreateTime, MsgType: "ticket", Event: "push" });
  }

  /**
   * @param {App} app @param {string} event
   * @param {{ at?: number, authorizationCode?: string }} [more]
   */
  pushEvent(app, event, { at = this.now(), ...more } = {}) {
    const eventTime = new Date(at + 8 * 3_600_000).toISOString().replace("T", " ").slice(0, 19);
    return this.push({ appId: Number(app.app_id), tpAppId: 1, eventTime, event, ...more });
  }

  /** @type {(input: string | URL, init?: RequestInit) => Promise<Response>} */
  fetch = async (input, init = {}) => {
    const url = new URL(input);
    const params = new URLSearchParams(url.search);
    for (const [name, value] of new URLSearchParams(String(init.body ?? ""))) params.set(name, value);
    const path = url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
    const name = path === "token" ? String(params.get("grant_type") ?? "tp/token") : path;
    this.calls[name] = (this.calls[name] ?? 0) + 1;
    const answer = () => this.#answer(name, params);
    const fault = this.faults.get(name);
    if (!fault) return answer();
    return fault({ url, headers: new Headers(init.headers), answer });
  };

  /** @param {string} name @param {URLSearchParams} params @returns {Response} */
  #answer(name, params) {
    const text = (/** @type {string} */ name) => params.get(name) ?? "";
    const access_token = text("access_token");
    if (name === "tp/token") {
      if (!this.tickets.has(text("ticket"))) return Response.json({ errno: 50003, msg: "ticket invalid" });
      this.platformToken = token(42);
      return envelope({ access_token: this.platformToken, expires_in: LIFE[42] });
    }
    if (PLATFORM_CALLS.has(name)) {
      if (access_token !== this.platformToken) return gateway(110);
      if (name === "createpreauthcode") return envelope({ pre_auth_code: "pre-auth", expires_in: 1_200 });
      if (name === "app_to_tp_authorization_code") return this.#exchange(text("code"));
      if (name === "app_to_tp_refresh_token") return this.#refresh(text("refresh_token"));
      const app = this.apps.get(text("app_id"));
      if (!app?.isAuthorized) {
        if (app) app.recoveries++;
        return Response.json({ errno: 50032, msg: "no authorization" });
      }
      app.recoveries++;
      return envelope({ authorization_code: this.authorize(app, 18_000), expires_in: 18_000 });
    }
    if (name === "authorization") {
      // The administrator agrees at once.
      const back = new URL(text("redirect_uri"));
      back.searchParams.set("authorization_code", this.authorize(this.app));
      back.searchParams.set("expires_in", "3600");
      return Response.redirect(back);
    }
    const app = [...this.apps.values()].find((app) => app.access_token === access_token);
    if (!app) return gateway(110);
    if (this.now() >= app.expires) return gateway(111);
    if (name === "info") {
      const { app_id, client_id } = app;
      const auth_info = [{ scope_name: "登录", type: 1 }];
      return envelope({ app_id: Number(app_id), app_name: `应用${app_id}`, app_key: client_id, auth_info });
    }
    if (name === "getsessionkeybycode") {
      if (this.#spent.has(text("code"))) {
        this.reused.push(text("code"));
        return Response.json({ errno: 10010100, error: "invalid code , expired or revoked" });
      }
      this.#spent.add(text("code"));
      app.logins++;
      return Response.json({ openid: `openid-${app.app_id}`, session_key: "5e5510e5510e5510e5510e5510e55100" });
    }
    if (name === "get") return envelope({ union_id: `unionid-${text("open_id")}` });
    return new Response(null, { status: 404 });
  }

  /** @param {string} code */
  #exchange(code) {
    const issued = this.#codes.get(code);
    if (this.#spent.has(code)) this.reused.push(code);
    if (!issued || this.#spent.has(code) || this.now() >= issued.expires || !issued.app.isAuthorized)
      return Response.json(
        { error: "invalid_grant", error_description: "Invalid authorization code" },
        { status: 400 },
      );
    this.#spent.add(code);
    return this.#issue(issued.app);
  }

  /** @param {string} refresh_token */
  #refresh(refresh_token) {
    const app = [...this.apps.values()].find((app) => app.refresh_token === refresh_token);
    if (this.#spent.has(refresh_token)) this.reused.push(refresh_token);
    if (!app)
      return Response.json(
        { error: "expired_token", error_description: "refresh token has been used" },
        { status: 400 },
      );
    this.#spent.add(refresh_token);
    app.refreshes++;
    return this.#issue(app);
  }

  /** @param {App} app */
  #issue(app) {
    app.access_token = token(45);
    app.refresh_token = token(46);
    app.expires = this.now() + LIFE[45] * 1_000;
    const { access_token, refresh_token } = app;
    return Response.json({ access_token, refresh_token, expires_in: LIFE[45] });
  }
}

const PLATFORM_CALLS = new Set([
  "createpreauthcode",
  "app_to_tp_authorization_code",
  "app_to_tp_refresh_token",
  "authorizationcode",
]);

/** @param {42 | 45 | 46} kind */
const token = (kind) => `${kind}.${randomBytes(16).toString("hex")}.${LIFE[kind]}.1800000000.282335-1`;

/** @param {object} data */
const envelope = (data) => Response.json({ errno: 0, msg: "success", data });

/** @param {number} error_code */
const gateway = (error_code) => Response.json({ error_code, error_msg: "Access token invalid or no longer valid" });

/** Baidu over HTTP. @param {PlatformBaidu} baidu */
export async function servePlatformBaidu(baidu) {
  const server = createServer(async (request, response) => {
    try {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const headers = /** @type {Record<string, string>} */ (request.headers);
      const body = Buffer.concat(chunks).toString();
      const answer = await baidu.fetch(`http://localhost${request.url}`, { headers, body });
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      const text = await answer.text();
      response.write(text);
      // An answer that is cut.
      if (Number(answer.headers.get("content-length")) > text.length) setTimeout(() => response.destroy(), 20);
      else response.end();
    } catch {
      response.destroy();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {AddressInfo} */ (server.address());
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${port}`, close };
}
