/**
 * A mock of Baidu's login endpoints. The types and their documentation are in
 * mock.d.cts. Only web standards, and nothing random or global at import:
 * workerd forbids it.
 *
 * @import { MockBaidu, MockEndpoint } from "../types/mock.cjs"
 */

import { answer, ENDPOINTS } from "./endpoints.js";
import { Faults } from "./faults.js";
import { answerHelper } from "./helpers.js";
import { gateway } from "./reply.js";
import { BaiduState } from "./state.js";
import { encryptUserData } from "./user-data.js";

/** @type {typeof import("../types/mock.cjs").createMockBaidu} */
export function createMockBaidu(options = {}) {
  const faults = new Faults();
  let state = new BaiduState(options);
  let calls = noCalls();

  /** @type {MockBaidu["fetch"]} */
  async function fetch(input, init) {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    // The caller's own signal: the one of a new Request follows it only weakly
    // and may be collected while a fault hangs.
    const signal = init?.signal ?? (input instanceof Request ? input : request).signal;
    signal?.throwIfAborted();
    const response = await route(request, signal);
    if (request.redirect === "error" && response.headers.has("location")) throw new TypeError("unexpected redirect");
    return response;
  }

  /** @param {Request} request @param {AbortSignal} signal */
  function route(request, signal) {
    const { pathname } = new URL(request.url);
    const endpoint = ENDPOINTS.get(pathname);
    if (!endpoint || !["GET", "POST"].includes(request.method)) return answerHelper(state, request) ?? gateway(3);

    calls[endpoint.name] += 1;
    const fault = faults.next(endpoint.name);
    return fault
      ? fault(request.clone(), signal, () => answer(state, endpoint, request))
      : answer(state, endpoint, request);
  }

  return {
    get apps() {
      return state.apps;
    },
    get users() {
      return [...state.users];
    },
    get calls() {
      return { ...calls };
    },
    fetch,
    issueCode: ({ host, ...identity } = {}) => state.issueCode(state.identify(identity), host),
    issueAuthorizedToken: (app) => state.issueToken("45", state.identify(app).app),
    openid: (identity) => state.openid(state.identify(identity)),
    unionid: (identity) => state.unionid(state.identify(identity)),
    encryptUserData: ({ content, session_key, client_id }) =>
      encryptUserData(content, session_key, state.identify({ client_id }).app.client_id),
    setAuthorized: ({ authorized, ...identity }) => state.setAuthorized(state.identify(identity), authorized),
    revokeTokens: ({ access_token, client_id } = {}) =>
      access_token === undefined ? state.revokeAll(state.identify({ client_id }).app) : state.revoke(access_token),
    resetSecret: (app) => state.resetSecret(state.identify(app).app),
    fault: (endpoint, fault, faultOptions) => faults.add(endpoint, fault, faultOptions),
    clearFaults: (endpoint) => faults.clear(endpoint),
    reset() {
      state = new BaiduState(options);
      calls = noCalls();
      faults.clear();
    },
  };
}

/** @returns {Record<MockEndpoint, number>} */
function noCalls() {
  return {
    jscode2sessionkey: 0,
    naloginGetSessionKeyByCode: 0,
    getUnionid: 0,
    tpGetSessionKeyByCode: 0,
    tpGetUnionid: 0,
    getSessionKey: 0,
    getAccessToken: 0,
  };
}
