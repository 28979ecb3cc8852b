/**
 * Gets from the mock what a call needs, as a mini program, its server and Baidu's pushes would give it.
 *
 * @import { Endpoint } from "../../types/index.cjs"
 * @import { Server } from "./server.js"
 */

import { calls } from "../../wasm/calls.js";
import { parseResponse } from "./core.js";

/**
 * @param {Server} server
 * @param {Endpoint} endpoint
 * @param {typeof parseResponse} [parse]
 * @returns {Promise<Record<string, string>>}  without the AppSecret of a mock that the studio has not started, nor what
 *   needs it
 */
export async function fillFromMock(server, endpoint, parse = parseResponse) {
  const { credentials } = await server.mock();

  /** What the success of another call gives. @param {Endpoint} name @param {object} params @returns {Promise<any>} */
  async function resultOf(name, params) {
    const { answer } = await server.send(name, params, "mock");
    return answer && parse(name, answer);
  }
  const platformKey = async () => (await server.askMock("platform")).client_id;
  const ticket = async () => (await server.askMock("platform/issue-ticket")).ticket;
  const platformToken = async () =>
    (await resultOf("tpGetAccessToken", { client_id: await platformKey(), ticket: await ticket() }))?.access_token;
  const authorizationCode = async () => (await server.askMock("platform/code")).authorization_code;
  const ownToken = async () => credentials && (await resultOf("getAccessToken", credentials))?.access_token;
  const firstApp = async () => (await server.askMock("state")).apps[0];

  /** @type {Record<string, () => Promise<string | undefined>>} */
  const sources = {
    client_id: async () => (PLATFORM_CALLS.includes(endpoint) ? platformKey() : (await firstApp()).client_id),
    sk: async () => credentials?.sk,
    code: async () => (endpoint === "tpGetAppToken" ? authorizationCode() : (await server.askMock("code")).code),
    openid: async () => (await server.askMock("user")).openid,
    app_id: async () => {
      const { client_id, appid } = await firstApp();
      // There is no code to retrieve of an app that has not authorized the platform.
      await server.askMock("platform/authorize", { client_id });
      return appid;
    },
    ticket,
    access_token: async () => {
      if (PLATFORM_CALLS.includes(endpoint)) return platformToken();
      return APP_CALLS.includes(endpoint) ? (await server.askMock("tp-token")).access_token : ownToken();
    },
    refresh_token: async () =>
      (await resultOf("tpGetAppToken", { access_token: await platformToken(), code: await authorizationCode() }))
        ?.refresh_token,
  };
  /** @type {Record<string, string>} */
  const values = {};
  // One after the other: a new platform token may end the one before.
  for (const name of calls[endpoint].params) {
    const value = await sources[name]?.();
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** The calls that a third-party platform makes as itself. @type {string[]} */
const PLATFORM_CALLS = [
  "tpGetAccessToken",
  "tpCreatePreAuthCode",
  "tpGetAppToken",
  "tpRefreshAppToken",
  "tpRetrieveAuthorizationCode",
];

/** The calls that it makes for an app, with the app's token. @type {string[]} */
const APP_CALLS = ["tpGetSessionKeyByCode", "tpGetUnionid", "tpGetAppInfo"];
