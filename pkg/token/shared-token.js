/**
 * The app's access token, shared by all calls of this process and, through the store, by all processes.
 *
 * @import { AccessToken } from "../types/index.d.cts"
 * @import { GuardedStore, Release } from "./stores/guarded.js"
 * @import { Token } from "./token.js"
 *
 * @template Budget  what bounds the repetitions of the caller that starts a token request
 * @typedef {object} Source
 * @property {string} key  in the store
 * @property {(budget: Budget) => Promise<AccessToken>} fetch
 * @property {GuardedStore} [store]
 * @property {number} timeout  of a whole call, in ms; 0 means none
 */

import { raceTimeout } from "../transport/deadline.js";
import { elapsed } from "./clock.js";
import { MAX_LOCK_WAIT, MAX_REFUSED, RENEWAL_PAUSE, TRIAL } from "./limits.js";
import { createToken, formatToken, isSameToken, parseToken } from "./token.js";

/** The longest lifetime of the lock, and the longest wait for a slow renewal before a second one starts, in ms. */
const MAX_LOCK_TTL = 10_000;

/** @template Budget */
export class SharedToken {
  #source;
  #key;
  #lockTtl;
  #lockWait;
  /** The token that calls use. @type {Token | undefined} */
  #current;
  /** When the trial of the current token ends, by clock.js; 0 without a trial. */
  #trialEnd = 0;
  /** The tokens that Baidu has refused, the latest first. @type {Token[]} */
  #refused = [];
  /** @type {Promise<Token> | undefined} */
  #renewal;

  /** @param {Source<Budget>} source */
  constructor(source) {
    this.#source = source;
    this.#key = source.key;
    // A process that does not get the lock still has time to fetch.
    const timeout = source.timeout || Infinity;
    this.#lockTtl = Math.ceil(Math.min(MAX_LOCK_TTL, timeout * 0.7));
    this.#lockWait = Math.min(MAX_LOCK_WAIT, timeout * 0.85);
  }

  /**
   * @param {Budget} budget  of the caller, used if this call starts a request
   * @returns {Promise<string>}
   */
  async get(budget) {
    const token = this.#fresh() ?? (await this.#renewed(budget));
    return token.access_token;
  }

  /**
   * Called when Baidu has refused a token.
   * @param {string} access_token
   * @returns {boolean}  whether to try another token
   */
  refuse(access_token) {
    const current = this.#current;
    if (current?.access_token !== access_token) return true;
    if (elapsed() < this.#trialEnd) return false;
    this.#refused = [current, ...this.#refused].slice(0, MAX_REFUSED);
    this.#current = undefined;
    return true;
  }

  /** Called when Baidu has accepted a token. @param {string} access_token */
  accept(access_token) {
    if (this.#current?.access_token === access_token) this.#trialEnd = 0;
  }

  /** Whether the token endpoint gave this token again after Baidu had refused it. @param {string} access_token */
  isRepeated(access_token) {
    return (
      this.#current?.access_token === access_token && this.#refused.some((old) => old.access_token === access_token)
    );
  }

  #fresh() {
    return this.#current && isFresh(this.#current) ? this.#current : undefined;
  }

  /**
   * The token of the renewal in progress, or of a new one.
   * @param {Budget} budget
   */
  #renewed(budget) {
    const renewal = this.#renewal ?? this.#renew(budget);
    return raceTimeout(this.#lockTtl, renewal, () => this.#renewInParallel(renewal, budget));
  }

  /**
   * Starts a second renewal while a slow one runs, and uses the faster one. An edge platform stops a request when its
   * client disconnects, and a renewal that this request started stops with it.
   * @param {Promise<Token>} slow
   * @param {Budget} budget
   */
  #renewInParallel(slow, budget) {
    if (this.#renewal === slow) this.#renewal = undefined;
    const token = this.#fresh();
    if (token) return token;
    const next = this.#renewal ?? this.#renew(budget);
    return Promise.any([slow, next]).catch(() => next);
  }

  /** @param {Budget} budget @returns {Promise<Token>} */
  #renew(budget) {
    const { store } = this.#source;
    const renewal = (store ? this.#renewThroughStore(store, budget) : this.#fetch(budget))
      .catch((error) => this.#fallBackTo(this.#current, error))
      .then((token) => this.#adopt(token))
      .finally(() => {
        if (this.#renewal === renewal) this.#renewal = undefined;
      });
    this.#renewal = renewal;
    return renewal;
  }

  /**
   * If the store has a lock, one process renews, and the others poll the store until the new token is there.
   * @param {GuardedStore} store
   * @param {Budget} budget
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
   * @param {Release | null | undefined} release  releases the lock, if this process has it
   * @param {Budget} budget
   */
  async #renewUnderLock(store, release, budget) {
    // Another process may have renewed while it had the lock.
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
   * The stored token, if it is valid and Baidu has not refused it.
   * @param {GuardedStore} store
   */
  async #read(store) {
    const stored = parseToken(await store.get(this.#key));
    if (!stored || this.#isRefused(stored)) return undefined;
    // The current token may have a later time of renewal, after a renewal has failed.
    return this.#current && isSameToken(stored, this.#current) ? this.#current : stored;
  }

  /**
   * Removes a refused token from the store, for processes that start later. Reads first, to keep a newer token.
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
   * The old token, if it is still valid when its renewal has failed.
   * @param {Token | undefined} old
   * @param {unknown} error
   * @returns {Token}
   */
  #fallBackTo(old, error) {
    if (!old || this.#isRefused(old) || elapsed() >= old.expires_at) throw error;
    return { ...old, renew_at: elapsed() + RENEWAL_PAUSE };
  }

  /** @param {Budget} budget */
  async #fetch(budget) {
    const [issued_at, begin] = [Date.now(), elapsed()];
    const { access_token, expires_in } = await this.#source.fetch(budget);
    // Read after the request, because the current token may have been refused meanwhile.
    const replaces = this.#current ? 0 : (this.#refused[0]?.issued_at ?? 0);
    return createToken({ access_token, issued_at, replaces, life: expires_in * 1_000 }, elapsed() - begin);
  }

  /**
   * Makes the token of a renewal the current one, unless another renewal was faster.
   * @param {Token} token
   */
  #adopt(token) {
    const fresh = this.#fresh();
    if (fresh) return fresh;
    if (!this.#current) {
      const isReplacement = token.replaces !== 0 && token.replaces === this.#refused[0]?.issued_at;
      // The trial begins with the request for the token: another process may have sent it long ago.
      this.#trialEnd = isReplacement ? Math.floor(token.expires_at - token.life) + TRIAL : 0;
    }
    this.#current = token;
    return token;
  }
}

/** @param {Token} token */
const isFresh = ({ renew_at }) => elapsed() < renew_at;
