// Fastify: npm install fastify swan-login
import fastify from "fastify";
import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";
import { toNodeHandler } from "swan-login/node";

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

const app = fastify();

app.register(async (scope) => {
  // The handler reads the body itself. Without these two lines Fastify does, and answers what is no JSON in its own words.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
  scope.post("/login", toNodeHandler(login));
});

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid, session_key) {
  return crypto.randomUUID();
}

console.log(await app.listen({ port: Number(process.env.PORT ?? 3000) }));
