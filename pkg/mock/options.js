/**
 * Validates the options of createMockBaidu and of the mock's methods.
 *
 * @typedef {object} Validator
 * @property {string} expected  With its article: "a function".
 * @property {(value: any) => boolean} is
 * @property {boolean} [required]
 * @property {() => string} [hint]
 *
 * @typedef {Readonly<Record<string, Validator>>} Schema  Name of an option -> its validator.
 */

import { invalidArgument, refuseUnknownNames } from "../api/arguments.js";
import { DIALECTS } from "./reply.js";

/**
 * Refuses names that are not in the schema, and values that are not valid. `undefined` counts as left out.
 *
 * @param {string} endpoint  The function or method that takes the options.
 * @param {unknown} options
 * @param {Schema} schema
 * @param {string} [owner]  The option that holds these names, such as "apps[0]"; without it, the argument itself.
 */
export function checkOptions(endpoint, options, schema, owner) {
  if (!object.is(options)) throw invalidArgument(endpoint, owner ?? "options", object.expected);
  const named = /** @type {Record<string, unknown>} */ (options);
  refuseUnknownNames(endpoint, named, Object.keys(schema), owner);
  for (const [name, validator] of Object.entries(schema)) {
    const value = named[name];
    if (value !== undefined || validator.required)
      checkValue(endpoint, owner ? `${owner}.${name}` : name, value, validator);
  }
}

/**
 * Makes a method that checks its options first. `null` counts as left out.
 *
 * @template {object} Options
 * @template Result
 * @param {string} method
 * @param {Schema} schema
 * @param {(options: Options) => Result} run
 * @returns {(options?: Options | null) => Result}
 */
export function checked(method, schema, run) {
  return (options) => {
    const present = options ?? /** @type {Options} */ ({});
    checkOptions(method, present, schema);
    return run(present);
  };
}

/**
 * The same for a method that returns a promise: it rejects instead of throwing.
 *
 * @template {object} Options
 * @template Result
 * @param {string} method
 * @param {Schema} schema
 * @param {(options: Options) => Promise<Result>} run
 * @returns {(options?: Options | null) => Promise<Result>}
 */
export function checkedAsync(method, schema, run) {
  const start = checked(method, schema, run);
  return async (options) => start(options);
}

/** @param {string} endpoint @param {string} param @param {unknown} value @param {Validator} kind */
export function checkValue(endpoint, param, value, { is, expected, hint }) {
  if (!is(value)) throw invalidArgument(endpoint, param, expected, hint?.());
}

/** @param {object} options */
export function checkMockOptions(options) {
  checkOptions("createMockBaidu", options, MOCK_OPTIONS);
  const { apps = [], platform = {} } = /** @type {{ apps?: Record<string, unknown>[], platform?: object }} */ (options);
  checkOptions("createMockBaidu", platform, PLATFORM, "platform");
  for (const [index, app] of apps.entries()) {
    const param = `apps[${index}]`;
    checkOptions("createMockBaidu", app, APP, param);
    const isFirst = apps.findIndex(({ client_id }) => client_id === app.client_id) === index;
    checkValue("createMockBaidu", `${param}.client_id`, isFirst, { is: Boolean, expected: "a client_id of its own" });
  }
}

/** @type {Validator} The length is bounded because the mock remembers names. */
export const name = {
  expected: "a string of 1 to 200 characters",
  is: (value) => typeof value === "string" && value.length >= 1 && value.length <= 200,
};

/** @type {Validator} */
export const boolean = { expected: "true or false", is: (value) => typeof value === "boolean" };

/** @type {Validator} */
export const object = {
  expected: "an object",
  is: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};

/** @type {Validator} */
const callback = { expected: "a function", is: (value) => typeof value === "function" };

/** @type {Validator} */
export const JSON_OBJECT = { expected: "a JSON object", is: (value) => object.is(value) && JSON_VALUE.is(value) };

/** @type {Validator} */
export const AES_KEY = {
  expected: "43 letters and digits",
  is: (value) => typeof value === "string" && /^[A-Za-z0-9]{43}$/.test(value),
};

/** @type {Validator} */
export const PUSH_TARGET = {
  expected: "an http or https address, or a function",
  is: (value) => typeof value === "function" || (typeof value === "string" && /^https?:\/\/[^\s/]/.test(value)),
};

/** @type {Validator} */
export const SESSION_KEY = {
  expected: "32 characters of base64",
  is: (value) => typeof value === "string" && /^[A-Za-z0-9+/]{32}$/.test(value),
};

/** @type {Validator} */
export const JSON_VALUE = {
  expected: "a JSON value",
  is: (value) => {
    try {
      return JSON.stringify(value) !== undefined;
    } catch {
      return false;
    }
  },
};

/** @param {number} min @param {number} max @param {string} [unit] @returns {Validator} */
export function integer(min, max, unit = "") {
  return {
    expected: `a whole number ${unit}from ${min} to ${max}`,
    is: (value) => Number.isInteger(value) && value >= min && value <= max,
  };
}

/** @param {readonly string[]} values @returns {Validator} */
export function oneOf(values) {
  return { expected: `one of ${values.join(", ")}`, is: (value) => values.includes(value) };
}

/** Ten years, the longest lifetime of a token that Baidu documents. */
export const MAX_SECONDS = 315_360_000;

/** @type {Validator} */
export const seconds = integer(0, MAX_SECONDS, "of seconds ");

/** Other statuses have no body, or change what fetch does. @param {unknown} value */
const isStatus = (value) => value === 200 || integer(400, 599).is(value);

/** @type {Validator} */
export const status = { expected: "200, or a number from 400 to 599", is: isStatus };

/** @type {Schema} The options that `set` can change. */
export const SETTINGS = {
  codeLifetime: seconds,
  tokenLifetime: seconds,
  strict: boolean,
  dialect: oneOf(Object.keys(DIALECTS)),
  gatewayStatus: {
    expected: '"pcs", 200, or a number from 400 to 599',
    is: (value) => value === "pcs" || isStatus(value),
  },
};

/** @type {Schema} The options that `platform.set` can change. */
export const PLATFORM_SETTINGS = {
  pushTo: { expected: `${PUSH_TARGET.expected}, or null`, is: (value) => value === null || PUSH_TARGET.is(value) },
  ipWhitelist: {
    expected: "an array of IP addresses",
    is: (value) => Array.isArray(value) && value.every((address) => /^[\da-f.:]+$/i.test(address)),
  },
};

/** @type {Validator} */
const digits = { expected: "a string of digits", is: (value) => typeof value === "string" && /^\d{1,20}$/.test(value) };

/** @type {Schema} */
const PLATFORM = { client_id: name, token: name, aesKey: AES_KEY, appid: digits, ...PLATFORM_SETTINGS };

/** @type {Schema} */
const MOCK_OPTIONS = {
  apps: { expected: "an array of at least one app", is: (value) => Array.isArray(value) && value.length > 0 },
  users: { expected: "an array of names of users", is: (value) => Array.isArray(value) && value.every(name.is) },
  platform: object,
  now: callback,
  onRequest: callback,
  ...SETTINGS,
};

/** @type {Schema} */
const APP = {
  client_id: { ...name, required: true },
  sk: { ...name, required: true },
  appid: digits,
  owner: name,
};
