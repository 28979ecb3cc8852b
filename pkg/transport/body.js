/** @import { CheckedOptions } from "../api/options.js" */

import { MalformedAnswer } from "./failure.js";

/** A Response whose body is read. */
export class Answer {
  /**
   * @param {Response} response
   * @param {string} body
   */
  constructor(response, body) {
    this.response = response;
    this.body = body;
  }
}

/**
 * Reads the body of an answer, which may be too large. Throws `MalformedAnswer`, or what the platform throws.
 * @param {Response} response  from any fetch, so it may be anything
 * @param {CheckedOptions} options
 * @param {(reader: ReadableStreamDefaultReader<Uint8Array>) => void} onReader  called with the reader that locks the body
 * @returns {Promise<string>}
 */
export async function readBody(response, { fetch, maxBodyBytes }, onReader) {
  if (!isResponse(response)) throw new MalformedAnswer("fetch gave something that is not a Response");
  const { status, headers, type } = response;
  const contentLength = headers.get("content-length");
  const length = contentLength && /^\d{1,15}$/.test(contentLength) ? Number(contentLength) : NaN;
  if (length > maxBodyBytes) throw tooLarge(status);
  // Only the platform's own fetch holds the server to Content-Length. Across origins a browser hides Content-Encoding.
  const fits = length <= maxBodyBytes && !fetch && type !== "cors" && !headers.get("content-encoding");
  // Not looked at where the length is known: looking at the body makes a stream of it, which Bun reads at half the speed.
  const stream = fits ? undefined : readableBody(response);
  if (stream) {
    const reader = stream.getReader();
    onReader(reader);
    return readStream(reader, status, maxBodyBytes);
  }
  const text = await response.text();
  if (typeof text !== "string") throw new MalformedAnswer("the body is not text", status);
  if (!fits && utf8Length(text) > maxBodyBytes) throw tooLarge(status);
  return text;
}

/** @param {any} response */
function isResponse(response) {
  return (
    Number.isInteger(response?.status) &&
    response.status >= 0 &&
    response.status < 1000 &&
    typeof response.text === "function" &&
    typeof response.headers?.get === "function"
  );
}

/**
 * The stream of a body; undefined where there is none, and in test doubles that have `text()` alone.
 * @param {Response} response
 */
function readableBody({ body, bodyUsed, status }) {
  if (typeof body?.getReader !== "function") return undefined;
  if (bodyUsed || body.locked)
    throw new MalformedAnswer("the body has already been read, by fetch or by a wrapper of it", status);
  return body;
}

/**
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {number} status
 * @param {number} max  in bytes
 */
async function readStream(reader, status, max) {
  const decoder = new TextDecoder();
  let text = "";
  for (let left = max; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    // Not by instanceof: a test runner's stream may be of another realm.
    if (!ArrayBuffer.isView(value)) throw new MalformedAnswer("the body is not a stream of bytes", status);
    // An empty chunk counts as a byte, or a stream of nothing else would never end.
    left -= value.byteLength || 1;
    if (left < 0) throw tooLarge(status);
    text += decoder.decode(value, { stream: true });
  }
}

/** @param {number} status */
const tooLarge = (status) => new MalformedAnswer("the body is larger than options.maxBodyBytes", status);

/** @param {string} text */
function utf8Length(text) {
  return new TextEncoder().encode(text).length;
}
