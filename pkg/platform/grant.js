/**
 * The tokens of one mini program: an access token that is valid for an hour, and a refresh token that works once. Each
 * refresh returns the next refresh token. If that answer is lost, the platform must ask Baidu for an authorization code
 * and exchange it for new tokens; this is called recovery here. So that a refresh token is never sent twice:
 *
 * - One process at a time renews, under the lock of the store. The others wait.
 * - A process writes a marker into the record before it sends the refresh token. If the next process with the lock finds a
 *   marker, the process before has not finished, and the refresh token may be spent. Then the next process recovers.
 * - Every write compares the record with the one that it replaces. A process that was paused for longer than its lock
 *   overwrites nothing.
 *
 * @import { Endpoint, Options } from "swan-login"
 * @import { SharedToken } from "../token/shared-token.js"
 * @import { GuardedStore } from "../token/stores/guarded.js"
 * @import { Token } from "../token/token.js"
 * @import { GrantRecord } from "./grant-record.js"
 * @import { Snapshot } from "./stored-record.js"
 * @import { Ticket } from "./ticket.js"
 *
 * @typedef {object} Platform  shared by all grants
 * @property {GuardedStore} store
 * @property {SharedToken<void>} token
 * @property {Ticket} ticket
 * @property {Options} options
 *
 * @typedef {Snapshot<GrantRecord> & { token?: Token, retryAt: number }} Copy  a record in the memory of this process;
 *   `retryAt`: after a failed renewal, the time of the next one by clock.js
 *
 * @typedef {object} Lock
 * @property {number} deadline  when a renewal must have its answer, by clock.js
 * @property {number} end  when the lock expires, by clock.js
 * @property {() => Promise<unknown>} release
 *
 * @typedef {object} Attempt
 * @property {Lock} lock
 * @property {string} marker  the id of the marker that this renewal writes
 * @property {string} access_token  of the platform
 * @property {number} since  an older authorization is not accepted, in ms since 1970
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
import { MAX_LOCK_WAIT, MAX_REFUSED, RENEWAL_PAUSE, TRIAL } from "../token/limits.js";
import { randomId } from "../token/stores/random-id.js";
import { raceTimeout } from "../transport/deadline.js";
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

/**
 * The lifetime of the lock, in ms. It is shorter than the default timeout, so that a call that waits for the lock of a dead
 * process still has time to recover.
 */
const LOCK_TTL = 7_000;

/** The part of the lock's lifetime in which Baidu must answer. The rest is for the write. */
const RENEWAL_PART = 0.6;

/** The attempts of one renewal: a refresh, a recovery, and again with a new platform token if Baidu refuses the old one. */
const MAX_ATTEMPTS = 4;

export class Grant {
  #platform;
  #app_id;
  #key;
  /** @type {StoredRecord<GrantRecord>} */
  #record;
  /** The record that was read or written last. Used only while the store cannot be read. @type {Copy | undefined} */
  #copy;
  /** The access tokens that Baidu has refused, the last one first. @type {string[]} */
  #refused = [];
  /** The last access token that has worked. @type {string | undefined} */
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

  /** A valid access token. @returns {Promise<string>} */
  async get() {
    const { token } = await this.#valid();
    return /** @type {Token} */ (token).access_token;
  }

  /** The record of an authorized mini program. @returns {Promise<GrantRecord>} */
  async read() {
    const read = (await this.#read()) ?? this.#copy;
    const { value } = isGranted(read?.value) ? /** @type {Copy} */ (read) : await this.#valid();
    return /** @type {GrantRecord} */ (value);
  }

  /**
   * Records that Baidu has refused an access token.
   * @param {string} access_token
   * @returns {boolean}  whether another token may help
   */
  refuse(access_token) {
    const token = this.#copy?.token;
    if (token?.access_token === access_token && this.#isOnTrial(token)) return false;
    this.#refused = [access_token, ...this.#refused].slice(0, MAX_REFUSED);
    return true;
  }

  /** Records that an access token has worked. @param {string} access_token */
  accept(access_token) {
    this.#accepted = access_token;
  }

  /**
   * Stores a new grant, unless the store has a later grant or a later withdrawal.
   * @param {GrantRecord} granted
   */
  async put(granted) {
    const lock = await this.#waitForLock();
    try {
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        const copy = await this.#readStore();
        if (isLater(copy.value, granted)) return;
        if (await this.#persist(copy, granted, lock)) return;
      }
      throw storeUnavailable();
    } finally {
      await lock.release();
    }
  }

  /**
   * Replaces the grant by a tombstone, unless the mini program has authorized again after the withdrawal.
   * @param {number} withdrawn_at  in ms since 1970
   * @returns {Promise<boolean>}  whether there is no grant afterwards
   */
  async withdraw(withdrawn_at) {
    // Without the lock: a renewal in progress must not delay it, and cannot overwrite it.
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const copy = await this.#readStore();
      const record = copy.value ?? { app_id: this.#app_id, authorized_at: 0 };
      if (wholeSeconds(record.authorized_at) > withdrawn_at) return !isGranted(record);
      const times = { withdrawn_at: Math.max(withdrawn_at, record.withdrawn_at ?? 0), asked_at: Date.now() };
      if (await this.#replace(copy, tombstone(record, times))) return true;
    }
    throw storeUnavailable();
  }

  /**
   * Whether an event is older than the last authorization or withdrawal.
   * @param {number} time  of the event, in ms since 1970
   * @returns {Promise<{ isOld: boolean, isGranted: boolean }>}
   */
  async compareTo(time) {
    const { value } = await this.#readStore();
    const known = Math.max(value?.authorized_at ?? 0, value?.withdrawn_at ?? 0);
    return { isOld: wholeSeconds(known) > time, isGranted: isGranted(value) };
  }

  /**
   * Recovers the grant, unless its authorization is from `since` or later.
   * @param {number} since  in ms since 1970
   */
  async recover(since) {
    await this.#renew(since);
  }

  /** The record with a valid access token. @returns {Promise<Copy>} */
  async #valid() {
    const read = await this.#read();
    const copy = read ?? this.#copy;
    if (copy && this.#isFresh(copy)) return copy;
    if (this.#isAlive(copy) && elapsed() < copy.retryAt) return copy;
    try {
      if (!read) throw storeUnavailable();
      return await this.#renewed();
    } catch (error) {
      const last = this.#copy;
      if (hasCode(error, "app_not_authorized") || !this.#isAlive(last)) throw error;
      // The old token is still valid.
      last.retryAt = elapsed() + RENEWAL_PAUSE;
      return last;
    }
  }

  /** The result of the renewal in progress, or of a new one. */
  #renewed() {
    const renewal = this.#renewal ?? this.#startRenewal();
    return raceTimeout(LOCK_TTL, renewal, () => this.#renewInParallel(renewal));
  }

  /**
   * Starts a second renewal while a slow one runs. An edge platform stops a request when its client disconnects, and a
   * renewal that this request started stops with it. The two renewals cannot meet at Baidu: the store has one lock.
   * @param {Promise<Copy>} slow
   */
  #renewInParallel(slow) {
    if (this.#renewal === slow) this.#renewal = undefined;
    const next = this.#renewal ?? this.#startRenewal();
    return Promise.any([slow, next]).catch(() => next);
  }

  #startRenewal() {
    const renewal = this.#renew(0).finally(() => {
      if (this.#renewal === renewal) this.#renewal = undefined;
    });
    this.#renewal = renewal;
    return renewal;
  }

  /**
   * @param {number} since  an older authorization is not accepted, in ms since 1970
   * @returns {Promise<Copy>}
   */
  async #renew(since) {
    const end = elapsed() + MAX_LOCK_WAIT;
    const marker = randomId();
    /** @type {unknown} */
    let failure = timedOut("tpRefreshAppToken");
    for (let pause = 25, attempts = 0; elapsed() < end && attempts < MAX_ATTEMPTS; pause = nextPause(pause)) {
      const copy = await this.#readStore();
      if (this.#isSettled(copy, since)) return copy;
      // Before taking the lock, because its lifetime is short.
      await this.#platform.ticket.remember();
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
   * @returns {Promise<Copy | undefined>}  undefined if another process was faster or is renewing
   */
  async #renewUnderLock(attempt) {
    const { lock, marker, since } = attempt;
    // Another process may have renewed while it had the lock.
    const before = await this.#readStore();
    if (this.#isSettled(before, since)) return before;
    if (this.#isRenewedElsewhere(before, marker)) return undefined;
    const record = before.value ?? { app_id: this.#app_id, authorized_at: 0 };
    // If the marker cannot be written, nothing is sent.
    const at = Date.now();
    const marked = await this.#replace(before, { ...record, marker: { id: marker, at } });
    if (!marked) return undefined;
    const mayRefresh = isGranted(record) && !record.marker && wholeSeconds(record.authorized_at) >= since;
    try {
      const granted = await (mayRefresh ? this.#refresh(record, attempt) : this.#recover(record, attempt));
      return await this.#persist(marked, granted, lock);
    } catch (error) {
      // If one of these writes fails, the marker stays, and the next process recovers.
      if (mayRefresh && isUnsent(error)) await this.#replace(marked, record).catch(() => {});
      if (hasCode(error, "app_not_authorized"))
        await this.#replace(marked, tombstone(record, { withdrawn_at: at, asked_at: at })).catch(() => {});
      throw error;
    }
  }

  /**
   * Exchanges the refresh token for new tokens.
   * @param {GrantRecord} record
   * @param {Attempt} attempt
   */
  async #refresh(record, { access_token, lock }) {
    const options = this.#optionsUntil(lock.deadline, "tpRefreshAppToken");
    const { authorized_at, exchanged_at } = record;
    const times = { authorized_at, exchanged_at, issued_at: Date.now(), replaces: this.#replacedBy(record) };
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
   * Gets new tokens without the refresh token.
   * @param {GrantRecord} record
   * @param {Attempt} attempt
   */
  async #recover(record, { access_token, lock, since }) {
    // If the store was emptied, the ticket is gone, too.
    if (record.client_id === undefined) await this.#platform.ticket.restore();
    const issued_at = Date.now();
    const authorized_at = Math.max(since, issued_at, record.authorized_at);
    const tokens = await this.#retrieve(access_token, lock);
    const isKnown = record.client_id !== undefined && since === 0;
    const app = isKnown
      ? /** @type {Authorized} */ (record)
      : await tpGetAppInfo({ access_token: tokens.access_token }, this.#optionsUntil(lock.deadline, "tpGetAppInfo"));
    const times = { authorized_at, exchanged_at: issued_at, issued_at, replaces: this.#replacedBy(record) };
    return grantRecord({ ...app, app_id: this.#app_id }, tokens, times);
  }

  /** Asks for an authorization code and exchanges it. @param {string} access_token  of the platform @param {Lock} lock */
  async #retrieve(access_token, lock) {
    const { token } = this.#platform;
    try {
      const retrieve = this.#optionsUntil(lock.deadline, "tpRetrieveAuthorizationCode");
      const answer = await tpRetrieveAuthorizationCode({ access_token, app_id: this.#app_id }, retrieve);
      token.accept(access_token);
      const exchange = this.#optionsUntil(lock.deadline, "tpGetAppToken");
      return await tpGetAppToken({ access_token, code: answer.authorization_code }, exchange);
    } catch (error) {
      const mayReplace = hasCode(error, "token_invalid") && token.refuse(access_token);
      throw mayReplace ? new TryAgain(error) : error;
    }
  }

  /**
   * Writes new tokens, and repeats a failed write until the lock expires. If no write succeeds, this process keeps them in
   * memory and uses the access token; the marker stays in the store, so the next renewal recovers.
   * @param {Snapshot<GrantRecord>} before
   * @param {GrantRecord} granted
   * @param {Lock} lock
   * @returns {Promise<Copy | undefined>}  undefined if another process has written meanwhile
   */
  async #persist(before, granted, lock) {
    for (let pause = 50; ; pause *= 2) {
      try {
        return await this.#replace(before, granted);
      } catch (error) {
        if (elapsed() + pause > lock.end) {
          // The store returns no empty text, so this copy never equals what is stored.
          this.#copy = { text: "", value: granted, token: tokenOf(granted), retryAt: 0 };
          throw error;
        }
      }
      await sleep(pause);
    }
  }

  /**
   * Reads the store, except in the pause after a failure while the token in memory is valid: no call should wait then.
   * @returns {Promise<Copy | undefined>}  undefined if the store cannot be read
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
   * @returns {Promise<Copy | undefined>}  undefined if another process has written meanwhile
   */
  async #replace(before, record) {
    const snapshot = await this.#record.replace(before, record, ttlOf(record));
    return snapshot && this.#hold(snapshot);
  }

  /** Keeps the copy of the same text, because it knows `retryAt`. @param {Snapshot<GrantRecord>} snapshot */
  #hold({ text, value }) {
    if (!this.#copy || this.#copy.text !== text) this.#copy = { text, value, token: tokenOf(value), retryAt: 0 };
    return this.#copy;
  }

  /**
   * Whether no renewal is needed. Throws if there is no authorization.
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

  /** The time of issue of the token that the next one replaces, if Baidu has refused it; otherwise 0. @param {GrantRecord} record */
  #replacedBy(record) {
    const token = tokenOf(record);
    return token && this.#refused.includes(token.access_token) ? token.issued_at : 0;
  }

  /**
   * Whether the marker of another process is younger than a lock may be. Only for stores without a lock.
   * @param {Copy} copy
   * @param {string} own  the marker of this renewal
   */
  #isRenewedElsewhere({ value }, own) {
    const marker = value?.marker;
    return marker && !this.#platform.store.canLock && marker.id !== own && isWithin(LOCK_TTL, marker.at);
  }

  /** @returns {Promise<Lock | null>}  null if another process has it */
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
    const end = elapsed() + MAX_LOCK_WAIT;
    for (let pause = 25; elapsed() < end; pause = nextPause(pause)) {
      const lock = await this.#lock();
      if (lock) return lock;
      await sleep(pause * (0.5 + Math.random()));
    }
    // Without `codeConsumed`: the authorization code was sent before.
    throw timedOut("SwanPlatform");
  }

  /**
   * @param {number} deadline  by clock.js
   * @param {Endpoint} endpoint
   * @returns {Options}
   */
  #optionsUntil(deadline, endpoint) {
    const left = deadline - elapsed();
    // This process was paused, and another one may have the lock now.
    if (left <= 0) throw new TryAgain(timedOut(endpoint));
    return { ...this.#platform.options, timeout: Math.ceil(left) };
  }
}

/** Thrown by an attempt that failed if the next one may succeed. */
class TryAgain {
  /** @param {unknown} reason */
  constructor(reason) {
    this.reason = reason;
  }
}

/** Whether the refresh token was certainly not sent. @param {unknown} error */
function isUnsent(error) {
  const reason = error instanceof TryAgain ? error.reason : error;
  return isSwanLoginError(reason) && reason.codeConsumed === "no";
}

/**
 * Whether a record is of a later authorization or withdrawal than a new grant. A time of the future proves nothing: it is
 * from a machine whose clock is ahead.
 * @param {GrantRecord | undefined} record
 * @param {GrantRecord} granted
 */
function isLater(record, granted) {
  const time = (isGranted(record) ? record?.exchanged_at : record?.withdrawn_at) ?? 0;
  return time > (granted.exchanged_at ?? 0) && time <= Date.now();
}

/** @param {number} pause  in ms */
const nextPause = (pause) => Math.min(pause * 1.5, LOCK_TTL / 20);

/** @param {number} ms @returns {Promise<void>} */
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
