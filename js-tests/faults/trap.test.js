// A core that traps: its calls reject, the next call works, and nothing of the trapped instance is used again.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import test from "node:test";
import { buildWithTrap } from "../../scripts/build.js";
import { login, SUCCESS, token } from "../support/calls.js";
import { rejectsWith } from "../support/rejects.js";
import { runNode } from "../support/run-node.js";
import { serveTcp } from "../support/servers.js";

buildWithTrap();
const swan = await import("../../target/trap/entries/default.js");
const { callSync } = await import("../../target/trap/core/call.js");

/** Traps now, as a bug would. */
const trap = () => callSync((/** @type {any} */ core) => core.trap());
/** Traps once `promise` is settled, when no call from JavaScript is on the stack. */
const trapAfter = (/** @type {Promise<unknown>} */ promise) =>
  callSync((/** @type {any} */ core) => core.trap(promise));
const works = async () =>
  assert.equal((await swan.jscode2sessionkey(login, { fetch: async () => new Response(SUCCESS) })).openid, "o");

test("a synchronous function throws when the core traps, and the next call works", async () => {
  for (let i = 0; i < 3; i++) {
    assert.throws(trap, (error) => swan.isSwanLoginError(error) && error.code === "internal" && !error.retryable);
    await works();
  }
});

for (const [when, end] of /** @type {const} */ ([
  ["in a call from JavaScript", () => assert.throws(trap)],
  ["in a callback", () => trapAfter(Promise.resolve())],
])) {
  test(`all calls in flight reject when the core traps ${when}`, async (t) => {
    const server = await serveTcp(
      t,
      (socket, request) => void (request.includes("getunionid") && socket.write("HTTP/1.1 200 OK\r\n\r\n{")),
    );
    const { signal } = new AbortController();
    const options = { signal, timeout: 60_000 };
    /** @type {(response: Response) => void} */
    let answer = () => {};
    const late = new Promise((resolve) => (answer = resolve));
    const calls = {
      // They wait for a connection, a body, the next attempt, and a fetch that ignores its signal.
      jscode2sessionkey: swan.jscode2sessionkey(login, { ...options, baseUrl: server.url }),
      getUnionid: swan.getUnionid(token, { ...options, baseUrl: server.url }),
      tpGetUnionid: swan.tpGetUnionid(token, {
        ...options,
        fetch: async () => new Response("", { status: 503, headers: { "retry-after": "9" } }),
      }),
      getAccessToken: swan.getAccessToken(login, { ...options, fetch: () => late }),
    };
    const settled = Promise.all(
      Object.entries(calls).map(async ([endpoint, call]) => {
        const codeConsumed = endpoint === "jscode2sessionkey" ? "unknown" : undefined;
        await rejectsWith(call, { code: "internal", endpoint, codeConsumed, retryable: false });
      }),
    );
    const sleep = () => new Promise((resolve) => setTimeout(resolve, 100));
    for (let i = 0; i < 300 && server.sockets.size < 2; i++) await sleep();
    await sleep();
    assert.equal(server.sockets.size, 2);
    end();
    await settled;
    assert.deepEqual(getEventListeners(signal, "abort"), []);
    await Promise.all([...server.sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve))));
    answer(new Response(SUCCESS));
    await works();
  });
}

test("a call rejects when the core traps as it is handed the response, as it does without memory", async (t) => {
  const { Instance } = WebAssembly;
  let hasMemory = true;
  const guarded = (/** @type {any} */ run) =>
    typeof run !== "function"
      ? run
      : (/** @type {unknown[]} */ ...args) => {
          if (!hasMemory) throw new WebAssembly.RuntimeError("unreachable");
          return run(...args);
        };
  /** @this {any} @param {WebAssembly.Module} module @param {WebAssembly.Imports} imports */
  function GuardedInstance(module, imports) {
    const exports = Object.entries(new Instance(module, imports).exports);
    const value = Object.fromEntries(exports.map(([name, run]) => [name, guarded(run)]));
    Object.defineProperty(this, "exports", { value });
  }
  t.mock.method(WebAssembly, "Instance", GuardedInstance);
  // The next call gets an instance of these.
  assert.throws(trap);
  const fetch = async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    hasMemory = false;
    return new Response(SUCCESS);
  };
  await rejectsWith(swan.jscode2sessionkey(login, { fetch }), { code: "internal", codeConsumed: "unknown" });
  hasMemory = true;
  await works();
});

test("a trap in onResponse rejects that call and no later one", async () => {
  const call = swan.jscode2sessionkey(login, { fetch: async () => new Response(SUCCESS), onResponse: trap });
  await rejectsWith(call, { code: "internal", codeConsumed: "unknown" });
  await works();
});

test("an answer that comes after the trap does not reach onResponse", async () => {
  /** @type {(response: Response) => void} */
  let answer = () => {};
  let answers = 0;
  const call = swan.jscode2sessionkey(login, {
    fetch: () => new Promise((resolve) => (answer = resolve)),
    onResponse: () => void answers++,
  });
  assert.throws(trap);
  await rejectsWith(call, { code: "internal" });
  answer(new Response(SUCCESS));
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(answers, 0);
});

test("a thousand traps leak no memory", async () => {
  for (let i = 0; i < 50; i++) assert.throws(trap);
  const before = process.memoryUsage();
  for (let i = 0; i < 1_000; i++) assert.throws(trap);
  const after = process.memoryUsage();
  // An instance has more than a megabyte.
  assert.ok(after.rss - before.rss < 300 << 20, `${(after.rss - before.rss) >> 20} MiB`);
  await works();
});

test("a process whose core has trapped exits by itself, without an unhandled rejection", async (t) => {
  const server = await serveTcp(t, () => {});
  const index = JSON.stringify(new URL("../../target/trap/entries/default.js", import.meta.url));
  const core = JSON.stringify(new URL("../../target/trap/core/call.js", import.meta.url));
  const { status, output } = await runNode(
    `
    import { jscode2sessionkey } from ${index};
    import { callSync } from ${core};
    const call = jscode2sessionkey(${JSON.stringify(login)}, { baseUrl: process.env.URL, timeout: 600_000 });
    setTimeout(() => callSync((core) => core.trap(Promise.resolve())), 50);
    await call.catch((error) => console.log(error.code));
    const end = performance.now();
    process.on("exit", () => console.log(performance.now() - end < 5_000 ? "at once" : "late"));
    `,
    { URL: server.url },
  );
  assert.equal(output, "internal\nat once\n");
  assert.equal(status, 0);
});
