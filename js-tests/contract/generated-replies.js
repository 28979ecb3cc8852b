/**
 * Replies that Baidu, a proxy or an enemy might send: made by a grammar of what Baidu is known to say, its names, numbers,
 * words and dialects, then broken at random. The same seed makes the same replies.
 */

import { Random } from "../support/random.js";
import { endpoints } from "./reference.js";

/** @import { Endpoint } from "./reference.js" */
/** @typedef {{ endpoint: Endpoint, status: number, body: string }} GeneratedReply */

const ENDPOINTS = /** @type {Endpoint[]} */ (Object.keys(endpoints));

const STATUSES = [200, 200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 418, 429, 500, 502, 503, 599, 999, 0];

/** Every name a parser looks at, and some that only look like one. */
const NAMES = [
  ...["openid", "open_id", "session_key", "unionid", "union_id", "access_token", "expires_in", "scope", "timestamp"],
  ...["errno", "error_code", "error", "error_description", "msg", "errmsg", "error_msg"],
  ...["request_id", "requestId", "requeset_id", "traceId", "data", "data"],
  ...["pre_auth_code", "authorization_code", "app_id", "app_key", "app_name", "app_desc", "photo_addr"],
  ...["auth_info", "scope_name"],
  ...["Openid", "openid ", "", "__proto__", "constructor", "toString", "refresh_token", "tipmsg"],
];

const KEYS = ["session_key", "access_token", "refresh_token", "pre_auth_code", "authorization_code"];

/** Numbers of errors that are known, and one that is not. */
const CODES = [
  ...[
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "13",
    "14",
    "15",
    "17",
    "18",
    "19",
    "100",
    "101",
    "104",
    "110",
    "111",
    "210",
    "400",
    "404",
    "405",
    "500",
    "501",
  ],
  ...[
    "900",
    "1000",
    "2002",
    "5000",
    "6001",
    "6002",
    "40001",
    "40004",
    "44002",
    "45000",
    "50001",
    "50002",
    "50003",
    "50029",
    "50032",
    "10010100",
    "10010500",
    "77",
  ],
];

const NUMBERS = [
  ...CODES,
  ...["0", "-0", "0.0", "0e5", "0.0E-3", "-1", "2592000", "4294967295", "4294967296"],
  ...["9007199254740991", "9007199254740992", "-9007199254740991", "-9007199254740992", "18446744073709551616"],
  ...["1e999", "1E2", "1.5", "-1e-9", "00", "01", "+1", ".5", "1.", "1e", "0x10", "NaN", "Infinity"],
];

/** Words of errors that are known, and some that are not. */
const WORDS = [
  ...[
    "invalid_grant",
    "expired_token",
    "invalid_client",
    "invalid_request",
    "invalid_scope",
    "unsupported_grant_type",
    "unauthorized_client",
  ],
  ...[
    "redirect_uri_mismatch",
    "invalid_referer",
    "slow_down",
    "unsupported_response_type",
    "INVALID_GRANT",
    "succ",
    "success",
  ],
  ...[
    "parameter is invalid",
    "Invalid Code , expired or revoked",
    "unknown client id",
    "Client AUTHENTICATION failed",
    "App not exist",
    "authorization code",
    "invalid refresh token",
  ],
];

const TEXTS = [
  ...WORDS,
  ...[
    "",
    " ",
    "o",
    "k",
    "0",
    "-0",
    "00",
    "+0",
    "0.0",
    "110",
    "10010500",
    "+1",
    " 1",
    "1 ",
    "1e3",
    "２",
    "9007199254740993",
  ],
  ...["小度🐻", "\u0000", "\ud83d", "\ufffd", "\ufeff", "\u2028", 'a"b\\c/d', "ſ", "K"],
];

/**
 * @param {number} seed
 * @returns {Generator<GeneratedReply>}  without end
 */
export function* generatedReplies(seed) {
  const random = new Random(seed);
  for (;;) {
    const endpoint = random.pick(ENDPOINTS);
    const status = random.pick(STATUSES);
    const body = random.chance(0.95)
      ? root(random)
      : random.pick(["", "<html>502</html>", "null", "[]", '"o"', "1", " ", "{", "\ufeff"]);
    yield { endpoint, status, body: random.chance(0.2) ? broken(random, body) : body };
  }
}

/** @param {Random} random */
function root(random) {
  const kind = random.fraction();
  const members = kind < 0.3 ? success(random) : kind < 0.7 ? refusal(random) : [];
  for (let i = random.below(6); i > 0; i--) members.push(member(random, 0));
  return text(random, members);
}

/** What every call takes for a success, flat or under data, with a field lost now and then. @param {Random} random */
function success(random) {
  const members = ['"openid":"o"', '"session_key":"k"', '"unionid":"u"', '"access_token":"t"', '"expires_in":2592000'];
  members.push('"refresh_token":"r"', '"pre_auth_code":"p"', '"authorization_code":"a"', '"app_id":1', '"app_key":"k"');
  members.push(
    `"auth_info":${random.pick(['[{"scope_name":"s"},{"scope_name":1},{}]', '{"scope_name":"s"}', "null", '""'])}`,
  );
  const kept = members.filter(() => random.chance(0.95));
  return random.chance(0.5) ? kept : [`"data":{${kept}}`, `"errno":${random.pick(["0", '"0"', "1"])}`];
}

/** An error in one of Baidu's dialects, or in two. @param {Random} random */
function refusal(random) {
  const number = () => (random.chance(0.3) ? `"${random.pick(CODES)}"` : random.pick(CODES));
  const word = () => JSON.stringify(random.pick(WORDS));
  const dialects = [
    () => [`"error_code":${number()}`, `"error_msg":${word()}`],
    () => [`"errno":${number()}`, `"${random.pick(["msg", "errmsg"])}":${word()}`, '"data":{}'],
    () => [`"error":${word()}`, `"error_description":${word()}`],
    () => [`"errno":${number()}`, `"error":${word()}`, `"error_description":${word()}`],
  ];
  return [random.pick(dialects)(), random.chance(0.1) ? random.pick(dialects)() : []].flat();
}

/** @param {Random} random @param {string[]} members */
function text(random, members) {
  const space = () => (random.chance(0.05) ? random.pick([" ", "\n", "\t", "\r", "\f", "\u00a0"]) : "");
  return `${random.chance(0.02) ? "\ufeff" : ""}${space()}{${members.join(`${space()},${space()}`)}${space()}}${space()}`;
}

/** @param {Random} random @param {number} depth @returns {string} */
function member(random, depth) {
  const name = random.pick(NAMES);
  const written = random.chance(0.05) ? escaped(name) : JSON.stringify(name);
  // A key of some length would be kept out of the error, and that is for other tests.
  return `${written}:${KEYS.includes(name) ? JSON.stringify(random.pick(TEXTS).slice(0, 2)) : value(random, depth)}`;
}

/** @param {Random} random @param {number} depth @returns {string} */
function value(random, depth) {
  const kind = random.fraction();
  if (kind < 0.35) return random.pick(NUMBERS);
  if (kind < 0.75) return random.chance(0.9) ? JSON.stringify(random.pick(TEXTS)) : escaped(random.pick(TEXTS));
  if (kind < 0.8) return random.pick(["true", "false", "null", "undefined", "'o'", "True"]);
  if (kind < 0.81) return nested(random);
  if (depth > 3) return "[]";
  const count = random.below(4);
  if (kind < 0.86) return `[${Array.from({ length: count }, () => value(random, depth + 1))}]`;
  return `{${Array.from({ length: count }, () => member(random, depth + 1))}}`;
}

/** As deep as is allowed, or a little deeper. @param {Random} random */
function nested(random) {
  const depth = 60 + random.below(8);
  const [open, close] = random.pick([
    ["[", "]"],
    ['{"a":', "}"],
  ]);
  return (
    open.repeat(depth) + random.pick(["", "1", '""', "{}"]).replace(/^$/, open === "[" ? "" : "0") + close.repeat(depth)
  );
}

/** Every character escaped. @param {string} text */
function escaped(text) {
  return `"${Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`).join("")}"`;
}

/** With a character or two deleted, doubled or replaced, or cut. @param {Random} random @param {string} body */
function broken(random, body) {
  const characters = [...body];
  for (let i = random.below(2); i >= 0; i--) {
    const at = random.below(characters.length + 1);
    const junk = random.pick([
      "",
      "",
      "{",
      "}",
      "[",
      "]",
      '"',
      ",",
      ":",
      "\\",
      "0",
      "-",
      "e",
      "\u0000",
      "\u001f",
      "\ufeff",
      "/",
    ]);
    characters.splice(at, random.below(3), junk);
  }
  return random.chance(0.2) ? characters.slice(0, random.below(characters.length + 1)).join("") : characters.join("");
}
