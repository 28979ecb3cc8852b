/** @import { CheckedOptions } from "../api/options.js" */

import { describeCauseChain } from "./cause-chain.js";

/** Thrown when a response is not one that an endpoint of Baidu gives. */
export class MalformedAnswer {
  /**
   * @param {string} message
   * @param {number} [httpStatus]
   */
  constructor(message, httpStatus) {
    this.message = message;
    this.httpStatus = httpStatus;
  }
}

/** Why a request has failed. The core makes its error from this. */
export class Failure {
  isAborted = false;
  isTimeout = false;
  /** The caller's reason to abort. @type {unknown} */
  reason;
  /** What is wrong with the response, if it is malformed. @type {string | undefined} */
  malformed;
  /** @type {number | undefined} */
  httpStatus;
  /** The error of the platform, described by `describeCauseChain`. */
  causes = "";
  /** @type {string | undefined} */
  hint;

  /** @param {unknown} reason */
  static aborted(reason) {
    return Object.assign(new Failure(), { isAborted: true, reason });
  }

  static timeout() {
    return Object.assign(new Failure(), { isTimeout: true });
  }

  /**
   * @param {unknown} reason  thrown by fetch or while reading the response
   * @param {CheckedOptions} options
   * @param {string} url  of the request
   */
  static from(reason, options, url) {
    if (reason instanceof MalformedAnswer) {
      const { message, httpStatus } = reason;
      return Object.assign(new Failure(), { malformed: message, httpStatus });
    }
    return Object.assign(new Failure(), { causes: describe(reason), hint: proxyHint(options, url) });
  }
}

/** @param {unknown} reason */
function describe(reason) {
  try {
    return describeCauseChain(reason);
  } catch {
    // If a field cannot be read, the call must settle all the same.
    return "";
  }
}

/**
 * The hint for a proxy variable that other programs follow and Node's fetch ignores, so that it fails where curl works.
 * @param {CheckedOptions} options
 * @param {string} url
 */
function proxyHint({ fetch }, url) {
  const { versions, env, execArgv } = globalThis.process ?? {};
  if (fetch || !versions?.node || versions.bun || versions.deno) return undefined;
  const { protocol, hostname } = new URL(url);
  // Only a mock has an http address, and that is in the local network.
  if (protocol !== "https:") return undefined;
  const name = PROXY_VARIABLES.find((variable) => env?.[variable]);
  const isUsed = env?.NODE_USE_ENV_PROXY === "1" || `${execArgv} ${env?.NODE_OPTIONS}`.includes("--use-env-proxy");
  if (!name || isUsed || isExcepted(hostname, env?.no_proxy ?? env?.NO_PROXY ?? "")) return undefined;
  return `${name} is set, and Node's fetch ignores it: set NODE_USE_ENV_PROXY=1 (Node 24 and later), or pass options.fetch with a ProxyAgent of undici.`;
}

const PROXY_VARIABLES = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "http_proxy", "HTTP_PROXY"];

/**
 * Whether `NO_PROXY` names a host: itself, a domain above it, or `*`.
 * @param {string} hostname
 * @param {string} noProxy
 */
function isExcepted(hostname, noProxy) {
  const domains = noProxy.split(/[\s,]+/).filter(Boolean);
  return domains.some((domain) => domain === "*" || `.${hostname}`.endsWith(`.${domain.replace(/^\*?\./, "")}`));
}
