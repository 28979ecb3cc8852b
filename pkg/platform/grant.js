/**
 * What one mini program has granted to the platform: an access token for an hour, and a refresh token that works once and
 * replaces itself. When the next refresh token is lost, Baidu gives another authorization code, but only while it knows
 * which one is in use nowhere. So:
 *
 * - One process at a time renews, under the store's lock. The others wait.
 * - The record gets a marker before the refresh token is sent. Whoever has the lock and finds a marker knows that the
 *   process before did not come to its end: the refresh token may be spent, so it is not sent again, but recovered.
 * - Every write names the text that it replaces. A process that was paused longer than its lock overwrites nothing.
 *
 * @import { Endpoint, Options } from "swan-login"
 * @import { SharedToken } from "../token/shared-token.js"
 * @import { GuardedStore } from "../token/stores/guarded.js"
 * @import { Token } from "../token/token.js"
 * @import { GrantRecord } from "./grant-record.js"
 * @import { Snapshot } from "./stored-record.js"
 * @import { Ticket } from "./ticket.js"
 *
 * @typedef {object} Platform  what all grants share
 * @property {GuardedStore} store
 * @property {SharedToken<void>} token
 * @property {Ticket} ticket
 * @property {Options} options
 *
 * @typedef {Snapshot<GrantRecord> & { token?: Token, putOff: number }} Copy  with its token on the clock of this process;
 *   `putOff`: no renewal begins before, on clock.js
 *
 * @typedef {object} Lock
 * @property {number} deadline  a renewal ends before, on clock.js
 * @property {number} end  on clock.js
 * @property {() => Promise<unknown>} release
 *
 * @typedef {object} Attempt
 * @property {Lock} lock
 * @property {string} marker  a random id
 * @property {string} access_token  of the platform
 * @property {number} since  an older authorization does not count, in ms since 1970
 *
 * @typedef {Required<Pick<GrantRecord, "app_id" | "client_id" | "name" | "scopes">>} Authorized
 */

import {
  isSwanLoginError,
  tpGetAppInfo,
  tpGetAppToken,
  tpRefreshAppToken,
  tpRetrieveAuthorizationCode,
} from "swan-login";
import { elapsed } from "../token/clock.js";
import { randomId } from "../token/stores/random-id.js";
import { appNotAuthorized, hasCode, storeUnavailable, timedOut } from "./errors.js";
import {
  grantRecord,
  isGranted,
  isRefusedLately,
  isWithin,
  tokenOf,
  tombstone,
  ttlOf,
  VERSION,
  wholeSeconds,
} from "./grant-record.js";
import { StoredRecord } from "./stored-record.js";

/** Life of the lock, in ms: whoever waits for a process that has died still has time to recover, by the default timeout. */
const LOCK_TTL = 7_000;

/** The part of the lock's life in which a renewal must have its answer. The rest is for the write. */
const RENEWAL_PART = 0.6;

/** The longest wait for a renewal, in ms: longer than several processes have the lock, one after another. */
const MAX_WAIT = 30_000;

/** How often a renewal tries: a refresh, a recovery, and again with a platform token in place of a refused one. */
const MAX_ATTEMPTS = 4;

/** After a renewal has failed, the next one waits so long while the old token lives, in ms. */
const RENEWAL_PAUSE = 30_000;

/** A token that replaces a refused one is not replaced itself for so long, in ms, unless it has worked. */
const TRIAL = 60_000;

/** How many refused tokens are remembered. */
const MAX_REFUSED = 4;

export class Grant {
  #platform;
  #app_id;
  #key;
  /** @type {StoredRecord<GrantRecord>} */
  #record;
  /** The record as it was seen last. It serves only while the store cannot be read. @type {Copy | undefined} */
  #copy;
  /** The tokens that Baidu has refused, the last one first. @type {string[]} */
  #refused = [];
  /** The last token that Baidu has taken. @type {string | undefined} */
  #accepted;
  /** @type {Promise<Copy> | undefined} */
  #renewal;

  /** @param {Platform} platform @param {string} app_id @param {string} key  in the store */
  constructor(platform, app_id, key) {
    this.#platform = platform;
    this.#app_id = app_id;
    this.#key = key;
    this.#record = new StoredRecord(platform.store, key, VERSION);
  }

  /** A live access token. @returns {Promise<string>} */
  async get() {
    const { token } = await this.#live();
    return /** @type {Token} */ (token).access_token;
  }

  /** The record of an authorized mini program. @returns {Promise<GrantRecord>} */
  async read() {
    const read = (await this.#read()) ?? this.#copy;
    const { value } = isGranted(read?.value) ? /** @type {Copy} */ (read) : await this.#live();
    return /** @type {GrantRecord} */ (value);
  }

  /**
   * Notes that Baidu has refused a token.
   * @param {string} access_token
   * @returns {boolean}  whether another token may help
   */
  refuse(access_token) {
    const token = this.#copy?.token;
    if (token?.access_token === access_token && this.#isOnTrial(token)) return false;
    this.#refused = [access_token, ...this.#refused].slice(0, MAX_REFUSED);
    return true;
  }

  /** Notes that Baidu has taken a token. @param {string} access_token */
  accept(access_token) {
    this.#accepted = access_token;
  }

  /**
   * Keeps a new grant, unless there is a later one, or a later withdrawal.
   * @param {GrantRecord} granted
   */
  async put(granted) {
    const lock = await this.#waitForLock();
    try {
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        const copy = await this.#readStore();
        if (isLater(copy.value, granted)) return;
        if (await this.#keep(copy, granted, lock)) return;
      }
      throw storeUnavailable();
    } finally {
      await lock.release();
    }
  }

  /**
   * Ends the grant, unless the mini program has authorized again since.
   * @param {number} withdrawn_at  in ms since 1970
   * @returns {Promise<boolean>}  whether there is no grant now
   */
  async withdraw(withdrawn_at) {
    // Without the lock: a renewal under way must not hold it up, and cannot overwrite it.
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const copy = await this.#readStore();
      const record = copy.value ?? { app_id: this.#app_id, authorized_at: 0 };
      if (wholeSeconds(record.authorized_at) > withdrawn_at) return !isGranted(record);
      if (await this.#replace(copy, tombstone(record, { withdrawn_at, asked_at: Date.now() }))) return true;
    }
    throw storeUnavailable();
  }

  /**
   * Whether an event is older than what the record knows.
   * @param {number} time  of the event, in ms since 1970
   * @returns {Promise<{ isOld: boolean, isGranted: boolean }>}
   */
  async compare(time) {
    const { value } = await this.#readStore();
    return { isOld: value !== undefined && wholeSeconds(value.authorized_at) > time, isGranted: isGranted(value) };
  }

  /**
   * Recovers the grant by another authorization code, unless it is from `since` or later.
   * @param {number} since  in ms since 1970
   */
  async recover(since) {
    await this.#renew(since);
  }

  /** @returns {Promise<Copy>} */
  async #live() {
    const read = await this.#read();
    const copy = read ?? this.#copy;
    if (copy && this.#isFresh(copy)) return copy;
    if (this.#isAlive(copy) && elapsed() < copy.putOff) return copy;
    try {
      if (!read) throw storeUnavailable();
      return await this.#renewed();
    } catch (error) {
      const last = this.#copy;
      if (hasCode(error, "app_not_authorized") || !this.#isAlive(last)) throw error;
      // Until the end of the token the failure does no harm.
      last.putOff = elapsed() + RENEWAL_PAUSE;
      return last;
    }
  }

  /** What the renewal gives that is on its way, or a new one. */
  #renewed() {
    this.#renewal ??= this.#renew(0).finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  /**
   * @param {number} since  an older authorization does not count, in ms since 1970
   * @returns {Promise<Copy>}
   */
  async #renew(since) {
    const end = elapsed() + MAX_WAIT;
    const marker = randomId();
    /** @type {unknown} */
    let failure = timedOut("tpRefreshAppToken");
    for (let pause = 25, attempts = 0; elapsed() < end && attempts < MAX_ATTEMPTS; pause = nextPause(pause)) {
      const copy = await this.#readStore();
      if (this.#isSettled(copy, since)) return copy;
      // Before the lock, whose time is short.
      const access_token = await this.#platform.token.get();
      const lock = await this.#lock();
      try {
        const renewed = lock && (await this.#renewUnderLock({ lock, marker, access_token, since }));
        if (renewed) return renewed;
      } catch (error) {
        if (!(error instanceof TryAgain)) throw error;
        failure = error.reason;
        attempts++;
        continue;
      } finally {
        await lock?.release();
      }
      await sleep(pause * (0.5 + Math.random()));
    }
    throw failure;
  }

  /**
   * @param {Attempt} attempt
   * @returns {Promise<Copy | undefined>}  undefined when another process has been faster, or goes before
   */
  async #renewUnderLock(attempt) {
    const { lock, marker, since } = attempt;
    // The process that had the lock before may have renewed.
    const before = await this.#readStore();
    if (this.#isSettled(before, since)) return before;
    if (this.#isHeldUp(before, marker)) return undefined;
    const record = before.value ?? { app_id: this.#app_id, authorized_at: 0 };
    // What cannot be written is not begun.
    const at = Date.now();
    const marked = await this.#replace(before, { ...record, marker: { id: marker, at } });
    if (!marked) return undefined;
    const mayRefresh = isGranted(record) && !record.marker && wholeSeconds(record.authorized_at) >= since;
    try {
      const granted = await (mayRefresh ? this.#refresh(record, attempt) : this.#recover(record, attempt));
      return await this.#keep(marked, granted, lock);
    } catch (error) {
      // These are no outcomes that the next process has to know. Where they cannot be written, it recovers.
      if (mayRefresh && isUnsent(error)) await this.#replace(marked, record).catch(() => {});
      if (hasCode(error, "app_not_authorized"))
        await this.#replace(marked, tombstone(record, { withdrawn_at: at, asked_at: at })).catch(() => {});
      throw error;
    }
  }

  /**
   * Spends the refresh token.
   * @param {GrantRecord} record
   * @param {Attempt} attempt
   */
  async #refresh(record, { access_token, lock }) {
    const options = this.#optionsUntil(lock.deadline, "tpRefreshAppToken");
    const times = { authorized_at: record.authorized_at, issued_at: Date.now(), replaces: this.#replacedBy(record) };
    try {
      const refresh_token = /** @type {string} */ (record.refresh_token);
      const tokens = await tpRefreshAppToken({ access_token, refresh_token }, options);
      this.#platform.token.accept(access_token);
      return grantRecord(/** @type {Authorized} */ (record), tokens, times);
    } catch (error) {
      if (isUnsent(error)) throw error;
      if (hasCode(error, "token_invalid")) this.#platform.token.refuse(access_token);
      throw new TryAgain(error);
    }
  }

  /**
   * Gets new tokens by another authorization code.
   * @param {GrantRecord} record
   * @param {Attempt} attempt
   */
  async #recover(record, { access_token, lock, since }) {
    const { token, ticket } = this.#platform;
    // Whoever has emptied the store has taken the ticket, too.
    if (record.client_id === undefined) await ticket.restore();
    const issued_at = Date.now();
    const times = { authorized_at: Math.max(since, issued_at), issued_at, replaces: this.#replacedBy(record) };
    try {
      const retrieve = this.#optionsUntil(lock.deadline, "tpRetrieveAuthorizationCode");
      const { authorization_code: code } = await tpRetrieveAuthorizationCode(
        { access_token, app_id: this.#app_id },
        retrieve,
      );
      token.accept(access_token);
      const tokens = await tpGetAppToken({ access_token, code }, this.#optionsUntil(lock.deadline, "tpGetAppToken"));
      const isKnown = record.client_id !== undefined && since === 0;
      if (isKnown) return grantRecord(/** @type {Authorized} */ (record), tokens, times);
      const ask = this.#optionsUntil(lock.deadline, "tpGetAppInfo");
      const app = await tpGetAppInfo({ access_token: tokens.access_token }, ask);
      return grantRecord({ ...app, app_id: this.#app_id }, tokens, times);
    } catch (error) {
      const mayReplace = hasCode(error, "token_invalid") && token.refuse(access_token);
      throw mayReplace ? new TryAgain(error) : error;
    }
  }

  /**
   * Writes new tokens, which nobody else has. Where the store does not keep them, this process does: the access token serves
   * here, and the next renewal finds the marker.
   * @param {Snapshot<GrantRecord>} before
   * @param {GrantRecord} granted
   * @param {Lock} lock
   * @returns {Promise<Copy | undefined>}  undefined when somebody has written since
   */
  async #keep(before, granted, lock) {
    for (let pause = 50; ; pause *= 2) {
      try {
        return await this.#replace(before, granted);
      } catch (error) {
        if (elapsed() + pause > lock.end) {
          // No entry of the store has this text.
          this.#copy = { text: "", value: granted, token: tokenOf(granted), putOff: 0 };
          throw error;
        }
      }
      await sleep(pause);
    }
  }

  /**
   * While the copy serves, nobody waits at every call for a store that does not answer.
   * @returns {Promise<Copy | undefined>}  undefined when the store cannot be read
   */
  async #read() {
    const snapshot = await this.#record.read({ inPause: !this.#isAlive(this.#copy) });
    return snapshot && this.#hold(snapshot);
  }

  /** @returns {Promise<Copy>} */
  async #readStore() {
    const snapshot = await this.#record.read();
    if (!snapshot) throw storeUnavailable();
    return this.#hold(snapshot);
  }

  /**
   * @param {Snapshot<GrantRecord>} before
   * @param {GrantRecord} record
   * @returns {Promise<Copy | undefined>}  undefined when somebody has written since
   */
  async #replace(before, record) {
    const snapshot = await this.#record.replace(before, record, ttlOf(record));
    return snapshot && this.#hold(snapshot);
  }

  /** The same text is the same copy: its renewal may have been put off. @param {Snapshot<GrantRecord>} snapshot */
  #hold({ text, value }) {
    if (!this.#copy || this.#copy.text !== text) this.#copy = { text, value, token: tokenOf(value), putOff: 0 };
    return this.#copy;
  }

  /**
   * Whether there is nothing to renew. Throws when there is no authorization.
   * @param {Copy} copy
   * @param {number} since
   */
  #isSettled(copy, since) {
    if (isRefusedLately(copy.value, since)) throw appNotAuthorized(this.#app_id);
    return this.#isFresh(copy) && wholeSeconds(copy.value?.authorized_at ?? 0) >= since;
  }

  /** @param {Copy} copy */
  #isFresh(copy) {
    return this.#isAlive(copy) && !copy.value?.marker && elapsed() < (copy.token?.renew_at ?? 0);
  }

  /** @param {Copy | undefined} copy @returns {copy is Copy} */
  #isAlive(copy) {
    const token = copy?.token;
    return token !== undefined && elapsed() < token.expires_at && !this.#refused.includes(token.access_token);
  }

  /** @param {Token} token */
  #isOnTrial({ access_token, issued_at, replaces }) {
    return replaces !== 0 && isWithin(TRIAL, issued_at) && this.#accepted !== access_token;
  }

  /** When the refused token was issued that the next one replaces; 0 without one. @param {GrantRecord} record */
  #replacedBy(record) {
    const token = tokenOf(record);
    return token && this.#refused.includes(token.access_token) ? token.issued_at : 0;
  }

  /**
   * Whether another process renews. Where the store has a lock, that says so.
   * @param {Copy} copy
   * @param {string} own  the marker of this renewal
   */
  #isHeldUp({ value }, own) {
    const marker = value?.marker;
    return marker && !this.#platform.store.canLock && marker.id !== own && isWithin(LOCK_TTL, marker.at);
  }

  /** @returns {Promise<Lock | null>}  null when another process has it */
  async #lock() {
    const { store } = this.#platform;
    const begin = elapsed();
    const release = await store.lock(this.#key, LOCK_TTL);
    if (release === null) return null;
    if (!release && store.canLock) throw storeUnavailable();
    const deadline = begin + LOCK_TTL * RENEWAL_PART;
    return { deadline, end: begin + LOCK_TTL, release: release ?? (async () => {}) };
  }

  /** @returns {Promise<Lock>} */
  async #waitForLock() {
    const end = elapsed() + MAX_WAIT;
    for (let pause = 25; elapsed() < end; pause = nextPause(pause)) {
      const lock = await this.#lock();
      if (lock) return lock;
      await sleep(pause * (0.5 + Math.random()));
    }
    // Not the endpoint's: its code was sent before.
    throw timedOut("SwanPlatform");
  }

  /**
   * @param {number} deadline  on clock.js
   * @param {Endpoint} endpoint
   * @returns {Options}
   */
  #optionsUntil(deadline, endpoint) {
    const left = deadline - elapsed();
    // This process was paused, and another one may be at work.
    if (left <= 0) throw new TryAgain(timedOut(endpoint));
    return { ...this.#platform.options, timeout: Math.ceil(left) };
  }
}

/** Why an attempt did not come to its end, while the next one may. */
class TryAgain {
  /** @param {unknown} reason */
  constructor(reason) {
    this.reason = reason;
  }
}

/** Whether certainly nothing was sent, so that the refresh token is not spent. @param {unknown} error */
function isUnsent(error) {
  const reason = error instanceof TryAgain ? error.reason : error;
  return isSwanLoginError(reason) && reason.codeConsumed === "no";
}

/** @param {GrantRecord | undefined} record @param {GrantRecord} granted */
function isLater(record, granted) {
  const time = (isGranted(record) ? record?.issued_at : record?.withdrawn_at) ?? 0;
  return time > (granted.issued_at ?? 0);
}

/** @param {number} pause  in ms */
const nextPause = (pause) => Math.min(pause * 1.5, LOCK_TTL / 20);

/** @param {number} ms @returns {Promise<void>} */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
