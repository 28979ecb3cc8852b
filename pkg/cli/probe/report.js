/**
 * The report of a probe, as JSON and in words.
 *
 * @import { Lang, Text } from "../language.js"
 * @import { MaskedBody } from "./mask.js"
 *
 * @typedef {object} DescribedAnswer
 * @property {number} status
 * @property {string} reason
 * @property {Record<string, string | number>} headers
 * @property {MaskedBody} body
 * @property {string} [broken]
 * @property {string} says  What the package makes of it: "success", or the code of the error.
 *
 * @typedef {object} Exchange
 * @property {string} step
 * @property {string} endpoint
 * @property {string} method
 * @property {number} ms
 * @property {DescribedAnswer | { failed: string }} answer
 *
 * @typedef {object} Report
 * @property {string} report
 * @property {number} format
 * @property {{ version: string, commit?: string, wasm: string }} version
 * @property {string} runtime
 * @property {string} date
 * @property {"Baidu" | "another server"} server
 * @property {readonly Exchange[]} exchanges
 * @property {readonly string[]} left_out  The steps that were not sent.
 */

/** A table of the answers, and what they tell of Baidu. @param {Report} report @param {Lang} lang */
export function summarize({ exchanges, left_out, server }, lang) {
  const rows = exchanges.map(({ step, answer }) => [step, ...cells(answer)]);
  const heads = {
    zh: ["步骤", "HTTP", "类型", "错误码", "本包的判断"],
    en: ["step", "HTTP", "type", "numbers", "the package says"],
  };
  const table = align([heads[lang], ...rows]);
  const learned = LEARNED.map((sentence) => sentence(exchanges)).filter((text) => text !== undefined);
  const { tells, leftOut, mock } = WORDS[lang];
  return [
    table,
    ...(learned.length > 0 ? [`\n${tells}`, ...learned.map((text) => `- ${text[lang]}`)] : []),
    ...(left_out.length > 0 ? [`\n${leftOut}${left_out.join(", ")}`] : []),
    ...(server === "Baidu" ? [] : [`\n${mock}`]),
  ].join("\n");
}

const WORDS = {
  zh: { tells: "从中得知：", leftOut: "没有发送：", mock: "这不是百度的响应：使用了 --base-url。" },
  en: {
    tells: "What this tells:",
    leftOut: "Not sent: ",
    mock: "These are not answers of Baidu: --base-url was given.",
  },
};

/** @param {Exchange["answer"]} answer */
function cells(answer) {
  if ("failed" in answer) return ["-", "-", "-", answer.failed];
  const { status, headers, body, says, broken } = answer;
  const numbers = [...(body.body ?? "").matchAll(/"(errno|error_code)":"?(-?\d+)/g)].map(
    ([, name, number]) => `${name} ${number}`,
  );
  return [
    String(status),
    String(headers["content-type"] ?? "-"),
    numbers.join(" ") || "-",
    broken ? `${says} (${broken})` : says,
  ];
}

/** @param {string[][]} rows */
function align(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]))));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell + " ".repeat(widths[column] - widthOf(cell)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A Chinese character takes two columns. @param {string} text */
const widthOf = (text) => text.replace(/[\u2e80-\uffef]/g, "xx").length;

/** @param {readonly Exchange[]} exchanges @param {string} wanted */
function answerOf(exchanges, wanted) {
  const answer = exchanges.find(({ step }) => step === wanted)?.answer;
  return answer && "status" in answer ? answer : undefined;
}

/** @type {readonly ((exchanges: readonly Exchange[]) => Text | undefined)[]} */
const LEARNED = [
  (exchanges) => {
    const [wrong, login, used] = ["login-wrong-code", "login", "login-used-code"].map((id) => answerOf(exchanges, id));
    if (!wrong || !used || login?.says !== "success") return undefined;
    return wrong.body.body === used.body.body && wrong.status === used.status
      ? { zh: "已使用的 code 与不存在的 code 得到相同的响应", en: "a used code and an unknown one are answered alike" }
      : {
          zh: "已使用的 code 与不存在的 code 得到不同的响应",
          en: "a used code and an unknown one are answered differently",
        };
  },
  (exchanges) => {
    const old = answerOf(exchanges, "old-login-wrong-code");
    if (!old) return undefined;
    const { status, says } = old;
    return { zh: `旧地址的响应：HTTP ${status}，${says}`, en: `the old address answers: HTTP ${status}, ${says}` };
  },
  (exchanges) => {
    const answers = ["login-empty", "login-preflight", "unionid-preflight"].map((step) => answerOf(exchanges, step));
    if (answers.some((answer) => answer === undefined)) return undefined;
    const names = answers.flatMap((answer) => Object.keys(answer?.headers ?? {}));
    return names.some((name) => name.startsWith("access-control-"))
      ? { zh: "有 CORS 响应头", en: "there are headers of CORS" }
      : { zh: "没有 CORS 响应头：浏览器不能直接调用", en: "there are no headers of CORS: no browser can call it" };
  },
  (exchanges) => {
    const [second, first] = ["unionid-wrong-openid", "unionid-first-token"].map((id) => answerOf(exchanges, id));
    if (first?.says === "token_invalid")
      return { zh: "再次获取 token 会使之前的失效", en: "a second token ends the first" };
    if (first === undefined || first.says !== second?.says) return undefined;
    return { zh: "再次获取 token 后，之前的仍然有效", en: "a second token does not end the first" };
  },
];
