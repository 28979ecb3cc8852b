// A whole login, over HTTP, against the mock Baidu on this machine.

import * as swan from "swan-login";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";

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

  say("A third-party platform (第三方平台) does the same with the authorized mini program's token.");
  const access_token = mock.issueAuthorizedToken({ client_id });
  show("access_token", mask(access_token));
  const tpCode = mock.issueCode({ client_id });
  const tpSession = await step("tpGetSessionKeyByCode", () =>
    swan.tpGetSessionKeyByCode({ access_token, code: tpCode }, options),
  );
  show("openid", tpSession.openid);
  const tpUser = await step("tpGetUnionid", () =>
    swan.tpGetUnionid({ access_token, openid: tpSession.openid }, options),
  );
  show("unionid", tpUser.unionid);
  if (tpUser.unionid !== user.unionid) throw new Error("the same user has got two unionids");

  say("A code works once. This is what you see when it comes a second time:");
  const error = await refused("jscode2sessionkey", () => swan.jscode2sessionkey({ code, client_id, sk }, options));
  show("message", error.message);
  show("code", error.code);
  show("codeConsumed", String(error.codeConsumed));
  show("retryable", String(error.retryable));
  show("hint", error.hint);

  say("Done: the login works, from code to unionid.");
} finally {
  await server.close();
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
 * @param {() => Promise<unknown>} call
 */
async function refused(name, call) {
  const begin = performance.now();
  const result = await call().catch((/** @type {unknown} */ error) => error);
  if (!swan.isSwanLoginError(result) || result.code !== "code_invalid")
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
