// The recipes of examples/, run from their very text.

import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";

/** @import { Fixture } from "./fixture.js" */

/** @param {Fixture} fixture @param {string} name  in examples @param {string} [as]  in the fixture */
export function copyRecipe({ dir }, name, as = name) {
  cpSync(join("examples", name), join(dir, as), { recursive: true });
}

/**
 * Logs in at a recipe's server: a code works, works once, and must be there.
 * @param {Fixture} fixture
 * @param {string} origin  of the recipe's server
 */
export async function assertLogin({ server }, origin) {
  const { code } = await (await fetch(`${server}/mock/code`)).json();
  const first = await post(`${origin}/login`, { code });
  assert.equal(first.status, 200);
  assert.match(first.body.session, /^[0-9a-f-]{36}$/);
  assert.deepEqual(await post(`${origin}/login`, { code }), { status: 401, body: { error: "code_invalid" } });
  assert.deepEqual(await post(`${origin}/login`, {}), { status: 400, body: { error: "invalid_argument" } });
}

/** @param {string} url @param {object} json */
async function post(url, json) {
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(json) });
  return { status: answer.status, body: await answer.json() };
}
