/**
 * @import { GuardedStore } from "../token/stores/guarded.js"
 *
 * @typedef {object} TicketRecord
 * @property {string} ticket
 * @property {number} create_time  by Baidu's clock, in seconds since 1970
 */

import { noTicket, storeUnavailable } from "./errors.js";
import { StoredRecord } from "./stored-record.js";

/** The attempts to write while other processes write. */
const MAX_ATTEMPTS = 5;

/** The ticket that Baidu pushes every 10 minutes. The store keeps the newest one, without expiry. */
export class Ticket {
  /** @type {StoredRecord<TicketRecord>} */
  #record;
  /** The newest ticket that this process has seen. @type {TicketRecord | undefined} */
  #remembered;

  /** @param {GuardedStore} store @param {string} key */
  constructor(store, key) {
    this.#record = new StoredRecord(store, key, "swan-ticket1");
  }

  /**
   * Stores a ticket, unless the store has a newer one. Rejects if the store fails.
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

  /** Reads the ticket if this process has seen none yet, so that it can write it back when the store has been emptied. */
  async remember() {
    if (!this.#remembered) await this.restore();
  }

  /** Reads the ticket, and writes the remembered one if the store has none or an older one. */
  async restore() {
    const snapshot = await this.#record.read();
    const newest = newer(snapshot?.value, this.#remembered);
    this.#remembered = newest;
    // A failure does no harm: the next ticket comes within 10 minutes.
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
