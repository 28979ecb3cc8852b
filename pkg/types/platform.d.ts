export * from "./platform.cjs";
