// Next.js: npm install swan-login, and this as app/login/route.js
import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";

export const runtime = "edge"; // or "nodejs"

let login;

export function POST(request) {
  // Not at import: next build imports this file, perhaps where the secret is not.
  login ??= createLoginHandler({ client: swanClient(), onLogin, onError: console.error });
  return login(request);
}

function swanClient() {
  const { BAIDU_APP_KEY: client_id, BAIDU_APP_SECRET: sk, BAIDU_URL: baseUrl } = process.env;
  return new SwanClient({ client_id, sk, baseUrl });
}

/** Yours: keep both on the server, and give the mini program an id. */
async function onLogin({ openid, session_key }) {
  return { session: crypto.randomUUID() };
}
