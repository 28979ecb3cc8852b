/**
 * The options of createMockBaidu and of the mock's methods: which names there are, and which values each takes.
 *
 * @typedef {object} Kind
 * @property {string} expected  With its article: "a function".
 * @property {(value: any) => boolean} is
 * @property {boolean} [required]
 * @property {() => string} [hint]
 *
 * @typedef {Readonly<Record<string, Kind>>} Kinds  Name -> what it takes.
 */

import { invalidArgument, refuseUnknownNames } from "../api/arguments.js";
import { DIALECTS } from "./reply.js";

/**
 * Refuses a name that is not in `kinds`, and a value that its kind does not take. `undefined` counts as absent.
 *
 * @param {string} endpoint  The function or method that takes the options.
 * @param {unknown} options
 * @param {Kinds} kinds
 * @param {string} [owner]  What the names belong to, when it is not the argument itself: "apps[0]".
 */
export function checkOptions(endpoint, options, kinds, owner) {
  if (!object.is(options)) throw invalidArgument(endpoint, owner ?? "options", object.expected);
  const named = /** @type {Record<string, unknown>} */ (options);
  refuseUnknownNames(endpoint, named, Object.keys(kinds), owner);
  for (const [name, kind] of Object.entries(kinds)) {
    const value = named[name];
    if (value !== undefined || kind.required) checkValue(endpoint, owner ? `${owner}.${name}` : name, value, kind);
  }
}

/**
 * A method that refuses options which it does not know.
 *
 * @template {object} Options
 * @template Result
 * @param {string} method
 * @param {Kinds} kinds
 * @param {(options: Options) => Result} run
 * @returns {(options?: Options | null) => Result}
 */
export function checked(method, kinds, run) {
  return (options) => {
    const present = options ?? /** @type {Options} */ ({});
    checkOptions(method, present, kinds);
    return run(present);
  };
}

/**
 * The same for a method that returns a promise: it rejects instead of throwing.
 *
 * @template {object} Options
 * @template Result
 * @param {string} method
 * @param {Kinds} kinds
 * @param {(options: Options) => Promise<Result>} run
 * @returns {(options?: Options | null) => Promise<Result>}
 */
export function checkedAsync(method, kinds, run) {
  const start = checked(method, kinds, run);
  return async (options) => start(options);
}

/** @param {string} endpoint @param {string} param @param {unknown} value @param {Kind} kind */
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

/** @type {Kind} The length is bounded because the mock remembers names. */
export const name = {
  expected: "a string of 1 to 200 characters",
  is: (value) => typeof value === "string" && value.length >= 1 && value.length <= 200,
};

/** @type {Kind} */
export const boolean = { expected: "true or false", is: (value) => typeof value === "boolean" };

/** @type {Kind} */
export const object = {
  expected: "an object",
  is: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};

/** @type {Kind} */
const callback = { expected: "a function", is: (value) => typeof value === "function" };

/** @type {Kind} */
export const JSON_OBJECT = { expected: "a JSON object", is: (value) => object.is(value) && JSON_VALUE.is(value) };

/** @type {Kind} */
export const AES_KEY = {
  expected: "43 letters and digits",
  is: (value) => typeof value === "string" && /^[A-Za-z0-9]{43}$/.test(value),
};

/** @type {Kind} */
export const PUSH_TARGET = {
  expected: "an http or https address, or a function",
  is: (value) => typeof value === "function" || (typeof value === "string" && /^https?:\/\/[^\s/]/.test(value)),
};

/** @type {Kind} */
export const SESSION_KEY = {
  expected: "32 characters of base64",
  is: (value) => typeof value === "string" && /^[A-Za-z0-9+/]{32}$/.test(value),
};

/** @type {Kind} */
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

/** @param {number} min @param {number} max @param {string} [unit] @returns {Kind} */
export function integer(min, max, unit = "") {
  return {
    expected: `a whole number ${unit}from ${min} to ${max}`,
    is: (value) => Number.isInteger(value) && value >= min && value <= max,
  };
}

/** @param {readonly string[]} values @returns {Kind} */
export function oneOf(values) {
  return { expected: `one of ${values.join(", ")}`, is: (value) => values.includes(value) };
}

/** Ten years, the longest lifetime of a token that Baidu documents. */
export const MAX_SECONDS = 315_360_000;

/** @type {Kind} */
export const seconds = integer(0, MAX_SECONDS, "of seconds ");

/** Others have no body, or make fetch do something else. @param {unknown} value */
const isStatus = (value) => value === 200 || integer(400, 599).is(value);

/** @type {Kind} */
export const status = { expected: "200, or a number from 400 to 599", is: isStatus };

/** @type {Kinds} What can be changed while the mock runs. */
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

/** @type {Kinds} What can be changed of the platform. */
export const PLATFORM_SETTINGS = {
  pushTo: { expected: `${PUSH_TARGET.expected}, or null`, is: (value) => value === null || PUSH_TARGET.is(value) },
  ipWhitelist: {
    expected: "an array of IP addresses",
    is: (value) => Array.isArray(value) && value.every((address) => /^[\da-f.:]+$/i.test(address)),
  },
};

/** @type {Kind} */
const digits = { expected: "a string of digits", is: (value) => typeof value === "string" && /^\d{1,20}$/.test(value) };

/** @type {Kinds} */
const PLATFORM = { client_id: name, token: name, aesKey: AES_KEY, appid: digits, ...PLATFORM_SETTINGS };

/** @type {Kinds} */
const MOCK_OPTIONS = {
  apps: { expected: "an array of at least one app", is: (value) => Array.isArray(value) && value.length > 0 },
  users: { expected: "an array of names of users", is: (value) => Array.isArray(value) && value.every(name.is) },
  platform: object,
  now: callback,
  onRequest: callback,
  ...SETTINGS,
};

/** @type {Kinds} */
const APP = {
  client_id: { ...name, required: true },
  sk: { ...name, required: true },
  appid: digits,
  owner: name,
};
