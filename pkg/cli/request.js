/**
 * `swan-login request`: what a call would send, as a curl line. In the place of each secret stands the variable of the
 * environment that holds it, so that the line runs as it is.
 *
 * @import { Endpoint } from "swan-login"
 */

import { buildRequest } from "swan-login";
import { calls } from "../wasm/calls.js";
import { oneOf, UsageError } from "./arguments.js";
import { curl, maskedRequest } from "./masked-request.js";
import { NETWORK_FLAGS } from "./network.js";
import { note, print, SHOW_SECRETS } from "./output.js";
import { knownParams, PARAM_FLAGS, readParams } from "./params.js";
import { paramOf } from "./values.js";

const { baseUrl, sendSecretsOverHttp } = NETWORK_FLAGS;
const flags = { ...PARAM_FLAGS, ...SHOW_SECRETS, baseUrl, sendSecretsOverHttp };

const ENDPOINTS = /** @type {Endpoint[]} */ (Object.keys(calls));

/** @type {import("./commands.js").Command<typeof flags>} */
export const command = {
  flags,
  positionals: ["<endpoint>"],
  params: [...new Set(ENDPOINTS.flatMap((endpoint) => calls[endpoint].params))],
  example: "swan-login request jscode2sessionkey --client-id y2dTfnWfkx2OXttMEMWlGHoB1KzMogm7",

  async run(values, [name]) {
    const endpoint = readEndpoint(name);
    const names = calls[endpoint].params;
    const options = { baseUrl: values.baseUrl, sendSecretsOverHttp: values.sendSecretsOverHttp };
    const build = (/** @type {Record<string, string>} */ params) =>
      buildRequest(endpoint, /** @type {any} */ (params), options);
    const request = values.showSecrets
      ? build(await readParams(names, values, values.lang))
      : maskedRequest(names, knownParams(names.filter(isPlain), values), build);
    print(values.json ? JSON.stringify(request) : curl(request));
    if (!values.showSecrets && !values.json) note(VARIABLES, values.lang);
  },
};

const VARIABLES = {
  zh: "$ 开头的是环境变量，代替密钥；加上 --show-secrets 可显示实际的值。",
  en: "What begins with $ is a variable of the environment in the place of a secret; --show-secrets prints the values.",
};

/** @param {string | undefined} name */
function readEndpoint(name) {
  const names = ENDPOINTS.join(", ");
  if (name === undefined) throw new UsageError({ zh: `缺少接口名：${names}`, en: `name a call: ${names}` });
  return oneOf(ENDPOINTS)(name);
}

/** @param {string} name */
const isPlain = (name) => !paramOf(name).isSecret;
