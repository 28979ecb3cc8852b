/** @import { ErrorFields } from "../api/errors.js" */

import { codeConsumed, SwanLoginError } from "../api/errors.js";
import { causeFrom } from "../transport/cause-chain.js";

/**
 * The error of the core, which returns it or rejects a call with it. `toError` makes the SwanLoginError in the caller's
 * async function, so that its stack shows the caller.
 */
export class CoreError {
  /**
   * @param {ErrorFields} fields
   * @param {string} [causes]  a description by `describeCauseChain`, without secrets
   */
  constructor(fields, causes) {
    this.fields = fields;
    this.causes = causes;
  }

  toError() {
    const options = this.causes === undefined ? undefined : { cause: causeFrom(this.causes) };
    return new SwanLoginError(this.fields, options);
  }
}

/** The error after a trap of the core. @param {string} endpoint */
export function internal(endpoint) {
  return new CoreError({
    code: "internal",
    endpoint,
    message: "a bug in swan-login",
    retryable: false,
    ...codeConsumed(endpoint, "unknown"),
    hint: "Report it; the next call works on a fresh instance.",
  });
}
