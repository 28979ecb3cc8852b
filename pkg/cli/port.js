/**
 * The option of the commands that listen on a TCP port.
 *
 * @import { Lang } from "./language.js"
 */

import { integer } from "./arguments.js";

/** @param {number} byDefault */
export const portFlag = (byDefault) => ({
  value: "port",
  does: {
    zh: `监听的 TCP 端口，0 表示任意空闲端口（${byDefault}）`,
    en: `TCP port to listen on, 0 for any free one (${byDefault})`,
  },
  parse: integer(0, 65_535),
});

/**
 * Says what to do when the port is in use; gives every other error as it is.
 *
 * @param {unknown} error  why the server did not start
 * @param {number} port
 * @param {Lang} lang
 */
export function explainPort(error, port, lang) {
  const isInUse = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  return isInUse ? new Error(IN_USE[lang](port)) : error;
}

const IN_USE = {
  zh: (/** @type {number} */ port) => `端口 ${port} 已被占用，请用 --port 换一个`,
  en: (/** @type {number} */ port) => `port ${port} is in use, choose another with --port`,
};
