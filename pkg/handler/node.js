/**
 * A handler of Requests on Node's own HTTP server, and on the frameworks that stand on it. The types and their
 * documentation are in node.d.cts.
 *
 * @import { IncomingMessage, ServerResponse } from "node:http"
 *
 * @typedef {object} NodeExchange
 * @property {IncomingMessage & { originalUrl?: string }} req  Express keeps the whole path in originalUrl
 * @property {ServerResponse} res
 * @property {unknown} body  what a parser of the framework has made of the body; undefined without one
 * @property {(error: unknown) => void} [next]
 */

import { pipeline } from "node:stream/promises";
import { invalidArgument } from "../api/arguments.js";

/** @type {typeof import("../types/node.cjs").toNodeHandler} */
export function toNodeHandler(handler) {
  if (typeof handler !== "function") throw invalidArgument("toNodeHandler", "handler", "a function");
  return async (/** @type {any[]} */ ...args) => {
    const exchange = unwrap(args);
    const { res } = exchange;
    const clientLeft = new AbortController();
    res.once("close", () => res.writableFinished || clientLeft.abort());
    const request = await toRequest(exchange, clientLeft.signal);
    if (!request) return void res.writeHead(400).end();
    try {
      await send(await handler(request), exchange);
    } catch (error) {
      fail(error, exchange);
    }
  };
}

/**
 * Finds Node's request and response in what a framework passes to its handlers.
 * @param {any[]} args
 * @returns {NodeExchange}
 */
function unwrap([first, second, next]) {
  if (second?.raw) {
    // Fastify: (request, reply)
    second.hijack();
    return { req: first.raw, res: second.raw, body: first.body };
  }
  if (first.req && first.res) {
    // Koa: (context, next)
    return { req: first.req, res: first.res, body: first.request?.body };
  }
  return { req: first, res: second, body: first.body, next };
}

/**
 * @param {NodeExchange} exchange
 * @param {AbortSignal} signal
 * @returns {Promise<Request | undefined>}  undefined for what no Request can be, such as one with the method TRACE
 */
async function toRequest({ req, body }, signal) {
  try {
    const { method = "GET" } = req;
    const init = { method, headers: toHeaders(req), signal };
    if (method === "GET" || method === "HEAD") return new Request(toUrl(req), init);
    // A parser may set a body that it has not read: that of Express 4 sets {} for types that it does not know.
    if (!wasRead(req, body)) return new Request(toUrl(req), streaming(init, streamOf(req)));
    if (body !== undefined) return new Request(toUrl(req), { ...init, body: toBody(body) });
    // What was read is lost. The handler gets a Request that says so, and tells the app.
    const request = new Request(toUrl(req), { ...init, body: "" });
    await request.text();
    return request;
  } catch {
    return undefined;
  }
}

/** @param {NodeExchange["req"]} req */
function toUrl({ url = "/", originalUrl = url, headers, socket }) {
  const scheme = Reflect.get(socket, "encrypted") ? "https" : "http";
  const host = headers.host ?? headers[":authority"] ?? "localhost";
  return originalUrl.startsWith("/") ? `${scheme}://${host}${originalUrl}` : originalUrl;
}

/** @param {NodeExchange["req"]} req */
function toHeaders(req) {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    // HTTP/2 has method and path among its headers.
    if (name.startsWith(":")) continue;
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return headers;
}

/** @param {NodeExchange["req"]} req @param {unknown} body */
const wasRead = (req, body) => req.readableDidRead ?? body !== undefined;

/** @param {unknown} body  of a parser */
const toBody = (body) =>
  typeof body === "string" || body instanceof Uint8Array ? /** @type {BodyInit} */ (body) : JSON.stringify(body);

/** @param {RequestInit} init @param {ReadableStream} body */
const streaming = (init, body) => /** @type {RequestInit} */ ({ ...init, body, duplex: "half" });

/**
 * The body as it arrives. Unlike the stream of `Readable.toWeb`, it can be cancelled without closing the connection, on
 * which the answer must still go out.
 * @param {NodeExchange["req"]} req
 */
function streamOf(req) {
  const chunks = req.iterator({ destroyOnReturn: false });
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await chunks.return?.();
        req.resume();
      },
    },
    // Nothing is read before the handler asks for it.
    { highWaterMark: 0 },
  );
}

/** @param {Response} response @param {NodeExchange} exchange */
async function send(response, { req, res }) {
  res.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (name === "set-cookie") res.appendHeader(name, value);
    else res.setHeader(name, value);
  }
  // The client has stopped to send, so nothing else can come over this connection.
  if (response.status === 408 && req.httpVersionMajor === 1) res.setHeader("connection", "close");
  await pipeline(response.body ?? [], res);
}

/** @param {unknown} error @param {NodeExchange} exchange */
function fail(error, { res, next }) {
  // The client has left while the answer was sent.
  if (Object(error).code === "ERR_STREAM_PREMATURE_CLOSE") return;
  if (next) return next(error);
  if (res.headersSent) res.destroy();
  else res.writeHead(500).end();
  console.error(error);
}
