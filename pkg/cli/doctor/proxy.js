/**
 * Whether fetch uses the proxy that the environment names. Bun and Deno do; Node only when it is told to, from 22.21 and
 * 24.0 on, and then it reads the variables as undici does.
 *
 * @import { Machine, Proxy, Target } from "./context.js"
 * @import { Run } from "./run.js"
 */

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
  const named = variableFor(url, machine);
  if (!named || isExcluded(url, machine) || !usesEnvironment(machine)) return undefined;
  const proxy = parseProxy(named.text);
  return proxy && { url: proxy, variable: named.variable };
}

/** Of several hosts, one that is not excluded. @param {readonly Target[]} targets @param {Machine} machine */
function firstWithProxy(targets, machine) {
  const named = targets.flatMap((target) => {
    const proxy = variableFor(target.url, machine);
    return proxy ? [/** @type {const} */ ([target, proxy])] : [];
  });
  return named.find(([{ url }]) => !isExcluded(url, machine)) ?? named[0];
}

/** @param {URL} url @param {Machine} machine */
function variableFor({ protocol }, machine) {
  return (
    (protocol === "https:" ? readVariable(machine, "https_proxy") : undefined) ?? readVariable(machine, "http_proxy")
  );
}

/** @param {Machine} machine @param {string} name */
function readVariable({ env }, name) {
  const variable = [name, name.toUpperCase()].find((spelling) => env[spelling]);
  return variable === undefined ? undefined : { variable, text: String(env[variable]) };
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

/** @param {Machine} machine */
function usesEnvironment({ env, execArgv, versions }) {
  if (!isNode({ versions })) return true;
  const [major = 0, minor = 0] = String(versions.node).split(".").map(Number);
  if (major < 22 || (major === 22 && minor < 21) || major === 23) return false;
  const flags = [...execArgv, ...(env.NODE_OPTIONS ?? "").split(/\s+/)];
  return env.NODE_USE_ENV_PROXY === "1" || flags.includes("--use-env-proxy");
}

/** @param {Pick<Machine, "versions">} machine */
const isNode = ({ versions }) => versions.bun === undefined && versions.deno === undefined;

/**
 * NO_PROXY as Node 24 reads it: a name stands for itself and its subdomains, also with a port, with a dot before it or
 * with `*.`; `*` alone stands for all.
 *
 * @param {URL} url
 * @param {Machine} machine
 */
function isExcluded({ hostname, port, protocol }, machine) {
  const text = readVariable(machine, "no_proxy")?.text ?? "";
  if (text === "*") return true;
  const usedPort = port || (protocol === "https:" ? "443" : "80");
  return text.split(/[\s,]+/).some((entry) => {
    const [, host = entry, entryPort = usedPort] = /^(.+):(\d+)$/.exec(entry) ?? [];
    const name = host.toLowerCase().replace(/^\*?\./, "");
    return name !== "" && entryPort === usedPort && (hostname === name || hostname.endsWith(`.${name}`));
  });
}
