/**
 * A Map with a limit, so that a mock can run for weeks. It removes its oldest entries when they have expired, and when
 * there are too many. An entry that is set again is the newest.
 *
 * @template K, V
 * @extends {Map<K, V>}
 */
export class BoundedMap extends Map {
  #limit;
  #isExpired;

  /** @param {number} limit @param {(value: V) => boolean} [isExpired] */
  constructor(limit, isExpired = () => false) {
    super();
    this.#limit = limit;
    this.#isExpired = isExpired;
  }

  /** @param {K} key @param {V} value */
  set(key, value) {
    this.delete(key);
    super.set(key, value);
    for (const [oldest, old] of this) {
      if (this.size <= this.#limit && !this.#isExpired(old)) break;
      this.delete(oldest);
    }
    return this;
  }
}
