/** `swan-login unionid`: gets a user's unionid, with an access token, or with one that AppKey and AppSecret give. */

import { getUnionid, SwanClient } from "swan-login";
import { NETWORK_FLAGS, networkOptions } from "./network.js";
import { printResult } from "./output.js";
import { PARAM_FLAGS, readParams } from "./params.js";
import { paramOf } from "./values.js";

const flags = { openid: PARAM_FLAGS.openid, clientId: PARAM_FLAGS.clientId, ...NETWORK_FLAGS };

/** @type {import("./commands.js").Command<typeof flags>} */
export const command = {
  flags,
  params: ["openid", "access_token", "client_id", "sk"],
  example: "BAIDU_APP_KEY=... BAIDU_APP_SECRET=... swan-login unionid --openid l214zFqNrEuIEnp6m7Y01sw8yj",

  async run(values) {
    const options = networkOptions(values);
    if (process.env[paramOf("access_token").env]) {
      const params = await readParams(/** @type {const} */ (["access_token", "openid"]), values, values.lang);
      return printResult(await getUnionid(params, options), values);
    }
    const names = /** @type {const} */ (["client_id", "sk", "openid"]);
    const { openid, ...credentials } = await readParams(names, values, values.lang);
    printResult(await new SwanClient({ ...credentials, ...options }).getUnionid(openid), values);
  },
};
