/** Encrypts as Baidu does: AES-CBC over 16 random bytes, a length, the content, the id of its owner, and padding. */

import { webCrypto } from "../api/web-crypto.js";
import { randomBytes } from "./random.js";

/** Baidu pads to blocks of this size, WebCrypto to blocks of 16. */
const BLOCK = 32;

/**
 * Encrypts JSON. The iv is the first half of a key of 32 bytes, and the first two thirds of one of 24: 16 bytes.
 *
 * @param {unknown} content
 * @param {string} owner  The client_id of the receiver.
 * @param {string} base64Key
 * @returns {Promise<{ data: string, iv: string }>}  In base64.
 */
export async function encrypt(content, owner, base64Key) {
  const raw = Uint8Array.from(atob(base64Key), (char) => char.charCodeAt(0));
  const iv = raw.slice(0, 16);
  const { subtle } = await webCrypto();
  const key = await subtle.importKey("raw", raw, "AES-CBC", false, ["encrypt"]);
  const encrypted = await subtle.encrypt({ name: "AES-CBC", iv }, key, plaintext(content, owner));
  // WebCrypto adds another block of padding, which is removed.
  return { data: base64(new Uint8Array(encrypted).slice(0, -16)), iv: base64(iv) };
}

/** @param {string} text @returns {Promise<string>}  In hex. */
export async function sha1(text) {
  const { subtle } = await webCrypto();
  const hash = await subtle.digest("SHA-1", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {unknown} content @param {string} owner */
function plaintext(content, owner) {
  const [json, suffix] = [JSON.stringify(content), owner].map((text) => new TextEncoder().encode(text));
  const length = 20 + json.length + suffix.length;
  const padding = BLOCK - (length % BLOCK);
  const bytes = new Uint8Array(length + padding).fill(padding);
  bytes.set(randomBytes(16));
  new DataView(bytes.buffer).setUint32(16, json.length);
  bytes.set(json, 20);
  bytes.set(suffix, 20 + json.length);
  return bytes;
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let binary = "";
  // Not spread into one call, whose arguments must fit on the stack.
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
