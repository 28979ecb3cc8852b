import type { Endpoint, HttpResponse, parseResponse, SwanLoginError } from "./index.cjs";

/** The language of an explanation. */
export type Lang = "zh" | "en";

/** What went wrong, in words for the person who has to repair it. Contains no secret, and nothing that Baidu wrote. */
export interface Explanation {
  /** What it is, in a line: with Baidu's number or name, where there is one. */
  title: string;
  /** What has happened. */
  meaning: string;
  /** What may have caused it, the likeliest first. */
  causes: string[];
  /** What to do, in this order. */
  steps: string[];
  /** Where to read more: this package's documents (paths in its repository), then pages of Baidu and others. */
  links: string[];
}

/** A reply of Baidu's as it came. */
export interface RawReply extends HttpResponse {
  /** Which call it answers. Left out: the first call that understands the reply, `jscode2sessionkey` first. */
  endpoint?: Endpoint | undefined;
}

export interface ExplainOptions {
  /** Default: `"en"`. */
  lang?: Lang | undefined;
  /**
   * That of `swan-login`, or of `swan-login/slim`; only for a raw reply, which the core must classify. `explain` does not
   * import it, so that it stays small and brings no second copy of the core.
   */
  parseResponse?: typeof parseResponse | undefined;
}

/**
 * Explains a failure of this package, or a reply of Baidu's.
 *
 * @param what  a SwanLoginError; its JSON, as an object or as text, also within what a logger or another error wraps
 *   around it (`err`, `error`, `cause`); or a {@link RawReply}
 * @throws {@link SwanLoginError} `invalid_argument` when it is none of these
 * @example
 * try {
 *   await client.login(code);
 * } catch (error) {
 *   const { title, steps } = explain(error, { lang: "zh" });
 * }
 * @example
 * explain({ status: 200, body, endpoint: "getUnionid" }, { lang: "zh", parseResponse });
 */
export declare function explain(what: unknown, options?: ExplainOptions | null): Explanation;

/**
 * Looks up a number (`110`, `"errno 400"`), a name (`"invalid_grant"`, `"code_invalid"`), or the words of a log.
 *
 * @returns everything that the catalogue knows of it, the most precise first; empty if nothing
 * @throws {@link SwanLoginError} `invalid_argument`
 * @example
 * lookUp(110).map(({ title }) => title); // ["error_code 110: …", "errno 110: …"]
 */
export declare function lookUp(words: string | number, options?: Pick<ExplainOptions, "lang"> | null): Explanation[];
