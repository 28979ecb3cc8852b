/**
 * `swan-login doctor`: finds what is wrong where the app runs. Every check is in the table of doctor/checks.js, every
 * line that it can print in doctor/findings.js.
 *
 * @import { Lang, Text } from "./language.js"
 * @import { Status } from "./doctor/findings.js"
 * @import { Line } from "./doctor/run.js"
 */

import { integer, UsageError } from "./arguments.js";
import { CHECKS } from "./doctor/checks.js";
import { createContext } from "./doctor/context.js";
import { runChecks } from "./doctor/run.js";
import { NETWORK_FLAGS } from "./network.js";
import { PARAM_FLAGS, readOptionalParams } from "./params.js";
import { paramOf } from "./values.js";

const flags = {
  clientId: PARAM_FLAGS.clientId,
  openid: PARAM_FLAGS.openid,
  redis: {
    value: "url",
    does: {
      zh: "检查这个 Redis（取自 REDIS_URL；有密码时只能用环境变量）",
      en: "check this Redis (from REDIS_URL, which alone may hold a password)",
    },
    parse: parseRedis,
  },
  baseUrl: NETWORK_FLAGS.baseUrl,
  sendSecretsOverHttp: NETWORK_FLAGS.sendSecretsOverHttp,
  timeout: {
    value: "ms",
    does: { zh: "每项检查的毫秒数（5000）", en: "for each check, in milliseconds (5000)" },
    parse: integer(100, 60_000),
  },
};

const params = /** @type {const} */ (["client_id", "sk"]);

/** @type {import("./commands.js").Command<typeof flags>} */
export const command = {
  flags,
  params,
  example: "BAIDU_APP_KEY=... BAIDU_APP_SECRET=... REDIS_URL=redis://localhost swan-login doctor",

  async run(values) {
    const { baseUrl, sendSecretsOverHttp, timeout = 5000, lang, json } = values;
    const app = await readOptionalParams(params, values, lang);
    const openid = values.openid ?? (process.env[paramOf("openid").env] || undefined);
    const context = createContext({
      app: { client_id: app.client_id, sk: app.sk, openid },
      redis: readRedis(values.redis),
      options: { baseUrl, sendSecretsOverHttp },
      timeout,
    });
    /** @type {Line[]} */
    const lines = [];
    for (const running of runChecks(CHECKS, context)) {
      const line = await running;
      lines.push(line);
      if (!json) await write(describeLine(line, lang));
    }
    await write(json ? JSON.stringify(toJson(lines, lang)) : summary(lines, lang));
    process.exitCode = isHealthy(lines) ? 0 : 1;
    // An unanswered question to the resolver of the system cannot be ended, and would keep the process.
    setTimeout(() => process.exit(), 100).unref();
  },
};

/** Nothing of the address is repeated, for it may hold a password. @param {string} text */
function parseRedis(text) {
  if (/^[^/]*\/\/[^/]*@/.test(text))
    throw new UsageError({
      zh: "的地址不能带用户名和密码，因为 ps 能看到。请设置环境变量 REDIS_URL",
      en: "takes no address with a password, because ps shows it. Set REDIS_URL in the environment",
    });
  return text;
}

/** @param {string | undefined} option */
function readRedis(option) {
  if (option !== undefined) return { text: option, name: "--redis" };
  return process.env.REDIS_URL ? { text: process.env.REDIS_URL, name: "REDIS_URL" } : undefined;
}

/** @param {readonly Line[]} lines */
const isHealthy = (lines) => lines.every(({ result: { status } }) => status !== "fail");

/** @param {readonly Line[]} lines @param {Lang} lang */
export function toJson(lines, lang) {
  return {
    ok: isHealthy(lines),
    checks: lines.map(({ check, target, result: { id, status, text, steps } }) => ({
      check: check.id,
      ...(check.host === "each" && { host: target?.host }),
      status,
      finding: id,
      text: text[lang],
      steps: steps.map((step) => step[lang]),
    })),
  };
}

/** @type {Readonly<Record<Status, Text>>} */
const MARKS = {
  ok: { zh: "正常", en: "ok  " },
  warn: { zh: "注意", en: "warn" },
  fail: { zh: "失败", en: "FAIL" },
  skipped: { zh: "跳过", en: "skip" },
};

/** A line of what was found, and beneath it what to do. @param {Line} line @param {Lang} lang */
export function describeLine({ check, result: { status, text, steps } }, lang) {
  const head = `${MARKS[status][lang]}  ${pad(check.name[lang], NAME_WIDTH)}  `;
  const indent = " ".repeat(width(head));
  const advice = steps.map((step, index) => `${indent}${index + 1}. ${step[lang]}`);
  return [head + text[lang], ...advice].join("\n");
}

/** @param {readonly Line[]} lines @param {Lang} lang */
function summary(lines, lang) {
  const count = (/** @type {Status} */ wanted) => lines.filter(({ result: { status } }) => status === wanted).length;
  const [failed, warned, skipped] = [count("fail"), count("warn"), count("skipped")];
  if (lang === "zh") return `\n${lines.length} 项检查：失败 ${failed}，注意 ${warned}，跳过 ${skipped}`;
  return `\n${lines.length} checks: ${failed} failed, ${warned} to look at, ${skipped} skipped`;
}

/** In columns of a terminal, of which a Chinese character takes two. @param {string} text */
const width = (text) => text.replace(/[\u2e80-\uffef]/g, "xx").length;

/** @param {string} text @param {number} columns */
const pad = (text, columns) => text + " ".repeat(Math.max(0, columns - width(text)));

const NAME_WIDTH = Math.max(...CHECKS.flatMap(({ name }) => [width(name.zh), width(name.en)]));

/** @param {string} text */
function write(text) {
  return new Promise((resolve) => process.stdout.write(`${text}\n`, resolve));
}
