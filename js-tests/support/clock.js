/**
 * A clock that a test turns: `setTimeout`, `setInterval`, `Date` and `performance.now` follow it. Everything else goes on
 * as usual, `setImmediate`, promises and `queueMicrotask` among it.
 */

import { createHash } from "node:crypto";

/** @import { TestContext } from "node:test" */

/** In ms; between two steps everything that is not a timer has time to happen. */
const STEP = 5;

/** The longest that `run` waits for a promise, in ms. */
const LIMIT = 120_000;

/** @param {TestContext} t  when it ends, time is real again */
export function fakeClock(t) {
  const begin = Date.now();
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: begin });
  t.mock.method(performance, "now", () => Date.now() - begin);
  // WebCrypto hashes in another thread. On a busy machine, seconds of this clock would pass meanwhile.
  t.mock.method(crypto.subtle, "digest", async (/** @type {"SHA-256"} */ algorithm, /** @type {Uint8Array} */ data) => {
    const { buffer } = new Uint8Array(createHash(algorithm).update(data).digest());
    return buffer;
  });

  /** @param {number} ms */
  async function advance(ms) {
    for (const end = Date.now() + ms; Date.now() < end; ) {
      t.mock.timers.tick(Math.min(STEP, end - Date.now()));
      await turn();
    }
  }

  /**
   * Advances until a promise settles, and gives its outcome.
   * @template T
   * @param {Promise<T>} promise
   */
  async function run(promise) {
    let isSettled = false;
    const settled = () => {
      isSettled = true;
    };
    promise.then(settled, settled);
    await turn();
    for (const end = Date.now() + LIMIT; !isSettled && Date.now() < end; ) await advance(STEP);
    if (!isSettled) throw new Error(`not settled after ${LIMIT} ms`);
    return promise;
  }

  return { advance, run };
}

/**
 * Repetitions follow at once, for tests against real servers: the wait before one is a random part of its bound.
 * @param {TestContext} t
 */
export function withoutBackOff(t) {
  t.mock.method(Math, "random", () => 0);
}

/** Lets the event loop turn once. */
const turn = () => new Promise((resolve) => setImmediate(resolve));
