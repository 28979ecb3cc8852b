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
  const wanted = ["success", "network", "timeout", "server", "malformed_response"];
  const seen = new Set();
  // One round shows them all; on a busy machine most calls of a round may time out.
  for (let round = 0; round < 10 && !wanted.every((outcome) => seen.has(outcome)); round++) {
    const { outcomes, calls, slowest } = await againstFailures({ seconds: 1.5, seed: seed + round });
    t.diagnostic(JSON.stringify({ calls, outcomes, slowest }));
    for (const outcome of Object.keys(outcomes)) seen.add(outcome);
  }
  assert.deepEqual(
    wanted.filter((outcome) => !seen.has(outcome)),
    [],
  );
});
