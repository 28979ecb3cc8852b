// decryptPush compared with node:crypto: many messages, every bit and character changed, and one error for all that is
// forged.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { createCipheriv, createDecipheriv, createHash, randomBytes, randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";
import { inspect } from "node:util";
import { decryptPush } from "swan-login";
import { rejectsWith } from "../support/rejects.js";

const token = "tokenexample";
const aesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const client_id = "TPKEYEXAMPLE";

test("10,000 random messages decrypt to what was encrypted, like with node:crypto", () => {
  for (let i = 0; i < 10_000; i++) {
    const keys = { token: randomHex(10), aesKey: randomKey(), client_id: randomHex(randomInt(1, 48)) };
    const content = JSON.stringify({
      Ticket: randomHex(8),
      text: randomText(randomInt(300)),
      CreateTime: randomInt(9),
    });
    const params = push(content, keys, { Nonce: randomText(9), TimeStamp: randomInt(2 ** 32) });
    assert.equal(reference(params), content);
    assert.deepEqual(decryptPush(params), JSON.parse(content));
  }
});

test("contents of every size up to 300 bytes, hence every padding, and a large one decrypt", () => {
  const paddings = new Set();
  for (const size of [...Array(300).keys()].map((i) => i + 2).concat(48_000)) {
    const content = JSON.stringify("a".repeat(size - 2));
    const params = push(content);
    paddings.add(decryptRaw(params).at(-1));
    assert.ok(decryptPush(params) === JSON.parse(content), `${size} bytes`);
  }
  assert.equal(paddings.size, 32);
});

test("a push that a framework has parsed decrypts, too", () => {
  const { body, ...keys } = push('{"a":1}');
  assert.deepEqual(decryptPush({ ...keys, body: JSON.parse(body) }), { a: 1 });
  const cyclic = { Nonce: {} };
  cyclic.Nonce = cyclic;
  for (const other of [[], {}, new Date(0), Buffer.from(body), { Nonce: 1n }, cyclic])
    assert.throws(() => decryptPush({ ...keys, body: other }), { code: "invalid_argument", param: "body" });
});

test("a changed character of any part is refused", () => {
  const { body, ...keys } = push('{"a":1}');
  const parts = JSON.parse(body);
  for (const [name, text] of Object.entries(parts))
    for (let i = 0; i < text.length; i++) {
      const changed = text.slice(0, i) + (text[i] === "1" ? "2" : "1") + text.slice(i + 1);
      const forged = { ...keys, body: JSON.stringify({ ...parts, [name]: changed }) };
      assert.throws(() => decryptPush(forged), { code: "decrypt_failed" }, `${name} ${i}`);
    }
});

test("a flipped bit of the data is refused even when it is signed, unless the format cannot show it", () => {
  const content = '{"a":"bcdefghijklmnopqrstuvwxyz"}';
  const data = seal(plaintext(content));
  let passed = 0;
  for (let bit = 0; bit < data.length * 8; bit++) {
    const changed = Buffer.from(content);
    // A bit of the first block flips the same bit of the length (4 bytes) or of the content's first 12 bytes.
    const at = (bit >> 3) - 4;
    if (at in changed) changed[at] ^= 1 << (bit & 7);
    const mayPass = at >= 0 && at < 12 && isJson(changed);
    const flipped = Buffer.from(data);
    flipped[bit >> 3] ^= 1 << (bit & 7);
    const params = signed(flipped);
    if (mayPass) assert.deepEqual(decryptPush(params), JSON.parse(String(changed)), `bit ${bit}`);
    else assert.throws(() => decryptPush(params), { code: "decrypt_failed" }, `bit ${bit}`);
    passed += Number(mayPass);
  }
  assert.ok(passed > 0 && passed < 96, `${passed} pass`);
});

test("all that is forged is the same error", async () => {
  const forged = vectors().filter(({ error }) => error?.code === "decrypt_failed");
  assert.ok(forged.length > 30);
  const errors = await Promise.all(forged.map(({ params }) => rejectsWith(() => decryptPush(params))));
  assert.equal(new Set(errors.map(seen)).size, 1);
});

test("no error shows what was passed or decrypted", async () => {
  const ticket = "nobody-may-see-this-ticket";
  const failing = vectors().filter(({ error }) => error);
  for (const params of [push(`{"Ticket":"${ticket}"`), ...failing.map(({ params }) => params)]) {
    const error = await rejectsWith(() => decryptPush(params));
    const shown = `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}${error.stack}${error.cause}`;
    const passed = Object.values(params)
      .flat()
      .filter((value) => typeof value === "string" && value.trim().length > 7);
    for (const secret of [ticket, ...passed]) assert.ok(!shown.includes(secret), shown);
  }
});

test("arguments that are not an object are refused by name", () => {
  // @ts-expect-error: the types forbid it
  for (const params of [undefined, null, 1, "data", []])
    assert.throws(() => decryptPush(params), { code: "invalid_argument", param: "body" });
  const { aesKey: aes_key, ...params } = push("{}");
  // @ts-expect-error: the types forbid it
  assert.throws(() => decryptPush({ ...params, aes_key }), { code: "invalid_argument", hint: /aes_key/ });
});

test("a large body and deeply nested JSON are refused, and the next call works", () => {
  for (const body of ["[".repeat(2 ** 20), `{"Nonce":${"[".repeat(1000)}`, "x".repeat(2 ** 22)])
    assert.throws(() => decryptPush({ ...push("{}"), body }), { code: "invalid_argument", param: "body" });
  assert.throws(() => decryptPush(push("[".repeat(48_000))), { code: "decrypt_failed" });
  assert.deepEqual(decryptPush(push("{}")), {});
});

/** A push as Baidu sends it. */
function push(content, keys = { token, aesKey, client_id }, parts = {}) {
  return signed(seal(plaintext(content, keys), keys), keys, parts);
}

function plaintext(content, keys = { client_id }) {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  const unpadded = Buffer.concat([randomBytes(16), length, bytes, Buffer.from(keys.client_id)]);
  const padding = 32 - (unpadded.length % 32);
  return Buffer.concat([unpadded, Buffer.alloc(padding, padding)]);
}

function seal(plain, keys = { aesKey }) {
  const [key, iv] = keyAndIv(keys);
  const cipher = createCipheriv("aes-256-cbc", key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

function signed(data, keys = { token, aesKey, client_id }, { Nonce = "4464221", TimeStamp = "1535551395" } = {}) {
  const Encrypt = data.toString("base64");
  // Of ASCII, which sorts by its bytes here, too.
  const parts = [keys.token, String(TimeStamp), Nonce, Encrypt].sort((a, b) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
  const MsgSignature = createHash("sha1").update(parts.join("")).digest("hex");
  return { ...keys, body: JSON.stringify({ Nonce, TimeStamp, Encrypt, MsgSignature }) };
}

/** Decrypts an intact push. */
function reference(params) {
  const plain = decryptRaw(params);
  const unpadded = plain.subarray(0, -plain[plain.length - 1]);
  const end = 20 + unpadded.readUInt32BE(16);
  assert.equal(unpadded.subarray(end).toString(), params.client_id);
  return unpadded.subarray(20, end).toString();
}

function decryptRaw({ body, aesKey }) {
  const decipher = createDecipheriv("aes-256-cbc", ...keyAndIv({ aesKey })).setAutoPadding(false);
  return Buffer.concat([decipher.update(JSON.parse(body).Encrypt, "base64"), decipher.final()]);
}

function keyAndIv({ aesKey }) {
  const key = Buffer.from(`${aesKey}=`, "base64");
  return /** @type {const} */ ([key, key.subarray(0, 16)]);
}

/** Everything that an error shows, except where it was thrown. */
function seen(error) {
  const own = Reflect.ownKeys(error)
    .filter((key) => key !== "stack")
    .map((key) => [String(key), error[key]]);
  const firstLine = error.stack.slice(0, error.stack.indexOf("\n"));
  return JSON.stringify([own, firstLine, error, error.name, error.message, error.cause === undefined]);
}

function isJson(bytes) {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

/** 43 letters and digits. */
function randomKey() {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  return Array.from({ length: 43 }, () => alphabet[randomInt(62)]).join("");
}

function randomHex(bytes) {
  return randomBytes(bytes).toString("hex");
}

/** ASCII, Chinese and emoji among others; not blank. */
function randomText(length) {
  const character = () => String.fromCodePoint(randomInt(0x21, [0x7f, 0xd800, 0x1f600][randomInt(3)]));
  return `x${Array.from({ length }, character).join("").toWellFormed()}`;
}

function vectors() {
  return JSON.parse(readFileSync(new URL("../vectors/push.json", import.meta.url), "utf8")).vectors;
}
