/** @param {number} length */
export function randomHex(length) {
  return Array.from(randomBytes(Math.ceil(length / 2)), (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .slice(0, length);
}

/** Ten digits, as Baidu's request_id. */
export function randomDigits() {
  const [word] = new Uint32Array(randomBytes(4).buffer);
  return String(word).padStart(10, "1");
}

/**
 * The secrets of the mock protect nothing, so `Math.random` suffices on Node 18, which has no global `crypto`.
 * @param {number} length
 */
export function randomBytes(length) {
  const bytes = new Uint8Array(length);
  return globalThis.crypto ? crypto.getRandomValues(bytes) : bytes.map(() => Math.random() * 256);
}
