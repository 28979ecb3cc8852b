/**
 * What every place runs: a login, a refusal, a redirect, the search for leaked secrets and all conformance vectors,
 * through the public API. It runs inside the place, so it uses nothing but fetch.
 */

import { check } from "../contract/vectors.js";
import { findLeaks } from "../support/leaks.js";

/** @import * as API from "swan-login" */
/** @typedef {{ passed: number, total: number, failures: string[] }} Report */

/**
 * @param {typeof API} api
 * @param {string} server  origin of the fixture's server
 * @param {typeof globalThis.fetch} [fetch]  where there is no global one. Such a runtime also lacks what the search for
 *   leaked secrets needs, so there is none
 * @returns {Promise<Report>}
 */
export async function suite(api, server, fetch) {
  const json = async (/** @type {string} */ path) => (await (fetch ?? globalThis.fetch)(server + path)).json();
  const { vectors, version, client_id, sk } = await json("/suite.json");
  /** @type {string[]} */
  const failures = [];
  /** @param {boolean} holds @param {string} what */
  const expect = (holds, what) => void (holds || failures.push(what));
  try {
    await login(api, { client_id, sk }, fetch ? { baseUrl: server, fetch } : { baseUrl: server }, json, expect);
  } catch (error) {
    failures.push(`the login failed: ${error instanceof Error ? error.stack : error}`);
  }
  expect(JSON.stringify(api.version) === JSON.stringify(version), "version is not that of the tarball");

  if (!fetch) {
    const leaks = await findLeaks(api, { fields: ["error_description"] });
    expect(
      leaks.failures.length === 0 && leaks.checked > 1_000,
      `secrets in errors, of ${leaks.checked}: ${leaks.failures.slice(0, 5)}`,
    );
  }

  let passed = 0;
  for (const vector of vectors) {
    const wrong = check(api, vector);
    if (wrong) failures.push(`${vector.name}: ${wrong}`);
    else passed++;
  }
  return { passed, total: vectors.length, failures };
}

/**
 * @param {typeof API} api
 * @param {API.CredentialParams} app
 * @param {{ baseUrl: string, fetch?: typeof fetch }} options
 * @param {(path: string) => Promise<any>} json  asks the fixture's server
 * @param {(holds: boolean, what: string) => void} expect
 */
async function login(api, app, options, json, expect) {
  const { code } = await json("/mock/code");
  const { openid, session_key } = await api.jscode2sessionkey({ code, ...app }, options);
  expect(openid.length > 0 && session_key.length > 0, "jscode2sessionkey gave no session");

  const used = await refusal(api.jscode2sessionkey({ code, ...app }, options));
  expect(api.isSwanLoginError(used) && used instanceof api.SwanLoginError, `a used code gave ${used}`);
  expect(api.isSwanLoginError(used) && used.code === "code_invalid", `a used code gave ${used}`);

  const { access_token } = await api.getAccessToken(app, options);
  const { unionid } = await api.getUnionid({ access_token, openid }, options);
  expect(unionid.length > 0, "getUnionid gave no unionid");
  const client = new api.SwanClient({ ...app, ...options });
  expect((await client.getUnionid(openid)).unionid === unionid, "the client gave another unionid");

  const redirected = await refusal(
    api.getUnionid({ access_token, openid }, { ...options, baseUrl: `${options.baseUrl}/suite/redirecting` }),
  );
  expect(api.isSwanLoginError(redirected) && redirected.code === "malformed_response", `a redirect gave ${redirected}`);
  expect((await json("/suite/followed")) === 0, "a redirect was followed");
}

/** @param {Promise<unknown>} call @returns {Promise<unknown>} */
async function refusal(call) {
  return call.then(
    () => "a result",
    (error) => error,
  );
}
