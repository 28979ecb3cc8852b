/**
 * The checks of doctor, in the order of their lines.
 *
 * @import { Check } from "./run.js"
 */

import { checkAnswer } from "./answer.js";
import { checkToken, checkUnionid } from "./calls.js";
import { checkClock, clockIsLate } from "./clock.js";
import { checkConnection, checkIpv6 } from "./connection.js";
import { checkAppKey, checkAppSecret } from "./credentials.js";
import { checkDns } from "./dns.js";
import { checkPackage } from "./package.js";
import { checkProxy } from "./proxy.js";
import { checkRedis, checkRedisEval, checkRedisEviction, checkRedisLock, redisIsLate } from "./redis.js";
import { checkRuntime } from "./runtime.js";
import { checkTls, tlsIsLate } from "./tls.js";

/** @type {readonly Check[]} */
export const CHECKS = [
  { id: "runtime", name: { zh: "运行环境", en: "runtime" }, run: checkRuntime },
  { id: "package", name: { zh: "本包", en: "package" }, run: checkPackage },
  { id: "app-key", name: { zh: "AppKey", en: "AppKey" }, run: checkAppKey },
  { id: "app-secret", name: { zh: "AppSecret", en: "AppSecret" }, run: checkAppSecret },
  { id: "proxy", name: { zh: "代理", en: "proxy" }, run: checkProxy },
  { id: "dns", name: { zh: "DNS", en: "DNS" }, host: "each", run: checkDns },
  { id: "connection", name: { zh: "连接", en: "connection" }, host: "each", needs: ["dns"], run: checkConnection },
  { id: "ipv6", name: { zh: "IPv6", en: "IPv6" }, host: "each", needs: ["connection"], run: checkIpv6 },
  { id: "tls", name: { zh: "TLS", en: "TLS" }, host: "each", needs: ["connection"], run: checkTls, late: tlsIsLate },
  {
    id: "clock",
    name: { zh: "时钟", en: "clock" },
    host: "each",
    needs: ["connection"],
    run: checkClock,
    late: clockIsLate,
  },
  {
    id: "answer",
    name: { zh: "响应", en: "answer" },
    host: "each",
    needs: ["runtime", "package", "tls"],
    run: checkAnswer,
  },
  {
    id: "token",
    name: { zh: "凭据", en: "credentials" },
    host: "openapi",
    needs: ["package", "app-key", "app-secret", "answer"],
    run: checkToken,
  },
  { id: "unionid", name: { zh: "getUnionid", en: "getUnionid" }, needs: ["token"], run: checkUnionid },
  { id: "redis", name: { zh: "Redis", en: "Redis" }, run: checkRedis, late: redisIsLate },
  { id: "redis-lock", name: { zh: "Redis 锁", en: "Redis lock" }, needs: ["redis"], run: checkRedisLock },
  { id: "redis-eval", name: { zh: "Redis EVAL", en: "Redis EVAL" }, needs: ["redis"], run: checkRedisEval },
  { id: "redis-eviction", name: { zh: "Redis 淘汰", en: "Redis eviction" }, needs: ["redis"], run: checkRedisEviction },
];
