/**
 * Runs a handler of web Requests on Node's HTTP server and on frameworks that use it. The types and their documentation
 * are in node.d.cts.
 *
 * @import { IncomingMessage, ServerResponse } from "node:http"
 *
 * @typedef {object} NodeExchange
 * @property {IncomingMessage & { originalUrl?: string }} req  originalUrl is the full path in Express
 * @property {ServerResponse} res
 * @property {() => unknown} readBody  the body as a parser of the framework has left it; undefined without a parser
 * @property {(error: unknown) => void} [next]
 */

import { pipeline } from "node:stream/promises";
import { invalidArgument } from "../api/arguments.js";
import { raceTimeout } from "../transport/deadline.js";
import { discardRest } from "./discard-rest.js";
import { requestError } from "./refusal.js";

/** The longest wait for a body that a framework reads, in ms. */
const MAX_MS = 10_000;

/** @type {typeof import("../types/node.cjs").toNodeHandler} */
export function toNodeHandler(handler) {
  if (typeof handler !== "function") throw invalidArgument("toNodeHandler", "handler", "a function");
  return async (/** @type {any[]} */ ...args) => {
    const exchange = unwrap(args);
    const { res } = exchange;
    const clientLeft = new AbortController();
    res.once("close", () => res.writableFinished || clientLeft.abort());
    try {
      const request = await toRequest(exchange, clientLeft.signal).catch(notRepresentable);
      // Only the handler of createLoginHandler has `refuse`, which calls its onError.
      const response = request instanceof Request ? handler(request) : handler.refuse?.(request);
      await send((await response) ?? new Response(null, { status: 400 }), exchange);
    } catch (error) {
      fail(error, exchange);
    }
  };
}

/**
 * Finds Node's request and response in the arguments of a framework.
 * @param {any[]} args
 * @returns {NodeExchange}
 */
function unwrap([first, second, next]) {
  if (second?.raw) {
    // Fastify: (request, reply)
    second.hijack();
    return { req: first.raw, res: second.raw, readBody: () => first.body };
  }
  if (first.req && first.res) {
    // Koa: (context, next)
    return { req: first.req, res: first.res, readBody: () => first.request?.body };
  }
  return { req: first, res: second, readBody: () => first.body, next };
}

/**
 * Rejects if no Request can represent it, such as one with the method TRACE.
 * @param {NodeExchange} exchange
 * @param {AbortSignal} signal
 * @returns {Promise<Request>}
 */
async function toRequest({ req, readBody }, signal) {
  const { method = "GET" } = req;
  const init = { method, headers: toHeaders(req), signal };
  if (method === "GET" || method === "HEAD") return new Request(toUrl(req), init);
  // A framework that parses when it is asked for the body may throw, or give a promise.
  const body = await raceTimeout(MAX_MS, (async () => readBody())(), () => {
    throw new Error(`the body was not there after ${MAX_MS / 1_000} seconds`);
  });
  // A parser may set a body without reading it: express.json() of Express 4 sets {} for other content types.
  if (!wasRead(req, body)) return new Request(toUrl(req), streaming(init, streamOf(req)));
  if (body !== undefined) return new Request(toUrl(req), { ...init, body: toBody(body) });
  // The body was read and is lost. The handler refuses a Request whose body is used, and onError gets the reason.
  const request = new Request(toUrl(req), { ...init, body: "" });
  await request.text();
  return request;
}

/** @param {unknown} cause */
function notRepresentable(cause) {
  const message = "the HTTP request cannot be represented as a Request";
  const hint = "Its method, its target, its Host or its body is not valid; cause says which.";
  return requestError("request", message, hint, { cause });
}

/** @param {NodeExchange["req"]} req */
function toUrl({ url = "/", originalUrl = url, headers, socket }) {
  const scheme = Reflect.get(socket, "encrypted") ? "https" : "http";
  const host = headers.host || headers[":authority"] || "localhost";
  // URL would take a part of such a Host for the path.
  if (/[/?#@\\]/.test(String(host))) throw new TypeError("the Host is not a host name with or without a port");
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

/** @param {unknown} body  from a body parser */
const toBody = (body) =>
  typeof body === "string" || body instanceof Uint8Array ? /** @type {BodyInit} */ (body) : JSON.stringify(body);

/** @param {RequestInit} init @param {ReadableStream} body */
const streaming = (init, body) => /** @type {RequestInit} */ ({ ...init, body, duplex: "half" });

/**
 * The body as a stream. Unlike the stream of `Readable.toWeb`, cancelling it does not close the connection, so that the
 * response can still be sent.
 * @param {NodeExchange["req"]} req
 */
function streamOf(req) {
  const chunks = req.iterator({ destroyOnReturn: false });
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        // After req.setEncoding the chunks are texts.
        else controller.enqueue(Buffer.from(value, req.readableEncoding ?? undefined));
      },
      async cancel() {
        await chunks.return?.();
        req.resume();
      },
    },
    // Read nothing before the handler does.
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
  const isHttp1 = req.httpVersionMajor === 1;
  // The client has sent only part of its request, or too much, so this connection is not used again.
  if (isHttp1 && [408, 413].includes(response.status)) res.setHeader("connection", "close");
  // A connection that is closed with unread bytes loses the response.
  if (isHttp1 && response.status === 413) await discardRest(req);
  await pipeline(response.body ?? [], res);
  if (isHttp1 && !(await discardRest(req))) req.destroy();
}

/** @param {unknown} error @param {NodeExchange} exchange */
function fail(error, { res, next }) {
  // The client has disconnected during the response.
  if (Object(error).code === "ERR_STREAM_PREMATURE_CLOSE") return;
  if (next) return next(error);
  if (res.headersSent) res.destroy();
  else res.writeHead(500).end();
  console.error(error);
}
