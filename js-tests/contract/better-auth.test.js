/** The plugin of Better Auth, in a real Better Auth with SQLite, against the mock of Baidu. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import test from "node:test";
import { inspect } from "node:util";
import { betterAuth } from "better-auth";
import { isAPIError } from "better-auth/api";
import { bearer, openAPI, phoneNumber as phoneNumberPlugin } from "better-auth/plugins";
import { SqliteDialect } from "kysely";
import Database from "libsql";
import { decryptUserData, SwanClient } from "swan-login";
import { swanLogin } from "swan-login/better-auth";
import { createMockBaidu } from "swan-login/mock";
import { rejectsWith } from "../support/rejects.js";

const APPS = [
  { client_id: "a".repeat(32), sk: "secret of the first app" },
  { client_id: "b".repeat(32), sk: "secret of the second app" },
];
const mock = createMockBaidu({ apps: APPS, users: ["alice", "bob"] });
test.beforeEach(mock.reset);

const ORIGIN = "http://localhost:3000";
const SECRET = "b3U8s1Zq0xJt5mV9yN2cR7wK4pL6hD8f";

/**
 * An app with Better Auth.
 * @param {object} [setup]
 * @param {number} [setup.app]  which of the mock's apps
 * @param {object} [setup.plugin]  options of swanLogin
 * @param {object} [setup.options]  of Better Auth
 * @param {Database.Database} [setup.database]
 */
async function createApp({ app = 0, plugin, options, database = new Database(":memory:") } = {}) {
  const logs = [];
  const client = new SwanClient({ ...APPS[app], fetch: mock.fetch, retries: 0 });
  const auth = betterAuth({
    baseURL: ORIGIN,
    secret: SECRET,
    database: { dialect: new SqliteDialect({ database }), type: "sqlite", transaction: true },
    logger: {
      level: "debug",
      log: (level, message, ...details) => logs.push({ level, text: inspect([message, details]) }),
    },
    ...options,
    plugins: [bearer(), swanLogin({ client, ...plugin }), ...(options?.plugins ?? [])],
  });
  await (await auth.$context).runMigrations();
  const send = async (path, { body, token, method = body ? "POST" : "GET" } = {}) => {
    const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
    const init = { method, headers, body: body && JSON.stringify(body) };
    const response = await auth.handler(new Request(`${ORIGIN}/api/auth${path}`, init));
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: text && JSON.parse(text) };
  };
  const rows = (table) => database.prepare(`SELECT * FROM "${table}"`).all();
  const signIn = (user = "alice") =>
    send("/sign-in/swan", { body: { code: mock.issueCode({ client_id: APPS[app].client_id, user }) } });
  const link = async (token, user, content, session_key) => {
    const body = await mock.encryptUserData({ client_id: APPS[app].client_id, user, content, session_key });
    return send("/swan/link-phone-number", { token, body });
  };
  return { auth, send, signIn, link, rows, logs, database };
}

/** The session keys that Baidu gave in the answers of logins. */
function watchSessionKeys(t) {
  const keys = [];
  mock.fault("jscode2sessionkey", async (_request, { answer }) => {
    const response = await answer();
    keys.push((await response.clone().json()).session_key);
    return response;
  });
  t.after(() => mock.clearFaults());
  return keys;
}

test("a login code gives a user, an account and a session in Better Auth's tables", async () => {
  const { signIn, send, rows } = await createApp();
  const first = await signIn();
  assert.equal(first.status, 200);
  assert.equal(first.headers.get("cache-control"), "no-store");
  assert.deepEqual(Object.keys(first.body).sort(), ["token", "user"]);

  const session = await send("/get-session", { token: first.body.token });
  assert.equal(session.body.user.id, first.body.user.id);
  const [account] = rows("account");
  assert.deepEqual(
    [account.providerId, account.accountId, account.userId],
    ["swan", mock.openid({ user: "alice" }), first.body.user.id],
  );
  assert.deepEqual(
    rows("session").map(({ token, userId }) => ({ token, userId })),
    [{ token: first.body.token, userId: first.body.user.id }],
  );

  const second = await signIn();
  assert.equal(second.body.user.id, first.body.user.id);
  assert.notEqual(second.body.token, first.body.token);
  const other = await signIn("bob");
  assert.notEqual(other.body.user.id, first.body.user.id);
  assert.deepEqual(
    ["user", "account", "session"].map((table) => rows(table).length),
    [2, 2, 3],
  );
});

test("the session is in the cookie, too", async () => {
  const { auth, signIn } = await createApp();
  const { headers, body } = await signIn();
  const cookie = headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const { user } = await auth.api.getSession({ headers: new Headers({ cookie }) });
  assert.equal(user.id, body.user.id);
});

test("ten first logins at once give one user with one account", async () => {
  const { signIn, rows } = await createApp({ plugin: { unionid: "required" } });
  const answers = await Promise.all(Array.from({ length: 10 }, () => signIn()));
  assert.deepEqual(
    answers.map(({ status }) => status),
    Array(10).fill(200),
  );
  assert.equal(new Set(answers.map(({ body }) => body.user.id)).size, 1);
  assert.deepEqual(
    ["user", "account", "session"].map((table) => rows(table).length),
    [1, 1, 10],
  );
  assert.equal((await signIn()).body.user.id, answers[0].body.user.id);
});

test("a first login that another one of the same user overtakes", async () => {
  let overtaking;
  const overtake = async () => {
    if (overtaking) return;
    overtaking = app.signIn();
    await overtaking;
  };
  const options = { databaseHooks: { user: { create: { before: overtake } } } };
  const app = await createApp({ options });
  const { status, body } = await app.signIn();
  assert.equal(status, 200);
  assert.equal(body.user.id, (await overtaking).body.user.id);
  assert.deepEqual(
    ["user", "account", "session"].map((table) => app.rows(table).length),
    [1, 1, 2],
  );
});

test("a user whose account was not created gets it at the next login", async () => {
  const { signIn, rows, database } = await createApp();
  const { body } = await signIn();
  database.exec("DELETE FROM account");
  assert.equal((await signIn()).body.user.id, body.user.id);
  assert.equal(rows("account").length, 1);
});

test("whoever signs up with the placeholder email of a user does not get this user's logins", async () => {
  const { signIn, send, rows, database } = await createApp({ options: { emailAndPassword: { enabled: true } } });
  const { email } = (await signIn()).body.user;
  database.exec(`PRAGMA foreign_keys = ON; DELETE FROM "user"`);
  assert.equal(rows("account").length, 0);
  const attacker = await send("/sign-up/email", { body: { email, password: "of the attacker", name: "Mallory" } });
  assert.equal(attacker.status, 200);
  const victim = await signIn();
  assert.equal(victim.status, 500);
  assert.ok(rows("account").every(({ providerId }) => providerId === "credential"));
});

test("two apps of one owner share a user by its unionid", async () => {
  const first = await createApp({ plugin: { unionid: "required" } });
  const second = await createApp({
    app: 1,
    database: first.database,
    plugin: { unionid: "required", providerId: "swan-second" },
  });
  const one = await first.signIn();
  const two = await second.signIn();
  assert.equal(one.body.user.swanUnionid, mock.unionid({ user: "alice" }));
  assert.equal(two.body.user.id, one.body.user.id);
  assert.deepEqual(
    first.rows("account").map(({ providerId, accountId }) => [providerId, accountId]),
    [
      ["swan", mock.openid({ client_id: APPS[0].client_id, user: "alice" })],
      ["swan-second", mock.openid({ client_id: APPS[1].client_id, user: "alice" })],
    ],
  );
  assert.notEqual((await second.signIn("bob")).body.user.id, one.body.user.id);
});

test("a unionid that comes later is added, unless it is another user's", async () => {
  const first = await createApp({ plugin: { unionid: "if-available" } });
  const second = await createApp({
    app: 1,
    database: first.database,
    plugin: { unionid: "if-available", providerId: "swan-second" },
  });
  for (const { client_id } of APPS) mock.setAuthorized({ client_id, user: "alice", authorized: false });
  const one = (await first.signIn()).body.user;
  const two = (await second.signIn()).body.user;
  assert.notEqual(one.id, two.id);
  assert.deepEqual([one.swanUnionid, two.swanUnionid], [null, null]);
  assert.match(first.logs.find(({ level }) => level === "warn").text, /Sign-in without the unionid/);

  for (const { client_id } of APPS) mock.setAuthorized({ client_id, user: "alice", authorized: true });
  assert.equal((await first.signIn()).body.user.swanUnionid, mock.unionid({ user: "alice" }));
  const late = await second.signIn();
  assert.deepEqual([late.status, late.body.user.id, late.body.user.swanUnionid], [200, two.id, null]);
  assert.match(second.logs.at(-1).text, /already that of another user/);
});

test("unionid required, and refused: no user, and the mini program shall ask", async () => {
  const { signIn, rows } = await createApp({ plugin: { unionid: "required" } });
  mock.setAuthorized({ user: "alice", authorized: false });
  const { status, body } = await signIn();
  assert.deepEqual([status, body.code, body.relogin], [403, "SWAN_UNIONID_REFUSED", true]);
  assert.deepEqual(
    ["user", "account", "session"].map((table) => rows(table).length),
    [0, 0, 0],
  );
});

test("a phone number is linked, with the session_key of this login or the one before", async (t) => {
  const keys = watchSessionKeys(t);
  const { signIn, link, send } = await createApp();
  const { token } = (await signIn()).body;
  const linked = await link(token, "alice", { mobile: "13800000000" });
  assert.equal(linked.status, 200);
  const session = await send("/get-session", { token });
  for (const { user } of [linked.body, session.body])
    assert.deepEqual([user.phoneNumber, user.phoneNumberVerified], ["13800000000", true]);

  await signIn();
  const [former] = keys;
  assert.equal((await link(token, "alice", { mobile: "13800000001" }, former)).body.user.phoneNumber, "13800000001");
  await signIn();
  assert.equal(new Set(keys).size, 3);
  const late = await link(token, "alice", { mobile: "13800000002" }, former);
  assert.deepEqual([late.status, late.body.code, late.body.relogin], [401, "SWAN_DECRYPT_FAILED", true]);
});

test("a phone number that another user has is refused, and nobody is merged", async () => {
  const { signIn, link, rows } = await createApp();
  const [alice, bob] = [await signIn("alice"), await signIn("bob")];
  const content = { mobile: "13800000000" };
  assert.equal((await link(alice.body.token, "alice", content)).status, 200);
  assert.equal((await link(alice.body.token, "alice", content)).status, 200);
  const taken = await link(bob.body.token, "bob", content);
  assert.deepEqual([taken.status, taken.body.code, taken.body.relogin], [409, "SWAN_PHONE_NUMBER_TAKEN", false]);
  assert.equal(rows("user").filter((user) => user.phoneNumber !== null).length, 1);
});

test("only content that is a phone number and nothing else is linked", async () => {
  const { signIn, link, rows } = await createApp();
  const { token } = (await signIn()).body;
  const contents = [
    { mobile: "13800000000", headimgurl: "https://example.com", sex: 1 },
    { nickname: "13800000000" },
    { mobile: 13800000000 },
    { mobile: "nobody's" },
    "13800000000",
    null,
  ];
  for (const content of contents) {
    const { status, body } = await link(token, "alice", content);
    assert.deepEqual([status, body.code], [400, "SWAN_DATA_INVALID"], inspect(content));
  }
  assert.equal(rows("user")[0].phoneNumber, null);
});

test("a phone number put together of a user's own profile is refused", async (t) => {
  const keys = watchSessionKeys(t);
  const { signIn, send } = await createApp();
  const { token } = (await signIn()).body;
  const { client_id } = APPS[0];

  // In CBC the first block, whose content nobody looks at, decides what the second one decrypts to.
  const begin = '{"mobile":"1';
  const profile = (padding) => ({
    openid: "o",
    nickname: `${padding}3800000000`,
    headimgurl: "https://example.com",
    sex: 1,
  });
  // Behind 16 random bytes and a length of 4, blocks of 16 bytes: the number begins with one of them.
  const before = JSON.stringify(profile("")).indexOf("3800000000");
  const content = profile("_".repeat(16 - ((20 + before) % 16)));
  const text = JSON.stringify(content);
  const { data, iv } = await mock.encryptUserData({ user: "alice", content });
  const blocks = Buffer.from(data, "base64");
  const at = 20 + text.indexOf("3800000000");
  assert.equal(at % 16, 0);

  const known = Buffer.from(text.slice(at - 36, at - 20));
  const wanted = Buffer.alloc(16);
  wanted.writeUInt32BE(begin.length + text.length - (at - 20));
  wanted.write(begin, 4);
  const first = wanted.map((byte, i) => byte ^ known[i] ^ blocks[at - 32 + i]);
  const forged = { data: Buffer.concat([first, blocks.subarray(at - 16)]).toString("base64"), iv };

  const opened = decryptUserData({ ...forged, client_id, session_key: keys[0] });
  assert.equal(opened.mobile, "13800000000");
  const { status, body } = await send("/swan/link-phone-number", { token, body: forged });
  assert.deepEqual([status, body.code], [400, "SWAN_DATA_INVALID"]);
});

test("linking a phone number needs a session of Better Auth, and one with Baidu", async () => {
  const options = { emailAndPassword: { enabled: true } };
  const { signIn, link, send } = await createApp({ options });
  await signIn();
  const anonymous = await link(undefined, "alice", { mobile: "13800000000" });
  assert.equal(anonymous.status, 401);
  const account = { email: "carol@example.com", password: "a long password", name: "Carol" };
  const { token } = (await send("/sign-up/email", { body: account })).body;
  const { status, body } = await link(token, "alice", { mobile: "13800000000" });
  assert.deepEqual([status, body.code, body.relogin], [401, "SWAN_DECRYPT_FAILED", true]);
});

test("bodies of another form are refused before anything is sent", async () => {
  const { signIn, send } = await createApp();
  const { token } = (await signIn()).body;
  const bodies = [
    ["/sign-in/swan", {}, /body\.code/],
    ["/sign-in/swan", { code: "" }, /body\.code/],
    ["/sign-in/swan", { code: ["c"] }, /body\.code/],
    ["/sign-in/swan", { code: "c".repeat(513) }, /body\.code/],
    ["/swan/link-phone-number", { data: "d" }, /body\.iv/],
    ["/swan/link-phone-number", { data: 1, iv: "i" }, /body\.data/],
  ];
  const { jscode2sessionkey } = mock.calls;
  for (const [path, body, message] of bodies) {
    const answer = await send(path, { body, token });
    assert.deepEqual([answer.status, answer.body.code], [400, "VALIDATION_ERROR"]);
    assert.match(answer.body.message, message);
  }
  assert.equal(mock.calls.jscode2sessionkey, jscode2sessionkey);
  const broken = await send("/swan/link-phone-number", { token, body: { data: "no base64!", iv: "i" } });
  assert.ok(["SWAN_DATA_INVALID", "SWAN_DECRYPT_FAILED"].includes(broken.body.code), broken.text);
});

test("no client can set a unionid, a phone number or session keys", async () => {
  const { signIn, send, rows } = await createApp();
  const { token } = (await signIn()).body;
  for (const body of [{ swanUnionid: "u" }, { phoneNumber: "13800000000" }, { phoneNumberVerified: true }])
    assert.equal((await send("/update-user", { token, body })).status, 400, inspect(body));
  const [user] = rows("user");
  assert.deepEqual([user.swanUnionid, user.phoneNumber, user.phoneNumberVerified], [null, null, null]);
});

test("the session_key is never sent, and is encrypted in the database", async (t) => {
  const keys = watchSessionKeys(t);
  const { signIn, link, send, rows, logs } = await createApp({
    plugin: { unionid: "required" },
    options: { session: { cookieCache: { enabled: true } }, account: { storeAccountCookie: true } },
  });
  const first = await signIn();
  const { token } = first.body;
  const answers = [
    first,
    await signIn(),
    await link(token, "alice", { mobile: "13800000000" }),
    ...(await Promise.all(["/get-session", "/list-sessions", "/list-accounts"].map((path) => send(path, { token })))),
    await send("/update-user", { token, body: { name: "Alice" } }),
  ];
  assert.deepEqual(
    answers.map(({ status }) => status),
    Array(answers.length).fill(200),
  );
  const [{ swanSessionKeys }] = rows("account");
  const sent = answers.flatMap(({ headers, text }) => [text, ...headers.getSetCookie()]);
  // The cookie of the session is JSON in base64.
  const decoded = sent.join("\n").replace(/[\w-]{20,}/g, (part) => `${part} ${Buffer.from(part, "base64url")}`);
  assert.match(decoded, /"swanUnionid":/);
  for (const secret of [...keys, swanSessionKeys, "swanSessionKeys"]) assert.ok(!decoded.includes(secret), secret);
  const stored = inspect(["user", "account", "session", "verification"].map(rows), { depth: 9, maxArrayLength: null });
  for (const key of keys) assert.ok(!stored.includes(key));
  for (const key of keys) assert.ok(!inspect(logs, { maxStringLength: null }).includes(key));
});

test("a replaced secret makes the kept keys unreadable; a new login keeps new ones", async () => {
  const { signIn, database } = await createApp();
  await signIn();
  const options = { secret: "Q9w8E7r6T5y4U3i2O1p0A9s8D7f6G5h4" };
  const { signIn: signInAgain, link } = await createApp({ database, options });
  const { token } = (await signInAgain()).body;
  assert.equal((await link(token, "alice", { mobile: "13800000000" })).status, 200);
});

test("failures of Baidu are Better Auth's errors, and no secret is in answers or logs", async () => {
  const { send, logs } = await createApp();
  const codes = [];
  const failures = [
    ["code_invalid", () => {}, [401, "SWAN_CODE_INVALID", true]],
    ["html502", () => mock.fault("jscode2sessionkey", "html502"), [502, "SWAN_UNAVAILABLE", true]],
    ["network", () => mock.fault("jscode2sessionkey", "network"), [502, "SWAN_UNAVAILABLE", true]],
    ["429", () => mock.fault("jscode2sessionkey", "429"), [503, "SWAN_UNAVAILABLE", true]],
    ["truncated", () => mock.fault("jscode2sessionkey", "truncated"), [502, "SWAN_UNAVAILABLE", true]],
    ["wrong secret", () => mock.resetSecret(), [500, "SWAN_LOGIN_FAILED", false]],
  ];
  for (const [name, prepare, expected] of failures) {
    mock.clearFaults();
    const code = name === "code_invalid" ? "a".repeat(34) : mock.issueCode();
    codes.push(code);
    prepare();
    const { status, body } = await send("/sign-in/swan", { body: { code } });
    assert.deepEqual([status, body.code, body.relogin], expected, name);
    assert.deepEqual(Object.keys(body).sort(), ["code", "message", "relogin"]);
  }
  assert.deepEqual(
    logs.filter(({ text }) => text.includes("SWAN_")).map(({ level }) => level),
    ["info", "error", "error", "error", "error", "error"],
  );
  const all = inspect(logs, { maxStringLength: null, maxArrayLength: null });
  for (const secret of [...codes, APPS[0].sk]) assert.ok(!all.includes(secret), secret);
});

test("on the server, auth.api throws Better Auth's APIError", async () => {
  const { auth } = await createApp();
  await assert.rejects(auth.api.signInSwan({ body: { code: "a".repeat(34) } }), (error) => {
    assert.ok(isAPIError(error));
    assert.deepEqual([error.statusCode, error.body.code], [401, auth.$ERROR_CODES.SWAN_CODE_INVALID.code]);
    assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /a{34}/);
    return true;
  });
});

test("decryptSwanUserData gives the app's server the profile, and has no address", async () => {
  const { auth, signIn, send } = await createApp();
  const { token } = (await signIn()).body;
  const body = await mock.encryptUserData({ user: "alice" });
  const headers = new Headers({ authorization: `Bearer ${token}` });
  const profile = await auth.api.decryptSwanUserData({ body, headers });
  assert.equal(profile.openid, mock.openid({ user: "alice" }));
  await assert.rejects(auth.api.decryptSwanUserData({ body, headers: new Headers() }), { statusCode: 401 });
  for (const path of ["/swan/decrypt-user-data", "/decrypt-swan-user-data", "/decryptSwanUserData"])
    assert.equal((await send(path, { token, body })).status, 404);
});

test("mapProfileToUser fills the fields of a new user, but not the email", async () => {
  const profiles = [];
  const { signIn } = await createApp({
    plugin: {
      unionid: "required",
      mapProfileToUser: (profile) => {
        profiles.push(profile);
        return { name: "Alice", level: 3, email: "of@somebody.else" };
      },
    },
    options: { user: { additionalFields: { level: { type: "number", required: true, input: false } } } },
  });
  const { user } = (await signIn()).body;
  assert.deepEqual([user.name, user.level], ["Alice", 3]);
  assert.match(user.email, /@swan\.placeholder\.invalid$/);
  await signIn();
  assert.deepEqual(profiles, [{ openid: mock.openid({ user: "alice" }), unionid: mock.unionid({ user: "alice" }) }]);
});

test("hooks of the app refuse users and sessions", async () => {
  const refuse = { create: { before: async () => false } };
  const sessions = await createApp({ options: { databaseHooks: { session: refuse } } });
  const { status, body } = await sessions.signIn();
  assert.deepEqual([status, body.code], [403, "SWAN_LOGIN_FAILED"]);
  const validateUserInfo = () => ({ error: "not_invited" });
  const users = await createApp({ options: { user: { validateUserInfo } } });
  assert.equal((await users.signIn()).body.code, "not_invited");
  assert.equal(users.rows("user").length, 0);
});

test("it is used beside Better Auth's phone-number and open-api plugins, on tables from before", async () => {
  const database = new Database(":memory:");
  const dialect = new SqliteDialect({ database });
  const before = betterAuth({ baseURL: ORIGIN, secret: SECRET, database: { dialect, type: "sqlite" } });
  await (await before.$context).runMigrations();
  const { auth, signIn, link } = await createApp({
    database,
    options: { plugins: [phoneNumberPlugin(), openAPI()] },
  });
  const { token } = (await signIn()).body;
  assert.equal((await link(token, "alice", { mobile: "13800000000" })).body.user.phoneNumber, "13800000000");
  const { paths } = await auth.api.generateOpenAPISchema();
  assert.ok(paths["/sign-in/swan"].post);
});

test("columns have other names by the option schema", async () => {
  const schema = {
    user: { fields: { swanUnionid: "swan_unionid" } },
    account: { fields: { swanSessionKeys: "swan_session_keys" } },
  };
  const { signIn, rows } = await createApp({ plugin: { schema, unionid: "required" } });
  assert.equal((await signIn()).body.user.swanUnionid, mock.unionid({ user: "alice" }));
  assert.equal(rows("user")[0].swan_unionid, mock.unionid({ user: "alice" }));
  assert.ok(rows("account")[0].swan_session_keys);
});

test("a hundred sign-ins in ten seconds from one address, as behind a carrier's", async () => {
  const { send } = await createApp({ options: { rateLimit: { enabled: true } } });
  const statuses = [];
  for (let i = 0; i < 101; i++)
    statuses.push((await send("/sign-in/swan", { body: { code: mock.issueCode() } })).status);
  assert.deepEqual([statuses.indexOf(429), statuses.at(-2)], [100, 200]);
});

test("options of an unknown name or with a wrong value are refused", async () => {
  const client = new SwanClient({ ...APPS[0], fetch: mock.fetch });
  const wrong = [
    [undefined, "options"],
    [{}, "client"],
    [{ client: { login() {} } }, "client"],
    [{ client: { login() {}, decryptUserData() {} }, unionid: true }, "client"],
    [{ client, unionid: "yes" }, "unionid"],
    [{ client, providerId: "" }, "providerId"],
    [{ client, mapProfileToUser: {} }, "mapProfileToUser"],
    [{ client, schema: 1 }, "schema"],
    [{ client, schema: { users: {} } }, "schema.users"],
    [{ client, schema: { user: { fields: { unionid: "u" } } } }, "schema.user.fields.unionid"],
    [{ client, onLogin() {} }, "onLogin"],
    [{ client, provider_id: "swan" }, "provider_id"],
  ];
  for (const [options, param] of wrong)
    await rejectsWith(() => swanLogin(options), { code: "invalid_argument", endpoint: "swanLogin", param });
});
