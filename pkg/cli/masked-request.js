/**
 * A request that shows no secret, and its curl line.
 *
 * @import { HttpRequest } from "../types/index.cjs"
 */

import { paramOf } from "./values.js";

/**
 * The request with variables in the place of what is not known.
 *
 * @param {readonly string[]} names
 * @param {Readonly<Record<string, string | undefined>>} known
 * @param {(params: Record<string, string>) => HttpRequest} build
 * @returns {HttpRequest}
 */
export function maskedRequest(names, known, build) {
  const variables = names.filter((name) => known[name] === undefined);
  const params = names.map((name) => [name, variables.includes(name) ? placeholder(name) : known[name]]);
  const request = build(Object.fromEntries(params));
  // The request keeps letters and underscores as they are.
  const named = (/** @type {string} */ text) =>
    variables.reduce((masked, name) => masked.replaceAll(placeholder(name), `$${paramOf(name).env}`), text);
  return { ...request, url: named(request.url), ...(request.body !== undefined && { body: named(request.body) }) };
}

/** @param {string} name */
const placeholder = (name) => `__${paramOf(name).env}__`;

/** In double quotes, in which a shell replaces variables; curl itself sends the header of a form. @param {HttpRequest} request */
export function curl({ url, body }) {
  const data = body === undefined ? [] : ["-d", quoted(body)];
  return ["curl", ...data, quoted(url)].join(" ");
}

/** In a percent-encoded request, a shell finds nothing special but our variables; baseUrl may hold more. @param {string} text */
const quoted = (text) => `"${text.replace(/[`"\\]|\$(?!BAIDU_)/g, "\\$&")}"`;
