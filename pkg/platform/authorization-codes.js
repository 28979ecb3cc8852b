/**
 * Remembers authorization codes. One comes with the callback and one with the push. Both requests may come twice, but a
 * code works only once.
 *
 * @import { GuardedStore } from "../token/stores/guarded.js"
 * @import { Snapshot } from "./stored-record.js"
 *
 * @typedef {object} CodeRecord
 * @property {number} at  when the exchange started, in ms since 1970
 * @property {string} id  random, so that each exchange writes another text
 * @property {string} [app_id]  the mini program, after the exchange
 * @property {boolean} [failed]  whether the exchange has failed
 */

import { webCrypto } from "../api/web-crypto.js";
import { randomId } from "../token/stores/random-id.js";
import { codeSentBefore, exchangeFailed, storeUnavailable, timedOut } from "./errors.js";
import { isWithin } from "./grant-record.js";
import { StoredRecord } from "./stored-record.js";

/** How long a code is remembered, in ms: as long as a code of a callback is valid. */
const MEMORY = 3_600_000;

/** The longest time of an exchange, in ms. After it, its process must have died. */
const MAX_EXCHANGE = 30_000;

/** The pause between two reads while another process exchanges the code, in ms. */
const PAUSE = 100;

export class AuthorizationCodes {
  #store;
  #prefix;

  /** @param {GuardedStore} store @param {string} prefix  of the keys */
  constructor(store, prefix) {
    this.#store = store;
    this.#prefix = prefix;
  }

  /**
   * Exchanges a code, if no process has done so before. Otherwise resolves to the result of the first exchange.
   * @param {string} code
   * @param {() => Promise<string>} exchange  gives the app_id
   * @returns {Promise<string>}  the app_id
   */
  async redeem(code, exchange) {
    /** @type {StoredRecord<CodeRecord>} */
    const record = new StoredRecord(this.#store, `${this.#prefix}${await sha256(code)}`, "swan-code1");
    const claim = { at: Date.now(), id: randomId() };
    const claimed = await this.#claim(record, claim);
    if (typeof claimed === "string") return claimed;
    try {
      const app_id = await exchange();
      // A failure does no harm: the grant is stored.
      await record.replace(claimed, { ...claim, app_id }, MEMORY).catch(() => {});
      return app_id;
    } catch (error) {
      if (Object(error).codeConsumed === "no") {
        await record.delete();
        throw error;
      }
      await record.replace(claimed, { ...claim, failed: true }, MEMORY).catch(() => {});
      throw exchangeFailed(error);
    }
  }

  /**
   * Writes that the exchange has started.
   * @param {StoredRecord<CodeRecord>} record
   * @param {CodeRecord} claim
   * @returns {Promise<Snapshot<CodeRecord> | string>}  the app_id if the code was exchanged before
   */
  async #claim(record, claim) {
    for (let waited = 0; waited <= MAX_EXCHANGE; waited += PAUSE) {
      const snapshot = await record.read();
      if (!snapshot) throw storeUnavailable();
      const { app_id, failed, at = 0 } = snapshot.value ?? {};
      if (app_id !== undefined) return app_id;
      if (failed || (snapshot.value && !isWithin(MAX_EXCHANGE, at))) throw codeSentBefore();
      const claimed = snapshot.value ? undefined : await record.replace(snapshot, claim, MEMORY);
      if (claimed) return claimed;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    throw timedOut("tpGetAppToken");
  }
}

/** @param {string} text */
async function sha256(text) {
  const { subtle } = await webCrypto();
  const hash = await subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
