/** @import { Calls, Endpoint, Options } from "../types/index.d.cts" */

import { call } from "../core/call.js";

/** How often the calls that serve one caller may be repeated, together: each by itself would multiply the others. */
export class RetryBudget {
  #left;

  /** @param {number} retries */
  constructor(retries) {
    this.#left = retries;
  }

  /**
   * Makes a call, whose repetitions are subtracted from the budget.
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
