export * from "./client.cjs";
