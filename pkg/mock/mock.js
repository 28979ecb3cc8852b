/**
 * A mock of Baidu's login endpoints. The types and their documentation are in
 * mock.d.cts. Only web standards, and nothing random or global at import:
 * workerd forbids it.
 *
 * @import { MockBaidu, MockEndpoint } from "../types/mock.cjs"
 * @import { Schema } from "./options.js"
 */

import { invalidArgument } from "../api/arguments.js";
import { ADDRESS_HEADER } from "./address.js";
import { answer, endpointOf, NAMES } from "./endpoints.js";
import { encrypt } from "./envelope.js";
import { Faults } from "./faults.js";
import { answerHelper } from "./helpers.js";
import {
  boolean,
  checked,
  checkedAsync,
  checkMockOptions,
  integer,
  JSON_VALUE,
  MAX_SECONDS,
  name,
  SESSION_KEY,
  SETTINGS,
} from "./options.js";
import { readParams } from "./params.js";
import { answerPage, createMockPlatform, PAGE } from "./platform.js";
import { gatewayError, mockFailed } from "./reply.js";
import { describeAnswer, describeRequest, RequestLog } from "./requests.js";
import { BaiduState } from "./state.js";

/** @type {typeof import("../types/mock.cjs").createMockBaidu} */
export function createMockBaidu(mockOptions) {
  const options = mockOptions ?? {};
  checkMockOptions(options);
  const faults = new Faults();
  let state = new BaiduState(options);
  let calls = noCalls();
  let log = new RequestLog();

  /** @type {MockBaidu["fetch"]} */
  async function fetch(input, init) {
    const request = input instanceof Request && init === undefined ? input : new Request(input, init);
    // The caller's own signal: the one of a new Request follows it only weakly
    // and may be collected while a fault hangs.
    const signal = init?.signal ?? (input instanceof Request ? input : request).signal;
    signal?.throwIfAborted();
    const isHelper = /^\/mock(\/|$)/.test(new URL(request.url).pathname);
    const response = await (isHelper ? answerHelper(mock, request).catch(mockFailed) : answerAsBaidu(request, signal));
    if (request.redirect === "error" && response.headers.has("location")) throw new TypeError("unexpected redirect");
    return response;
  }

  /** @param {Request} request @param {AbortSignal} signal */
  async function answerAsBaidu(request, signal) {
    const endpoint = endpointOf(request);
    if (endpoint) calls[endpoint.name] += 1;
    const fault = endpoint && faults.next(endpoint.name);
    const untouched = fault ? request.clone() : request;
    const params = await readParams(request);

    const entry = describeRequest(state, request, params);
    if (endpoint) entry.endpoint = endpoint.name;
    if (fault) entry.fault = fault.name;
    log.add(entry);

    const address = request.headers.get(ADDRESS_HEADER) ?? "127.0.0.1";
    const trueAnswer = async () => {
      if (endpoint) return answer(state, endpoint, params, address);
      const isPage = request.method === "GET" && new URL(request.url).pathname === PAGE;
      if (isPage) return answerPage(state.platform, mock.platform, state.apps, params.query);
      return gatewayError(state.settings, 3);
    };
    const safeAnswer = () => trueAnswer().catch(mockFailed);
    try {
      const response = await (fault
        ? fault.answer(untouched, { answer: safeAnswer, signal }, state.settings)
        : safeAnswer());
      if (typeof response?.status !== "number") return mockFailed(new Error("the function of fault gave no Response"));
      Object.assign(entry, describeAnswer(response));
      return response;
    } finally {
      options.onRequest?.({ ...entry });
    }
  }

  /** @type {Schema} */
  const app = {
    client_id: {
      expected: "the client_id of an app of this mock",
      is: (value) => state.app(value) !== undefined,
      hint: () => `The apps are ${state.apps.map(({ client_id }) => client_id).join(", ")}.`,
    },
  };
  /** @type {Schema} */
  const identity = { ...app, user: name };

  /** @type {MockBaidu} */
  const mock = {
    get apps() {
      return state.apps;
    },
    get users() {
      return state.users;
    },
    get calls() {
      return { ...calls };
    },
    get requests() {
      return log.requests;
    },
    get settings() {
      return { ...state.settings };
    },
    get faults() {
      return faults.planned;
    },
    get remembered() {
      return state.counts;
    },
    platform: createMockPlatform(() => state, app),
    fetch,
    issueCode: checked("issueCode", { ...identity, host: name }, ({ host, ...identity }) =>
      state.issueCode(state.identify(identity), host),
    ),
    issueAuthorizedToken: checked("issueAuthorizedToken", app, (options) =>
      state.issueToken("45", state.identify(options).app),
    ),
    openid: checked("openid", identity, (identity) => state.openid(state.identify(identity))),
    unionid: checked("unionid", identity, (identity) => state.unionid(state.identify(identity))),
    encryptUserData: checkedAsync(
      "encryptUserData",
      { ...identity, session_key: SESSION_KEY, content: JSON_VALUE },
      async ({ client_id, user, session_key: chosenKey, content }) => {
        const identity = state.identify({ client_id, user });
        const openid = state.openid(identity);
        const session_key = chosenKey ?? state.sessionKey(openid);
        if (session_key === undefined) throw invalidArgument("encryptUserData", "session_key", "known", NO_LOGIN);
        const profile = { openid, nickname: identity.user, headimgurl: "https://example.com/head.png", sex: 0 };
        return encrypt(content === undefined ? profile : content, identity.app.client_id, session_key);
      },
    ),
    setAuthorized: checked(
      "setAuthorized",
      { ...identity, authorized: { ...boolean, required: true } },
      ({ authorized, ...identity }) => state.setAuthorized(state.identify(identity), authorized),
    ),
    revokeTokens: checked("revokeTokens", { ...app, access_token: name }, ({ access_token, client_id }) =>
      access_token === undefined ? state.revokeAll(state.identify({ client_id }).app) : state.revoke(access_token),
    ),
    resetSecret: checked("resetSecret", app, (options) => state.resetSecret(state.identify(options).app)),
    set: checked("set", SETTINGS, (settings) => {
      const present = Object.entries(settings).filter(([, value]) => value !== undefined);
      Object.assign(state.settings, Object.fromEntries(present));
    }),
    advance: checked("advance", { seconds: { ...integer(1, MAX_SECONDS), required: true } }, ({ seconds }) => {
      const max = MAX_SECONDS - state.secondsAhead;
      if (seconds > max) throw invalidArgument("advance", "seconds", `at most ${max}: the clock goes ten years ahead`);
      state.advance(seconds);
    }),
    fault: (endpoint, fault, faultOptions) => faults.add(endpoint, fault, faultOptions),
    clearFaults: (endpoint) => faults.clear(endpoint),
    reset() {
      state = new BaiduState(options);
      calls = noCalls();
      log = new RequestLog();
      faults.clear();
    },
  };

  return mock;
}

const NO_LOGIN = "The user has not logged in yet: exchange a code of this user first, or pass the session_key.";

/** @returns {Record<MockEndpoint, number>} */
const noCalls = () => /** @type {Record<MockEndpoint, number>} */ (Object.fromEntries(NAMES.map((key) => [key, 0])));
