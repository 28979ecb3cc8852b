/**
 * The login handler on Fastify, which reads the body itself.
 *
 *     BAIDU_APP_KEY=… BAIDU_APP_SECRET=… node examples/fastify.js
 */

import fastify from "fastify";
import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";

const { BAIDU_APP_KEY, BAIDU_APP_SECRET, BAIDU_URL, PORT = "3000" } = process.env;

const login = createLoginHandler({
  client: new SwanClient({ client_id: BAIDU_APP_KEY, sk: BAIDU_APP_SECRET, baseUrl: BAIDU_URL }),
  onLogin: ({ openid }) => ({ openid }),
});

const app = fastify({ bodyLimit: 8 * 1024 });
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));

app.post("/login", async ({ headers, body }, reply) => {
  const request = new Request("http://localhost/login", {
    method: "POST",
    headers: { "content-type": headers["content-type"] ?? "" },
    body,
  });
  const response = await login(request);
  // Fastify 5 sends a Response with its status and headers.
  return reply.send(response);
});

// What Fastify refuses itself, such as a body over its limit.
app.setErrorHandler((error, _request, reply) => {
  const { statusCode: status = 500 } = error;
  if (status === 500) console.error(error);
  reply.status(status).send({ error: status < 500 ? "invalid_request" : "server_error", relogin: false });
});

console.log(`listening on ${await app.listen({ port: Number(PORT), host: "127.0.0.1" })}`);
