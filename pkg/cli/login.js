/** `swan-login login`: exchanges a login code for a session. */

import { SwanClient } from "swan-login";
import { NETWORK_FLAGS, networkOptions } from "./network.js";
import { printResult, SHOW_SECRETS } from "./output.js";
import { PARAM_FLAGS, readParams } from "./params.js";

const flags = { clientId: PARAM_FLAGS.clientId, ...SHOW_SECRETS, ...NETWORK_FLAGS };

const params = /** @type {const} */ (["client_id", "sk", "code"]);

/** @type {import("./commands.js").Command<typeof flags>} */
export const command = {
  flags,
  params,
  example: "BAIDU_APP_KEY=... BAIDU_APP_SECRET=... swan-login login < code.txt",

  async run(values) {
    const { code, ...credentials } = await readParams(params, values, values.lang);
    const client = new SwanClient({ ...credentials, ...networkOptions(values) });
    printResult(await client.login(code), values);
  },
};
