// How the search divides texts into words and compares them. VitePress sends these functions to the browser as text, so each
// may use nothing outside itself.

/**
 * The words of a text. Chinese has no spaces, so each pair of neighbouring characters counts as a word: the same in Node,
 * which makes the index, and in every browser.
 * @param {string} text
 * @returns {string[]}
 */
export function tokenize(text) {
  const words = [];
  for (const [run] of text.matchAll(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}_])+/gu)) {
    const isChinese = /^\p{Script=Han}/u.test(run);
    const pairs = Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2));
    // camelCase and snake_case are found by their parts, too.
    const parts = run.split(/_+|(?<=[a-z0-9])(?=[A-Z])/).filter((part) => part !== run);
    words.push(...(isChinese && run.length > 1 ? pairs : [run, ...(isChinese ? [] : parts)]));
  }
  return words.filter(Boolean);
}

export const searchOptions = {
  combineWith: "AND",
  prefix: true,
  /** How much of a word may differ; nothing of a number. @param {string} word */
  fuzzy: (word) => (/\d/.test(word) ? false : 0.15),
  /**
   * The words that somebody has typed. Chinese is divided into words first, because those may stand apart on a page: only the
   * pairs within a word must all be there. A single character belongs to the word before, unless it is a particle.
   * @param {string} text
   */
  tokenize(text) {
    const segmenter = typeof Intl.Segmenter === "function" && new Intl.Segmenter("zh", { granularity: "word" });
    const runs = text.match(/\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}_])+/gu) ?? [];
    return runs.flatMap((run) => {
      if (!/^\p{Script=Han}/u.test(run)) return [run];
      const words = [""];
      for (const { segment } of segmenter ? segmenter.segment(run) : [{ segment: run }]) {
        if (/^[的了是吗呢和与在把被]$/.test(segment)) words.push("");
        else if (segment.length === 1) words.push(words.pop() + segment);
        else words.push(segment);
      }
      return words.flatMap((word) =>
        word.length < 2 ? word || [] : Array.from({ length: word.length - 1 }, (_, i) => word.slice(i, i + 2)),
      );
    });
  },
};
