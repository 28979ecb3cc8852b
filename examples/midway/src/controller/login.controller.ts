import { Controller, Inject, Post } from "@midwayjs/core";
import type { Context } from "@midwayjs/koa";
import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";
import { toNodeHandler } from "swan-login/node";

const { BAIDU_APP_KEY = "", BAIDU_APP_SECRET = "", BAIDU_URL } = process.env;
const client = new SwanClient({
  client_id: BAIDU_APP_KEY,
  sk: BAIDU_APP_SECRET,
  baseUrl: BAIDU_URL, // npx swan-login mock, while you develop
});

const login = toNodeHandler(
  createLoginHandler({
    client,
    onLogin: async ({ openid, session_key }) => ({ session: await startSession(openid, session_key) }),
    onError: console.error,
  }),
);

@Controller("/")
export class LoginController {
  @Inject()
  ctx!: Context;

  // It takes the body that Midway has parsed, and writes the whole response.
  @Post("/login")
  async login() {
    await login(this.ctx);
  }
}

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid: string, session_key: string) {
  return crypto.randomUUID();
}
