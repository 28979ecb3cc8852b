import { invalidArgument } from "./arguments.js";

/**
 * What often surrounds a value that comes from a file or from the environment. Baidu would only say that it is wrong.
 * @type {[name: string, found: RegExp, hint: string][]}
 */
const SURROUNDINGS = [
  [
    "white space",
    /^[\s\p{Cc}\p{Cf}]|[\s\p{Cc}\p{Cf}]$|\\[nrt]$/u,
    "It begins or ends with a space, a line break or the like, as `kubectl create secret --from-file` and `echo | base64` leave one: take it off, as by trim().",
  ],
  [
    "quotes",
    /^["'`“”‘’]|["'`“”‘’]$/,
    "It has a quote at an end, as `docker run --env-file` and others keep those of an env file: take the quotes off.",
  ],
];

/**
 * Refuses a credential that is no text, or that something surrounds.
 * @param {string} endpoint  the class that takes it
 * @param {string} param
 * @param {unknown} value
 */
export function checkCredential(endpoint, param, value) {
  if (typeof value !== "string" || value.trim() === "") {
    const hint = `Pass ${param} as a string; an environment variable that is not set gives undefined.`;
    throw invalidArgument(endpoint, param, "a string with text", hint);
  }
  for (const [name, found, hint] of SURROUNDINGS)
    if (found.test(value)) throw invalidArgument(endpoint, param, `free of surrounding ${name}`, hint);
}
