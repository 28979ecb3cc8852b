import { Deadline } from "./deadline.js";

/**
 * Ends for this caller when its time is over. What it shares with other callers goes on for them.
 * @template T
 * @param {{ signal?: AbortSignal, timeout: number }} options
 * @param {() => unknown} timeoutError  the reason to reject with when the time is over
 * @param {(signal: AbortSignal | undefined) => Promise<T>} run
 * @returns {Promise<T>}
 */
export async function withDeadline({ signal, timeout }, timeoutError, run) {
  const deadline = new Deadline(timeout, signal);
  try {
    /** @type {Promise<never>} */
    const end = new Promise((_, reject) => (deadline.onEnd = () => reject()));
    if (!deadline.state) return await Promise.race([end, run(deadline.signal)]);
  } catch (error) {
    if (!deadline.state) throw error;
  } finally {
    deadline.clear();
  }
  throw deadline.state === "timeout" ? timeoutError() : deadline.reason;
}
