#!/usr/bin/env node
/** The command `swan-login`. Exit codes: 0 done, 1 failed, 2 wrong usage. Runs on Node 18.0 and later. */

import { readFileSync } from "node:fs";

import { isSwanLoginError } from "../api/errors.js";
import { describeFlags, parseArguments, UsageError } from "./arguments.js";
import { COMMANDS, COMMON_FLAGS } from "./commands.js";

/** @import { Command } from "./commands.js" */

await main(process.argv.slice(2));

/** @param {string[]} args */
async function main([name, ...args]) {
  // A reader that ends early, such as head, is no failure.
  process.stdout.on("error", () => {});
  try {
    if (name === "--version" || name === "-v") return print(version());
    if (name === "--help" || name === "-h") return print(help());
    await run(name, args);
  } catch (error) {
    const known = name !== undefined && Object.hasOwn(COMMANDS, name);
    process.exitCode = fail(error, known ? `swan-login ${name} --help` : "swan-login --help", args.includes("--json"));
  }
}

/** @param {string | undefined} name @param {string[]} args */
async function run(name, args) {
  if (name === undefined) throw new UsageError("no command given");
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) throw new UsageError(`unknown command: ${name}`);
  /** @type {Command} */
  const command = await entry.load();
  const { values, positionals } = parseArguments(args, { ...command.flags, ...COMMON_FLAGS });
  if (values.help) return print(helpOf(name, entry.does, command));
  const extra = positionals[command.positionals?.length ?? 0];
  if (extra !== undefined) throw new UsageError(`unexpected argument: ${extra}`);
  await command.run(values, positionals);
}

/**
 * Says what failed, and gives the exit code.
 *
 * @param {unknown} error
 * @param {string} help  the command that says what is right
 * @param {boolean} asJson
 */
function fail(error, help, asJson) {
  const { name = "Error", message = String(error), code, hint, param } = /** @type {Failure} */ (error ?? {});
  const isUsage = error instanceof UsageError || (isSwanLoginError(error) && code === "invalid_argument");
  const advice = hint ?? (error instanceof UsageError ? `Try: ${help}` : undefined);
  const lines = [`swan-login: ${message}`, advice].filter(Boolean);
  const text = asJson ? JSON.stringify({ error: { name, message, code, param, hint } }) : lines.join("\n");
  process.stderr.write(`${text}\n`);
  return isUsage ? 2 : 1;
}

/** @typedef {Partial<Record<"name" | "message" | "code" | "hint" | "param", string>>} Failure */

function help() {
  const commands = Object.entries(COMMANDS).map(([name, { does }]) => `  swan-login ${name.padEnd(8)}  ${does}`);
  return `Usage: swan-login <command> [options]

${commands.join("\n")}

What a command takes: swan-login <command> --help
Which version this is: swan-login --version`;
}

/** @param {string} name @param {string} does @param {Command} command */
function helpOf(name, does, { flags, positionals = [], example }) {
  const usage = ["swan-login", name, ...positionals.map((positional) => `<${positional}>`), "[options]"];
  return `Usage: ${usage.join(" ")}

It ${does}.

Options:
${describeFlags({ ...flags, ...COMMON_FLAGS })}

Example:
  ${example}`;
}

function version() {
  return JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;
}

/** @param {string} text */
function print(text) {
  process.stdout.write(`${text}\n`);
}
