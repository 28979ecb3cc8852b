/**
 * Checks of parameters before they are passed to the core, which checks everything else. A string that is copied into the
 * core's memory takes several times its size there, and that memory does not shrink.
 */

import { invalidArgument } from "./arguments.js";
import { refuseSpoiled, refuseTextOfOther } from "./credential.js";

/** Baidu's own texts have at most a few hundred characters. */
const MAX_LENGTH = 65_536;

/** Parameters from a configuration or from Baidu. */
const CREDENTIALS = ["client_id", "sk", "access_token", "refresh_token", "ticket", "token", "aesKey"];

/** Parameters that a client of the app may choose. Only Baidu can say whether they are right. */
const FROM_CLIENTS = ["code"];

/**
 * Throws for a text that is too long, and for one that cannot be the parameter's value.
 * @param {string} endpoint
 * @param {unknown} params
 * @param {readonly string[]} names
 */
export function checkParams(endpoint, params, names) {
  for (const name of names) {
    const text = textOf(params, name);
    if (text === undefined) continue;
    refuseLong(endpoint, name, text, MAX_LENGTH);
    if (CREDENTIALS.includes(name)) refuseSpoiled(endpoint, name, text);
    else if (!FROM_CLIENTS.includes(name)) refuseTextOfOther(endpoint, name, text);
  }
}

/**
 * @param {string} endpoint
 * @param {string} name
 * @param {string} text
 * @param {number} maxLength  in UTF-16 code units
 * @param {string} [hint]
 */
export function refuseLong(endpoint, name, text, maxLength, hint) {
  if (text.length > maxLength) throw invalidArgument(endpoint, name, `a text of at most ${maxLength} characters`, hint);
}

/**
 * A parameter, if it is a string. The core reports others, and takes a getter that throws for a missing parameter.
 * @param {any} params
 * @param {string} name
 * @returns {string | undefined}
 */
export function textOf(params, name) {
  try {
    const value = params?.[name];
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
