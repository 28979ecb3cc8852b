/** The JavaScript of the README and of docs/, compiled from its very text; what needs no other server runs, too, against the mock. */

import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import test from "node:test";
import { createMockBaidu } from "swan-login/mock";

/** Inside the package, so that it finds itself by its name. */
const folder = new URL("../target/docs/", import.meta.url);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const mock = createMockBaidu();
const [{ client_id, sk }] = mock.apps;
Object.assign(process.env, { BAIDU_APP_KEY: client_id, BAIDU_APP_SECRET: sk });
globalThis.fetch = mock.fetch;
test.beforeEach(mock.reset);

/** The blocks of JavaScript, without the indentation of the list that they may stand in. */
function blocks(file) {
  const text = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
  const found = [...text.matchAll(/^( *)```(?:js|javascript)\n([^]*?)^\1```$/gm)];
  return found.map(([, indent, block]) => block.replaceAll(new RegExp(`^${indent}`, "gm"), ""));
}

/**
 * Loads a block as a module: its imports, and a function of the names that it leaves to the reader, which gives what the
 * block declares as `login`. Loading compiles it, and finds every name that it imports.
 */
async function load(name, block, given = []) {
  const imports = block.match(/^import .*$/gm) ?? [];
  const body = block.replaceAll(/^import .*$/gm, "").replaceAll(/^export default /gm, "void ");
  const result = /^(const|async function) login\b/m.test(body) ? "return login;" : "";
  const url = new URL(`${name.replaceAll("/", "-")}.js`, folder);
  writeFileSync(url, `${imports.join("\n")}\nexport default async ({ ${given} }) => {\n${body}\n${result}\n};\n`);
  return (await import(url)).default;
}

const docs = readdirSync(new URL("../docs", import.meta.url)).map((file) => `docs/${file}`);
const readmes = ["README.md", "README.zh-CN.md"];

for (const file of [...readmes, ...docs]) {
  for (const [index, block] of blocks(file).entries()) {
    test(`${file}: block ${index + 1} compiles, and what it imports is there`, () => load(`${file}.${index}`, block));
  }
}

for (const file of readmes) {
  const find = (word) => blocks(file).find((block) => block.includes(word));

  test(`${file}: SwanClient`, async () => {
    const run = await load(`${file}.client`, find("new SwanClient"), ["code", "askForANewCode"]);
    const code = mock.issueCode();
    assert.equal(await run({ code }), undefined);
    assert.equal(mock.calls.getUnionid, 1);
    assert.equal(await run({ code, askForANewCode: () => "asked" }), "asked");
    await assert.rejects(run({ code: "" }), { code: "invalid_argument" });
  });

  test(`${file}: useModule`, async () => {
    const run = await load(`${file}.slim`, find("useModule"));
    await run({});
    const { jscode2sessionkey } = await import("swan-login/slim");
    const { openid } = await jscode2sessionkey({ code: mock.issueCode(), client_id, sk });
    assert.equal(openid, mock.openid());
  });
}

test("both languages have the same blocks", () => {
  assert.deepEqual(blocks("README.zh-CN.md"), blocks("README.md"));
});

test("docs/handler.md: the server's handler and the mini program's call log in, a second time with a new code", async () => {
  const [server, miniProgram] = blocks("docs/handler.md");
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
