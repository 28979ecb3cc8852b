// A whole login, over HTTP, against the mock Baidu on this machine.

import * as swan from "swan-login";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";
import { SwanPlatform } from "swan-login/platform";

const mock = createMockBaidu();
const server = await listen(mock);
const [{ client_id, sk }] = mock.apps;
const options = { baseUrl: server.url };

try {
  say(`swan-login ${swan.version.version}: a whole login against the mock Baidu at ${server.url}`);
  say("Secrets are masked here, and only here: the functions give them whole.\n");

  say("The mini program calls swan.getLoginCode and sends the code to your server.");
  const code = mock.issueCode({ client_id });
  show("code", mask(code));

  say("Your server exchanges the code, with the app's AppKey and AppSecret, for a session.");
  const session = await step("jscode2sessionkey", () => swan.jscode2sessionkey({ code, client_id, sk }, options));
  show("openid", session.openid);
  show("session_key", mask(session.session_key));

  say("It gets the app's access token; one is enough for a month.");
  const token = await step("getAccessToken", () => swan.getAccessToken({ client_id, sk }, options));
  show("access_token", mask(token.access_token));
  show("expires_in", `${token.expires_in} s`);

  say("With it, it asks who this user is across all apps of the owner.");
  const { openid } = session;
  const user = await step("getUnionid", () => swan.getUnionid({ access_token: token.access_token, openid }, options));
  show("unionid", user.unionid);

  say("A code works once. This is what you see when it comes a second time:");
  const error = await refused("jscode2sessionkey", "code_invalid", () =>
    swan.jscode2sessionkey({ code, client_id, sk }, options),
  );
  show("message", error.message);
  show("code", error.code);
  show("codeConsumed", String(error.codeConsumed));
  show("retryable", String(error.retryable));
  show("hint", error.hint);

  await platformDemo(session.openid, user.unionid);

  say("Done: the login works, from code to unionid, for an app of your own and for a platform.");
} finally {
  await server.close();
}

/**
 * A third-party platform logs the same user in.
 * @param {string} openid
 * @param {string} unionid
 */
async function platformDemo(openid, unionid) {
  say("\nA third-party platform (第三方平台) logs users of its merchants' mini programs in, without their AppSecrets.");
  const { client_id: tpKey, token, aesKey, pushTicket, withdraw, set } = mock.platform;
  const platform = new SwanPlatform({ client_id: tpKey, push: { token, aesKey }, store: new Map(), ...options });
  set({ pushTo: platform.handlePush });

  say("Every 10 minutes Baidu pushes a ticket to it.");
  const pushed = await step("handlePush", () => pushTicket());
  show("answer", String(pushed.body));

  say("A merchant's administrator opens Baidu's page, agrees, and comes back with an authorization code.");
  const redirect_uri = "https://platform.example/authorized";
  const page = await step("authorizationUrl", () => platform.authorizationUrl({ redirect_uri }));
  const answer = await fetch(page, { redirect: "manual" });
  const { searchParams } = new URL(String(answer.headers.get("location")));
  const authorization_code = String(searchParams.get("authorization_code"));
  const { app_id, name, client_id } = await step("authorize", () => platform.authorize(authorization_code));
  show("app_id", app_id);
  show("name", name);

  say("From now on its users can log in.");
  const app = platform.app(app_id);
  const session = await step("login", () => app.login(mock.issueCode({ client_id })));
  show("openid", session.openid);
  const user = await step("getUnionid", () => app.getUnionid(session.openid));
  show("unionid", user.unionid);
  if (session.openid !== openid || user.unionid !== unionid) throw new Error("the same user has got two identities");

  say("An hour later the mini program's token has ended. Its refresh token works once, and the answer gets lost:");
  mock.advance({ seconds: 3_600 });
  mock.fault("tpRefreshAppToken", "truncated", { times: 1 });
  const again = await step("getUnionid", () => app.getUnionid(session.openid));
  show("unionid", again.unionid);
  show("refreshes", `${mock.calls.tpRefreshAppToken}, whose answer was cut`);
  show("recoveries", `${mock.calls.tpRetrieveAuthorizationCode}, by another authorization code; no merchant was asked`);
  if (mock.calls.tpRefreshAppToken !== 1) throw new Error("the refresh token was sent twice");

  say("The merchant withdraws, and Baidu pushes that, too.");
  await withdraw({ client_id });
  const gone = await refused("login", "app_not_authorized", () => app.login(mock.issueCode({ client_id })));
  show("message", gone.message);
  show("hint", gone.hint);
}

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} call
 */
async function step(name, call) {
  const begin = performance.now();
  const result = await call();
  console.log(`  ✓ ${name}  ${(performance.now() - begin).toFixed(1)} ms`);
  return result;
}

/**
 * @param {string} name
 * @param {swan.SwanLoginErrorCode} code
 * @param {() => Promise<unknown>} call
 */
async function refused(name, code, call) {
  const begin = performance.now();
  const result = await call().catch((/** @type {unknown} */ error) => error);
  if (!swan.isSwanLoginError(result) || result.code !== code)
    throw new Error(`${name} should have been refused`, { cause: result });
  console.log(`  ✗ ${name}  ${(performance.now() - begin).toFixed(1)} ms`);
  return result;
}

/** @param {string} text */
function say(text) {
  console.log(text);
}

/** @param {string} name @param {string} value */
function show(name, value) {
  console.log(`    ${name.padEnd(13)} ${value}`);
}

/** @param {string} secret */
function mask(secret) {
  return `${secret.slice(0, 4)}…  (${secret.length} characters)`;
}
