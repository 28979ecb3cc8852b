import { join } from "node:path";
import { slug } from "../../scripts/markdown.js";
import { pagesFolder } from "../pages.js";
import { base, repositoryUrl, root, siteUrl, version } from "../project.js";
import { searchOptions, tokenize } from "./search.js";
import { searchableHtml } from "./searchable-html.js";
import { sidebar } from "./sidebar.js";

export default {
  srcDir: pagesFolder,
  outDir: "../target/site/dist",
  cacheDir: "../target/site/cache",
  base,
  cleanUrls: true,
  title: "swan-login",
  ...(siteUrl && { sitemap: { hostname: siteUrl } }),
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${base}logo.svg` }]],
  // GitHub's anchors, so that a link leads to the same heading there and here.
  markdown: { anchor: { slugify: slug }, config: adaptMarkdown },
  vite: { publicDir: join(root, "site/public"), build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    logo: "/logo.svg",
    outline: [2, 3],
    ...(repositoryUrl && { socialLinks: [{ icon: "github", link: repositoryUrl }] }),
    search: {
      provider: "local",
      options: {
        _render: (text, env, md) => searchableHtml(md.render(text, env)),
        miniSearch: { options: { tokenize }, searchOptions },
        locales: { zh: { translations: chineseSearch() } },
      },
    },
  },
  locales: {
    root: {
      label: "English",
      lang: "en",
      description: "Server-side login for Baidu Smart Mini Programs",
      themeConfig: theme("en"),
    },
    zh: {
      label: "简体中文",
      lang: "zh-CN",
      description: "百度智能小程序的服务端登录",
      themeConfig: { ...theme("zh"), ...chineseWords() },
    },
  },
};

/** @param {import("vitepress").MarkdownRenderer} md */
function adaptMarkdown(md) {
  // A line break between Chinese characters is no space. Browsers show one.
  md.renderer.rules.softbreak = (tokens, index) => {
    const [before, after] = [tokens[index - 1]?.content.at(-1), tokens[index + 1]?.content.at(0)];
    return [before, after].every((character) => CHINESE_CHARACTER.test(character ?? "")) ? "" : "\n";
  };
  // VitePress has a look only for code between fences. What is indented are command lines.
  md.core.ruler.push("indented_code", ({ tokens }) => {
    for (const token of tokens)
      if (token.type === "code_block") Object.assign(token, { type: "fence", info: "sh", markup: "```" });
  });
}

const CHINESE_CHARACTER = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef\u2018-\u201d]/u;

/** What depends on the language. @param {"en" | "zh"} language */
function theme(language) {
  const isChinese = language === "zh";
  const folder = isChinese ? "/zh/" : "/";
  return {
    nav: [
      { text: isChinese ? "指南" : "Guides", link: `${folder}getting-started` },
      { text: isChinese ? "错误" : "Errors", link: `${folder}errors` },
      { text: "API", link: `${folder}api/swan-login` },
      { text: version, link: `${folder}changelog` },
    ],
    sidebar: { [folder]: sidebar(language) },
    ...(repositoryUrl && {
      editLink: {
        pattern: ({ frontmatter }) => frontmatter.source,
        text: isChinese ? "修改此页" : "Edit this page",
      },
    }),
  };
}

/** The words of VitePress. */
function chineseWords() {
  return {
    outline: { label: "本页目录", level: [2, 3] },
    docFooter: { prev: "上一页", next: "下一页" },
    darkModeSwitchLabel: "外观",
    lightModeSwitchTitle: "切换到浅色",
    darkModeSwitchTitle: "切换到深色",
    sidebarMenuLabel: "目录",
    returnToTopLabel: "回到顶部",
    langMenuLabel: "切换语言",
    skipToContentLabel: "跳到正文",
    notFound: {
      title: "没有这一页",
      quote: "地址可能有误，或者页面已经移动。",
      linkLabel: "回到首页",
      linkText: "回到首页",
    },
  };
}

/** The words of the search. */
function chineseSearch() {
  return {
    button: { buttonText: "搜索", buttonAriaLabel: "搜索" },
    modal: {
      displayDetails: "显示详情",
      resetButtonTitle: "清空",
      backButtonTitle: "关闭",
      noResultsText: "没有找到",
      footer: {
        selectText: "打开",
        selectKeyAriaLabel: "回车键",
        navigateText: "选择",
        navigateUpKeyAriaLabel: "上箭头",
        navigateDownKeyAriaLabel: "下箭头",
        closeText: "关闭",
        closeKeyAriaLabel: "Esc 键",
      },
    },
  };
}
