/**
 * Copies errors of stores for `onStoreError`, without the access token.
 *
 * Redis clients put the command into their errors: complete or cut, quoted or as JSON. The token in it may be unknown
 * here, because another process wrote it. So tokens are not searched; only words that cannot be part of one are kept.
 */

/** Words that are kept. They have no digits, and a token has some. */
const WORDS = [
  // Words of a sentence, names of errors, host names without digits.
  /^["'`([]*[A-Za-z][A-Za-z._-]{0,39}(?:'[a-z]+)?["'`)\].,:;!?]*$/,
  // Words of another alphabet.
  /^[^\x20-\x7e]{1,40}$/,
  // IP addresses, with or without a port.
  /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[?::1\]?)(?::\d{1,5})?[,.]?$/,
];

/** A name or a code, such as `ECONNREFUSED` or `ERR_SOCKET_TIMEOUT`. */
const NAME = /^[A-Za-z][A-Za-z_]{0,39}\d{0,3}$/;

/** Longer texts are cut. They are long because they contain the command. */
const MAX_LENGTH = 1_000;

/** How many consecutive letters and digits of a secret count as a leak. */
const MIN_LEAK = 8;

/**
 * @param {unknown} thrown  any value
 * @param {string[]} secrets  texts that contain the token
 * @returns {Error}
 */
export function copyStoreError(thrown, secrets) {
  try {
    const { name, message, code } = /** @type {Record<string, unknown>} */ (
      typeof thrown === "object" && thrown !== null ? thrown : { message: thrown }
    );
    const copy = new Error(sentence(String(message ?? ""), secrets));
    for (const [field, value] of Object.entries({ name, code }))
      if (typeof value === "string" && NAME.test(value) && !containsLeak(value, secrets))
        Object.assign(copy, { [field]: value });
    return copy;
  } catch {
    return new Error("the store has thrown something without a text");
  }
}

/** @param {string} message @param {string[]} secrets */
function sentence(message, secrets) {
  const words = message.slice(0, MAX_LENGTH).split(/\s+/).filter(Boolean);
  const kept = words.map((word) => (WORDS.some((kept) => kept.test(word)) ? word : "[redacted]"));
  const text = kept.join(" ").replace(/\[redacted\]( \[redacted\])+/g, "[redacted]");
  return containsLeak(text, secrets) ? "[redacted]" : text || "the store failed";
}

/** @param {string} text @param {string[]} secrets */
function containsLeak(text, secrets) {
  const letters = lettersAndDigits(text);
  return secrets.map(lettersAndDigits).some((secret) => {
    for (let i = 0; i + MIN_LEAK <= secret.length; i++)
      if (letters.includes(secret.slice(i, i + MIN_LEAK))) return true;
    return false;
  });
}

/** Without quotes and escapes, which may split a secret. @param {string} text */
const lettersAndDigits = (text) => text.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
