/**
 * What the checks look at.
 *
 * @import { SwanLoginError } from "swan-login"
 *
 * @typedef {object} Target  A host that the app calls.
 * @property {string} host  With its port, unless that is the usual one.
 * @property {readonly string[]} hosts  Which of Baidu's it stands for: spapi, openapi.
 * @property {"jscode2sessionkey" | "getAccessToken"} call  A call to it.
 * @property {URL} url
 * @property {Proxy} [proxy]  Through which fetch calls it.
 *
 * @typedef {object} Proxy
 * @property {URL} url
 * @property {string} variable  The variable that names it.
 *
 * @typedef {object} Context
 * @property {readonly Target[]} targets
 * @property {Readonly<Record<"client_id" | "sk" | "openid", string | undefined>>} app
 * @property {{ text: string, name: string } | undefined} redis  The address, and where it was given.
 * @property {CallOptions} options  Of the calls.
 * @property {number} timeout  Of each check, in ms.
 * @property {Machine} machine
 *
 * @typedef {{ baseUrl?: string, sendSecretsOverHttp?: true }} CallOptions
 *
 * @typedef {object} Machine  What a test may replace.
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {readonly string[]} execArgv
 * @property {Readonly<Record<string, string | undefined>>} versions
 * @property {string} folder  The working directory.
 * @property {() => number} now
 * @property {typeof import("node:dns/promises").lookup} lookup
 * @property {import("node:dns/promises").Resolver} resolver
 * @property {typeof globalThis.fetch | undefined} fetch
 */

import { lookup, Resolver } from "node:dns/promises";
import { buildRequest } from "swan-login";
import { proxyOf } from "./proxy.js";

/**
 * @param {Omit<Context, "targets" | "machine">} inputs
 * @param {Partial<Machine>} [replaced]
 * @returns {Context}
 */
export function createContext(inputs, replaced = {}) {
  const machine = { ...thisMachine(inputs.timeout), ...replaced };
  return { ...inputs, machine, targets: targetsOf(inputs.options, machine) };
}

/** @param {number} timeout @returns {Machine} */
function thisMachine(timeout) {
  return {
    env: process.env,
    execArgv: process.execArgv,
    versions: process.versions,
    folder: process.cwd(),
    now: Date.now,
    lookup,
    // It must have given up before the deadline of its check.
    resolver: new Resolver({ timeout: Math.ceil(timeout / 3), tries: 1 }),
    fetch: globalThis.fetch,
  };
}

/**
 * One for each host; with a base URL there is only one. None if the core does not run, which checkPackage explains.
 *
 * @param {CallOptions} options
 * @param {Machine} machine
 * @returns {Target[]}
 */
function targetsOf(options, machine) {
  const params = { code: "-", client_id: "-", sk: "-" };
  let login, token;
  try {
    login = new URL(buildRequest("jscode2sessionkey", params, options).url);
    token = new URL(buildRequest("getAccessToken", params, options).url);
  } catch (error) {
    if (/** @type {SwanLoginError} */ (error).code !== "internal") throw error;
    return [];
  }
  /** @param {URL} url @param {string[]} hosts @param {Target["call"]} call */
  const target = (url, hosts, call) => ({ host: url.host, hosts, call, url, proxy: proxyOf(url, machine) });
  if (login.origin === token.origin) return [target(login, ["spapi", "openapi"], "jscode2sessionkey")];
  return [target(login, ["spapi"], "jscode2sessionkey"), target(token, ["openapi"], "getAccessToken")];
}
