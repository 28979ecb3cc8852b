export * from "./explain.cjs";
