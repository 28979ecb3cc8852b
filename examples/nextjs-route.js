// Next.js: npm install swan-login, and this as app/login/route.js
import { isSwanLoginError, jscode2sessionkey } from "swan-login";

export const runtime = "edge"; // or "nodejs"

/** The mini program posts what swan.getLoginCode gave it. */
export async function POST(request) {
  const { BAIDU_APP_KEY: client_id, BAIDU_APP_SECRET: sk, BAIDU_URL: baseUrl } = process.env;
  try {
    const { code } = await request.json();
    const { openid, session_key } = await jscode2sessionkey({ code, client_id, sk }, { baseUrl });
    return Response.json({ session: await startSession(openid, session_key) });
  } catch (error) {
    if (!isSwanLoginError(error)) throw error;
    const status = { code_invalid: 401, invalid_argument: 400 }[error.code] ?? 502;
    return Response.json({ error: error.code }, { status });
  }
}

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid, session_key) {
  return crypto.randomUUID();
}
