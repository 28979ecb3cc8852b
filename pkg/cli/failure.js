/**
 * How a command fails.
 *
 * @import { SwanLoginError } from "../types/index.cjs"
 * @import { Lang } from "./language.js"
 */

import { isSwanLoginError } from "../api/errors.js";
import { UsageError } from "./arguments.js";

/**
 * Writes on stderr what failed, and gives the exit code.
 *
 * @param {unknown} error
 * @param {string} help  the command that says what is right
 * @param {Lang} lang
 * @param {boolean} asJson
 */
export async function report(error, help, lang, asJson) {
  const isOurs = isSwanLoginError(error);
  const { code, hint, cause, toJSON } = /** @type {Partial<SwanLoginError>} */ (error ?? {});
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  const isUsage = error instanceof UsageError || (isOurs && code === "invalid_argument");
  const { explanation, text } = isOurs ? await explained(error, lang) : {};
  if (asJson) {
    const fields = isOurs ? toJSON?.call(error) : { name, message };
    process.stderr.write(`${JSON.stringify({ error: fields, explanation })}\n`);
  } else {
    const said = error instanceof UsageError ? error.text[lang] : message;
    const advice = error instanceof UsageError ? pointTo(help, lang) : code === "invalid_argument" && hint;
    const lines = [`swan-login: ${said}`, isOurs && describeCause(cause, lang), advice, text && `\n${text}`];
    process.stderr.write(`${lines.filter(Boolean).join("\n")}\n`);
  }
  return isUsage ? 2 : 1;
}

/** The messages of the cause chain, from which the core has removed secrets. @param {Error | undefined} cause @param {Lang} lang */
function describeCause(cause, lang) {
  const messages = [];
  for (let error = cause; error instanceof Error; error = /** @type {Error | undefined} */ (error.cause))
    messages.push(error.message);
  return messages.length > 0 && `${lang === "zh" ? "原因：" : "Cause: "}${messages.join(": ")}`;
}

/** @param {unknown} error @param {Lang} lang */
async function explained(error, lang) {
  const [{ explain }, { describeExplanation }] = await Promise.all([
    import("../explain/explain.js"),
    import("./explanation.js"),
  ]);
  const explanation = explain(/** @type {SwanLoginError} */ (error), { lang });
  return { explanation, text: describeExplanation(explanation, lang) };
}

/** @param {string} help @param {Lang} lang */
function pointTo(help, lang) {
  return `${lang === "zh" ? "查看用法：" : "Try: "}${help}`;
}
