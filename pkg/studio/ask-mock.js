/** Asks the mock at its own paths, for the page: the mock answers no page of another origin. */

import { refuse } from "../mock/json-request.js";
import { readBody } from "../transport/body.js";
import { MOCK_PATHS } from "./mock-paths.js";

/** The log of 1,000 requests has about a third of it. */
const MAX_BYTES = 2_097_152;

/** In ms. */
const TIMEOUT = 10_000;

/**
 * @param {string} origin  of the mock
 * @param {string} path  one of MOCK_PATHS
 * @param {object} params
 */
export async function askMock(origin, path, params) {
  const url = new URL(`${origin}/mock/${path}`);
  const isPost = MOCK_PATHS[path] === "POST";
  if (!isPost) for (const [name, value] of Object.entries(params)) url.searchParams.set(name, String(value));
  const init = isPost && {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(params),
  };
  try {
    const response = await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(TIMEOUT) });
    const body = await readBody(response, { timeout: TIMEOUT, retries: 0, maxBodyBytes: MAX_BYTES }, () => {});
    return new Response(/** @type {BodyInit} */ (body), {
      status: response.status,
      headers: { "content-type": "application/json" },
    });
  } catch {
    return refuse(502, "mock_unreachable", `the mock at ${origin} does not answer`);
  }
}
