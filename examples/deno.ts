// Deno: deno run --allow-net --allow-env deno.ts
import { SwanClient } from "npm:swan-login";
import { createLoginHandler } from "npm:swan-login/handler";

const client = new SwanClient({
  client_id: Deno.env.get("BAIDU_APP_KEY")!,
  sk: Deno.env.get("BAIDU_APP_SECRET")!,
  baseUrl: Deno.env.get("BAIDU_URL"), // deno run -A npm:swan-login mock, while you develop
});

const login = createLoginHandler({
  client,
  onLogin: async ({ openid, session_key }) => ({ session: await startSession(openid, session_key) }),
  onError: console.error,
});

Deno.serve({ port: Number(Deno.env.get("PORT") ?? 3000) }, (request) => {
  const { pathname } = new URL(request.url);
  return pathname === "/login" ? login(request) : new Response(null, { status: 404 });
});

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(_openid: string, _session_key: string) {
  return await Promise.resolve(crypto.randomUUID());
}
