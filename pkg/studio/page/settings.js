/**
 * Language and theme, which the page stores only when asked to. It stores nothing else, and no secret ever.
 *
 * @import { Lang } from "../../types/explain.cjs"
 *
 * @typedef {"auto" | "light" | "dark"} Theme
 * @typedef {{ lang: Lang, theme: Theme, isStored: boolean }} Settings
 */

const KEY = "swan-login studio";

/** @param {Lang | undefined} lang  what the address says @returns {Settings} */
export function readSettings(lang) {
  const stored = readStored();
  const preferred = /^zh/i.test(navigator.language) ? "zh" : "en";
  return { lang: lang ?? stored?.lang ?? preferred, theme: stored?.theme ?? "auto", isStored: stored !== undefined };
}

/** Stores the settings, or removes them. @param {Settings} settings */
export function storeSettings({ lang, theme, isStored }) {
  try {
    if (isStored) localStorage.setItem(KEY, JSON.stringify({ lang, theme }));
    else localStorage.removeItem(KEY);
  } catch {
    // A browser may forbid storage; the settings then last as long as the page.
  }
}

/** @returns {{ lang?: Lang, theme?: Theme } | undefined} */
function readStored() {
  try {
    const { lang, theme } = JSON.parse(localStorage.getItem(KEY) ?? "");
    return {
      ...((lang === "zh" || lang === "en") && { lang }),
      ...((theme === "light" || theme === "dark") && { theme }),
    };
  } catch {
    return undefined;
  }
}
