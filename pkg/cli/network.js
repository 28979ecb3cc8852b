/** Options of the commands that call Baidu. */

import { integer } from "./arguments.js";

export const NETWORK_FLAGS = {
  baseUrl: {
    value: "url",
    does: {
      zh: "代替百度的地址，例如模拟服务的 http://127.0.0.1:8787",
      en: "in place of Baidu's addresses, such as that of the mock: http://127.0.0.1:8787",
    },
  },
  sendSecretsOverHttp: {
    does: {
      zh: "允许 baseUrl 使用非本机的 http 地址",
      en: "accept an http address of another machine as base URL",
    },
  },
  timeout: {
    value: "ms",
    does: { zh: "整个调用的毫秒数（10000）", en: "for the whole call, in milliseconds (10000)" },
    parse: integer(1, 600_000),
  },
};

/** The options of a call. @param {{ baseUrl?: string, sendSecretsOverHttp?: true, timeout?: number }} values */
export function networkOptions({ baseUrl, sendSecretsOverHttp, timeout }) {
  return { baseUrl, sendSecretsOverHttp, timeout };
}
