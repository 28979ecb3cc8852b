// No secret is in anything but the results; the same search runs in every runtime of the matrix.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { Console } from "node:console";
import { createRequire } from "node:module";
import { PassThrough } from "node:stream";
import test from "node:test";
import { format, inspect } from "node:util";
import * as esm from "swan-login";
import { token } from "../support/calls.js";
import { findLeaks } from "../support/leaks.js";
import { rejectsWith } from "../support/rejects.js";
import { runNode } from "../support/run-node.js";
import { refusingUrl } from "../support/servers.js";

/** @type {typeof esm} */
const cjs = createRequire(import.meta.url)("swan-login");

/** @param {() => unknown} fail @returns {Error} */
function thrownBy(fail) {
  try {
    fail();
  } catch (error) {
    return /** @type {Error} */ (error);
  }
  assert.fail("nothing was thrown");
}

/** @param {unknown} value */
function logged(value) {
  const stdout = new PassThrough();
  new Console({ stdout }).log("%o %O %j %s", value, value, undefined, value, value);
  return String(stdout.read());
}

const prints = [
  (/** @type {unknown} */ value) =>
    inspect(value, { depth: Infinity, showHidden: true, showProxy: true, getters: true, maxStringLength: Infinity }),
  (/** @type {unknown} */ value) => format("%s %o", value, value),
  logged,
];

for (const [name, api, fields] of /** @type {const} */ ([
  ["ES module", esm, undefined],
  // The same modules in another format, so one field is enough.
  ["CommonJS", cjs, ["error_description"]],
])) {
  test(`no error and no object of the ${name} shows a secret`, async (t) => {
    const { checked, failures } = await findLeaks(api, { prints, ...(fields && { fields: [...fields] }) });
    assert.deepEqual(failures.slice(0, 10), []);
    assert.ok(checked > (fields ? 1_000 : 3_000), `only ${checked} values were searched`);
    t.diagnostic(`${checked} values searched`);
  });
}

test("what Node prints of an uncaught error shows no secret", async () => {
  const refused = await refusingUrl();
  const { status, output } = await runNode(`
    import { tpGetUnionid } from "swan-login";
    await tpGetUnionid(${JSON.stringify(token)}, { baseUrl: ${JSON.stringify(refused)}, retries: 0 });
  `);
  assert.equal(status, 1);
  assert.match(output, /SwanLoginError: tpGetUnionid: no answer from Baidu/);
  // Node does not print the source of a module that was passed to --eval.
  assert.ok(!output.includes("70ce70ce"), output);
});

test("a number of Baidu's that is a secret is in no field of the error", () => {
  const sk = "1234567890123456";
  for (const body of [`{"errno":${sk}}`, `{"error_code":"${sk}"}`, `{"errno":-${sk},"msg":"${sk}"}`]) {
    const error = thrownBy(() => esm.parseResponse("getAccessToken", { status: 200, body }, { client_id: "c", sk }));
    assert.ok(!inspect(error).includes(sk), inspect(error));
  }
  const error = thrownBy(() => esm.parseResponse("getAccessToken", { status: 400, body: '{"errno":40001}' }, { sk }));
  assert.equal(Reflect.get(error, "baidu").errno, 40001);
  assert.match(error.message, /errno 40001/);
});

test("a login code of control characters leaves the causes apart", async () => {
  const cause = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", syscall: "connect" });
  const fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
  const error = await rejectsWith(
    esm.jscode2sessionkey({ code: "\0", client_id: "c", sk: "s" }, { fetch, retries: 0 }),
    {
      code: "network",
      codeConsumed: "no",
    },
  );
  assert.deepEqual(JSON.parse(JSON.stringify(error)).cause.cause.syscall, "connect");
});

test("the platform's own error stays readable as the cause", async () => {
  const refused = await refusingUrl();
  const error = await rejectsWith(esm.tpGetUnionid(token, { baseUrl: refused, retries: 0 }), { code: "network" });
  const { name, message, cause } = /** @type {Error} */ (error.cause);
  assert.deepEqual({ name, message }, { name: "TypeError", message: "fetch failed" });
  assert.equal(Reflect.get(/** @type {Error} */ (cause), "code"), "ECONNREFUSED");
  assert.equal(Reflect.get(/** @type {Error} */ (cause), "syscall"), "connect");
});
