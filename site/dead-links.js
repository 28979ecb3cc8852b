// Dead links of the built site: to a page, a file or an anchor that is not there. Addresses of other sites are not fetched,
// only looked at. VitePress itself looks at pages only.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { Parser } from "htmlparser2";
import { isAddress } from "../scripts/markdown.js";

/**
 * @param {string} folder  of the built site
 * @param {string} base  the path under which it is served
 * @returns {string[]}  what is wrong
 */
export function deadLinksOfSite(folder, base) {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".html"));
  const pages = new Map(files.map((file) => [file, readPage(join(folder, file))]));
  /** @param {string} file @param {string} link */
  function problem(file, link) {
    if (/^[a-z][a-z+.-]*:/i.test(link)) return isAddress(link) ? "" : "is no address";
    const [path, fragment] = link.split("#");
    const absolute = path
      ? posix.resolve(posix.dirname(base + file), path) + (path.endsWith("/") ? "/" : "")
      : base + file;
    if (!`${absolute}/`.startsWith(base)) return "leaves the site";
    const target = fileOf(folder, decodeURI(absolute).slice(base.length));
    if (target === undefined) return "leads to nothing";
    if (!fragment) return "";
    return pages.get(target)?.ids.has(decodeURIComponent(fragment)) ? "" : "leads to no anchor";
  }
  return [...pages].flatMap(([file, { links }]) =>
    [...links].flatMap((link) => {
      const found = problem(file, link);
      return found ? [`${file}: the link ${link} ${found}`] : [];
    }),
  );
}

/** The file that a static host gives for a path. @param {string} folder @param {string} path */
function fileOf(folder, path) {
  const candidates = path === "" || path.endsWith("/") ? [`${path}index.html`] : [path, `${path}.html`];
  return candidates.find((file) => /\.\w+$/.test(file) && existsSync(join(folder, file)));
}

/** @param {string} path */
function readPage(path) {
  const links = new Set();
  const ids = new Set();
  const parser = new Parser({
    onopentag(_name, { id, href, src, srcset }) {
      if (id) ids.add(id);
      const images = srcset?.split(",").map((image) => image.trim().split(/\s/)[0]) ?? [];
      for (const link of [href, src, ...images]) if (link && !link.startsWith("data:")) links.add(link);
    },
  });
  parser.end(readFileSync(path, "utf8"));
  return { links, ids };
}
