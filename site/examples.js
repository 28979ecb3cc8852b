// Shows whole programs on the site from their very files. A paragraph of a guide that is only a link to an example is replaced
// by the example; other links to the example lead there.

import { dirname, extname } from "node:path";
import { read } from "./project.js";

/** A paragraph that is a link to an example. */
const EXAMPLE = /^\[.*\]\(\.\.\/(examples\/[^)]+)\)$/gm;

/**
 * Where each example is shown: the name of its guide, and its id on that page. A folder is where its first file is.
 * @param {string[]} guides  their files
 * @returns {Map<string, { guide: string, id: string }>}
 */
export function findExamples(guides) {
  const examples = new Map();
  for (const file of guides) {
    const guide = file.replace(/^docs\/|\.md$/g, "");
    for (const [, example] of read(file).matchAll(EXAMPLE)) {
      for (let path = example; path !== "."; path = dirname(path))
        if (!examples.has(path)) examples.set(path, { guide, id: idOf(example) });
    }
  }
  return examples;
}

/** Puts the examples in the place of the paragraphs that link to them. @param {string} text  of a guide */
export function includeExamples(text) {
  return text.replaceAll(EXAMPLE, (_, example) => {
    const block = ["````", extname(example).slice(1), ` [${example}]\n`, read(example), "````"].join("");
    return `<a id="${idOf(example)}"></a>\n\n::: code-group\n\n${block}\n\n:::`;
  });
}

/** @param {string} example */
const idOf = (example) => example.replaceAll(/\W+/g, "-");
