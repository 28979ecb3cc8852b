// Runs in Node, Bun and Deno: `throughput-process.js '<load as JSON>'` prints the rounds as JSON.

import process from "node:process";
import { contenders } from "./contenders.js";
import { throughput } from "./throughput.js";

/** @type {import("./throughput.js").Load} */
const load = JSON.parse(process.argv[2]);
/** @type {Record<string, any>} */
const libraries = {};
for (const name of load.names) libraries[name] = await import(contenders[name].source);
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
const rounds = await throughput(load, libraries, cpu);
process.stdout.write(JSON.stringify(rounds), () => process.exit());
