// `clients-process.js '<load as JSON>'`: the calls per second of so many clients in one process.

import process from "node:process";
import { SwanClient } from "swan-login";

const { origin, clients: count, calls } = JSON.parse(process.argv[2]);
const heap = process.memoryUsage().heapUsed;
const begin = performance.now();
const clients = Array.from(
  { length: count },
  (_, index) => new SwanClient({ client_id: `app${index}`, sk: "s", baseUrl: origin }),
);
const created = ((performance.now() - begin) / count) * 1000;
const bytes = (process.memoryUsage().heapUsed - heap) / count;
let left = calls;
const lane = async () => {
  while (left-- > 0) await clients[left % count].login(`code${left}`);
};
const start = performance.now();
await Promise.all(Array.from({ length: 32 }, lane));
const perSecond = (calls / (performance.now() - start)) * 1000;
process.stdout.write(JSON.stringify({ created, bytes, perSecond }), () => process.exit());
