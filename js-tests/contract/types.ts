/** Uses every export as its types say. tsc --strict compiles this file, and nothing runs it. */

import { createServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import fastify from "fastify";
import {
  type AccessToken,
  type AppInfo,
  type AppToken,
  type AuthorizationCode,
  type AuthorizationPush,
  type BaiduError,
  buildRequest,
  type CallOptions,
  type Calls,
  type CredentialParams,
  decryptPush,
  decryptUserData,
  type Endpoint,
  getAccessToken,
  getSessionKey,
  getUnionid,
  type HttpRequest,
  type HttpResponse,
  isSwanLoginError,
  type Jscode2sessionkeyParams,
  jscode2sessionkey,
  type naloginGetSessionKeyByCode,
  type Options,
  type PhoneNumber,
  type PreAuthCode,
  parseResponse,
  type ResponseEvent,
  type Session,
  type Store,
  type StoreErrorEvent,
  SwanClient,
  type SwanClientParams,
  SwanLoginError,
  type SwanLoginErrorCode,
  type TicketPush,
  type TokenAndCodeParams,
  type TokenAndOpenidParams,
  type TpUnionid,
  tpCreatePreAuthCode,
  tpGetAccessToken,
  tpGetAppInfo,
  tpGetAppToken,
  tpGetSessionKeyByCode,
  tpGetUnionid,
  tpRefreshAppToken,
  tpRetrieveAuthorizationCode,
  type Unionid,
  type UserDataParams,
  type UserInfo,
  version,
} from "swan-login";
import {
  type ExplainOptions,
  type Explanation,
  explain as explainError,
  type Lang,
  lookUp,
  type RawReply,
} from "swan-login/explain";
import {
  createLoginHandler,
  type LoginHandler,
  type LoginHandlerOptions,
  type LoginRefusal,
  type LoginUser,
} from "swan-login/handler";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";
import { type NodeHandler, toNodeHandler } from "swan-login/node";

/** Fails to compile unless both types are the same. */
function same<A, B>(_: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false) {}

const app: CredentialParams = { client_id: "k", sk: "s" };
const login: Jscode2sessionkeyParams = { ...app, code: "c" };
const tokenAndCode: TokenAndCodeParams = { access_token: "t", code: "c" };
const tokenAndOpenid: TokenAndOpenidParams = { access_token: "t", openid: "o" };
const options: Options = {
  signal: AbortSignal.timeout(1_000),
  timeout: 0,
  retries: 1,
  fetch: (url: string, init: RequestInit) => fetch(url, init),
  baseUrl: { spapi: "https://example.com" },
  maxBodyBytes: 1_024,
  onResponse: ({ endpoint, status, headers, body }: ResponseEvent) =>
    console.log(endpoint, status, headers.get("date"), body.length),
};

export async function calls() {
  const session = await jscode2sessionkey(login, options);
  same<typeof session, Session>(true);
  same<Awaited<ReturnType<typeof naloginGetSessionKeyByCode>>, Session>(true);
  same<Awaited<ReturnType<typeof getSessionKey>>, Session>(true);
  same<Awaited<ReturnType<typeof tpGetSessionKeyByCode>>, Session>(true);
  same<Awaited<ReturnType<typeof getUnionid>>, Unionid>(true);
  same<Awaited<ReturnType<typeof tpGetUnionid>>, TpUnionid>(true);
  same<Awaited<ReturnType<typeof getAccessToken>>, AccessToken>(true);
  await getSessionKey(tokenAndCode);
  await tpGetSessionKeyByCode(tokenAndCode, { baseUrl: "http://localhost:1" });
  await tpGetUnionid(tokenAndOpenid);
  await getAccessToken(app);
  const { timestamp, request_id } = await getUnionid(tokenAndOpenid);
  same<typeof timestamp, number | undefined>(true);
  same<typeof request_id, string | undefined>(true);

  // @ts-expect-error: the name is client_id
  await jscode2sessionkey({ code: "c", clientId: "k", sk: "s" });
  // @ts-expect-error: sk is missing
  await jscode2sessionkey({ code: "c", client_id: "k" });
  // @ts-expect-error: a number is no code
  await jscode2sessionkey({ ...login, code: 1 });
}

export async function platform() {
  same<Awaited<ReturnType<typeof tpGetAccessToken>>, AccessToken>(true);
  same<Awaited<ReturnType<typeof tpCreatePreAuthCode>>, PreAuthCode>(true);
  same<Awaited<ReturnType<typeof tpGetAppToken>>, AppToken>(true);
  same<Awaited<ReturnType<typeof tpRefreshAppToken>>, AppToken>(true);
  same<Awaited<ReturnType<typeof tpRetrieveAuthorizationCode>>, AuthorizationCode>(true);
  await tpGetAccessToken({ client_id: "tp", ticket: "t" }, options);
  await tpCreatePreAuthCode({ access_token: "t" });
  await tpGetAppToken(tokenAndCode);
  await tpRefreshAppToken({ access_token: "t", refresh_token: "r" });
  await tpRetrieveAuthorizationCode({ access_token: "t", app_id: "1" });
  const info: AppInfo = await tpGetAppInfo({ access_token: "t" });
  [info.app_id, info.client_id, info.name, ...info.scopes] satisfies string[];
  // @ts-expect-error: a number loses digits
  await tpRetrieveAuthorizationCode({ access_token: "t", app_id: 1 });
  // @ts-expect-error: the name is code
  await tpGetAppToken({ access_token: "t", authorization_code: "c" });

  const push = { body: "{}", token: "t", aesKey: "k", client_id: "tp" };
  const unchecked = decryptPush(push);
  same<typeof unchecked, unknown>(true);
  decryptPush<TicketPush>({ ...push, aesKey: ["k", "old"], body: {} }).Ticket satisfies string;
  const { event, authorizationCode } = decryptPush<AuthorizationPush>(push);
  same<typeof event, string>(true);
  same<typeof authorizationCode, string | undefined>(true);
}

export function plain() {
  const request: HttpRequest = buildRequest("jscode2sessionkey", login, { baseUrl: "https://example.com" });
  const response: HttpResponse = {
    status: 200,
    body: request.body ?? request.url + request.method + request.headers["content-type"],
  };
  const token = parseResponse("getAccessToken", response);
  same<typeof token, AccessToken>(true);
  same<Endpoint, keyof Calls>(true);
  parseResponse("getUnionid", response, tokenAndOpenid).unionid satisfies string;
  // @ts-expect-error: no such call
  buildRequest("login", login);
  // @ts-expect-error: the parameters of another call
  buildRequest("getUnionid", login);
  version.version satisfies string;
  version.commit satisfies string;
  version.wasm satisfies string;
}

export function userData() {
  const params: UserDataParams = { data: "d", iv: "i", session_key: "k", client_id: "c" };
  const unchecked = decryptUserData(params);
  same<typeof unchecked, unknown>(true);
  const { openid, nickname, headimgurl, sex } = decryptUserData<UserInfo>(params);
  same<typeof sex, number | string>(true);
  decryptUserData<PhoneNumber>(params).mobile satisfies string;
  // @ts-expect-error: nothing is known of what was not named
  decryptUserData(params).mobile;
  // @ts-expect-error: the app's secret has no part in this
  decryptUserData({ ...params, sk: "s" });
  return openid + nickname + headimgurl;
}

export function errors(error: unknown): string {
  if (!isSwanLoginError(error)) return String(error instanceof SwanLoginError);
  same<typeof error, SwanLoginError>(true);
  const baidu: BaiduError = error.baidu ?? {};
  same<SwanLoginError["codeConsumed"], "no" | "yes" | "unknown" | undefined>(true);
  // @ts-expect-error: not one of the codes
  if (error.code === "expired") return "";
  return `${error.endpoint} ${error.retryable} ${error.httpStatus} ${error.hint} ${baidu.errno} ${error.toJSON().name} ${explain(error.code)}`;
}

/** A switch over the closed set needs no default. */
function explain(code: SwanLoginErrorCode): string {
  switch (code) {
    case "invalid_argument":
    case "internal":
    case "malformed_response":
      return "a bug";
    case "network":
    case "timeout":
    case "server":
    case "rate_limited":
      return "try again";
    case "code_invalid":
    case "decrypt_failed":
      return "log in again";
    case "bad_credentials":
    case "bad_request":
    case "permission":
      return "look at the console";
    case "platform_not_ready":
    case "app_not_authorized":
      return "look at the platform";
    case "token_invalid":
      return "get a new token";
  }
}

export async function client(memory: Map<string, string>) {
  const store: Store = memory;
  const onStoreError = ({ operation, error }: StoreErrorEvent) => console.warn(operation, error.message);
  const params: SwanClientParams = { client_id: "k", sk: "s", store, storeTimeout: 500, onStoreError, retries: 1 };
  const client = new SwanClient(params);
  const options: CallOptions = { signal: AbortSignal.timeout(5), timeout: 5 };
  const session = await client.login("c", options);
  same<typeof session, Session>(true);
  const unionid = await client.getUnionid(session.openid, options);
  same<typeof unionid, Unionid>(true);
  const token = await client.accessToken();
  same<typeof token, string>(true);
  const { mobile } = client.decryptUserData<PhoneNumber>({ data: "d", iv: "i", session_key: session.session_key });
  same<typeof mobile, string>(true);
  // @ts-expect-error: one call's abort must not end what all calls share
  new SwanClient({ client_id: "k", sk: "s", signal: AbortSignal.timeout(5) });
  // @ts-expect-error: no store
  new SwanClient({ client_id: "k", sk: "s", store: new Set() });
}

export function handler(client: SwanClient) {
  const onLogin = ({ openid, unionid }: LoginUser) => ({ openid, unionid });
  const options: LoginHandlerOptions = { client, onLogin, unionid: "if-available", onError: console.error };
  const login = createLoginHandler(options);
  same<typeof login, LoginHandler>(true);
  same<ReturnType<typeof login>, Promise<Response>>(true);
  same<ReturnType<typeof login.refuse>, Response>(true);
  const refusal: LoginRefusal = { error: "code_invalid", relogin: true };
  // @ts-expect-error: a handler is nothing without onLogin
  createLoginHandler({ client });
  // @ts-expect-error: a misspelt mode
  createLoginHandler({ client, onLogin, unionid: "optional" });
  const nodeHandler = toNodeHandler(login);
  same<typeof nodeHandler, NodeHandler>(true);
  createServer(nodeHandler);
  createHttp2Server(nodeHandler);
  fastify().post("/login", nodeHandler);
  return refusal;
}

export async function mock() {
  const baidu = createMockBaidu({ apps: [{ client_id: "k", sk: "s" }] });
  const server = await listen(baidu, { port: 0 });
  await jscode2sessionkey(
    { code: baidu.issueCode(), client_id: "k", sk: "s" },
    { baseUrl: server.url, fetch: baidu.fetch },
  );
  await server.close();
}

export function explanations(error: unknown) {
  const lang: Lang = "zh";
  const options: ExplainOptions = { lang, parseResponse };
  const reply: RawReply = { status: 200, body: "", endpoint: "getUnionid" };
  const explanation: Explanation = explainError(error, { lang });
  const texts: string[] = [explanation.title, explanation.meaning, ...explanation.causes, ...explanation.steps];
  same<ReturnType<typeof lookUp>, Explanation[]>(true);
  // @ts-expect-error: no such language
  explainError(reply, { lang: "fr" });
  // @ts-expect-error: no such call
  const wrong: RawReply = { status: 200, body: "", endpoint: "login" };
  return [explainError(reply, options), lookUp(110), lookUp("110", { lang }), texts, explanation.links, wrong];
}
