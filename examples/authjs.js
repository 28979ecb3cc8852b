/**
 * Auth.js, with a login code as credentials: npm install @auth/core hono swan-login. The session is Auth.js's own encrypted
 * token; /auth/session and the other addresses of Auth.js work with it.
 *
 *     BAIDU_APP_KEY=… BAIDU_APP_SECRET=… AUTH_SECRET=… bun examples/authjs.js
 */

import { Auth, raw, skipCSRFCheck } from "@auth/core";
import { CredentialsSignin } from "@auth/core/errors";
import Credentials from "@auth/core/providers/credentials";
import { Hono } from "hono";
import { SwanClient } from "swan-login";

const { BAIDU_APP_KEY, BAIDU_APP_SECRET, BAIDU_URL, AUTH_SECRET } = process.env;
const client = new SwanClient({ client_id: BAIDU_APP_KEY, sk: BAIDU_APP_SECRET, baseUrl: BAIDU_URL });

const config = {
  basePath: "/auth",
  secret: AUTH_SECRET,
  trustHost: true,
  providers: [Credentials({ id: "swan", credentials: { code: {} }, authorize })],
  callbacks: {
    session: ({ session, token }) => ({ ...session, user: { id: token.sub } }),
  },
};

async function authorize({ code }) {
  try {
    const { openid, session_key } = await client.login(code);
    await keepSessionKey(openid, session_key);
    return { id: openid };
  } catch (error) {
    throw new LoginFailed(error);
  }
}

/** What the mini program gets to know. Auth.js logs the error itself, and puts `code` into the URL of its error page. */
class LoginFailed extends CredentialsSignin {
  constructor(error) {
    super(error);
    this.code = error.code in STATUS ? error.code : "unavailable";
    this.relogin = error.codeConsumed !== "no";
  }
}

const STATUS = { code_invalid: 401, invalid_argument: 400, unavailable: 503 };

const app = new Hono();

app.all("/auth/*", (context) => Auth(context.req.raw, config));

// A mini program keeps no cookies: it gets the cookie of the session as text, and sends it as the header cookie.
app.post("/login", async (context) => {
  const { code = "" } = Object(await context.req.json().catch(() => undefined));
  const url = new URL("/auth/callback/swan", context.req.url);
  const request = new Request(url, { method: "POST", body: new URLSearchParams({ code }) });
  try {
    // Nobody can be made to sign in unknowingly: the code is of this very mini program, and the body is JSON.
    const { cookies } = await Auth(request, { ...config, raw, skipCSRFCheck });
    const parts = cookies.filter(({ name }) => name.includes("session-token"));
    return context.json({ cookie: parts.map(({ name, value }) => `${name}=${value}`).join("; ") });
  } catch (error) {
    if (!(error instanceof LoginFailed)) throw error;
    return context.json({ error: error.code, relogin: error.relogin }, STATUS[error.code]);
  }
});

/** Yours: keep it on the server; it decrypts the user's data later. */
async function keepSessionKey(openid, session_key) {}

export default app;
