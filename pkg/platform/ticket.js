/**
 * @import { GuardedStore } from "../token/stores/guarded.js"
 *
 * @typedef {object} TicketRecord
 * @property {string} ticket
 * @property {number} create_time  by Baidu's clock, in seconds since 1970
 */

import { noTicket, storeUnavailable } from "./errors.js";
import { StoredRecord } from "./stored-record.js";

/** How often a write is tried while other processes write. */
const MAX_ATTEMPTS = 5;

/** The ticket that Baidu pushes every 10 minutes. It has no end in the store, and the newest one wins. */
export class Ticket {
  /** @type {StoredRecord<TicketRecord>} */
  #record;
  /** What a store that was emptied gets back. @type {TicketRecord | undefined} */
  #remembered;

  /** @param {GuardedStore} store @param {string} key */
  constructor(store, key) {
    this.#record = new StoredRecord(store, key, "swan-ticket1");
  }

  /**
   * Keeps a ticket, unless there is a newer one. Rejects when the store does not keep it.
   * @param {TicketRecord} ticket
   */
  async put(ticket) {
    this.#remembered = newer(this.#remembered, ticket);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const snapshot = await this.#record.read();
      if (!snapshot) break;
      /** @type {TicketRecord} */
      const newest = newer(snapshot.value, this.#remembered);
      this.#remembered = newest;
      if (newest === snapshot.value || (await this.#record.replace(snapshot, newest))) return;
    }
    throw storeUnavailable();
  }

  /** @returns {Promise<string>} */
  async get() {
    const snapshot = await this.restore();
    if (this.#remembered) return this.#remembered.ticket;
    throw snapshot ? noTicket() : storeUnavailable();
  }

  /** Reads the ticket, and writes the remembered one where the store has none, or an older one. */
  async restore() {
    const snapshot = await this.#record.read();
    const newest = newer(snapshot?.value, this.#remembered);
    this.#remembered = newest;
    // The next one comes within 10 minutes, so a failure does no harm.
    if (snapshot && newest && newest !== snapshot.value) await this.#record.replace(snapshot, newest).catch(() => {});
    return snapshot;
  }
}

/**
 * The first one if both are as old.
 * @template {TicketRecord | undefined} T
 * @param {TicketRecord | undefined} first
 * @param {T} second
 * @returns {TicketRecord | T}
 */
const newer = (first, second) => (first && (!second || first.create_time >= second.create_time) ? first : second);
