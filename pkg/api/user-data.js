/** @import * as API from "../types/index.d.cts" */

import { callSync } from "../core/call.js";
import { refuseTextOfOther } from "./credential.js";
import { wholeNumber } from "./options.js";
import { checkParams, refuseLong, textOf } from "./params.js";

const NAME = "decryptUserData";

/** @type {typeof API.decryptUserData} */
export function decryptUserData(params) {
  const maxBytes = wholeNumber(NAME, "maxBytes", params?.maxBytes, 65_536, 1, 2 ** 30);
  const data = textOf(params, "data");
  if (data !== undefined) {
    // Base64 takes 4 characters for 3 bytes. The core checks the exact size, without white space around the text.
    refuseLong(NAME, "data", data, 2 * maxBytes + 1_024, "Pass data as the mini program got it, or raise maxBytes.");
    refuseTextOfOther(NAME, "data", data);
  }
  checkParams(NAME, params, ["iv", "session_key", "client_id"]);
  return callSync((core) => core.decryptUserData(params, maxBytes));
}
