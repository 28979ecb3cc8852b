// The sidebar: docs/README.md lists the guides in groups, and everything else follows.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { guides, LANGUAGES, PROJECT, pageOf, pagesFolder } from "../pages.js";
import { root } from "../project.js";

const WORDS = {
  en: { api: "API reference", project: "Project" },
  zh: { api: "API 参考", project: "项目" },
};

/** @param {keyof LANGUAGES} language */
export function sidebar(language) {
  const { folder, ending } = LANGUAGES[language];
  const groups = listedGuides(language);
  const listed = groups.flatMap(({ items }) => items.map(({ link }) => link));
  const others = guides(ending).map((file) => ({ text: titleOf(join(root, file)), link: linkOf(file, language) }));
  // A guide that nobody has put into the list yet.
  groups.at(-1)?.items.push(...others.filter(({ link }) => !listed.includes(link)));
  const api = [...readFileSync(join(pagesFolder, "api/index.md"), "utf8").matchAll(/\[([^\]]+)\]\(([^)]+)\.md\)/g)];
  const modules = api.map(([, text, path]) => ({ text, link: `/${folder}api/${path}` }));
  modules.sort((one, other) => one.text.localeCompare(other.text));
  const project = Object.keys(PROJECT).map((file) => ({
    text: titleOf(join(pagesFolder, pageOf(file, language))),
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
  const list = readFileSync(join(root, `docs/README${LANGUAGES[language].ending}`), "utf8");
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

/** @param {string} path */
const titleOf = (path) => /^# (.*)$/m.exec(readFileSync(path, "utf8"))?.[1] ?? path;
