/**
 * A login whose session is a signed token (JWT), so the server keeps nothing. Hono runs this file as it is on Bun, Deno,
 * Vercel and (with nodejs_compat) Cloudflare Workers, and on Node with @hono/node-server.
 *
 *     BAIDU_APP_KEY=… BAIDU_APP_SECRET=… SESSION_SECRET=… bun examples/jwt.js
 */

import { Hono } from "hono";
import { jwtVerify, SignJWT } from "jose";
import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";

const { BAIDU_APP_KEY, BAIDU_APP_SECRET, BAIDU_URL, SESSION_SECRET } = process.env;
const client = new SwanClient({ client_id: BAIDU_APP_KEY, sk: BAIDU_APP_SECRET, baseUrl: BAIDU_URL });
const key = new TextEncoder().encode(SESSION_SECRET);

const login = createLoginHandler({
  client,
  unionid: "if-available",
  onError: console.error,
  // Anyone can read a JWT: what is in it must be no secret.
  onLogin: async ({ openid, unionid }) => ({
    token: await new SignJWT({ unionid })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(openid)
      .setExpirationTime("2h")
      .sign(key),
  }),
});

const app = new Hono();

app.all("/login", (context) => login(context.req.raw));

app.get("/me", async (context) => {
  const token = context.req.header("authorization")?.replace(/^Bearer /, "") ?? "";
  try {
    const { payload } = await jwtVerify(token, key);
    return context.json({ openid: payload.sub, unionid: payload.unionid });
  } catch {
    return context.json({ error: "no_session", relogin: true }, 401);
  }
});

export default app;
