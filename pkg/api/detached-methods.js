/**
 * Lets methods work without `this`: taken out of their object, or through a proxy. They are looked up at each call, for
 * subclasses and spies on the prototype, and are not enumerable, for structuredClone.
 * @param {object} object
 * @param {readonly string[]} names
 */
export function detachMethods(object, names) {
  for (const name of names)
    Object.defineProperty(object, name, {
      value: (/** @type {unknown[]} */ ...args) => Object.getPrototypeOf(object)[name].apply(object, args),
      writable: true,
      configurable: true,
    });
}
