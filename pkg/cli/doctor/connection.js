/**
 * Whether the addresses of the host are reached, and those of IPv6.
 *
 * @import { LookupAddress } from "node:dns"
 * @import { Run } from "./run.js"
 *
 * @typedef {object} Attempt
 * @property {string} address
 * @property {number} family
 * @property {number} [ms]  How long the connection took.
 * @property {string} [code]  Why there is none.
 */

import { firstHop, openSocket } from "./connect.js";
import { found } from "./result.js";

/** The most addresses of a family that are tried. */
const MAX_ADDRESSES = 4;

/** @param {Run} run */
export async function checkConnection({ target, needed, context: { timeout } }) {
  const { port } = firstHop(target);
  const { host } = target.proxy?.url ?? target;
  // The attempts must have ended before the deadline of the check.
  const signal = AbortSignal.timeout(Math.ceil(timeout * 0.9));
  const attempts = await Promise.all(firstOfEach(needed.dns).map((address) => attempt(address, port, signal)));
  const reached = attempts.find(({ ms }) => ms !== undefined);
  const ipv4 = attempts.filter(({ family }) => family === 4);
  const [failed] = ipv4.filter(({ code }) => code !== undefined);
  if (!reached) {
    const { address, code = "" } = failed ?? attempts[0];
    return found(code === "ECONNREFUSED" ? "connection.refused" : "connection.unreachable", { host, address, code });
  }
  const { address, ms = 0 } = reached;
  const data = { address, attempts };
  if (!failed) return found("connection.ok", { host, address, ms: Math.round(ms) }, data);
  const count = ipv4.filter(({ code }) => code !== undefined).length;
  const { code = "" } = failed;
  return found("connection.some", { host, total: ipv4.length, failed: count, address: failed.address, code }, data);
}

/** @param {Run} run */
export function checkIpv6({ target, needed }) {
  const { host } = target.proxy?.url ?? target;
  const attempts = /** @type {Attempt[]} */ (needed.connection.attempts).filter(({ family }) => family === 6);
  const [first] = attempts;
  if (!first) return found("ipv6.none", { host });
  const broken = attempts.find(({ code }) => code !== undefined);
  if (!broken) return found("ipv6.ok", { host, address: first.address });
  return found("ipv6.broken", { host, address: broken.address, code: broken.code ?? "" });
}

/** @param {LookupAddress[]} addresses */
function firstOfEach(addresses) {
  return [4, 6].flatMap((wanted) => addresses.filter(({ family }) => family === wanted).slice(0, MAX_ADDRESSES));
}

/** @param {LookupAddress} address @param {number} port @param {AbortSignal} signal @returns {Promise<Attempt>} */
async function attempt({ address, family }, port, signal) {
  const begin = performance.now();
  try {
    const socket = await openSocket(address, port, signal);
    socket.destroy();
    return { address, family, ms: performance.now() - begin };
  } catch (error) {
    return { address, family, code: /** @type {NodeJS.ErrnoException} */ (error).code ?? "unknown" };
  }
}
