// User data as Baidu encrypts it, and the version by hand that decrypts it.

import crypto from "node:crypto";

const client_id = "y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7";

/** User data of about so many bytes. @param {number} size */
export function encrypt(size) {
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
 * With the same checks as the core's.
 * @param {ReturnType<typeof encrypt>} encrypted
 * @param {(data: Buffer, key: Buffer, iv: Buffer) => Uint8Array} decrypt
 */
export function decryptByHand({ data, iv, session_key, client_id }, decrypt) {
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
export function decryptWithNode(data, key, iv) {
  const decipher = crypto.createDecipheriv("aes-192-cbc", key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}
