import type { MockBaidu } from "./mock.cjs";

/**
 * Serves the mock over HTTP on Node. A rejection of the mock's fetch (the fault
 * `network`) drops the connection; a client that goes away aborts the call.
 * Rejects when the address cannot be listened on, with Node's error (EADDRINUSE).
 *
 * @example
 * const server = await listen(createMockBaidu());
 * await jscode2sessionkey({ code, client_id, sk }, { baseUrl: server.url });
 * await server.close();
 */
export declare function listen(mock: Pick<MockBaidu, "fetch">, options?: ListenOptions): Promise<MockServer>;

export interface ListenOptions {
  /** TCP port; 0 for any free one. Default: 0. */
  port?: number;
  /** Address or host name to listen on. Default: `"127.0.0.1"`. */
  host?: string;
}

export interface MockServer {
  /** Origin of the server, without a slash at the end: the client's `baseUrl`. */
  readonly url: string;
  /** The TCP port listened on. */
  readonly port: number;
  /** Stops listening and drops the connections that are open. */
  close(this: void): Promise<void>;
}
