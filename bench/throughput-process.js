// Runs in Node, Bun and Deno: `throughput-process.js '<contender as JSON>'` reads loads from its input, one in a line, and
// prints a round for each.

import process from "node:process";
import { createInterface } from "node:readline";
import { contenders } from "./contenders.js";
import { throughput } from "./throughput.js";

/** @type {{ name: string, origin: string, timeout?: number }} */
const { name, origin, timeout } = JSON.parse(process.argv[2]);
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const run = throughput(name, await import(contenders[name].source), origin, timeout, cpu);
for await (const line of createInterface({ input: process.stdin })) {
  const { calls, inFlight } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await run(calls, inFlight))}\n`);
}
process.exit();
