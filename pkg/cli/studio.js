/** `swan-login studio`: the page for daily work, on this machine; or its files, for a web host. */

import { isLoopback } from "../api/options.js";
import { exportPage } from "../studio/files.js";
import { serveStudio } from "../studio/server.js";
import { UsageError } from "./arguments.js";
import { print } from "./output.js";
import { explainPort, portFlag } from "./port.js";
import "./web-crypto.js";

const PORT = 8788;

const flags = {
  port: portFlag(PORT),
  mock: {
    value: "url",
    does: {
      zh: "使用已在本机运行的模拟服务，例如 http://127.0.0.1:8787（默认另启动一个）",
      en: "a mock that runs on this machine, such as http://127.0.0.1:8787 (one of its own)",
    },
    parse: parseMock,
  },
  export: {
    value: "folder",
    does: {
      zh: "不启动服务，把页面写入文件夹，可放到任意静态网站；其中不能发送请求",
      en: "writes the page to a folder for any web host, where it cannot send, and ends",
    },
  },
};

/** @type {import("./commands.js").Command<typeof flags>} */
export const command = {
  flags,
  example: "swan-login studio --mock http://127.0.0.1:8787",

  async run({ port = PORT, mock, export: folder, json, lang }) {
    if (folder !== undefined) return printFiles(await exportPage(folder), json === true);
    const studio = await serveStudio({ port, mock }).catch((error) => {
      throw explainPort(error, port, lang);
    });
    const url = `${studio.url}&lang=${lang}`;
    print(json ? JSON.stringify({ url, mock: studio.mock }) : GREETING[lang](url, studio.mock));
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void studio.close());
  },
};

/** @param {string} text */
function parseMock(text) {
  const origin = text.replace(/\/$/, "");
  if (isLoopback(origin)) return origin;
  throw new UsageError({
    zh: `不是本机的 http 地址，例如 http://127.0.0.1:8787：${text}`,
    en: `is not an http address of this machine, such as http://127.0.0.1:8787: ${text}`,
  });
}

/** @param {string[]} files @param {boolean} asJson */
function printFiles(files, asJson) {
  print(asJson ? JSON.stringify({ files }) : files.join("\n"));
}

const GREETING = {
  zh: (/** @type {string} */ url, /** @type {string} */ mock) => `在浏览器中打开（Ctrl-C 结束）：

  ${url}

地址中有访问令牌，不要发给别人。模拟的百度服务：${mock}`,
  en: (/** @type {string} */ url, /** @type {string} */ mock) => `Open this in a browser (Ctrl-C ends it):

  ${url}

The address holds a token, so keep it to yourself. The mock of Baidu: ${mock}`,
};
