/**
 * Whether the host has an address, by the way that fetch asks for it.
 *
 * @import { LookupAddress } from "node:dns"
 * @import { Machine, Target } from "./context.js"
 * @import { Run } from "./run.js"
 */

import { BlockList, isIP } from "node:net";
import { firstHop } from "./connect.js";
import { found } from "./result.js";

/** @param {Run} run */
export async function checkDns({ context: { machine, timeout }, target }) {
  const { hostname } = firstHop(target);
  const family = isIP(hostname);
  if (family !== 0) return found("dns.address", { host: hostname }, [{ address: hostname, family }]);
  const looked = look(hostname, machine);
  const early = await Promise.race([looked, after(timeout * 0.5)]);
  if (early?.addresses) return judge(target, hostname, early.addresses);
  // The resolver of the system may need longer than the deadline to give up. Meanwhile the servers are asked.
  const reason = whyNot(hostname, early?.code ?? "ETIMEDOUT", machine, timeout * 0.4);
  const late = early ?? (await Promise.race([looked, after(timeout * 0.4)]));
  return late?.addresses ? judge(target, hostname, late.addresses) : reason;
}

/**
 * @param {string} hostname
 * @param {Machine} machine
 * @returns {Promise<{ addresses?: LookupAddress[], code?: string }>}
 */
async function look(hostname, { lookup }) {
  try {
    return { addresses: await lookup(hostname, { all: true }) };
  } catch (error) {
    return { code: codeOf(error) };
  }
}

/** @param {number} ms @returns {Promise<undefined>} */
const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms, undefined).unref());

/** @param {Target} target @param {string} host @param {LookupAddress[]} addresses */
function judge(target, host, addresses) {
  const internal = addresses.find(({ address, family }) => INTERNAL.check(address, family === 6 ? "ipv6" : "ipv4"));
  // A base URL may well be internal, and so may a proxy.
  if (internal && isBaidu(target)) return found("dns.private", { host, address: internal.address }, addresses);
  const shown = addresses.slice(0, 3).map(({ address }) => address);
  return found("dns.ok", { host, addresses: shown.join(", ") }, addresses);
}

/** @param {Target} target */
const isBaidu = ({ url: { hostname }, proxy }) => !proxy && hostname.endsWith(".baidu.com");

/**
 * Asks the DNS servers themselves, because the resolver of the system tells little.
 *
 * @param {string} host
 * @param {string} code  of the resolver of the system
 * @param {Machine} machine
 * @param {number} ms  how long they have
 */
async function whyNot(host, code, { resolver }, ms) {
  const servers = resolver.getServers().join(", ");
  try {
    const addresses = await Promise.race([resolver.resolve4(host), after(ms)]);
    return found(addresses ? "dns.system" : "dns.no-answer", { host, code, servers });
  } catch (error) {
    const why = codeOf(error);
    if (why === "ENOTFOUND" || why === "ENODATA") return found("dns.not-found", { host });
    if (why === "ETIMEOUT" || why === "ECONNREFUSED" || why === "ECANCELLED")
      return found("dns.no-answer", { host, servers });
    return found("dns.refused", { host, servers, code: why });
  }
}

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code ?? "unknown";

/** Addresses that Baidu cannot have: private, loopback, link-local, shared, and those of tests, which proxy tools use. */
const INTERNAL = new BlockList();
for (const [network, bits] of /** @type {const} */ ([
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
]))
  INTERNAL.addSubnet(network, bits, "ipv4");
INTERNAL.addSubnet("::", 127, "ipv6");
INTERNAL.addSubnet("fc00::", 7, "ipv6");
INTERNAL.addSubnet("fe80::", 10, "ipv6");
