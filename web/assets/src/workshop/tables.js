// Decision tables: dmn-js with our words. Loaded when the first table is opened.
import DmnModeler from "dmn-js/lib/Modeler";
import { offerColumns, renewHeads } from "./columns.js";
import { dutchTables, table, untranslated } from "./dutch/tables.js";
import { graft } from "./grafting.js";

const PAUSE = 300;

// dmn-js reads the DMN 1.3 namespace; files may say 1.4 or 1.5, which do not differ in anything that it edits.
// The file keeps its own namespace.
const KNOWN = "https://www.omg.org/spec/DMN/20191111/";
const LATER = ["https://www.omg.org/spec/DMN/20211108/", "https://www.omg.org/spec/DMN/20230324/"];
const named = (text) => LATER.find((name) => text.includes(`${name}MODEL/`)) ?? KNOWN;

/** A table editor in a place on the page; `tell` receives each new text. */
export async function openTable(place, text, tell) {
  const views = { additionalModules: [dutchTables] };
  const modeler = new DmnModeler({
    container: place,
    height: "100%",
    drd: views,
    decisionTable: views,
    literalExpression: views,
    boxedExpression: views,
    common: { expressionLanguages: { options: [{ value: "feel", label: "FEEL" }], defaults: { editor: "feel" } } },
  });
  let timer = 0;
  const listened = new WeakSet();
  const listen = () => {
    const viewer = modeler.getActiveViewer();
    if (!viewer || listened.has(viewer)) return;
    listened.add(viewer);
    viewer.on("elements.changed", plan);
    viewer.on("commandStack.changed", plan);
    renewHeads(viewer);
  };
  const flush = async () => {
    clearTimeout(timer);
    const stack = modeler.getActiveViewer()?.get("commandStack", false);
    if (!touched && !stack?.canUndo()) return;
    touched = true;
    tell(graft(text, (await modeler.saveXML({ format: true })).xml.replaceAll(KNOWN, own)));
  };
  let touched = false;
  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE);
  };
  modeler.on("views.changed", listen);
  const own = named(text);
  await modeler.importXML(text.replaceAll(own, KNOWN));
  // Most files contain one table: open that, not the diagram of its requirements.
  const tables = modeler.getViews().filter((view) => view.type === "decisionTable" || view.type === "literalExpression");
  if (tables.length === 1) await modeler.open(tables[0]);
  listen();
  const takeAway = offerColumns(place, () => modeler.getActiveViewer());
  const close = () => {
    takeAway();
    modeler.destroy();
  };
  return { flush, close, modeler, table, untranslated };
}
