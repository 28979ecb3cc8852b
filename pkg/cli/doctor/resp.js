/**
 * A connection to Redis, by the few parts of its protocol (RESP2) that doctor needs. The app's own client cannot be used:
 * it may be one of many, it is configured in the app's code, and it hides what Redis says behind repetitions.
 *
 * @import { Socket } from "node:net"
 *
 * @typedef {string | number | null | RedisError | Reply[]} Reply
 */

import { connect, isIP } from "node:net";
import { connect as connectTls } from "node:tls";

/** What Redis refuses. `code` is the first word of its answer, if it is a known one: all others may be what was sent. */
export class RedisError extends Error {
  /** @param {string} text */
  constructor(text) {
    super("Redis refuses the command");
    this.code = CODES.find((code) => text.startsWith(`${code} `)) ?? "ERR";
  }
}

const CODES =
  "NOAUTH WRONGPASS NOPERM DENIED READONLY OOM MISCONF NOREPLICAS LOADING BUSY MASTERDOWN MOVED ASK CLUSTERDOWN TRYAGAIN".split(
    " ",
  );

/** The other side does not speak the protocol, or ends the connection. */
export class NotRedis extends Error {}
export class Closed extends Error {}

/** More than any reply to these commands. */
const MAX_BYTES = 262_144;

/**
 * @param {{ hostname: string, port: number, isTls: boolean }} address
 * @param {AbortSignal} signal  ends the connection
 */
export async function openRedis({ hostname, port, isTls }, signal) {
  const socket = await open(hostname, port, isTls, signal);
  let received = "";
  /** @type {((reply: Reply) => void) | undefined} */
  let onReply;
  /** @type {((error: Error) => void) | undefined} */
  let onError;
  socket.on("error", (error) => onError?.(error));
  socket.on("close", () => onError?.(new Closed()));
  socket.setEncoding("latin1").on("data", (/** @type {string} */ text) => {
    received += text;
    try {
      if (received.length > MAX_BYTES) throw new NotRedis();
      const parsed = parse(received, 0);
      if (!parsed) return;
      received = received.slice(parsed.end);
      onReply?.(parsed.reply);
    } catch (error) {
      onError?.(/** @type {Error} */ (error));
      socket.destroy();
    }
  });
  return {
    /** Sends a command; rejects when Redis refuses it. @param {string[]} words @returns {Promise<Reply>} */
    async command(...words) {
      /** @type {Promise<Reply>} */
      const answered = new Promise((resolve, reject) => {
        onReply = resolve;
        onError = reject;
        if (socket.destroyed) reject(new Closed());
      });
      socket.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`);
      const reply = await answered;
      if (reply instanceof RedisError) throw reply;
      return reply;
    },
    close: () => socket.destroy(),
  };
}

/**
 * @param {string} host
 * @param {number} port
 * @param {boolean} isTls
 * @param {AbortSignal} signal
 * @returns {Promise<Socket>}
 */
function open(host, port, isTls, signal) {
  return new Promise((resolve, reject) => {
    const servername = isIP(host) === 0 ? { servername: host } : {};
    const socket = isTls ? connectTls({ host, port, ...servername }) : connect({ host, port });
    signal.addEventListener("abort", () => socket.destroy(), { once: true });
    socket.once(isTls ? "secureConnect" : "connect", () => resolve(socket));
    socket.on("error", reject);
  });
}

/** How deep arrays may be nested. */
const MAX_DEPTH = 4;

/**
 * The reply that begins at `at`; undefined while it is incomplete. A character of the text is a byte.
 *
 * @param {string} text
 * @param {number} at
 * @param {number} [depth]
 * @returns {{ reply: Reply, end: number } | undefined}
 */
function parse(text, at, depth = 0) {
  if (at < text.length && !"+-:$*".includes(text.charAt(at))) throw new NotRedis();
  const lineEnd = text.indexOf("\r\n", at);
  if (lineEnd < 0) return undefined;
  const line = text.slice(at + 1, lineEnd);
  const end = lineEnd + 2;
  const kind = text.charAt(at);
  if (kind === "+") return { reply: line, end };
  if (kind === "-") return { reply: new RedisError(line), end };
  const number = Number(line);
  if (line === "" || !Number.isSafeInteger(number)) throw new NotRedis();
  if (kind === ":") return { reply: number, end };
  if (number === -1) return { reply: null, end };
  if (number < 0 || number > MAX_BYTES) throw new NotRedis();
  if (kind === "$") {
    if (text.length < end + number + 2) return undefined;
    return { reply: text.slice(end, end + number), end: end + number + 2 };
  }
  if (depth >= MAX_DEPTH) throw new NotRedis();
  /** @type {{ reply: Reply[], end: number }} */
  const array = { reply: [], end };
  for (let i = 0; i < number; i++) {
    const item = parse(text, array.end, depth + 1);
    if (!item) return undefined;
    array.reply.push(item.reply);
    array.end = item.end;
  }
  return array;
}
