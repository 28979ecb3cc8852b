import { isSwanLoginError } from "../api/errors.js";

/** One call tries at most three tokens: the one in memory, one that another process has stored, and a new one. */
const MAX_TOKENS = 3;

/**
 * Makes a call that may be repeated. If Baidu refuses the token, repeats it with another one.
 * @template T
 * @param {{ get(): Promise<string>, refuse(access_token: string): boolean, accept(access_token: string): void }} source
 * @param {(access_token: string) => Promise<T>} run
 * @param {(error: object, access_token: string) => object} [explain]  completes the error if no token helps
 * @returns {Promise<T>}
 */
export async function withToken(source, run, explain = (error) => error) {
  for (let tokens = 1; ; tokens++) {
    const access_token = await source.get();
    try {
      const result = await run(access_token);
      source.accept(access_token);
      return result;
    } catch (error) {
      if (!isTokenInvalid(error)) throw error;
      const mayHelp = source.refuse(access_token);
      if (!mayHelp || tokens === MAX_TOKENS) throw explain(error, access_token);
    }
  }
}

/** @param {any} error @returns {error is object} */
const isTokenInvalid = (error) => isSwanLoginError(error) && error.code === "token_invalid";
