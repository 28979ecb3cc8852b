// In a fresh process: `cold-process.js <contender> [origin]` prints how long its import takes and, with an origin, its
// import and first call, in ms. "nothing" imports an empty module.

import process from "node:process";
import { contenders } from "./contenders.js";

const [, , name, origin] = process.argv;
const source = name === "nothing" ? "data:text/javascript," : contenders[name].source;
const begin = performance.now();
const library = await import(source);
if (origin) await contenders[name].prepare(library, origin)();
const ms = performance.now() - begin;
process.stdout.write(String(ms), () => process.exit());
