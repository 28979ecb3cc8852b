/**
 * `swan-login probe`: makes real calls with one's own app, and writes a report of what Baidu has documented nowhere. What
 * servers say is masked: see probe/mask.js.
 *
 * @import { Lang, Text } from "./language.js"
 * @import { Exchange, Report } from "./probe/report.js"
 * @import { Known, Step } from "./probe/steps.js"
 */

import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { version } from "swan-login";
import { UsageError } from "./arguments.js";
import { nameOfRuntime } from "./doctor/runtime.js";
import { NETWORK_FLAGS } from "./network.js";
import { note, print } from "./output.js";
import { PARAM_FLAGS, readOptionalParams, requireParams } from "./params.js";
import { summarize } from "./probe/report.js";
import { runProbe } from "./probe/run.js";
import { STEPS } from "./probe/steps.js";
import { prompt } from "./prompt.js";
import { paramOf } from "./values.js";

const { timeout, ...address } = NETWORK_FLAGS;
const flags = {
  clientId: PARAM_FLAGS.clientId,
  openid: PARAM_FLAGS.openid,
  out: {
    value: "file",
    does: { zh: "把报告（JSON）写入这个新文件", en: "write the report, which is JSON, to this new file" },
  },
  yes: { does: { zh: "不询问，直接发送", en: "send without asking" } },
  spendCode: {
    does: { zh: "不询问，直接消耗登录 code", en: "spend the login code without asking" },
  },
  secondToken: {
    does: {
      zh: "再获取一个 token，看之前的是否失效（可能使线上的 token 失效）",
      en: "fetch a second token, to see whether it ends the first (and perhaps that of your servers)",
    },
  },
  ...address,
  timeout: { ...timeout, does: { zh: "每个请求的毫秒数（10000）", en: "for each request, in milliseconds (10000)" } },
};

const params = /** @type {const} */ (["client_id", "sk", "code"]);

/** @type {import("./commands.js").Command<typeof flags>} */
export const command = {
  flags,
  params,
  example: "BAIDU_APP_KEY=... BAIDU_APP_SECRET=... swan-login probe --out report.json",

  async run(values) {
    const { lang, json, out, baseUrl, sendSecretsOverHttp, timeout = 10_000 } = values;
    const given = requireParams(["client_id", "sk"], await readOptionalParams(params, values, lang));
    const openid = values.openid ?? (process.env[paramOf("openid").env] || undefined);
    const known = { .../** @type {Known} */ (given), openid };
    const onExchange = json ? undefined : (/** @type {Exchange} */ exchange) => note(PROGRESS(exchange), lang);
    // Before anything is sent, because a code cannot be spent twice for a report that is lost.
    const file = out === undefined ? undefined : openNew(out);
    try {
      const steps = await agreedSteps(known, values);
      /** @type {Report} */
      const report = {
        report: "swan-login probe",
        format: 1,
        version,
        runtime: nameOfRuntime(process),
        date: new Date().toISOString().slice(0, 10),
        server: baseUrl === undefined ? "Baidu" : "another server",
        ...(await runProbe(steps, known, { options: { baseUrl, sendSecretsOverHttp }, timeout, onExchange })),
      };
      file?.write(`${JSON.stringify(report, undefined, 2)}\n`);
      print(json ? JSON.stringify(report) : summarize(report, lang));
      if (out !== undefined && !json) note(WRITTEN(out), lang);
      if (report.exchanges.every(({ answer }) => "failed" in answer)) process.exitCode = 1;
    } finally {
      file?.close();
    }
  },
};

/** @param {Exchange} exchange @returns {Text} */
const PROGRESS = ({ step, answer }) => {
  const came = "failed" in answer ? answer.failed : `HTTP ${answer.status}`;
  return { zh: `${step}：${came}`, en: `${step}: ${came}` };
};

/** @param {string} file @returns {Text} */
const WRITTEN = (file) => ({
  zh: `报告已写入 ${file}。其中没有密钥，也没有响应中的值；提交之前请自己看一遍。`,
  en: `The report is in ${file}. It holds no secret and no value of an answer; read it before you hand it in.`,
});

/** A file that did not exist; it is removed again if nothing is written. @param {string} path */
function openNew(path) {
  /** @type {number} */
  let file;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new UsageError({ zh: `无法新建 ${path}（${code}）`, en: `${path} cannot be created (${code})` });
  }
  let isWritten = false;
  return {
    /** @param {string} text */
    write(text) {
      writeSync(file, text);
      isWritten = true;
    },
    close() {
      closeSync(file);
      if (!isWritten) rmSync(path);
    },
  };
}

/**
 * Says what will be sent, and asks.
 *
 * @param {Known} known
 * @param {{ yes?: true, spendCode?: true, secondToken?: true, json?: true, lang: Lang }} values
 * @returns {Promise<readonly Step[]>}
 */
async function agreedSteps({ code }, { yes, spendCode, secondToken, json, lang }) {
  const ask = async (/** @type {Text} */ question) =>
    Boolean(process.stdin.isTTY) && /^(y|yes|是)$/i.test((await prompt(question[lang], { isSecret: false })).trim());
  const plan = (/** @type {Step["consent"]} */ consent) => STEPS.filter((step) => step.consent === consent);
  // A program that has agreed reads no plan.
  if (!json || !yes) note(PLAN(plan(undefined), lang), lang);
  if (!yes && !(await ask(SEND_THESE))) {
    if (!process.stdin.isTTY) throw new UsageError(NOT_AGREED);
    throw new Error({ zh: "没有发送任何请求", en: "nothing was sent" }[lang]);
  }
  /** @type {Set<Step["consent"]>} */
  const agreed = new Set([undefined]);
  if (code !== undefined && (spendCode || (await ask(SPEND_CODE)))) agreed.add("spend-code");
  if (secondToken || (!yes && (await ask(SECOND_TOKEN)))) agreed.add("second-token");
  return STEPS.filter(({ consent }) => agreed.has(consent));
}

/** @param {readonly Step[]} steps @param {Lang} lang @returns {Text} */
function PLAN(steps, lang) {
  const lines = steps.map(({ endpoint, asks }) => `  ${endpoint}  ${asks[lang]}`).join("\n");
  return {
    zh: `将用你的 AppKey 和 AppSecret 依次发送最多 ${steps.length} 个请求，不消耗登录 code：\n${lines}\n其中会获取一个 access token；百度没有说明这是否会使之前的失效。`,
    en: `With your AppKey and AppSecret, at most ${steps.length} requests are sent one after another, which spend no login code:\n${lines}\nOne of them fetches an access token; Baidu does not say whether that ends an older one.`,
  };
}

/** @type {Text} */
const SEND_THESE = { zh: "发送这些请求？(y/N) ", en: "Send these? (y/N) " };
/** @type {Text} */
const SPEND_CODE = {
  zh: "用登录 code 登录一次，再用同一个 code 试一次？code 会被消耗。(y/N) ",
  en: "Log in with the code, and try the same code again? This spends it. (y/N) ",
};
/** @type {Text} */
const SECOND_TOKEN = {
  zh: "再获取一个 token，看之前的是否失效？线上服务的 token 也可能失效。(y/N) ",
  en: "Fetch a second token, to see whether it ends the first? It may end that of your servers, too. (y/N) ",
};
/** @type {Text} */
const NOT_AGREED = {
  zh: "没有终端可以询问：加上 --yes 表示同意发送",
  en: "there is no terminal to ask: agree with --yes",
};
