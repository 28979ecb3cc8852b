// The API reference: Markdown from the published types, one page for each entry of the package.

import { basename, join } from "node:path";
import { Application } from "typedoc";
import { read, root } from "./project.js";

/** @param {string} out  the folder of the pages */
export async function writeApi(out) {
  const entries = typedEntries();
  const app = await Application.bootstrapWithPlugins({
    entryPoints: [...entries.keys()].map((types) => join(root, types)),
    out,
    tsconfig: join(root, "site/tsconfig.json"),
    // npx tsc checks the types.
    skipErrorChecking: true,
    plugin: ["typedoc-plugin-markdown"],
    name: "API",
    readme: "none",
    sort: ["source-order"],
    groupOrder: ["Functions", "Classes", "Interfaces", "Type Aliases", "Variables"],
    disableSources: true,
    excludeExternals: true,
    treatWarningsAsErrors: true,
    router: "module",
    entryFileName: "index",
    hidePageHeader: true,
    hideBreadcrumbs: true,
    useCodeBlocks: true,
    parametersFormat: "table",
    interfacePropertiesFormat: "htmlTable",
    typeAliasPropertiesFormat: "htmlTable",
    enumMembersFormat: "table",
    sanitizeComments: true,
    // Its anchors differ from those of the headings where two names run together: SwanPlatform.app and SwanPlatformApp.
    useHTMLAnchors: true,
  });
  const project = await app.convert();
  if (!project) throw new Error("TypeDoc cannot read the types");
  const names = new Map([...entries].map(([types, name]) => [basename(types).split(".")[0], name]));
  for (const module of project.children ?? []) module.name = names.get(module.name) ?? module.name;
  await app.generateOutputs(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) throw new Error("TypeDoc has warnings");
}

/** The entries of package.json by the file of their types. @returns {Map<string, string>} */
function typedEntries() {
  const { name, exports } = JSON.parse(read("package.json"));
  const entries = Object.entries(exports).map(([path, { require, types }]) => [
    require?.types ?? types,
    join(name, path),
  ]);
  return new Map(entries.filter(([types]) => types && !types.endsWith(".wasm.d.ts")));
}
