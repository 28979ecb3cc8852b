/** @import { LoginHandlerOptions } from "../types/handler.cjs" */

import { raceTimeout } from "../transport/deadline.js";
import { Refusal } from "./refusal.js";

/** The longest wait for an optional unionid, in ms. */
const MAX_WAIT_MS = 2_000;

/** @type {readonly LoginHandlerOptions["unionid"][]} */
export const UNIONID_MODES = ["required", "if-available", true, false, undefined];

/**
 * Looks up the unionid. Resolves to `{}` if the login continues without it.
 * @param {LoginHandlerOptions["client"]} client
 * @param {string} openid
 * @param {{ mode: LoginHandlerOptions["unionid"], signal?: AbortSignal, onFailure: (error: unknown) => void }} options
 * @returns {Promise<{ unionid?: string }>}
 */
export async function lookUpUnionid(client, openid, { mode, signal, onFailure }) {
  if (!mode) return {};
  const lookUp = mode === "if-available" ? getUnionidInTime : getUnionid;
  try {
    return { unionid: await lookUp(client, openid, signal) };
  } catch (error) {
    const isRefused = isUnionidRefused(error);
    const isOptional = mode === "if-available" || (mode === true && isRefused);
    // The mini program has disconnected: fail, so that onLogin does not store a user without unionid.
    if (isOptional && !signal?.aborted) {
      onFailure(error);
      return {};
    }
    throw isRefused ? new Refusal(403, "unionid_refused", error, { relogin: true }) : error;
  }
}

/**
 * @param {LoginHandlerOptions["client"]} client
 * @param {string} openid
 * @param {AbortSignal} [signal]
 */
function getUnionidInTime(client, openid, signal) {
  // Also for a client that ignores `timeout`.
  return raceTimeout(MAX_WAIT_MS, getUnionid(client, openid, signal, MAX_WAIT_MS), () => {
    throw new Error(`no unionid after ${MAX_WAIT_MS / 1_000} seconds; the user logs in without it`);
  });
}

/**
 * @param {LoginHandlerOptions["client"]} client
 * @param {string} openid
 * @param {AbortSignal} [signal]
 * @param {number} [timeout]  in ms; default: the client's own
 */
async function getUnionid(client, openid, signal, timeout) {
  const { unionid } = await client.getUnionid(openid, { signal, timeout });
  if (!unionid) throw new Error("getUnionid resolved without a unionid");
  return unionid;
}

/** Gateway error codes for a missing permission of the user. Others, such as 5 and 6, concern the app. */
const USER_PERMISSIONS = [210, 211, 212];

/**
 * Whether Baidu refuses the unionid of this user, most likely because the user has not authorized the app. Baidu has
 * not documented this answer.
 * @param {unknown} error
 */
function isUnionidRefused(error) {
  const { code, baidu } = Object(error);
  if (code === "permission") return USER_PERMISSIONS.includes(baidu?.error_code);
  const isUndocumented = code === "malformed_response" && Object.keys(baidu ?? {}).length > 0;
  return isUndocumented || code === "bad_request";
}
