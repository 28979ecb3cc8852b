/**
 * What the store keeps about one mini program, as a value.
 *
 * With a refresh token it is a grant; without one, a note that there is none.
 *
 * @import { AppInfo, AppToken } from "swan-login"
 *
 * @typedef {object} GrantRecord  replaced as a whole, never changed
 * @property {string} app_id
 * @property {number} authorized_at  no authorization before this counts any more, in ms since 1970
 * @property {string} [client_id]  its AppKey; undefined while nothing is known about it
 * @property {string} [name]
 * @property {string[]} [scopes]
 * @property {string} [token]  the access token with its times, as token.js formats it
 * @property {number} [issued_at]  when the tokens were asked for, in ms since 1970
 * @property {string} [refresh_token]  works once
 * @property {{ id: string, at: number }} [marker]  a renewal has begun; when its process has died, the refresh token may be spent
 * @property {number} [withdrawn_at]  no authorization until then, in ms since 1970
 * @property {number} [asked_at]  when Baidu said so, in ms since 1970
 */

import { createToken, formatToken, parseToken } from "../token/token.js";

/** Whoever changes the format changes it. */
export const VERSION = "swan-app1";

/** Baidu is asked again at most once in this time whether there is an authorization, in ms. */
const QUESTION_PAUSE = 60_000;

/**
 * A grant with new tokens.
 * @param {Pick<AppInfo, "app_id" | "client_id" | "name" | "scopes">} app
 * @param {AppToken} tokens
 * @param {{ authorized_at: number, issued_at: number, replaces?: number }} times  in ms since 1970; `issued_at`: before the
 *   tokens were asked for
 * @returns {GrantRecord}
 */
export function grantRecord({ app_id, client_id, name, scopes }, tokens, { authorized_at, issued_at, replaces = 0 }) {
  const { access_token, refresh_token, expires_in } = tokens;
  const token = formatToken(createToken({ access_token, issued_at, replaces, life: expires_in * 1_000 }, 0));
  return { app_id, authorized_at, client_id, name, scopes, token, issued_at, refresh_token };
}

/**
 * The note that there is no authorization.
 * @param {GrantRecord} record
 * @param {{ withdrawn_at: number, asked_at: number }} times
 * @returns {GrantRecord}
 */
export function tombstone({ app_id, authorized_at, client_id, name, scopes }, { withdrawn_at, asked_at }) {
  return { app_id, authorized_at, client_id, name, scopes, withdrawn_at, asked_at };
}

/** @param {GrantRecord | undefined} record */
export const isGranted = (record) => record?.refresh_token !== undefined;

/**
 * Whether Baidu said a moment ago, and not before `since`, that there is no authorization.
 * @param {GrantRecord | undefined} record
 * @param {number} since  in ms since 1970
 */
export function isRefusedLately(record, since) {
  const { asked_at, marker } = record ?? {};
  return asked_at !== undefined && !marker && asked_at >= since && isWithin(QUESTION_PAUSE, asked_at);
}

/**
 * How long the store keeps the record, in ms: for ever, unless nothing is known about the mini program.
 * @param {GrantRecord} record
 */
export const ttlOf = ({ client_id }) => (client_id === undefined ? QUESTION_PAUSE : undefined);

/** The access token, if it has begun and not ended. @param {GrantRecord | undefined} record */
export const tokenOf = (record) => parseToken(record?.token);

/**
 * Whether less than `ms` lies between now and a time that another machine's clock may have given.
 * @param {number} ms
 * @param {number} time  in ms since 1970
 */
export const isWithin = (ms, time) => Math.abs(Date.now() - time) < ms;

/** Baidu's events name whole seconds. @param {number} ms */
export const wholeSeconds = (ms) => Math.floor(ms / 1_000) * 1_000;
