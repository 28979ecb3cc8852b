// decryptUserData compared with node:crypto: many messages, large ones, every bit flipped, and one error for all.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { createCipheriv, createDecipheriv, randomBytes, randomInt } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";
import { inspect } from "node:util";
import { decryptUserData } from "swan-login";
import { rejectsWith } from "../support/rejects.js";
import { runNode } from "../support/run-node.js";

const client_id = "y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7";
const session_key = "1df09d0a1677dd72b8325aec59576e0c";

test("10,000 random messages decrypt to what was encrypted, like with node:crypto", () => {
  for (let i = 0; i < 10_000; i++) {
    const keys = { session_key: randomHex(16), client_id: randomHex(randomInt(1, 48)) };
    const content = JSON.stringify({ openid: randomHex(8), nickname: randomText(randomInt(300)), sex: randomInt(3) });
    const params = encrypt(content, keys, { iv: randomBytes(16) });
    assert.equal(reference(params), content);
    assert.deepEqual(decryptUserData(params), JSON.parse(content));
  }
});

test("contents of every size up to 300 bytes, hence every padding, and large ones decrypt", () => {
  const paddings = new Set();
  const sizes = [...Array(300).keys()].map((i) => i + 2).concat(65_535, 65_536, 65_537, 2 ** 20);
  for (const size of sizes) {
    const content = JSON.stringify("a".repeat(size - 2));
    const params = encrypt(content);
    paddings.add(decryptRaw(params).at(-1));
    assert.ok(decryptUserData({ ...params, maxBytes: 2 ** 21 }) === JSON.parse(content), `${size} bytes`);
  }
  assert.equal(paddings.size, 32);
});

test("large random data and deeply nested JSON are refused, and the next call works", async () => {
  for (const data of [randomBytes(2 ** 20).toString("base64"), encrypt("[".repeat(2 ** 20)).data]) {
    const large = { ...encrypt("{}"), data };
    await rejectsWith(() => decryptUserData(large), { code: "invalid_argument", param: "data" });
    await rejectsWith(() => decryptUserData({ ...large, maxBytes: 2 ** 21 }), { code: "decrypt_failed" });
    assert.deepEqual(decryptUserData(encrypt("{}")), {});
  }
});

test("maxBytes is exact, whatever the padding of the base64 is", async () => {
  // Data has a multiple of 32 bytes, so its base64 ends with two, no, and one padding character in turn.
  const endings = new Set();
  for (const maxBytes of [65_536, 65_568, 65_600]) {
    const params = encrypt(JSON.stringify("a".repeat(maxBytes - 16 - 4 - client_id.length - 2 - 1)));
    assert.equal(Buffer.from(params.data, "base64").length, maxBytes);
    endings.add(params.data.length - params.data.replace(/=+$/, "").length);
    const limits = maxBytes === 65_536 ? [undefined, maxBytes] : [maxBytes];
    for (const limit of limits) assert.equal(typeof decryptUserData({ ...params, maxBytes: limit }), "string");
    const below = { ...params, maxBytes: maxBytes - 1 };
    await rejectsWith(() => decryptUserData(below), { code: "invalid_argument", param: "data", message: /maxBytes/ });
  }
  assert.deepEqual(endings, new Set([0, 1, 2]));
});

test("a text of hundreds of MB is refused before it is copied", async () => {
  const { status, output } = await runNode(`
    import { buildRequest, decryptPush, decryptUserData, jscode2sessionkey, parseResponse } from "swan-login";
    // Flat, not a rope, so that a copy would be the only new memory.
    const huge = Buffer.alloc(300_000_000, "A").toString("latin1");
    const texts = ${JSON.stringify(encrypt("{}"))};
    decryptUserData(texts);
    const before = process.memoryUsage().rss;
    const refusals = [];
    const refusal = async (run) => refusals.push(await (async () => run())().then(String, (error) => error.param));
    const start = performance.now();
    for (const name of ["data", "iv", "session_key", "client_id"])
      await refusal(() => decryptUserData({ ...texts, [name]: huge }));
    for (const name of ["code", "client_id", "sk"]) {
      const params = { code: "c", client_id: "k", sk: "s", [name]: huge };
      await refusal(() => jscode2sessionkey(params));
      await refusal(() => buildRequest("jscode2sessionkey", params));
    }
    for (const name of ["body", "token", "aesKey", "client_id"])
      await refusal(() => decryptPush({ body: "{}", token: "t", aesKey: "a", client_id: "k", [name]: huge }));
    await refusal(() => parseResponse("getUnionid", { status: 200, body: huge }));
    const ms = performance.now() - start;
    console.log(JSON.stringify({ refusals, ms, bytes: process.memoryUsage().rss - before }));
  `);
  assert.equal(status, 0, output);
  const { refusals, ms, bytes } = JSON.parse(output);
  const twice = ["code", "client_id", "sk"].flatMap((name) => [name, name]);
  assert.deepEqual(refusals, [
    ...["data", "iv", "session_key", "client_id"],
    ...twice,
    ...["body", "token", "aesKey", "client_id"],
    "body",
  ]);
  assert.ok(bytes < 20_000_000, `${bytes} bytes`);
  assert.ok(ms < 1_000, `${ms} ms`);
});

/** What happens to base64 on its way, and what the hint must say. */
const SPOILED = [
  ["+ at its beginning became a space", (text) => text.replace("+", " "), /form turned each \+/],
  ["several + became spaces", (text) => text.replaceAll("+", " "), /form turned each \+/],
  ["such a text with a line break at its end", (text) => `${text.replace("+", " ")}\n`, /form turned each \+/],
  ["a backslash and an n at its end", (text) => `${text}\\n`, /backslashes/],
  ["\\/ for /", (text) => text.replaceAll("/", "\\/"), /backslashes/],
  ["\\u002b for +", (text) => text.replaceAll("+", "\\u002b"), /backslashes/],
  ["&#43; for +", (text) => text.replaceAll("+", "&#43;"), /&#43; is \+/],
  ["&#x2F; for /", (text) => text.replaceAll("/", "&#x2F;"), /HTML entities/],
  ["the rest of a form", (text) => `${text}&iv=x`, /split the form/],
  ["a data: URL", (text) => `data:application/octet-stream;base64,${text}`, /data: URL/],
  ["the JSON around it", (text) => JSON.stringify({ data: text }), /JSON/],
  ["an object as text", () => "[object Object]", /not a string/],
  ["the word undefined", () => "undefined", /not a string/],
  ["the word null", () => "null", /not a string/],
  ["percent-encoding", encodeURIComponent, /percent-encoded/],
  ["line breaks inside", (text) => text.replace(/(.{8})/g, "$1\r\n"), /line breaks/],
  ["quotes", (text) => `"${text}"`, /quotes/],
  ["the URL-safe alphabet", (text) => text.replaceAll("+", "-").replaceAll("/", "_"), /URL-safe/],
  ["full-width characters", (text) => text.replaceAll("+", "＋"), /not ASCII/],
  ["an invisible character", (text) => `${text.slice(0, 4)}\u200b${text.slice(4)}`, /not ASCII/],
  ["a text that was cut off", (text) => text.replace(/=*$/, "").slice(0, 21), /whole/],
];
for (const [what, spoil, hint] of SPOILED) {
  test(`${what}: data, iv and session_key are refused by name`, async () => {
    const params = encrypt("{}");
    // With + at the beginning, + and / inside, and every length of the padding.
    for (const [name, bytes] of Object.entries({ data: 64, iv: 16, session_key: 24 })) {
      const text = Buffer.alloc(bytes, Buffer.from("+/+A", "base64")).toString("base64");
      await rejectsWith(() => decryptUserData({ ...params, [name]: spoil(text) }), {
        code: "invalid_argument",
        param: name,
        hint,
      });
    }
  });
}

test("white space around the texts is ignored", () => {
  const params = encrypt('{"mobile":"13800000000"}');
  for (const [before, after] of [
    ["", "\n"],
    [" ", " "],
    ["\t\r\n", "\r\n"],
    ["\ufeff", "\u00a0"],
  ]) {
    const spaced = ["data", "iv", "session_key"].map((name) => [name, `${before}${params[name]}${after}`]);
    assert.deepEqual(decryptUserData({ ...params, ...Object.fromEntries(spaced) }), { mobile: "13800000000" });
  }
});

test("the data under its other names is told, also beside an empty one", async () => {
  const { data, ...params } = encrypt("{}");
  for (const name of ["encryptedData", "encrypted_data", "EncryptedData", "encrypteddata", "Data"]) {
    const hint = new RegExp(`You passed ${name}: the name is data`);
    for (const empty of [{}, { data: undefined }, { data: null }, { data: "" }, { data: " " }])
      await rejectsWith(() => decryptUserData({ ...params, ...empty, [name]: data }), { param: "data", hint });
  }
});

test("a flipped bit is refused, unless the format cannot show it", () => {
  const content = '{"openid":"o","nickname":"baidu","sex":1}';
  const params = encrypt(content, undefined, { random: Buffer.from("0123456789abcdef") });

  // The iv acts on the random bytes alone.
  const iv = Buffer.from(params.iv, "base64");
  for (let bit = 0; bit < 128; bit++) {
    assert.deepEqual(decryptUserData({ ...params, iv: flip(iv, bit) }), JSON.parse(content), `bit ${bit} of the iv`);
  }

  // A bit of a block garbles this block and flips the same bit of the next. For the first block these are the random
  // bytes, and then the length (4 bytes) and 12 bytes of the content, which may still be JSON.
  const data = Buffer.from(params.data, "base64");
  let passed = 0;
  for (let bit = 0; bit < data.length * 8; bit++) {
    const changed = Buffer.from(content);
    const at = (bit >> 3) - 4;
    if (at in changed) changed[at] ^= 1 << (bit & 7);
    const mayPass = at >= 0 && at < 12 && isJson(changed);
    const flipped = { ...params, data: flip(data, bit) };
    if (mayPass) assert.deepEqual(decryptUserData(flipped), JSON.parse(String(changed)), `bit ${bit}`);
    else assert.throws(() => decryptUserData(flipped), { code: "decrypt_failed" }, `bit ${bit}`);
    passed += Number(mayPass);
  }
  // Of "openid" and of the o beside it every letter may change in 7 bits; the eighth makes it no UTF-8.
  assert.equal(passed, 7 * 7);
});

test("all failures are the same error, except for the hint about an iv of another key", async () => {
  const failures = vectors().filter(({ error }) => error?.code === "decrypt_failed");
  const errors = await Promise.all(failures.map(({ params }) => rejectsWith(() => decryptUserData(params))));
  assert.equal(new Set(errors.map((error) => seen(error).replaceAll(error.hint, ""))).size, 1);
  assert.equal(new Set(errors.map(({ hint }) => hint)).size, 2);
  failures.forEach(({ name, params }, i) => {
    const [key, iv] = [params.session_key, params.iv].map((text) => Buffer.from(text, "base64"));
    const belongs = key.length === 24 && iv.equals(key.subarray(0, 16));
    assert.equal(/session_key does not belong to this data/.test(errors[i].hint), !belongs, name);
  });
});

test("no error shows what was passed or decrypted", async () => {
  const nickname = "nobody-may-see-this-name";
  const broken = encrypt(`{"nickname":"${nickname}"`);
  for (const params of [
    broken,
    ...vectors()
      .filter(({ error }) => error)
      .map(({ params }) => params),
  ]) {
    const error = await rejectsWith(() => decryptUserData(params));
    const shown = `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}${error.stack}${error.cause}`;
    const passed = Object.values(params).filter((value) => typeof value === "string" && value.trim().length > 3);
    for (const secret of [nickname, ...passed]) assert.ok(!shown.includes(secret), shown);
  }
});

test("arguments that are not an object of strings are refused by name", () => {
  for (const params of [undefined, null, 1, "data", []]) {
    // @ts-expect-error: the types forbid it
    assert.throws(() => decryptUserData(params), { code: "invalid_argument", message: /data/ });
  }
  const { session_key: sessionKey, ...params } = encrypt("{}");
  // @ts-expect-error: the types forbid it
  assert.throws(() => decryptUserData({ ...params, sessionKey }), { code: "invalid_argument", hint: /sessionKey/ });
});

test("a content is accepted exactly when JSON.parse accepts it", () => {
  const seeds = ['{"a":[1,-0.5e+7,true,null,"\\u00e9\\n"]}', ' [ {} , [] , false , "b" ]\n', "-12.5E-3"];
  let passed = 0;
  for (let i = 0; i < 5_000; i++) {
    const content = Array.from(seeds[i % seeds.length]);
    const alphabet = '{}[]",:\\u0123456789eE+-. \t\ntrufalsn';
    for (let n = randomInt(3); n >= 0; n--) {
      content.splice(randomInt(content.length), randomInt(2), alphabet[randomInt(alphabet.length)]);
    }
    const text = content.join("");
    const isValid = isJson(Buffer.from(text));
    passed += Number(isValid);
    if (isValid) assert.deepEqual(decryptUserData(encrypt(text)), JSON.parse(text));
    else assert.throws(() => decryptUserData(encrypt(text)), { code: "decrypt_failed" }, text);
  }
  assert.ok(passed > 100 && passed < 4_900, `${passed} pass`);
});

test("a key named __proto__ is an ordinary key, and changes no prototype", () => {
  const data = /** @type {object} */ (decryptUserData(encrypt('{"__proto__":{"isAdmin":true}}')));
  assert.deepEqual(Object.keys(data), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(data), Object.prototype);
  assert.equal(Reflect.get(data, "isAdmin"), undefined);
});

test("an escaped lone surrogate is kept, as JSON.parse does", () => {
  assert.equal(decryptUserData(encrypt('"\\ud83d"')), "\ud83d");
});

/** Encrypts as Baidu does. */
function encrypt(content, keys = { session_key, client_id }, { iv = usualIv(keys), random = randomBytes(16) } = {}) {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  const unpadded = Buffer.concat([random, length, bytes, Buffer.from(keys.client_id)]);
  const padding = 32 - (unpadded.length % 32);
  const cipher = createCipheriv("aes-192-cbc", Buffer.from(keys.session_key, "base64"), iv).setAutoPadding(false);
  const data = Buffer.concat([
    cipher.update(Buffer.concat([unpadded, Buffer.alloc(padding, padding)])),
    cipher.final(),
  ]);
  return { data: data.toString("base64"), iv: iv.toString("base64"), ...keys };
}

/** In Baidu's sample the iv is the start of the key. */
function usualIv({ session_key }) {
  return Buffer.from(session_key, "base64").subarray(0, 16);
}

/** Decrypts intact data as Baidu's page describes it. */
function reference(params) {
  const plain = decryptRaw(params);
  const unpadded = plain.subarray(0, -plain[plain.length - 1]);
  const end = 20 + unpadded.readUInt32BE(16);
  assert.equal(unpadded.subarray(end).toString(), params.client_id);
  return unpadded.subarray(20, end).toString();
}

function decryptRaw({ data, iv, session_key }) {
  const [key, start] = [session_key, iv].map((text) => Buffer.from(text, "base64"));
  const decipher = createDecipheriv("aes-192-cbc", key, start).setAutoPadding(false);
  return Buffer.concat([decipher.update(data, "base64"), decipher.final()]);
}

/** Everything that an error shows, except where it was thrown. */
function seen(error) {
  const own = Reflect.ownKeys(error)
    .filter((key) => key !== "stack")
    .map((key) => [String(key), error[key]]);
  const firstLine = error.stack.slice(0, error.stack.indexOf("\n"));
  return JSON.stringify([own, firstLine, error, error.name, error.message, error.cause === undefined]);
}

function flip(bytes, bit) {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] ^= 1 << (bit & 7);
  return copy.toString("base64");
}

function isJson(bytes) {
  try {
    JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}

function randomHex(bytes) {
  return randomBytes(bytes).toString("hex");
}

/** ASCII, Chinese and emoji among others. */
function randomText(length) {
  const character = () => String.fromCodePoint(randomInt(0x20, [0x7f, 0xd800, 0x1f600][randomInt(3)]));
  return Array.from({ length }, character).join("").toWellFormed();
}

function vectors() {
  return JSON.parse(readFileSync(new URL("../vectors/user-data.json", import.meta.url), "utf8")).vectors;
}
