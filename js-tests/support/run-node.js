import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Runs a module in a Node process of its own, for at most a minute.
 * @param {string} source
 * @param {Record<string, string>} [env]
 * @param {string[]} [flags]
 * @returns {Promise<{ status: number | null, output: string }>}  output: of stdout and stderr
 */
export async function runNode(source, env = {}, flags = []) {
  const child = spawn(process.execPath, [...flags, "--input-type=module", "--eval", source], {
    env: { ...process.env, ...env },
  });
  const kill = setTimeout(() => child.kill("SIGKILL"), 60_000);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const [status] = await once(child, "close");
  clearTimeout(kill);
  return { status, output };
}
