// Forms: form-js with our words, and beside it the page as our server makes it of the form. Loaded when a form is opened.
import { FormEditor } from "@bpmn-io/form-js-editor";
import { post } from "./part.js";

const PAUSE = 300;
/** The kinds of question that our pages have (engine/forms); the editor offers no others. */
const KINDS = new Set(["textfield", "textarea", "number", "datetime", "checkbox", "checklist", "radio", "select", "text", "group"]);

/** Groups and entries that ask for what engine/forms refuses: computed, read-only and repeated questions, and paths. */
const GONE_GROUPS = /custom|serialization|repeat|security|tableheader/i;
const GONE_ENTRIES = /readonly|disabled|path|versiontag|values-?source|^compute/i;
const AFTER_ALL = 100;

class AskWhatRuns {
  constructor(propertiesPanel) {
    propertiesPanel.registerProvider(this, AFTER_ALL);
  }

  getGroups() {
    return (groups) =>
      groups
        .filter((group) => !GONE_GROUPS.test(group.id))
        .map((group) =>
          group.entries ? { ...group, entries: group.entries.filter((entry) => !GONE_ENTRIES.test(entry.id)) } : group,
        )
        .filter((group) => !group.entries || group.entries.length);
  }
}

AskWhatRuns.$inject = ["propertiesPanel"];
const onlyWhatRuns = { __init__: ["askWhatRuns"], askWhatRuns: ["type", AskWhatRuns] };

/** An editor of a form; `tell` gets each new text, `preview` shows the server's page of it. */
export async function openForm({ editor: place, preview, address }, text, tell) {
  const editor = new FormEditor({ container: place, additionalModules: [onlyWhatRuns] });
  const fields = editor.get("formFields");
  for (const kind of Object.keys(fields._formFields)) {
    if (!KINDS.has(kind) && kind !== "default") delete fields._formFields[kind];
  }
  let timer = 0;
  let asked = 0;
  const show = async (form) => {
    const turn = ++asked;
    try {
      const answer = await post(address, { form });
      const told = await answer.json();
      if (turn !== asked) return;
      if (answer.ok) preview.innerHTML = told.html;
      else preview.replaceChildren(Object.assign(document.createElement("p"), { textContent: told.message }));
    } catch {
      // The next change asks again.
    }
  };
  const flush = () => {
    clearTimeout(timer);
    if (!editor.get("commandStack").canUndo()) {
      tell(text);
      show(text);
      return;
    }
    const now = `${JSON.stringify(editor.saveSchema(), null, 2)}\n`;
    tell(now);
    show(now);
  };
  await editor.importSchema(JSON.parse(text));
  editor.on("commandStack.changed", () => {
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE);
  });
  show(text);
  return { flush, close: () => editor.destroy(), editor };
}
