// Hono on Cloudflare Workers: npm install hono swan-login, then wrangler dev hono-workers.ts
import { Hono } from "hono";
import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";

type Bindings = { BAIDU_APP_KEY: string; BAIDU_APP_SECRET: string; BAIDU_URL?: string };

const app = new Hono<{ Bindings: Bindings }>();

// Made at the first request, which brings the secrets, and kept: the client holds the access token.
let login: ReturnType<typeof loginHandler> | undefined;

app.all("/login", (context) => {
  login ??= loginHandler(context.env);
  return login(context.req.raw);
});

export default app;

function loginHandler({ BAIDU_APP_KEY: client_id, BAIDU_APP_SECRET: sk, BAIDU_URL: baseUrl }: Bindings) {
  return createLoginHandler({
    client: new SwanClient({ client_id, sk, baseUrl }),
    onLogin: async ({ openid, session_key }) => ({ session: await startSession(openid, session_key) }),
    onError: console.error,
  });
}

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid: string, session_key: string) {
  return crypto.randomUUID();
}
