/**
 * Lets methods work without `this`, for example after `const { login } = client`. Each call looks the method up on the
 * prototype, so that subclasses and spies take effect. Not enumerable, because structuredClone copies no functions.
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
