import type { LoginHandler } from "./handler.cjs";
import type { Request, Response } from "./platform-types.cjs";

/**
 * Runs a handler of web Requests, such as the one from `createLoginHandler`, on Node's own requests: in `node:http`,
 * Express 4 and 5, Connect, Koa, Fastify and NestJS.
 *
 * If a body parser such as `express.json()` has already read the body, it is taken from the place where the framework
 * keeps it: text and bytes unchanged, anything else as JSON. If it was not kept, the handler gets a Request whose body
 * is used. A body that was not read is streamed when the handler reads it.
 *
 * All headers of the Response are sent, each cookie as a header of its own. The Request's signal aborts when the client
 * disconnects. An error of the handler goes to `next`; without `next` the response is 500 and the error goes to
 * `console.error`. A request that no Request can represent, such as one with the method `TRACE` or an invalid `Host`,
 * gets 400; the `onError` of `createLoginHandler` gets the reason.
 *
 * After a response with 408 or 413 the connection is closed. After any other response the rest of the body is read for a
 * second; if it has not ended then, the connection is closed, too.
 *
 * @throws {@link SwanLoginError} `invalid_argument`
 * @example
 * app.post("/login", toNodeHandler(login)); // Express, Fastify
 * router.post("/login", toNodeHandler(login)); // Koa
 * createServer(toNodeHandler(login)).listen(3000); // node:http
 */
export declare function toNodeHandler(
  handler: ((request: Request) => Promise<Response> | Response) & Partial<Pick<LoginHandler, "refuse">>,
): NodeHandler;

/** The function to pass to a framework. It resolves when the response is sent, and never rejects. */
export interface NodeHandler {
  /** `node:http`, `node:http2`, Express, Connect. */
  (req: NodeRequest, res: NodeResponse, next?: (error?: unknown) => void): Promise<void>;
  /** Fastify. It hijacks the reply. */
  (request: { readonly raw: NodeRequest; readonly body?: unknown }, reply: FastifyReply): Promise<void>;
  /** Koa. */
  (context: KoaContext, next?: () => Promise<unknown>): Promise<void>;
}

/** The part of `http.IncomingMessage` that is used, with the `body` of Express. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  readonly body?: unknown;
}

/** The part of `http.ServerResponse` that is used. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  end(): unknown;
}

export interface FastifyReply {
  readonly raw: NodeResponse;
  hijack(): unknown;
}

export interface KoaContext {
  readonly req: NodeRequest;
  readonly res: NodeResponse;
}
