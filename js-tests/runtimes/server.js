// One loopback origin with all that a place asks for: the mock Baidu, the suite's data, and the pages that were built.

import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { createMockBaidu } from "swan-login/mock";
import { listen } from "swan-login/mock/node";

/**
 * @param {object} data  what the suite needs
 * @param {string} root  the folder with pages
 */
export async function serve(data, root) {
  const mock = createMockBaidu();
  const [{ client_id, sk }] = mock.apps;
  let followed = 0;
  /** @type {Record<string, () => unknown>} */
  const routes = {
    "/suite.json": () => ({ ...data, client_id, sk }),
    "/suite/followed": () => followed,
    "/redirected": () => ++followed,
  };
  const server = await listen({
    async fetch(input, init) {
      const request = new Request(input, init);
      const { pathname } = new URL(request.url);
      const route = routes[pathname];
      if (pathname.startsWith("/suite/redirecting/")) return elsewhere(request.url);
      const answer = route ? Response.json(route() ?? null) : (page(root, pathname) ?? (await mock.fetch(request)));
      // A development server of a bundler has an origin of its own.
      answer.headers.set("access-control-allow-origin", "*");
      return answer;
    },
  });
  return { ...server, client_id, sk };
}

/** Of no state of the mock's: two browsers may be here at once. @param {string} url */
function elsewhere(url) {
  const headers = { location: new URL("/redirected", url).href, "access-control-allow-origin": "*" };
  return new Response(null, { status: 302, headers });
}

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".map": "application/json",
  ".wasm": "application/wasm",
};

/** @param {string} root @param {string} pathname */
function page(root, pathname) {
  const file = join(root, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
  const body = readFileSync(file);
  const headers = { "content-type": TYPES[extname(file)] ?? "application/octet-stream" };
  return new Response(body, { headers: { ...headers, "content-security-policy": policy(String(body)) } });
}

/** The strictest policy under which a page can use the package: its own scripts, compiling WebAssembly, its own origin. */
function policy(/** @type {string} */ html) {
  const [, importMap] = /<script type="importmap">(.*?)<\/script>/s.exec(html) ?? [];
  const inline = importMap === undefined ? "" : ` 'sha256-${createHash("sha256").update(importMap).digest("base64")}'`;
  return `default-src 'none'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval'${inline}`;
}
