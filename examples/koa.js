// Koa: npm install koa swan-login
import Koa from "koa";
import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";
import { toNodeHandler } from "swan-login/node";

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

const app = new Koa();
const nodeLogin = toNodeHandler(login);

// With a router: router.post("/login", nodeLogin). It may stand before or behind a body parser.
app.use((context, next) => (context.path === "/login" ? nodeLogin(context) : next()));

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid, session_key) {
  return crypto.randomUUID();
}

const server = app.listen(process.env.PORT ?? 3000, () => console.log(`http://localhost:${server.address().port}`));
