/**
 * The record of one mini program in the store. With a refresh token it is a grant. Without one it is a tombstone: the mini
 * program has not authorized the platform, or does so no more.
 *
 * @import { AppInfo, AppToken } from "swan-login"
 *
 * @typedef {object} GrantRecord
 * @property {string} app_id
 * @property {number} authorized_at  older events are ignored, in ms since 1970
 * @property {string} [client_id]  the AppKey; undefined if the mini program has never authorized the platform
 * @property {string} [name]
 * @property {string[]} [scopes]
 * @property {string} [token]  the access token and its times, formatted by token.js
 * @property {number} [exchanged_at]  when the authorization code was sent; a refresh keeps it; in ms since 1970
 * @property {string} [refresh_token]  works once
 * @property {{ id: string, at: number }} [marker]  a renewal has started, and the refresh token may be spent
 * @property {number} [withdrawn_at]  of a tombstone: when there was no authorization, in ms since 1970
 * @property {number} [asked_at]  of a tombstone: when Baidu was asked last, in ms since 1970
 */

import { createToken, formatToken, parseToken } from "../token/token.js";

/** Change it when you change the format. */
export const VERSION = "swan-app1";

/** The pause between two questions whether there is an authorization, in ms. */
const QUESTION_PAUSE = 60_000;

/**
 * A grant with new tokens.
 * @param {Pick<AppInfo, "app_id" | "client_id" | "name" | "scopes">} app
 * @param {AppToken} tokens
 * @param {{ authorized_at: number, exchanged_at: number | undefined, issued_at: number, replaces?: number }} times  in ms
 *   since 1970; `issued_at`: before the tokens were requested
 * @returns {GrantRecord}
 */
export function grantRecord(app, tokens, { authorized_at, exchanged_at, issued_at, replaces = 0 }) {
  const { app_id, client_id, name, scopes } = app;
  const { access_token, refresh_token, expires_in } = tokens;
  const token = formatToken(createToken({ access_token, issued_at, replaces, life: expires_in * 1_000 }, 0));
  return { app_id, authorized_at, client_id, name, scopes, token, exchanged_at, refresh_token };
}

/**
 * The record that replaces a grant that has ended.
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
 * Whether Baidu has been asked within the last minute, and not before `since`, and there was no authorization.
 * @param {GrantRecord | undefined} record
 * @param {number} since  in ms since 1970
 */
export function isRefusedLately(record, since) {
  const { asked_at, marker } = record ?? {};
  return asked_at !== undefined && !marker && asked_at >= since && isWithin(QUESTION_PAUSE, asked_at);
}

/**
 * The lifetime of a record in the store, in ms. It does not expire, unless the mini program has never authorized.
 * @param {GrantRecord} record
 */
export const ttlOf = ({ client_id }) => (client_id === undefined ? QUESTION_PAUSE : undefined);

/** The access token, if it is valid. @param {GrantRecord | undefined} record */
export const tokenOf = (record) => parseToken(record?.token);

/**
 * Whether a time is less than `ms` away from now, in either direction: it may come from another machine's clock.
 * @param {number} ms
 * @param {number} time  in ms since 1970
 */
export const isWithin = (ms, time) => Math.abs(Date.now() - time) < ms;

/** Rounds down: the times of Baidu's events are whole seconds. @param {number} ms */
export const wholeSeconds = (ms) => Math.floor(ms / 1_000) * 1_000;
