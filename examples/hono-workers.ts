// Hono on Cloudflare Workers: npm install hono swan-login, then wrangler dev hono-workers.ts
import { Hono } from "hono";
import { isSwanLoginError, jscode2sessionkey } from "swan-login";

type Bindings = { BAIDU_APP_KEY: string; BAIDU_APP_SECRET: string; BAIDU_URL?: string };

const app = new Hono<{ Bindings: Bindings }>();

// The mini program posts what swan.getLoginCode gave it.
app.post("/login", async (context) => {
  const { BAIDU_APP_KEY: client_id, BAIDU_APP_SECRET: sk, BAIDU_URL: baseUrl } = context.env;
  try {
    const { code } = await context.req.json();
    const { openid, session_key } = await jscode2sessionkey({ code, client_id, sk }, { baseUrl });
    return context.json({ session: await startSession(openid, session_key) });
  } catch (error) {
    if (!isSwanLoginError(error)) throw error;
    const status = ({ code_invalid: 401, invalid_argument: 400 } as const)[error.code as string] ?? 502;
    return context.json({ error: error.code }, status);
  }
});

export default app;

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid: string, session_key: string) {
  return crypto.randomUUID();
}
