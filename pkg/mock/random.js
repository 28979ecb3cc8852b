/** @param {number} length */
export function randomHex(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(Math.ceil(length / 2)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .slice(0, length);
}

/** Ten digits, as Baidu's request_id. */
export function randomDigits() {
  return Array.from(crypto.getRandomValues(new Uint32Array(1)), (word) => String(word).padStart(10, "1")).join("");
}
