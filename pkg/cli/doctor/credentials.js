/**
 * Mistakes in AppKey and AppSecret that can be seen without asking Baidu. Nothing of a value is shown but its length.
 *
 * @import { Result } from "./result.js"
 * @import { Run } from "./run.js"
 */

import { paramOf } from "../values.js";
import { found } from "./result.js";

/** @param {Run} run */
export function checkAppKey({ context: { app } }) {
  const name = paramOf("client_id").env;
  if (app.client_id && /^\d+$/.test(app.client_id)) return found("credential.app-id", { name });
  return checkCredential(name, app.client_id);
}

/** @param {Run} run */
export function checkAppSecret({ context: { app } }) {
  const name = paramOf("sk").env;
  if (app.sk && app.sk === app.client_id) return found("credential.same", { name });
  return checkCredential(name, app.sk);
}

/** @param {string} name @param {string | undefined} value @returns {Result} */
function checkCredential(name, value) {
  if (!value) return found("credential.missing", { name });
  const position = value.search(/[\s\p{C}]/u) + 1;
  if (position > 0) return found("credential.white-space", { name, position });
  if (/^["'“”‘’`]|["'“”‘’`]$/.test(value)) return found("credential.quoted", { name });
  const { length } = value;
  return found(/^[A-Za-z0-9]{32}$/.test(value) ? "credential.ok" : "credential.unusual", { name, length });
}
