/**
 * One process of an app that shares its access token through Redis. For each message `{ calls, atOnce }` it makes these
 * calls, every tenth of which goes to Baidu, and answers with the errors; without calls, it answers when Redis does.
 */

import { SwanClient } from "swan-login";
import { redisStore } from "swan-login/redis";

const [library, redisUrl, baseUrl, client_id, sk, openid] =
  /** @type {[string, string, string, string, string, string]} */ (/** @type {unknown} */ (process.argv.slice(2)));
const store = redisStore(await (library === "ioredis" ? ioredis() : nodeRedis()));
// The longer timeouts are for a busy machine.
const client = new SwanClient({ client_id, sk, store, baseUrl, timeout: 30_000, storeTimeout: 2_000 });

process.on("message", async (/** @type {{ calls: number, atOnce: number }} */ { calls, atOnce }) => {
  if (calls === 0) await redisAnswers();
  /** @type {string[]} */
  const failures = [];
  let left = calls;
  const caller = async () => {
    while (left-- > 0) {
      const call = left % 10 ? client.accessToken() : client.getUnionid(openid);
      await call.catch((error) => failures.push(String(error)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  process.send?.(failures);
});
process.once("disconnect", () => process.exit());
process.send?.("ready");

async function redisAnswers() {
  const isThere = () =>
    Promise.resolve(store.get("any")).then(
      () => true,
      () => false,
    );
  while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function nodeRedis() {
  const { createClient } = await import("redis");
  const redis = createClient({ url: redisUrl });
  // Without a listener an error of the connection would end the process.
  redis.on("error", () => {});
  return redis.connect();
}

async function ioredis() {
  const { Redis } = await import("ioredis");
  const redis = new Redis(redisUrl);
  redis.on("error", () => {});
  return redis;
}
