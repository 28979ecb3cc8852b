/**
 * What a check found, with its texts.
 *
 * @import { SwanLoginError } from "../../types/index.cjs"
 * @import { Lang, Text } from "../language.js"
 * @import { Status } from "./findings.js"
 *
 * @typedef {string | number | Text} Value
 *
 * @typedef {object} Result
 * @property {string} id  The finding.
 * @property {Status} status
 * @property {Text} text
 * @property {readonly Text[]} steps
 * @property {any} [data]  For the checks that need this one.
 */

import { find } from "../../explain/catalogue.js";
import { explain } from "../../explain/explain.js";
import { LANGS } from "../language.js";
import { FINDINGS } from "./findings.js";

/**
 * @param {string} id
 * @param {Readonly<Record<string, Value>>} [values]  for the `{name}`s of its texts
 * @param {any} [data]
 * @returns {Result}
 */
export function found(id, values = {}, data) {
  const { status, text, steps, see } = FINDINGS[id];
  const advice = steps ?? find(see)?.steps ?? [];
  return { id, status, text: fill(text, values), steps: advice.map((step) => fill(step, values)), data };
}

/**
 * The finding of a call that failed: `{title}` and what to do are those of swan-login/explain.
 *
 * @param {string} id
 * @param {SwanLoginError} error
 * @param {Readonly<Record<string, Value>>} [values]
 * @returns {Result}
 */
export function foundError(id, error, values = {}) {
  const [zh, en] = LANGS.map((lang) => explain(error, { lang }));
  const steps = zh.steps.map((step, index) => ({ zh: step, en: en.steps[index] }));
  return { ...found(id, { ...values, title: { zh: zh.title, en: en.title } }), steps };
}

/** @param {Text} text @param {Readonly<Record<string, Value>>} values @returns {Text} */
function fill(text, values) {
  /** @param {Lang} lang */
  const filled = (lang) =>
    text[lang].replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name];
      return printable(String(typeof value === "object" ? value[lang] : value));
    });
  return { zh: filled("zh"), en: filled("en") };
}

/** The longest value that stands in a line. */
const MAX_LENGTH = 120;

/** Some values come from servers: nothing in them may steer a terminal. @param {string} text */
function printable(text) {
  const clean = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH)}…` : clean;
}
