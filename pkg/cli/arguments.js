/**
 * The arguments of a command line. Parsed by hand, because util.parseArgs needs Node 18.3.
 *
 * @import { Lang, Text } from "./language.js"
 *
 * @typedef {object} Flag
 * @property {Text} does  For the help.
 * @property {string} [value]  The name of its value; a flag without one is a switch.
 * @property {(text: string) => unknown} [parse]  Throws a UsageError; its message follows the flag's name.
 * @property {boolean} [many]  Whether it may come more than once: its value is then an array.
 *
 * @typedef {Readonly<Record<string, Flag>>} Flags  Name, as code has it, -> flag: allowHost is --allow-host.
 */

/** A mistake in the command line. `text` says it in both languages, the message in English. */
export class UsageError extends Error {
  name = "UsageError";

  /** @param {Text} text */
  constructor(text) {
    super(text.en);
    this.text = text;
  }
}

/**
 * @template {Flag} F
 * @typedef {F extends { parse: (text: string) => infer T } ? T : F extends { value: string } ? string : true} One
 */

/**
 * What a command gets; a flag that is not there is undefined.
 *
 * @template {Flags} F
 * @typedef {{ [Name in keyof F]?: F[Name] extends { many: true } ? One<F[Name]>[] : One<F[Name]> }} Values
 */

/**
 * @template {Flags} F
 * @param {string[]} args
 * @param {F} flags
 * @returns {{ values: Values<F>, positionals: string[] }}
 */
export function parseArguments(args, flags) {
  /** @type {Record<string, unknown>} */
  const values = {};
  /** @type {string[]} */
  const positionals = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--") positionals.push(...rest.splice(0));
    else if (!arg.startsWith("-") || arg === "-") positionals.push(arg);
    else {
      const [name, flag, attached] = find(arg === "-h" ? "--help" : arg, flags);
      const value = readValue(toOption(name), flag, attached, rest);
      if (flag.many) values[name] = [.../** @type {unknown[]} */ (values[name] ?? []), value];
      else if (name in values) throw twice(toOption(name));
      else values[name] = value;
    }
  }
  return { values: /** @type {Values<F>} */ (values), positionals };
}

/** One line for each flag. @param {Flags} flags @param {Lang} lang */
export function describeFlags(flags, lang) {
  const rows = Object.entries(flags).map(([name, { value, does }]) => [
    value === undefined ? toOption(name) : `${toOption(name)} <${value}>`,
    does[lang],
  ]);
  return columns(rows);
}

/** Rows of two columns, indented. @param {string[][]} rows */
export function columns(rows) {
  const width = Math.max(...rows.map(([first = ""]) => first.length));
  return rows.map(([first = "", second]) => `  ${first.padEnd(width)}  ${second}`).join("\n");
}

/** @param {number} min @param {number} max */
export function integer(min, max) {
  return (/** @type {string} */ text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= min && number <= max) return number;
    throw new UsageError({
      zh: `不是 ${min} 到 ${max} 之间的整数：${text}`,
      en: `is not a whole number from ${min} to ${max}: ${text}`,
    });
  };
}

/** @template {string} T @param {readonly T[]} values */
export function oneOf(values) {
  return (/** @type {string} */ text) => {
    const value = values.find((known) => known === text);
    if (value !== undefined) return value;
    throw new UsageError({
      zh: `只能是 ${values.join("、")} 之一：${text}`,
      en: `is not one of ${values.join(", ")}: ${text}`,
    });
  };
}

/**
 * @param {string} arg
 * @param {Flags} flags
 * @returns {[name: string, flag: Flag, attached: string | undefined]}
 */
function find(arg, flags) {
  const [, option = arg, attached] = /^(--[^=]+)=(.*)$/s.exec(arg) ?? [];
  const found = Object.entries(flags).find(([name]) => toOption(name) === option);
  if (!found) throw new UsageError({ zh: `未知选项：${option}`, en: `unknown option: ${option}` });
  return [...found, attached];
}

/**
 * @param {string} option
 * @param {Flag} flag
 * @param {string | undefined} attached  what stands behind =
 * @param {string[]} rest  the arguments that follow, from which the value is taken
 */
function readValue(option, { value, parse = (text) => text }, attached, rest) {
  if (value === undefined) {
    if (attached !== undefined) throw new UsageError({ zh: `${option} 不带值`, en: `${option} takes no value` });
    return true;
  }
  const text = attached ?? rest.shift();
  if (text === undefined)
    throw new UsageError({
      zh: `${option} 缺少值：${option} <${value}>`,
      en: `${option} needs a value: ${option} <${value}>`,
    });
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { zh, en } = error.text;
    throw new UsageError({ zh: `${option} ${zh}`, en: `${option} ${en}` });
  }
}

/** @param {string} option */
const twice = (option) => new UsageError({ zh: `${option} 出现了两次`, en: `${option} is given twice` });

/** The option of a name: allowHost is --allow-host. @param {string} name */
export const toOption = (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
