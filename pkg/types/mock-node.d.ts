export * from "./mock-node.cjs";
