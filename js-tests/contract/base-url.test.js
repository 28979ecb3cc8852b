// A baseUrl is the address that fetch goes to: what is accepted is https or this machine, and nothing hides in it.

import "../support/assert-built.js";
import assert from "node:assert/strict";
import test from "node:test";
import { readBaseUrl } from "../../pkg/api/options.js";
import { Random } from "../support/random.js";

/** Pieces of addresses, and of attacks on what reads them. */
const PIECES =
  "http:// https:// HTTPS:// http:/ // / \\\\ localhost 127.0.0.1 127.1 0x7f.1 [::1] [::ffff:127.0.0.1] example.com LOCALHOST. 小度.cn @ : :80 :443 :99999 ? # %2f %00 ../ . .. - _ a B 0 \t \n \u00a0 user user:pw@ .example.com 2130706433".split(
    " ",
  );

test("a million addresses: what is accepted is where new URL() goes, https or loopback", () => {
  const random = new Random(20261126);
  let accepted = 0;
  for (let i = 0; i < 1_000_000; i++) {
    let text = random.pick(["https://", "https://", "http://", ""]);
    for (let length = 1 + random.below(5); length > 0; length--) text += random.pick(PIECES);
    const origin = read(text);
    if (origin === undefined) continue;
    accepted++;
    const url = new URL(text);
    const sent = new URL(`${origin}/oauth/jscode2sessionkey`);
    assert.equal(sent.origin, url.origin, text);
    assert.ok(sent.pathname.startsWith(url.pathname.replace(/\/+$/, "")), text);
    assert.ok(url.protocol === "https:" || /^(localhost|127\.|\[::1\])/.test(url.hostname), text);
    assert.ok(!url.username && !url.password && !sent.search && !sent.hash, text);
  }
  assert.ok(accepted > 10_000, `${accepted} accepted`);
});

/** @param {string} text */
function read(text) {
  try {
    return readBaseUrl("test", text, false).spapi;
  } catch {
    return undefined;
  }
}
