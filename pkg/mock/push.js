/**
 * Baidu's pushes to a third-party platform: encryption, signature, sending.
 *
 * @import { MockPushResult, MockPushTarget } from "../types/mock.cjs"
 *
 * @typedef {{ client_id: string, token: string, aesKey: string }} Keys
 */

import { encrypt, sha1 } from "./envelope.js";
import { randomDigits } from "./random.js";

/** Invented: how long Baidu waits, in milliseconds. */
const TIMEOUT = 10_000;

/**
 * The body of a push.
 *
 * @param {unknown} message
 * @param {Keys} keys
 * @param {number} seconds  Since 1970.
 */
export async function encryptPush(message, { client_id, token, aesKey }, seconds) {
  const { data: Encrypt } = await encrypt(message, client_id, `${aesKey}=`);
  const [Nonce, TimeStamp] = [randomDigits(), String(seconds)];
  const MsgSignature = await sha1([token, TimeStamp, Nonce, Encrypt].sort().join(""));
  return { Nonce, TimeStamp, Encrypt, MsgSignature };
}

/**
 * Sends a push, once. Invented: that the Content-Type is Baidu's only header.
 *
 * @param {object} push
 * @param {MockPushTarget} to
 * @returns {Promise<MockPushResult>}
 */
export async function sendPush(push, to) {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(push) };
  try {
    const response = await (typeof to === "function"
      ? to(new Request("https://platform.example/push", init))
      : fetch(to, { ...init, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT) }));
    const { status } = response;
    const body = (await response.text()).slice(0, 1_000);
    return { delivered: status === 200 && body === "success", status, body };
  } catch {
    return { delivered: false };
  }
}
