/**
 * The app's access token, shared: by all calls of this process and, through the store, by all processes.
 *
 * @import { AccessToken } from "./index.d.cts"
 * @import { GuardedStore, Release } from "./store.js"
 *
 * @typedef {object} Source
 * @property {string} client_id
 * @property {() => Promise<AccessToken>} fetch
 * @property {GuardedStore} [store]
 * @property {number} timeout  of a whole call, in ms; 0 means none
 *
 * @typedef {{ access_token: string, renew_at: number, expires_at: number }} Held  times in ms since 1970
 */

import { callSync } from "./core.js";
import { within } from "./deadline.js";

/** The longest life of the lock under which one process renews, in ms: how long one that dies can hold up the others. */
const LONGEST_LOCK = 3_000;

/** The longest that calls wait for the renewal of another call, in ms; then one of them begins its own. */
const LONGEST_PATIENCE = 5_000;

/** When a renewal fails while the old token lives, the next attempt waits so long, in ms. */
const RENEWAL_PAUSE = 30_000;

/** A successor of a refused token that is refused, too, is kept so long, in ms: something else is wrong. */
const SUCCESSOR_TRIAL = 60_000;

export class SharedToken {
  #source;
  #key;
  #lockLife;
  #patience;
  /** @type {Held | undefined} */
  #held;
  /** @type {Promise<string> | undefined} */
  #renewal;
  /** What Baidu refused last. @type {string | undefined} */
  #refused;
  /** What was fetched in its place and has not been seen to work. @type {{ access_token: string, until: number } | undefined} */
  #successor;

  /** @param {Source} source */
  constructor(source) {
    this.#source = source;
    // The AppKey is public; the AppSecret would not belong here, not even hashed.
    this.#key = `swan-login:access_token:${source.client_id}`;
    const timeout = source.timeout || Infinity;
    this.#lockLife = Math.ceil(Math.min(LONGEST_LOCK, timeout * 0.3));
    this.#patience = Math.min(LONGEST_PATIENCE, timeout * 0.5);
  }

  async get() {
    const begun = this.#current();
    if (typeof begun === "string") return begun;
    return within(this.#patience, begun, () => {
      // An edge platform ends a request that its client has left, and with it the renewal that others wait for.
      if (this.#renewal === begun) this.#renewal = undefined;
      return this.#current();
    });
  }

  /**
   * Takes back a token that Baidu refused.
   * @param {string} access_token
   * @returns {boolean}  whether another one may help
   */
  refuse(access_token) {
    const successor = this.#successor;
    if (successor?.access_token === access_token && Date.now() < successor.until) return false;
    this.#refused = access_token;
    if (this.#held?.access_token === access_token) this.#held = undefined;
    return true;
  }

  /** @param {string} access_token */
  works(access_token) {
    if (this.#successor?.access_token === access_token) this.#successor = undefined;
  }

  #current() {
    return this.#held && isFresh(this.#held) ? this.#held.access_token : (this.#renewal ?? this.#renew());
  }

  #renew() {
    const { store } = this.#source;
    const renewal = (store ? this.#renewThrough(store) : this.#fetch())
      .catch((error) => this.#goOnWithOld(error))
      .then(() => /** @type {Held} */ (this.#held).access_token)
      .finally(() => {
        if (this.#renewal === renewal) this.#renewal = undefined;
      });
    this.#renewal = renewal;
    return renewal;
  }

  /** A token is renewed before it ends, so until then a failure does no harm. @param {unknown} error */
  #goOnWithOld(error) {
    if (!this.#held || Date.now() >= this.#held.expires_at) throw error;
    this.#held.renew_at = Date.now() + RENEWAL_PAUSE;
  }

  /**
   * Where the store can lock, one process renews and the others look whether it has.
   * @param {GuardedStore} store
   */
  async #renewThrough(store) {
    const end = Date.now() + this.#lockLife * 1.5;
    for (;;) {
      if (this.#adopt(await this.#stored(store))) return;
      const release = await store.lock(this.#key, this.#lockLife);
      if (release !== null || Date.now() > end) return this.#renewUnder(release, store);
      await new Promise((resolve) => setTimeout(resolve, 25 + Math.random() * 50));
    }
  }

  /**
   * @param {Release | null | undefined} release  of the lock, if there is one
   * @param {GuardedStore} store
   */
  async #renewUnder(release, store) {
    // Whoever had the lock before may have renewed.
    const stored = await this.#stored(store);
    try {
      if (this.#adopt(stored)) return;
      const { kept, held } = await this.#fetch();
      await store.set(this.#key, kept, held.expires_at - Date.now(), held.access_token);
    } catch (error) {
      if (stored && stored.access_token === this.#refused) await store.delete(this.#key);
      throw error;
    } finally {
      await release?.();
    }
  }

  /** @param {GuardedStore} store */
  async #stored(store) {
    return read(await store.get(this.#key));
  }

  /**
   * Holds what another process left, if it is the better one.
   * @param {Held | undefined} stored
   */
  #adopt(stored) {
    const isBetter = stored && stored.access_token !== this.#refused && stored.expires_at > (this.#held?.expires_at ?? 0);
    if (isBetter) this.#held = stored;
    return this.#held !== undefined && isFresh(this.#held);
  }

  async #fetch() {
    const askedAt = Date.now();
    const { access_token, expires_in } = await this.#source.fetch();
    const held = hold(access_token, askedAt, askedAt + expires_in * 1_000);
    this.#held = held;
    if (this.#refused !== undefined) this.#successor = { access_token, until: Date.now() + SUCCESSOR_TRIAL };
    return { kept: `${VERSION} ${askedAt} ${held.expires_at} ${access_token}`, held };
  }
}

/** The first word of what a store keeps. Whoever changes the form changes it. */
const VERSION = "swan1";

/** What a store gave, if it is what was kept there and still good. @param {unknown} kept @returns {Held | undefined} */
function read(kept) {
  const [, version, issuedAt, expiresAt, access_token] = /^(\w+) (\d+) (\d+) ([ -~]+)$/.exec(String(kept)) ?? [];
  if (version !== VERSION || !access_token) return undefined;
  const held = hold(access_token, Number(issuedAt), Number(expiresAt));
  return Number.isNaN(held.renew_at) ? undefined : held;
}

/** @param {string} access_token @param {number} issuedAt @param {number} expires_at @returns {Held} */
function hold(access_token, issuedAt, expires_at) {
  const renew_at = callSync((core) => core.renewAt(issuedAt, expires_at, Date.now(), Math.random()));
  return { access_token, renew_at, expires_at };
}

/** @param {Held} held */
const isFresh = ({ renew_at }) => Date.now() < renew_at;
