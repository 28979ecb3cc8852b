/**
 * The app's access token, shared: by all calls of this process and, through the store, by all processes.
 *
 * @import { AccessToken } from "../types/index.d.cts"
 * @import { RetryBudget } from "./retry-budget.js"
 * @import { GuardedStore, Release } from "./stores/guarded.js"
 * @import { Token } from "./token.js"
 *
 * @typedef {object} Source
 * @property {string} client_id
 * @property {(budget: RetryBudget) => Promise<AccessToken>} fetch
 * @property {GuardedStore} [store]
 * @property {number} timeout  of a whole call, in ms; 0 means none
 */

import { raceTimeout } from "../transport/deadline.js";
import { elapsed } from "./clock.js";
import { createToken, formatToken, isSameToken, parseToken } from "./token.js";

/** The longest life of the lock, and the longest wait for a renewal before another one begins beside it, in ms. */
const MAX_LOCK_TTL = 10_000;

/** The longest wait for the lock, in ms: longer than several processes hold it, one after another. */
const MAX_LOCK_WAIT = 30_000;

/** After a renewal has failed, the next one waits so long while the old token lives, in ms. */
const RENEWAL_PAUSE = 30_000;

/** A token that replaces a refused one is not replaced itself for so long, in ms, unless it has worked. */
const TRIAL = 60_000;

/** How many refused tokens are remembered. */
const MAX_REFUSED = 4;

export class SharedToken {
  #source;
  #key;
  #lockTtl;
  #lockWait;
  /** The token that calls are given. @type {Token | undefined} */
  #held;
  /** When the trial of the held token ends, on clock.js; 0 when it is on none. */
  #trialEnd = 0;
  /** The tokens that Baidu has refused, the last one first. @type {Token[]} */
  #refused = [];
  /** @type {Promise<Token> | undefined} */
  #renewal;

  /** @param {Source} source */
  constructor(source) {
    this.#source = source;
    // The AppKey is public; the AppSecret would not belong here, not even hashed.
    this.#key = `swan-login:access_token:${source.client_id}`;
    // A process that waits in vain has time left to fetch.
    const timeout = source.timeout || Infinity;
    this.#lockTtl = Math.ceil(Math.min(MAX_LOCK_TTL, timeout * 0.7));
    this.#lockWait = Math.min(MAX_LOCK_WAIT, timeout * 0.85);
  }

  /**
   * @param {RetryBudget} budget  of the caller, for a fetch that this call begins
   * @returns {Promise<string>}
   */
  async get(budget) {
    const token = this.#fresh() ?? (await this.#renewed(budget));
    return token.access_token;
  }

  /**
   * Notes that Baidu has refused a token.
   * @param {string} access_token
   * @returns {boolean}  whether another token may help
   */
  refuse(access_token) {
    const held = this.#held;
    if (held?.access_token !== access_token) return true;
    if (elapsed() < this.#trialEnd) return false;
    this.#refused = [held, ...this.#refused].slice(0, MAX_REFUSED);
    this.#held = undefined;
    return true;
  }

  /** Notes that Baidu has taken a token. @param {string} access_token */
  accept(access_token) {
    if (this.#held?.access_token === access_token) this.#trialEnd = 0;
  }

  /** Whether Baidu refused this token before, and the token endpoint gave it again. @param {string} access_token */
  isRepeated(access_token) {
    return this.#held?.access_token === access_token && this.#refused.some((old) => old.access_token === access_token);
  }

  #fresh() {
    return this.#held && isFresh(this.#held) ? this.#held : undefined;
  }

  /**
   * What the renewal gives that is on its way, or a new one.
   * @param {RetryBudget} budget
   */
  #renewed(budget) {
    const renewal = this.#renewal ?? this.#renew(budget);
    return raceTimeout(this.#lockTtl, renewal, () => this.#renewInParallel(renewal, budget));
  }

  /**
   * Begins a second renewal beside a slow one: an edge platform ends a request that its client has left, and the renewal
   * with it. Whichever ends first serves.
   * @param {Promise<Token>} slow
   * @param {RetryBudget} budget
   */
  #renewInParallel(slow, budget) {
    if (this.#renewal === slow) this.#renewal = undefined;
    const token = this.#fresh();
    if (token) return token;
    const next = this.#renewal ?? this.#renew(budget);
    return Promise.any([slow, next]).catch(() => next);
  }

  /** @param {RetryBudget} budget @returns {Promise<Token>} */
  #renew(budget) {
    const { store } = this.#source;
    const renewal = (store ? this.#renewThroughStore(store, budget) : this.#fetch(budget))
      .catch((error) => this.#fallBackTo(this.#held, error))
      .then((token) => this.#hold(token))
      .finally(() => {
        if (this.#renewal === renewal) this.#renewal = undefined;
      });
    this.#renewal = renewal;
    return renewal;
  }

  /**
   * Where the store can lock, one process renews, and the others look into the store until it has.
   * @param {GuardedStore} store
   * @param {RetryBudget} budget
   */
  async #renewThroughStore(store, budget) {
    const end = elapsed() + this.#lockWait;
    for (let pause = 25; ; pause = Math.min(pause * 1.5, this.#lockTtl / 20)) {
      const stored = await this.#read(store);
      if (stored && isFresh(stored)) return stored;
      const release = await store.lock(this.#key, this.#lockTtl);
      if (release !== null || elapsed() > end) return this.#renewUnderLock(store, release, budget);
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
    }
  }

  /**
   * @param {GuardedStore} store
   * @param {Release | null | undefined} release  of the lock, if there is one
   * @param {RetryBudget} budget
   */
  async #renewUnderLock(store, release, budget) {
    // The process that had the lock before may have renewed.
    const stored = await this.#read(store);
    try {
      if (stored && isFresh(stored)) return stored;
      const token = await this.#fetch(budget);
      await store.set(this.#key, formatToken(token), token.expires_at - elapsed());
      return token;
    } catch (error) {
      await this.#deleteRefused(store);
      return this.#fallBackTo(stored, error);
    } finally {
      await release?.();
    }
  }

  /**
   * The stored token, if it lives and Baidu has not refused it.
   * @param {GuardedStore} store
   */
  async #read(store) {
    const stored = parseToken(await store.get(this.#key));
    if (!stored || this.#isRefused(stored)) return undefined;
    // The renewal of the held one may have been put off.
    return this.#held && isSameToken(stored, this.#held) ? this.#held : stored;
  }

  /**
   * Leaves no refused token to processes that start later. Read anew, so that no newer token is deleted.
   * @param {GuardedStore} store
   */
  async #deleteRefused(store) {
    if (this.#refused.length === 0) return;
    const stored = parseToken(await store.get(this.#key));
    if (stored && this.#isRefused(stored)) await store.delete(this.#key);
  }

  /** @param {Token} token */
  #isRefused(token) {
    return this.#refused.some((refused) => isSameToken(token, refused));
  }

  /**
   * The old token, when its renewal has failed before its end: until then the failure does no harm.
   * @param {Token | undefined} old
   * @param {unknown} error
   * @returns {Token}
   */
  #fallBackTo(old, error) {
    if (!old || this.#isRefused(old) || elapsed() >= old.expires_at) throw error;
    return { ...old, renew_at: elapsed() + RENEWAL_PAUSE };
  }

  /** @param {RetryBudget} budget */
  async #fetch(budget) {
    const [issued_at, begin] = [Date.now(), elapsed()];
    const { access_token, expires_in } = await this.#source.fetch(budget);
    // Looked up only now: the held token may have been refused during the fetch.
    const replaces = this.#held ? 0 : (this.#refused[0]?.issued_at ?? 0);
    return createToken({ access_token, issued_at, replaces, life: expires_in * 1_000 }, elapsed() - begin);
  }

  /**
   * Holds what a renewal gave, unless another renewal was faster.
   * @param {Token} token
   */
  #hold(token) {
    const held = this.#fresh();
    if (held) return held;
    if (!this.#held) {
      const isReplacement = token.replaces !== 0 && token.replaces === this.#refused[0]?.issued_at;
      this.#trialEnd = isReplacement ? elapsed() + TRIAL : 0;
    }
    this.#held = token;
    return token;
  }
}

/** @param {Token} token */
const isFresh = ({ renew_at }) => elapsed() < renew_at;
