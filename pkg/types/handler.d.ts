export * from "./handler.cjs";
