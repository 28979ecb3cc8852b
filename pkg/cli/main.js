#!/usr/bin/env node
/** The command `swan-login`. Exit codes: 0 done, 1 failed, 2 wrong usage. Runs on Node 18.0 and later. */

import { readFileSync } from "node:fs";

import { columns, describeFlags, parseArguments, UsageError } from "./arguments.js";
import { COMMANDS, COMMON_FLAGS } from "./commands.js";
import { report } from "./failure.js";
import { languageOf } from "./language.js";
import { describeParams, refuseSecrets } from "./params.js";

/**
 * @import { Command } from "./commands.js"
 * @import { Lang } from "./language.js"
 */

await main(process.argv.slice(2));

/** @param {string[]} args */
async function main([name, ...args]) {
  // A reader that ends early, as head does, is no failure.
  process.stdout.on("error", () => {});
  // Node 18 warns that fetch is experimental, which would spoil the JSON on stderr.
  process.removeAllListeners("warning");
  const lang = languageOf([name ?? "", ...args], process.env);
  try {
    if (name === "--version" || name === "-v") return print(version());
    if (name === "--help" || name === "-h") return print(help(lang));
    await run(name, args, lang);
  } catch (error) {
    const known = name !== undefined && Object.hasOwn(COMMANDS, name);
    const advice = known ? `swan-login ${name} --help` : "swan-login --help";
    process.exitCode = await report(error, advice, lang, args.includes("--json"));
  }
}

/** @param {string | undefined} name @param {string[]} args @param {Lang} lang */
async function run(name, args, lang) {
  if (name === undefined) throw new UsageError({ zh: "缺少命令", en: "no command given" });
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) throw new UsageError({ zh: `未知命令：${name}`, en: `unknown command: ${name}` });
  refuseSecrets(args);
  const command = await entry.load();
  const { values, positionals } = parseArguments(args, { ...command.flags, ...COMMON_FLAGS });
  if (values.help) return print(helpOf(name, entry.does[lang], command, lang));
  refuseExtra(positionals, command);
  await command.run({ ...values, lang }, positionals);
}

/** @param {string[]} given @param {Command} command */
function refuseExtra(given, { positionals = [], params }) {
  if (positionals.at(-1)?.endsWith("...]") || given.length <= positionals.length) return;
  if (params)
    // Not shown, because it may be a secret.
    throw new UsageError({
      zh: "多余的参数。密钥和 code 不能写在命令行中（ps 能看到），请用环境变量、输入提示或 stdin",
      en: "unexpected argument. Secrets and codes are not taken from arguments, which ps shows, but from the environment, a prompt or stdin",
    });
  const extra = given[positionals.length];
  throw new UsageError({ zh: `多余的参数：${extra}`, en: `unexpected argument: ${extra}` });
}

/** @param {Lang} lang */
function help(lang) {
  const commands = columns(Object.entries(COMMANDS).map(([name, { does }]) => [`swan-login ${name}`, does[lang]]));
  if (lang === "zh")
    return `用法：swan-login <命令> [选项]

${commands}

查看某个命令的用法：swan-login <命令> --help
查看版本：swan-login --version
退出码：0 成功，1 失败，2 用法错误`;
  return `Usage: swan-login <command> [options]

${commands}

What a command takes: swan-login <command> --help
Which version this is: swan-login --version
Exit codes: 0 done, 1 failed, 2 wrong usage`;
}

/** @param {string} name @param {string} does @param {Command} command @param {Lang} lang */
function helpOf(name, does, { flags, positionals = [], params, example }, lang) {
  const isChinese = lang === "zh";
  const usage = ["swan-login", name, ...positionals, isChinese ? "[选项]" : "[options]"].join(" ");
  return [
    isChinese ? `用法：${usage}` : `Usage: ${usage}`,
    isChinese ? `${does}。` : `It ${does}.`,
    `${isChinese ? "选项：" : "Options:"}\n${describeFlags({ ...flags, ...COMMON_FLAGS }, lang)}`,
    params && describeParams(params, lang),
    `${isChinese ? "示例：" : "Example:"}\n  ${example}`,
  ]
    .filter(Boolean)
    .join("\n\n");
}

function version() {
  return JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
}

/** @param {string} text */
function print(text) {
  process.stdout.write(`${text}\n`);
}
