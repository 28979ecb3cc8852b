// Long runs, with figures: npm run soak [-- --calls 1000000 --at-once 1000 --minutes 10 --seed 1]
// What must never be lost of a platform: npm run soak -- --platform [--apps 200 --logins 8000 --kills 50]

import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { againstFailures, atOnce, oneAfterAnother } from "./load.js";
import { platformTable } from "./platform-soak.js";

const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "1000000" },
    "at-once": { type: "string", default: "1000" },
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(randomInt(1, 2 ** 31)) },
    platform: { type: "boolean", default: false },
    apps: { type: "string", default: "200" },
    logins: { type: "string", default: "8000" },
    kills: { type: "string", default: "50" },
  },
});

if (values.platform) {
  const { apps, logins, kills } = values;
  for await (const line of platformTable({ apps: Number(apps), logins: Number(logins), kills: Number(kills) }))
    console.log(line);
} else {
  report("one after another", await oneAfterAnother(Number(values.calls)));
  report("at once", await atOnce(Number(values["at-once"])));
  report(
    "against a server that fails a third of the time",
    await againstFailures({ seconds: Number(values.minutes) * 60, seed: Number(values.seed) }),
  );
}

/** @param {string} what @param {object} figures */
function report(what, figures) {
  console.log(what);
  for (const [name, figure] of Object.entries(figures))
    console.log(`  ${name.padEnd(10)} ${typeof figure === "object" ? JSON.stringify(figure) : figure}`);
}
