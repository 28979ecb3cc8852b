/**
 * Milliseconds that have passed, on a clock that never goes back: what pauses, trials and lifetimes within this process
 * are measured by.
 *
 * `Date.now` is set back when the clock is corrected, and `performance.now` may stand still while a machine sleeps. So the
 * steps forward of each are added up, and the larger sum counts.
 */
export function elapsed() {
  return Math.max(advance(wallClock, Date.now()), advance(steadyClock, performance.now()));
}

/** They begin with the first look: reading a clock at import fails where there is no `performance` yet. */
const wallClock = { last: Infinity, passed: 0 };
const steadyClock = { last: Infinity, passed: 0 };

/** @param {{ last: number, passed: number }} clock @param {number} now */
function advance(clock, now) {
  clock.passed += Math.max(0, now - clock.last);
  clock.last = now;
  return clock.passed;
}
