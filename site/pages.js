// Makes the pages of the site from the Markdown files of the repository, which stay readable on GitHub.
//
// docs/NAME.md and docs/NAME.zh-CN.md become /NAME and /zh/NAME. Links between files become links between pages.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { mapLinks } from "../scripts/markdown.js";
import { writeApi } from "./api.js";
import { findExamples, includeExamples } from "./examples.js";
import { read, repositoryUrl, root } from "./project.js";

/** Where the pages are made: here, so that they find what is installed. */
export const pagesFolder = join(root, "site/pages");

/** Where each language is, relative to the pages, and how its files end. */
export const LANGUAGES = {
  en: { folder: "", ending: ".md" },
  zh: { folder: "zh/", ending: ".zh-CN.md" },
};

/** Documents outside docs/ that are pages, too, in English only. */
export const PROJECT = {
  "src/README.md": "rust.md",
  "SECURITY.md": "security.md",
  "CHANGELOG.md": "changelog.md",
  "bench/RESULTS.md": "benchmarks.md",
  "ARCHITECTURE.md": "architecture.md",
  "CONTRIBUTING.md": "contributing.md",
};

const ONLY_ENGLISH = "::: info 提示\n这一页只有英文。\n:::\n";

/** Writes all pages. */
export async function makePages() {
  rmSync(pagesFolder, { recursive: true, force: true });
  const examples = findExamples(guides(LANGUAGES.en.ending));
  for (const [language, { folder, ending }] of Object.entries(LANGUAGES)) {
    for (const file of [...guides(ending), ...Object.keys(PROJECT)])
      write(pageOf(file, language), toPage(file, language, examples));
    for (const file of images()) cpSync(join(root, "docs", file), join(pagesFolder, folder, file));
    write(
      `${folder}index.md`,
      read(`site/home${ending}`).replace("{{ sample }}", () => sample(ending)),
    );
  }
  await writeApi(join(pagesFolder, "api"));
  cpSync(join(pagesFolder, "api"), join(pagesFolder, "zh/api"), { recursive: true });
  for (const file of readdirSync(join(pagesFolder, "zh/api"), { recursive: true, encoding: "utf8" }))
    if (file.endsWith(".md")) write(`zh/api/${file}`, addNote(readFileSync(join(pagesFolder, "zh/api", file), "utf8")));
}

/** The guides of one language. @param {string} ending */
export function guides(ending) {
  return readdirSync(join(root, "docs"))
    .filter((file) => file.endsWith(ending) && file.includes(".zh-CN") === ending.includes(".zh-CN"))
    .filter((file) => !file.startsWith("README."))
    .map((file) => `docs/${file}`);
}

/** What the guides show, relative to docs/: in each language it is beside the pages, as it is beside the files. */
function images() {
  const files = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" });
  return files.filter((file) => /\.(png|jpg|svg|webp|gif)$/.test(file));
}

/** The page that a file becomes, if it becomes one. @param {string} file @param {keyof LANGUAGES} language */
export function pageOf(file, language) {
  const { folder } = LANGUAGES[language];
  if (file in PROJECT) return `${folder}${PROJECT[file]}`;
  if (/^(docs\/)?README(\.zh-CN)?\.md$/.test(file)) return `${folder}index.md`;
  const [, name] = /^docs\/([\w-]+)(\.zh-CN)?\.md$/.exec(file) ?? [];
  return name && `${folder}${name}.md`;
}

/**
 * The text of a page.
 * @param {string} file
 * @param {keyof LANGUAGES} language
 * @param {ReturnType<typeof findExamples>} examples
 */
function toPage(file, language, examples) {
  const source = namesToTitles(file, includeExamples(read(file)));
  const text = mapLinks(source, (target) => siteTarget(file, target, language, examples))
    // A link that leads nowhere without a repository.
    .replaceAll(/\[([^\]]*)\]\(\)/g, "$1")
    // Vite takes an address for a file only if it begins with a dot.
    .replaceAll(/(<(?:img|source)\b[^>]*?\bsrc(?:set)?=")(?=[\w-]+\/)/g, "$1./")
    // The site has a language switch of its own.
    .replace(/^\[(中文|English)\]\(.*\)\n\n/m, "");
  const settings = [
    ...(repositoryUrl ? [`source: ${repositoryUrl}/edit/main/${file}`] : []),
    ...(WIDE.test(file) ? ["aside: false", "pageClass: wide"] : []),
  ];
  const frontmatter = settings.length > 0 ? ["---", ...settings, "---\n\n"].join("\n") : "";
  return frontmatter + (language === "zh" && file in PROJECT ? addNote(text) : text);
}

/** Pages of tables with many columns. */
const WIDE = /^(docs\/errors|bench\/RESULTS)\b/;

/** @param {string} text */
const addNote = (text) => text.replace(/^# .*\n/m, (title) => `${title}\n${ONLY_ENGLISH}`);

/**
 * Where a link of a file leads on the site: to a page, to an example on a page, to the repository, or nowhere.
 * @param {string} file
 * @param {string} target
 * @param {keyof LANGUAGES} language
 * @param {ReturnType<typeof findExamples>} examples
 */
function siteTarget(file, target, language, examples) {
  if (/^([a-z]+:|#)/i.test(target)) return target;
  const [path, fragment] = target.split("#");
  const linked = normalize(join(dirname(file), path)).replace(/\/$/, "");
  const own = pageOf(file, language);
  const to = (page, anchor) => `${relative(dirname(own), page)}${anchor ? `#${anchor}` : ""}`;
  // A document that is only in English names the headings of English guides.
  const page = pageOf(linked, fragment && file in PROJECT && !(linked in PROJECT) ? "en" : language);
  if (page) return to(page, fragment);
  if (file.startsWith("docs/") && /^docs\/.*\.\w+$/.test(linked)) return target;
  const example = examples.get(linked);
  if (example) return to(`${LANGUAGES[language].folder}${example.guide}.md`, example.id);
  if (!repositoryUrl) return "";
  const kind = statSync(join(root, linked)).isDirectory() ? "tree" : "blob";
  return `${repositoryUrl}/${kind}/main/${linked}${fragment ? `#${fragment}` : ""}`;
}

/** A link to a page is shown by the title of the page, and not by the name of a file. @param {string} file @param {string} text */
function namesToTitles(file, text) {
  return text.replaceAll(/\[[\w./-]+\.md\](?=\(([^)#\s]+\.md)[)#])/g, (name, target) => {
    const linked = normalize(join(dirname(file), target));
    return pageOf(linked, "en") ? `[${titleOf(linked)}]` : name;
  });
}

/** @param {string} file */
export const titleOf = (file) => /^# (.*)$/m.exec(read(file))?.[1] ?? file;

/** The first block of a README, which the home page shows. @param {string} ending */
function sample(ending) {
  const [block] = /^```ts\n[\s\S]*?^```$/m.exec(read(`README${ending}`)) ?? [];
  if (!block) throw new Error(`README${ending} has no block of TypeScript`);
  return block;
}

/** @param {string} file @param {string} text */
function write(file, text) {
  const path = join(pagesFolder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
