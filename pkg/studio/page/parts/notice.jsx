/** @import { ComponentChildren } from "preact" */

/** A remark that is read aloud when it appears. @param {{ kind: "good" | "warn" | "bad" | "plain", children: ComponentChildren }} props */
export function Notice({ kind, children }) {
  return (
    <div class={`notice ${kind}`} role={kind === "bad" ? "alert" : "status"}>
      {children}
    </div>
  );
}
