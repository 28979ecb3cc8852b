import { SwanClient } from "swan-login";
import { createMockBaidu } from "swan-login/mock";

/** @import { SwanClientParams } from "swan-login" */
/** @import { MockBaiduOptions } from "swan-login/mock" */

/**
 * A mock Baidu, and clients of its app that call it.
 * @param {Partial<SwanClientParams>} [options]  of every client
 * @param {MockBaiduOptions} [mockOptions]
 */
export function setUp(options, mockOptions) {
  const mock = createMockBaidu(mockOptions);
  const [{ client_id, sk }] = mock.apps;
  const params = { client_id, sk, fetch: mock.fetch };
  const newClient = (/** @type {Partial<SwanClientParams>} */ more = {}) =>
    new SwanClient({ ...params, ...options, ...more });
  return { mock, client_id, sk, newClient, client: newClient() };
}
