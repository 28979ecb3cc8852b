/** Errors of the platform as texts that may cross to the core, which removes secrets from them. */

/**
 * An error of the platform and its causes, each as name, message, code and syscall, for the core to remove secrets.
 * @param {any} reason  may be anything
 */
export function describeCauseChain(reason) {
  const texts = [];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const copied = COPIED.map((name) => (typeof reason?.[name] === "string" ? reason[name] : ""));
    if (typeof reason?.message !== "string") copied[1] = typeof reason === "string" ? reason : typeof reason;
    // Escape our separator; in this spelling a secret is still found.
    texts.push(...copied.map((text) => text.slice(0, MAX_LENGTH).replaceAll(SEPARATOR, "%00")));
    reason = [reason?.cause, reason?.errors?.[0]].find((cause) => typeof cause === "object" && cause !== null);
    if (!reason) break;
  }
  return texts.join(SEPARATOR);
}

/**
 * The error that a description means: a copy without the platform's own fields.
 * @param {string} description
 */
export const causeFrom = (description) => errorFrom(description.split(SEPARATOR));

/**
 * @param {string[]} texts
 * @returns {Error}
 */
function errorFrom([name, message, code, syscall, ...inner]) {
  const error = new Error(message);
  if (inner.length > 0) setCause(error, errorFrom(inner));
  Object.assign(error, name && { name }, code && { code }, syscall && { syscall });
  // The platform's own stack is lost, and this one would show ours.
  error.stack = `${error.name}: ${message}`;
  return error;
}

/**
 * Sets the cause as the options of `Error` do since Node 16.9.
 * @param {Error} error
 * @param {unknown} cause
 */
export function setCause(error, cause) {
  Object.defineProperty(error, "cause", { value: cause, configurable: true, writable: true });
}

/** What is copied of an error of the platform; the original may hold the URL, and with it secrets. */
const COPIED = ["name", "message", "code", "syscall"];

/** As deep as undici's TypeError -> AggregateError -> error, and more; bounded, for an error may be its own cause. */
const MAX_DEPTH = 5;

/** Longer texts are cut. */
const MAX_LENGTH = 1_000;

const SEPARATOR = "\0";
