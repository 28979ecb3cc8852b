/**
 * The values that a call needs: from an option, where they are no secrets; from the environment; else from stdin or a
 * prompt. Secrets are never taken from arguments, which every user of the machine may see (`ps`).
 *
 * @import { Flag } from "./arguments.js"
 * @import { Lang } from "./language.js"
 */

import { columns, toOption, UsageError } from "./arguments.js";
import { note } from "./output.js";
import { prompt } from "./prompt.js";
import { readStdin } from "./stdin.js";
import { isListed, paramOf } from "./values.js";

/** The flags of values that are no secrets. */
export const PARAM_FLAGS = {
  clientId: flagOf("client_id"),
  openid: flagOf("openid"),
  appId: flagOf("app_id"),
};

/** Other names of some values, in mini programs, on Baidu's pages and in the code of others. @type {Readonly<Record<string, string[]>>} */
const ALIASES = {
  data: ["encryptedData", "encrypted_data"],
  client_id: ["app_key", "appKey", "clientId"],
  sk: ["app_secret", "appSecret", "client_secret"],
  session_key: ["sessionKey"],
};

/** Names of options in which people may try to pass secrets, besides the names of the parameters. */
const SECRET_WORDS = /^--?(secret|app-?secret|client-?secret|password|token|ticket|key)$/i;

/** Throws a UsageError that names no value. @param {readonly string[]} args */
export function refuseSecrets(args) {
  for (const arg of args) {
    const [option = ""] = arg.split("=");
    const name = option.replace(/^--?/, "").replaceAll("-", "_");
    const isSecret =
      option.startsWith("-") && (SECRET_WORDS.test(option) || (isListed(name) && paramOf(name).isSecret));
    if (!isSecret) continue;
    const { env } = isListed(name) ? paramOf(name) : paramOf("sk");
    throw new UsageError({
      zh: `${option} 不能写在命令行中，因为 ps 能看到。请设置环境变量（如 ${env}），或通过 stdin、输入提示提供`,
      en: `${option} is not taken from arguments, because ps shows them. Set it in the environment, such as ${env}, or pipe it in, or type it at the prompt`,
    });
  }
}

/**
 * @template {string} Name
 * @param {readonly Name[]} names
 * @param {Readonly<Record<string, unknown>>} values  those of the flags
 * @param {Lang} lang
 * @returns {Promise<Record<Name, string>>}
 */
export async function readParams(names, values, lang) {
  const found = knownParams(names, values);
  const missing = names.filter((name) => found[name] === undefined);
  if (missing.length > 0) {
    Object.assign(found, process.stdin.isTTY ? await ask(missing, lang) : parse(await readStdin(), names, missing));
    requireParams(names, found);
  }
  return /** @type {Record<Name, string>} */ (found);
}

/**
 * Throws a UsageError that names those which are missing.
 *
 * @template {Readonly<Record<string, string | undefined>>} Given
 * @param {readonly string[]} names
 * @param {Given} given
 */
export function requireParams(names, given) {
  const absent = names.filter((name) => given[name] === undefined);
  if (absent.length > 0) throw notGiven(absent);
  return given;
}

/** How long a pipe may take that holds values which may be missing, in ms. */
const MAX_STDIN_MS = 10_000;

/**
 * As `readParams`, for a command that also runs without a value, and that itself looks for white space around it.
 *
 * @template {string} Name
 * @param {readonly Name[]} names
 * @param {Readonly<Record<string, unknown>>} values
 * @param {Lang} lang
 * @returns {Promise<Partial<Record<Name, string>>>}
 */
export async function readOptionalParams(names, values, lang) {
  const given = Object.fromEntries(
    names.map((name) => {
      const { env, option = "" } = paramOf(name);
      return [name, values[option] ?? (process.env[env] || undefined)];
    }),
  );
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length > 0) {
    if (process.stdin.isTTY) note(ENTER_SKIPS, lang);
    const found = process.stdin.isTTY ? await ask(missing, lang) : parse(await readStdin(MAX_STDIN_MS), names, missing);
    Object.assign(given, found);
  }
  return /** @type {Partial<Record<Name, string>>} */ (given);
}

const ENTER_SKIPS = { zh: "直接按回车可跳过。", en: "Press Enter to go on without a value." };

/**
 * The values that options and the environment give.
 *
 * @param {readonly string[]} names
 * @param {Readonly<Record<string, unknown>>} values
 * @returns {Record<string, string | undefined>}
 */
export function knownParams(names, values) {
  return Object.fromEntries(
    names.map((name) => [
      name,
      /** @type {string | undefined} */ (values[paramOf(name).option ?? ""]) ?? fromEnvironment(name),
    ]),
  );
}

/** Baidu would only say that a value with white space around it is wrong. @param {string} name */
function fromEnvironment(name) {
  const { env } = paramOf(name);
  const value = process.env[env];
  if (value && value !== value.trim())
    throw new UsageError({
      zh: `${env} 的首尾有空格或换行`,
      en: `${env} begins or ends with a space or a line break`,
    });
  return value || undefined;
}

/** The section of the help about values. @param {readonly string[]} names @param {Lang} lang */
export function describeParams(names, lang) {
  const rows = names.map((name) => [paramOf(name).env, paramOf(name).does[lang]]);
  const head = {
    zh: "取自环境变量，没有设置的取自 stdin（一行，或含多个值的 JSON）或输入提示：",
    en: "From the environment; what is not set, from stdin (a line, or JSON with several values) or a prompt:",
  };
  return `${head[lang]}\n${columns(rows)}`;
}

/** @param {readonly string[]} names @param {Lang} lang */
async function ask(names, lang) {
  /** @type {Record<string, string | undefined>} */
  const answers = {};
  for (const name of names) {
    const { does, isSecret } = paramOf(name);
    const question = lang === "zh" ? `${name}（${does.zh}）：` : `${name} (${does.en}): `;
    answers[name] = (await prompt(question, { isSecret })).trim() || undefined;
  }
  return answers;
}

/**
 * @param {string} text
 * @param {readonly string[]} names  of what may be in it
 * @param {readonly string[]} missing  of what has to be
 * @returns {Record<string, string>}
 */
function parse(text, names, missing) {
  const trimmed = text.trim();
  const [first = "", ...others] = missing;
  if (trimmed === "") return {};
  if (!trimmed.startsWith("{")) {
    if (others.length === 0) return { [first]: trimmed };
    throw new UsageError({
      zh: `stdin 需要是 JSON，包含：${missing.join("、")}`,
      en: `stdin must be JSON with ${missing.join(", ")}`,
    });
  }
  const fields = parseJson(trimmed);
  const fieldOf = (/** @type {string} */ name) =>
    [name, ...(ALIASES[name] ?? [])].map((key) => fields[key]).find(isValue);
  const found = names.map((name) => [name, fieldOf(name)]);
  for (const [name, value] of found)
    if (value !== undefined && typeof value !== "string")
      throw new UsageError({ zh: `stdin 中的 ${name} 不是字符串`, en: `${name} in stdin is not a string` });
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

/** An empty text counts as left out. @param {unknown} value */
const isValue = (value) => value !== undefined && value !== null && value !== "";

/** The error quotes nothing, because the text contains secrets. @param {string} text @returns {Record<string, unknown>} */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError({ zh: "stdin 不是有效的 JSON", en: "stdin is not JSON" });
  }
}

/** @param {readonly string[]} names */
function notGiven(names) {
  const ways = (/** @type {string} */ separator) =>
    names.map((name) => {
      const { env, option } = paramOf(name);
      return `${name} (${option ? `${toOption(option)}${separator}${env}` : env})`;
    });
  return new UsageError({
    zh: `缺少 ${ways(" 或 ").join("、")}。请设置，通过 stdin 传入，或在终端中运行并输入`,
    en: `missing: ${ways(" or ").join(", ")}. Set it, pipe it in, or run in a terminal and type it`,
  });
}

/** @param {string} name @returns {Flag & { value: string }} */
function flagOf(name) {
  const { env, does } = paramOf(name);
  return { value: name, does: { zh: `${does.zh}（取自 ${env}）`, en: `${does.en} (from ${env})` } };
}
