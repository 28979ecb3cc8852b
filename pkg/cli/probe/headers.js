/** Describes the headers of an answer: known names, with what is known of their values. */

import { STATUS_CODES } from "node:http";
import { maskMessage, maskText, shapeOf } from "./mask.js";
import { CHARSETS, HEADER_WORDS, MEDIA_TYPES } from "./words.js";

/** The Origin that is sent to learn of CORS. */
export const ORIGIN = "https://probe.example";

/**
 * @param {Headers} headers
 * @param {{ url: string, now: number }} request
 * @returns {Record<string, string | number>}
 */
export function describeHeaders(headers, request) {
  /** @type {Record<string, string | number>} */
  const described = {};
  for (const [name, value] of headers) {
    const describe = Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
    described[describe ? name : maskText(name.slice(0, 60))] = describe ? describe(value, request) : shapeOf(value);
  }
  return described;
}

/** The reason phrase of the status line. @param {number} status @param {string} text */
export function describeReason(status, text) {
  if (text === "") return "none";
  return text === STATUS_CODES[status] ? "standard" : shapeOf(text);
}

/** @typedef {(value: string, request: { url: string, now: number }) => string | number} Describe */

/** @type {Describe} */
const words = (value) => maskMessage(value.slice(0, 200), HEADER_WORDS);

/** @type {Describe} */
const shape = (value) => shapeOf(value);

/** @type {Describe} */
const present = () => "present";

/** @type {Describe} */
const number = (value) => (/^\d{1,7}$/.test(value) ? Number(value) : shapeOf(value));

/** @type {Readonly<Record<string, Describe>>} */
const KNOWN = {
  "content-type": mediaType,
  "content-length": number,
  "content-encoding": words,
  "transfer-encoding": words,
  connection: words,
  "keep-alive": (value) => (/^timeout=\d{1,4}(, ?max=\d{1,4})?$/.test(value) ? value : shapeOf(value)),
  "cache-control": words,
  pragma: words,
  vary: words,
  server: words,
  date: (value, { now }) => (Number.isNaN(Date.parse(value)) ? shapeOf(value) : describeDate(value, now)),
  expires: present,
  "last-modified": present,
  etag: present,
  p3p: present,
  "strict-transport-security": present,
  "set-cookie": present,
  "retry-after": (value, { now }) =>
    Number.isNaN(Date.parse(value)) ? number(value, { url: "", now }) : describeDate(value, now),
  location: describeLocation,
  "www-authenticate": words,
  "access-control-allow-origin": (value) =>
    value === "*" ? "*" : value === ORIGIN ? "the Origin that was sent" : shapeOf(value),
  "access-control-allow-methods": words,
  "access-control-allow-headers": words,
  "access-control-allow-credentials": (value) => (value === "true" ? "true" : shapeOf(value)),
  "access-control-max-age": number,
  "x-b3-traceid": shape,
  "x-request-id": shape,
  traceid: shape,
  tracecode: shape,
  logid: shape,
  "log-id": shape,
};

/** @type {Describe} */
function mediaType(value) {
  const [type = "", ...parameters] = value
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  const known = MEDIA_TYPES.has(type) ? type : shapeOf(type);
  const charset = parameters
    .find((parameter) => parameter.startsWith("charset="))
    ?.slice("charset=".length)
    .replace(/"/g, "");
  if (charset === undefined) return parameters.length === 0 ? known : `${known}; …`;
  return `${known}; charset=${CHARSETS.has(charset) ? charset : shapeOf(charset)}`;
}

/** In whole seconds from this machine's time. @param {string} value @param {number} now */
function describeDate(value, now) {
  const seconds = Math.round((Date.parse(value) - now) / 1000);
  return Math.abs(seconds) < 1_000_000 ? `now ${seconds < 0 ? "-" : "+"} ${Math.abs(seconds)} s` : "far from now";
}

/** @type {Describe} */
function describeLocation(value, { url }) {
  try {
    const { protocol, host } = new URL(value, url);
    const where = host === new URL(url).host ? "the same host" : "another host";
    return `${where}, ${protocol === "https:" || protocol === "http:" ? protocol.slice(0, -1) : "another scheme"}`;
  } catch {
    return shapeOf(value);
  }
}
