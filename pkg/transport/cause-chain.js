/** Turns errors of the platform into one text and back. The core removes secrets from that text. */

/**
 * Describes an error and its causes, one after another: name, message, code and syscall, separated by NUL. The members
 * of an AggregateError are the last of them.
 * @param {any} reason  any thrown value
 */
export function describeCauseChain(reason) {
  const texts = [];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    texts.push(...describe(reason));
    if (!isObject(reason?.cause)) break;
    reason = reason.cause;
  }
  if (reason?.name === "AggregateError" && Array.isArray(reason.errors)) {
    texts.push(...reason.errors.slice(0, MAX_MEMBERS).flatMap(describe));
    // The others may say that something was sent.
    if (reason.errors.length > MAX_MEMBERS) texts.push(...describe(undefined));
  }
  return texts.join(SEPARATOR);
}

/** @param {any} reason */
function describe(reason) {
  const copied = COPIED.map((name) => (typeof reason?.[name] === "string" ? reason[name] : ""));
  if (typeof reason?.message !== "string") copied[1] = typeof reason === "string" ? reason : typeof reason;
  // Escape our separator. Redaction finds secrets in this spelling too.
  return copied.map((text) => text.slice(0, MAX_LENGTH).replaceAll(SEPARATOR, "%00"));
}

/** @param {unknown} value */
const isObject = (value) => typeof value === "object" && value !== null;

/**
 * Makes an error from a description. It has only the described fields.
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
  // The stack of this copy would show our own functions, so it is replaced.
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

/** The fields that are copied. Others may contain the URL, and so secrets. */
const COPIED = ["name", "message", "code", "syscall"];

/** undici nests two deep: TypeError -> AggregateError. Bounded, because an error may be its own cause. */
const MAX_DEPTH = 5;

/** A host has seldom more addresses. */
const MAX_MEMBERS = 5;

/** Longer texts are cut. */
const MAX_LENGTH = 1_000;

const SEPARATOR = "\0";
