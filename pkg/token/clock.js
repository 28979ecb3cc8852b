/**
 * Milliseconds on a clock that never goes back. Times within this process are measured with it.
 *
 * `Date.now` jumps back when the system clock is corrected, and `performance.now` may stop while the machine sleeps. So
 * this adds up the forward steps of both clocks and returns the larger sum.
 */
export function elapsed() {
  return Math.max(advance(wallClock, Date.now()), advance(steadyClock, (globalThis.performance ?? Date).now()));
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
