// What costs no I/O: building a request and parsing a reply, and decrypting user data.

import { cbc } from "@noble/ciphers/aes.js";
import * as swan from "swan-login";
import * as byHand from "./by-hand.js";
import { interleave } from "./rounds.js";
import { decryptByHand, decryptWithNode, encrypt } from "./user-data.js";

const client_id = "y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7";
const sk = "VNLkyGTBVGyvOOsQzRFUg4Ms4DrLnUgt";
const body = JSON.stringify({
  access_token: "24.1f2e3d4c5b6a79880716253443526170.2592000.1700000000.282335-12345678",
  expires_in: 2_592_000,
  scope: "smartapp_snsapi_base",
});

/** Of building and parsing, in us. @param {number} rounds */
export function buildAndParse(rounds) {
  return interleave(rounds, {
    "swan-login": timed(2000, () => {
      swan.buildRequest("getAccessToken", { client_id, sk });
      swan.parseResponse("getAccessToken", { status: 200, body });
    }),
    "by hand": timed(2000, () => {
      byHand.buildRequest({ client_id, sk });
      byHand.parseResponse(body);
    }),
  });
}

/** Of decrypting user data of so many bytes, in us. @param {number} size @param {number} rounds */
export function decrypt(size, rounds) {
  const encrypted = encrypt(size);
  const calls = Math.max(1, Math.round(20_000 / (10 + size / 40)));
  return interleave(rounds, {
    "swan-login": timed(calls, () => swan.decryptUserData({ ...encrypted, maxBytes: 2 * size + 64 })),
    "node:crypto": timed(calls, () => decryptByHand(encrypted, decryptWithNode)),
    noble: timed(calls, () => decryptByHand(encrypted, decryptWithNoble)),
  });
}

/** @param {number} calls @param {() => void} run */
function timed(calls, run) {
  for (let i = 0; i < calls; i++) run();
  return () => {
    const begin = performance.now();
    for (let i = 0; i < calls; i++) run();
    return ((performance.now() - begin) / calls) * 1000;
  };
}

/** @param {Buffer} data @param {Buffer} key @param {Buffer} iv */
const decryptWithNoble = (data, key, iv) => cbc(key, iv, { disablePadding: true }).decrypt(data);
