/** @import { IncomingMessage } from "node:http" */

/** A client that sends for longer than this after the response is disconnected, in ms. */
const MAX_MS = 1_000;

/**
 * Reads the rest of a body that nobody needs, because a client may not read the response before it has sent everything.
 * @param {IncomingMessage} req
 * @returns {Promise<boolean>}  whether the body has ended
 */
export function discardRest(req) {
  return new Promise((resolve) => {
    const hasEnded = () => req.complete || req.destroyed;
    if (hasEnded()) return resolve(true);
    const timer = setTimeout(end, MAX_MS);
    const events = ["end", "close", "error"];
    for (const event of events) req.once(event, end);
    req.resume();

    function end() {
      clearTimeout(timer);
      for (const event of events) req.off(event, end);
      resolve(hasEnded());
    }
  });
}
