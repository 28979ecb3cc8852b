import assert from "node:assert/strict";
import { withFixture } from "../fixture.js";
import { assertPlatform, copyRecipe } from "../recipe.js";
import { manifest, node } from "../tools.js";

/** The stores on Cloudflare, in a Worker. @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("cloudflare", tarball, async (fixture) => {
    const origin = await fixture.start(node(24), ["serve.mjs", "wrangler.json"]);
    const ask = async (/** @type {string} */ path) => {
      const { token, failed } = await (await fetch(origin + path)).json();
      assert.deepEqual(failed, []);
      return token;
    };
    // A Durable Object locks: of many who want a token at the same moment one fetches it.
    const shared = await Promise.all(Array.from({ length: 20 }, () => ask("/durable-object")));
    assert.equal(new Set(shared).size, 1);
    assert.equal(await ask("/durable-object"), shared[0]);
    // KV keeps it for those who come later.
    const kept = await ask("/kv");
    assert.equal(await ask("/kv"), kept);
    assert.notEqual(kept, shared[0]);
    assert.equal(await (await fetch(`${origin}/race`)).json(), 1, "writers that succeeded");
    copyRecipe(fixture, "platform-hono-workers.ts");
    await assertPlatform(fixture, await fixture.start(node(24), ["serve.mjs", "platform.json"]));
    const version = `wrangler ${manifest("wrangler").version}, workerd ${manifest("workerd").version}`;
    return [
      { place: "swan-login/cloudflare: KV and Durable Object", version },
      { place: "examples/platform-hono-workers.ts", version: `Hono ${manifest("hono").version}, ${version}` },
    ];
  });
