/** The table of docs/platform.md: every scenario with processes on a real Redis, in full length. */

import assert from "node:assert/strict";
import * as scenarios from "./platform-scenarios.js";

/** @import { Figures, Platform } from "./platform-scenarios.js" */

const PROCESSES = 8;

/**
 * Gives the table line by line, and throws at the first figure that is not as it must be.
 * @param {{ apps: number, logins: number, kills: number }} size
 */
export async function* platformTable({ apps, logins, kills }) {
  const head = ["what happens", "processes", "logins", "refreshes", "recoveries", "failed logins", "apps lost"];
  yield row(head);
  yield row(head.map(() => "---"));
  const platform = await scenarios.Platform.begin(apps, 0);
  try {
    await platform.authorizeAll();
    await platform.advance(3_600_000);
    platform.processes = await Promise.all(Array.from({ length: PROCESSES }, () => platform.fork()));
    const cold = await platform.measure(() => platform.logIn({ calls: logins }));
    yield await line(platform, `${apps} apps, cold`, cold, { refreshes: apps, recoveries: 0 });

    const expired = await scenarios.expireAll(platform, logins);
    yield await line(platform, "every app token ends at once", expired, { refreshes: apps, recoveries: 0 });

    const refused = await scenarios.refuseAll(platform, logins);
    yield await line(platform, "Baidu refuses every app token at once", refused, { refreshes: apps, recoveries: 0 });

    for (const [step, became] of Object.entries(scenarios.STEPS)) {
      const figures = await scenarios.killAt(platform, /** @type {keyof typeof scenarios.STEPS} */ (step), kills);
      const expected = { refreshes: became.refreshes * kills, recoveries: became.recoveries * kills };
      yield await line(platform, `SIGKILL ${step}, ${kills} times`, figures, expected);
    }
    for (const how of Object.keys(scenarios.LOST_ANSWERS)) {
      const figures = await scenarios.loseAnswers(platform, how, apps * PROCESSES);
      yield await line(platform, `the answer of a refresh is lost (${how})`, figures, {
        refreshes: apps,
        recoveries: apps,
      });
    }
    const emptied = await scenarios.emptyRedis(platform, apps * PROCESSES);
    yield await line(platform, "Redis restarts empty", emptied, { refreshes: 0, recoveries: apps });

    const tickets = await scenarios.pushTickets(platform, kills);
    yield await line(platform, `tickets out of order while the platform token is renewed, ${kills} times`, tickets, {});

    const { questions, ...gone } = await scenarios.withdrawAll(platform, { calls: apps * PROCESSES, minutes: 5 });
    assert.deepEqual(questions, Array(5).fill(apps), "questions in each minute");
    assert.deepEqual(new Set(gone.failures), new Set(["app_not_authorized"]));
    yield row([
      "no authorization any more, 5 minutes",
      PROCESSES,
      gone.calls,
      0,
      `${gone.recoveries} questions`,
      "all",
      0,
    ]);
  } finally {
    await platform.end();
  }
  const pair = await scenarios.Platform.begin(1, 2);
  try {
    await pair.authorizeAll();
    const figures = await scenarios.stopHolder(pair);
    yield await line(pair, "a holder is stopped (SIGSTOP) past its lock, and wakes", figures, {
      refreshes: 1,
      recoveries: 1,
    });
  } finally {
    await pair.end();
  }
}

/**
 * @param {Platform} platform
 * @param {string} what
 * @param {Figures} figures
 * @param {Partial<Figures>} expected
 */
async function line(platform, what, figures, expected) {
  assert.deepEqual(figures, { ...figures, failures: [], ...expected }, what);
  const { processes, calls, refreshes, recoveries, failures } = figures;
  const lost = await platform.countLost();
  assert.equal(lost, 0, what);
  return row([what, processes, calls, refreshes, recoveries, failures.length, lost]);
}

/** @param {unknown[]} cells */
const row = (cells) => `| ${cells.join(" | ")} |`;
