/**
 * Errors of stores, as `onStoreError` is given them: without the access token.
 *
 * Clients of Redis put the whole command into the error, whole or cut, quoted, or as JSON; and the token in it may be one
 * that another process wrote. So nothing is searched for and cut out: only what cannot be a piece of a token is kept.
 */

/** What is kept; a token has digits. */
const WORDS = [
  // Of a sentence; names of errors; hosts without digits.
  /^["'`([]*[A-Za-z][A-Za-z._-]{0,39}(?:'[a-z]+)?["'`)\].,:;!?]*$/,
  // Of another alphabet.
  /^[^\x20-\x7e]{1,40}$/,
  // Addresses, with or without a port.
  /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[?::1\]?)(?::\d{1,5})?[,.]?$/,
];

/** A name or a code, such as `ECONNREFUSED` or `ERR_SOCKET_TIMEOUT`. */
const NAME = /^[A-Za-z][A-Za-z_]{0,39}\d{0,3}$/;

/** Longer texts are cut: the command is what makes them long. */
const MAX_LENGTH = 1_000;

/** So many letters and digits of a secret in a row betray it. */
const PIECE = 8;

/**
 * @param {unknown} thrown  anything
 * @param {string[]} secrets  texts that are known to hold the token
 * @returns {Error}
 */
export function copyStoreError(thrown, secrets) {
  try {
    const { name, message, code } = /** @type {Record<string, unknown>} */ (
      typeof thrown === "object" && thrown !== null ? thrown : { message: thrown }
    );
    const copy = new Error(sentence(String(message ?? ""), secrets));
    for (const [field, value] of Object.entries({ name, code }))
      if (typeof value === "string" && NAME.test(value) && !holdsPiece(value, secrets))
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
  return holdsPiece(text, secrets) ? "[redacted]" : text || "the store failed";
}

/** @param {string} text @param {string[]} secrets */
function holdsPiece(text, secrets) {
  const letters = lettersAndDigits(text);
  return secrets.map(lettersAndDigits).some((secret) => {
    for (let i = 0; i + PIECE <= secret.length; i++) if (letters.includes(secret.slice(i, i + PIECE))) return true;
    return false;
  });
}

/** Quotes and escapes may stand anywhere between. @param {string} text */
const lettersAndDigits = (text) => text.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
