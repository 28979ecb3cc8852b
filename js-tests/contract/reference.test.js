// Runs the conformance vectors through the plain-JavaScript reference, and checks what the vectors cover.
import "../support/assert-built.js";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { buildRequest, endpoints, InvalidArgument, parseReply } from "./reference.js";

/** @typedef {import('./reference.js').Endpoint} Endpoint */
/** @typedef {import('./reference.js').Baidu} Baidu */
/** @typedef {{ name: string, source: string, endpoint: Endpoint }} Head */
/** @typedef {{ kind: 'request', params: unknown, baseUrl?: unknown, request?: import('./reference.js').Request, error?: { code: string, field: string } }} RequestVector */
/** @typedef {{ kind: 'reply', status: number, body: string, result?: import('./reference.js').Result, error?: import('./reference.js').ReplyError & { hintIncludes?: string[] } }} ReplyVector */
/** @typedef {Head & (RequestVector | ReplyVector)} Vector */

const folder = new URL("../vectors/", import.meta.url);
// The reference of user data and of pushes is node:crypto, in user-data.test.js and push.test.js.
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".json") && !["push.json", "user-data.json"].includes(name))
  .sort();
const vectors = files.flatMap(readVectors);
const endpointNames = /** @type {Endpoint[]} */ (Object.keys(endpoints));
const codeEndpoints = endpointNames.filter((name) =>
  endpoints[name].params.some((param) => param === "code" || param === "refresh_token"),
);

for (const file of files) {
  test(`vectors/${file}`, async (t) => {
    for (const vector of readVectors(file)) await t.test(vector.name, () => check(vector));
  });
}

test("every vector has a name of its own and a source", () => {
  assert.ok(vectors.length >= 160, `only ${vectors.length} vectors`);
  const names = vectors.map(({ name }) => name);
  assert.deepEqual(
    names.filter((name, i) => names.indexOf(name) !== i),
    [],
  );
  assert.deepEqual(
    vectors.filter(({ name, source }) => !name?.trim() || !source?.trim()),
    [],
  );
});

test("every vector expects either a result or an error", () => {
  for (const vector of vectors) {
    const { name, endpoint } = vector;
    assert.ok(endpointNames.includes(endpoint), name);
    if (vector.kind === "request") {
      assert.notEqual(vector.request === undefined, vector.error === undefined, name);
      continue;
    }
    assert.equal(vector.kind, "reply", name);
    assert.notEqual(vector.result === undefined, vector.error === undefined, name);
    if (vector.error) assert.equal("codeConsumed" in vector.error, codeEndpoints.includes(endpoint), name);
  }
});

test("the vectors of every endpoint cover every dialect of errors and both places of a result", () => {
  for (const endpoint of endpointNames) {
    const seen = new Set();
    for (const vector of vectors) {
      if (vector.endpoint !== endpoint || vector.kind !== "reply") continue;
      seen.add(vector.error ? dialect(vector.error.baidu) : place(vector.body));
    }
    const wanted = ["gateway", "OAuth", "validator", "envelope", "no fields", "flat", "under data"];
    assert.deepEqual(
      wanted.filter((name) => !seen.has(name)),
      [],
      endpoint,
    );
  }
});

test("the vectors of every endpoint have a request, and a refusal of each parameter", () => {
  for (const endpoint of endpointNames) {
    const own = vectors.filter((vector) => vector.endpoint === endpoint);
    assert.ok(
      own.some((vector) => vector.kind === "request" && vector.request),
      endpoint,
    );
    for (const field of endpoints[endpoint].params) {
      assert.ok(
        own.some((vector) => vector.kind === "request" && vector.error?.field === field),
        `${endpoint}: ${field}`,
      );
    }
  }
});

// The JSON files are for every language and cannot hold a lone surrogate.

test("a lone surrogate in a parameter becomes U+FFFD", () => {
  assert.equal(
    buildRequest("jscode2sessionkey", { code: "a\ud83d", client_id: "k", sk: "s" }).body,
    "code=a%EF%BF%BD&client_id=k&sk=s",
  );
});

test("a lone surrogate in a body becomes U+FFFD", () => {
  assert.deepEqual(parseReply("tpGetUnionid", { status: 200, body: '{"unionid":"a\ud83d"}' }), {
    result: { unionid: "a\ufffd" },
  });
});

test("an undefined parameter counts as missing", () => {
  assert.throws(() => buildRequest("jscode2sessionkey", { code: undefined, client_id: "k", sk: "s" }), {
    code: "invalid_argument",
    field: "code",
  });
  assert.throws(() => buildRequest("getAccessToken", undefined), { code: "invalid_argument", field: "client_id" });
});

/**
 * @param {string} file
 * @returns {Vector[]}
 */
function readVectors(file) {
  return JSON.parse(readFileSync(new URL(file, folder), "utf8")).vectors;
}

/** @param {Vector} vector */
function check(vector) {
  if (vector.kind === "reply") {
    // The reference gives no hints.
    const { hintIncludes, ...error } = vector.error ?? {};
    const expected = vector.error ? { error } : { result: vector.result };
    assert.deepEqual(parseReply(vector.endpoint, vector), expected);
  } else if (vector.error) {
    const { code, field } = vector.error;
    assert.throws(
      () => buildRequest(vector.endpoint, vector.params, vector),
      (thrown) =>
        thrown instanceof InvalidArgument &&
        thrown.code === code &&
        thrown.field === field &&
        thrown.message.includes(field),
    );
  } else {
    assert.deepEqual(buildRequest(vector.endpoint, vector.params, vector), vector.request);
  }
}

/**
 * Which of Baidu's dialects an error is written in.
 * @param {Baidu} baidu
 */
function dialect(baidu) {
  if (baidu.error_code) return "gateway";
  if (baidu.errno) return baidu.error ? "validator" : "envelope";
  if (baidu.error) return "OAuth";
  return Object.keys(baidu).length === 0 ? "no fields" : "other";
}

/**
 * Where a body that is a success keeps its result.
 * @param {string} body
 */
function place(body) {
  /** @type {unknown} */
  const root = JSON.parse(body.replace(/^\uFEFF/, ""));
  return typeof root === "object" && root !== null && "data" in root ? "under data" : "flat";
}
