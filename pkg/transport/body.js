/** @import { CheckedOptions } from "../api/options.js" */

import { MalformedAnswer } from "./failure.js";

/**
 * Reads the body of a response, up to `maxBodyBytes`. Throws `MalformedAnswer`, or an error of the platform.
 *
 * Bytes, because the core decodes them itself: a text would be decoded here and encoded again on its way into WebAssembly.
 * @param {Response} response  checked here, because a fetch of the caller's may give anything
 * @param {CheckedOptions} options
 * @param {(reader: ReadableStreamDefaultReader<Uint8Array>) => void} onReader  called with the reader that locks the
 *   body
 * @returns {Promise<ArrayBuffer | Uint8Array>}
 */
export function readBody(response, { fetch, maxBodyBytes }, onReader) {
  if (!isResponse(response))
    throw new MalformedAnswer("fetch gave something that is not a Response", undefined, DOUBLE);
  const { status, headers, type } = response;
  if (status >= 400) requireHeaderText(headers, status);
  const contentLength = headers.get("content-length");
  const length = contentLength && /^\d{1,15}$/.test(contentLength) ? Number(contentLength) : NaN;
  if (length > maxBodyBytes) throw tooLarge(status);
  // Only the platform's own fetch enforces Content-Length. Browsers hide Content-Encoding of other origins.
  const fits = length <= maxBodyBytes && !fetch && type !== "cors" && !headers.get("content-encoding");
  if (response.bodyUsed) throw alreadyRead(status);
  // With a known length this is faster: access to `body` creates a stream, which Bun reads at half the speed.
  if (fits && typeof response.arrayBuffer === "function") return response.arrayBuffer();
  const reader = readableBody(response)?.getReader();
  if (!reader) return readText(response, maxBodyBytes);
  onReader(reader);
  return readStream(reader, status, maxBodyBytes);
}

/**
 * The bytes of what `readBody` gave. Throws `MalformedAnswer` if `arrayBuffer()` of a test double gave something else.
 * @param {any} body
 * @param {number} status
 * @returns {Uint8Array}
 */
export function toBytes(body, status) {
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  // Not instanceof: in a test runner the body may come from another realm.
  if (!Number.isInteger(body?.byteLength)) throw new MalformedAnswer("the body is not bytes", status, DOUBLE);
  return new Uint8Array(body);
}

/**
 * Throws `MalformedAnswer` if the headers of a test double, such as a `Map`, have something else than text. The core
 * reads only this header.
 * @param {Headers} headers
 * @param {number} status
 */
function requireHeaderText(headers, status) {
  const value = headers.get("retry-after") ?? "";
  if (typeof value !== "string") throw new MalformedAnswer("the header retry-after is not text", status, DOUBLE);
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
 * The stream of a body; undefined if there is no body, or if a test double has only `text()`.
 * @param {Response} response
 */
function readableBody({ body, status }) {
  if (typeof body?.getReader !== "function") return undefined;
  if (body.locked) throw alreadyRead(status);
  return body;
}

/** @param {number} status */
const alreadyRead = (status) =>
  new MalformedAnswer(
    "the body has already been read, by options.fetch or by a wrapper of fetch",
    status,
    "Let it read response.clone() instead.",
  );

/**
 * @param {Response} response
 * @param {number} max  in bytes
 */
async function readText(response, max) {
  const text = await response.text();
  if (typeof text !== "string") throw new MalformedAnswer("the body is not text", response.status, DOUBLE);
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > max) throw tooLarge(response.status);
  return bytes;
}

/**
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {number} status
 * @param {number} max  in bytes
 */
async function readStream(reader, status, max) {
  // One array that grows, not a list of chunks: each chunk may hold on to a much larger buffer.
  let bytes = new Uint8Array(1024);
  let length = 0;
  for (let left = max; ; ) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, length);
    // Not instanceof: in a test runner the stream may come from another realm.
    if (!ArrayBuffer.isView(value)) throw new MalformedAnswer("the body is not a stream of bytes", status, DOUBLE);
    const chunk = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    // An empty chunk counts as one byte, so that a stream of empty chunks ends too.
    left -= chunk.length || 1;
    if (left < 0) throw tooLarge(status);
    if (length + chunk.length > bytes.length) {
      const grown = new Uint8Array(2 * (length + chunk.length));
      grown.set(bytes);
      bytes = grown;
    }
    bytes.set(chunk, length);
    length += chunk.length;
  }
}

/** @param {number} status */
const tooLarge = (status) => new MalformedAnswer("the body is larger than options.maxBodyBytes", status);

const DOUBLE = "Let it, or its double in a test, give a Response: new Response(JSON.stringify(body)).";
