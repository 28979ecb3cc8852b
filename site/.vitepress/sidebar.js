// The sidebar: docs/README.md lists the guides in groups, and everything else follows.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { guides, LANGUAGES, PROJECT, pageOf, pagesFolder, titleOf } from "../pages.js";
import { read } from "../project.js";

/** Headings of the groups, and titles of the documents outside docs/ by their pages. */
const WORDS = {
  en: {
    api: "API reference",
    project: "Project",
    "rust.md": "Rust",
    "benchmarks.md": "Benchmarks",
    "changelog.md": "Changelog",
    "security.md": "Security",
    "architecture.md": "Architecture",
    "contributing.md": "Contributing",
  },
  zh: {
    api: "API 参考",
    project: "项目",
    "rust.md": "Rust",
    "benchmarks.md": "性能",
    "changelog.md": "更新日志",
    "security.md": "安全",
    "architecture.md": "架构",
    "contributing.md": "参与开发",
  },
};

/** @param {keyof LANGUAGES} language */
export function sidebar(language) {
  const { folder, ending } = LANGUAGES[language];
  const groups = listedGuides(language);
  const listed = groups.flatMap(({ items }) => items.map(({ link }) => link));
  const others = guides(ending).map((file) => ({ text: titleOf(file), link: linkOf(file, language) }));
  // A guide that nobody has put into the list yet.
  groups.at(-1)?.items.push(...others.filter(({ link }) => !listed.includes(link)));
  const api = [...readFileSync(join(pagesFolder, "api/index.md"), "utf8").matchAll(/\[([^\]]+)\]\(([^)]+)\.md\)/g)];
  const modules = api.map(([, text, path]) => ({ text, link: `/${folder}api/${path}` }));
  modules.sort((one, other) => one.text.localeCompare(other.text));
  const project = Object.entries(PROJECT).map(([file, page]) => ({
    text: WORDS[language][page],
    link: linkOf(file, language),
  }));
  return [
    ...groups,
    { text: WORDS[language].api, collapsed: true, items: modules },
    { text: WORDS[language].project, collapsed: true, items: project },
  ];
}

/** @param {keyof LANGUAGES} language @returns {{ text: string, items: { text: string, link: string }[] }[]} */
function listedGuides(language) {
  const list = read(`docs/README${LANGUAGES[language].ending}`);
  return list
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const items = [...section.matchAll(/^- \[([^\]]+)\]\(([\w.-]+\.md)\)/gm)];
      return {
        text: section.slice(0, section.indexOf("\n")),
        items: items.map(([, text, file]) => ({ text, link: linkOf(`docs/${file}`, language) })),
      };
    })
    .filter(({ items }) => items.length > 0);
}

/** @param {string} file @param {keyof LANGUAGES} language */
const linkOf = (file, language) => `/${pageOf(file, language)?.replace(/\.md$/, "")}`;
