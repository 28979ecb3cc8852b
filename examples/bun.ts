// Bun: bun add swan-login
import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";

const client = new SwanClient({
  client_id: Bun.env.BAIDU_APP_KEY!,
  sk: Bun.env.BAIDU_APP_SECRET!,
  baseUrl: Bun.env.BAIDU_URL, // bunx swan-login mock, while you develop
});

const login = createLoginHandler({
  client,
  onLogin: async ({ openid, session_key }) => ({ session: await startSession(openid, session_key) }),
  onError: console.error,
});

const server = Bun.serve({ port: Bun.env.PORT ?? 3000, routes: { "/login": login } });
console.log(server.url.href);

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid: string, session_key: string) {
  return crypto.randomUUID();
}
