import DefaultTheme from "vitepress/theme";
import { h } from "vue";
import { ErrorFilter } from "./error-filter.js";
import "./style.css";

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { "doc-before": () => h(ErrorFilter) }),
};
