/** A text that no other process has, for whoever holds a lock. It is no secret; and Node 18 has no global `crypto`. */
export function randomId() {
  return globalThis.crypto?.randomUUID?.() ?? `${Date.now()}-${Math.random()}-${Math.random()}`;
}
