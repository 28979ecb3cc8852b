import type { MockBaidu } from "./mock.cjs";

/**
 * Serves the mock over HTTP on Node. If the mock's fetch rejects with a TypeError
 * (the fault `network`), the connection is dropped; any other error is answered
 * with HTTP 500 and its message. A client that disconnects aborts the call.
 * Rejects when the address cannot be listened on, with Node's error (EADDRINUSE).
 *
 * A request whose Host is not this server's is refused with HTTP 403, so that no
 * web page reaches the mock by a name of its own (DNS rebinding). Allowed are
 * localhost, 127.0.0.1, [::1], `host`, `allowHosts`, and the address by which the
 * request came. A body larger than `maxBodyBytes` is refused with HTTP 413.
 *
 * @throws SwanLoginError `invalid_argument`, with `param`
 * @example
 * const server = await listen(createMockBaidu());
 * await jscode2sessionkey({ code, client_id, sk }, { baseUrl: server.url });
 * await server.close();
 */
export declare function listen(mock: Pick<MockBaidu, "fetch">, options?: ListenOptions | null): Promise<MockServer>;

export interface ListenOptions {
  /** TCP port; 0 for any free one. Default: 0. */
  port?: number | undefined;
  /** Address or host name to listen on. Default: `"127.0.0.1"`. */
  host?: string | undefined;
  /** Further host names by which clients may call this server, without a port: `["mock"]`. Default: none. */
  allowHosts?: readonly string[] | undefined;
  /** The largest body of a request, in bytes. Default: 1048576. */
  maxBodyBytes?: number | undefined;
}

export interface MockServer {
  /** Origin of the server, without a slash at the end: the client's `baseUrl`. */
  readonly url: string;
  /** The TCP port listened on. */
  readonly port: number;
  /** Stops listening and drops the connections that are open. */
  close(this: void): Promise<void>;
}
