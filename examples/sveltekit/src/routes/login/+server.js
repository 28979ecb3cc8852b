// SvelteKit: src/routes/login/+server.js
import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";
import { env } from "$env/dynamic/private";

const client = new SwanClient({
  client_id: env.BAIDU_APP_KEY,
  sk: env.BAIDU_APP_SECRET,
  baseUrl: env.BAIDU_URL, // npx swan-login mock, while you develop
});

const login = createLoginHandler({
  client,
  onLogin: async ({ openid, session_key }) => ({ session: await startSession(openid, session_key) }),
  onError: console.error,
});

export const POST = ({ request }) => login(request);

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid, session_key) {
  return crypto.randomUUID();
}
