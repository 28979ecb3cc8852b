/** The built site: every link leads somewhere, and the search finds what people look for, in both languages. */

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import MiniSearch from "minisearch";
import { searchOptions, tokenize } from "./.vitepress/search.js";
import { deadLinksOfSite } from "./dead-links.js";
import { findExamples } from "./examples.js";
import { guides, LANGUAGES } from "./pages.js";
import { base, read, root } from "./project.js";

const site = join(root, "target/site/dist");
const page = (path) => readFileSync(join(site, path), "utf8");

test("no link of the site is dead", () => {
  assert.deepEqual(deadLinksOfSite(site, base), []);
});

test("each kind of dead link is found, and nothing else", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "swan-login-site-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const pages = {
    "index.html": `<h1 id="top"></h1><a href="/swan/guide#begin">1</a><a href="./guide">2</a><a href="#top">3</a>
      <a href="https://example.com/">4</a><img src="/swan/logo.svg" srcset="logo.svg 1x, /swan/logo.svg 2x"><a href="/swan/zh/">5</a>`,
    "guide.html": '<h2 id="begin"></h2><a href="zh/guide">6</a><a href="/swan/">7</a>',
    "zh/index.html": '<a href="../guide#begin">8</a>',
    "zh/guide.html": '<h2 id="开始"></h2><a href="#%E5%BC%80%E5%A7%8B">9</a><a href="/swan/guide.html">10</a>',
    "logo.svg": "<svg/>",
  };
  const write = (file, text) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  for (const [file, text] of Object.entries(pages)) write(file, text);
  assert.deepEqual(deadLinksOfSite(folder, "/swan/"), []);
  const dead = {
    "/swan/missing": "leads to nothing",
    "/swan/zh/missing.html": "leads to nothing",
    "./zh/guide/": "leads to nothing",
    "/swan/guide#missing": "leads to no anchor",
    "#missing": "leads to no anchor",
    "/elsewhere": "leaves the site",
    "../elsewhere": "leaves the site",
    "http://localhost:3000/": "is no address",
    "https://": "is no address",
  };
  write("guide.html", '<img src="missing.png" srcset="logo.svg, lost.png 2x">');
  assert.deepEqual(deadLinksOfSite(folder, "/swan/"), [
    "guide.html: the link missing.png leads to nothing",
    "guide.html: the link lost.png leads to nothing",
    "index.html: the link /swan/guide#begin leads to no anchor",
    "zh/index.html: the link ../guide#begin leads to no anchor",
  ]);
  for (const [link, problem] of Object.entries(dead)) {
    write("guide.html", `${pages["guide.html"]}<a href="${link}">dead</a>`);
    assert.deepEqual(deadLinksOfSite(folder, "/swan/"), [`guide.html: the link ${link} ${problem}`]);
  }
});

/** The search of one language, as VitePress makes it in the browser. @param {string} locale */
async function search(locale) {
  const [file] = readdirSync(join(site, "assets/chunks")).filter((name) =>
    name.startsWith(`@localSearchIndex${locale}.`),
  );
  const { default: index } = await import(join(site, "assets/chunks", file));
  const fields = { fields: ["title", "titles", "text"], storeFields: ["title", "titles"] };
  const boost = { title: 4, text: 2, titles: 1 };
  const engine = MiniSearch.loadJSON(index, { ...fields, tokenize, searchOptions: { boost, ...searchOptions } });
  return (words) => engine.search(words).map(({ id }) => id.slice(base.length));
}

test("the search finds numbers of Baidu's, names and words in English", async () => {
  const find = await search("root");
  assert.equal(find("10010100")[0], "errors#errno-10010100");
  assert.equal(find("error_code 110")[0], "errors#error_code-110");
  assert.ok(find("createLoginHandler").some((id) => id.startsWith("api/swan-login/handler#")));
  assert.ok(find("loginhandler options").some((id) => id.startsWith("api/swan-login/handler#")));
  assert.ok(find("decrypt_failed").includes("recipes#decrypt_failed"));
  assert.equal(find("maxBodyBytes")[0], "api/swan-login#property-maxbodybytes");
  assert.ok(find("tencent").includes("frameworks#tencent-cloud-scf"));
  assert.deepEqual(find("10010199"), []);
});

test("the search finds numbers of Baidu's, names and words in Chinese", async () => {
  const find = await search("zh");
  assert.ok(find("登录凭证").slice(0, 5).includes("zh/getting-started#快速开始"));
  assert.equal(find("10010100")[0], "zh/errors#errno-10010100");
  assert.ok(find("解密手机号").includes("zh/getting-started#用户的手机号"));
  assert.ok(find("登录接口的响应").includes("zh/handler#响应"));
  assert.ok(find("第三方平台").includes("zh/platform#第三方平台"));
  assert.ok(find("SwanClient").some((id) => id.startsWith("zh/api/swan-login#")));
  assert.ok(find("ip白名单").length > 0);
  assert.deepEqual(find("微信支付"), []);
});

test("words are divided the same way everywhere", () => {
  assert.deepEqual(tokenize("登录凭证 code"), ["登录", "录凭", "凭证", "code"]);
  assert.deepEqual(tokenize("用session_key解密"), ["用", "session_key", "session", "key", "解密"]);
  assert.deepEqual(tokenize("onLogin, errno=110!"), ["onLogin", "on", "Login", "errno", "110"]);
  assert.deepEqual(tokenize(" 。\n"), []);
  assert.deepEqual(searchOptions.tokenize("解密手机号 swan.getLoginCode"), [
    "解密",
    "手机",
    "机号",
    "swan",
    "getLoginCode",
  ]);
});

test("each guide has both languages, a page in each, and a place in the list of its language", () => {
  const names = (/** @type {string} */ ending) => guides(ending).map((file) => file.slice(0, -ending.length));
  assert.deepEqual(names(LANGUAGES.zh.ending), names(LANGUAGES.en.ending));
  for (const { folder, ending } of Object.values(LANGUAGES)) {
    const list = read(`docs/README${ending}`);
    for (const file of guides(ending)) {
      const name = file.slice("docs/".length);
      assert.match(page(`${folder}${name.slice(0, -ending.length)}.html`), /<h1/);
      assert.ok(list.includes(`](${name})`), `docs/README${ending} does not list ${name}`);
    }
  }
});

test("each example is on a page, as it is in its file", () => {
  const shown = findExamples(guides(LANGUAGES.en.ending));
  const files = readdirSync(join(root, "examples"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|ts|html)$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));
  assert.ok(files.length > 15);
  for (const file of files) {
    const { guide, id } = shown.get(file) ?? {};
    assert.ok(guide, `no guide has a paragraph that is a link to ${file}`);
    for (const { folder } of Object.values(LANGUAGES)) {
      const text = page(`${folder}${guide}.html`);
      const begin = text.indexOf(`id="${id}"`);
      assert.ok(begin > 0, `${folder}${guide} shows ${file}`);
      const [, code] = /<code[^>]*>([\s\S]*?)<\/code>/.exec(text.slice(begin)) ?? [];
      assert.equal(textOf(code), read(file).trimEnd());
    }
  }
});

/** The text of highlighted code. @param {string} html */
function textOf(html) {
  const text = html
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"');
  return text
    .replaceAll(/&#(x?)([\da-f]+);/gi, (_, hex, code) => String.fromCodePoint(parseInt(code, hex ? 16 : 10)))
    .replaceAll("&amp;", "&");
}
