// What `new SwanClient` is given, and how its methods may be called.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import test from "node:test";
import {
  buildRequest,
  decryptUserData,
  getAccessToken,
  isSwanLoginError,
  jscode2sessionkey,
  SwanClient,
} from "swan-login";
import { createLoginHandler } from "swan-login/handler";
import { createMockBaidu } from "swan-login/mock";
import { rejectsWith } from "../support/rejects.js";

const app = { client_id: "WPGsbTTGEQ2VRnNcEIjyo5nT1wGxc3PZ", sk: "zkDSFBfXvHtmtMAsNrQ8sFN9DNLFNZE4" };

/** The error that a constructor throws. */
function refusal(params) {
  try {
    new SwanClient(params);
  } catch (error) {
    assert.ok(isSwanLoginError(error), String(error));
    assert.equal(error.code, "invalid_argument");
    assert.equal(error.endpoint, "SwanClient");
    assert.equal(error.retryable, false);
    return error;
  }
  return assert.fail(`${JSON.stringify(params)} was accepted`);
}

const around = (before, after) => (value) => `${before}${value}${after}`;
const inside = (character) => (value) => `${value.slice(0, 9)}${character}${value.slice(9)}`;

/** How credentials come out of files and environments, and the word that the hint must have. */
const SPOILED = [
  ["a newline", around("", "\n"), /line break/],
  ["a carriage return", around("", "\r"), /line break/],
  ["a Windows line break", around("", "\r\n"), /line break/],
  ["a space", around("", " "), /space/],
  ["a tab before", around("\t", ""), /space/],
  ["a no-break space", around("", "\u00a0"), /space/],
  ["a byte order mark", around("\ufeff", ""), /space/],
  ["a zero-width space", around("", "\u200b"), /not visible/],
  ["a NUL", around("", "\0"), /not visible/],
  ["a soft hyphen inside", inside("\u00ad"), /not visible/],
  ["a zero-width space inside", inside("\u200b"), /not visible/],
  ["a byte order mark inside", inside("\ufeff"), /not visible/],
  ["a no-break space inside", inside("\u00a0"), /not visible/],
  ["a line break inside", inside("\n"), /not visible/],
  ["an ideographic space inside", inside("\u3000"), /not visible/],
  ["a mark of direction", around("\u202a", "\u202c"), /not visible/],
  ["a left-to-right mark", around("\u200e", ""), /not visible/],
  ["a word joiner", around("", "\u2060"), /not visible/],
  ["a Hangul filler", around("", "\u3164"), /not visible/],
  ["a variation selector", around("", "\ufe0f"), /not visible/],
  ["an escaped newline", around("", "\\n"), /line break/],
  ["double quotes", around('"', '"'), /quotes/],
  ["single quotes", around("'", "'"), /quotes/],
  ["back-quotes", around("`", "`"), /quotes/],
  ["typographic quotes", around("“", "”"), /quotes/],
  ["typographic single quotes", around("‘", "’"), /quotes/],
  ["low quotes", around("„", "“"), /quotes/],
  ["corner brackets", around("「", "」"), /quotes/],
  ["white corner brackets", around("『", "』"), /quotes/],
  ["book title marks", around("《", "》"), /quotes/],
  ["guillemets", around("«", "»"), /quotes/],
  ["full-width quotes", around("＂", "＂"), /quotes/],
  ["one quote", around('"', ""), /quotes/],
  ["full-width letters", () => "ＷＰＧｓｂＴＴＧＥＱ２ＶＲｎＮｃＥＩｊｙｏ５ｎＴ１ｗＧｘｃ３ＰＺ", /half width/],
  ["the text undefined", () => "undefined", /not set/],
  ["the text null", () => "null", /not set/],
  ["an object as text", () => String({}), /not set/],
  ["a promise as text", () => String(Promise.resolve()), /not set/],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what is left when nothing replaces it
  ["a shell placeholder", () => "${CLIENT_ID}", /name of a variable/],
  ["a function as text", () => "() => process.env.SK", /not set/],
  ["None of Python", () => "None", /not set/],
  ["nil of Go", () => "%!s(<nil>)", /not set/],
  ["a masked value", () => "********", /masked/],
  ["a value to be changed", () => "changeme", /placeholder/],
  ["a shell variable", () => "$CLIENT_ID", /name of a variable/],
  ["a placeholder of a template", () => "{{ client_id }}", /name of a variable/],
  ["a placeholder of Windows", () => "%CLIENT_ID%", /name of a variable/],
  ["a placeholder of documentation", () => "<your AppKey>", /name of a variable/],
  ["an expression as text", () => "process.env.CLIENT_ID", /name of a variable/],
  ["a placeholder in words", () => "your-client-id", /name of a variable/],
  ["a line of a shell script", around("export SWAN_SK=", ""), /env file/],
  ["a reference of 1Password", () => "op://vault/swan/sk", /secret manager/],
  ["a reference of AWS", () => "arn:aws:secretsmanager:cn-north-1:1:secret:swan", /secret manager/],
  ["a reference of Azure", () => "@Microsoft.KeyVault(SecretUri=https://x.example/sk)", /secret manager/],
  ["an encrypted value", () => "ENC[AES256_GCM,data:AAAA]", /secret manager/],
  ["a whole line of an env file", around("SWAN_SK=", ""), /env file/],
  ["a comma", around("", ","), /comma/],
  ["a semicolon", around("", ";"), /semicolon/],
];
for (const [what, spoil, hint] of SPOILED) {
  test(`${what} at client_id or sk is refused by name`, () => {
    for (const param of ["client_id", "sk"]) {
      const error = refusal({ ...app, [param]: spoil(app[param]) });
      assert.equal(error.param, param);
      assert.match(error.hint, hint);
      assert.ok(!`${error.message}${error.hint}${error.stack}${JSON.stringify(error)}`.includes(app.sk));
    }
  });
  test(`${what} at client_id or sk is refused by the functions, too, and nothing is sent`, async () => {
    const fetch = () => assert.fail("a request was sent");
    for (const param of ["client_id", "sk"]) {
      const spoiled = { ...app, [param]: spoil(app[param]) };
      const expected = { code: "invalid_argument", param, hint };
      await rejectsWith(getAccessToken(spoiled, { fetch }), expected);
      await rejectsWith(() => buildRequest("getAccessToken", spoiled), expected);
      const consumed = { ...expected, codeConsumed: "no" };
      await rejectsWith(jscode2sessionkey({ ...spoiled, code: "c" }, { fetch }), consumed);
    }
    const data = { data: "AAAA", iv: "AAAA", session_key: "AAAA", client_id: spoil(app.client_id) };
    await rejectsWith(() => decryptUserData(data), { code: "invalid_argument", param: "client_id", hint });
  });
}

test("unusual characters that a name of an app may have are accepted", async () => {
  for (const text of ["an app", "k", "应用", "a&b=c+d", "null-2", "x", "nonesuch", "mylk", "x.y-z_~", "1", "é"])
    assert.equal(await new SwanClient({ client_id: text, sk: text, fetch: tokenFetch }).accessToken(), "24.t");
});

const tokenFetch = async () => new Response(JSON.stringify({ access_token: "24.t", expires_in: 60 }));

test("an empty or missing credential is refused by name", () => {
  for (const value of [undefined, null, "", "  ", "\n", 7, {}, ["x"]]) {
    for (const param of ["client_id", "sk"]) assert.equal(refusal({ ...app, [param]: value }).param, param);
  }
  for (const params of [undefined, null, "k", 7, () => {}]) assert.equal(refusal(params).param, "params");
});

test("an unknown name is refused, and the one that is meant is named", () => {
  for (const [name, meant] of [
    ["baseURL", "baseUrl"],
    ["base_url", "baseUrl"],
    ["clientId", "client_id"],
    ["onstoreerror", "onStoreError"],
    ["timeOut", "timeout"],
    ["appSecret", "sk"],
  ]) {
    const error = refusal({ ...app, [name]: "x" });
    assert.equal(error.param, name);
    assert.match(error.hint, new RegExp(`\\b${meant}\\b`));
  }
});

test("an option of a wrong type is refused when the client is made", () => {
  for (const [options, name] of [
    [{ timeout: "soon" }, "timeout"],
    [{ timeout: -1 }, "timeout"],
    [{ retries: 1.5 }, "retries"],
    [{ fetch: "https://localhost" }, "fetch"],
    [{ maxBodyBytes: 0 }, "maxBodyBytes"],
    [{ sendSecretsOverHttp: "true" }, "sendSecretsOverHttp"],
    [{ sendSecretsOverHttp: 1, baseUrl: "http://mock:8787" }, "sendSecretsOverHttp"],
    [{ onResponse: {} }, "onResponse"],
    [{ baseUrl: 7 }, "baseUrl"],
    [{ store: { get() {}, set() {}, delete() {}, lock: true } }, "store.lock"],
    [{ signal: AbortSignal.abort() }, "signal"],
  ])
    assert.match(refusal({ ...app, ...options }).message, new RegExp(`\\b${name}\\b`));
});

test("options that are undefined are as if they were left out", async () => {
  const mock = createMockBaidu({ apps: [app] });
  const names = ["store", "storeTimeout", "onStoreError", "signal", "timeout", "retries", "baseUrl", "maxBodyBytes"];
  const client = new SwanClient({ ...app, ...Object.fromEntries(names.map((name) => [name])), fetch: mock.fetch });
  assert.equal((await client.login(mock.issueCode())).openid, mock.openid());
});

test("an unknown option of a call is refused, and nothing is sent", async () => {
  const client = new SwanClient({ ...app, fetch: () => assert.fail("a request was sent") });
  for (const call of [
    () => client.login("code", { timeOut: 5 }),
    () => client.getUnionid("openid", { timeOut: 5 }),
    () => client.accessToken({ timeOut: 5 }),
    // An index is no options object.
    () => ["code"].map(client.login)[0],
  ]) {
    await assert.rejects(call, (error) => isSwanLoginError(error) && error.code === "invalid_argument");
  }
});

test("an openid is checked before a token is fetched", async () => {
  const client = new SwanClient({ ...app, fetch: () => assert.fail("a request was sent") });
  for (const openid of [undefined, null, "", " ", 7, {}])
    await assert.rejects(
      client.getUnionid(openid),
      (error) => isSwanLoginError(error) && error.code === "invalid_argument" && error.param === "openid",
    );
});

test("methods work without this, through a proxy, and where a subclass overrides them", async () => {
  const mock = createMockBaidu({ apps: [app] });
  class Client extends SwanClient {
    async login(code) {
      return { ...(await super.login(code)), isOverridden: true };
    }
  }
  let made;
  const lazy = new Proxy(
    {},
    {
      get: (_target, name, receiver) => {
        made ??= new Client({ ...app, fetch: mock.fetch });
        return Reflect.get(made, name, receiver);
      },
    },
  );
  for (const client of [new Client({ ...app, fetch: mock.fetch }), new Proxy(lazy, {}), lazy]) {
    const { login, getUnionid, accessToken, decryptUserData } = client;
    assert.equal((await login(mock.issueCode())).isOverridden, true);
    assert.equal((await client.login(mock.issueCode())).openid, mock.openid());
    assert.equal((await getUnionid(mock.openid())).unionid, mock.unionid());
    assert.match(await accessToken(), /^24\./);
    assert.throws(() => decryptUserData({}), isSwanLoginError);
    const request = new Request("https://localhost", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code: mock.issueCode() }),
    });
    const handler = createLoginHandler({ client, onLogin: ({ openid }) => ({ openid }) });
    assert.deepEqual(await (await handler(request)).json(), { openid: mock.openid() });
  }
});

test("methods can be replaced, as spies do", async (t) => {
  const client = new SwanClient(app);
  const spy = t.mock.method(client, "login", async () => "spied on");
  assert.equal(await client.login("code"), "spied on");
  spy.mock.restore();
  t.mock.method(SwanClient.prototype, "login", async () => "all spied on");
  assert.equal(await client.login("code"), "all spied on");
});
