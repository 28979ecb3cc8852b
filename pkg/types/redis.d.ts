export * from "./redis.cjs";
