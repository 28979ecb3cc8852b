/**
 * Whether fetch uses the proxy that the environment names.
 *
 * @import { Machine, Proxy, Target } from "./context.js"
 * @import { Run } from "./run.js"
 */

import { isExcluded, isNode, proxyVariable, readVariable, usesEnvironment } from "../../transport/proxy.js";
import { found } from "./result.js";
import { nameOfRuntime } from "./runtime.js";

/** @param {Run} run */
export function checkProxy({ context: { targets, machine } }) {
  const [target, proxy] = firstWithProxy(targets, machine) ?? [];
  if (!target || !proxy)
    return readVariable(machine, "all_proxy") && isNode(machine) ? found("proxy.all-proxy") : found("proxy.none");
  const { variable, text } = proxy;
  if (isExcluded(target.url, machine)) return found("proxy.excluded", { variable, host: target.host });
  if (!usesEnvironment(machine)) return found("proxy.ignored", { variable, runtime: nameOfRuntime(machine) });
  const url = parseProxy(text);
  return url ? found("proxy.used", { variable, proxy: url.host }) : found("proxy.invalid", { variable });
}

/** The proxy through which fetch calls this address. @param {URL} url @param {Machine} machine @returns {Proxy | undefined} */
export function proxyOf(url, machine) {
  const named = proxyVariable(url, machine);
  if (!named || isExcluded(url, machine) || !usesEnvironment(machine)) return undefined;
  const proxy = parseProxy(named.text);
  return proxy && { url: proxy, variable: named.variable };
}

/** Of several hosts, one that is not excluded. @param {readonly Target[]} targets @param {Machine} machine */
function firstWithProxy(targets, machine) {
  const named = targets.flatMap((target) => {
    const proxy = proxyVariable(target.url, machine);
    return proxy ? [/** @type {const} */ ([target, proxy])] : [];
  });
  return named.find(([{ url }]) => !isExcluded(url, machine)) ?? named[0];
}

/** @param {string} text */
function parseProxy(text) {
  try {
    const url = new URL(text);
    // Throws where % does not begin an escape.
    decodeURIComponent(url.username + url.password);
    return /^https?:$/.test(url.protocol) && url.hostname ? url : undefined;
  } catch {
    return undefined;
  }
}
