/** @import { Calls, Endpoint, Options } from "../types/index.d.cts" */

import { call } from "../core/call.js";

/** The retries of one method call, shared by all requests that it needs. Separate retries would multiply. */
export class RetryBudget {
  #left;

  /** @param {number} retries */
  constructor(retries) {
    this.#left = retries;
  }

  /**
   * Makes a call. Its repetitions are subtracted from the budget.
   * @template {Endpoint} E
   * @param {E} endpoint
   * @param {Calls[E]["params"]} params
   * @param {Options} options
   * @returns {Promise<Calls[E]["result"]>}
   */
  call(endpoint, params, options) {
    return call(endpoint, params, { ...options, retries: this.#left }, () => this.#left--);
  }
}
