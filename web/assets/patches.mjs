// Changes to libraries during bundling: code that our Content Security Policy would refuse, and English that they do not
// let us translate. Each change names the text it looks for, and the build fails when that is no longer there.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { lint, panel, phrases, popup, simulation, snippets, tables } from "./src/workshop/dutch/built.mjs";
import { literals, pieces } from "./src/workshop/dutch/forms.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, "node_modules");
const ours = (name) => path.join(here, "src/workshop", name);

/** Replace text; the build fails if it is not there. */
function swap(from, to) {
  return (source, file) => {
    if (!source.includes(from)) throw new Error(`${file} no longer has ${JSON.stringify(from)}: look at patches.mjs`);
    return source.replaceAll(from, to);
  };
}

// CodeMirror writes its rules into a <style> element, which style-src refuses. An adopted style sheet does the same
// without any inline style; the library supports that, but for shadow roots only.
const adoptStyles = swap("!root.head && root.adoptedStyleSheets", "root.adoptedStyleSheets");

// Under our policy, markup loses its style attribute. Setting the same style on the element is allowed.
const setStyles = (source, file) =>
  swap("export default function domify(", "function parse(")(source, file) +
  `
export default function domify(text, document = globalThis.document) {
  if (typeof text !== "string" || !text.includes(" style=")) return parse(text, document);
  const node = parse(text.replaceAll(" style=", " data-style="), document);
  const styled = [...(node.querySelectorAll?.("[data-style]") ?? [])];
  if (node.matches?.("[data-style]")) styled.push(node);
  for (const element of styled) {
    element.style.cssText = element.getAttribute("data-style");
    element.removeAttribute("data-style");
  }
  return node;
}
`;

// The parts of the properties panel accept a translate function, but do not get one everywhere.
const askOurTable = (source, file) => {
  const asks = "function translateFallback(template, replacements) {";
  const answered = swap(asks, `${asks} return sayInDutch(template, replacements);`)(source, file);
  const said = swap('children: "Opened in popup"', 'children: "Is groter geopend"')(answered, file);
  return `import { translate as sayInDutch } from ${JSON.stringify(ours("dutch/index.js"))};\n${said}`;
};

// The header of the panel gives a joining gateway the same name as a splitting one.
const nameJoins = (source, file) =>
  `import { nameKind } from ${JSON.stringify(ours("joining.js"))};\n` +
  swap(
    "translate(concreteType.replace(/(\\B[A-Z])/g, ' $1').replace(/(\\bNon Interrupting)/g, '($1)'))",
    "translate(nameKind(element, concreteType.replace(/(\\B[A-Z])/g, ' $1').replace(/(\\bNon Interrupting)/g, '($1)')))",
  )(source, file);

// CodeMirror's phrases can be translated by whoever creates an editor; the library that creates ours does not.
const phraseInDutch = swap(
  "    phrase(phrase, ...insert) {",
  `    phrase(phrase, ...insert) {\n        phrase = (${JSON.stringify(phrases)})[phrase] ?? phrase;`,
);

// Names in FEEL may contain spaces, so the completion looks back over several words. It treats a keyword as part of the
// name, and then offers nothing after "and".
const keyword = "(?:and|or|if|then|else|in|return|satisfies|between|not|for|some|every)\\b";
const stopAtKeywords = (source, file) =>
  swap("/\\w[\\w ]*$/", `/(?<!\\w)(?!${keyword})\\w+(?: +(?!${keyword})\\w*)*$/`)(
    swap("const validFor = /^[\\w ]*$/", `const validFor = /^(?!.*\\b${keyword})[\\w ]*$/`)(source, file),
    file,
  );

// The panel itself shows the = before an expression. Somebody who types or pastes one at the start, as in a file, means
// that one.
const swallowEquals = swap(
  "    changeHandler,\n",
  `    dialect === "expression" ? EditorState.transactionFilter.of((change) => {
      const [equals] = (change.docChanged && /^\\s*=\\s*/.exec(change.newDoc.toString())) || [];
      return equals ? [change, { changes: { from: 0, to: equals.length }, sequential: true }] : change;
    }) : [],
    changeHandler,\n`,
);

// When a name field closes and its size differs, it writes the same name again, and the first undo only reverted that.
// The size matters for a text annotation; elsewhere only a changed name is written.
const writeOnlyChanges = swap(
  `    newBounds.height !== previousBounds.height ||
    newBounds.width !== previousBounds.width
`,
  `    active.context.options?.resizable &&
    (newBounds.height !== previousBounds.height || newBounds.width !== previousBounds.width)
`,
);

// Icons that are set through innerHTML: the same lines with attributes instead of a style.
const useAttributes = (source) =>
  source.replace(/ style="([^"$]*)"/g, (_, style) =>
    style
      .split(";")
      .filter((rule) => rule.trim())
      .map((rule) => {
        const [name, value] = rule.split(":").map((part) => part.trim());
        return ` ${name}="${value}"`;
      })
      .join(""),
  );

/** Replace English with Dutch, literally. */
function say(table) {
  return (source, file) =>
    Object.entries(table).reduce((said, [english, dutch]) => swap(english, dutch)(said, file), source);
}

const OPENINGS = [
  "(?:label|title|text|description|placeholder|tooltip|children|name|emptyListMessage|alt|\"aria-label\")\\s*[:=]\\s*\\[?",
  "(?:label|description|placeholderContent|closeButtonTooltip|emptyListMessage) = ",
  "return ",
  "translate\\(",
  "errors\\.push\\(",
  "\\[jsx\\(Svg\\w+, \\{\\}\\), \" \", ",
  "\\? ",
  "(?<=\\? [^:\n]*) : ",
].join("|");

/** Replace English with Dutch in complete string literals, where the text is for reading and is not a name. */
function sayLiterals(table) {
  return (source, file) =>
    Object.entries(table).reduce((said, [english, dutch]) => {
      const literal = new RegExp(`(${OPENINGS})(['"])${escape(english)}\\2`, "g");
      const after = said.replace(literal, (_, opening) => opening + JSON.stringify(dutch));
      if (after === said) throw new Error(`${file} no longer says ${JSON.stringify(english)}: look at dutch/forms.mjs`);
      return after;
    }, source);
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const perFile = (tables, how) => Object.entries(tables).map(([file, table]) => [file, how(table)]);

const PATCHES = [
  ["style-mod/src/style-mod.js", adoptStyles],
  ["domify/index.js", setStyles],
  ["bpmn-js/lib/features/align-elements/AlignElementsIcons.js", useAttributes],
  ["bpmn-js/lib/features/distribute-elements/DistributeElementsIcons.js", useAttributes],
  ["bpmn-js-properties-panel/dist/index.esm.js", say(panel)],
  ["bpmn-js-properties-panel/dist/index.esm.js", nameJoins],
  ["@bpmn-io/properties-panel/dist/index.esm.js", askOurTable],
  ["@bpmn-io/feel-editor/dist/index.js", stopAtKeywords],
  ["@bpmn-io/feel-editor/dist/index.js", swallowEquals],
  ["diagram-js-direct-editing/lib/DirectEditing.js", writeOnlyChanges],
  ["@codemirror/state/dist/index.js", phraseInDutch],
  ["@bpmn-io/feel-lint/dist/index.js", say(lint)],
  ...perFile(popup, say),
  ...perFile(snippets, say),
  ...perFile(tables, say),
  ...perFile(simulation, say),
  ...perFile(pieces, say),
  ...perFile(literals, sayLiterals),
];

// Whole modules that we replace with a small one of our own: we make the templates ourselves, so a validator of 600 kB
// would find nothing in them, and the FEEL functions that our engine runs are described in Dutch.
const OWN = {
  "@bpmn-io/element-templates-validator": "templates/validator.js",
  "@camunda/feel-builtins": "feel-functions.js",
};

export const patchLibraries = {
  name: "patch-libraries",
  setup(build) {
    for (const [name, file] of Object.entries(OWN)) {
      build.onResolve({ filter: new RegExp(`^${escape(name)}$`) }, () => ({ path: ours(file) }));
    }
    const byFile = new Map();
    for (const [file, patch] of PATCHES) {
      const full = path.join(modules, file);
      byFile.set(full, [...(byFile.get(full) ?? []), patch]);
    }
    build.onLoad({ filter: /node_modules[\\/].*\.m?js$/ }, async ({ path: file }) => {
      const patches = byFile.get(file);
      if (!patches) return undefined;
      let contents = await readFile(file, "utf8");
      for (const patch of patches) contents = patch(contents, path.relative(modules, file));
      return { contents, loader: "js" };
    });
  },
};
