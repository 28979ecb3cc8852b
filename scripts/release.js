// package.json states the version, the repository and the address of the documentation; the files that must repeat them
// follow it.
//
//   node scripts/release.js                              writes them there
//   node scripts/release.js --check [tag [owner/name]]   only compares; with a tag, prints the notes of the release

import { readFileSync, writeFileSync } from "node:fs";

/** @type {{ version: string, homepage?: string, repository?: { url?: string } }} */
const { version, homepage, repository } = JSON.parse(readFileSync("package.json", "utf8"));
const [, ownerAndName] = /^git\+https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\.git$/.exec(repository?.url ?? "") ?? [];
const followers = [
  follower("Cargo.toml", (text) => withRepository(withVersion(text))),
  follower("Cargo.lock", withLockedVersion),
  follower("fuzz/Cargo.lock", withLockedVersion),
  follower("examples/reqwest/Cargo.lock", withLockedVersion),
  follower("README.md", (text) => withDocumentation(text, "docs/README.md")),
  follower("README.zh-CN.md", (text) => withDocumentation(text, "docs/README.zh-CN.md", "zh/")),
];

const [mode, tag, runsIn] = process.argv.slice(2);
if (mode === "--check") check();
else for (const { file, expected } of followers) writeFileSync(file, expected);

function check() {
  const problems = [...differences(), ...(tag ? obstacles() : [])];
  for (const problem of problems) console.error(`✗ ${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
  if (tag && problems.length === 0) console.log(notes());
}

function differences() {
  return followers
    .filter(({ text, expected }) => text !== expected)
    .map(({ file }) => `${file} differs from package.json: run node scripts/release.js`);
}

/** What forbids a release under this tag, from this repository. */
function obstacles() {
  const found = [];
  if (tag !== `v${version}`) found.push(`the tag is ${tag}, but package.json has version ${version}`);
  if (!ownerAndName)
    found.push(
      "package.json has no repository: run npm pkg set repository.type=git repository.url=git+https://github.com/OWNER/NAME.git",
    );
  else if (!homepage)
    found.push("package.json has no homepage: run npm pkg set homepage=https://OWNER.github.io/NAME/");
  else if (runsIn && runsIn !== ownerAndName)
    found.push(`package.json has the repository ${ownerAndName}, but this is ${runsIn}`);
  if (!notes()) found.push(`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD", or it is empty`);
  return found;
}

/** The section of this version in the changelog, without its heading. */
function notes() {
  const sections = readFileSync("CHANGELOG.md", "utf8").split(/^## /m);
  const section = sections.find((text) => /^\[(.*)\] - \d{4}-\d\d-\d\d\n/.exec(text)?.[1] === version);
  return section?.replace(/^.*\n/, "").trim();
}

/**
 * @param {string} file
 * @param {(text: string) => string} follow
 */
function follower(file, follow) {
  const text = readFileSync(file, "utf8");
  return { file, text, expected: follow(text) };
}

/** @param {string} manifest */
function withVersion(manifest) {
  return manifest.replace(/^version = ".*"$/m, `version = "${version}"`);
}

/** @param {string} manifest */
function withRepository(manifest) {
  const line = ownerAndName ? `repository = "https://github.com/${ownerAndName}"\n` : "";
  return manifest.replace(/^(repository = ".*"\n)?(?=license = )/m, line);
}

/** @param {string} lock */
function withLockedVersion(lock) {
  return lock.replace(/(name = "swan-login"\nversion = ).*/, `$1"${version}"`);
}

/**
 * The first link to the documentation leads to the site, or to the files while there is no site.
 * @param {string} readme
 * @param {string} files
 * @param {string} [path]  of the language on the site
 */
function withDocumentation(readme, files, path = "") {
  const target = homepage ? homepage.replace(/\/?$/, "/") + path : files;
  return readme.replace(/\[(Documentation|文档)\]\([^)]*\)/, (_, text) => `[${text}](${target})`);
}
