import { invalidArgument } from "./arguments.js";

/**
 * Characters that files and environments often leave around a value. Baidu would only answer that the value is wrong.
 * @type {[name: string, found: RegExp, hint: string][]}
 */
const SURROUNDINGS = [
  [
    "white space",
    /^[\s\p{Cc}\p{Cf}]|[\s\p{Cc}\p{Cf}]$|\\[nrt]$/u,
    "It begins or ends with a space, a line break or an invisible character. `kubectl create secret --from-file` and `echo | base64` often add one: remove it, for example with trim().",
  ],
  [
    "quotes",
    /^["'`“”‘’]|["'`“”‘’]$/,
    "It begins or ends with a quote. `docker run --env-file` and other tools keep the quotes of an env file: remove them.",
  ],
];

/**
 * Throws for a credential that is not a string with text, or that has white space or quotes around it.
 * @param {string} endpoint  the class that got it
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
