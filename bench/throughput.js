// Calls per second and latency of every contender, in whichever runtime this module runs.

import { contenders } from "./contenders.js";
import { interleave } from "./rounds.js";

/**
 * @typedef {object} Load
 * @property {string} origin
 * @property {number} inFlight
 * @property {number} calls  of each contender in each round
 * @property {number} rounds
 * @property {string[]} names
 * @property {number} [timeout]  of swan-login's calls, in ms
 * @property {number} [warmUp]  how many calls of each contender come before the first round; as many as in a round
 *
 * @typedef {object} Round
 * @property {number} perSecond
 * @property {number} [cpu]  of the process, in us for each call
 * @property {number[]} latencies  in ms
 */

/**
 * @param {Load} load
 * @param {Record<string, any>} libraries
 * @param {() => number} [cpu]  the time that the process has used so far, in us
 */
export async function throughput({ origin, inFlight, calls, rounds, names, timeout, warmUp = calls }, libraries, cpu) {
  /** @type {Record<string, () => Promise<Round>>} */
  const each = {};
  for (const name of names) {
    const call = contenders[name].prepare(libraries[name], origin, timeout);
    await round(call, warmUp, Math.max(inFlight, 32));
    each[name] = () => round(call, calls, inFlight, cpu);
  }
  return interleave(rounds, each);
}

/**
 * @param {() => Promise<unknown>} call
 * @param {number} calls
 * @param {number} inFlight
 * @param {() => number} [cpu]
 * @returns {Promise<Round>}
 */
async function round(call, calls, inFlight, cpu) {
  /** @type {number[]} */
  const latencies = [];
  let left = calls;
  const lane = async () => {
    while (left-- > 0) {
      const begin = performance.now();
      await call();
      latencies.push(performance.now() - begin);
    }
  };
  const cpuBefore = cpu?.() ?? 0;
  const begin = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - begin) / 1000;
  return { perSecond: calls / seconds, cpu: cpu && (cpu() - cpuBefore) / calls, latencies };
}
