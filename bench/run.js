// `npm run bench` measures everything in bench/ and writes RESULTS.md; `npm run bench -- --quick` takes a minute and
// writes nothing. Ratios come from interleaved rounds, so a busy machine blurs them, but favours none.

import { execFile, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { contenders } from "./contenders.js";
import { buildAndParse, decrypt } from "./core.js";
import { interleave, quantile, ratio } from "./rounds.js";
import { sizeOfBundle, sizeOfFile } from "./sizes.js";
import { start, worker } from "./workerd.js";

const quick = process.argv.includes("--quick");
const here = import.meta.dirname;
const names = Object.keys(contenders).filter((name) => name !== "without core");
const bin = (/** @type {string} */ name) => join(here, "node_modules/.bin", name);
/** @type {Record<string, string[]>} */
const runtimes = { Node: [process.execPath], Bun: [bin("bun")], Deno: [bin("deno"), "run", "-A"] };

const server = fork(join(here, "server.js"));
const [origin] = await once(server, "message");

/** A budget, the figure it is held against, and what stops it. @type {[what: string, budget: string, figure: string, isMet: boolean, stops?: string][]} */
const budgets = [];
const sections = [];
for (const section of [speed, cold, coldWorker, sizes, core, scale, memory]) {
  console.error(`» ${section.name}`);
  sections.push(await section());
}
server.disconnect();

const text = [
  "# Results\n",
  `Measured by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${environment()}. Medians of interleaved`,
  "rounds; ratios are taken round by round against the careful version written by hand (`by-hand.js`), with the",
  "quartiles of the rounds in brackets. Repeat it with `npm run bench` on a machine that does nothing else.\n",
  "## Budgets\n",
  table(
    ["what", "budget", "measured", "met"],
    budgets.map(([what, budget, figure, isMet, stops]) => [
      what,
      budget,
      figure,
      isMet ? "yes" : `**no**${stops ? `: ${stops}` : ""}`,
    ]),
  ),
  ...sections,
  readFileSync(join(here, "NOTES.md"), "utf8"),
].join("\n");
console.log(text);
if (!quick) writeFileSync(join(here, "RESULTS.md"), text);
process.exit();

async function speed() {
  const loads = quick
    ? [
        [1, 200, 5],
        [32, 600, 5],
      ]
    : [
        [1, 300, 15],
        [32, 1000, 15],
        [256, 1500, 9],
      ];
  const parts = [];
  const mf = start(await worker("throughput-worker.js"));
  for (const runtime of [...Object.keys(runtimes), "workerd"]) {
    const rows = [];
    for (const [inFlight, calls, rounds] of loads) {
      // workerd keeps every AbortSignal.timeout until it fires, and allows a request 10,000 of them.
      const share = runtime === "Node" ? 1 : runtime === "workerd" ? 5 : 2;
      const running = runtime === "Node" ? Object.keys(contenders) : names;
      const load = {
        origin,
        inFlight,
        calls: runtime === "workerd" ? Math.min(calls, 400) : calls,
        rounds: Math.ceil(rounds / share),
        names: running,
      };
      const results =
        runtime === "workerd" ? await inWorkerd(mf, load) : await inProcess(runtime, "throughput-process.js", load);
      for (const name of running) {
        const perSecond = rates(results[name]);
        const latencies = results[name].flatMap((/** @type {any} */ round) => round.latencies);
        const compared = ratio(perSecond, rates(results["by hand"]));
        const cpu = results[name][0].cpu
          ? `${quantile(results[name].map((/** @type {any} */ round) => round.cpu)).toFixed(0)} us`
          : "";
        const [p50, p99] = [0.5, 0.99].map((at) => `${quantile(latencies, at).toFixed(2)} ms`);
        rows.push([inFlight, name, quantile(perSecond).toFixed(0), spread(compared), p50, p99, cpu]);
        if (runtime === "Node" && name === "swan-login" && inFlight < 256) {
          const bound = ratio(rates(results["without core"]), rates(results["by hand"])).median;
          const stops = `${bound.toFixed(2)} without the core: what is left are its code and its texts, cold between two requests`;
          budget(
            `calls per second, Node, ${inFlight} in flight, of the version by hand`,
            compared.median,
            ">=",
            1,
            stops,
          );
        }
      }
    }
    parts.push(
      `### ${runtime}\n`,
      table(["in flight", "", "calls/s", "of by hand", "p50", "p99", "CPU per call"], rows),
    );
  }
  await mf.dispose();
  return [
    "## Calls per second and latency\n",
    "One POST to a server on the same machine, in a process of its own.\n",
    ...parts,
  ].join("\n");
}

async function cold() {
  const rounds = quick ? 5 : 21;
  const run =
    (/** @type {string[]} */ ...args) =>
    async () =>
      Number((await node(["cold-process.js", ...args])).stdout);
  const imports = await interleave(
    rounds,
    from(["nothing", ...names], (name) => run(name)),
  );
  const calls = await interleave(
    rounds,
    from(names, (name) => run(name, origin)),
  );
  const empty = quantile(imports.nothing);
  const rows = names.map((name) => {
    const over = quantile(imports[name]) - empty;
    return [name, ms(over), ms(quantile(calls[name])), spread(ratio(calls[name], calls["by hand"]))];
  });
  const over = (/** @type {string} */ name) => quantile(imports[name]) - empty;
  budget(
    "import, Node, ms over an empty module; oauth4webapi's is the budget",
    over("swan-login"),
    "<=",
    over("oauth4webapi"),
    "the module's text is 0.5 ms of it, and the two are within the noise of each other, see The first call below",
  );
  budget(
    "import + first call, Node, of the version by hand",
    ratio(calls["swan-login"], calls["by hand"]).median,
    "<=",
    1.3,
  );
  return [
    "## A fresh process\n",
    "Node; the import over that of an empty module.\n",
    table(["", "import", "import + first call", "of by hand"], rows),
  ].join("\n");
}

async function coldWorker() {
  const rounds = quick ? 3 : 11;
  const each = from(["nothing", ...names], () => async () => 0);
  for (const name of Object.keys(each)) {
    const library = name === "nothing" ? "./rounds.js" : contenders[name].source;
    const options = await worker("cold-worker.js", {
      define: { CONTENDER: JSON.stringify(name) },
      alias: { LIBRARY: library.startsWith(".") ? join(here, library) : library },
      bindings: { ORIGIN: origin },
    });
    each[name] = async () => {
      const begin = performance.now();
      const mf = start(options);
      await (await mf.dispatchFetch("http://worker/")).text();
      const taken = performance.now() - begin;
      await mf.dispose();
      return taken;
    };
  }
  const results = await interleave(rounds, each);
  const rows = Object.entries(results).map(([name, taken]) => [
    name,
    ms(quantile(taken)),
    spread(ratio(taken, results["by hand"])),
  ]);
  const head = "workerd from its start to the end of the first call; its own start varies by more than what it runs.\n";
  return ["## A fresh isolate of workerd\n", head, table(["", "start + first call", "of by hand"], rows)].join("\n");
}

function sizes() {
  const all = "export * from 'swan-login';";
  const one = "import { getAccessToken } from 'swan-login'; console.log(getAccessToken);";
  const wasm = sizeOfFile("../pkg/wasm/core.wasm");
  const entry = sizeOfBundle(all, ["import", "default"]);
  /** @type {[string, import("./sizes.js").Size][]} */
  const ours = [
    ["core.wasm", wasm],
    ["glue.js", sizeOfFile("../pkg/wasm/glue.js")],
    ["default entry, all of it", entry],
    ["default entry, one call", sizeOfBundle(one, ["import", "default"])],
    ["workerd and edge-light entries, beside core.wasm", sizeOfBundle(all, ["workerd"])],
  ];
  const peers = Object.entries({
    "by hand": "export { getAccessToken } from './by-hand.js';",
    oauth4webapi:
      "import { clientCredentialsGrantRequest as a, processClientCredentialsResponse as b } from 'oauth4webapi'; console.log(a, b);",
    "openid-client":
      "import { clientCredentialsGrant as a, Configuration as b } from 'openid-client'; console.log(a, b);",
    arctic: "import { OAuth2Client } from 'arctic'; console.log(OAuth2Client);",
    axios: "import axios from 'axios'; console.log(axios);",
    ky: "import ky from 'ky'; console.log(ky);",
  }).map(([name, code]) => /** @type {const} */ ([name, sizeOfBundle(code, ["browser", "import", "default"])]));
  budget("core.wasm, KB gzip", wasm.gzip / 1024, "<=", 20, "the libraries, see Bytes below");
  const beside = sizeOfBundle(all, ["workerd"]).gzip;
  const stops = `core.wasm in base64 is ${kb(entry.gzip - beside)} of it`;
  budget("default entry, minified, KB gzip", entry.gzip / 1024, "<=", 28, stops);
  const rows = [...ours, ...peers].map(([name, size]) => [name, kb(size.raw), kb(size.gzip), kb(size.brotli)]);
  return [
    "## Bytes\n",
    "Minified by esbuild; the peers with what one token call imports.\n",
    table(["", "raw", "gzip", "brotli"], rows),
  ].join("\n");
}

async function core() {
  const rounds = quick ? 7 : 25;
  const built = await buildAndParse(rounds);
  budget("build + parse, us", quantile(built["swan-login"]), "<=", 5, "23 texts cross, see below");
  const rows = [
    [
      "build + parse",
      us(built["swan-login"]),
      us(built["by hand"]),
      "",
      spread(ratio(built["by hand"], built["swan-login"])),
    ],
  ];
  for (const size of quick ? [300] : [100, 300, 10_000, 1_000_000]) {
    const results = await decrypt(size, size > 100_000 ? 7 : rounds);
    const speed = ratio(results["node:crypto"], results["swan-login"]);
    rows.push([
      `decryptUserData, ${size} B`,
      us(results["swan-login"]),
      us(results["node:crypto"]),
      us(results.noble),
      spread(speed),
    ]);
    const stops = "AES without instructions or tables takes longer than all of node:crypto, see User data below";
    if (size === 300) budget("decryptUserData, 300 B, speed of node:crypto", speed.median, ">=", 1, stops);
  }
  const columns = ["", "swan-login", "by hand, node:crypto", "by hand, noble", "speed of by hand"];
  return ["## Without I/O\n", table(columns, rows)].join("\n");
}

async function scale() {
  const both = ["swan-login", "by hand"];
  const rows = [];
  /** @param {string} what @param {object} load */
  const measure = async (what, load) => {
    const results = await inProcess("Node", "throughput-process.js", {
      origin,
      rounds: quick ? 3 : 7,
      names: both,
      ...load,
    });
    const [ours, theirs] = both.map((name) => rates(results[name]));
    rows.push([what, quantile(ours).toFixed(0), quantile(theirs).toFixed(0), spread(ratio(ours, theirs))]);
  };
  for (const size of quick ? [100_000] : [100, 1_000, 10_000, 100_000, 1_000_000])
    await measure(`a reply of ${size} B`, {
      origin: `${origin}/size/${size}`,
      inFlight: 8,
      calls: Math.min(400, 4e7 / size),
    });
  for (const inFlight of quick ? [1000] : [1, 10, 100, 1_000, 5_000])
    await measure(`${inFlight} in flight`, { inFlight, calls: Math.max(400, inFlight) });
  if (!quick) {
    // Alone: each holds as many connections open, and a process may have 20,000 or fewer.
    const load = { origin, rounds: 3, names: ["swan-login"], inFlight: 10_000, calls: 10_000, timeout: 60_000 };
    const { "swan-login": alone } = await inProcess("Node", "throughput-process.js", load);
    rows.push(["10000 in flight", quantile(rates(alone)).toFixed(0), "", ""]);
  }
  const clients = [];
  for (const count of quick ? [100] : [1, 10, 100, 1_000]) {
    const { created, bytes, perSecond } = await inProcess("Node", "clients-process.js", {
      origin,
      clients: count,
      calls: 3000,
    });
    clients.push([count, `${created.toFixed(0)} us`, `${kb(bytes)}`, perSecond.toFixed(0)]);
  }
  return [
    "## How cost grows\n",
    table(["", "calls/s", "by hand", "of by hand"], rows),
    table(["clients in one process", "to create one", "heap of one", "logins/s"], clients),
  ].join("\n");
}

async function memory() {
  const calls = quick ? 50_000 : 1_000_000;
  const { stdout } = await node(["--expose-gc", "memory-process.js", String(calls)]);
  const samples = JSON.parse(stdout);
  const [first, , last] = samples;
  const isFlat = last.pages === first.pages && last.heap - first.heap < 1 << 20;
  const figure = `${first.pages} pages -> ${last.pages}, heap ${kb(first.heap)} -> ${kb(last.heap)}`;
  budgets.push([`memory over ${calls} calls`, "flat", figure, isFlat]);
  const rows = samples.map((/** @type {any} */ sample) => [sample.calls, sample.pages, kb(sample.heap)]);
  return ["## Memory\n", table(["calls", "pages of the core (64 KiB)", "JavaScript heap"], rows)].join("\n");
}

/** @param {import("miniflare").Miniflare} mf @param {object} load */
async function inWorkerd(mf, load) {
  const response = await mf.dispatchFetch("http://worker/", { method: "POST", body: JSON.stringify(load) });
  return /** @type {any} */ (await response.json());
}

/** @param {string} runtime @param {string} script @param {object} load */
async function inProcess(runtime, script, load) {
  const [command, ...args] = runtimes[runtime];
  const { stdout } = await promisify(execFile)(command, [...args, script, JSON.stringify(load)], {
    cwd: here,
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout);
}

/** @param {string[]} args */
function node(args) {
  return promisify(execFile)(process.execPath, args, { cwd: here });
}

/**
 * @template T
 * @param {string[]} keys
 * @param {(key: string) => T} value
 * @returns {Record<string, T>}
 */
function from(keys, value) {
  return Object.fromEntries(keys.map((key) => [key, value(key)]));
}

/** @param {{ perSecond: number }[]} rounds */
function rates(rounds) {
  return rounds.map(({ perSecond }) => perSecond);
}

/** @param {string} what @param {number} figure @param {"<=" | ">="} relation @param {number} limit @param {string} [stops] */
function budget(what, figure, relation, limit, stops) {
  const isMet = relation === "<=" ? figure <= limit : figure >= limit;
  budgets.push([what, `${relation} ${Number(limit.toFixed(2))}`, figure.toFixed(2), isMet, stops]);
}

function environment() {
  /** @param {string} file */
  const json = (file) => JSON.parse(readFileSync(join(here, file), "utf8"));
  const versions = Object.entries(json("package.json").dependencies).map(([name, version]) => `${name} ${version}`);
  versions[versions.findIndex((version) => version.startsWith("swan-login"))] =
    `swan-login ${json("../package.json").version}`;
  return `Node ${process.versions.node}, ${cpus().length} CPUs (${cpus()[0].model.trim()}), ${versions.join(", ")}`;
}

/** @param {(string | number)[]} head @param {(string | number)[][]} rows */
function table(head, rows) {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |\n`).join("");
}

/** @param {{ median: number, low: number, high: number }} ratio */
function spread({ median, low, high }) {
  return `${median.toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;
}
/** @param {number} value */
function ms(value) {
  return `${value.toFixed(1)} ms`;
}
/** @param {number[]} values */
function us(values) {
  return `${quantile(values).toFixed(1)} us`;
}
/** @param {number} bytes */
function kb(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
