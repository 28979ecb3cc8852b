// Fills pkg/wasm and pkg/cjs: Rust -> core.wasm and its glue -> what the entries of the package import.

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { buildSync, transformSync } from "esbuild";
import { POLICY } from "../pkg/studio/policy.js";
import { attempt, run, step } from "./run.js";
import { CORE_SOURCES, digest, digestSources, markBuilt } from "./stamp.js";
import { buildStd, wasmToolchain } from "./toolchain.js";

export function build() {
  const sources = digestSources();
  const toolchain = wasmToolchain();
  const key = digest(CORE_SOURCES, toolchain.name);
  if (read("target/.core") !== key || !existsSync("pkg/wasm/core.wasm")) {
    step(`compiling the core with ${toolchain.name}`);
    compile(toolchain);
    write("target/.core", key);
  }
  writeVersion();
  bundleDefaultEntry();
  bundleCommonJs();
  bundleStudio();
  markBuilt(sources);
}

/** The package with a core that can be told to trap, in target/trap, for the test of what happens then. */
export function buildWithTrap() {
  const toolchain = wasmToolchain();
  const key = digest(CORE_SOURCES, toolchain.name);
  if (read("target/.trap") !== key || !existsSync("target/trap-wasm/core.wasm")) {
    step("compiling a core that traps");
    compile(toolchain, "target/trap-wasm", ["--features", "trap"]);
    write("target/.trap", key);
  }
  cpSync("pkg", "target/trap", { recursive: true });
  cpSync("target/trap-wasm", "target/trap/wasm", { recursive: true });
}

/** Syntax of the oldest Node that the core runs on. */
const TARGET = ["es2022", "node16.0"];

/** Every feature by its name: all of them at once give a module that Node 20 refuses. */
const WASM_FEATURES = [
  "bulk-memory",
  "bulk-memory-opt",
  "multivalue",
  "mutable-globals",
  "nontrapping-float-to-int",
  "sign-ext",
];

/** -Oz counts bytes before compression. These options make a module that gzip makes smaller. */
const SMALL_WHEN_COMPRESSED = [
  // Larger functions have one caller inlined into another, and so many locals that none of their numbers is frequent.
  "--one-caller-inline-max-function-size=20",
  // The linker puts the stack first, so addresses below 1024 are its end, and an offset can be part of each access.
  "--low-memory-unused",
  // Would cut the data at every run of zeros.
  "--skip-pass=memory-packing",
  // Its additional locals are worse than the repetitions that it removes.
  "--skip-pass=local-cse",
];

/**
 * @param {import("./toolchain.js").Toolchain} toolchain
 * @param {string} folder  for what comes of it
 * @param {string[]} features
 */
function compile({ cargo, env }, folder = "pkg/wasm", features = []) {
  run(cargo, ["build", "--release", "--locked", "--lib", ...features, ...buildStd], { env });
  tool("bindgen", "target/wasm32-unknown-unknown/release/swan_login.wasm", "target/bindgen");
  mkdirSync(folder, { recursive: true });
  wasmOpt(
    "target/bindgen/core_bg.wasm",
    "target/core.wasm",
    "-Oz",
    "--converge",
    ...SMALL_WHEN_COMPRESSED,
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
  );
  cpSync("target/bindgen/calls.js", `${folder}/calls.js`);
  const names = wasmOpt("target/core.wasm", `${folder}/core.wasm`, "--minify-imports-and-exports-and-modules");
  tool("deflate", `${folder}/core.wasm`, "target/core.deflate");
  write(`${folder}/inlined.js`, inlined(readFileSync("target/core.deflate"), statSync(`${folder}/core.wasm`).size));
  write(`${folder}/glue.js`, glueFactory(JSON.parse(names)));
  write(`${folder}/glue.d.ts`, GLUE_TYPES);
  write(`${folder}/calls.d.ts`, CALLS_TYPES);
}

/** Runs a program of scripts/bindgen. @param {string} name @param {string[]} args */
function tool(name, ...args) {
  run("cargo", ["run", "--quiet", "--locked", "-p", "bindgen", "--bin", name, ...args]);
}

/**
 * @param {string} input
 * @param {string} output
 * @param {string[]} passes
 */
function wasmOpt(input, output, ...passes) {
  const features = WASM_FEATURES.map((feature) => `--enable-${feature}`);
  return run("npx", ["--no", "wasm-opt", "--", input, "-o", output, ...features, ...passes], { quiet: true });
}

/**
 * wasm-bindgen's glue keeps its instance in module variables. As the body of a function it can be had anew for each
 * instance, so that callbacks of a dead one never reach the next.
 *
 * The names by which glue and module know each other carry hashes, 4 KB in each; wasm-opt has made them short.
 * @param {{ imports: [module: string, name: string, short: string][], exports: [name: string, short: string][] }} names
 */
function glueFactory({ imports, exports }) {
  // What the core takes from JavaScript comes as the factory's argument, not as a copy in every instance.
  write("target/bindgen/host.js", "export const { CoreError, textOf } = host;\n");
  const short = new Map(exports);
  const source = readFileSync("target/bindgen/core_bg.js", "utf8");
  const renamed = fastTexts(source)
    .replaceAll(/\bwasm\.(\w+)/g, (_, name) => `wasm.${short.get(name)}`)
    // With as many parameters as the module passes: else V8 compiles another wrapper for each instance.
    .replaceAll(/\(\) (\{ return handleError\(function (\(.*?\)))/g, "$2 $1");
  write("target/bindgen/core_short.js", renamed);
  const own = (source.match(/^export function [a-z]\w*/gm) ?? []).map((declaration) => declaration.split(" ")[2]);
  // An object instead of exports, for which esbuild would write a getter each.
  const contents = `
    import * as core from "./core_short.js";
    glue = {
      ${own.map((name) => `${name}: core.${name},`).join("\n")}
      ${imports.map(([, name, short]) => `${short}: core.${name},`).join("\n")}
      start: core.__wbg_set_wasm,
    };
  `;
  const bundle = buildSync({
    stdin: { contents, resolveDir: "target/bindgen" },
    alias: { host: "./target/bindgen/host.js" },
    bundle: true,
    format: "esm",
    define: {
      // A registry would free what only JavaScript holds. Every closure here is called or dropped, every request is
      // settled, and registering each costs 0.4 to 0.6 us of a call.
      FinalizationRegistry: "undefined",
      // Test environments replace it.
      queueMicrotask: "host.queueMicrotask",
    },
    target: TARGET,
    write: false,
    minify: true,
    legalComments: "none",
  });
  const callbacks = exports.filter(([name]) => CALLBACKS.test(name)).map(([, name]) => name);
  return `export function createGlue(host) {\nlet glue;\n${bundle.outputFiles[0].text}return glue;\n}\n
/** The exports that events call: nobody would catch what they throw. */
export const callbacks = ${JSON.stringify(callbacks)};
`;
}

/**
 * wasm-bindgen's glue writes ASCII texts to the core's memory letter by letter, which takes `encodeInto` a tenth of the
 * time if a text is long. Text that is not ASCII does not fit into `len` bytes, and is left to the glue; so is all text
 * where `encodeInto` is missing, because the glue's substitute throws if a text does not fit.
 * @param {string} source
 */
function fastTexts(source) {
  const begin = "let offset = 0;";
  const encode = "cachedTextEncoder.encodeInto(arg, mem.subarray(ptr, ptr + len))";
  if (source.split(begin).length !== 2) throw new Error("wasm-bindgen's glue passes texts in another way");
  return source.replace(
    begin,
    `let offset = len > 64 && TextEncoder.prototype.encodeInto && ${encode}.read === len ? len : 0;`,
  );
}

/** Exports that closures and requests call. */
const CALLBACKS = /^(wasm_bindgen|pendingrequest)_/;

/** The module as text in the default entry. @param {Buffer} deflated @param {number} size */
function inlined(deflated, size) {
  return `/** Raw DEFLATE in base64. In a function with a body, which parsers skip until the first call. */
export function deflated() {
  return "${deflated.toString("base64")}";
}

/** Of the module, in bytes. */
export const size = ${size};
`;
}

const GLUE_TYPES = `import type { textOf } from "../api/params.js";
import type { Failure } from "../transport/failure.js";
import type { HttpRequest } from "../types/index.d.cts";
import type { CoreError } from "../core/core-error.js";
import type { PendingCall } from "../core/pending-call.js";

/**
 * wasm-bindgen's bindings: the core's functions, and what the module imports. Calls go by their \`index\`. An error is
 * returned, as a CoreError.
 */
export interface Glue {
  buildRequest(endpoint: number, params: unknown, base: string | undefined): HttpRequest | CoreError;
  call(endpoint: number, params: unknown, base: string | undefined, retries: number, pending: PendingCall): void;
  decryptPush: (params: unknown) => any;
  decryptUserData: (params: unknown, maxBytes: number | undefined) => any;
  parseResponse(endpoint: number, status: number, body: string, params: unknown): any;
  timedOut(endpoint: number): CoreError;
  /** Begins with the exports of the module's instance. */
  start(exports: object): void;
}

/** @param host  what the core takes from JavaScript */
export function createGlue(host: { CoreError: typeof CoreError, textOf: typeof textOf, queueMicrotask: (callback: () => void) => void }): Glue;

/** A request that the core has asked for. It is settled once, by one of its methods. */
export interface PendingRequest {
  answered(response: Response, body: Uint8Array): void;
  failed(failure: Failure): void;
}

/** The exports that events call: nobody would catch what they throw. */
export const callbacks: string[];
`;

const CALLS_TYPES = `import type { Endpoint } from "../types/index.d.cts";

/** What is known about each call. */
export const calls: Record<Endpoint, {
  /** How the core names it. */
  index: number;
  host: "spapi" | "openapi";
  /** Whether it spends a login code, which works once. */
  spendsCode: boolean;
  /** The names of its parameters. */
  params: string[];
}>;
`;

/** The CommonJS twins of the ES modules, for require. */
const COMMONJS = {
  index: "pkg/entries/default.js",
  slim: "pkg/entries/slim.js",
  handler: "pkg/handler/login.js",
  node: "pkg/handler/node.js",
  redis: "pkg/token/stores/redis.js",
  cloudflare: "pkg/token/stores/cloudflare.js",
  platform: "pkg/platform/platform.js",
  mock: "pkg/mock/mock.js",
  "mock-node": "pkg/mock/server.js",
  explain: "pkg/explain/explain.js",
};

/** @satisfies {import("esbuild").BuildOptions} */
const BUNDLE = {
  bundle: true,
  platform: /** @type {const} */ ("neutral"),
  // The platform takes the core from the main entry.
  external: ["node:*", "swan-login"],
  target: TARGET,
  legalComments: /** @type {const} */ ("none"),
};

function bundleCommonJs() {
  for (const [name, entry] of Object.entries(COMMONJS)) {
    buildSync({
      ...BUNDLE,
      stdin: { contents: commonJsExports(entry), resolveDir: "." },
      outfile: `pkg/cjs/${name}.cjs`,
      format: "cjs",
      banner: { js: '"use strict";' },
      logOverride: { "commonjs-variable-in-esm": "silent" },
      // The list of side effects in package.json is about published files, and an entry here is none.
      ignoreAnnotations: true,
    });
  }
}

/**
 * A module that assigns each export of an entry to `exports`. The getters that esbuild would write cannot be replaced by
 * jest.spyOn or sinon.stub, and Node does not find their names in `import { name } from` the CommonJS file.
 * @param {string} entry
 */
function commonJsExports(entry) {
  const { metafile } = buildSync({ ...BUNDLE, entryPoints: [entry], format: "esm", metafile: true, write: false });
  const [{ exports }] = Object.values(metafile.outputs);
  return [
    `import * as api from "./${entry}";`,
    'Object.defineProperty(exports, "__esModule", { value: true });',
    ...exports.map((name) => `exports.${name} = api.${name};`),
  ].join("\n");
}

/** The default entry in one file: importing a dozen takes twice as long. */
function bundleDefaultEntry() {
  const entryPoints = ["pkg/entries/default.js"];
  const { outputFiles } = buildSync({ ...BUNDLE, entryPoints, format: "esm", minifyWhitespace: true, write: false });
  // Printed again, for readers: only the comments in classes are gone, which esbuild leaves and each import would parse.
  write("pkg/esm/index.js", transformSync(outputFiles[0].text, { target: TARGET }).code);
}

/** The page of the studio, which runs in browsers of the last two years. */
function bundleStudio() {
  const [source, folder] = ["pkg/studio/page", "pkg/studio/static"];
  buildSync({
    entryPoints: { studio: `${source}/main.jsx` },
    outdir: folder,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    // The licence of what is in the bundle goes with it.
    banner: { js: `/*!\n${readFileSync("node_modules/preact/LICENSE", "utf8")}*/` },
  });
  buildSync({ entryPoints: { studio: `${source}/styles/main.css` }, outdir: folder, bundle: true, minify: true });
  write(`${folder}/index.html`, readFileSync(`${source}/index.html`, "utf8").replace("%POLICY%", POLICY));
  cpSync(`${source}/icon.svg`, `${folder}/icon.svg`);
}

/** What `version` says: which package, which commit, which bytes. */
function writeVersion() {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const commit = attempt("git", ["rev-parse", "HEAD"]);
  const facts = {
    version,
    commit: commit.ok ? commit.output.trim() : "unknown",
    wasm: createHash("sha256").update(readFileSync("pkg/wasm/core.wasm")).digest("hex"),
  };
  write("pkg/wasm/version.js", `export const version = ${JSON.stringify(facts)};\n`);
}

/** @param {string} file */
function read(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** @param {string} file @param {string} text */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
