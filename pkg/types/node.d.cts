import type { Request, Response } from "./platform-types.cjs";

/**
 * Serves a handler of web-standard Requests, such as that of `createLoginHandler`, where requests are Node's own: in
 * `node:http`, Express 4 and 5, Connect, Koa, Fastify and NestJS.
 *
 * A body that a parser has read before, as `express.json()` does, is taken from where the framework keeps it: text and
 * bytes as they are, anything else as JSON. Where nothing was kept, the handler gets a Request whose body is used. An
 * unread body is streamed, and read only when the handler reads it.
 *
 * Every header of the Response is sent, each cookie on its own. The Request's signal aborts when the client leaves. What
 * the handler rejects with goes to `next`, or to `console.error` with status 500 where there is no `next`. What cannot be
 * a Request at all, such as one with the method `TRACE`, is answered with 400.
 *
 * @throws {@link SwanLoginError} `invalid_argument`
 * @example
 * app.post("/login", toNodeHandler(login)); // Express, Fastify
 * router.post("/login", toNodeHandler(login)); // Koa
 * createServer(toNodeHandler(login)).listen(3000); // node:http
 */
export declare function toNodeHandler(handler: (request: Request) => Promise<Response> | Response): NodeHandler;

/** The function that a framework takes. It resolves when the answer is sent, and never rejects. */
export interface NodeHandler {
  /** `node:http`, `node:http2`, Express, Connect. */
  (req: NodeRequest, res: NodeResponse, next?: (error?: unknown) => void): Promise<void>;
  /** Fastify. It hijacks the reply. */
  (request: { readonly raw: NodeRequest; readonly body?: unknown }, reply: FastifyReply): Promise<void>;
  /** Koa. */
  (context: KoaContext, next?: () => Promise<unknown>): Promise<void>;
}

/** As much as is needed of `http.IncomingMessage`, with the `body` of Express. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: { readonly [name: string]: string | readonly string[] | undefined };
  readonly body?: unknown;
}

/** As much as is needed of `http.ServerResponse`. */
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
