// Builds the site into target/site/dist.

import { join } from "node:path";
import { build } from "vitepress";
import { makePages } from "./pages.js";
import { root } from "./project.js";

await makePages();
await build(join(root, "site"));
