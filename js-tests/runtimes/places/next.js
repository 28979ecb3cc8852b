import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { redisServer } from "../../support/redis-server.js";
import { assertEdgeBundle } from "../edge-bundle.js";
import { withFixture } from "../fixture.js";
import { assertLogin, assertPlatform, copyRecipe } from "../recipe.js";
import { manifest } from "../tools.js";

/** @import { Fixture } from "../fixture.js" */

/** @type {import("../run.js").Place} */
export const run = (tarball) =>
  withFixture("next", tarball, async (fixture) => {
    const { version } = manifest("next");
    const rows = [];
    copyRecipe(fixture, "nextjs-route.js", "app/login/route.js");
    copyRecipe(fixture, "platform-nextjs", ".");
    const redis = await redisServer();
    try {
      await configurePlatform(fixture, redis.url);
      for (const bundler of ["turbopack", "webpack"]) {
        await fixture.run("next", ["build", `--${bundler}`]);
        assertEdgeRoute(join(fixture.dir, ".next"));
        const origin = await fixture.start("next", ["start", "--hostname", "127.0.0.1", "--port", "0"]);
        await assertLogin(fixture, origin);
        for (const route of ["edge", "node"]) {
          const answer = await fetch(`${origin}/${route}?server=${fixture.server}`);
          rows.push({ place: `Next.js, ${route} route, ${bundler}`, version, report: await answer.json() });
        }
        await assertPlatform(fixture, origin);
      }
    } finally {
      await redis.stop();
    }
    return [...rows, { place: "examples/nextjs-route.js, examples/platform-nextjs", version }];
  });

/** Next.js reads the environment of its routes from a file. @param {Fixture} fixture @param {string} redisUrl */
async function configurePlatform({ dir, server }, redisUrl) {
  const { client_id, token, aesKey } = await (await fetch(`${server}/mock/platform`)).json();
  const environment = {
    TP_KEY: client_id,
    PUSH_TOKEN: token,
    PUSH_AES_KEY: aesKey,
    PUBLIC_URL: "https://platform.example",
    REDIS_URL: redisUrl,
  };
  const lines = Object.entries(environment).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(dir, ".env"), lines.join(""));
}

/** @param {string} folder  what Next.js has built */
function assertEdgeRoute(folder) {
  const { functions } = JSON.parse(readFileSync(join(folder, "server/middleware-manifest.json"), "utf8"));
  /** @type {{ files: string[], wasm: object[] }} */
  const { files, wasm } = functions["/edge/route"];
  assert.equal(wasm.length, 1, "the edge route has its module as a file");
  // webpack itself asks Function for the global object.
  assertEdgeBundle(files.filter((file) => !file.endsWith("edge-runtime-webpack.js")).map((file) => join(folder, file)));
}
