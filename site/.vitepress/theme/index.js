import DefaultTheme from "vitepress/theme";
import { h } from "vue";
import ErrorFilter from "./ErrorFilter.vue";
import "./style.css";

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, { "doc-before": () => h(ErrorFilter) }),
};
