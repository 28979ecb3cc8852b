// Express: npm install express swan-login
import express from "express";
import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";

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

const app = express();

app.post("/login", express.text({ type: () => true, limit: "8kb" }), async ({ headers, body }, res) => {
  const type = headers["content-type"] ?? "";
  const response = await login(
    new Request("http://localhost/login", { method: "POST", headers: { "content-type": type }, body }),
  );
  for (const [name, value] of response.headers) res.append(name, value);
  res.status(response.status).send(await response.text());
});

// What express.text refuses, such as a body over its limit.
app.use((error, _req, res, _next) => {
  const { status = 500 } = error;
  if (status === 500) console.error(error);
  res.status(status).json({ error: status < 500 ? "invalid_request" : "server_error", relogin: false });
});

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid, session_key) {
  return crypto.randomUUID();
}

const server = app.listen(process.env.PORT ?? 3000, () => console.log(`http://localhost:${server.address().port}`));
