// The files of the repository, and what package.json says about where the project is: see RELEASING.md.

import { readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");

/** The text of a file. @param {string} file  relative to the repository */
export const read = (file) => readFileSync(join(root, file), "utf8");

/** @type {{ version: string, homepage?: string, repository?: { url?: string } }} */
const { version, homepage, repository } = JSON.parse(read("package.json"));

export { version };

/** Of this site; undefined while nobody has filled it in. */
export const siteUrl = homepage;

/** The path under which the site is served. */
export const base = homepage ? new URL(homepage).pathname.replace(/\/?$/, "/") : "/";

/** The page of the repository, such as https://github.com/OWNER/NAME; undefined while nobody has filled it in. */
export const repositoryUrl = repository?.url?.replace(/^git\+/, "").replace(/\.git$/, "");
