// A server that fails a third of the time, at random, in every way a server can. Run as a process of its own, so that
// its memory is not taken for the client's: node unreliable-server.js [seed]. Prints its address; GET /open tells how many
// requests it still has in hand. With the seed 0 it never fails.

import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { Random } from "../support/random.js";

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { AddressInfo } from "node:net" */

const seed = Number(process.argv[2] ?? 0);
const random = new Random(seed);
const SUCCESS = JSON.stringify({
  openid: "o",
  session_key: "5e5510e5510e5510",
  unionid: "u",
  access_token: "24.0f0f",
  expires_in: 2592000,
});
const HALF = SUCCESS.slice(0, 40);

/** @typedef {(response: ServerResponse, request: IncomingMessage) => void} Answer */

/** @type {Answer[]} */
const FAILURES = [
  (response) => response.writeHead(500).end("{}"),
  (response) => response.writeHead(502, { "content-type": "text/html" }).end("<html>502 Bad Gateway</html>"),
  (response) => response.writeHead(503, { "retry-after": "0" }).end(),
  (response) => response.writeHead(429, { "retry-after": "1" }).end('{"error_code":18}'),
  (response) => response.writeHead(302, { location: "/elsewhere" }).end(),
  (response) => response.writeHead(204).end(),
  (response) => response.end(),
  (response) => response.end(HALF),
  (response) => response.end("[".repeat(100_000)),
  (response) => response.end('{"errno":10010500}'),
  (response) => response.end('{"error":"invalid_grant"}'),
  (response) => response.end(Buffer.from([0x7b, 0xff, 0x00, 0x7d])),
  (response) => response.end(Buffer.alloc(2 << 20, 32)),
  (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(BOMB),
  (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(HALF),
  (response) => response.writeHead(200, { "content-length": 1_000 }).write(HALF),
  (response, { socket }) => {
    response.writeHead(200, { "content-length": 1_000 }).write(HALF);
    setTimeout(() => socket.destroy(), 5);
  },
  (response, { socket }) => {
    response.write(HALF);
    setTimeout(() => socket.resetAndDestroy(), 5);
  },
  (_, { socket }) => socket.destroy(),
  (_, { socket }) => socket.resetAndDestroy(),
  (_, { socket }) => socket.end("no HTTP\r\n\r\n"),
  (_, { socket }) => socket.write("HTTP/1.1 200"),
  () => {},
  (response) => setTimeout(() => response.end(SUCCESS), 150),
  (response) => dribble(response),
];

const BOMB = gzipSync(Buffer.alloc(16 << 20));

/** A byte now and then. @param {ServerResponse} response */
function dribble(response) {
  const timer = setInterval(() => response.write(" "), 10);
  response.on("close", () => clearInterval(timer));
}

/** @type {Set<IncomingMessage>} */
const open = new Set();
const server = createServer((request, response) => {
  if (request.url === "/open") return void response.end(String(open.size));
  open.add(request);
  request.on("error", () => {});
  response.on("error", () => {}).on("close", () => open.delete(request));
  const answer =
    seed !== 0 && random.chance(1 / 3)
      ? random.pick(FAILURES)
      : (/** @type {ServerResponse} */ response) => response.end(SUCCESS);
  request.resume().on("end", () => answer(response, request));
});
server.on("connection", (socket) => socket.on("error", () => {}));
server.listen(0, "127.0.0.1", () =>
  console.log(`http://127.0.0.1:${/** @type {AddressInfo} */ (server.address()).port}`),
);
process.on("disconnect", () => process.exit());
