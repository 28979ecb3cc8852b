// A third-party platform on Express: npm install express redis swan-login
import express from "express";
import { createClient } from "redis";
import { createLoginHandler } from "swan-login/handler";
import { toNodeHandler } from "swan-login/node";
import { SwanPlatform } from "swan-login/platform";
import { redisStore } from "swan-login/redis";

const { TP_KEY, PUSH_TOKEN, PUSH_AES_KEY, PUBLIC_URL, REDIS_URL, BAIDU_URL, PORT = 3000 } = process.env;
const platform = new SwanPlatform({
  client_id: TP_KEY,
  push: { token: PUSH_TOKEN, aesKey: PUSH_AES_KEY },
  store: redisStore(await createClient({ url: REDIS_URL }).on("error", console.error).connect()),
  baseUrl: BAIDU_URL, // a mock, while you develop
  onError: console.error,
});
// Yours: keep both on the server, and give the mini program an id.
const onLogin = async ({ openid, session_key }) => ({ session: crypto.randomUUID() });

const app = express();
app.post("/push", toNodeHandler(platform.handlePush));
const redirect_uri = `${PUBLIC_URL}/authorized`;
app.get("/authorize", async (_req, res) => res.redirect(await platform.authorizationUrl({ redirect_uri })));
app.get("/authorized", async (req, res) => res.json(await platform.authorize(req.query.authorization_code)));
app.post("/login/:app_id", (req, res, next) => {
  const client = platform.app(req.params.app_id); // look it up in your list of merchants first
  return toNodeHandler(createLoginHandler({ client, onLogin, onError: console.error }))(req, res, next);
});
const server = app.listen(PORT, () => console.log(`http://localhost:${server.address().port}`));
