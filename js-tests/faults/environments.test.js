// Runtimes that lack something, or have it in another form: calls go through, or the error names what is missing.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import test from "node:test";

/** Fails for a call that has sent something; each case runs it in a process of its own. */
const REFUSED = `
  let sent = 0;
  const fetch = async () => void sent++;
  const refused = await jscode2sessionkey({ code: "code", client_id: "key", sk: "secret" }, { fetch }).catch((error) => error);
  const { name, code, endpoint, codeConsumed, retryable, message, hint, cause } = refused;
  report = { name, code, endpoint, codeConsumed, retryable, message, hint, cause: cause?.name, sent };
`;

const REFUSE_TO_COMPILE =
  'WebAssembly.Module = function () { throw new WebAssembly.CompileError("Refused by the policy"); }';

/** @type {Record<string, { flags?: string[], before?: string, limit?: number, message: RegExp, hint: RegExp, cause: string }>} */
const MISSING = {
  WebAssembly: { flags: ["--jitless"], message: /has no WebAssembly/, hint: /--jitless/, cause: "ReferenceError" },
  TextDecoder: {
    before: "delete globalThis.TextDecoder",
    message: /has no TextDecoder/,
    hint: /Jest's jsdom.*node:util/,
    cause: "ReferenceError",
  },
  TextEncoder: {
    before: "delete globalThis.TextEncoder",
    message: /has no TextDecoder/,
    hint: /TextDecoder and TextEncoder from node:util/,
    cause: "ReferenceError",
  },
  "address space": { limit: 6_000_000, message: /no memory for the WebAssembly/, hint: /ulimit/, cause: "RangeError" },
  "the permission to compile, at the edge": {
    before: `globalThis.EdgeRuntime = "edge-runtime"; ${REFUSE_TO_COMPILE}`,
    message: /edge platform compiles no WebAssembly/,
    hint: /edge-light.*experimental\.wasm/,
    cause: "CompileError",
  },
  "the permission to compile": {
    before: REFUSE_TO_COMPILE,
    message: /module does not run here/,
    hint: /Content-Security-Policy/,
    cause: "CompileError",
  },
};

for (const [what, { flags, before, limit, message, hint, cause }] of Object.entries(MISSING)) {
  test(`without ${what} a call says so at once, has sent nothing and repeats nothing`, async () => {
    const { report, ms } = await runIn({ flags, before, limit }, REFUSED);
    assert.match(report.message, message);
    assert.match(report.hint, hint);
    const { name, code, endpoint, codeConsumed, retryable, sent } = report;
    assert.deepEqual(
      { name, code, endpoint, codeConsumed, retryable, sent, cause: report.cause },
      {
        name: "SwanLoginError",
        code: "internal",
        endpoint: "jscode2sessionkey",
        codeConsumed: "no",
        retryable: false,
        sent: 0,
        cause,
      },
    );
    assert.ok(ms < 1_000, `after ${ms} ms`);
  });
}

test("without fetch a call names the option that takes one", async () => {
  const { report } = await runIn(
    { before: "delete globalThis.fetch" },
    `report = await jscode2sessionkey({ code: "code", client_id: "key", sk: "secret" }).catch((error) => error);`,
  );
  const { code, param, codeConsumed, hint } = report;
  assert.deepEqual({ code, param, codeConsumed }, { code: "invalid_argument", param: "fetch", codeConsumed: "no" });
  assert.match(hint, /options\.fetch/);
});

/** What a runtime may lack while calls still work. */
const DISPENSABLE = [
  "AbortController",
  "AbortSignal",
  "Blob",
  "Buffer",
  "DOMException",
  "FinalizationRegistry",
  "Headers",
  "performance",
  "queueMicrotask",
  "ReadableStream",
  "Request",
  "Response",
  "setImmediate",
  "structuredClone",
];

for (const name of ["nothing", ...DISPENSABLE]) {
  test(`without ${name} calls go through, deadlines hold and observers are called`, async () => {
    const { report } = await runIn(
      { before: `delete globalThis.${name}` },
      `
      assert.equal(typeof globalThis.${name}, "undefined");
      const events = [];
      const answer = { status: 200, headers: { get: () => null }, text: async () => '{"openid":"o","session_key":"k"}' };
      const login = (fetch, options) =>
        jscode2sessionkey({ code: "code", client_id: "key", sk: "secret" }, { fetch, ...options });
      const session = await login(async () => answer, { onResponse: ({ status }) => events.push(status) });
      const late = await login(() => new Promise(() => {}), { timeout: 20 }).catch((error) => error.code);
      const listeners = new Set();
      const signal = { aborted: false, reason: "reason", addEventListener: (_, listener) => listeners.add(listener), removeEventListener() {} };
      const aborted = login(() => new Promise(() => {}), { signal }).catch((reason) => reason);
      for (const listener of listeners) listener();
      report = { session, late, aborted: await aborted, events };
      `,
    );
    const session = { openid: "o", session_key: "k" };
    assert.deepEqual(report, { session, late: "timeout", aborted: "reason", events: [200] });
  });
}

test("with a TextEncoder that has no encodeInto, texts of any length and letters cross", async () => {
  const { report } = await runIn(
    { before: "delete TextEncoder.prototype.encodeInto" },
    `
    const { buildRequest } = await import("swan-login");
    const params = { code: "中".repeat(99), client_id: "a".repeat(99), sk: "secret" };
    report = Object.fromEntries(new URLSearchParams(buildRequest("jscode2sessionkey", params).body));
    `,
  );
  assert.deepEqual(report, { code: "中".repeat(99), client_id: "a".repeat(99), sk: "secret" });
});

test("a fetch that refuses the signal gets the request without it, and a signal only is repeated", async () => {
  const { report } = await runIn(
    {},
    `
    const app = { code: "code", client_id: "key", sk: "secret" };
    const requests = [];
    const refuses = (message) => async (url, { signal }) => {
      requests.push(Boolean(signal));
      if (signal || message === "always") throw new TypeError(message);
      return { status: 200, headers: { get: () => null }, text: async () => '{"openid":"o","session_key":"k"}' };
    };
    const outcome = (fetch) => jscode2sessionkey(app, { fetch }).then(({ openid }) => openid, ({ code }) => code);
    report = [await outcome(refuses("fetch failed")), await outcome(refuses('Expected signal ("AbortSignal {}") to be an instance of AbortSignal.'))];
    report.push(await outcome(refuses("always")), requests);
    `,
  );
  assert.deepEqual(report, ["network", "o", "network", [true, true, false, false]]);
});

test("without a global crypto, as on Node 18, the mock encrypts and two locks have two holders", async () => {
  const { report } = await runIn(
    { before: "delete globalThis.crypto" },
    `
    assert.equal(typeof crypto, "undefined");
    const { decryptUserData, SwanClient } = await import("swan-login");
    const { createMockBaidu } = await import("swan-login/mock");
    const { randomId } = await import("./pkg/token/stores/random-id.js");
    const mock = createMockBaidu();
    const [{ client_id, sk }] = mock.apps;
    const client = new SwanClient({ client_id, sk, fetch: mock.fetch });
    const { session_key } = await client.login(mock.issueCode());
    const data = await mock.encryptUserData({ content: { mobile: "13800000000" } });
    report = { ...decryptUserData({ ...data, session_key, client_id }), differ: randomId() !== randomId() };
    `,
  );
  assert.deepEqual(report, { mobile: "13800000000", differ: true });
});

/**
 * Runs statements in a Node process of its own, where the package is loaded, and gives what they assign to `report`.
 * @param {{ flags?: string[], before?: string, limit?: number }} environment  before: statements that run before the
 *   package is loaded; limit: of the address space, in KB
 * @param {string} statements
 * @returns {Promise<{ report: any, ms: number }>}  ms: how long they ran
 */
async function runIn({ flags = [], before = "", limit }, statements) {
  const source = `
    const write = process.stdout.write.bind(process.stdout);
    ${before};
    const assert = (await import("node:assert/strict")).default;
    const { jscode2sessionkey } = await import("swan-login");
    const begin = Date.now();
    let report;
    ${statements}
    write(JSON.stringify({ report, ms: Date.now() - begin }));
  `;
  const node = [process.execPath, ...flags, "--input-type=module", "--eval", source];
  const [command, ...args] = limit ? ["sh", "-c", `ulimit -v ${limit} && exec "$@"`, "sh", ...node] : node;
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  const [status] = await once(child, "close");
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}
