/**
 * A login on Express whose session is kept in Redis, with the session_key, which decrypts the user's data later. The same
 * Redis shares the access token among all processes.
 *
 *     BAIDU_APP_KEY=… BAIDU_APP_SECRET=… REDIS_URL=redis://localhost node examples/redis-session.js
 */

import { randomBytes } from "node:crypto";
import express from "express";
import { createClient } from "redis";
import { isSwanLoginError, SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";
import { toNodeHandler } from "swan-login/node";
import { redisStore } from "swan-login/redis";

const { BAIDU_APP_KEY, BAIDU_APP_SECRET, BAIDU_URL, REDIS_URL, PORT = "3000" } = process.env;
const SESSION_SECONDS = 7 * 24 * 3600;

const redis = await createClient({ url: REDIS_URL }).on("error", console.error).connect();
const client = new SwanClient({
  client_id: BAIDU_APP_KEY,
  sk: BAIDU_APP_SECRET,
  baseUrl: BAIDU_URL,
  store: redisStore(redis),
});

const login = createLoginHandler({
  client,
  unionid: "if-available",
  onError: console.error,
  async onLogin(user) {
    const session = randomBytes(32).toString("base64url");
    await redis.set(`session:${session}`, JSON.stringify(user), { EX: SESSION_SECONDS });
    return { session };
  },
});

const app = express();

app.post("/login", toNodeHandler(login));

/** Whose request this is; answers it if nobody's. */
async function sessionOf(req, res) {
  const session = req.get("authorization")?.replace(/^Bearer /, "") ?? "";
  const user = await redis.get(`session:${session}`);
  if (user === null) res.status(401).json({ error: "no_session", relogin: true });
  return user === null ? undefined : JSON.parse(user);
}

app.get("/me", async (req, res) => {
  const user = await sessionOf(req, res);
  if (user) res.json({ openid: user.openid, unionid: user.unionid });
});

// What the getPhoneNumber button gave the mini program: { data, iv }. The session_key comes from the session, never from the
// request. Decryption does not prove that Baidu wrote the number, or that it is new: whoever knows the session_key can encrypt
// any number. So show it, or store it as a contact; before it logs somebody in or finds an account, confirm it by SMS.
app.post("/phone", express.json({ limit: "8kb" }), async (req, res) => {
  const user = await sessionOf(req, res);
  if (!user) return;
  const { data, iv } = req.body ?? {};
  try {
    const { mobile } = client.decryptUserData({ data, iv, session_key: user.session_key });
    res.json({ mobile });
  } catch (error) {
    if (!isSwanLoginError(error)) throw error;
    // A newer login has replaced the session_key: log in again, and then press the button again.
    const relogin = error.code === "decrypt_failed";
    res.status(relogin ? 401 : 400).json({ error: error.code, relogin });
  }
});

// express.json marks by `expose` the errors whose status is for the client. Any other error is the server's own, and a status
// on it may be that of an answer which the server got.
app.use((error, _req, res, _next) => {
  const status = error.expose ? error.statusCode : 500;
  if (status === 500) console.error(error);
  res.status(status).json({ error: status === 500 ? "server_error" : "invalid_request", relogin: false });
});

const server = app.listen(Number(PORT), "127.0.0.1", () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
