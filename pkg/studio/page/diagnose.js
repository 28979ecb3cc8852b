/**
 * Why user data does not open. The core gives one error for all reasons, so that an attacker learns nothing from forged
 * data. Here a developer asks about data of their own, so the page tries what usually went wrong on the way.
 *
 * @import { UserDataParams } from "../../types/index.cjs"
 *
 * @typedef {Required<Pick<UserDataParams, "client_id" | "session_key" | "iv" | "data">>} UserData
 * @typedef {"percent" | "spaces" | "white" | "quotes" | "urlSafe" | "swapped" | "keySize" | "ivSize" | "dataSize" | "appId" | "otherSession" | "otherApp"} Reason
 *
 * @typedef {object} Diagnosis
 * @property {unknown} [content]  what the data holds, if a repair opens it
 * @property {Reason[]} reasons  with a content, what had to be repaired; otherwise what looks wrong
 */

/**
 * @param {UserData} given  data that does not open
 * @param {(params: UserData) => unknown} decrypt  throws if it does not open
 * @returns {Diagnosis}
 */
export function diagnose(given, decrypt) {
  const { repaired, reasons } = repairTexts(given);
  for (const [reason, params] of candidates(repaired)) {
    try {
      return { content: decrypt(params), reasons: [...reasons, ...(reason ? [reason] : [])] };
    } catch {
      // The next one.
    }
  }
  return { reasons: [...reasons, ...suspicions(repaired)] };
}

/** What happens to base64 in forms, URLs and copies. @type {[Reason, RegExp, (text: string) => string][]} */
const REPAIRS = [
  ["quotes", /^\s*["'].*["']\s*$/s, (text) => text.trim().slice(1, -1)],
  [
    "percent",
    /%[0-9a-f]{2}/i,
    (text) => text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
  ],
  ["white", /\S[\r\n\t]+\S/, (text) => text.replace(/[\r\n\t]/g, "")],
  ["spaces", / /, restorePlus],
  ["urlSafe", /[-_]/, (text) => text.replaceAll("-", "+").replaceAll("_", "/")],
];

/** A space at an end is white space, unless the text is no whole base64 without it. @param {string} text */
function restorePlus(text) {
  const trimmed = text.trim();
  return (trimmed.length % 4 === 0 ? trimmed : text).replaceAll(" ", "+");
}

/** @param {UserData} given */
function repairTexts(given) {
  const repaired = { ...given };
  /** @type {Set<Reason>} */
  const reasons = new Set();
  for (const name of /** @type {const} */ (["session_key", "iv", "data"]))
    for (const [reason, pattern, repair] of REPAIRS) {
      const before = repaired[name];
      if (!pattern.test(before)) continue;
      repaired[name] = repair(before);
      // The core ignores white space at the ends itself.
      if (repaired[name] !== before.trim()) reasons.add(reason);
    }
  return { repaired, reasons: [...reasons] };
}

/** @param {UserData} params @returns {[Reason | undefined, UserData][]} */
function candidates(params) {
  const { session_key, iv, data } = params;
  const orders = [
    [session_key, data, iv],
    [iv, session_key, data],
    [data, iv, session_key],
    [iv, data, session_key],
    [data, session_key, iv],
  ].map(([session_key = "", iv = "", data = ""]) => ({ ...params, session_key, iv, data }));
  return [
    [undefined, params],
    ...orders.map((order) => /** @type {[Reason, UserData]} */ (["swapped", order])),
    // The iv itself does not matter, for it changes only the random bytes before the content; but it has a size.
    ["ivSize", { ...params, iv: usualIv(session_key) }],
  ];
}

/** The first 16 bytes of the key, which are the iv in all published samples. @param {string} session_key */
function usualIv(session_key) {
  return btoa(bytesOf(session_key)?.slice(0, 16) ?? "");
}

/** @param {UserData} params @returns {Reason[]} */
function suspicions({ client_id, session_key, iv, data }) {
  const [key, start, cipher] = [session_key, iv, data].map(bytesOf);
  /** @type {[Reason, boolean][]} */
  const wrong = [
    ["appId", /^\d+$/.test(client_id)],
    ["keySize", key?.length !== 24],
    ["ivSize", start?.length !== 16],
    ["dataSize", cipher === undefined || cipher.length === 0 || cipher.length % 32 !== 0],
  ];
  const found = wrong.filter(([, isWrong]) => isWrong).map(([reason]) => reason);
  if (found.length > 0) return found;
  return [start === key?.slice(0, 16) ? "otherApp" : "otherSession"];
}

/** A character for each byte; undefined if the text is not base64. @param {string} base64 */
function bytesOf(base64) {
  try {
    return atob(base64);
  } catch {
    return undefined;
  }
}
