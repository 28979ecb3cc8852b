/** `swan-login token`: gets the app's access token. */

import { getAccessToken } from "swan-login";
import { NETWORK_FLAGS, networkOptions } from "./network.js";
import { printResult, SHOW_SECRETS } from "./output.js";
import { PARAM_FLAGS, readParams } from "./params.js";

const flags = { clientId: PARAM_FLAGS.clientId, ...SHOW_SECRETS, ...NETWORK_FLAGS };

const params = /** @type {const} */ (["client_id", "sk"]);

/** @type {import("./commands.js").Command<typeof flags>} */
export const command = {
  flags,
  params,
  example: "BAIDU_APP_KEY=... BAIDU_APP_SECRET=... swan-login token",

  async run(values) {
    const credentials = await readParams(params, values, values.lang);
    printResult(await getAccessToken(credentials, networkOptions(values)), values);
  },
};
