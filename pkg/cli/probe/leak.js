/** The last look before an answer comes into the report. The mask leaves no secret; if it has a bug, this finds it. */

/** So many characters of a secret in a row are a leak. */
const WINDOW = 10;

/** No text of a report is longer, and a server may have given something huge as a token. */
const MAX_LENGTH = 512;

/**
 * Whether a described answer holds a piece of a secret.
 *
 * @param {object} described
 * @param {Iterable<string>} secrets
 */
export function holdsSecret(described, secrets) {
  const text = JSON.stringify(described).toLowerCase();
  return [...secrets].some((secret) => {
    const lower = secret.slice(0, MAX_LENGTH).toLowerCase();
    for (let at = 0; at + WINDOW <= lower.length; at++) if (text.includes(lower.slice(at, at + WINDOW))) return true;
    return false;
  });
}
