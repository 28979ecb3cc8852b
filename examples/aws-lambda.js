/**
 * AWS Lambda behind a function URL or an HTTP API (events of version 2.0): npm install swan-login, and aws-lambda.handler as
 * the function's handler.
 */

import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";

const { BAIDU_APP_KEY: client_id, BAIDU_APP_SECRET: sk, BAIDU_URL: baseUrl } = process.env;

const login = createLoginHandler({
  client: new SwanClient({ client_id, sk, baseUrl }),
  onLogin: async ({ openid, session_key }) => ({ session: await startSession(openid, session_key) }),
  onError: console.error,
});

export async function handler(event) {
  return toResult(await login(toRequest(event)));
}

/** Yours: keep both on the server, and give the mini program an id. */
async function startSession(openid, session_key) {
  return crypto.randomUUID();
}

function toRequest({ requestContext, rawPath, rawQueryString, headers, body, isBase64Encoded }) {
  const { method } = requestContext.http;
  const url = `https://${requestContext.domainName}${rawPath}?${rawQueryString}`;
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: isBase64Encoded ? Buffer.from(body, "base64") : body });
}

async function toResult(response) {
  const headers = Object.fromEntries(response.headers);
  delete headers["set-cookie"];
  return {
    statusCode: response.status,
    headers,
    cookies: response.headers.getSetCookie(),
    body: await response.text(),
  };
}
