/**
 * `swan-login explain`: a number, a name, the JSON of an error, a reply of Baidu's, or lines of a log.
 *
 * @import { Endpoint } from "swan-login"
 */

import { parseResponse } from "swan-login";
import { explainText } from "../explain/explain-text.js";
import { calls } from "../wasm/calls.js";
import { integer, oneOf, UsageError } from "./arguments.js";
import { describeExplanation } from "./explanation.js";
import { print } from "./output.js";
import { readStdin } from "./stdin.js";

const flags = {
  endpoint: {
    value: "call",
    does: {
      zh: "响应来自哪个接口，例如 getUnionid",
      en: "the call that a reply answers, such as getUnionid",
    },
    parse: oneOf(/** @type {Endpoint[]} */ (Object.keys(calls))),
  },
  status: {
    value: "status",
    does: { zh: "响应的 HTTP 状态码（200）", en: "the HTTP status of a reply (200)" },
    parse: integer(100, 599),
  },
};

/** @type {import("./commands.js").Command<typeof flags>} */
export const command = {
  flags,
  positionals: ["[words...]"],
  example: "swan-login explain 110",

  async run({ endpoint, status, json, lang }, words) {
    const text = (await readText(words)).trim();
    const explanations = explainText(text, { endpoint, status }, { lang, parseResponse });
    if (explanations.length === 0) throw new Error(UNKNOWN[lang]);
    if (json) return print(JSON.stringify(explanations));
    print(explanations.map((explanation) => describeExplanation(explanation, lang)).join("\n\n"));
  },
};

const UNKNOWN = {
  zh: "没有找到相关的说明。可以输入错误码（110）、错误名（invalid_grant）、错误的 JSON、百度的响应，或日志中的文字",
  en: "nothing is known about it. Pass a number (110), a name (invalid_grant), the JSON of an error, a reply of Baidu's, or words of a log",
};

/** @param {string[]} words */
async function readText(words) {
  const text = words.join(" ");
  if (SECRETS.test(text))
    throw new UsageError({
      zh: "内容中可能有密钥，不能写在命令行中，因为 ps 能看到。请通过 stdin 传入",
      en: "this may hold a secret, which is not taken from arguments, because ps shows them. Pipe it in",
    });
  if (words.length > 0) return text;
  if (process.stdin.isTTY)
    throw new UsageError({
      zh: "缺少要解释的内容：写在命令后面，或通过 stdin 传入",
      en: "nothing to explain: write it behind the command, or pipe it in",
    });
  return readStdin();
}

/** Matches a text that may contain a secret of a reply or of a request. */
const SECRETS =
  /session_key|session_secret|access_token|refresh_token|client_secret|["'?&\s]sk["'\s]*[:=]|\b(24|25|42|45|46)\.[0-9a-f]{8}/i;
