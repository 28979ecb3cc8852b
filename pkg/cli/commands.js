/**
 * The commands, each in a file of its own, which is loaded when the command runs.
 *
 * @import { Flags, Values } from "./arguments.js"
 */

/**
 * What the file of a command exports as `command`.
 *
 * @template {Flags} [F=Flags]
 * @typedef {object} Command
 * @property {F} flags  Its own; `COMMON_FLAGS` come on top.
 * @property {string[]} [positionals]  The names of its other arguments, in order.
 * @property {string} example
 * @property {(values: Values<F & typeof COMMON_FLAGS>, positionals: string[]) => Promise<void>} run
 *   Rejects when the command fails; with a UsageError when the command line is wrong.
 */

/** @type {Readonly<Record<string, { does: string, load: () => Promise<Command<any>> }>>} Name -> command. */
export const COMMANDS = {
  mock: {
    does: "serves a mock of Baidu's login endpoints, to develop and test against",
    load: async () => (await import("./mock.js")).command,
  },
};

/** What every command takes. */
export const COMMON_FLAGS = {
  json: { does: "print JSON, for programs; an error, too, on stderr" },
  help: { does: "print this" },
};
