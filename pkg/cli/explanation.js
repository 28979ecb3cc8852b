/**
 * @import { Explanation } from "../types/explain.cjs"
 * @import { Lang } from "./language.js"
 */

const HEADS = {
  zh: { causes: "可能的原因：", steps: "怎么办：", links: "参考：" },
  en: { causes: "Causes:", steps: "What to do:", links: "Read more:" },
};

/** @param {Explanation} explanation @param {Lang} lang */
export function describeExplanation({ title, meaning, causes, steps, links }, lang) {
  const heads = HEADS[lang];
  return [
    title,
    ...(meaning === title ? [] : [meaning]),
    ...list(heads.causes, causes, () => "-"),
    ...list(heads.steps, steps, (index) => `${index + 1}.`),
    ...list(heads.links, links, () => "-"),
  ].join("\n");
}

/** @param {string} head @param {string[]} texts @param {(index: number) => string} mark */
function list(head, texts, mark) {
  return texts.length === 0 ? [] : [head, ...texts.map((text, index) => `  ${mark(index)} ${text}`)];
}
