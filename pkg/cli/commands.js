/**
 * The commands, each in a file of its own, which is loaded when the command runs.
 *
 * @import { Flags, Values } from "./arguments.js"
 * @import { Lang, Text } from "./language.js"
 */

import { oneOf } from "./arguments.js";
import { LANGS } from "./language.js";

/**
 * What the file of a command exports as `command`.
 *
 * @template {Flags} [F=Flags]
 * @typedef {object} Command
 * @property {F} flags  Its own; `COMMON_FLAGS` come on top.
 * @property {string[]} [positionals]  Its other arguments, in order, as the help shows them: "<endpoint>"; the last one
 *   may be "[words...]", for any number.
 * @property {readonly string[]} [params]  The names of the values that it reads by `readParams`.
 * @property {string} example
 * @property {(values: Values<F & typeof COMMON_FLAGS> & { lang: Lang }, positionals: string[]) => Promise<void>} run
 *   Rejects when the command fails; with a UsageError when the command line is wrong.
 */

/** @type {Readonly<Record<string, { does: Text, load: () => Promise<Command<any>> }>>} Name -> command. */
export const COMMANDS = {
  login: {
    does: {
      zh: "用 swan.getLoginCode 得到的 code 登录",
      en: "logs in with the code that swan.getLoginCode gave",
    },
    load: async () => (await import("./login.js")).command,
  },
  unionid: {
    does: { zh: "查询用户的 unionid", en: "gets a user's unionid" },
    load: async () => (await import("./unionid.js")).command,
  },
  token: {
    does: {
      zh: "获取应用的 access token，并检查 AppKey 和 AppSecret",
      en: "gets the app's access token, which checks AppKey and AppSecret",
    },
    load: async () => (await import("./token.js")).command,
  },
  decrypt: {
    does: { zh: "解密用户数据（资料、手机号）", en: "decrypts user data, such as a phone number" },
    load: async () => (await import("./decrypt.js")).command,
  },
  request: {
    does: {
      zh: "不发送，只显示某个接口的请求（curl 形式）",
      en: "prints the request of a call as a curl line, without sending it",
    },
    load: async () => (await import("./request.js")).command,
  },
  explain: {
    does: {
      zh: "解释错误码、错误的 JSON、百度的响应或日志",
      en: "explains a number, the JSON of an error, a reply of Baidu's or a log",
    },
    load: async () => (await import("./explain.js")).command,
  },
  doctor: {
    does: {
      zh: "检查运行环境：网络、证书、时钟、代理、凭据、权限、Redis",
      en: "finds what is wrong where the app runs: network, certificates, clock, proxy, credentials, permissions, Redis",
    },
    load: async () => (await import("./doctor.js")).command,
  },
  probe: {
    does: {
      zh: "用自己的应用实际调用百度，生成不含密钥的报告，补上文档没有的部分",
      en: "makes real calls with your app, and reports, without secrets, what Baidu documents nowhere",
    },
    load: async () => (await import("./probe.js")).command,
  },
  mock: {
    does: {
      zh: "启动百度登录接口的模拟服务，用于开发和测试",
      en: "serves a mock of Baidu's login endpoints, to develop and test against",
    },
    load: async () => (await import("./mock.js")).command,
  },
  studio: {
    does: {
      zh: "打开一个本机网页：构造和发送请求、解读响应、解密用户数据、操作模拟服务",
      en: "opens a page on this machine: requests, replies, user data, the mock",
    },
    load: async () => (await import("./studio.js")).command,
  },
};

/** Options of every command. */
export const COMMON_FLAGS = {
  json: {
    does: {
      zh: "输出 JSON，供程序使用；错误也是 JSON，写到 stderr",
      en: "print JSON, for programs; an error, too, on stderr",
    },
  },
  lang: {
    value: "zh|en",
    does: { zh: "语言（取自 LC_ALL、LC_MESSAGES、LANG）", en: "the language (from LC_ALL, LC_MESSAGES, LANG)" },
    parse: oneOf(LANGS),
  },
  help: { does: { zh: "显示本帮助", en: "print this" } },
};
