/**
 * The platform's own types, from whichever library declares them (DOM, Node, Deno, Bun, Workers). Without such a
 * library, the part of them that this package needs, so that its types compile in every project.
 */

type Instance<Name extends string, Otherwise> = typeof globalThis extends { [name in Name]: { prototype: infer T } }
  ? T
  : Otherwise;

export type AbortSignal = Instance<"AbortSignal", { readonly aborted: boolean; readonly reason: unknown }>;

export type Headers = Instance<"Headers", { get(name: string): string | null }>;

export type Request = Instance<"Request", { readonly url: string; readonly method: string }>;

export type Response = Instance<
  "Response",
  { readonly status: number; readonly headers: Headers; text(): Promise<string> }
>;

export type URL = Instance<"URL", { readonly href: string }>;

export type RequestInit = typeof globalThis extends { fetch: (input: never, init?: infer Init) => unknown }
  ? NonNullable<Init>
  : { method?: string; headers?: Record<string, string>; body?: string; signal?: AbortSignal };

export type WebAssemblyModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer T } } }
  ? T
  : object;
