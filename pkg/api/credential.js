import { invalidArgument } from "./arguments.js";

/**
 * A regular expression with Unicode classes, made when it is needed. As a literal it would be compiled in each import, and
 * V8 takes a millisecond for the classes.
 * @param {string} source
 */
const unicode = (source) => ({ test: (/** @type {string} */ text) => new RegExp(source, "u").test(text) });

/** The content of a character class. */
const QUOTES = "\"'`\\p{Pi}\\p{Pf}‚„′″＂＇｀「」『』《》〈〉〝〞〟｢｣";

/**
 * What files, environments and copying leave in a value. Baidu would only answer that the value is wrong.
 * @type {[expected: string, spoiled: { test(text: string): boolean }, hint: string][]}
 */
const RULES = [
  [
    "free of surrounding white space",
    /^\s|\s$|\\[nrt]$/,
    "It begins or ends with a space or a line break. `kubectl create secret --from-file` and `echo | base64` often add one: remove it, for example with trim().",
  ],
  [
    "free of invisible characters",
    // White space except the usual one, control and format characters, and fillers, which are letters or symbols.
    unicode("[^\\S ]|\u034f|[\\p{Cc}\\p{Cf}\\p{Variation_Selector}\u115f\u1160\u2800\u3164\uffa0]"),
    "It contains a character that is not visible, such as a byte order mark or a zero-width space: type it, or copy it from Baidu's console again.",
  ],
  [
    "free of surrounding quotes",
    unicode(`^[${QUOTES}]|[${QUOTES}]$`),
    "It begins or ends with a quote. `docker run --env-file` and other tools keep the quotes of an env file: remove them.",
  ],
  [
    "free of full-width characters",
    /[\uff01-\uff5e]/,
    "It contains a full-width character (全角), as Chinese input methods write: type it again in half width.",
  ],
  [
    "the value alone",
    /^\$|^%\w+%$|^\{.*\}$|^<.*>$|^(process|import\.meta)\.env\b|^(export )?[A-Za-z_]\w*=|^[\w-]+: |^bearer | #|^(your|my)[ _-]|^(todo|fixme|(change|replace)[ _-]?me)$/i,
    "It is the name of a variable, a placeholder, JSON, or a whole line of an env file or a header: pass only the value.",
  ],
  [
    "the whole value",
    /^[*\u2022]+$|[*\u2022]{3}|\u2026|\.{3}|^\[(redacted|masked|secret)\]$/i,
    "It is masked or cut, as logs show secrets: copy the value itself.",
  ],
  [
    "the secret itself",
    /^[a-z][\w+.-]*:\/\/|^(arn|encrypted):|^@Microsoft\.KeyVault\(|^ENC[[(]/i,
    "It is a reference to a secret, or an encrypted one: let your secret manager put the value in its place.",
  ],
  [
    "free of punctuation at its end",
    /[,;]$/,
    "It ends with a comma or a semicolon of the JSON or code that it was copied from: remove it.",
  ],
];

/** Texts that programs make of a value that is missing or not a string. */
const TEXT_OF_OTHER =
  /^(undefined|null|none|nil|nan|infinity|true|false|\(null\)|<nil>|%!.*\(<nil>\)|\[object \w+\]|(async )?(function\b|\().*[)}]|(async )?\(.*\) *=>.*)$/i;

/** Usual credentials consist of 32 letters and digits, usual tokens begin with digits. They need no further check. */
const USUAL = /^(?:[A-Za-z0-9]{16,}|\d[\w.-]{15,})$/;

/**
 * Throws for a credential that is not a string with text, or that was spoiled on its way.
 * @param {string} endpoint  the class that got it
 * @param {string} param
 * @param {unknown} value
 */
export function checkCredential(endpoint, param, value) {
  if (typeof value !== "string" || value.trim() === "") {
    const hint = `Pass ${param} as a string; an environment variable that is not set gives undefined.`;
    throw invalidArgument(endpoint, param, "a string with text", hint);
  }
  refuseSpoiled(endpoint, param, value);
}

/**
 * Throws for a credential that was spoiled on its way.
 * @param {string} endpoint
 * @param {string} param
 * @param {string} text
 */
export function refuseSpoiled(endpoint, param, text) {
  if (USUAL.test(text)) return;
  refuseTextOfOther(endpoint, param, text);
  for (const [expected, spoiled, hint] of RULES)
    if (spoiled.test(text)) throw invalidArgument(endpoint, param, expected, hint);
}

/**
 * Throws for a text such as "undefined".
 * @param {string} endpoint
 * @param {string} param
 * @param {string} text
 */
export function refuseTextOfOther(endpoint, param, text) {
  if (!TEXT_OF_OTHER.test(text)) return;
  const hint =
    "It is what a program writes for a value that is missing or not a string, such as undefined or [object Object]: an environment variable is not set, or a wrong variable was passed.";
  throw invalidArgument(endpoint, param, "a value", hint);
}
