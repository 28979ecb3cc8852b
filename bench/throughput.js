// Calls per second and latency of a contender, in whichever runtime this module runs.

import { contenders } from "./contenders.js";

/**
 * @typedef {object} Round
 * @property {number} perSecond
 * @property {number} [cpu]  of the process, in us for each call
 * @property {number[]} latencies  in ms
 */

/**
 * @param {string} name
 * @param {any} library
 * @param {string} origin
 * @param {number} [timeout]  of swan-login's calls, in ms
 * @param {() => number} [cpu]  the time that the process has used so far, in us
 * @returns {(calls: number, inFlight: number) => Promise<Round>}
 */
export function throughput(name, library, origin, timeout, cpu) {
  const call = contenders[name].prepare(library, origin, timeout);
  return async (calls, inFlight) => {
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
  };
}
