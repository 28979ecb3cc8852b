// The short form of npm run soak.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import test from "node:test";
import { runNode } from "../support/run-node.js";
import { againstFailures, atOnce } from "./load.js";

test("20,000 calls one after another take no memory", async (t) => {
  // Without collections nothing could be said of the heap, and the test runner's own would be part of it.
  const source =
    'import { oneAfterAnother } from "./js-tests/faults/load.js"; console.log(JSON.stringify(await oneAfterAnother(20_000)));';
  const { status, output } = await runNode(source, {}, ["--expose-gc"]);
  assert.equal(status, 0, output);
  t.diagnostic(output);
});

test("1,000 calls at once", async (t) => t.diagnostic(JSON.stringify(await atOnce(1_000))));

test("a server that fails a third of the time: every call settles, with an error of the closed set", async (t) => {
  const seed = randomInt(1, 2 ** 31);
  t.diagnostic(`seed ${seed}`);
  const { outcomes, calls, slowest } = await againstFailures({ seconds: 5, seed });
  t.diagnostic(JSON.stringify({ calls, outcomes, slowest }));
  for (const code of ["success", "network", "timeout", "server", "malformed_response"])
    assert.ok(outcomes[code] > 0, `no ${code}`);
});
