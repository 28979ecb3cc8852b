/**
 * The login endpoint of an app's own server. The types and their documentation are in handler.d.cts. This folder does
 * not load the core: only the client needs it.
 *
 * @import { LoginHandlerOptions } from "../types/handler.cjs"
 */

import { invalidArgument, refuseUnknownNames } from "../api/arguments.js";
import { Refusal, refusalOf } from "./refusal.js";
import { readCode } from "./request.js";
import { toResponse } from "./response.js";
import { lookUpUnionid, UNIONID_MODES } from "./unionid.js";

/** @type {typeof import("../types/handler.cjs").createLoginHandler} */
export function createLoginHandler(options) {
  const { client, onLogin, unionid: mode, onError } = checkOptions(options);

  /** Calls `onError`. Its errors are ignored. @param {unknown} error */
  const report = (error) => void (async () => onError?.(error))().catch(() => {});

  return Object.assign(login, { refuse });

  /** @param {Request} request */
  async function login(request) {
    try {
      const code = await readCode(request);
      const signal = request.signal ?? undefined;
      const session = await client.login(code, { signal });
      const { openid, session_key } = session;
      const unionid = await lookUpUnionid(client, openid, { mode, signal, onFailure: report });
      // A copy, because onLogin may change it.
      const value = await onLogin({ ...session, ...unionid });
      return toResponse(value, session_key);
    } catch (error) {
      return answerRefusal(refusalOf(error));
    }
  }

  /** @param {unknown} reason */
  function refuse(reason) {
    return answerRefusal(new Refusal(400, "invalid_request", reason));
  }

  /** @param {Refusal} refusal */
  function answerRefusal(refusal) {
    report(refusal.reason);
    return refusal.toResponse();
  }
}

const NAME = "createLoginHandler";

/** @param {LoginHandlerOptions} options */
function checkOptions(options) {
  if (typeof options !== "object" || options === null) throw invalidArgument(NAME, "options", "an object");
  refuseUnknownNames(NAME, options, ["client", "onLogin", "unionid", "onError"]);
  const { client, onLogin } = options;
  const [unionid, onError] = [options.unionid ?? undefined, options.onError ?? undefined];
  const methods = unionid ? [client?.login, client?.getUnionid] : [client?.login];
  if (methods.some((method) => typeof method !== "function")) throw invalidArgument(NAME, "client", "a SwanClient");
  if (typeof onLogin !== "function") throw invalidArgument(NAME, "onLogin", "a function");
  if (!UNIONID_MODES.includes(unionid))
    throw invalidArgument(NAME, "unionid", '"required", "if-available" or a boolean');
  if (onError !== undefined && typeof onError !== "function") throw invalidArgument(NAME, "onError", "a function");
  return { client, onLogin, unionid, onError };
}
