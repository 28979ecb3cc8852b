// decryptPush against the published layout, against node:crypto, and on everything that must be refused.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { createCipheriv, createHash } from "node:crypto";
import test from "node:test";
import { decryptPush } from "swan-login";
import { Random } from "../support/random.js";
import { rejectsWith } from "../support/rejects.js";

const token = "tokenexample";
const aesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const client_id = "TPKEYEXAMPLE";

/** A push that Baidu's documented layout gives, checked with Node's AES; the last two bits of the key are not zero. */
const TICKET = {
  Nonce: "4464221",
  TimeStamp: "1535551395",
  Encrypt:
    "Q3stYC6hdFzMh9T8HCvyDBG41xxTNVqSUHmupwR3xrFOV7FpxaFcB3PzoSGqwWdmYpS42aVvqtHActsAFJRJ5SJA4YMuXu8xyQ7kSFuRx+4rUgrpFM4ZUKEbtXzFfIzoCOBZdnrcodpWAnyyTlHERyeRKiuU9kheDS63f8ybAfkrNqKwszYeYEa+VUa0X74FvQ4qrvLu+/stvH9ghZ9suQ==",
  MsgSignature: "6278bcb92627d58dce8dc9b0d916650d04615e1c",
};
const MESSAGE = {
  Ticket: "ticket-example",
  FromUserName: "SmartAPP",
  CreateTime: 1535551395,
  MsgType: "ticket",
  Event: "push",
};

const open = (/** @type {object} */ push, more = {}) =>
  decryptPush({ body: JSON.stringify(push), token, aesKey, client_id, ...more });

test("the ticket of the documented layout opens", () => {
  assert.deepEqual(open(TICKET), MESSAGE);
  assert.deepEqual(open({ ...TICKET, TimeStamp: Number(TICKET.TimeStamp) }), MESSAGE, "a number is as good as a text");
});

test("one of several keys opens, while the key is being changed", () => {
  assert.deepEqual(open(TICKET, { aesKey: ["z".repeat(43), aesKey] }), MESSAGE);
  assert.throws(() => open(TICKET, { aesKey: ["z".repeat(43)] }), { code: "decrypt_failed" });
});

test("10,000 random messages of every padding, as node:crypto encrypts them", () => {
  const random = new Random(13);
  const paddings = new Set();
  for (let i = 0; i < 10_000; i++) {
    const message = { text: "度".repeat(random.below(40)), number: random.below(1_000), nested: { a: [i] } };
    const { push, padding } = encrypt(JSON.stringify(message), { nonce: String(i) });
    paddings.add(padding);
    assert.deepEqual(open(push), message);
  }
  assert.equal(paddings.size, 32);
});

test("whatever is wrong with a forged push, the error is the same", () => {
  const content = JSON.stringify(MESSAGE);
  const forged = {
    "another signature": { ...TICKET, MsgSignature: TICKET.MsgSignature.replace("6", "7") },
    "a short signature": { ...TICKET, MsgSignature: "6278" },
    "a signature in capitals": { ...TICKET, MsgSignature: TICKET.MsgSignature.toUpperCase() },
    "another timestamp": { ...TICKET, TimeStamp: "1535551396" },
    "another nonce": { ...TICKET, Nonce: "4464222" },
    "another platform": encrypt(content, { owner: "ANOTHERTPKEY" }).push,
    "a length that is too large": encrypt(content, { length: content.length + 1 }).push,
    "a length of 4 GB": encrypt(content, { length: 2 ** 32 - 1 }).push,
    "a padding of 0": encrypt(content, { padding: 0 }).push,
    "a padding of 33": encrypt(content, { padding: 33 }).push,
    "no JSON": encrypt("ticket").push,
    "no whole block": sign({ Encrypt: "AAAA" }),
    "no base64": sign({ Encrypt: "***" }),
  };
  const texts = Object.entries(forged).map(([name, push]) => {
    let error;
    try {
      open(push);
    } catch (thrown) {
      error = thrown;
    }
    assert.equal(error?.code, "decrypt_failed", name);
    return JSON.stringify(error);
  });
  assert.equal(new Set(texts).size, 1);
  assert.ok(!texts[0].includes(aesKey) && !texts[0].includes(token));
});

test("a body that is not a push, and a wrong configuration, are refused by name", async () => {
  const refused = { code: /** @type {const} */ ("invalid_argument") };
  for (const body of ["", "{}", "[]", "<xml/>", JSON.stringify({ ...TICKET, Encrypt: "" })])
    await rejectsWith(() => decryptPush({ body, token, aesKey, client_id }), { ...refused, param: "body" });
  for (const key of [aesKey.slice(1), `${aesKey}A`, `${aesKey.slice(1)}=`, "", []])
    await rejectsWith(() => open(TICKET, { aesKey: key }), { ...refused, param: "aesKey" });
  await rejectsWith(() => open(TICKET, { token: "" }), { ...refused, param: "token" });
  await rejectsWith(() => open(TICKET, { client_id: undefined }), { ...refused, param: "client_id" });
});

/**
 * Encrypts a message as Baidu does, with what a forger may change.
 * @param {string} content
 * @param {{ owner?: string, length?: number, padding?: number, nonce?: string }} [changes]
 */
function encrypt(content, { owner = client_id, length, padding, nonce } = {}) {
  const key = Buffer.from(`${aesKey}=`, "base64");
  const bytes = Buffer.from(content);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length ?? bytes.length);
  const plain = Buffer.concat([Buffer.from("0123456789abcdef"), size, bytes, Buffer.from(owner)]);
  const pad = 32 - (plain.length % 32);
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([plain, Buffer.alloc(pad, padding ?? pad)]);
  const Encrypt = Buffer.concat([cipher.update(padded), cipher.final()]).toString("base64");
  return { push: sign({ Encrypt, ...(nonce && { Nonce: nonce }) }), padding: pad };
}

/** @param {{ Encrypt: string, Nonce?: string }} parts */
function sign({ Encrypt, Nonce = "4464221" }) {
  const TimeStamp = "1535551395";
  const text = [token, TimeStamp, Nonce, Encrypt].sort().join("");
  return { Nonce, TimeStamp, Encrypt, MsgSignature: createHash("sha1").update(text).digest("hex") };
}
