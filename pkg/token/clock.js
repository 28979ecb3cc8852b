const startedAt = performance.now();
let lastWallTime = Date.now();
let wallTimePassed = 0;

/**
 * Milliseconds since this module was loaded, on a clock that never goes back: what pauses, trials and lifetimes within
 * this process are measured by.
 *
 * `Date.now` is set back when the clock is corrected, and `performance.now` may stand still while a machine sleeps; so
 * this is the larger of the one, and the sum of the other's steps forward.
 */
export function elapsed() {
  const wallTime = Date.now();
  wallTimePassed += Math.max(0, wallTime - lastWallTime);
  lastWallTime = wallTime;
  return Math.max(performance.now() - startedAt, wallTimePassed);
}
