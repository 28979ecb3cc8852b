// A third-party platform on Next.js: npm install redis swan-login, and this folder's files in yours
import { createClient } from "redis";
import { SwanPlatform } from "swan-login/platform";
import { redisStore } from "swan-login/redis";

let platform;

/** Not at import: next build imports the routes, perhaps where the secrets are not. */
export function getPlatform() {
  platform ??= connect();
  return platform;
}

async function connect() {
  const { TP_KEY, PUSH_TOKEN, PUSH_AES_KEY, REDIS_URL, BAIDU_URL } = process.env;
  return new SwanPlatform({
    client_id: TP_KEY,
    push: { token: PUSH_TOKEN, aesKey: PUSH_AES_KEY },
    store: redisStore(await createClient({ url: REDIS_URL }).on("error", console.error).connect()),
    baseUrl: BAIDU_URL, // a mock, while you develop
    onError: console.error,
  });
}
