// A third-party platform on Cloudflare Workers: npm install hono swan-login, then wrangler dev platform-hono-workers.ts
// with the Durable Object SwanTokenObject bound as SWAN_TOKEN.
import { Hono } from "hono";
import { type DurableObjectNamespaceLike, durableObjectStore } from "swan-login/cloudflare";
import { createLoginHandler } from "swan-login/handler";
import { SwanPlatform } from "swan-login/platform";

export { SwanTokenObject } from "swan-login/cloudflare";

type Bindings = {
  TP_KEY: string;
  PUSH_TOKEN: string;
  PUSH_AES_KEY: string;
  PUBLIC_URL: string;
  SWAN_TOKEN: DurableObjectNamespaceLike;
  BAIDU_URL?: string;
};

// Made at the first request, which brings the secrets, and kept.
let kept: SwanPlatform | undefined;

function platform({ TP_KEY, PUSH_TOKEN, PUSH_AES_KEY, SWAN_TOKEN, BAIDU_URL }: Bindings) {
  kept ??= new SwanPlatform({
    client_id: TP_KEY,
    push: { token: PUSH_TOKEN, aesKey: PUSH_AES_KEY },
    store: durableObjectStore(SWAN_TOKEN),
    baseUrl: BAIDU_URL,
    onError: console.error,
  });
  return kept;
}

const app = new Hono<{ Bindings: Bindings }>();

app.all("/push", (context) => platform(context.env).handlePush(context.req.raw));
app.get("/authorize", async (context) => {
  const redirect_uri = `${context.env.PUBLIC_URL}/authorized`;
  return context.redirect(await platform(context.env).authorizationUrl({ redirect_uri }));
});
app.get("/authorized", async (context) =>
  context.json(await platform(context.env).authorize(context.req.query("authorization_code") ?? "")),
);
app.post("/login/:app_id", (context) => {
  const client = platform(context.env).app(context.req.param("app_id")); // look it up in your list of merchants first
  return createLoginHandler({ client, onLogin, onError: console.error })(context.req.raw);
});

export default app;

/** Yours: keep both on the server, and give the mini program an id. */
async function onLogin({ openid, session_key }: { openid: string; session_key: string }) {
  return { session: crypto.randomUUID() };
}
