/** The files of the page: what the local server serves, and what a web host needs. */

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Name -> file and media type. @type {Readonly<Record<string, { file: URL, type: string }>>} */
const FILES = {
  "index.html": { file: new URL("static/index.html", import.meta.url), type: "text/html; charset=utf-8" },
  "studio.js": { file: new URL("static/studio.js", import.meta.url), type: "text/javascript; charset=utf-8" },
  "studio.css": { file: new URL("static/studio.css", import.meta.url), type: "text/css; charset=utf-8" },
  "icon.svg": { file: new URL("static/icon.svg", import.meta.url), type: "image/svg+xml" },
  "core.wasm": { file: new URL("../wasm/core.wasm", import.meta.url), type: "application/wasm" },
};

/**
 * A file as the local server serves it; undefined for any other name, so that no path leads elsewhere.
 *
 * @param {string} name
 */
export async function readServedFile(name) {
  if (!Object.hasOwn(FILES, name)) return undefined;
  const { file, type } = /** @type {{ file: URL, type: string }} */ (FILES[name]);
  const bytes = await readFile(file);
  return { type, bytes: name === "index.html" ? withServer(bytes) : bytes };
}

/** Tells the page that there is a server to send through. @param {Buffer} html */
const withServer = (html) => Buffer.from(html.toString("utf8").replace('data-server="none"', 'data-server="local"'));

/**
 * Writes the page to a folder, for a web host. It does everything there but send and drive the mock.
 *
 * @param {string} folder  is created; files of the same names are replaced
 * @returns {Promise<string[]>}  the files written
 */
export async function exportPage(folder) {
  await mkdir(folder, { recursive: true });
  const written = Object.entries(FILES).map(async ([name, { file }]) => {
    const path = join(folder, name);
    await writeFile(path, await readFile(file));
    return path;
  });
  return Promise.all(written);
}
