// On the page of errors: shows only the rows and sections that contain what somebody has typed or pasted.

import { useData } from "vitepress";
import { defineComponent, h, nextTick, ref, watch } from "vue";

const WORDS = {
  en: { label: "Filter", placeholder: "A number or a word: 110, invalid_grant, expired", none: "Nothing matches." },
  "zh-CN": { label: "筛选", placeholder: "错误码或文字，例如 110、invalid_grant、过期", none: "没有匹配的条目。" },
};

export const ErrorFilter = defineComponent(() => {
  const { page, lang } = useData();
  const text = ref("");
  const isFound = ref(true);
  watch(
    () => page.value.relativePath,
    () => {
      text.value = "";
    },
  );
  watch(text, async () => {
    await nextTick();
    isFound.value = showOnly(text.value);
  });
  return () => {
    if (!/^(zh\/)?errors\.md$/.test(page.value.relativePath)) return null;
    const { label, placeholder, none } = WORDS[lang.value];
    const onInput = ({ target }) => {
      text.value = target.value;
    };
    const input = h("input", { type: "search", value: text.value, placeholder, autocomplete: "off", onInput });
    return h("div", { class: "error-filter" }, [h("label", [label, input]), isFound.value ? null : h("p", none)]);
  };
});

/** Hides the rows and sections without these words, and tells whether any is left. @param {string} text */
function showOnly(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (...elements) => {
    const content = elements.map((element) => element.textContent.toLowerCase()).join("\n");
    return words.every((word) => content.includes(word));
  };
  const shown = sections().map((section) => {
    const rows = section.flatMap((element) => [...element.querySelectorAll("tbody tr")]);
    for (const row of rows) row.hidden = !matches(row);
    const isShown = rows.length > 0 ? rows.some((row) => !row.hidden) : matches(...section);
    for (const element of section) element.hidden = !isShown;
    return isShown;
  });
  return shown.includes(true);
}

/** Each heading with what follows it, except the headings of chapters that have headings of their own. */
function sections() {
  const groups = [];
  for (const element of document.querySelector(".vp-doc > div")?.children ?? []) {
    if (/^H[23]$/.test(element.tagName)) groups.push([]);
    groups.at(-1)?.push(element);
  }
  const isChapter = (index) => groups[index]?.[0].tagName === "H2";
  return groups.filter((_, index) => !isChapter(index) || isChapter(index + 1) || index === groups.length - 1);
}
