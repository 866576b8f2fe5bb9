// The read-only drawing: the canvas with search and findings, and beside it what a step says.
import { is } from "bpmn-js/lib/util/ModelUtil";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import editorActions from "bpmn-js/lib/features/editor-actions";
import keyboard from "bpmn-js/lib/features/keyboard";
import outline from "bpmn-js/lib/features/outline";
import search from "bpmn-js/lib/features/search";
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json";
import { dutchModule, untranslated } from "./dutch/index.js";
import { Findings } from "./findings.js";
import { make } from "./markup.js";
import { Part } from "./part.js";
import { DIAGRAM, LOOKING, View } from "./view.js";

const root = document.querySelector("#tekenaar");
const find = (name) => root.querySelector(`[data-place=${name}]`);
const { dataset } = root;

async function begin() {
  const part = new Part(dataset.files);
  const [, steps] = await Promise.all([part.load(), readSteps()]);
  const viewer = new NavigatedViewer({
    container: find("canvas"),
    additionalModules: [dutchModule, editorActions, keyboard, outline, search],
    moddleExtensions: { zeebe },
  });
  const view = new View(viewer);
  view.get("eventBus").on("selection.changed", ({ newSelection: [chosen] }) => tell(chosen, steps));
  view.listenTo(find, LOOKING);
  const findings = new Findings({
    part,
    diagram: view,
    process: dataset.process,
    openFile: async () => {},
    addresses: { check: dataset.check },
    places: { summary: find("summary"), list: find("list"), now: find("check"), player: find("player") },
  });
  try {
    await view.show(part.read(DIAGRAM));
    view.fit();
  } catch (error) {
    find("canvas").replaceChildren(make("p", "", `De tekening is niet te lezen (${error.message}).`));
  }
  root.dataset.ready = "true";
  find("loading")?.remove();
  findings.check();
  // For the browser tests, and for debugging a page.
  Object.assign(root, { workshop: { part, diagram: view, findings, untranslated } });
}

/** The list of steps, as on its own page: the same words, and links to forms, tables and mails. */
async function readSteps() {
  const answer = await fetch(dataset.steps);
  return new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
}

/** Show what the list says about an element; for a flow, about its target. */
function tell(chosen, steps) {
  const panel = find("panel");
  const element = chosen?.labelTarget ?? chosen;
  panel.replaceChildren(...(element ? describe(element, steps) : [make("p", "", dataset.hint)]));
  panel.scrollTop = 0;
}

function describe(element, steps) {
  const { id, name, documentation } = element.businessObject;
  const step = steps.getElementById(`stap-${is(element, "bpmn:SequenceFlow") ? element.source.id : id}`)?.cloneNode(true);
  if (!step) {
    const told = (documentation ?? []).map(({ text }) => make("p", "", text));
    return [make("h2", "utrecht-heading-3", name || dataset.nameless), ...told];
  }
  step.querySelector(":scope > ol")?.remove();
  step.removeAttribute("id");
  for (const link of step.querySelectorAll("a[href^='#stap-']")) {
    const target = link.getAttribute("href").slice("#stap-".length);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      document.querySelector("#tekenaar").workshop.diagram.reveal(target);
    });
  }
  const heading = step.querySelector(".smederij-editsteps__name");
  if (heading) {
    const told = make("h2", "utrecht-heading-3");
    told.append(...heading.childNodes);
    heading.replaceWith(told);
  }
  return [...step.childNodes];
}

begin().catch((error) => {
  root.dataset.ready = "false";
  (find("loading") ?? find("summary")).textContent = dataset.failed;
  console.error(error);
});
