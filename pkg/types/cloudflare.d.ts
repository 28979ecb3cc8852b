export * from "./cloudflare.cjs";
