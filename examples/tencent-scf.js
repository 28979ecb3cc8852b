/**
 * 腾讯云云函数（事件函数），由函数 URL 或 API 网关（启用集成响应）触发：npm install swan-login，执行方法填
 * tencent-scf.main_handler，package.json 里写 "type": "module"。
 *
 * Tencent Cloud SCF, an event function behind a function URL or an API gateway.
 */

import { SwanClient } from "swan-login";
import { createLoginHandler } from "swan-login/handler";

const { BAIDU_APP_KEY: client_id, BAIDU_APP_SECRET: sk, BAIDU_URL: baseUrl } = process.env;

const login = createLoginHandler({
  client: new SwanClient({ client_id, sk, baseUrl }),
  onLogin: async ({ openid, session_key }) => ({ session: await startSession(openid, session_key) }),
  onError: console.error,
});

export async function main_handler(event) {
  return toResult(await login(toRequest(event)));
}

/** 由你实现：把两者都存在服务端，只给小程序一个会话 id。 */
async function startSession(openid, session_key) {
  return crypto.randomUUID();
}

function toRequest({ httpMethod: method, path, queryString, headers: names, body, isBase64Encoded }) {
  const headers = new Headers(names);
  // 函数 URL 的事件不一定带 host。
  const url = new URL(`https://${headers.get("host") ?? "localhost"}${path}`);
  url.search = new URLSearchParams(queryString);
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: isBase64Encoded ? Buffer.from(body, "base64") : body });
}

async function toResult(response) {
  const headers = Object.fromEntries(response.headers);
  return { isBase64Encoded: false, statusCode: response.status, headers, body: await response.text() };
}
