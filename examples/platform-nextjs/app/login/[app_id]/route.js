import { createLoginHandler } from "swan-login/handler";
import { getPlatform } from "../../../platform.js";

export async function POST(request, { params }) {
  const { app_id } = await params;
  const client = (await getPlatform()).app(app_id); // look it up in your list of merchants first
  return createLoginHandler({ client, onLogin, onError: console.error })(request);
}

/** Yours: keep both on the server, and give the mini program an id. */
async function onLogin({ openid, session_key }) {
  return { session: crypto.randomUUID() };
}
