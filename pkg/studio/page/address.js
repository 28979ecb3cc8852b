/**
 * The fragment of the page's address: the view, and at first what the terminal said.
 *
 * The token leaves the address at once, so that neither the list of visited pages nor a copied link holds it. It stays
 * in the state of the history entry, which only this page in this tab can read, so that it survives a reload.
 *
 * @import { Lang } from "../../types/explain.cjs"
 */

/** @type {string | undefined} */
let token;

/** The view that was shown last. */
let shown = "";

/**
 * @template {string} View
 * @param {readonly [View, ...View[]]} views
 * @returns {{ view: View, token?: string, lang?: Lang }}
 */
export function readAddress(views) {
  const fragment = location.hash.slice(1);
  const said = new URLSearchParams(fragment);
  token = said.get("token") ?? history.state?.token ?? token;
  // Other fragments, such as that of the skip link, change no view.
  const view = views.find((name) => name === fragment) ?? views.find((name) => name === shown) ?? views[0];
  shown = view;
  history.replaceState(token === undefined ? null : { token }, "", `#${view}`);
  const lang = said.get("lang");
  return { view, ...(token !== undefined && { token }), ...((lang === "zh" || lang === "en") && { lang }) };
}
