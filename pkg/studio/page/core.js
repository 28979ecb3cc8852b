/** The core in the browser: the module is a file beside the page. */

import { useModule } from "../../entries/slim.js";

export { buildRequest, decryptUserData, parseResponse, version } from "../../entries/slim.js";

export async function loadCore() {
  const response = await fetch("core.wasm");
  if (!response.ok) throw new Error(`core.wasm: HTTP ${response.status}`);
  // Not compileStreaming, which refuses what a web host does not call application/wasm.
  useModule(await WebAssembly.compile(await response.arrayBuffer()));
}
