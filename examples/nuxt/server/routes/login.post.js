// Nuxt: server/routes/login.post.js; Nitro: routes/login.post.js
import { defineEventHandler, toWebRequest } from "h3";
import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";

const client = new SwanClient({
  client_id: process.env.BAIDU_APP_KEY,
  sk: process.env.BAIDU_APP_SECRET,
  baseUrl: process.env.BAIDU_URL, // npx swan-login mock, while you develop
});

const login = createLoginHandler({
  client,
  onLogin: async ({ openid, session_key }) => ({ session: await startSession(openid, session_key) }),
  onError: console.error,
});

export default defineEventHandler((event) => login(toWebRequest(event)));

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid, session_key) {
  return crypto.randomUUID();
}
