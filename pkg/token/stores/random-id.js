/** A unique text that names the holder of a lock. It is not secret. Node 18 has no global `crypto`. */
export function randomId() {
  return globalThis.crypto?.randomUUID?.() ?? `${Date.now()}-${Math.random()}-${Math.random()}`;
}
