// `npm run bench` measures everything in bench/ and writes RESULTS.md; `npm run bench -- --quick` takes a minute and
// writes nothing. Ratios come from interleaved rounds, so a busy machine blurs them, but favours none. Each contender has
// a process of its own: in a shared one each would pay for the garbage and the timers that the others leave.

import { execFile, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { contenders } from "./contenders.js";
import { buildAndParse, decrypt } from "./core.js";
import { interleave, quantile, ratio } from "./rounds.js";
import { sizeOfBundle, sizeOfFile } from "./sizes.js";
import { cpuOfWorkerd, start, worker } from "./workerd.js";

const quick = process.argv.includes("--quick");
const here = import.meta.dirname;
const names = Object.keys(contenders).filter((name) => name !== "without core");
const bin = (/** @type {string} */ name) => join(here, "node_modules/.bin", name);
/** @type {Record<string, string[]>} */
const runtimes = { Node: [process.execPath], Bun: [bin("bun")], Deno: [bin("deno"), "run", "-A"] };

/** CPU time of a call, of the version by hand, by calls in flight. @type {Record<string, Record<number, number>>} */
const CPU_BUDGETS = {
  Node: { 1: 1.03, 32: 1.02 },
  Bun: { 1: 1.15, 32: 1.25 },
  Deno: { 1: 1.1, 32: 1.2 },
};

/**
 * How many calls of each contender come before the first round. A server runs for longer than its compilers. Those for
 * WebAssembly go on for 4,000 calls, and their CPU time is that of the process, too.
 */
const WARM_UP = 5_000;

/** Processes of the same program differ in speed, by how it was compiled and where it lies in memory. */
const GENERATIONS = quick ? 1 : 3;

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
  // The others take less CPU time for a call than Node does, so that it takes more calls to measure it.
  const loads = (/** @type {string} */ runtime) =>
    quick
      ? [
          [1, 300, 5],
          [32, 600, 5],
        ]
      : runtime === "Node"
        ? [
            [1, 300, 5],
            [32, 1000, 5],
            [256, 1500, 3],
          ]
        : [
            [1, 1000, 3],
            [32, 2000, 4],
            [256, 2000, 3],
          ];
  const parts = [];
  for (const runtime of [...Object.keys(runtimes), "workerd"]) {
    const rows = [];
    for (const { inFlight, results } of await measureLoads(runtime, loads(runtime))) {
      const byHand = results["by hand"];
      for (const name of Object.keys(results)) {
        const round = results[name];
        const [p50, p99] = [0.5, 0.99].map(
          (at) =>
            `${quantile(
              round.flatMap(({ latencies }) => latencies),
              at,
            ).toFixed(2)} ms`,
        );
        const speed = [quantile(rates(round)).toFixed(0), spread(ratio(rates(round), rates(byHand)))];
        const cpu = round[0].cpu
          ? [`${quantile(cpuTimes(round)).toFixed(0)} us`, spread(ratio(cpuTimes(round), cpuTimes(byHand)))]
          : ["", ""];
        rows.push([inFlight, name, ...speed, p50, p99, ...cpu]);
      }
      budgetsOf(runtime, inFlight, results);
    }
    const head = ["in flight", "", "calls/s", "of by hand", "p50", "p99", "CPU per call", "of by hand"];
    parts.push(`### ${runtime}\n`, table(head, rows));
  }
  return [
    "## Calls per second, latency and CPU time\n",
    `One POST to a server on the same machine, in a process of its own; ${GENERATIONS} processes of each contender, one after`,
    "another. CPU time is that of the whole process, user and system, and steadier than calls per second.\n",
    ...parts,
  ].join("\n");
}

/**
 * The rounds of all generations.
 * @param {string} runtime
 * @param {number[][]} loads  calls in flight, calls in a round, rounds in a generation
 */
async function measureLoads(runtime, loads) {
  /** @type {{ inFlight: number, results: Record<string, import("./throughput.js").Round[]> }[]} */
  const measured = loads.map(([inFlight]) => ({ inFlight, results: {} }));
  for (let generation = 0; generation < GENERATIONS; generation++) {
    const contending =
      runtime === "workerd" ? await startWorkerd(names) : startProcesses(runtime, Object.keys(contenders));
    await contending.warmUp(WARM_UP, 32);
    for (const [index, [inFlight, calls, rounds]] of loads.entries()) {
      const { results } = measured[index];
      for (const [name, round] of Object.entries(await contending.run(rounds, calls, inFlight)))
        results[name] = [...(results[name] ?? []), ...round];
    }
    await contending.end();
  }
  return measured;
}

/** @param {string} runtime @param {number} inFlight @param {Record<string, import("./throughput.js").Round[]>} results */
function budgetsOf(runtime, inFlight, results) {
  const { "swan-login": ours, "by hand": byHand, "without core": withoutCore, oauth4webapi } = results;
  const at = `${runtime}, ${inFlight} in flight`;
  const cpuBudget = CPU_BUDGETS[runtime]?.[inFlight];
  if (cpuBudget) {
    const bound = ratio(cpuTimes(withoutCore), cpuTimes(byHand)).median;
    const stops = `${bound.toFixed(2)} without the core, see A call below`;
    budget(
      `CPU time of a call, of by hand, ${at}`,
      ratio(cpuTimes(ours), cpuTimes(byHand)).median,
      "<=",
      cpuBudget,
      stops,
    );
  }
  if (runtime === "Node") {
    const bound = ratio(rates(withoutCore), rates(byHand)).median;
    const stops = `${bound.toFixed(2)} without the core, see A call below`;
    budget(`calls per second, of by hand, ${at}`, ratio(rates(ours), rates(byHand)).median, ">=", 0.97, stops);
  } else if (inFlight === 32) {
    const stops = "it limits no body, repeats nothing and leaves its timers running, see A call below";
    const figure = ratio(rates(ours), rates(oauth4webapi)).median;
    budget(`calls per second, of oauth4webapi, ${at}`, figure, ">=", 1, stops);
  }
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
    "import, Node, ms over an empty module; oauth4webapi's less 0.3",
    over("swan-login"),
    "<=",
    over("oauth4webapi") - 0.3,
    "it has as much JavaScript as oauth4webapi, and the module's text, see The first call below",
  );
  budget(
    "import + first call, Node, of the version by hand",
    ratio(calls["swan-login"], calls["by hand"]).median,
    "<=",
    1.1,
    "1.07 with a module that is compiled and never called, see The first call below",
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
  budget("core.wasm, KB gzip", wasm.gzip / 1024, "<=", 34, "see Bytes below");
  const beside = sizeOfBundle(all, ["workerd"]).gzip;
  const stops = `core.wasm, deflated and in base64, is ${kb(entry.gzip - beside)} of it`;
  budget("default entry, minified, KB gzip", entry.gzip / 1024, "<=", 47, stops);
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
  budget("build + parse, us", quantile(built["swan-login"]), "<=", 4, "the texts that cross, see below");
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
    if (size === 300) budget("decryptUserData, 300 B, speed of node:crypto", speed.median, ">=", 0.6, stops);
  }
  const columns = ["", "swan-login", "by hand, node:crypto", "by hand, noble", "speed of by hand"];
  return ["## Without I/O\n", table(columns, rows)].join("\n");
}

async function scale() {
  const both = ["swan-login", "by hand"];
  /** @type {(string | number)[][]} */
  const rows = [];
  const rounds = quick ? 3 : 7;
  /** @param {string} runtime @param {string} what @param {number} calls @param {number} inFlight @param {string} [path] */
  const measure = async (runtime, what, calls, inFlight, path) => {
    const contending = startProcesses(runtime, both, { path });
    await contending.warmUp(calls, inFlight);
    const results = await contending.run(rounds, calls, inFlight);
    contending.end();
    const [ours, theirs] = both.map((name) => rates(results[name]));
    const compared = ratio(ours, theirs);
    rows.push([what, runtime, quantile(ours).toFixed(0), quantile(theirs).toFixed(0), spread(compared)]);
    return compared.median;
  };
  for (const runtime of Object.keys(runtimes)) {
    const large = quick ? [100_000] : [100_000, 1_000_000];
    for (const size of runtime === "Node" && !quick ? [100, 1_000, 10_000, ...large] : large) {
      const calls = Math.min(400, 4e7 / size);
      const figure = await measure(runtime, `a reply of ${size} B`, calls, 8, `/size/${size}`);
      if (size >= 100_000 && runtime === "Node")
        budget(`calls per second, of by hand, a reply of ${size} B`, figure, ">=", 0.8, "see A large reply below");
    }
  }
  for (const inFlight of quick ? [1000] : [1, 10, 100, 1_000, 5_000])
    await measure("Node", `${inFlight} in flight`, Math.max(400, inFlight), inFlight);
  if (!quick) {
    // Alone: each holds as many connections open, and a process may have 20,000 or fewer.
    const alone = startProcesses("Node", ["swan-login"], { timeout: 60_000 });
    await alone.warmUp(10_000, 10_000);
    const { "swan-login": results } = await alone.run(3, 10_000, 10_000);
    alone.end();
    rows.push(["10000 in flight", "Node", quantile(rates(results)).toFixed(0), "", ""]);
  }
  const clients = [];
  for (const count of quick ? [100] : [1, 10, 100, 1_000]) {
    const { stdout } = await node(["clients-process.js", JSON.stringify({ origin, clients: count, calls: 3000 })]);
    const { created, bytes, perSecond } = JSON.parse(stdout);
    clients.push([count, `${created.toFixed(0)} us`, `${kb(bytes)}`, perSecond.toFixed(0)]);
  }
  return [
    "## How cost grows\n",
    table(["", "", "calls/s", "by hand", "of by hand"], rows),
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

/**
 * Contenders, each in a process.
 * @param {string} runtime
 * @param {string[]} names
 * @param {{ path?: string, timeout?: number }} [options]  of the server; of swan-login's calls, in ms
 */
function startProcesses(runtime, names, { path = "", timeout } = {}) {
  const [command, ...args] = runtimes[runtime];
  const processes = from(names, (name) => {
    const contender = JSON.stringify({ name, origin: origin + path, timeout });
    const child = spawn(command, [...args, "throughput-process.js", contender], {
      cwd: here,
      stdio: ["pipe", "pipe", "inherit"],
    });
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  });
  const round = async (/** @type {string} */ name, /** @type {number} */ calls, /** @type {number} */ inFlight) => {
    const { child, lines } = processes[name];
    child.stdin.write(`${JSON.stringify({ calls, inFlight })}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error(`${name} has ended in ${runtime}`);
    return JSON.parse(value);
  };
  const end = () => {
    for (const { child } of Object.values(processes)) child.stdin.end();
  };
  return inTurns(names, round, end);
}

/**
 * Contenders in one workerd. One request for each round: workerd allows a request 10,000 of AbortSignal.timeout, and
 * keeps each until it fires.
 * @param {string[]} names
 */
async function startWorkerd(names) {
  const mf = start(await worker("throughput-worker.js"));
  const round = async (/** @type {string} */ name, /** @type {number} */ calls, /** @type {number} */ inFlight) => {
    const before = cpuOfWorkerd();
    const body = JSON.stringify({ name, origin, calls, inFlight });
    const response = await mf.dispatchFetch("http://worker/", { method: "POST", body });
    const measured = /** @type {import("./throughput.js").Round} */ (await response.json());
    const taken = cpuOfWorkerd() - before;
    return { ...measured, cpu: taken && taken / calls };
  };
  return inTurns(names, round, () => mf.dispose());
}

/**
 * @param {string[]} names
 * @param {(name: string, calls: number, inFlight: number) => Promise<import("./throughput.js").Round>} round
 * @param {() => unknown} end
 */
function inTurns(names, round, end) {
  return {
    end,
    /** @param {number} calls @param {number} inFlight */
    async warmUp(calls, inFlight) {
      for (const name of names) await round(name, calls, inFlight);
    },
    /** @param {number} rounds @param {number} calls  of each contender in each round @param {number} inFlight */
    run(rounds, calls, inFlight) {
      const each = from(names, (name) => () => round(name, calls, inFlight));
      return interleave(rounds, each);
    },
  };
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

/** @param {{ cpu?: number }[]} rounds */
function cpuTimes(rounds) {
  return rounds.map(({ cpu = NaN }) => cpu);
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
