/** @import { CheckedOptions } from "../api/options.js" */

import { describeCauseChain } from "./cause-chain.js";
import { isExcluded, isNode, proxyVariable, readVariable, usesEnvironment } from "./proxy.js";

/** Thrown when a response is not one that an endpoint of Baidu gives. */
export class MalformedAnswer {
  /**
   * @param {string} message
   * @param {number} [httpStatus]
   * @param {string} [hint]  if it is not the usual one
   */
  constructor(message, httpStatus, hint) {
    this.message = message;
    this.httpStatus = httpStatus;
    this.hint = hint;
  }
}

/** Why a request has failed. The core makes its error from this. */
export class Failure {
  isAborted = false;
  isTimeout = false;
  /** Whether the deadline has passed before the request was sent. */
  isUnsent = false;
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

  /** @param {boolean} isUnsent */
  static timeout(isUnsent) {
    return Object.assign(new Failure(), { isTimeout: true, isUnsent });
  }

  /**
   * @param {unknown} reason  thrown by fetch or while reading the response
   * @param {CheckedOptions} options
   * @param {string} url  of the request
   */
  static from(reason, options, url) {
    if (reason instanceof MalformedAnswer) {
      const { message, httpStatus, hint } = reason;
      return Object.assign(new Failure(), { malformed: message, httpStatus, hint });
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
  const { process } = globalThis;
  if (fetch || !process?.versions?.node || !process.env || !isNode(process)) return undefined;
  const target = new URL(url);
  // Only a mock has an http address, and that is in the local network.
  if (target.protocol !== "https:" || isExcluded(target, process)) return undefined;
  const known = proxyVariable(target, process);
  if (known && usesEnvironment(process)) return undefined;
  const { variable } = known ?? readVariable(process, "all_proxy") ?? {};
  if (!variable) return undefined;
  return `${variable} is set, and Node's fetch ignores it: set HTTPS_PROXY and NODE_USE_ENV_PROXY=1 (Node 24 and later), or pass options.fetch with a ProxyAgent of undici.`;
}
