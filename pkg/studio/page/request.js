/**
 * Builds the request of a call for the page to show.
 *
 * @import { Endpoint, HttpRequest } from "../../types/index.cjs"
 */

import { maskedRequest } from "../../cli/masked-request.js";
import { paramOf } from "../../cli/values.js";
import { calls } from "../../wasm/calls.js";
import { buildRequest } from "./core.js";

/**
 * The request with the names of variables in the place of secrets, and of values that are empty.
 *
 * @param {Endpoint} endpoint
 * @param {Readonly<Record<string, string>>} values
 * @param {{ showsSecrets: boolean, baseUrl?: string }} options
 * @returns {HttpRequest}
 */
export function requestToShow(endpoint, values, { showsSecrets, baseUrl }) {
  const names = calls[endpoint].params;
  const shown = names.filter((name) => !isEmpty(values[name]) && (showsSecrets || !paramOf(name).isSecret));
  const known = Object.fromEntries(shown.map((name) => [name, values[name]]));
  return maskedRequest(names, known, (params) => buildRequest(endpoint, /** @type {any} */ (params), { baseUrl }));
}

/** The values of a call. @param {Endpoint} endpoint @param {Readonly<Record<string, string>>} values */
export function paramsOf(endpoint, values) {
  return Object.fromEntries(calls[endpoint].params.map((name) => [name, values[name] ?? ""]));
}

/** @param {string | undefined} value */
export const isEmpty = (value) => value === undefined || value.trim() === "";
