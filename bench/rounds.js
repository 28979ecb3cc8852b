// Interleaved rounds: every contender runs once in every round, in a changing order, so that whatever else the machine
// does falls on all of them alike.

/**
 * @template T
 * @param {number} rounds
 * @param {Record<string, () => T | Promise<T>>} contenders
 * @returns {Promise<Record<string, T[]>>}  what each gave, in the order of the rounds
 */
export async function interleave(rounds, contenders) {
  const names = Object.keys(contenders);
  /** @type {Record<string, T[]>} */
  const results = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const order = names.map((_, index) => names[(index + round) % names.length]);
    if (round % 2) order.reverse();
    for (const name of order) results[name].push(await contenders[name]());
  }
  return results;
}

/** @param {number[]} values @param {number} [at]  0.5 is the median */
export function quantile(values, at = 0.5) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))];
}

/**
 * The median of the ratios of two contenders, round by round, and the quartiles.
 * @param {number[]} ours
 * @param {number[]} theirs
 */
export function ratio(ours, theirs) {
  const ratios = ours.map((value, round) => value / theirs[round]);
  return { median: quantile(ratios), low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}
