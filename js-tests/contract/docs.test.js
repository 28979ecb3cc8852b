/** The documentation: its code compiles and runs against the mock, and what it names exists. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join, normalize } from "node:path";
import test from "node:test";
import { promisify } from "node:util";
import { transformSync } from "esbuild";
import * as swan from "swan-login";
import { buildRequest, getAccessToken, parseResponse, SwanClient, tpGetSessionKeyByCode } from "swan-login";
import { SwanTokenObject } from "swan-login/cloudflare";
import { createLoginHandler } from "swan-login/handler";
import { createMockBaidu } from "swan-login/mock";
import { OPTION_NAMES } from "../../pkg/api/options.js";
import { COMMANDS } from "../../pkg/cli/commands.js";
import { deadLinks, linksOf } from "../../scripts/markdown.js";

const root = join(import.meta.dirname, "../..");
const read = (file) => readFileSync(join(root, file), "utf8");

/** Inside the package, so that `swan-login` resolves to it. */
const folder = join(root, "target/docs");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const platformFetch = globalThis.fetch;
const mock = createMockBaidu();
const [{ client_id, sk }] = mock.apps;
Object.assign(process.env, { BAIDU_APP_KEY: client_id, BAIDU_APP_SECRET: sk });
test.beforeEach(() => {
  mock.reset();
  globalThis.fetch = mock.fetch;
});

const markdown = (path) =>
  readdirSync(join(root, path))
    .filter((file) => file.endsWith(".md"))
    .map((file) => join(path, file));
const readmes = ["README.md", "README.zh-CN.md"];
const files = [...markdown("."), ...markdown("docs")];

/** A document and its translation. */
const pairs = files
  .filter((file) => file.endsWith(".zh-CN.md"))
  .map((chinese) => [chinese.replace(".zh-CN", ""), chinese]);

/** The blocks of code in one language, without the indentation of a list around them. */
function blocks(file, language) {
  const found = [...read(file).matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^\\1\`\`\`$`, "gm"))];
  return found.map(([, indent, block]) => block.replaceAll(new RegExp(`^${indent}`, "gm"), ""));
}

/** The one block of a file that contains a text. */
function blockWith(file, text) {
  const found = blocks(file, "(?:js|ts)").filter((block) => block.includes(text));
  assert.equal(found.length, 1, `${found.length} blocks of ${file} contain ${text}`);
  return found[0];
}

let modules = 0;

/**
 * Runs a block as a module and returns its exports.
 * @param {Record<string, string>} [stubs]  the source of modules that are not installed here, by their names
 */
async function run(block, stubs = {}) {
  const name = `module-${modules++}`;
  let { code } = transformSync(block, { loader: "ts", format: "esm" });
  for (const [index, [specifier, source]] of Object.entries(stubs).entries()) {
    writeFileSync(join(folder, `${name}-${index}.js`), source);
    code = code.replaceAll(JSON.stringify(specifier), JSON.stringify(`./${name}-${index}.js`));
  }
  writeFileSync(join(folder, `${name}.js`), code);
  return import(join(folder, `${name}.js`));
}

/**
 * Loads a JavaScript block, which may leave names to the reader, as a module with its imports and a default function.
 * The function takes these names, and returns what the block declares as `login`.
 */
async function load(name, block, given = []) {
  const imports = block.match(/^import .*$/gm) ?? [];
  const body = block.replaceAll(/^import .*$/gm, "").replaceAll(/^export default /gm, "void ");
  const result = /^(const|async function) login\b/m.test(body) ? "return login;" : "";
  const file = join(folder, `${name.replaceAll("/", "-")}.js`);
  writeFileSync(file, `${imports.join("\n")}\nexport default async ({ ${given} }) => {\n${body}\n${result}\n};\n`);
  return (await import(file)).default;
}

for (const file of files) {
  // undici is not installed; a test below runs that block.
  for (const [index, block] of blocks(file, "js").entries())
    if (!block.includes('from "undici"'))
      test(`${file}: JavaScript block ${index + 1} compiles, and its imports exist`, () =>
        load(`${file}.${index}`, block));
}

/** As much as the blocks need of packages that are not installed here. */
const PACKAGES = `
declare module "express";
declare module "undici" {
  export class ProxyAgent { constructor(url: string); }
  export function fetch(url: string, init: { dispatcher: ProxyAgent; body?: string }): Promise<Response>;
}
declare module "@opentelemetry/instrumentation-undici" {
  export class UndiciInstrumentation {
    constructor(config: { startSpanHook(request: { origin: string; path: string }): Record<string, string> });
  }
}
declare module "cloudflare:workers" {
  export const env: {
    BAIDU_APP_KEY: string;
    BAIDU_APP_SECRET: string;
    SWAN_TOKEN: import("swan-login/cloudflare").DurableObjectNamespaceLike;
  };
}
`;

test("every TypeScript block compiles under strict", async () => {
  const typed = join(folder, "typed");
  mkdirSync(typed);
  const found = files.flatMap((file) => blocks(file, "ts").map((block, index) => ({ file, block, index })));
  assert.ok(found.length >= 10);
  writeFileSync(join(typed, "packages.d.ts"), PACKAGES);
  for (const { file, block, index } of found)
    writeFileSync(join(typed, `${file.replaceAll("/", "-")}-${index + 1}.ts`), block);
  const compilerOptions = { exactOptionalPropertyTypes: true, noUnusedLocals: false };
  writeFileSync(
    join(typed, "tsconfig.json"),
    JSON.stringify({
      extends: "../../../tsconfig.json",
      compilerOptions,
      include: [".", "../../../js-tests/support/bun-sqlite.d.ts"],
      exclude: [],
    }),
  );
  await promisify(execFile)("npx", ["--no", "--", "tsc", "-p", typed]).catch(({ stdout }) => assert.fail(stdout));
});

for (const file of readmes) {
  test(`${file}: the first block logs a user in`, async () => {
    const { login } = await run(blockWith(file, "export async function login"));
    const code = mock.issueCode();
    const { openid, session_key } = await login(code);
    assert.equal(openid, mock.openid());
    assert.match(session_key, /^[0-9a-f]{32}$/);
    mock.set({ dialect: "oauth400" });
    assert.equal(await login(code), undefined);
    await assert.rejects(login(""), { code: "invalid_argument", param: "code" });
  });
}

test("docs/frameworks.md: the block with useModule prepares the slim entry", async () => {
  await (await load("frameworks.slim", blockWith("docs/frameworks.md", "useModule")))({});
  const { jscode2sessionkey } = await import("swan-login/slim");
  const { openid } = await jscode2sessionkey({ code: mock.issueCode(), client_id, sk });
  assert.equal(openid, mock.openid());
});

/** What a function throws. */
function thrownBy(fail) {
  try {
    fail();
  } catch (error) {
    return error;
  }
  assert.fail("nothing was thrown");
}

test("README.md: each known cause of an answer has a hint of its own", () => {
  const gateway = (error_code) => JSON.stringify({ error_code, error_msg: "refused" });
  const causes = [
    [/answered in Baidu's place/, 403, "\ufeff\n<!doctype html><title>Forbidden</title>"],
    [/of Baidu's gateway or of a proxy/, 502, "<!doctype html><title>Bad Gateway</title>"],
    [/user name and password/, 407, "<html>"],
    [/tomorrow/, 200, gateway(17)],
    [/wait before the next one/, 200, JSON.stringify({ errno: 50029 })],
    [/captive portal/, 511, ""],
    [/IP whitelist/, 200, gateway(5)],
    [/capability/, 200, gateway(6)],
    [/wait a few seconds/, 200, gateway(18)],
    [/All calls/, 200, gateway(19)],
  ];
  for (const endpoint of ["getUnionid", "tpGetUnionid"]) {
    const hints = causes.map(([expected, status, body]) => {
      const error = thrownBy(() => parseResponse(endpoint, { status, body }));
      assert.match(error.hint, expected);
      return error.hint;
    });
    assert.equal(new Set(hints).size, causes.length);
  }
});

test("both READMEs name every error code, every option and every function", () => {
  const [, union] = /type SwanLoginErrorCode =([\s\S]+?"\w+");/.exec(read("pkg/types/index.d.cts"));
  const codes = [...union.matchAll(/\| "(\w+)"/g)].map(([, code]) => code);
  assert.ok(codes.length >= 13);
  const functions = Object.keys(swan).filter((name) => /^[a-z]/.test(name) && name !== "version");
  for (const file of readmes) {
    const names = new Set(read(file).match(/[A-Za-z_]\w*/g));
    for (const name of [...codes, ...OPTION_NAMES, ...functions]) assert.ok(names.has(name), `${file} lacks ${name}`);
  }
});

test("a document and its translation have the same code, apart from comments and titles of tests", () => {
  assert.ok(pairs.length > 10);
  const code = (file) =>
    blocks(file, "(?:js|ts|json|yaml)").map((block) =>
      block
        .replaceAll(/ *\/\/ .*/g, "")
        .replaceAll(/\/\*\*.*\*\//g, "")
        .replaceAll(/\btest\(".*?"/g, "test("),
    );
  for (const [english, chinese] of pairs) assert.deepEqual(code(chinese), code(english), chinese);
});

/** The headings, rows of tables, items of lists and blocks of code of a document, without their words. */
const shape = (file) =>
  read(file)
    .replaceAll(/^( *)```[\s\S]*?^\1```/gm, "```")
    .match(/^(#+ |\|.*|- |\d+\. | *```)/gm)
    .map((line) => (line.startsWith("|") ? `row of ${line.split("|").length - 2}` : line.replace(/^\d+/, "1").trim()));

test("a document and its translation have the same headings, rows, items and blocks", () => {
  for (const [english, chinese] of pairs)
    assert.deepEqual(
      shape(chinese),
      shape(english),
      `${english} was changed, and ${chinese} was not, or the other way round`,
    );
});

test("a document and its translation link to each other, and lead to their own language", () => {
  for (const pair of pairs) {
    for (const [own, other] of [pair, [...pair].reverse()]) {
      const name = other.split("/").at(-1);
      assert.ok(linksOf(read(own)).includes(name), `${own} links to ${name}`);
      for (const target of linksOf(read(own))) {
        const [path] = target.split("#");
        const linked = path && normalize(join(dirname(own), path));
        const isForeign =
          path !== name && pairs.some(([english, chinese]) => linked === (own === pair[0] ? chinese : english));
        assert.ok(!isForeign, `${own} leads to the other language: ${target}`);
      }
    }
  }
});

test("docs/handler.md: the handler and the mini program's call log in, and try again with a new code", async () => {
  const [server, miniProgram] = blocks("docs/handler.md", "js");
  const createSession = async (openid, session_key) => session_key && `session of ${openid}`;
  const runServer = await load("handler.server", server, ["client_id", "sk", "createSession", "console"]);
  const handler = await runServer({ client_id, sk, createSession, console: { error() {} } });
  let codes;
  const swan = {
    getLoginCode: async () => ({ code: codes.shift() }),
    async request({ url, method, data }) {
      const headers = { "content-type": "application/json" };
      const response = await handler(new Request(url, { method, headers, body: JSON.stringify(data) }));
      return { statusCode: response.status, data: await response.json() };
    },
  };
  const login = await (await load("handler.mini-program", miniProgram, ["swan"]))({ swan });
  codes = ["used", mock.issueCode()];
  assert.deepEqual(await login(), { session: `session of ${mock.openid()}` });
  codes = ["used", "used as well", mock.issueCode()];
  await assert.rejects(login(), { message: "code_invalid" });
  assert.equal(codes.length, 1);
});

const recipes = "docs/recipes.md";
const loginInit = (code) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ code }),
});

/** Serves on loopback until the test ends, and gives the origin. */
async function serve(t, listener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${server.address().port}`;
}

test("recipes: Workers log in with a client at the level of the module", async () => {
  const object = new SwanTokenObject({ storage: new Map() });
  globalThis.SWAN_TOKEN = {
    idFromName: (name) => name,
    get: () => ({ fetch: (url, init) => object.fetch(new Request(url, init)) }),
  };
  const env = `{ BAIDU_APP_KEY: "${client_id}", BAIDU_APP_SECRET: "${sk}", SWAN_TOKEN: globalThis.SWAN_TOKEN }`;
  const worker = await run(blockWith(recipes, "cloudflare:workers"), {
    "cloudflare:workers": `export const env = ${env};`,
  });
  assert.equal(worker.SwanTokenObject, SwanTokenObject);
  for (const _ of [1, 2]) {
    const response = await worker.default.fetch(new Request("https://app.example/login", loginInit(mock.issueCode())));
    assert.deepEqual(await response.json(), { openid: mock.openid() });
  }
});

test("recipes: Express logs in after express.json()", async (t) => {
  const { default: app } = await run(blockWith(recipes, "app.use(express.json())"));
  const origin = await serve(t, app);
  const response = await platformFetch(`${origin}/login`, loginInit(mock.issueCode()));
  assert.deepEqual(await response.json(), { openid: mock.openid() });
});

test("recipes: getSessionKey logs in with a token of another server", async () => {
  const { login } = await run(blockWith(recipes, "token-service"));
  const { access_token } = await getAccessToken({ client_id, sk });
  globalThis.fetch = async (url, init) =>
    url.includes("token-service") ? Response.json({ access_token }) : mock.fetch(url, init);
  const { openid } = await login(mock.issueCode());
  assert.equal(openid, mock.openid());
});

test("recipes: a fetch of undici gets the ProxyAgent, the deadline and the ban on redirects", async () => {
  process.env.HTTPS_PROXY = "http://127.0.0.1:3128";
  globalThis.undiciCalls = [];
  const { client } = await run(blockWith(recipes, "ProxyAgent"), {
    undici: `
      export class ProxyAgent { constructor(url) { this.url = url; } }
      export const fetch = (url, init) => (globalThis.undiciCalls.push(init), globalThis.fetch(url, init));
    `,
  });
  delete process.env.HTTPS_PROXY;
  await client.login(mock.issueCode());
  const [{ dispatcher, redirect, signal }] = globalThis.undiciCalls;
  assert.deepEqual([dispatcher.url, redirect], ["http://127.0.0.1:3128", "manual"]);
  assert.ok(signal instanceof AbortSignal);
});

test("recipes: the hook for spans removes the query of Baidu's URLs, and only of these", async () => {
  const { instrumentation } = await run(blockWith(recipes, "UndiciInstrumentation"), {
    "@opentelemetry/instrumentation-undici":
      "export class UndiciInstrumentation { constructor(c) { this.config = c; } }",
  });
  const hook = (url) => {
    const { origin, pathname, search } = new URL(url);
    return instrumentation.config.startSpanHook({ origin, path: pathname + search });
  };
  const { url } = buildRequest("getSessionKey", { access_token: "24.token", code: "code" });
  assert.ok(url.includes("24.token"));
  assert.deepEqual(hook(url), { "url.full": url.split("?")[0], "url.query": "" });
  assert.deepEqual(hook("https://app.example/?page=1"), {});
});

test("recipes: Node repeats a request after 421, but not one whose body is a stream", async (t) => {
  let requests = 0;
  const origin = await serve(t, (_, response) => {
    requests++;
    response.writeHead(421).end();
  });
  globalThis.fetch = (url, init) => platformFetch(origin + new URL(url).pathname, init);
  const { client } = await run(blockWith(recipes, 'duplex: "half"'));
  for (const [expected, each] of [
    [2, new SwanClient({ client_id, sk })],
    [1, client],
  ]) {
    requests = 0;
    await assert.rejects(each.login("code"), { code: "malformed_response", httpStatus: 421 });
    assert.equal(requests, expected);
  }
});

test("recipes: in Docker Compose only the mock is reached over http", async (t) => {
  t.after(() => delete process.env.BAIDU_URL);
  const block = blockWith(recipes, "sendSecretsOverHttp");
  process.env.BAIDU_URL = "http://mock:8787";
  const { client } = await run(block);
  const sent = [];
  globalThis.fetch = (url, init) => {
    sent.push(url);
    return mock.fetch(url, init);
  };
  await client.login(mock.issueCode());
  assert.deepEqual(sent, ["http://mock:8787/oauth/jscode2sessionkey"]);
  process.env.BAIDU_URL = "http://another:8787";
  await assert.rejects(run(block), { code: "invalid_argument", param: "baseUrl" });
});

test("recipes: every request says no-store, so that Next.js keeps nothing", async () => {
  const said = [];
  globalThis.fetch = (url, init) => {
    said.push([init.method, init.cache]);
    return mock.fetch(url, init);
  };
  await new SwanClient({ client_id, sk }).login(mock.issueCode());
  await tpGetSessionKeyByCode({ access_token: mock.issueAuthorizedToken(), code: mock.issueCode() });
  assert.deepEqual(said, [
    ["POST", "no-store"],
    ["GET", "no-store"],
  ]);
});

test("docs/getting-started.md: the server logs in, for the call of the mini program, and decrypts a phone number", async (t) => {
  const file = "docs/getting-started.md";
  process.env.PORT = "0";
  const { client, server, sessions } = await run(blockWith(file, "createServer"));
  t.after(() => server.close());
  delete process.env.PORT;
  const origin = `http://127.0.0.1:${server.address().port}`;
  const kept = {};
  const swan = {
    getLoginCode: async () => ({ code: mock.issueCode() }),
    async request({ data }) {
      const response = await platformFetch(`${origin}/login`, loginInit(data.code));
      return { statusCode: response.status, data: await response.json() };
    },
    setStorageSync: (name, value) => {
      kept[name] = value;
    },
  };
  await (await load("getting-started", blocks(file, "js")[0], ["swan"]))({ swan });
  const user = sessions.get(kept.session);
  assert.equal(user.openid, mock.openid());
  const { phoneNumber } = await run(blockWith(file, "PhoneNumber"));
  const { data, iv } = await mock.encryptUserData({ content: { mobile: "13800000000" } });
  assert.equal(phoneNumber(client, user.session_key, { encryptedData: data, iv }), "13800000000");
});

test("docs/frameworks.md: the lines for Astro, React Router and Nitro 3 answer with the login", async () => {
  const login = createLoginHandler({
    client: new SwanClient({ client_id, sk }),
    onLogin: ({ openid }) => ({ openid }),
  });
  const lines = [...read("docs/frameworks.md").matchAll(/`export (?:default |const \w+ = )([^`]+login\([^`]+)`/g)];
  assert.equal(lines.length, 3);
  for (const [, code] of lines) {
    const handler = Function("login", "defineHandler", `return ${code}`)(login, (handle) => handle);
    const request = new Request("https://app.example/login", loginInit(mock.issueCode()));
    assert.deepEqual(await (await handler({ request, req: request })).json(), { openid: mock.openid() });
  }
});

test("docs/from-fetch.md: the code before sends the secret in the URL, and the code after does not", async (t) => {
  const sent = [];
  globalThis.fetch = (url, init) => {
    sent.push(url);
    return mock.fetch(url, init);
  };
  const [before, after, status] = blocks("docs/from-fetch.md", "ts");
  for (const block of [before, after]) {
    const { login } = await run(block);
    assert.equal((await login(mock.issueCode())).openid, mock.openid());
  }
  assert.deepEqual(
    sent.map((url) => url.includes(sk)),
    [true, false],
  );
  // What the guide says of the code before: an error without errno looks like a login.
  mock.set({ dialect: "oauth200" });
  const { login } = await run(before);
  assert.equal((await login("used")).openid, undefined);
  const { statusOf } = await run(status);
  const client = new SwanClient({ client_id, sk });
  assert.deepEqual([await statusOf(client, mock.issueCode()), await statusOf(client, "used")], [200, 401]);
  mock.fault("jscode2sessionkey", "html502");
  t.mock.method(console, "error", () => {});
  assert.equal(await statusOf(client, mock.issueCode()), 503);
});

test("docs/from-php-sdk.md: the block gives the openid", async () => {
  const { openidOf } = await run(blockWith("docs/from-php-sdk.md", "openidOf"));
  const code = mock.issueCode();
  assert.deepEqual([await openidOf(code), await openidOf(code)], [mock.openid(), undefined]);
});

test("docs/testing.md: the tests pass, and the handler takes the mock's fetch", async () => {
  const [handler, tests, phone] = blocks("docs/testing.md", "ts");
  const { createLogin } = await run(handler);
  const response = await createLogin({ fetch: mock.fetch })(
    new Request("https://app.example/login", loginInit(mock.issueCode())),
  );
  assert.deepEqual(await response.json(), { session: `of ${mock.openid()}` });
  await run(phone);
  const file = join(folder, "testing.test.js");
  writeFileSync(file, transformSync(tests, { loader: "ts", format: "esm" }).code);
  // Without the context of this runner, it runs as on its own.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ["--test", "--test-reporter=tap", file], { env });
  assert.match(stdout, /^# pass 4$/m);
});

test("docs/better-auth.md: the block is an app with the plugin's endpoints", async () => {
  const { auth } = await run(blockWith("docs/better-auth.md", "swanLogin"));
  assert.equal(typeof auth.api.signInSwan, "function");
  const codes = [...read("docs/better-auth.md").matchAll(/`(SWAN_\w+)`/g)].map(([, code]) => code);
  assert.deepEqual(
    codes.sort(),
    Object.keys(auth.$ERROR_CODES)
      .filter((code) => code.startsWith("SWAN_"))
      .sort(),
  );
});

test("docs/user-data.md: the block decrypts a phone number", async () => {
  const { phoneNumber } = await run(blockWith("docs/user-data.md", "decryptUserData"));
  const session_key = "0123456789abcdef0123456789abcdef";
  const app = createMockBaidu({ apps: [{ client_id: "the AppKey", sk: "the AppSecret" }] });
  const { data, iv } = await app.encryptUserData({ content: { mobile: "13800000000" }, session_key });
  assert.equal(phoneNumber({ encryptedData: data, iv }, session_key), "13800000000");
});

test("every link of the documentation leads to a file and a heading, or is an address", () => {
  const others = ["bench", "src", ".github"].flatMap(markdown);
  assert.ok(others.length >= 4);
  assert.deepEqual(deadLinks(root, [...files, ...others]), []);
});

test("each kind of dead link is found, and nothing else", () => {
  const document = join("target/docs", "links.md");
  const fine = `# A heading: \`code\`, <a id="own"></a>[text](links.md)
    [1](links.md) [2](#a-heading-code-text) [3](../docs/links.md#own) [\`4\`](../..) [5](https://example.com/a?b=c#d) ![6](links.md)
## Twice
## Twice
[7](#twice-1) \`[no link](missing.md)\` [8](mailto:a@example.com)
\`\`\`md
[no link](missing.md)
# No heading
\`\`\`
## 中文，标题！
[9](#中文标题)
`;
  writeFileSync(join(root, document), fine);
  assert.deepEqual(deadLinks(root, [document]), []);
  const dead = {
    "missing.md": "leads to no file",
    "missing.md#own": "leads to no file",
    "#missing": "leads to no heading",
    "#no-heading": "leads to no heading",
    "links.md#twice-2": "leads to no heading",
    "../../package.json#name": "has an anchor, but leads to no document",
    "../../../outside.md": "leaves the repository",
    "/etc/hosts": "leaves the repository",
    "http://example.com": "is no address",
    "https://localhost/": "is no address",
  };
  for (const [target, problem] of Object.entries(dead)) {
    writeFileSync(join(root, document), `${fine}[dead](${target})\n`);
    assert.deepEqual(deadLinks(root, [document]), [`${document}: the link ${target} ${problem}`]);
  }
});

/** Whether a file declares a function, method or constant of this name. */
const declares = (text, name) =>
  new RegExp(`\\b(function|fn|const|class|struct|trait|enum) ${name}\\b|^ +(async )?${name}\\(.*\\{$`, "m").test(text);

test("ARCHITECTURE.md: each step of a login is a function of its file", () => {
  const steps = [...read("ARCHITECTURE.md").matchAll(/^\| (\d) \| `([^`]+)` \| ([^|]+) \|/gm)];
  assert.deepEqual(
    steps.map(([, number]) => Number(number)),
    steps.map((_, index) => index + 1),
  );
  assert.ok(steps.length >= 5 && steps.length <= 8);
  for (const [, , file, functions] of steps)
    for (const [, name] of functions.matchAll(/`([^`]+)`/g))
      assert.ok(declares(read(file), name), `${file} declares ${name}`);
});

/** The imports of each JavaScript file in pkg/ that the build does not write; not those of types. */
function importsOfPackage() {
  const sources = readdirSync(join(root, "pkg"), { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.jsx?$/.test(file) && !/^(cjs|esm|wasm|studio\/static)\//.test(file),
  );
  const imports = (file) =>
    [...read(`pkg/${file}`).matchAll(/^(?:import|export) .*from "(\.[^"]+)";$|\bimport\("(\.[^"]+)"\)\)/gm)].map(
      ([, from, dynamic]) => normalize(join(dirname(file), from ?? dynamic)).replace(/\?.*/, ""),
    );
  return new Map(sources.map((file) => [file, imports(file)]));
}

test("the imports of pkg/ form no circle", () => {
  const graph = importsOfPackage();
  const visit = (file, path) => {
    assert.ok(!path.includes(file), `a circle: ${[...path, file].join(" -> ")}`);
    for (const imported of graph.get(file) ?? []) visit(imported, [...path, file]);
  };
  assert.ok([...graph.values()].flat().length > 50);
  for (const file of graph.keys()) visit(file, []);
});

test("ARCHITECTURE.md: each folder of pkg/ imports only what the map says", () => {
  const allowed = new Map();
  for (const [, name, cell] of read("ARCHITECTURE.md").matchAll(/^\| `(\w+)\/` \| [^|]+ \| ([^|]+) \|$/gm)) {
    const names = [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text);
    allowed.set(name, [...(allowed.get(name) ?? []), ...names]);
  }
  for (const [file, imports] of importsOfPackage()) {
    const [own] = file.split("/");
    for (const imported of imports) {
      const [other] = imported.split("/");
      if (other === own || !allowed.has(own)) continue;
      const fits = allowed.get(own).some((name) => name === other || name === imported);
      assert.ok(fits, `pkg/${file} imports ${imported}`);
    }
  }
});

test("ARCHITECTURE.md and CONTRIBUTING.md name only files and scripts that exist", () => {
  const { scripts } = JSON.parse(read("package.json"));
  for (const file of ["ARCHITECTURE.md", "CONTRIBUTING.md"]) {
    const text = read(file).replaceAll(/```[\s\S]*?```/g, "");
    for (const [, path] of text.matchAll(/`((?:src|pkg|js-tests|scripts|tests|fuzz|bench|docs|examples)\/[\w./-]*)`/g))
      assert.ok(existsSync(join(root, path)), `${file} names ${path}`);
    for (const [, script] of text.matchAll(/`npm (?:run )?([\w:]+)/g))
      assert.ok(script in scripts || script === "install", `${file} names npm run ${script}`);
  }
});

test("every command line of swan-login in the documentation has a command that exists", () => {
  const named = files.flatMap((file) => [...read(file).matchAll(/\bnpx (?:--yes )?swan-login (\w+)/g)]);
  assert.ok(named.length > 5);
  for (const [line, command] of named) assert.ok(Object.hasOwn(COMMANDS, command), line);
});

test("docs/reliability.md and docs/user-data.md: every test that they name exists, also in Chinese", () => {
  const testFiles = readdirSync(join(root, "js-tests"), { recursive: true, encoding: "utf8" });
  const documents = ["docs/reliability.md", "docs/user-data.md"];
  for (const file of documents.flatMap((name) => [name, name.replace(".md", ".zh-CN.md")])) {
    const rows = read(file).split("\n");
    let titles = 0;
    for (const row of rows) {
      // A title follows its file: `faults/retry.test.js`: "a title", "another".
      for (const [, name, list] of row.matchAll(/`([\w/-]+\.test\.js)`((?:[:,] ?"[^"]+")*)/g)) {
        assert.ok(testFiles.includes(name), `${file} names ${name}`);
        const source = read(`js-tests/${name}`);
        for (const [, title] of list.matchAll(/"([^"]+)"/g)) {
          titles++;
          assert.ok(source.includes(title), `${name} has no test "${title}"`);
        }
      }
    }
    assert.ok(titles > 0, file);
  }
});
