/** The page starts here. */

import { render } from "preact";
import { App } from "./app.jsx";
import { loadCore } from "./core.js";

const loaded = loadCore().then(
  () => true,
  () => false,
);
render(<App isLoaded={await loaded} />, document.body);
