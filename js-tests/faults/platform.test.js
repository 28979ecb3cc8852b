// What must never be lost: processes of one platform on a real Redis. `npm run soak -- --platform` is the long form, and
// prints the table of docs/platform.md.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import test from "node:test";
import { skip } from "../support/redis-server.js";
import * as scenarios from "./platform-scenarios.js";

const APPS = 10;

test("processes of a platform that share Redis", { skip }, async (t) => {
  const platform = await scenarios.Platform.begin(APPS, 8);
  t.after(() => platform.end());
  await platform.authorizeAll();
  t.afterEach(() => assert.deepEqual(platform.baidu.reused, [], "what works once was sent twice"));

  /** @param {scenarios.Figures} figures @param {Partial<scenarios.Figures>} expected */
  const expect = (figures, expected) => assert.deepEqual(figures, { ...figures, failures: [], ...expected });

  await t.test("every token has ended: one refresh an app", async () => {
    expect(await scenarios.expireAll(platform, 400), { refreshes: APPS, recoveries: 0 });
  });

  await t.test("every token is refused: one refresh an app", async () => {
    expect(await scenarios.refuseAll(platform, 400), { refreshes: APPS, recoveries: 0 });
  });

  for (const step of Object.keys(scenarios.STEPS))
    await t.test(`one is killed ${step}`, async () => {
      expect(await scenarios.killAt(platform, step, 1), {});
    });

  for (const how of Object.keys(scenarios.LOST_ANSWERS))
    await t.test(`the answers are lost: ${how}`, async () => {
      expect(await scenarios.loseAnswers(platform, how, APPS * 8), { refreshes: APPS, recoveries: APPS });
    });

  await t.test("no app is lost so far", async () => {
    assert.equal(await platform.countLost(), 0);
  });

  await t.test("Redis restarts empty: every app comes back", async () => {
    expect(await scenarios.emptyRedis(platform, APPS * 8), { refreshes: 0, recoveries: APPS });
  });

  await t.test("a newer ticket stands", async () => {
    expect(await scenarios.pushTickets(platform, 3), {});
    assert.equal(await platform.countLost(), 0);
  });

  await t.test("no authorization any more: one question a minute", async () => {
    const { failures, questions } = await scenarios.withdrawAll(platform, { calls: APPS * 8, minutes: 2 });
    assert.deepEqual(new Set(failures), new Set(["app_not_authorized"]));
    assert.deepEqual(questions, [APPS, APPS]);
  });
});

test("a holder that is stopped longer than its lock overwrites nothing", { skip }, async (t) => {
  const platform = await scenarios.Platform.begin(1, 2);
  t.after(() => platform.end());
  await platform.authorizeAll();
  const { failures } = await scenarios.stopHolder(platform, 500);
  assert.deepEqual(failures, []);
  assert.equal(await platform.countLost(), 0);
});
