/** @import { Lang, Text } from "./language.js" */

import { RESULT_SECRETS } from "./values.js";

/** The text that replaces a secret. */
const MASK = "[masked]";

/** The flag that shows secrets. */
export const SHOW_SECRETS = {
  showSecrets: { does: { zh: "显示密钥，而不是掩码", en: "print secrets instead of a mask" } },
};

/**
 * Prints the result of a call: a line for each field, or JSON.
 *
 * @param {object} result
 * @param {{ json?: true, showSecrets?: true, lang: Lang }} options
 */
export function printResult(result, { json, showSecrets, lang }) {
  const entries = Object.entries(result).map(([name, value]) => {
    const isMasked = RESULT_SECRETS.includes(name) && !showSecrets;
    return [name, isMasked ? MASK : value];
  });
  if (json) return print(JSON.stringify(Object.fromEntries(entries)));
  const width = Math.max(...entries.map(([name]) => name.length));
  print(entries.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n"));
  if (entries.some(([, value]) => value === MASK)) note(SHOWN_BY, lang);
}

/** @type {Text} */
const SHOWN_BY = { zh: "加上 --show-secrets 可显示掩码的内容。", en: "--show-secrets prints what is masked." };

/** @param {string} text */
export function print(text) {
  process.stdout.write(`${text}\n`);
}

/** A remark for people, which is not part of the result. @param {Text} text @param {Lang} lang */
export function note(text, lang) {
  process.stderr.write(`${text[lang]}\n`);
}
