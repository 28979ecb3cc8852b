// What costs no I/O: building a request and parsing a reply, and decrypting user data.

import crypto from "node:crypto";
import { cbc } from "@noble/ciphers/aes.js";
import * as swan from "swan-login";
import * as byHand from "./by-hand.js";
import { interleave } from "./rounds.js";

const client_id = "y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7";
const sk = "VNLkyGTBVGyvOOsQzRFUg4Ms4DrLnUgt";
const body = JSON.stringify({
  access_token: "24.1f2e3d4c5b6a79880716253443526170.2592000.1700000000.282335-12345678",
  expires_in: 2_592_000,
  scope: "smartapp_snsapi_base",
});

/** Of building and parsing, in us. @param {number} rounds */
export function buildAndParse(rounds) {
  return interleave(rounds, {
    "swan-login": timed(2000, () => {
      swan.buildRequest("getAccessToken", { client_id, sk });
      swan.parseResponse("getAccessToken", { status: 200, body });
    }),
    "by hand": timed(2000, () => {
      byHand.buildRequest({ client_id, sk });
      byHand.parseResponse(body);
    }),
  });
}

/** Of decrypting user data of so many bytes, in us. @param {number} size @param {number} rounds */
export function decrypt(size, rounds) {
  const encrypted = encrypt(size);
  const calls = Math.max(1, Math.round(20_000 / (10 + size / 40)));
  return interleave(rounds, {
    "swan-login": timed(calls, () => swan.decryptUserData({ ...encrypted, maxBytes: 2 * size + 64 })),
    "node:crypto": timed(calls, () => open(encrypted, decryptWithNode)),
    noble: timed(calls, () => open(encrypted, decryptWithNoble)),
  });
}

/** @param {number} calls @param {() => void} run */
function timed(calls, run) {
  for (let i = 0; i < calls; i++) run();
  return () => {
    const begin = performance.now();
    for (let i = 0; i < calls; i++) run();
    return ((performance.now() - begin) / calls) * 1000;
  };
}

/** @param {number} size */
function encrypt(size) {
  const key = crypto.randomBytes(24);
  const iv = key.subarray(0, 16);
  const content = Buffer.from(JSON.stringify({ x: "y".repeat(Math.max(0, size - 8)) }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const plain = Buffer.concat([crypto.randomBytes(16), length, content, Buffer.from(client_id)]);
  const padding = 32 - (plain.length % 32);
  const cipher = crypto.createCipheriv("aes-192-cbc", key, iv).setAutoPadding(false);
  const data = Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(padding, padding)), cipher.final()]);
  return { data: data.toString("base64"), iv: iv.toString("base64"), session_key: key.toString("base64"), client_id };
}

/**
 * By hand, with the same checks.
 * @param {ReturnType<typeof encrypt>} encrypted
 * @param {(data: Buffer, key: Buffer, iv: Buffer) => Uint8Array} decrypt
 */
function open({ data, iv, session_key, client_id }, decrypt) {
  const bytes = decrypt(Buffer.from(data, "base64"), Buffer.from(session_key, "base64"), Buffer.from(iv, "base64"));
  const plain = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const padding = plain[plain.length - 1];
  if (padding < 1 || padding > 32 || plain.subarray(-padding).some((byte) => byte !== padding))
    throw new Error("padding");
  const end = 20 + plain.readUInt32BE(16);
  if (plain.toString("utf8", end, plain.length - padding) !== client_id) throw new Error("client_id");
  return JSON.parse(plain.toString("utf8", 20, end));
}

/** @param {Buffer} data @param {Buffer} key @param {Buffer} iv */
function decryptWithNode(data, key, iv) {
  const decipher = crypto.createDecipheriv("aes-192-cbc", key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

/** @param {Buffer} data @param {Buffer} key @param {Buffer} iv */
const decryptWithNoble = (data, key, iv) => cbc(key, iv, { disablePadding: true }).decrypt(data);
