/**
 * @import { Machine } from "./context.js"
 * @import { Run } from "./run.js"
 */

import { found } from "./result.js";

/** @param {Run} run */
export function checkRuntime({ context: { machine } }) {
  const runtime = nameOfRuntime(machine);
  if (typeof machine.fetch !== "function") return found("runtime.no-fetch", { runtime });
  if (machine.env.NODE_TLS_REJECT_UNAUTHORIZED === "0") return found("runtime.unverified");
  return found("runtime.ok", { runtime, platform: `${process.platform} ${process.arch}` });
}

/** @param {Pick<Machine, "versions">} machine */
export function nameOfRuntime({ versions: { bun, deno, node } }) {
  if (bun !== undefined) return `Bun ${bun}`;
  return deno === undefined ? `Node ${node}` : `Deno ${deno}`;
}
