import "../support/assert-built.js";
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import test from "node:test";
import { agree } from "./agreement.js";

test("the core and the reference agree on 20,000 generated replies", (t) => {
  const seed = randomInt(2 ** 32);
  t.diagnostic(`seed ${seed}`);
  const { outcomes } = agree(20_000, seed);
  t.diagnostic(JSON.stringify(outcomes));
  // The test is worth little if the generator never leads to one of these.
  for (const code of [
    "success",
    "code_invalid",
    "bad_credentials",
    "bad_request",
    "token_invalid",
    "permission",
    "rate_limited",
    "server",
    "malformed_response",
  ])
    assert.ok(outcomes[code] > 50, `${outcomes[code]} of ${code}`);
});
