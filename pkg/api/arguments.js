import { codeConsumed, SwanLoginError } from "./errors.js";

/**
 * The error for a wrong argument. Nothing was sent.
 * @param {string} endpoint  the function or class that got it
 * @param {string} param  the name of the argument
 * @param {string} expected  with its article: "a function"
 * @param {string} [hint]
 */
export function invalidArgument(endpoint, param, expected, hint = `Pass ${param} as ${expected}.`) {
  return refusal(endpoint, param, `${param} is not ${expected}`, hint);
}

/**
 * Throws for an option whose name is not known: with a misspelt baseUrl the secret would go to Baidu, not to the mock.
 * @param {string} endpoint  the function or class that takes the options
 * @param {object} options
 * @param {readonly string[]} known
 * @param {string} [owner]  the option that holds these names, such as "baseUrl"; without it, the argument itself
 */
export function refuseUnknownNames(endpoint, options, known, owner) {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const meant = known.find((other) => lettersOf(other) === lettersOf(name));
    const param = owner ? `${owner}.${name}` : name;
    const hint = meant ? `The name is ${meant}.` : `The names are ${known.join(", ")}.`;
    throw refusal(endpoint, param, `${param} is not an option`, hint);
  }
}

/**
 * Checks an optional argument with named options. `null` counts as left out.
 * @template {object} T
 * @param {string} endpoint  the function that takes the options
 * @param {T | null | undefined} options
 * @param {readonly string[]} known
 * @returns {Partial<T>}
 */
export function readNames(endpoint, options, known) {
  const present = options ?? {};
  if (typeof present !== "object") throw invalidArgument(endpoint, "options", "an object");
  refuseUnknownNames(endpoint, present, known);
  return present;
}

/** @param {string} name */
const lettersOf = (name) => name.replace(/[_-]/g, "").toLowerCase();

/** @param {string} endpoint @param {string} param @param {string} message @param {string} hint */
function refusal(endpoint, param, message, hint) {
  const code = "invalid_argument";
  return new SwanLoginError({
    code,
    endpoint,
    param,
    message,
    retryable: false,
    ...codeConsumed(endpoint, "no"),
    hint,
  });
}
