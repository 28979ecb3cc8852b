/**
 * Whether the package is the one that was published, and its core runs.
 *
 * @import { SwanLoginError } from "../../types/index.cjs"
 * @import { Run } from "./run.js"
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import { decryptUserData, version } from "swan-login";
import { found, foundError } from "./result.js";

/** @param {Run} run */
export function checkPackage({ context: { machine } }) {
  for (const [file, core] of [
    ["pkg/wasm/core.wasm", readCore()],
    ["pkg/esm/index.js", readInlinedCore()],
  ]) {
    const wasm = createHash("sha256").update(core).digest("hex");
    if (wasm !== version.wasm) return found("package.altered", { file: String(file), wasm: shorten(wasm) });
  }
  try {
    decryptUserData(PUBLISHED);
  } catch (error) {
    return foundError("package.fails", /** @type {SwanLoginError} */ (error));
  }
  const other = versionIn(machine.folder);
  if (other !== undefined && other !== version.version)
    return found("package.another", { other, version: version.version });
  return found("package.ok", { version: version.version, entry: entryName(), wasm: shorten(version.wasm) });
}

/** The file that this runtime loads as swan-login. Node 18 does not tell, and has this one. */
function entryName() {
  const url = import.meta.resolve?.("swan-login") ?? "/pkg/esm/index.js";
  return url.slice(url.lastIndexOf("/pkg/") + 1);
}

/** The module that edge runtimes load. */
const readCore = () => readFileSync(new URL("../../wasm/core.wasm", import.meta.url));

/** The module that everything else loads: a long text in the entry, deflated and in base64. */
function readInlinedCore() {
  const text = readFileSync(new URL("../../esm/index.js", import.meta.url), "latin1");
  const [base64 = ""] = /[A-Za-z0-9+/]{10000,}={0,2}/.exec(text) ?? [];
  const deflated = Buffer.from(base64, "base64");
  try {
    return inflateRawSync(deflated);
  } catch {
    // A text that was altered does not have to be one that can be inflated.
    return deflated;
  }
}

/** @param {string} hash */
const shorten = (hash) => hash.slice(0, 12);

/** The version that an app in this folder imports, if it has one. @param {string} folder @returns {string | undefined} */
function versionIn(folder) {
  try {
    return createRequire(join(folder, "app.js"))("swan-login/package.json").version;
  } catch {
    return undefined;
  }
}

/** The example that Baidu has published. */
const PUBLISHED = {
  client_id: "y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7",
  session_key: "1df09d0a1677dd72b8325aec59576e0c",
  iv: "1df09d0a1677dd72b8325Q==",
  data: "OpCoJgs7RrVgaMNDixIvaCIyV2SFDBNLivgkVqtzq2GC10egsn+PKmQ/+5q+chT8xzldLUog2haTItyIkKyvzvmXonBQLIMeq54axAu9c3KG8IhpFD6+ymHocmx07ZKi7eED3t0KyIxJgRNSDkFk5RV1ZP2mSWa7ZgCXXcAbP0RsiUcvhcJfrSwlpsm0E1YJzKpYy429xrEEGvK+gfL+Cw==",
};
