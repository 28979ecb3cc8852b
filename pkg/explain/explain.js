/**
 * `swan-login/explain`: what an error means, and what to do, in Chinese or English. The types and their documentation
 * are in explain.d.cts. It does not import the core: to explain a raw reply, the caller passes `parseResponse`.
 *
 * @import { ExplainOptions, Explanation, Lang } from "../types/explain.cjs"
 * @import { Item, Text } from "./catalogue.js"
 * @import { Facts } from "./facts.js"
 */

import { invalidArgument, readNames } from "../api/arguments.js";
import { CATALOGUE, classOf, find } from "./catalogue.js";
import { readFacts } from "./facts.js";
import { docsLink, PAGES, SOURCES } from "./sources.js";

/** @type {typeof import("../types/explain.cjs").explain} */
export function explain(what, options) {
  const { lang, parseResponse } = readOptions("explain", options, ["lang", "parseResponse"]);
  const facts = readFacts(what, parseResponse);
  const explanation = present(itemsOf(facts), lang, facts.httpStatus === undefined ? undefined : facts.endpoint);
  const { meaning, steps } = remarksOn(facts);
  return {
    ...explanation,
    meaning: [explanation.meaning, ...meaning.map((text) => text[lang])].join(lang === "zh" ? "" : " "),
    steps: [...explanation.steps, ...steps.map((text) => text[lang])],
  };
}

/** @type {typeof import("../types/explain.cjs").lookUp} */
export function lookUp(words, options) {
  const { lang } = readOptions("lookUp", options, ["lang"]);
  const isNumber = typeof words === "number" && Number.isSafeInteger(words);
  if (typeof words !== "string" && !isNumber) throw invalidArgument("lookUp", "words", "a text or a whole number");
  const text = String(words).trim();
  return CATALOGUE.filter((item) => isNamedIn(text, item)).map((item) =>
    present([item, find(item.see), find(classOf(item))], lang),
  );
}

/** @param {string} caller @param {ExplainOptions | null | undefined} options @param {string[]} names */
function readOptions(caller, options, names) {
  const { lang = "en", parseResponse } = readNames(caller, options, names);
  if (lang !== "zh" && lang !== "en") throw invalidArgument(caller, "lang", '"zh" or "en"');
  return { lang, parseResponse };
}

/**
 * The items of the catalogue that describe a failure, the most precise first.
 * @param {Facts} facts
 * @returns {(Item | undefined)[]}
 */
function itemsOf({ code, endpoint = "", baidu, hint, texts }) {
  if (code === undefined) return [find("success")];
  const said = [`error_code-${baidu.error_code}`, `errno-${baidu.errno}`, String(baidu.error)]
    .map(find)
    // `error` may be any text, also the id of a class.
    .filter((item) => item && item.kind !== "class" && item.kind !== "symptom");
  const symptoms = CATALOGUE.filter(
    (item) =>
      item.within?.includes(code) &&
      (item.match?.test(texts) || item.hint?.test(hint) || item.calls?.includes(endpoint)),
  );
  const isUnknown = code === "malformed_response" && said.length === 0 && symptoms.length === 0;
  const unknown = isUnknown && (baidu.errno || baidu.error_code || baidu.error) ? undocumented(baidu) : undefined;
  return [...said.flatMap((item) => [item, find(item?.see)]), ...symptoms, unknown, find(code)];
}

/** The item for an error of Baidu that has no entry, labelled with its number. @param {Facts["baidu"]} baidu @returns {Item} */
function undocumented({ errno, error_code }) {
  const item = /** @type {Item} */ (find("undocumented"));
  // A number that came as text may be anything.
  const [label] = Object.entries({ error_code, errno }).flatMap(([name, number]) =>
    typeof number === "number" && number !== 0 ? [`${name} ${number}`] : [],
  );
  return label === undefined ? item : { ...item, label };
}

/**
 * @param {(Item | undefined)[]} found  the most precise first: what one leaves out, the next one says
 * @param {Lang} lang
 * @param {string} [endpoint]
 * @returns {Explanation}
 */
function present(found, lang, endpoint) {
  const items = [...new Set(found.filter((item) => item !== undefined))];
  const [first] = /** @type {[Item]} */ (items);
  const texts = (/** @type {"causes" | "steps"} */ name) =>
    (items.find((item) => item[name])?.[name] ?? []).map((text) => text[lang]);
  const title = first.title[lang];
  const page = endpoint !== undefined && Object.hasOwn(PAGES, endpoint) ? PAGES[endpoint] : undefined;
  const sources = [...first.sources, ...(page ? [page] : [])].map((name) => SOURCES[name]);
  const links = [
    ...items.map(({ id }) => docsLink(id, lang)),
    ...sources.flatMap((source) => ("url" in source ? [source.url] : [])),
  ];
  return {
    title: first.label ? `${first.label}${lang === "zh" ? "：" : ": "}${title}` : title,
    meaning: items.find(({ meaning }) => meaning)?.meaning?.[lang] ?? title,
    causes: texts("causes"),
    steps: texts("steps"),
    links: [...new Set(links)],
  };
}

/**
 * Sentences that depend on fields of the error, such as `codeConsumed`.
 * @param {Facts} facts
 * @returns {{ meaning: Text[], steps: Text[] }}
 */
function remarksOn({ code, endpoint, param, retryable, codeConsumed }) {
  const meaning = param === undefined ? [] : [ARGUMENT(endpoint ?? "", param)];
  if (retryable && codeConsumed === "no") return { meaning, steps: [CODE_UNSENT] };
  const isSpent = codeConsumed !== undefined && codeConsumed !== "no" && code !== "code_invalid";
  if (isSpent)
    return { meaning, steps: [GRANT_CALLS.includes(endpoint ?? "") ? GRANT_MAY_BE_SPENT : CODE_MAY_BE_SPENT] };
  return { meaning, steps: retryable && codeConsumed === undefined ? [RETRYABLE] : [] };
}

/** @param {string} endpoint @param {string} param @returns {Text} */
const ARGUMENT = (endpoint, param) => ({
  zh: `出错的是 ${endpoint} 的 ${param}。`,
  en: `It is ${param} of ${endpoint}.`,
});

/** @type {Text} */
const CODE_UNSENT = {
  zh: "code 没有发出，在有效期内可以用同一个 code 重试。",
  en: "The code was not sent: you may try again with the same one while it lives.",
};

/** @type {Text} */
const CODE_MAY_BE_SPENT = {
  zh: "登录 code 可能已经用掉，不要重发：让小程序重新调用 swan.getLoginCode，用新的 code 登录。",
  en: "The login code may be spent: do not send it again, but let the mini program call swan.getLoginCode and log in with the new code.",
};

/** The calls that spend an authorization code or a refresh token instead of a login code. */
const GRANT_CALLS = ["tpGetAppToken", "tpRefreshAppToken"];

/** @type {Text} */
const GRANT_MAY_BE_SPENT = {
  zh: "授权凭证可能已经用掉，不要重发：用 tpRetrieveAuthorizationCode 取得新的 authorization_code，再用 tpGetAppToken 换取。",
  en: "The grant may be spent: do not send it again, but get another code by tpRetrieveAuthorizationCode and exchange it by tpGetAppToken.",
};

/** @type {Text} */
const RETRYABLE = {
  zh: "同样的调用稍后可能成功，重试时逐次延长等待时间。",
  en: "The same call may succeed later; wait longer before each attempt.",
};

/** Whether a text names an item: a number, a name, or the words of a symptom. @param {string} text @param {Item} item */
function isNamedIn(text, { id, kind, match }) {
  if (text === id) return true;
  switch (kind) {
    case "error_code":
    case "errno": {
      const number = id.slice(kind.length + 1);
      return text === number || new RegExp(`\\b${kind}["'\\s:=：]{0,5}${number}(?!\\d)`, "i").test(text);
    }
    case "symptom":
      return match?.test(text) ?? false;
    default:
      // Names of one word, such as server, are part of many sentences.
      return id.includes("_") && new RegExp(`(?<![\\w-])${id}(?![\\w-])`).test(text);
  }
}
