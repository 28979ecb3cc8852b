/** Something that takes time: whether it runs, and what became of it. */

import { useRef, useState } from "preact/hooks";

export function useTask() {
  const [state, setState] = useState(
    /** @type {{ isRunning: boolean, result?: any, error?: any }} */ ({ isRunning: false }),
  );
  // Of a task that was overtaken by another, nothing is shown.
  const newest = useRef(0);
  return {
    ...state,
    /** @param {() => Promise<unknown>} task */
    async run(task) {
      newest.current += 1;
      const own = newest.current;
      setState({ isRunning: true });
      const next = await task().then(
        (result) => ({ isRunning: false, result }),
        (/** @type {unknown} */ error) => ({ isRunning: false, error }),
      );
      if (own === newest.current) setState(next);
    },
    clear() {
      newest.current += 1;
      setState({ isRunning: false });
    },
  };
}
