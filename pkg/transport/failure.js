/** @import { CheckedOptions } from "../api/options.js" */

import { describeCauseChain } from "./cause-chain.js";

/** An answer that no endpoint gives. */
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

/** Why there is no answer. The core makes its error from it. */
export class Failure {
  isAborted = false;
  isTimeout = false;
  /** Why the caller has aborted. @type {unknown} */
  reason;
  /** What is wrong with the answer. @type {string | undefined} */
  malformed;
  /** @type {number | undefined} */
  httpStatus;
  /** The error of the platform, see `describeCauseChain`. */
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
   * @param {unknown} reason  what fetch, or reading the answer, has thrown
   * @param {CheckedOptions} options
   */
  static from(reason, options) {
    if (reason instanceof MalformedAnswer) {
      const { message, httpStatus } = reason;
      return Object.assign(new Failure(), { malformed: message, httpStatus });
    }
    return Object.assign(new Failure(), { causes: describe(reason), hint: proxyHint(options) });
  }
}

/** @param {unknown} reason */
function describe(reason) {
  try {
    return describeCauseChain(reason);
  } catch {
    // Fields that cannot be read must not leave the call without an end.
    return "";
  }
}

/**
 * Node's fetch ignores the proxy variables that other programs follow, so it fails where curl works.
 * @param {CheckedOptions} options
 */
function proxyHint({ fetch }) {
  const { versions, env, execArgv } = globalThis.process ?? {};
  if (fetch || !versions?.node || versions.bun || versions.deno) return undefined;
  const name = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].find((variable) => env[variable]);
  if (!name || env.NODE_USE_ENV_PROXY || execArgv.includes("--use-env-proxy")) return undefined;
  return `${name} is set, and Node's fetch ignores it: set NODE_USE_ENV_PROXY=1 (Node 24 and later), or pass options.fetch with a ProxyAgent of undici.`;
}
