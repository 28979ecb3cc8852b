/**
 * Carries out Baidu's messages: tickets and events.
 *
 * @import { PlatformEvent } from "../types/platform.cjs"
 * @import { Grant } from "./grant.js"
 * @import { Ticket } from "./ticket.js"
 *
 * @typedef {object} Effects
 * @property {Ticket} ticket
 * @property {(app_id: string) => Grant} grant
 * @property {(code: string, authorized_at: number) => Promise<unknown>} authorize  exchanges a code and stores the grant
 * @property {((event: PlatformEvent) => unknown) | undefined} onEvent
 * @property {((error: unknown) => void) | undefined} onError
 */

import { isSwanLoginError } from "swan-login";
import { wholeSeconds } from "./grant-record.js";
import { APP_ID } from "./params.js";
import { unreadable } from "./push.js";

/**
 * @param {Effects} effects
 * @returns {(message: Record<string, unknown>) => Promise<void>}
 */
export function createReceiver({ ticket, grant, authorize, onEvent, onError }) {
  return async (message) => {
    if (message.MsgType === "ticket") return ticket.put(readTicket(message));
    const event = readEvent(message);
    if (!(await takeEffect(event))) return;
    try {
      await onEvent?.({ event: event.name, app_id: event.app_id });
    } catch (error) {
      // The event is stored, so Baidu need not push it again.
      (async () => onError?.(error))().catch(() => {});
    }
  };

  /**
   * @param {Event} event
   * @returns {Promise<boolean>}  whether to call `onEvent`; false if a later event has made this one obsolete
   */
  async function takeEffect({ name, app_id, time, code }) {
    if (name === "UNAUTHORIZED") return grant(app_id).withdraw(time);
    if (name !== "AUTHORIZED" && name !== "UPDATE_AUTHORIZED") return true;
    const known = await grant(app_id).compareTo(time);
    if (known.isOld) return known.isGranted;
    try {
      if (code) await authorize(code, time);
      else await grant(app_id).recover(time);
    } catch (error) {
      if (!code || !isCodeDead(error)) throw error;
      await grant(app_id).recover(time);
    }
    return true;
  }
}

/**
 * Whether the code cannot be exchanged any more, so that another push of it would not help.
 * @param {unknown} error
 */
const isCodeDead = (error) =>
  isSwanLoginError(error) &&
  error.endpoint === "tpGetAppToken" &&
  ["code_invalid", "token_invalid"].includes(error.code);

/** @param {Record<string, unknown>} message */
function readTicket({ Ticket, CreateTime }) {
  const seconds = Number(CreateTime);
  if (typeof Ticket !== "string" || Ticket === "" || !(seconds > 0)) throw unreadable();
  return { ticket: Ticket, create_time: notAfterNow(seconds * 1_000) / 1_000 };
}

/**
 * @typedef {object} Event
 * @property {string} name
 * @property {string} app_id
 * @property {number} time  in ms since 1970, whole seconds
 * @property {string} [code]
 *
 * @param {Record<string, unknown>} message
 * @returns {Event}
 */
function readEvent({ event, appId, eventTime, authorizationCode }) {
  const app_id = String(appId);
  if (typeof event !== "string" || event === "" || !APP_ID.test(app_id)) throw unreadable();
  return {
    name: event,
    app_id,
    time: wholeSeconds(notAfterNow(beijingTime(eventTime) ?? Infinity)),
    ...(typeof authorizationCode === "string" && authorizationCode !== "" && { code: authorizationCode }),
  };
}

/**
 * A time of the future would make later tickets and events look old. The mock's clock may be ahead by days.
 * @param {number} ms
 */
const notAfterNow = (ms) => Math.min(ms, Date.now());

/**
 * Reads a time such as `2019-01-14 12:45:10`. Baidu does not name the time zone; Beijing is assumed.
 * @param {unknown} text
 */
function beijingTime(text) {
  const [, date, time] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)$/.exec(String(text)) ?? [];
  const ms = Date.parse(`${date}T${time}+08:00`);
  return Number.isNaN(ms) ? undefined : ms;
}
