/** User data as Baidu encrypts it: AES-192-CBC over 16 random bytes, a length, the content, the AppKey, and padding. */

import { randomBytes } from "./random.js";

/** Baidu pads to blocks of this size, WebCrypto to blocks of 16. */
const BLOCK = 32;

/**
 * @param {unknown} content
 * @param {string} session_key
 * @param {string} client_id
 */
export async function encryptUserData(content, session_key, client_id) {
  const raw = Uint8Array.from(atob(session_key), (char) => char.charCodeAt(0));
  const iv = raw.slice(0, 16);
  const { subtle } = await webCrypto();
  const key = await subtle.importKey("raw", raw, "AES-CBC", false, ["encrypt"]);
  const encrypted = await subtle.encrypt({ name: "AES-CBC", iv }, key, envelope(content, client_id));
  // Without the block that WebCrypto adds to a text that is whole already.
  return { data: base64(new Uint8Array(encrypted).slice(0, -16)), iv: base64(iv) };
}

/** @param {unknown} content @param {string} client_id */
function envelope(content, client_id) {
  const [json, suffix] = [JSON.stringify(content), client_id].map((text) => new TextEncoder().encode(text));
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
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** Node 18 has WebCrypto in this module only. Its name is no literal, because a bundler for browsers would look for it. */
const NODE_CRYPTO = "node:crypto";

/** @returns {Promise<Crypto>} */
const webCrypto = async () =>
  globalThis.crypto ?? (await import(/* webpackIgnore: true */ /* @vite-ignore */ NODE_CRYPTO)).webcrypto;
