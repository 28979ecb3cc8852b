/**
 * The clock of this machine, compared with that of the host. The certificate is not verified, because a wrong clock is
 * what makes a good one look bad; the request holds nothing.
 *
 * @import { Socket } from "node:net"
 * @import { Run } from "./run.js"
 */

import { request } from "node:http";
import { openRoute, openUnverifiedTls } from "./connect.js";
import { found } from "./result.js";

/** In seconds. Processes that share an access token renew it within minutes of each other. */
const SLIGHTLY = 30;
const FAR = 300;

/** @param {Run} run */
export async function checkClock({ context: { machine }, target, needed, signal }) {
  const { host, url } = target;
  const begin = machine.now();
  let date;
  try {
    const open = url.protocol === "https:" ? openUnverifiedTls : openRoute;
    date = await readDate(await open(target, needed.connection.address, signal), url, signal);
  } catch {
    return found("clock.no-answer", { host });
  }
  if (Number.isNaN(date)) return found("clock.no-date", { host });
  // The header has whole seconds, and was written somewhere between begin and end.
  const offset = ((begin + machine.now()) / 2 - (date + 500)) / 1000;
  const seconds = Math.max(1, Math.ceil(Math.abs(offset)));
  const direction = offset > 0 ? { zh: "快", en: "ahead" } : { zh: "慢", en: "behind" };
  if (seconds >= FAR) return found("clock.off", { host, seconds, direction });
  return found(seconds >= SLIGHTLY ? "clock.slightly-off" : "clock.ok", { host, seconds, direction });
}

/** @param {Run} run */
export function clockIsLate({ target: { host } }) {
  return found("clock.no-answer", { host });
}

/** @param {Socket} socket @param {URL} url @param {AbortSignal} signal @returns {Promise<number>}  ms, or NaN */
function readDate(socket, { host, pathname }, signal) {
  return new Promise((resolve, reject) => {
    const asking = request({
      method: "HEAD",
      path: pathname,
      headers: { host, connection: "close" },
      createConnection: () => socket,
      signal,
    });
    asking.once("response", ({ headers }) => {
      resolve(Date.parse(headers.date ?? ""));
      socket.destroy();
    });
    asking.on("error", reject);
    asking.end();
  });
}
