/**
 * Masks what a server wrote. Letters and digits become x, lengths stay; the shape of a text says which characters it had.
 *
 * @typedef {object} MaskedBody
 * @property {"json" | "html" | "text" | "empty"} kind
 * @property {number} length  Of the body, in characters.
 * @property {string} [body]  Masked; of JSON without its white space.
 * @property {Record<string, string>} [shapes]  Path -> shape, of the texts in JSON that were masked.
 */

import { FIELD_NAMES, MESSAGE_FIELDS, NUMBER_FIELDS, PHRASES, WORDS } from "./words.js";

/** @param {string} text @returns {MaskedBody} */
export function maskBody(text) {
  const { length } = text;
  if (text.trim() === "") return { kind: "empty", length };
  const value = parseJson(text);
  if (value !== undefined) {
    /** @type {Record<string, string>} */
    const shapes = {};
    const body = maskJson(value, "", shapes, "", 0);
    return { kind: "json", length, body, ...(Object.keys(shapes).length > 0 && { shapes }) };
  }
  if (/^\s*</.test(text)) return { kind: "html", length };
  return { kind: "text", length, body: maskMessage(text.slice(0, MAX_TEXT)) };
}

/** The longest text of which a masked copy is kept, the most entries of an object or an array, and the deepest nesting. */
const MAX_TEXT = 300;
const MAX_ENTRIES = 40;
const MAX_DEPTH = 8;

/** @param {string} text @returns {unknown}  undefined if it is no JSON */
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} value
 * @param {string} name  of the field that holds it
 * @param {Record<string, string>} shapes  which it extends
 * @param {string} path
 * @param {number} depth
 * @returns {string}  JSON
 */
function maskJson(value, name, shapes, path, depth) {
  if (value === null) return "null";
  if (typeof value === "boolean") {
    shapes[path] = "boolean";
    return "true";
  }
  if (typeof value === "number") return maskNumber(value, name);
  if (typeof value === "string") {
    if (NUMBER_FIELDS.has(name) && isPlainNumber(value)) return `"${value}"`;
    const text = value.slice(0, MAX_TEXT);
    if (MESSAGE_FIELDS.has(name)) return JSON.stringify(maskMessage(text));
    shapes[path] = shapeOf(value);
    return JSON.stringify(maskText(text));
  }
  if (depth >= MAX_DEPTH) return '"…"';
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ENTRIES);
    return `[${items.map((item, index) => maskJson(item, "", shapes, `${path}[${index}]`, depth + 1)).join(",")}]`;
  }
  const entries = Object.entries(/** @type {object} */ (value)).slice(0, MAX_ENTRIES);
  const masked = entries.map(([key, item]) => {
    const shown = FIELD_NAMES.has(key) ? key : maskText(key.slice(0, MAX_TEXT));
    return `${JSON.stringify(shown)}:${maskJson(item, key, shapes, path ? `${path}.${shown}` : shown, depth + 1)}`;
  });
  return `{${masked.join(",")}}`;
}

/** @param {number} value @param {string} name */
function maskNumber(value, name) {
  const text = String(value);
  return NUMBER_FIELDS.has(name) && isPlainNumber(text) ? text : text.replace(/\d/g, "1");
}

/** Longer numbers may be a telephone number, or something else of a user. @param {string} text */
const isPlainNumber = (text) => /^-?\d{1,8}$/.test(text);

/** Of punctuation only what separates words stays. @param {string} text */
export function maskText(text) {
  return text.replace(/[^\s.,:;\-_/()@='"{}[\]]/gu, "x").replace(/\s/g, " ");
}

/** A text of which the known words stay. @param {string} text @param {ReadonlySet<string>} [more]  further words */
export function maskMessage(text, more) {
  return text.replace(/[A-Za-z0-9-]+|[^\x20-\x7e]+|[^A-Za-z0-9-]/g, (token) => {
    if (/^[A-Za-z0-9-]/.test(token)) return isWord(token, more) ? token : maskText(token);
    return token.length > 1 || token > "~" ? maskPhrases(token) : maskText(token);
  });
}

/** Written as words are, for the case of each letter may tell something, too. @param {string} token @param {ReadonlySet<string>} [more] */
function isWord(token, more) {
  const lower = token.toLowerCase();
  if (!WORDS.has(lower) && !more?.has(lower)) return false;
  return token === lower || token === token.toUpperCase() || /^[A-Z][a-z]+$/.test(token) || DOCUMENTED.has(token);
}

/** Names with capitals in a message that Baidu has documented. */
const DOCUMENTED = new Set(["Code2SessionKeyParam", "ClientID", "GrantType", "OpenID", "AppKey"]);

/** @param {string} text  without ASCII */
function maskPhrases(text) {
  let masked = "";
  for (let at = 0; at < text.length; ) {
    const phrase = PHRASES.find((known) => text.startsWith(known, at));
    masked += phrase ?? (/[，。、：；（）“”！？]/.test(text.charAt(at)) ? text.charAt(at) : "x");
    at += phrase?.length ?? 1;
  }
  return masked;
}

/** How many characters of which class, between separators: 2[0-9].32[0-9a-f]. @param {string} text */
export function shapeOf(text) {
  const parts = text.split(/([.\-_@/=:| ])/);
  // More separators than a token has are those of a sentence.
  if (parts.length > 15) return part(text);
  return parts.map((piece, index) => (index % 2 === 1 ? piece : part(piece))).join("");
}

const CLASSES = ["0-9", "0-9a-f", "a-z", "A-Z", "0-9a-z", "0-9A-Z", "A-Za-z", "0-9A-Za-z", "\\x20-\\x7e"].map(
  (name) => /** @type {const} */ ([name, new RegExp(`^[${name}]*$`)]),
);

/** @param {string} text */
function part(text) {
  if (text === "") return "";
  const [name] = CLASSES.find(([, expression]) => expression.test(text)) ?? ["any"];
  return `${[...text].length}[${name === "\\x20-\\x7e" ? "ASCII" : name}]`;
}
