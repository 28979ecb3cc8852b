/**
 * The words of a text for the search. Chinese has no spaces, so each pair of neighbouring characters counts as a word: the
 * same in Node, which makes the index, and in every browser. VitePress sends this function to the browser as text, so it
 * may use nothing outside itself.
 * @param {string} text
 * @returns {string[]}
 */
export function tokenize(text) {
  const words = [];
  for (const [run] of text.matchAll(/[\p{Script=Han}]+|[\p{L}\p{N}_]+/gu)) {
    if (!/^\p{Script=Han}/u.test(run)) {
      for (const [word] of run.matchAll(/[^\p{Script=Han}]+|\p{Script=Han}+/gu)) words.push(word);
      // camelCase and snake_case are found by their parts, too.
      const parts = run.split(/_|(?<=[a-z0-9])(?=[A-Z])/);
      if (parts.length > 1) words.push(...parts.filter(Boolean));
    } else if (run.length === 1) words.push(run);
    else for (let i = 0; i < run.length - 1; i++) words.push(run.slice(i, i + 2));
  }
  return words;
}
