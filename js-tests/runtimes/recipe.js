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
 * Logs in at a recipe's server: a code works, works once, and must be there; and what is no login is refused in JSON.
 * @param {Fixture} fixture
 * @param {string} origin  of the recipe's server
 */
export async function assertLogin({ server }, origin) {
  const { code } = await (await fetch(`${server}/mock/code`)).json();
  const login = (/** @type {string} */ body) => post(`${origin}/login`, body);
  const first = await login(JSON.stringify({ code }));
  assert.equal(first.status, 200);
  assert.match(first.body.session, /^[0-9a-f-]{36}$/);
  assert.deepEqual(await login(JSON.stringify({ code })), {
    status: 401,
    body: { error: "code_invalid", relogin: true },
  });
  const refusals = /** @type {const} */ ([
    [400, "{}"],
    [400, "null"],
    [400, '{"code":'],
    [413, JSON.stringify({ code, more: "m".repeat(5_000) })],
    [413, JSON.stringify({ code, more: "m".repeat(50_000) })],
  ]);
  for (const [status, body] of refusals) {
    assert.deepEqual(
      await login(body),
      { status, body: { error: "invalid_request", relogin: false } },
      body.slice(0, 50),
    );
  }
}

/** @param {string} url @param {string} body */
async function post(url, body) {
  const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
  return { status: answer.status, body: await answer.json() };
}
