/**
 * The mock's third-party platform: actions of its owner and of the administrators of mini programs, and Baidu's pushes.
 *
 * @import { MockPlatform, MockPushTarget } from "../types/mock.cjs"
 * @import { Schema } from "./options.js"
 * @import { PlatformState } from "./platform-state.js"
 * @import { App, BaiduState } from "./state.js"
 */

import { invalidArgument } from "../api/arguments.js";
import { AES_KEY, checked, checkedAsync, JSON_OBJECT, name, oneOf, PLATFORM_SETTINGS, PUSH_TARGET } from "./options.js";
import { appIdNumber } from "./platform-endpoints.js";
import { CODE_LIFETIMES } from "./platform-state.js";
import { encryptPush, sendPush } from "./push.js";

const ORIGINS = Object.keys(CODE_LIFETIMES);

/**
 * @param {() => BaiduState} baidu  The state, which a reset replaces.
 * @param {Schema} app  The schema of the option that names an app.
 * @returns {MockPlatform}
 */
export function createMockPlatform(baidu, app) {
  const state = () => baidu().platform;
  const appOf = (/** @type {{ client_id?: string | undefined }} */ { client_id }) =>
    baidu().identify({ client_id }).app;

  /** @param {object} message */
  const encrypted = (message, keys = state().keys) => encryptPush(message, keys, baidu().seconds());

  /** @param {App} app @param {string} event @param {object} more */
  function eventMessage({ appid }, event, more) {
    const eventTime = beijingTime(baidu().now());
    return { appId: appIdNumber(appid), tpAppId: appIdNumber(state().account.appid), eventTime, event, ...more };
  }

  /** The code of an event, which lives 60 s. @param {App} app @param {string} event */
  function eventCode(app, event) {
    if (!CODE_EVENTS.includes(event)) return {};
    const authorizationCode = state().issueAuthorizationCode(app, "push");
    return { authorizationCode, authorizationCodeExpiresIn: CODE_LIFETIMES.push };
  }

  /** @param {string} method @param {object} message @param {MockPushTarget | undefined} to */
  async function push(method, message, to = state().settings.pushTo ?? undefined) {
    if (!to) throw invalidArgument(method, "to", "there", NO_TARGET);
    return sendPush(await encrypted(message), to);
  }

  /** Pushes an event as Baidu does without being asked, if `pushTo` is set. @param {App} app @param {string} event */
  async function pushIfConfigured(app, event) {
    const { pushTo } = state().settings;
    if (!pushTo) return {};
    return { pushed: await sendPush(await encrypted(eventMessage(app, event, eventCode(app, event))), pushTo) };
  }

  return {
    get client_id() {
      return state().keys.client_id;
    },
    get token() {
      return state().keys.token;
    },
    get aesKey() {
      return state().keys.aesKey;
    },
    get appid() {
      return state().account.appid;
    },
    get settings() {
      const { pushTo, ipWhitelist } = state().settings;
      return { pushTo, ipWhitelist: [...ipWhitelist] };
    },
    get authorizedApps() {
      return state().authorizedApps;
    },
    issueTicket: () => state().issueTicket(),
    pushTicket: checkedAsync("platform.pushTicket", { to: PUSH_TARGET, ticket: name }, async ({ to, ticket }) =>
      push("platform.pushTicket", ticketMessage(ticket ?? state().issueTicket(), baidu().seconds()), to),
    ),
    authorize: checkedAsync("platform.authorize", app, async (options) => {
      const app = appOf(options);
      state().authorize(app);
      const pushed = await pushIfConfigured(app, "AUTHORIZED");
      return {
        authorization_code: state().issueAuthorizationCode(app, "page"),
        expires_in: CODE_LIFETIMES.page,
        ...pushed,
      };
    }),
    withdraw: checkedAsync("platform.withdraw", app, async (options) => {
      const app = appOf(options);
      state().withdraw(app);
      return pushIfConfigured(app, "UNAUTHORIZED");
    }),
    pushEvent: checkedAsync(
      "platform.pushEvent",
      { ...app, event: { ...name, required: true }, to: PUSH_TARGET, more: JSON_OBJECT },
      async ({ event, to, more = {}, ...options }) => {
        const app = appOf(options);
        return push("platform.pushEvent", eventMessage(app, event, { ...eventCode(app, event), ...more }), to);
      },
    ),
    encryptPush: checkedAsync(
      "platform.encryptPush",
      { message: { ...JSON_OBJECT, required: true }, client_id: name, token: name, aesKey: AES_KEY },
      async ({ message, client_id, token, aesKey }) => {
        const { keys } = state();
        const own = {
          client_id: client_id ?? keys.client_id,
          token: token ?? keys.token,
          aesKey: aesKey ?? keys.aesKey,
        };
        return encrypted(message, own);
      },
    ),
    issueAuthorizationCode: checked(
      "platform.issueAuthorizationCode",
      { ...app, from: oneOf(ORIGINS) },
      ({ from = "page", ...options }) => {
        const app = appOf(options);
        state().authorize(app);
        return state().issueAuthorizationCode(app, from);
      },
    ),
    isAuthorized: checked("platform.isAuthorized", app, (options) => state().isAuthorized(appOf(options))),
    revokeTokens: () => baidu().revokeAll(state().account, "42"),
    set: checked("platform.set", PLATFORM_SETTINGS, (settings) => {
      const present = Object.entries(settings).filter(([, value]) => value !== undefined);
      Object.assign(state().settings, Object.fromEntries(present));
    }),
  };
}

/** The events that come with a code. */
const CODE_EVENTS = ["AUTHORIZED", "UPDATE_AUTHORIZED"];

const NO_TARGET =
  "Pass to: the address of the platform's 授权事件接收URL, or a function such as platform.handlePush; or set pushTo.";

/** @param {string} Ticket @param {number} CreateTime */
function ticketMessage(Ticket, CreateTime) {
  return { Ticket, FromUserName: "SmartAPP", CreateTime, MsgType: "ticket", Event: "push" };
}

/** Invented: that Baidu's times are Beijing's. @param {number} ms */
function beijingTime(ms) {
  return new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");
}

/** The page on which an administrator scans a code. */
export const PAGE = "/mappconsole/tp/authorization";

/**
 * The authorization page. Opening it authorizes at once. `app_id` is the mock's own parameter and chooses the mini program.
 * Invented: the page's texts, and that a redirect_uri may have a query.
 *
 * @param {PlatformState} state
 * @param {MockPlatform} platform
 * @param {readonly App[]} apps
 * @param {URLSearchParams} query
 */
export async function answerPage(state, platform, apps, query) {
  const [app_id, redirect_uri] = [query.get("app_id"), query.get("redirect_uri")];
  const app = app_id === null ? apps[0] : apps.find(({ appid }) => appid === app_id);
  const back = parseUrl(redirect_uri ?? "");
  if (query.get("client_id") !== state.keys.client_id) return page("client_id 不存在");
  if (!state.isPreAuthCode(query.get("pre_auth_code") ?? "")) return page("预授权码无效或已过期");
  if (!back) return page("redirect_uri 不是有效的地址");
  if (!app) return page("小程序不存在");
  const { authorization_code, expires_in } = await platform.authorize({ client_id: app.client_id });
  back.searchParams.set("authorization_code", authorization_code);
  back.searchParams.set("expires_in", String(expires_in));
  return new Response(null, { status: 302, headers: { location: back.href } });
}

/** @param {string} text */
function page(text) {
  const html = `<!doctype html><meta charset="utf-8"><title>授权</title><p>${text}</p>\n`;
  return new Response(html, { status: 400, headers: { "content-type": "text/html; charset=utf-8" } });
}

/** @param {string} text */
function parseUrl(text) {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}
