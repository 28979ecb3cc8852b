/** What is read of an answer. Fetch may be anybody's, so nothing of it is taken for what its name says. */

/** An answer with its whole body. */
export class Answer {
  #headers;

  /**
   * @param {number} status
   * @param {Headers} headers
   * @param {string} body
   */
  constructor(status, headers, body) {
    this.status = status;
    this.#headers = headers;
    this.body = body;
  }

  /** What `Retry-After` asks for, in seconds or as an HTTP date, in ms from now; 0 for what is neither. */
  get retryAfter() {
    const text = header(this.#headers, "retry-after")?.trim() ?? "";
    if (/^\d+$/.test(text)) return Number(text) * 1000;
    // Other texts make dates too: -1 is one of the year 2001.
    return text.endsWith("GMT") ? Math.max(0, Date.parse(text) - Date.now()) || 0 : 0;
  }
}

/** An answer that no endpoint gives. */
export class Malformed {
  #isOurs = true;

  /**
   * @param {string} malformed
   * @param {number} [status]
   */
  constructor(malformed, status) {
    this.malformed = malformed;
    this.status = status;
  }

  /**
   * Not by instanceof, for which a proxy may have a trap.
   * @param {unknown} thrown
   * @returns {thrown is Malformed}
   */
  static is(thrown) {
    return typeof thrown === "object" && thrown !== null && #isOurs in thrown;
  }
}

const NO_RESPONSE = "fetch gave something that is not a Response";
const TOO_LARGE = "the body is larger than options.maxBodyBytes";
const REDIRECT = "a redirect, which is never followed: it would carry the secret elsewhere";

/**
 * What is to be known before the body is read. Throws `Malformed`.
 * @param {Response} response
 * @param {number} max  of the body, in bytes
 * @param {boolean} isPlatforms  whether it comes from the global fetch
 */
export function headOf(response, max, isPlatforms) {
  const { status, type, headers } = look(response);
  if ((status >= 300 && status < 400) || type === "opaqueredirect") throw new Malformed(REDIRECT, status || undefined);
  const length = header(headers, "content-length");
  const isLength = length !== undefined && /^\d{1,15}$/.test(length);
  if (isLength && Number(length) > max) throw new Malformed(TOO_LARGE, status);
  // Content-Length is to be relied on where the platform's own fetch holds the peer to it; across origins a browser
  // shows it, but hides Content-Encoding.
  const isKnownToFit = isLength && isPlatforms && type !== "cors" && !header(headers, "content-encoding");
  return { status, headers, isKnownToFit };
}

/**
 * Everything that is used of an answer but its body, whose mere look makes a stream of it: Bun then reads it at half the
 * speed.
 * @param {Response} response
 */
function look(response) {
  try {
    const { status, type, headers, text } = response;
    const isResponse =
      typeof text === "function" && typeof headers.get === "function" && status >>> 0 === status && status < 1000;
    if (isResponse) return { status, type, headers };
  } catch {
    // A getter threw.
  }
  throw new Malformed(NO_RESPONSE);
}

/** @param {Headers} headers @param {string} name */
function header(headers, name) {
  try {
    const value = headers.get(name);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the body of an answer that may be too large. Throws `Malformed`, or what the platform throws.
 * @param {Response} response
 * @param {number} status
 * @param {number} max  in bytes
 * @param {(reader: ReadableStreamDefaultReader<Uint8Array>) => void} hold  told who holds the body
 * @returns {Promise<unknown>}
 */
export async function readBody(response, status, max, hold) {
  const reader = readerOf(bodyOf(response), status);
  if (!reader) return response.text();
  hold(reader);
  return readStream(reader, status, max);
}

/**
 * What `text()` gave, which may be anybody's, too.
 * @param {unknown} text
 * @param {number} status
 * @param {number} max  in bytes
 */
export function checkedText(text, status, max) {
  if (typeof text !== "string") throw new Malformed("the body is no text", status);
  // A unit of a string is one to three bytes.
  if (text.length > max || (text.length * 3 > max && new TextEncoder().encode(text).length > max))
    throw new Malformed(TOO_LARGE, status);
  return text;
}

/** @param {Response} response */
function bodyOf(response) {
  try {
    return response.body;
  } catch {
    throw new Malformed(NO_RESPONSE);
  }
}

/** @param {Response["body"]} stream @param {number} status */
function readerOf(stream, status) {
  try {
    if (typeof stream?.getReader === "function") return stream.getReader();
  } catch {
    throw new Malformed("the body is already read", status);
  }
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
    const { done, value } = (await reader.read()) ?? {};
    if (done) return text + decoder.decode();
    // Not by instanceof: a test runner's stream may be of another realm.
    if (!ArrayBuffer.isView(value) || value.BYTES_PER_ELEMENT !== 1)
      throw new Malformed("the body is no stream of bytes", status);
    // An empty chunk counts as a byte, or a stream of nothing else would never end, nor let a timer run.
    left -= value.byteLength || 1;
    if (left < 0) throw new Malformed(TOO_LARGE, status);
    text += decoder.decode(value, { stream: true });
  }
}
