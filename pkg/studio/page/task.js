/** Something that takes time: whether it runs, and what became of it. */

import { useRef, useState } from "preact/hooks";

/** @typedef {{ isRunning: boolean, isDone: boolean, result?: any, error?: any }} State  isDone: without an error */

/** @type {State} */
const IDLE = { isRunning: false, isDone: false };

export function useTask() {
  const [state, setState] = useState(/** @type {State} */ (IDLE));
  // Of a task that was overtaken by another, nothing is shown.
  const newest = useRef(0);
  return {
    ...state,
    /** @param {() => Promise<unknown>} task */
    async run(task) {
      newest.current += 1;
      const own = newest.current;
      setState({ ...IDLE, isRunning: true });
      const next = await task().then(
        (result) => ({ ...IDLE, isDone: true, result }),
        (/** @type {unknown} */ error) => ({ ...IDLE, error }),
      );
      if (own === newest.current) setState(next);
    },
    clear() {
      newest.current += 1;
      setState(IDLE);
    },
  };
}
