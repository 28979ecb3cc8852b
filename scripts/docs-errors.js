// Writes docs/errors.md and docs/errors.zh-CN.md from the catalogue of swan-login/explain: node scripts/docs-errors.js

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { CATALOGUE, find } from "../pkg/explain/catalogue.js";
import { SOURCES } from "../pkg/explain/sources.js";

/** @import { Item, Kind } from "../pkg/explain/catalogue.js" */
/** @typedef {"zh" | "en"} Lang */

/** @type {Readonly<Record<Lang, string>>} */
export const FILES = { zh: "docs/errors.zh-CN.md", en: "docs/errors.md" };

/** The whole document. @param {Lang} lang */
export function render(lang) {
  const words = WORDS[lang];
  const of = (/** @type {Kind} */ kind) => CATALOGUE.filter((item) => item.kind === kind);
  return `# ${words.title}

[${words.other}](${words.otherFile})

${words.intro}

## ${words.classes}

${of("class")
  .map((item) => section(item, lang))
  .join("\n")}
## ${words.errorCodes}

${words.errorCodesIntro}

${table("error_code", of("error_code"), lang)}
## ${words.errnos}

${words.errnosIntro}

${table("errno", of("errno"), lang)}
## ${words.oauth}

${words.oauthIntro}

${table("error", of("oauth"), lang)}
## ${words.symptoms}

${words.symptomsIntro}

${of("symptom")
  .map((item) => section(item, lang))
  .join("\n")}`.replace(/\n*$/, "\n");
}

const WORDS = {
  en: {
    title: "Errors",
    other: "中文",
    otherFile: "errors.zh-CN.md",
    intro: `What each error means and what to do. This document is generated from the catalogue of \`swan-login/explain\`
(\`node scripts/docs-errors.js\`), which also answers \`npx swan-login explain\`: see [cli.md](cli.md).`,
    classes: "`code` of a SwanLoginError",
    errorCodes: "`error_code`",
    errorCodesIntro: "Numbers of Baidu's open API gateway. They are other numbers than those of `errno`.",
    errnos: "`errno`",
    errnosIntro: `Numbers of Baidu's login service and of its third-party platform. Baidu has published few of them; what is not listed
here is explained by its words. \`malformed_response\` means that no login call is documented to give the number.`,
    oauth: "`error`",
    oauthIntro: "Names of OAuth's errors.",
    symptoms: "Symptoms",
    symptomsIntro: "What people meet, with or without an error of this package.",
    columns: ["Baidu's words", "meaning", "`code`", "what to do", "source"],
    causes: "Causes:",
    steps: "What to do:",
    see: "see",
    sources: "Source:",
    colon: ": ",
    comma: ", ",
    space: " ",
    otherwise: "other calls",
  },
  zh: {
    title: "错误一览",
    other: "English",
    otherFile: "errors.md",
    intro: `每个错误的含义和处理办法。本文由 \`swan-login/explain\` 的错误目录生成（\`node scripts/docs-errors.js\`），
\`npx swan-login explain\` 查的也是它，见 [cli.zh-CN.md](cli.zh-CN.md)。`,
    classes: "SwanLoginError 的 `code`",
    errorCodes: "`error_code`",
    errorCodesIntro: "百度开放 API 网关的错误码，与 `errno` 是两套编号。",
    errnos: "`errno`",
    errnosIntro: `百度登录服务和第三方平台的错误码。百度公布的很少，没有列出的只能根据文字判断。\`malformed_response\` 表示
没有文档说明登录接口会返回这个错误码。`,
    oauth: "`error`",
    oauthIntro: "OAuth 的错误名。",
    symptoms: "常见现象",
    symptomsIntro: "开发中常遇到的现象，不一定伴随本包的错误。",
    columns: ["百度的文字", "含义", "`code`", "怎么办", "来源"],
    causes: "可能的原因：",
    steps: "怎么办：",
    see: "见",
    sources: "来源：",
    colon: "：",
    comma: "、",
    space: "",
    otherwise: "其他接口",
  },
};

/** @param {Item} item @param {Lang} lang */
function section(item, lang) {
  const { id, label, title, meaning, causes, steps, sources } = item;
  const words = WORDS[lang];
  const list = (/** @type {string} */ head, /** @type {Item["causes"]} */ texts, /** @type {string} */ mark) =>
    texts ? `\n${head}\n\n${texts.map((text) => `${mark} ${text[lang]}`).join("\n")}\n` : "";
  const heading = label ? `\`${label}\`${words.colon}${title[lang]}` : title[lang];
  const inherited = causes && steps ? "" : `\n${words.steps}${words.space}${reference(item, lang)}\n`;
  return `### <a id="${id}"></a>${heading}
${meaning ? `\n${meaning[lang]}\n` : ""}${list(words.causes, causes, "-")}${list(words.steps, steps, "1.")}${inherited}
${words.sources}${words.space}${sourcesOf(sources, lang)}
`;
}

/** @param {string} name @param {Item[]} items @param {Lang} lang */
function table(name, items, lang) {
  const rows = items.map((item) => {
    const { id, title, meaning, causes = [], steps, sources, baidu } = item;
    const key = id.replace(/^(error_code|errno)-/, "");
    const described = [title, meaning, ...causes].flatMap((text) => (text ? [text[lang]] : []));
    return [
      `<a id="${id}"></a>\`${key}\``,
      baidu ?? "",
      sentences(described, lang),
      classes(item, lang),
      steps
        ? sentences(
            steps.map((text) => text[lang]),
            lang,
          )
        : reference(item, lang),
      sourcesOf(sources, lang),
    ];
  });
  const head = [`\`${name}\``, ...WORDS[lang].columns];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** @param {string[]} texts @param {Lang} lang */
function sentences(texts, lang) {
  const stop = lang === "zh" ? "。" : ".";
  const begin = (/** @type {string} */ text) => text.replace(/^[a-z]+(?=[ ,'])/, capitalize);
  return texts.map((text) => begin(/[.。]$/.test(text) ? text : text + stop)).join(WORDS[lang].space);
}

/** @param {string} word */
const capitalize = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** Where the rest of an item is described. @param {Item} item @param {Lang} lang */
function reference({ see, class: byCall }, lang) {
  const ids = see ? [see] : [...new Set(typeof byCall === "object" ? Object.values(byCall) : [byCall])];
  const links = ids.map((id) => {
    const target = find(id);
    return `[${target?.label ? `\`${target.label}\`` : target?.title[lang]}](#${id})`;
  });
  return `${WORDS[lang].see} ${links.join(WORDS[lang].comma)}`;
}

/** @param {Item} item @param {Lang} lang */
function classes({ class: byCall }, lang) {
  const { otherwise, colon, comma } = WORDS[lang];
  const link = (/** @type {string | undefined} */ name) => `[\`${name}\`](#${name})`;
  if (typeof byCall !== "object") return link(byCall);
  const rows = [...new Set(Object.values(byCall))].map((name) => {
    const of = Object.keys(byCall).filter((call) => byCall[call] === name);
    const places = of.map((call) => (call === "otherwise" ? otherwise : `\`${call}\``));
    return `${link(name)}${colon}${places.join(comma)}`;
  });
  return rows.join("<br>");
}

/** @param {Item["sources"]} names @param {Lang} lang */
function sourcesOf(names, lang) {
  const sources = names.map((name) => {
    const source = SOURCES[name];
    return "url" in source ? `[${source[lang]}](${source.url})` : source[lang];
  });
  return sources.join(WORDS[lang].comma);
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  for (const [lang, file] of Object.entries(FILES))
    writeFileSync(new URL(`../${file}`, import.meta.url), render(/** @type {Lang} */ (lang)));
}
