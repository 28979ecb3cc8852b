/**
 * The app's access token, shared: by all calls of this process and, through the store, by all processes.
 *
 * @import { AccessToken } from "../types/index.d.cts"
 * @import { GuardedStore, Release } from "./stores/guarded.js"
 *
 * @typedef {object} Source
 * @property {string} client_id
 * @property {() => Promise<AccessToken>} fetch
 * @property {GuardedStore} [store]
 * @property {number} timeout  of a whole call, in ms; 0 means none
 *
 * @typedef {object} Token  replaced as a whole, never changed; times in ms since 1970
 * @property {string} access_token
 * @property {number} issued_at
 * @property {number} replaces  when the refused token was issued in whose place it was fetched; 0 without one
 * @property {number} renew_at
 * @property {number} expires_at
 * @property {"good" | "on trial" | "refused"} standing  on trial: it replaces the refused one and has not worked yet
 */

import { within } from "../transport/deadline.js";

/**
 * The longest that a renewal is left to the call that began it, in ms: to the others of a process, which then begin one
 * beside it, and as the life of the lock, to other processes. One that dies holds them up so long.
 */
const LONGEST_LEAD = 10_000;

/** The longest that a renewal waits for the lock, in ms: longer than several hold it, one after another. */
const LONGEST_WAIT = 30_000;

/** When a renewal fails while the old token lives, the next attempt waits so long, in ms. */
const RENEWAL_PAUSE = 30_000;

/** A token on trial that is refused, too, is kept until it is so old, in ms: something else is wrong. */
const TRIAL = 60_000;

export class SharedToken {
  #source;
  #key;
  #lead;
  #wait;
  /** @type {Token | undefined} */
  #held;
  /** @type {Promise<Token> | undefined} */
  #renewal;

  /** @param {Source} source */
  constructor(source) {
    this.#source = source;
    // The AppKey is public; the AppSecret would not belong here, not even hashed.
    this.#key = `swan-login:access_token:${source.client_id}`;
    // Whoever waits in vain has time left to fetch.
    const timeout = source.timeout || Infinity;
    this.#lead = Math.ceil(Math.min(LONGEST_LEAD, timeout * 0.7));
    this.#wait = Math.min(LONGEST_WAIT, timeout * 0.85);
  }

  /** @returns {Promise<string>} */
  async get() {
    const begun = this.#current();
    if (!(begun instanceof Promise)) return begun.access_token;
    const { access_token } = await within(this.#lead, begun, () => this.#overtake(begun));
    return access_token;
  }

  /**
   * Takes back a token that Baidu refused.
   * @param {string} access_token
   * @returns {boolean}  whether another one may help
   */
  refuse(access_token) {
    const held = this.#held;
    if (held?.access_token !== access_token) return true;
    if (held.standing === "on trial" && Date.now() < held.issued_at + TRIAL) return false;
    this.#held = { ...held, standing: "refused" };
    return true;
  }

  /** @param {string} access_token */
  works(access_token) {
    const held = this.#held;
    if (held?.access_token === access_token && held.standing === "on trial") this.#held = { ...held, standing: "good" };
  }

  #current() {
    return this.#held && isFresh(this.#held) ? this.#held : (this.#renewal ?? this.#renew());
  }

  /**
   * An edge platform ends a request that its client has left, and with it the renewal that others wait for. Where it is
   * only slow, it may still be the first to end.
   * @param {Promise<Token>} begun
   */
  #overtake(begun) {
    if (this.#renewal === begun) this.#renewal = undefined;
    const next = this.#current();
    return Promise.any([begun, next]).catch(() => next);
  }

  #renew() {
    const { store } = this.#source;
    const renewal = (store ? this.#renewThrough(store) : this.#fetch())
      .catch((error) => goOnWith(this.#held, error))
      .then((token) => this.#hold(token))
      .finally(() => {
        if (this.#renewal === renewal) this.#renewal = undefined;
      });
    this.#renewal = renewal;
    return renewal;
  }

  /**
   * Where the store can lock, one process renews and the others look whether it has.
   * @param {GuardedStore} store
   */
  async #renewThrough(store) {
    const end = Date.now() + this.#wait;
    for (let pause = 25; ; pause = Math.min(pause * 1.5, this.#lead / 20)) {
      const stored = await this.#stored(store);
      if (stored && isFresh(stored)) return stored;
      const release = await store.lock(this.#key, this.#lead);
      if (release !== null || Date.now() > end) return this.#renewUnder(release, store);
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
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
      if (stored && isFresh(stored)) return stored;
      const token = await this.#fetch();
      await store.set(this.#key, write(token), token.expires_at - Date.now(), token.access_token);
      return token;
    } catch (error) {
      if (stored?.standing === "refused") await store.delete(this.#key);
      return goOnWith(stored, error);
    } finally {
      await release?.();
    }
  }

  /**
   * What the store has; of the token that is held, all that is known.
   * @param {GuardedStore} store
   */
  async #stored(store) {
    const stored = read(await store.get(this.#key));
    return stored?.access_token === this.#held?.access_token ? this.#held : stored;
  }

  async #fetch() {
    const issued_at = Date.now();
    const { access_token, expires_in } = await this.#source.fetch();
    // It may have been refused while this one was on the way.
    const replaces = this.#held?.standing === "refused" ? this.#held.issued_at : 0;
    return issued({ access_token, issued_at, replaces, expires_at: issued_at + expires_in * 1_000 });
  }

  /**
   * What comes of a renewal. Meanwhile another one may have been faster, and Baidu may have refused this very token.
   * @param {Token} token
   * @returns {Token | Promise<Token>}
   */
  #hold(token) {
    const held = this.#held;
    if (held && isFresh(held)) return held;
    if (held?.standing !== "refused") return (this.#held = token);
    if (held.access_token === token.access_token) return this.#renew();
    // One that another process left may have died with the one that was held.
    return (this.#held = { ...token, standing: token.replaces === held.issued_at ? "on trial" : "good" });
  }
}

/** The first word of what a store keeps. Whoever changes the form changes it. */
const VERSION = "swan2";

/** @param {Token} token */
function write({ issued_at, replaces, expires_at, access_token }) {
  return [VERSION, issued_at, replaces, expires_at, access_token].join(" ");
}

/** What a store gave, if it is what was kept there and still good. @param {unknown} kept @returns {Token | undefined} */
function read(kept) {
  if (typeof kept !== "string") return undefined;
  const [, version, issued_at, replaces, expires_at, access_token] =
    /^(\w+) (\d+) (\d+) (\d+) ([ -~]+)$/.exec(kept) ?? [];
  if (version !== VERSION || !access_token) return undefined;
  const token = issued({
    access_token,
    issued_at: Number(issued_at),
    replaces: Number(replaces),
    expires_at: Number(expires_at),
  });
  return Number.isNaN(token.renew_at) ? undefined : token;
}

/** @param {Pick<Token, "access_token" | "issued_at" | "replaces" | "expires_at">} token @returns {Token} */
function issued(token) {
  const margin = Math.min((token.expires_at - token.issued_at) / 5, 600_000) * (0.5 + Math.random() / 2);
  const isLive = token.issued_at <= Date.now() + 300_000 && Date.now() < token.expires_at;
  const renew_at = isLive ? token.expires_at - margin : NaN;
  return { ...token, renew_at, standing: "good" };
}

/**
 * A token is renewed before it ends, so until then a failure does no harm.
 * @param {Token | undefined} old
 * @param {unknown} error
 */
function goOnWith(old, error) {
  if (!old || old.standing === "refused" || Date.now() >= old.expires_at) throw error;
  return { ...old, renew_at: Date.now() + RENEWAL_PAUSE };
}

/** @param {Token} token */
const isFresh = ({ standing, renew_at }) => standing !== "refused" && Date.now() < renew_at;
