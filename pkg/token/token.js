/**
 * One access token as a value: its lifetime, and its text in a store.
 *
 * @typedef {object} Token  never changed, only replaced
 * @property {string} access_token
 * @property {number} issued_at  when the request for it was sent, in ms since 1970
 * @property {number} replaces  `issued_at` of the refused token that it replaces; 0 if it replaces none
 * @property {number} life  its lifetime from `issued_at`, in ms
 * @property {number} renew_at  when to fetch the next token, by the clock of this process (clock.js), in ms
 * @property {number} expires_at  when it expires, by the clock of this process, in ms
 */

import { checkParams } from "../api/params.js";
import { elapsed } from "./clock.js";

/** The longest lifetime, in ms, whatever `expires_in` says: Baidu's tokens live for 30 days. */
const MAX_LIFE = 30 * 24 * 60 * 60 * 1_000;

/** A token is renewed at a random time between half of this and all of it before it expires, in ms. */
const MAX_RENEWAL_MARGIN = 10 * 60 * 1_000;

/** How much the clocks of two machines may differ, in ms. */
const CLOCK_SKEW = 5 * 60 * 1_000;

/**
 * @param {Pick<Token, "access_token" | "issued_at" | "replaces" | "life">} fields
 * @param {number} age  in ms
 * @param {number} [random]  from 0 to 1. Makes processes renew at different times, so that one renews for all
 * @returns {Token}
 */
export function createToken({ life, ...fields }, age, random = Math.random()) {
  life = Math.floor(Math.min(life, MAX_LIFE));
  const expires_at = elapsed() - age + life;
  const margin = Math.min(life / 5, MAX_RENEWAL_MARGIN) * (0.5 + random / 2);
  return { ...fields, life, renew_at: expires_at - margin, expires_at };
}

/**
 * Throws if no call would accept the access token of a response. Otherwise it would be kept, and every call would fail
 * until it expires.
 * @template {{ access_token: string }} T
 * @param {string} endpoint  the call that got it
 * @param {T} response
 * @returns {T}
 */
export function requireUsable(endpoint, response) {
  try {
    checkParams(endpoint, response, ["access_token"]);
  } catch (error) {
    const hint = "A proxy or a cache may have changed it: read the answer through options.onResponse.";
    throw Object.assign(/** @type {object} */ (error), { code: "malformed_response", param: undefined, hint });
  }
  return response;
}

/** The first word of the text in a store. Change it together with the format. */
const VERSION = "swan2";

/** The text for a store. @param {Token} token */
export function formatToken({ issued_at, replaces, life, access_token }) {
  return [VERSION, issued_at, replaces, issued_at + life, access_token].join(" ");
}

/**
 * @param {unknown} text  from a store
 * @returns {Token | undefined}  undefined for any other text, and for a token that has expired or is from the future
 */
export function parseToken(text) {
  if (typeof text !== "string") return undefined;
  const [, version, issued_at, replaces, expires_at, access_token] =
    /^(\w+) (\d{1,15}) (\d{1,15}) (\d{1,15}) ([ -~]+)$/.exec(text) ?? [];
  if (version !== VERSION || !access_token) return undefined;
  const age = Date.now() - Number(issued_at);
  const life = Number(expires_at) - Number(issued_at);
  if (age < -CLOCK_SKEW || age >= Math.min(life, MAX_LIFE)) return undefined;
  return createToken({ access_token, issued_at: Number(issued_at), replaces: Number(replaces), life }, age);
}

/** Whether two tokens come from the same request. @param {Token} a @param {Token} b */
export const isSameToken = (a, b) => formatToken(a) === formatToken(b);
