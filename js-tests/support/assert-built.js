/** Every test imports this first: no test runs against a build that is older than its sources. */

import { isBuilt } from "../../scripts/stamp.js";

if (!isBuilt())
  throw new Error(
    "The build is older than its sources. Run `npm run build`, or `npm run test:js -- <name>`, which builds first.",
  );
