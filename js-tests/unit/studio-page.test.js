/** What the page of the studio computes; what it shows and how it is used is tested in browsers. */

import "../support/assert-built.js";
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { createMockBaidu } from "swan-login/mock";
import { decryptUserData, useModule } from "../../pkg/entries/slim.js";
import { explain } from "../../pkg/explain/explain.js";
import { DIALECTS } from "../../pkg/mock/reply.js";
import { diagnose } from "../../pkg/studio/page/diagnose.js";
import { isSecretField, MASK, showBody } from "../../pkg/studio/page/mask.js";
import { readAnswer, readText } from "../../pkg/studio/page/reply.js";
import { requestToShow } from "../../pkg/studio/page/request.js";
import { en } from "../../pkg/studio/page/texts/en.js";
import { zh } from "../../pkg/studio/page/texts/zh.js";
import { calls } from "../../pkg/wasm/calls.js";

const pkg = new URL("../../pkg/", import.meta.url);
useModule(new WebAssembly.Module(readFileSync(new URL("wasm/core.wasm", pkg))));

/** The kind of each text, by its path: "request.title" is a string. */
function kindsOf(texts, path = "") {
  return Object.entries(texts).flatMap(([name, text]) =>
    typeof text === "object" ? kindsOf(text, `${path}${name}.`) : [`${path}${name}: ${typeof text}`],
  );
}

test("both languages have the same texts, and none is empty or left in the other language", () => {
  assert.deepEqual(kindsOf(zh), kindsOf(en));
  const textOf = (text) => (typeof text === "function" ? text(2) : text);
  const flat = (texts) =>
    Object.values(texts).flatMap((text) => (typeof text === "object" ? flat(text) : [textOf(text)]));
  for (const text of [...flat(en), ...flat(zh)]) assert.ok(text.trim().length > 0);
  const english = flat(en).filter((text) => /[\u4e00-\u9fff]/.test(text));
  assert.deepEqual(english, [en.otherLanguage]);
  const same = flat(zh).filter((text) => !/[\u4e00-\u9fff]/.test(text));
  assert.deepEqual(same, [zh.otherLanguage, "URL", "curl", zh.lookUp.placeholder, zh.lookUp.kinds.oauth]);
});

test("every text of the page is used", () => {
  const files = readdirSync(new URL("studio/page", pkg), { recursive: true, encoding: "utf8" });
  const source = files
    .filter((file) => /\.jsx?$/.test(file) && !file.startsWith("texts"))
    .map((file) => readFileSync(new URL(`studio/page/${file}`, pkg), "utf8"))
    .join("\n");
  for (const name of kindsOf(en).map((kind) => kind.replace(/:.*/, ""))) {
    // These are chosen by a value.
    if (
      /^(calls|nav|settings\.themes|lookUp\.kinds|mock\.faultKinds|userData\.reasons|request\.(baidu|mock))\b/.test(
        name,
      )
    )
      continue;
    assert.match(source, new RegExp(`\\b${name.split(".").at(-1)}\\b`), name);
  }
});

test("the page names every call, every fault and every dialect", () => {
  assert.deepEqual(Object.keys(en.calls).sort(), Object.keys(calls).sort());
  const types = readFileSync(new URL("types/mock.d.cts", pkg), "utf8");
  const [, union] = /export type MockFault =([^;]+);/.exec(types);
  const faults = [...union.matchAll(/"([\w-]+)"/g)].map(([, name]) => name);
  assert.ok(faults.length >= 19);
  assert.deepEqual(Object.keys(en.mock.faultKinds).sort(), faults.sort());
  const mock = createMockBaidu();
  for (const fault of faults) mock.fault("*", fault, { times: 1 });
  const behaviour = readFileSync(new URL("studio/page/views/mock/behaviour.jsx", pkg), "utf8");
  assert.deepEqual(JSON.parse(/const DIALECTS = (\[.*\]);/.exec(behaviour)[1]), Object.keys(DIALECTS));
});

test("a request shows no secret unless asked to, and no value that is missing", () => {
  const values = {
    code: "5ec5ec0001",
    client_id: "some-app",
    sk: "5ec5ec0002",
    access_token: "5ec5ec0003",
    openid: "some-user",
    ticket: "5ec5ec0004",
    refresh_token: "5ec5ec0005",
    app_id: "1234",
    session_key: "not sent",
  };
  for (const endpoint of Object.keys(calls)) {
    const text = (shown) => `${shown.url} ${shown.body ?? ""}`;
    const masked = text(requestToShow(endpoint, values, { showsSecrets: false }));
    const open = text(requestToShow(endpoint, values, { showsSecrets: true }));
    const empty = text(requestToShow(endpoint, {}, { showsSecrets: true }));
    assert.doesNotMatch(masked, /5ec5ec/);
    for (const name of calls[endpoint].params) {
      assert.ok(open.includes(values[name]), `${endpoint} shows ${name}`);
      assert.equal(masked.includes(values[name]), !values[name].startsWith("5ec5ec"), `${endpoint} masks ${name}`);
    }
    assert.equal(empty.match(/\$BAIDU_\w+/g).length, calls[endpoint].params.length, empty);
    assert.doesNotMatch(`${masked}${empty}`, /__BAIDU/);
  }
  const { url } = requestToShow("getUnionid", values, { showsSecrets: false, baseUrl: "http://127.0.0.1:8787" });
  assert.match(url, /^http:\/\/127\.0\.0\.1:8787\//);
});

test("a body shows no secret: neither by its name nor by its value", () => {
  const body = JSON.stringify({
    session_key: "5ec5ec01",
    data: { access_token: "5ec5ec02", list: [{ refresh_token: "5ec5ec03" }], openid: "some-user" },
    errmsg: "sent was 5ec5ec04",
    expires_in: 12,
  });
  const masked = showBody(body, ["5ec5ec04", ""]);
  assert.doesNotMatch(masked, /5ec5ec/);
  assert.deepEqual(JSON.parse(masked).data, {
    access_token: MASK,
    list: [{ refresh_token: MASK }],
    openid: "some-user",
  });
  assert.equal(JSON.parse(masked).expires_in, 12);
  assert.equal(showBody("<html>5ec5ec04</html>", ["5ec5ec04"]), `<html>${MASK}</html>`);
  assert.deepEqual(JSON.parse(showBody(body, undefined)), JSON.parse(body));
  assert.ok(isSecretField("session_key") && !isSecretField("openid"));
});

test("a reply is read as its call reads it; without a call, as the first that understands it", () => {
  const session = '{"openid":"o","session_key":"k"}';
  assert.deepEqual(readText(session, {}, "en").result, { openid: "o", session_key: "k" });
  assert.equal(readText('{"data":{"unionid":"u"},"errno":0}', {}, "en").endpoint, "getUnionid");
  assert.equal(readText(session, { endpoint: "getUnionid" }, "en").result, undefined);
  const [refused] = readText('{"error_code":110,"error_msg":"x"}', {}, "zh").explanations;
  assert.match(refused.title, /^error_code 110：/);
  const [page] = readText("<html>Bad Gateway</html>", { status: 502 }, "en").explanations;
  assert.match(page.title, /HTML/);
  assert.deepEqual(readText("nothing of the kind", {}, "en"), { explanations: [] });
  const params = { code: "5ec5ec", client_id: "i", sk: "5ec5ec" };
  const answer = { status: 200, body: '{"errno":99999999,"error":"invalid_grant"}' };
  const [explanation] = readAnswer("jscode2sessionkey", answer, params, "en").explanations;
  assert.match(explanation.title, /^invalid_grant: /);
  assert.match(
    explain({ status: 200, body: session, endpoint: "jscode2sessionkey" }, { parseResponse: () => ({}) }).title,
    /./,
  );
});

/** User data of a user of the mock, as the page gets it. */
async function userData(content = { mobile: "13800000000" }) {
  const mock = createMockBaidu();
  const [{ client_id, sk }] = mock.apps;
  const request = new Request("https://spapi.baidu.com/oauth/jscode2sessionkey", {
    method: "POST",
    body: new URLSearchParams({ code: mock.issueCode(), client_id, sk }),
  });
  const { session_key } = await (await mock.fetch(request)).json();
  return { client_id, session_key, ...(await mock.encryptUserData({ content })) };
}

test("user data that was changed on the way opens after a repair, which is named", async () => {
  const content = { mobile: "13800000000" };
  // Of some, the base64 has no + or /.
  let good = await userData(content);
  while (!(good.data.includes("+") && good.data.includes("/"))) good = await userData(content);
  const changes = {
    spaces: { data: good.data.replaceAll("+", " ") },
    percent: { data: encodeURIComponent(good.data), iv: encodeURIComponent(good.iv) },
    white: { data: `${good.data.slice(0, 20)}\n${good.data.slice(20)}` },
    quotes: { data: `"${good.data}"`, session_key: `'${good.session_key}'` },
    urlSafe: { data: good.data.replaceAll("+", "-").replaceAll("/", "_") },
    swapped: { data: good.iv, iv: good.data },
    ivSize: { iv: "AAAA" },
  };
  for (const [reason, change] of Object.entries(changes)) {
    const given = { ...good, ...change };
    assert.throws(() => decryptUserData(given), { name: "SwanLoginError" }, reason);
    assert.deepEqual(diagnose(given, decryptUserData), { content, reasons: [reason] }, reason);
  }
  const { session_key, iv, data } = good;
  const [a, b, c] = [session_key, iv, data];
  for (const [session_key, iv, data] of [
    [a, c, b],
    [b, a, c],
    [c, b, a],
    [b, c, a],
    [c, a, b],
  ])
    assert.deepEqual(diagnose({ ...good, session_key, iv, data }, decryptUserData).reasons, ["swapped"]);
  // A + at an end becomes a space that looks like white space there.
  for (const atEnd of [/^\+/, /\+$/]) {
    let given = await userData(content);
    while (!atEnd.test(given.data)) given = await userData(content);
    const spaced = { ...given, data: given.data.replaceAll("+", " ") };
    assert.deepEqual(diagnose(spaced, decryptUserData), { content, reasons: ["spaces"] });
    const padded = { ...given, data: ` ${given.data} `, iv: "AAAA" };
    assert.deepEqual(diagnose(padded, decryptUserData), { content, reasons: ["ivSize"] });
  }
  const both = { ...good, data: encodeURIComponent(`"${good.data}"`) };
  assert.equal(diagnose(both, decryptUserData).content, undefined);
});

test("user data that does not open is suspected of what is visible", async () => {
  const good = await userData();
  const other = await userData();
  const cases = {
    otherSession: { session_key: other.session_key },
    otherApp: { client_id: "another-app" },
    appId: { client_id: "12345678" },
    keySize: { session_key: good.session_key.slice(0, 28) },
    ivSize: { iv: "AAAA", session_key: other.session_key },
    dataSize: { data: good.data.slice(0, 40) },
  };
  for (const [reason, change] of Object.entries(cases)) {
    const { content, reasons } = diagnose({ ...good, ...change }, decryptUserData);
    assert.equal(content, undefined);
    assert.deepEqual(reasons, [reason]);
  }
  for (const text of ["", " ", "%", "%E4", "\u0000", "你好", "-", "'"]) {
    const { reasons } = diagnose({ client_id: text, session_key: text, iv: text, data: text }, decryptUserData);
    assert.ok(reasons.length > 0 && reasons.every((reason) => en.userData.reasons[reason]), text);
  }
});
