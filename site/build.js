// Builds the site into target/site/dist: npm run docs.

import { join } from "node:path";
import { build } from "vitepress";
import { deadLinksOfSite } from "./check-links.js";
import { makePages } from "./pages.js";
import { base, root } from "./project.js";

await makePages();
await build(join(root, "site"));
const dead = deadLinksOfSite(join(root, "target/site/dist"), base);
for (const problem of dead) console.error(`✗ ${problem}`);
process.exitCode = dead.length > 0 ? 1 : 0;
