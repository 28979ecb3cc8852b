import { Deadline } from "./deadline.js";

/**
 * Rejects when this caller's deadline passes or its signal aborts. A request that other callers share continues.
 * @template T
 * @param {{ signal?: AbortSignal, timeout: number }} options
 * @param {() => unknown} onTimeout  returns or throws the error for a passed deadline
 * @param {(signal: AbortSignal | undefined) => Promise<T>} run
 * @returns {Promise<T>}
 */
export async function withDeadline({ signal, timeout }, onTimeout, run) {
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
  throw deadline.state === "timeout" ? onTimeout() : deadline.reason;
}
