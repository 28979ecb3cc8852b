/** The types of Better Auth name this module of Bun's, whose types nobody here has installed. */
declare module "bun:sqlite" {
  export class Database {}
}
