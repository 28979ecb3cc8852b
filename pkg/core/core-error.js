/** @import { ErrorFields } from "../api/errors.js" */

import { codeConsumed, SwanLoginError } from "../api/errors.js";
import { causeFrom } from "../transport/cause-chain.js";

/**
 * How the core and the transport report a failure. The SwanLoginError is made where the caller awaits, so that its
 * stack shows the caller.
 */
export class CoreError {
  /**
   * @param {ErrorFields} fields
   * @param {string} [causes]  from `describeCauseChain`, without secrets
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

/** The error of a trap. @param {string} endpoint */
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
