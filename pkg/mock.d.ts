export * from "./mock.cjs";
