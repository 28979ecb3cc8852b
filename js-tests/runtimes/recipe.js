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
 * @param {{ hasParser?: boolean }} [options]  whether a body parser of the framework refuses what is no JSON object itself
 */
export async function assertLogin({ server }, origin, { hasParser = false } = {}) {
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
  if (hasParser) assert.equal((await fetch(`${origin}/login`, loginInit('{"code":'))).status, 400);
  for (const [status, body] of refusals) {
    if (hasParser && ["null", '{"code":'].includes(body)) continue;
    assert.deepEqual(
      await login(body),
      { status, body: { error: "invalid_request", relogin: false } },
      body.slice(0, 50),
    );
  }
}

/**
 * Plays Baidu and a merchant to the server of a platform's recipe: a ticket, an authorization, logins before and after the
 * token has ended, a withdrawal.
 * @param {Fixture} fixture
 * @param {string} origin  of the recipe's server
 */
export async function assertPlatform({ server }, origin) {
  const mock = (/** @type {string} */ path, body = {}) => post(`${server}/mock/platform/${path}`, JSON.stringify(body));
  await mock("settings", { pushTo: `${origin}/push` });
  const ticket = await mock("ticket");
  assert.deepEqual([ticket.body.status, ticket.body.body], [200, "success"]);

  const leave = await fetch(`${origin}/authorize`, { redirect: "manual" });
  const page = await fetch(String(leave.headers.get("location")), { redirect: "manual" });
  const { search } = new URL(String(page.headers.get("location")));
  const authorized = await fetch(`${origin}/authorized${search}`);
  assert.equal(authorized.status, 200);
  const { app_id } = await authorized.json();

  const login = async () => {
    const { code } = await (await fetch(`${server}/mock/code`)).json();
    return post(`${origin}/login/${app_id}`, JSON.stringify({ code }));
  };
  const first = await login();
  assert.equal(first.status, 200);
  assert.match(first.body.session, /^[0-9a-f-]{36}$/);
  await post(`${server}/mock/advance`, JSON.stringify({ seconds: 3_600 }));
  assert.deepEqual(await login(), { status: 503, body: { error: "unavailable", relogin: true } });
  assert.equal((await login()).status, 200);
  const { body } = await mock("withdraw");
  assert.equal(body.pushed.status, 200);
  assert.equal((await login()).status, 500);
}

/** @param {string} body */
const loginInit = (body) => ({ method: "POST", headers: { "content-type": "application/json" }, body });

/** @param {string} url @param {string} body */
async function post(url, body) {
  const answer = await fetch(url, loginInit(body));
  return { status: answer.status, body: await answer.json() };
}
