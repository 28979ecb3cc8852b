/**
 * A property of anything; `undefined` where there is none, or its getter throws.
 * @param {any} object
 * @param {string | number | symbol} name
 */
export function property(object, name) {
  try {
    return object[name];
  } catch {
    return undefined;
  }
}

/**
 * A property that is a string; `undefined` for all else. For the core in one crossing, where looking and asking what it
 * is would be three.
 * @param {unknown} object
 * @param {string} name
 */
export function textOf(object, name) {
  const value = property(object, name);
  return typeof value === "string" ? value : undefined;
}
