/** Redis over HTTP, as Upstash offers it: every command is carried out by a Redis server. */

import { once } from "node:events";
import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import { Redis } from "ioredis";

/** @param {string} redisUrl */
export async function redisHttp(redisUrl) {
  const redis = new Redis(redisUrl);
  /** @param {string[]} command @param {boolean} inBase64 */
  const run = async ([name, ...args], inBase64) => {
    try {
      const result = await redis.call(name, ...args.map(String));
      return { result: inBase64 && typeof result === "string" ? Buffer.from(result).toString("base64") : result };
    } catch (error) {
      return { error: /** @type {Error} */ (error).message };
    }
  };
  const server = createServer(async (request, response) => {
    const body = /** @type {any} */ (await json(request));
    const inBase64 = request.headers["upstash-encoding"] === "base64";
    const answer = request.url?.startsWith("/pipeline")
      ? await Promise.all(body.map((/** @type {string[]} */ command) => run(command, inBase64)))
      : await run(body, inBase64);
    response.statusCode = "error" in answer ? 400 : 200;
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      redis.disconnect();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
