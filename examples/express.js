// Express: npm install express swan-login
import express from "express";
import { isSwanLoginError, SwanClient } from "swan-login";

const swan = new SwanClient({
  client_id: process.env.BAIDU_APP_KEY,
  sk: process.env.BAIDU_APP_SECRET,
  baseUrl: process.env.BAIDU_URL, // npx swan-login mock, while you develop
});

const app = express();
app.use(express.json());

// The mini program posts what swan.getLoginCode gave it.
app.post("/login", async (request, response) => {
  try {
    const { openid, session_key } = await swan.login(request.body.code);
    response.json({ session: await startSession(openid, session_key) });
  } catch (error) {
    if (!isSwanLoginError(error)) throw error;
    const status = { code_invalid: 401, invalid_argument: 400 }[error.code] ?? 502;
    response.status(status).json({ error: error.code });
  }
});

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid, session_key) {
  return crypto.randomUUID();
}

const server = app.listen(process.env.PORT ?? 3000, () => console.log(`http://localhost:${server.address().port}`));
