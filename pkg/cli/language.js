/**
 * The languages of the command line.
 *
 * @typedef {"zh" | "en"} Lang
 * @typedef {Readonly<Record<Lang, string>>} Text
 */

/** @type {readonly Lang[]} */
export const LANGS = ["zh", "en"];

/**
 * The language of a command line: that of `--lang`, also where the rest of it is wrong; else that of the environment.
 *
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Lang}
 */
export function languageOf(args, env) {
  const at = args.findIndex((arg) => arg === "--lang" || arg.startsWith("--lang="));
  const value = args[at]?.slice("--lang=".length) || args[at + 1];
  const named = at < 0 ? undefined : LANGS.find((lang) => lang === value);
  if (named) return named;
  // The order of POSIX; Windows has none of them.
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || Intl.DateTimeFormat().resolvedOptions().locale;
  return /^zh/i.test(locale) ? "zh" : "en";
}
