/**
 * Paths of the mock's own, not Baidu's: what a mini program or a third-party
 * platform would hand a server, for people with curl.
 *
 * @import { BaiduState } from "./state.js"
 */

import { json } from "./reply.js";

/** @param {BaiduState} state @param {Request} request @returns {Response | undefined} */
export function answerHelper(state, request) {
  const { pathname, searchParams } = new URL(request.url);
  const helper = request.method === "GET" ? HELPERS.get(pathname) : undefined;
  if (!helper) return undefined;
  const param = (/** @type {string} */ name) => searchParams.get(name) || undefined;
  try {
    return json(helper(state, param));
  } catch (error) {
    return json({ message: error instanceof Error ? error.message : String(error) }, 400);
  }
}

/** @typedef {(state: BaiduState, param: (name: string) => string | undefined) => object} Helper */

/** @type {ReadonlyMap<string, Helper>} */
const HELPERS = new Map(
  /** @type {[string, Helper][]} */ ([
    ["/mock/code", giveCode],
    ["/mock/tp-token", giveAuthorizedToken],
  ]),
);

/** @type {Helper} */
function giveCode(state, param) {
  const identity = state.identify({ client_id: param("client_id"), user: param("user") });
  return { code: state.issueCode(identity, param("host")) };
}

/** @type {Helper} */
function giveAuthorizedToken(state, param) {
  const { app } = state.identify({ client_id: param("client_id") });
  return { access_token: state.issueToken("45", app) };
}
