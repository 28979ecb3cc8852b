/** @import { Calls, Endpoint, Options } from "../types/index.d.cts" */

import { call } from "../core/core.js";

/** How often the calls that serve one caller may be repeated, together: each by itself would multiply the others. */
export class RetryBudget {
  #left;

  /** @param {number} retries */
  constructor(retries) {
    this.#left = retries;
  }

  /**
   * Makes a call, whose repetitions are taken off the budget.
   * @template {Endpoint} E
   * @param {E} endpoint
   * @param {Calls[E]["params"]} params
   * @param {Options} options
   * @returns {Promise<Calls[E]["result"]>}
   */
  call(endpoint, params, options) {
    const fetch = /** @type {Options["fetch"]} */ (options.fetch ?? globalThis.fetch);
    let isRepetition = false;
    /** @type {NonNullable<typeof fetch>} */
    const countingFetch = (url, init) => {
      if (isRepetition) this.#left--;
      isRepetition = true;
      return /** @type {NonNullable<typeof fetch>} */ (fetch)(url, init);
    };
    // Where there is no fetch at all, the call itself says so.
    return call(endpoint, params, {
      ...options,
      retries: Math.max(0, this.#left),
      fetch: fetch && countingFetch,
    });
  }
}
