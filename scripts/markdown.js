// Links and headings of Markdown, as GitHub shows them.

import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** Code in which a link is no link: blocks, and words between backticks. */
const CODE = /^( *)(```+)[\s\S]*?^\1\2 *$|(`+)(?!`)(?:.|\n(?!\n))*?(?<!`)\3(?!`)/gm;

/** Target and surroundings of an inline link or image, such as `](token.md#stores)`. */
const LINK = /\]\(([^)\s]+)\)/g;

/**
 * Replaces the target of each link of a text.
 * @param {string} text
 * @param {(target: string) => string} replace
 */
export function mapLinks(text, replace) {
  const outside = (/** @type {string} */ part) => part.replace(LINK, (_, target) => `](${replace(target)})`);
  let result = "";
  let end = 0;
  for (const match of text.matchAll(CODE)) {
    result += outside(text.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return result + outside(text.slice(end));
}

/** @param {string} text @returns {string[]}  the targets of its links */
export function linksOf(text) {
  /** @type {string[]} */
  const targets = [];
  mapLinks(text, (target) => {
    targets.push(target);
    return target;
  });
  return targets;
}

/** The anchor that GitHub gives to a heading. @param {string} heading  its text */
export function slug(heading) {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\s-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}

/** Everything in a text to which a link may lead: its headings, and what has an id. @param {string} text */
export function anchorsOf(text) {
  const prose = text.replaceAll(/^( *)(```+)[\s\S]*?^\1\2 *$/gm, "");
  const anchors = new Set([...prose.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id));
  for (const [, heading = ""] of prose.matchAll(/^#+ (.*)$/gm)) {
    const base = slug(heading.replaceAll(/<[^>]*>/g, "").replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1"));
    let anchor = base;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${base}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

/**
 * What is wrong with the links of Markdown files: a file, a folder or a heading that is not there, or an address that is
 * none. Nothing is fetched.
 * @param {string} root  the folder to which the files are relative; no link may leave it
 * @param {string[]} files
 * @returns {string[]}
 */
export function deadLinks(root, files) {
  /** @type {Map<string, Set<string | undefined>>} */
  const known = new Map();
  const anchors = (/** @type {string} */ file) => {
    if (!known.has(file)) known.set(file, anchorsOf(readFileSync(join(root, file), "utf8")));
    return known.get(file);
  };
  /** @param {string} file @param {string} target */
  function problem(file, target) {
    if (/^[a-z][a-z+.-]*:/i.test(target)) return isAddress(target) ? "" : "is no address";
    const [path = "", fragment] = target.split("#");
    const linked = path ? normalize(join(dirname(file), decodeURI(path))) : file;
    if (path.startsWith("/") || linked.startsWith("..")) return "leaves the repository";
    if (!existsSync(join(root, linked))) return "leads to no file";
    if (fragment === undefined) return "";
    if (statSync(join(root, linked)).isDirectory() || !linked.endsWith(".md"))
      return "has an anchor, but leads to no document";
    return anchors(linked)?.has(decodeURI(fragment)) ? "" : "leads to no heading";
  }
  return files.flatMap((file) =>
    linksOf(readFileSync(join(root, file), "utf8")).flatMap((target) => {
      const found = problem(file, target);
      return found ? [`${file}: the link ${target} ${found}`] : [];
    }),
  );
}

/** An address of the web that anybody can open, or of mail. @param {string} target */
export function isAddress(target) {
  if (!URL.canParse(target)) return false;
  const { protocol, hostname } = new URL(target);
  return protocol === "mailto:" || (protocol === "https:" && /^([\w-]+\.)+[a-z]{2,}$/i.test(hostname));
}
