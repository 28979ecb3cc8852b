/**
 * Runs checks: each as soon as those that it needs have passed, and within a deadline.
 *
 * @import { Text } from "../language.js"
 * @import { Context, Target } from "./context.js"
 * @import { Result } from "./result.js"
 *
 * @typedef {object} Check
 * @property {string} id
 * @property {Text} name
 * @property {"each" | "spapi" | "openapi"} [host]  Whether it runs for each host, or what it needs is that of one host.
 * @property {readonly string[]} [needs]  The checks that must have passed; they stand before this one.
 * @property {(run: Run) => Result} [late]  What is found when the deadline has passed.
 * @property {(run: Run) => Result | Promise<Result>} run
 *
 * @typedef {object} Run
 * @property {Context} context
 * @property {Target} target  The host. Undefined in a check without `host`.
 * @property {Readonly<Record<string, any>>} needed  The data of the checks that it needs.
 * @property {AbortSignal} signal  Aborts at the deadline.
 *
 * @typedef {object} Line
 * @property {Check} check
 * @property {Target} [target]
 * @property {Result} result
 */

import { found } from "./result.js";

/**
 * Starts all checks.
 *
 * @param {readonly Check[]} checks
 * @param {Context} context
 * @returns {Promise<Line>[]}  in the order of the checks; none rejects
 */
export function runChecks(checks, context) {
  /** @type {Promise<Line>[]} */
  const lines = [];
  /** @type {Map<string, Promise<Line>>} */
  const byKey = new Map();
  for (const check of checks) {
    for (const target of targetsOf(check, context)) {
      // There is no line for a host where there is no host.
      const needs = (check.needs ?? []).flatMap((id) => byKey.get(keyOf(id, target)) ?? byKey.get(keyOf(id)) ?? []);
      const line = runOne(check, target, needs, context);
      lines.push(line);
      byKey.set(keyOf(check.id, check.host === "each" ? target : undefined), line);
    }
  }
  return lines;
}

/** @param {Check} check @param {Context} context @returns {readonly (Target | undefined)[]} */
function targetsOf({ host }, { targets }) {
  if (host === undefined) return [undefined];
  return host === "each" ? targets : [targets.find(({ hosts }) => hosts.includes(host))];
}

/** @param {string} id @param {Target} [target] */
const keyOf = (id, target) => `${id} ${target?.host ?? ""}`;

/**
 * @param {Check} check
 * @param {Target | undefined} target
 * @param {Promise<Line>[]} needs
 * @param {Context} context
 * @returns {Promise<Line>}
 */
async function runOne(check, target, needs, context) {
  const host = check.host === "each" && target ? { zh: `${target.host}：`, en: `${target.host}: ` } : "";
  const before = await Promise.all(needs);
  const failed = before.find(({ result: { status } }) => status === "fail" || status === "skipped");
  if (failed) return { check, target, result: found("check.skipped", { host, check: failed.check.name }) };
  const needed = Object.fromEntries(before.map(({ check: { id }, result }) => [id, result.data]));
  const aborter = new AbortController();
  /** @type {Run} */
  const run = { context, target: /** @type {Target} */ (target), needed, signal: aborter.signal };
  const { late = () => found("check.late", { host, seconds: context.timeout / 1000 }) } = check;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const deadline = new Promise((resolve) => {
    timer = setTimeout(resolve, context.timeout);
  });
  const result = await Promise.race([attempt(check, run, host), deadline.then(() => late(run))]);
  clearTimeout(timer);
  aborter.abort();
  return { check, target, result };
}

/** @param {Check} check @param {Run} run @param {Text | ""} host */
async function attempt(check, run, host) {
  try {
    return await check.run(run);
  } catch (error) {
    // The message may hold a secret.
    return found("check.broken", { host, error: error instanceof Error ? error.name : typeof error });
  }
}
