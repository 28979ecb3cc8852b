/** `swan-login decrypt`: decrypts what swan.getUserInfo and getPhoneNumber gave the mini program. */

import { decryptUserData } from "swan-login";
import { print } from "./output.js";
import { PARAM_FLAGS, readParams } from "./params.js";

const flags = { clientId: PARAM_FLAGS.clientId };

const params = /** @type {const} */ (["client_id", "session_key", "iv", "data"]);

/** @type {import("./commands.js").Command<typeof flags>} */
export const command = {
  flags,
  params,
  example: "swan-login decrypt --client-id y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7 < user-data.json",

  async run(values) {
    const content = decryptUserData(await readParams(params, values, values.lang));
    print(JSON.stringify(content, undefined, values.json ? 0 : 2));
  },
};
