/** @import * as API from "../types/index.d.cts" */

import { callSync } from "../core/call.js";
import { wholeNumber } from "./options.js";

/** @type {typeof API.decryptUserData} */
export function decryptUserData(params) {
  const maxBytes = wholeNumber("decryptUserData", "maxBytes", params?.maxBytes, 65_536, 1, 2 ** 30);
  return callSync((core) => core.decryptUserData(params, maxBytes));
}
