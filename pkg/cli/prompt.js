import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/**
 * Asks on stderr, so that stdout stays the result alone.
 *
 * @param {string} question
 * @param {{ isSecret: boolean, input?: NodeJS.ReadStream, output?: NodeJS.WritableStream }} options
 *   a secret is typed without an echo
 * @returns {Promise<string>}  rejects on Ctrl-C and at the end of the input
 */
export function prompt(question, { isSecret, input = process.stdin, output = process.stderr }) {
  // readline switches the echo of the terminal off, and writes to its output what is typed.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: isSecret ? nowhere : output, terminal: true, historySize: 0 });
  return new Promise((resolve, reject) => {
    output.write(question);
    lines.on("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.on("SIGINT", () => lines.close());
    lines.on("close", () => {
      if (isSecret) output.write("\n");
      reject(new Error("cancelled"));
    });
  });
}
