// The short form of npm run soak.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import test from "node:test";
import { runNode } from "../support/run-node.js";
import { againstFailures, atOnce } from "./load.js";

test("20,000 calls one after another leak no memory", async (t) => {
  // In a process of its own, because the heap is measured after a collection and without the test runner's objects.
  const load = JSON.stringify(import.meta.resolve("./load.js"));
  const source = `import { oneAfterAnother } from ${load}; console.log(JSON.stringify(await oneAfterAnother(20_000)));`;
  const { status, output } = await runNode(source, {}, ["--expose-gc"]);
  assert.equal(status, 0, output);
  t.diagnostic(output);
});

test("1,000 calls at once", async (t) => t.diagnostic(JSON.stringify(await atOnce(1_000))));

test("against a server that fails a third of the time every call settles, if it rejects, with a SwanLoginError", async (t) => {
  const seed = randomInt(1, 2 ** 31);
  t.diagnostic(`seed ${seed}`);
  const { outcomes, calls, slowest } = await againstFailures({ seconds: 2, seed });
  t.diagnostic(JSON.stringify({ calls, outcomes, slowest }));
  for (const code of ["success", "network", "timeout", "server", "malformed_response"])
    assert.ok(outcomes[code] > 0, `no ${code}`);
});
