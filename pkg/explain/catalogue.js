/**
 * Everything that can be explained: classes of failure, Baidu's numbers and names, symptoms.
 *
 * @import { Lang } from "../types/explain.cjs"
 * @import { SourceName } from "./sources.js"
 *
 * @typedef {Readonly<Record<Lang, string>>} Text
 *
 * @typedef {object} Entry
 * @property {Text} title
 * @property {Text} [meaning]  What an entry leaves out is that of its symptom (`see`), then that of its class.
 * @property {readonly Text[]} [causes]
 * @property {readonly Text[]} [steps]
 * @property {readonly SourceName[]} sources
 *
 * @typedef {Entry & { class: ClassOf, baidu?: string, see?: string }} NumberEntry  A number, or a name of OAuth, that
 *   Baidu gives: `baidu` is how it words it, `see` the symptom that describes it further.
 * @typedef {Entry & { class: string, match?: RegExp, hint?: RegExp, within?: readonly string[], calls?: readonly string[] }} SymptomEntry
 * @typedef {string | Readonly<Record<string, string>>} ClassOf  The class that the core gives; or the class in each call,
 *   and `otherwise`.
 *
 * @typedef {"class" | "error_code" | "errno" | "oauth" | "symptom"} Kind
 * @typedef {Entry & Partial<NumberEntry> & Pick<SymptomEntry, "match" | "hint" | "within" | "calls"> & { id: string, kind: Kind, label?: string }} Item
 *   `id` is also the anchor in the documentation, `label` how errors write it.
 */

import { CLASSES } from "./classes.js";
import { ERRNOS } from "./errnos.js";
import { ERROR_CODES } from "./error-codes.js";
import { OAUTH_ERRORS } from "./oauth-errors.js";
import { SYMPTOMS } from "./symptoms.js";

/** @type {readonly Item[]} */
export const CATALOGUE = [
  ...items("error_code", ERROR_CODES, (number) => ({ id: `error_code-${number}`, label: `error_code ${number}` })),
  ...items("errno", ERRNOS, (number) => ({ id: `errno-${number}`, label: `errno ${number}` })),
  ...items("oauth", OAUTH_ERRORS, (name) => ({ id: name, label: name })),
  ...items("symptom", SYMPTOMS, (id) => ({ id })),
  ...items("class", CLASSES, (name) => ({ id: name, label: name })),
];

const byId = new Map(CATALOGUE.map((item) => [item.id, item]));

/** @param {string | undefined} id */
export const find = (id) => (id === undefined ? undefined : byId.get(id));

/** The class of an item in a call, where it has one. @param {Item} item @param {string} [endpoint] */
export function classOf({ class: byCall }, endpoint = "otherwise") {
  if (typeof byCall !== "object") return byCall;
  return Object.hasOwn(byCall, endpoint) ? byCall[endpoint] : byCall.otherwise;
}

/**
 * @param {Kind} kind
 * @param {Readonly<Record<string, Entry>>} entries
 * @param {(key: string) => { id: string, label?: string }} name
 * @returns {Item[]}
 */
function items(kind, entries, name) {
  return Object.entries(entries).map(([key, entry]) => ({ ...entry, kind, ...name(key) }));
}
