// `node --expose-gc memory-process.js <calls>`: calls over a fetch that answers at once; prints the pages of the core
// and the JavaScript heap in the beginning, in the middle and at the end.

import process from "node:process";
import { setImmediate } from "node:timers/promises";

/** @type {WebAssembly.Memory[]} */
const memories = [];
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  /** @param {ConstructorParameters<typeof Instance>} args */
  constructor(...args) {
    super(...args);
    memories.push(...Object.values(this.exports).filter((value) => value instanceof WebAssembly.Memory));
  }
};

const { getAccessToken } = await import("swan-login");
const calls = Number(process.argv[2]);
const body = JSON.stringify({ access_token: "24.x", expires_in: 2_592_000, scope: "smartapp_snsapi_base" });
const options = { fetch: async () => new Response(body, { headers: { "content-length": String(body.length) } }) };
const samples = [];
for (let done = 0; done <= calls; done++) {
  if (done === 1000 || done === calls / 2 || done === calls) samples.push(await sample(done));
  await getAccessToken({ client_id: "k", sk: "s" }, options);
}
process.stdout.write(JSON.stringify(samples), () => process.exit());

/** @param {number} done */
async function sample(done) {
  await setImmediate();
  globalThis.gc?.();
  const pages = memories.reduce((sum, memory) => sum + memory.buffer.byteLength / 65_536, 0);
  return { calls: done, pages, heap: process.memoryUsage().heapUsed };
}
