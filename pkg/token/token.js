/**
 * One access token as a value: how long it lives, and how a store keeps it.
 *
 * @typedef {object} Token  replaced as a whole, never changed
 * @property {string} access_token
 * @property {number} issued_at  when it was asked for, in ms since 1970
 * @property {number} replaces  `issued_at` of the refused token in whose place it was fetched; 0 without one
 * @property {number} life  how long it lives from `issued_at`, in ms
 * @property {number} renew_at  when to fetch the next one, on the clock of this process (clock.js), in ms
 * @property {number} expires_at  when it ends, on the clock of this process, in ms
 */

import { elapsed } from "./clock.js";

/** No token is trusted for longer, in ms, whatever `expires_in` says: Baidu's live for 30 days. */
const MAX_LIFE = 30 * 24 * 60 * 60 * 1_000;

/** A token is renewed between half of this and the whole of it before its end, in ms. */
const MAX_RENEWAL_MARGIN = 10 * 60 * 1_000;

/** How much the clocks of two machines may differ, in ms. */
const CLOCK_SKEW = 5 * 60 * 1_000;

/**
 * @param {Pick<Token, "access_token" | "issued_at" | "replaces" | "life">} fields
 * @param {number} age  in ms
 * @param {number} [random]  in 0..1: spreads the processes that share a token, so that one renews and the others find it done
 * @returns {Token}
 */
export function createToken({ life, ...fields }, age, random = Math.random()) {
  life = Math.floor(Math.min(life, MAX_LIFE));
  const expires_at = elapsed() - age + life;
  const margin = Math.min(life / 5, MAX_RENEWAL_MARGIN) * (0.5 + random / 2);
  return { ...fields, life, renew_at: expires_at - margin, expires_at };
}

/** The first word of what a store keeps. Whoever changes the format changes it. */
const VERSION = "swan2";

/** The text that a store keeps. @param {Token} token */
export function formatToken({ issued_at, replaces, life, access_token }) {
  return [VERSION, issued_at, replaces, issued_at + life, access_token].join(" ");
}

/**
 * @param {unknown} text  what a store gave
 * @returns {Token | undefined}  the token, if the text is one that has begun and not ended
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

/** Whether two tokens come from the same fetch. @param {Token} a @param {Token} b */
export const isSameToken = (a, b) => formatToken(a) === formatToken(b);
