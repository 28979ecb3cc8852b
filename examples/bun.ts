// Bun: bun add swan-login
import { isSwanLoginError, SwanClient } from "swan-login";

const swan = new SwanClient({
  client_id: Bun.env.BAIDU_APP_KEY!,
  sk: Bun.env.BAIDU_APP_SECRET!,
  baseUrl: Bun.env.BAIDU_URL, // bunx swan-login mock, while you develop
});

const server = Bun.serve({
  port: Bun.env.PORT ?? 3000,
  routes: { "/login": { POST: login } },
});
console.log(server.url.href);

/** The mini program posts what swan.getLoginCode gave it. */
async function login(request: Request) {
  try {
    const { code } = await request.json();
    const { openid, session_key } = await swan.login(code);
    return Response.json({ session: await startSession(openid, session_key) });
  } catch (error) {
    if (!isSwanLoginError(error)) throw error;
    const status = { code_invalid: 401, invalid_argument: 400 }[error.code as string] ?? 502;
    return Response.json({ error: error.code }, { status });
  }
}

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid: string, session_key: string) {
  return crypto.randomUUID();
}
