// NestJS: npm install @nestjs/common @nestjs/core @nestjs/platform-express swan-login
import "reflect-metadata";
import { Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";
import { toNodeHandler } from "swan-login/node";

const { BAIDU_APP_KEY = "", BAIDU_APP_SECRET = "", BAIDU_URL, PORT = "3000" } = process.env;
const client = new SwanClient({
  client_id: BAIDU_APP_KEY,
  sk: BAIDU_APP_SECRET,
  baseUrl: BAIDU_URL, // npx swan-login mock, while you develop
});

const login = createLoginHandler({
  client,
  onLogin: async ({ openid, session_key }) => ({ session: await startSession(openid, session_key) }),
  onError: console.error,
});

/** Yours: your controllers. */
@Module({})
class AppModule {}

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid: string, session_key: string) {
  return crypto.randomUUID();
}

const app = await NestFactory.create(AppModule, { logger: ["error"] });
// A middleware, because the handler writes the whole response. Before Nest's body parser, which listen() adds.
app.use("/login", toNodeHandler(login));
await app.listen(PORT);
console.log(`http://localhost:${app.getHttpServer().address().port}`);
