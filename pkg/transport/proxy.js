/**
 * Which proxy the environment names, and whether fetch uses it. Bun and Deno do; Node only when it is told to, from 22.21
 * and 24.0 on, and then it reads the variables as undici does.
 *
 * @typedef {object} Environment  `process`, or a double of it
 * @property {Record<string, string | undefined>} env
 * @property {readonly string[]} [execArgv]
 * @property {{ node?: string, bun?: string, deno?: string }} versions
 */

/** The variable that names a proxy for an address. @param {URL} url @param {Environment} environment */
export function proxyVariable({ protocol }, environment) {
  return (
    (protocol === "https:" ? readVariable(environment, "https_proxy") : undefined) ??
    readVariable(environment, "http_proxy")
  );
}

/** A variable under its name in lower or upper case. @param {Environment} environment @param {string} name */
export function readVariable({ env }, name) {
  const variable = [name, name.toUpperCase()].find((spelling) => env[spelling]);
  return variable === undefined ? undefined : { variable, text: String(env[variable]) };
}

/** @param {Environment} environment */
export function usesEnvironment({ env, execArgv = [], versions }) {
  if (!isNode({ versions })) return true;
  const [major = 0, minor = 0] = String(versions.node).split(".").map(Number);
  if (major < 22 || (major === 22 && minor < 21) || major === 23) return false;
  const flags = [...execArgv, ...(env.NODE_OPTIONS ?? "").split(/\s+/)];
  return env.NODE_USE_ENV_PROXY === "1" || flags.includes("--use-env-proxy");
}

/** @param {Pick<Environment, "versions">} environment */
export const isNode = ({ versions }) => versions.bun === undefined && versions.deno === undefined;

/**
 * NO_PROXY as Node 24 reads it: a name stands for itself and its subdomains, also with a port, with a dot before it or
 * with `*.`; `*` alone stands for all.
 *
 * @param {URL} url
 * @param {Environment} environment
 */
export function isExcluded({ hostname, port, protocol }, environment) {
  const text = readVariable(environment, "no_proxy")?.text ?? "";
  if (text === "*") return true;
  const usedPort = port || (protocol === "https:" ? "443" : "80");
  return text.split(/[\s,]+/).some((entry) => {
    const [, host = entry, entryPort = usedPort] = /^(.+):(\d+)$/.exec(entry) ?? [];
    const name = host.toLowerCase().replace(/^\*?\./, "");
    return name !== "" && entryPort === usedPort && (hostname === name || hostname.endsWith(`.${name}`));
  });
}
