/** Compares the core with the plain-JavaScript reference on generated replies. */

import assert from "node:assert/strict";
import { isSwanLoginError, parseResponse } from "swan-login";
import { generatedReplies } from "./generated-replies.js";
import { parseReply } from "./reference.js";

/** @import { GeneratedReply } from "./generated-replies.js" */

/**
 * @param {number} count
 * @param {number} seed
 * @returns {{ replies: number, seed: number, outcomes: Record<string, number> }}  how often each outcome occurred
 */
export function agree(count, seed) {
  /** @type {Record<string, number>} */
  const outcomes = {};
  let left = count;
  for (const reply of generatedReplies(seed)) {
    if (left-- === 0) break;
    const expected = parseReply(reply.endpoint, reply);
    assert.deepEqual(parsed(reply), expected, `seed ${seed}, reply ${count - left}: ${JSON.stringify(reply)}`);
    const outcome = "error" in expected ? expected.error.code : "success";
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  }
  return { replies: count, seed, outcomes };
}

/**
 * What the core parses a reply to, in the fields that the reference knows.
 * @param {GeneratedReply} reply
 */
function parsed({ endpoint, ...response }) {
  try {
    return { result: parseResponse(endpoint, response) };
  } catch (error) {
    if (!isSwanLoginError(error)) throw error;
    const { code, retryable, codeConsumed, baidu } = error;
    return { error: { code, retryable, ...(codeConsumed && { codeConsumed }), baidu } };
  }
}
