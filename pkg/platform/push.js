/**
 * The handler of Baidu's pushes: reads and checks the message of a request, and makes the response.
 *
 * @import { PlatformPush } from "../types/platform.cjs"
 *
 * @typedef {object} Receiver
 * @property {PlatformPush} push
 * @property {(message: Record<string, unknown>) => Promise<void>} receive  carries the message out
 * @property {((error: unknown) => void) | undefined} onError
 */

import { decryptPush } from "swan-login";
import { invalidArgument } from "../api/arguments.js";
import { readText } from "../handler/read-text.js";
import { raceTimeout } from "../transport/deadline.js";
import { hasCode, timedOut } from "./errors.js";

/** A ticket has fewer than 2 KB. */
const LIMITS = { maxBytes: 65_536, maxMs: 5_000 };

/** The longest time to carry a message out, in ms. Baidu does not wait longer for the response. */
const MAX_MS = 5_000;

/** The largest age of a push, in ms. An older one may be a copy that somebody else sends again. */
const MAX_AGE = 3_600_000;

/**
 * @param {Receiver} receiver
 * @returns {(request: Request) => Promise<Response>}
 */
export function createPushHandler({ push, receive, onError }) {
  return async (request) => {
    try {
      const message = await readMessage(request, push);
      await raceTimeout(MAX_MS, receive(message), () => {
        throw timedOut(NAME);
      });
      return new Response("success", { headers: { "content-type": "text/plain" } });
    } catch (error) {
      const { status, reason, headers } = error instanceof Refusal ? error : new Refusal(500, error);
      // Errors of the observer are ignored.
      (async () => onError?.(reason))().catch(() => {});
      return new Response(null, { status, headers });
    }
  };
}

const NAME = "handlePush";

/** Thrown for a push that is refused. */
class Refusal {
  /** @param {number} status @param {unknown} reason @param {Record<string, string>} [headers] */
  constructor(status, reason, headers) {
    this.status = status;
    this.reason = reason;
    this.headers = headers;
  }
}

/**
 * @param {Request} request
 * @param {PlatformPush & { client_id?: string }} push
 * @returns {Promise<Record<string, unknown>>}
 */
async function readMessage(request, { client_id = "", ...keys }) {
  if (request.method !== "POST") {
    const hint = "Baidu pushes by POST. To see whether the URL is reached, wait 10 minutes for the next ticket.";
    throw new Refusal(405, invalidArgument(NAME, "method", "POST", hint), { allow: "POST" });
  }
  if (request.bodyUsed || request.body?.locked) {
    const hint = "Pass the Request as it came, or request.clone() to whatever reads its body first.";
    throw new Refusal(500, invalidArgument(NAME, "request", "unread", hint));
  }
  const body = await readText(request.body, LIMITS, (status, message, cause) => {
    const reason = invalidArgument(NAME, "body", "readable", `What failed: ${message}.`);
    return new Refusal(status, cause === undefined ? reason : Object.assign(reason, { cause }));
  });
  // Parsed once, so that the signed values and the checked ones are the same.
  const envelope = parse(body);
  const message = decrypt({ body: envelope, client_id, ...keys });
  const age = Date.now() - Number(envelope.TimeStamp) * 1_000;
  if (!(age < MAX_AGE)) {
    const hint = "It is more than an hour old: somebody sent an old push again, or this machine's clock is wrong.";
    throw new Refusal(403, invalidArgument(NAME, "TimeStamp", "of the last hour", hint));
  }
  if (typeof message !== "object" || message === null) throw unreadable();
  return /** @type {Record<string, unknown>} */ (message);
}

/**
 * @param {string} body
 * @returns {{ TimeStamp?: unknown }}
 */
function parse(body) {
  try {
    return Object(JSON.parse(body));
  } catch {
    // decryptPush says what is wrong.
    return {};
  }
}

/** The refusal of a genuine message that is neither a ticket nor an event. */
export function unreadable() {
  const hint = "The push is Baidu's, but it has neither a ticket nor an event: report it to swan-login.";
  return new Refusal(400, invalidArgument(NAME, "body", "a ticket or an event", hint));
}

/** @param {Parameters<typeof decryptPush>[0]} params */
function decrypt(params) {
  try {
    return decryptPush(params);
  } catch (error) {
    throw new Refusal(hasCode(error, "decrypt_failed") ? 403 : 400, error);
  }
}
