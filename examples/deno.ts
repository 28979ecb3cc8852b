// Deno: deno run --allow-net --allow-env deno.ts
import { isSwanLoginError, SwanClient } from "npm:swan-login";

const swan = new SwanClient({
  client_id: Deno.env.get("BAIDU_APP_KEY")!,
  sk: Deno.env.get("BAIDU_APP_SECRET")!,
  baseUrl: Deno.env.get("BAIDU_URL"), // deno run -A npm:swan-login mock, while you develop
});

Deno.serve({ port: Number(Deno.env.get("PORT") ?? 3000) }, (request) => {
  const { pathname } = new URL(request.url);
  return request.method === "POST" && pathname === "/login" ? login(request) : new Response(null, { status: 404 });
});

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
async function startSession(_openid: string, _session_key: string) {
  return await Promise.resolve(crypto.randomUUID());
}
