// The drawing editor of the workshop: opens the files of one process of a change, and connects the editor's parts.
import { showConflict } from "./conflict.js";
import { Diagram } from "./diagram.js";
import { table, untranslated } from "./dutch/index.js";
import { Findings } from "./findings.js";
import { make } from "./markup.js";
import { CONFLICT, FAILED, Part, SAVED, SAVING, UNSAVED } from "./part.js";
import { openText, Sheets } from "./sheets.js";
import { DIAGRAM, isNarrow, LOOKING } from "./view.js";
import { Words } from "./words.js";

const SAID = {
  [SAVED]: "Opgeslagen",
  [UNSAVED]: "Niet opgeslagen",
  [SAVING]: "Bezig met opslaan",
  [CONFLICT]: "Niet opgeslagen: er is intussen al iets bewaard",
  [FAILED]: "Niet opgeslagen: wij proberen het zo weer",
};

const root = document.querySelector("#tekenaar");
const find = (name) => root.querySelector(`[data-place=${name}]`);
const { dataset } = root;

async function begin() {
  const part = new Part(dataset.files);
  const words = new Words(dataset.words);
  const [loaded] = await Promise.allSettled([part.load(), words.load()]);
  if (loaded.status === "rejected" || !words.jobs) throw loaded.reason ?? new Error("no words");

  let leaving = false;
  const sheets = new Sheets({
    root,
    part,
    addresses: { form: dataset.form },
    styles: { dmn: dataset.styleDmn, forms: dataset.styleForms },
  });
  const workshop = { words, openFile: (name) => sheets.openFile(name), ...makers(sheets, words) };
  const diagram = new Diagram({ canvas: find("canvas"), panel: find("panel"), workshop });
  diagram.setTemplates(words);
  diagram.addEventListener("text", ({ detail }) => part.change(DIAGRAM, detail));
  diagram.addEventListener("files", ({ detail }) => {
    sheets.forget(detail);
    findings.remark();
  });
  root.addEventListener("drawing-shown", () => diagram.comeBack());
  words.addEventListener("change", () => diagram.get("eventBus").fire("propertiesPanel.providersChanged"));

  const findings = new Findings({
    part,
    diagram,
    process: dataset.process,
    openFile: (name) => sheets.openFile(name),
    addresses: { check: dataset.check, repair: dataset.repair },
    places: { summary: find("summary"), list: find("list"), now: find("check"), undo: find("undo"), player: find("player") },
  });

  const leave = () => (leaving = true);
  const flush = () => Promise.all([diagram.flush(), sheets.flush()]);
  part.addEventListener("state", () => {
    tellState(part);
    if (part.state === CONFLICT) showConflict(part, find("conflict"), { leave, flush, addresses: dataset });
    // The choices depend on the files: ask again once they are on the server.
    if (part.state === SAVED) words.load();
  });
  find("save").addEventListener("click", async () => {
    await flush();
    await part.save();
  });
  globalThis.addEventListener("beforeunload", (event) => {
    if (!leaving && part.state !== SAVED) event.preventDefault();
  });
  watchKeys(diagram);

  try {
    await diagram.show(part.read(DIAGRAM));
    diagram.fit({ smallest: isNarrow() ? 0 : 0.55 });
  } catch (error) {
    // It can still be repaired: as text here, or by going back to a snapshot.
    const said = "U kunt de tekst veranderen en de pagina opnieuw laden.";
    const told = make("p", "", `De tekening is niet te lezen (${error.message}). ${said}`);
    find("canvas").replaceChildren(told);
    openText(find("canvas"), part.read(DIAGRAM), (text) => part.change(DIAGRAM, text), DIAGRAM);
  }
  root.dataset.ready = "true";
  find("loading")?.remove();
  // The editor fills the screen from its first button on: menus open inside the canvas and would fall off-screen.
  if (!globalThis.scrollY) root.scrollIntoView();
  findings.check();
  // For the browser tests, and for debugging a page.
  Object.assign(root, { workshop: { part, diagram, findings, sheets, words, untranslated, table } });
}

/** Create a file from the element that needs it, and open it. */
function makers(sheets, words) {
  const nameOf = (element, fallback) => element.businessObject.name || fallback;
  const add = (list, kind, wanted, title) => {
    const made = sheets.make(kind, title, wanted);
    list.push({ id: made.id, name: title, file: made.name });
    sheets.openFile(made.name);
    return made.id;
  };
  return {
    makeForm: (wanted, element) => add(words.forms, "formulieren", wanted, nameOf(element, "Nieuw formulier")),
    makeTable: (wanted, element) => add(words.decisions, "tabellen", wanted, nameOf(element, "Nieuwe tabel")),
    makeLetter: (wanted, element) => add(words.letters, "brieven", wanted, nameOf(element, "Nieuwe brief")),
    makeMail: (wanted, element) => add(words.mails, "berichten", wanted, nameOf(element, "Nieuw bericht")),
  };
}

let told = "";
let failed = "";
function tellState(part) {
  const place = find("state");
  // A failure stays visible during a retry: a new line of another length would move the drawing under the mouse.
  const isTried = failed && (part.state === SAVING || part.state === UNSAVED);
  const said = isTried ? failed : part.message ? `Niet opgeslagen: ${part.message}` : SAID[part.state];
  failed = isTried || part.state === FAILED ? said : "";
  place.dataset.state = isTried ? FAILED : part.state;
  place.textContent = said;
  // A screen reader announces the outcome, not every unsaved character.
  if (part.state === SAVING || part.state === UNSAVED || said === told) return;
  told = said;
  find("announced").textContent = said;
}

/** Ctrl+S saves at once; Ctrl+F opens the canvas search while the canvas has the focus. */
function watchKeys(diagram) {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      find("save").click();
    }
  });
  diagram.listenTo(find, {
    ...LOOKING, "undo-edit": ["undo"], "redo-edit": ["redo"], connect: ["connectByName"],
  });
  diagram.get("eventBus").on("selection.changed", () => {
    find("connect").disabled = !diagram.get("connectByName").canOpen();
  });
}

begin().catch((error) => {
  root.dataset.ready = "false";
  const place = find("loading") ?? find("summary");
  place.textContent = "De tekening kon niet worden geopend. Laad de pagina opnieuw, of gebruik de Stappenlijst.";
  console.error(error);
});
