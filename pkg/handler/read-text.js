import { raceTimeout } from "../transport/deadline.js";

/**
 * How much of the rest of a body that is too large is read, in bytes, and for how long, in ms. If it were cancelled at
 * once, SvelteKit's server would close the connection without the response, and h3 1 would end the process.
 */
const MAX_REST_BYTES = 1024 * 1024;
const MAX_REST_MS = 1_000;

/**
 * Reads the body of a request as text, within limits of size and time.
 * @param {ReadableStream<Uint8Array> | null} body
 * @param {{ maxBytes: number, maxMs: number }} limits
 * @param {(status: number, message: string, cause?: unknown) => unknown} refusal  makes the error
 * @returns {Promise<string>}
 */
export async function readText(body, { maxBytes, maxMs }, refusal) {
  if (!body) return "";
  const reader = body.getReader();
  const outcome = await raceTimeout(maxMs, readAll(reader, maxBytes), () => ({
    status: 408,
    message: `the body is not complete after ${maxMs / 1_000} seconds`,
  })).catch((cause) => ({ status: 400, message: "the body cannot be read", cause }));
  if (typeof outcome === "string") return outcome;
  const isAtEnd = outcome.status === 413 && (await discardRest(reader));
  if (!isAtEnd) reader.cancel().catch(() => {});
  throw refusal(outcome.status, outcome.message, outcome.cause);
}

/**
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {number} maxBytes
 * @returns {Promise<string | { status: number, message: string, cause?: unknown }>}
 */
async function readAll(reader, maxBytes) {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    size += chunk.value.byteLength;
    if (size > maxBytes) return { status: 413, message: `the body has more than ${maxBytes} bytes` };
    text += decoder.decode(chunk.value, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @returns {Promise<boolean>}  whether the body has ended
 */
function discardRest(reader) {
  const readRest = async () => {
    for (let left = MAX_REST_BYTES; left > 0; ) {
      const { done, value } = await reader.read();
      if (done) return true;
      left -= value.byteLength || 1;
    }
    return false;
  };
  return raceTimeout(MAX_REST_MS, readRest(), () => false).catch(() => false);
}
