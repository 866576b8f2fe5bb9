// Forms: form-js with our words, and beside it the page that our server makes from the form. Loaded with the first form.
import { FormEditor } from "@bpmn-io/form-js-editor";
import { h } from "preact";
import { post } from "./part.js";

const PAUSE = 300;
/** The kinds of question that our pages support (engine/forms); the editor offers no others. */
const LIST = "dynamiclist";
const FILES = "filepicker";
const KINDS = new Set([
  ...["textfield", "textarea", "number", "datetime", "checkbox", "checklist", "radio", "select", "text", "group"],
  ...[LIST, FILES],
]);

/**
 * Groups and entries for what engine/forms refuses or ignores: computed and read-only questions, folding,
 * kinds of files that are never accepted. Our own lists for files replace the last.
 */
const GONE_GROUPS = /custom|serialization|repeat|security|tableheader/i;
const GONE_ENTRIES = /readonly|disabled|collapse|versiontag|values-?source|^compute|^accept$|^multiple$/i;
/** The variable that holds the rows of a list; everything else has a key. */
const PATH = /^path$/;
const AFTER_ALL = 100;

/** Which submitter details a question can ask for, by its kind (engine/workshop/formediting.py). */
const PERSONAL = { textfield: ["name", "email", "phone", "address"], textarea: ["name", "address"] };
const CALLED = { name: "Naam", email: "E-mailadres", phone: "Telefoonnummer", address: "Postadres" };

/** What a file question can accept, as in engine/workshop/formediting.py (`FILE_KINDS`). */
const FILE_KINDS = [["", "Foto’s en pdf"], ["image/*", "Alleen foto’s"], [".pdf", "Alleen pdf"]];
const FILE_COUNTS = [["", "Eén bestand"], ["true", "Meer bestanden, hooguit 10"]];

/** A list to choose from; without hooks, since the form-js panel bundles its own Preact. */
function askChoice({ id, label, description, now, options, write }) {
  const option = ([value, text]) => h("option", { value, selected: value === now }, text);
  const component = () =>
    h("div", { class: "bio-properties-panel-entry", "data-entry-id": id },
      h("div", { class: "bio-properties-panel-select" },
        h("label", { class: "bio-properties-panel-label", for: `veld-${id}` }, label),
        h("select", {
          id: `veld-${id}`,
          class: "bio-properties-panel-input",
          value: now,
          onChange: (event) => write(event.target.value),
        },
          options.map(option))),
      description && h("div", { class: "bio-properties-panel-description" }, description));
  return { id, component, isEdited: () => Boolean(now) };
}

/** The list for our property `personal`. */
function askPersonal(field, editField) {
  const write = (value) => {
    const { personal: _was, ...others } = field.properties ?? {};
    const properties = value ? { ...others, personal: value } : others;
    editField(field, ["properties"], Object.keys(properties).length ? properties : undefined);
  };
  return askChoice({
    id: "personal",
    label: "Is dit iets van de indiener zelf?",
    description: "Dan bewaren en wissen wij het antwoord apart.",
    now: field.properties?.personal ?? "",
    options: [["", "Nee"], ...PERSONAL[field.type].map((kind) => [kind, CALLED[kind]])],
    write,
  });
}

/** Which files, and how many; a different value written by a modeler is shown unchanged. */
function askFiles(field, editField) {
  const kind = field.accept ?? "";
  const other = FILE_KINDS.some(([value]) => value === kind) ? [] : [[kind, kind]];
  return [
    askChoice({
      id: "fileKinds",
      label: "Welke bestanden?",
      now: kind,
      options: [...FILE_KINDS, ...other],
      write: (value) => editField(field, ["accept"], value || undefined),
    }),
    askChoice({
      id: "fileCount",
      label: "Hoeveel bestanden?",
      now: field.multiple === true ? "true" : "",
      options: FILE_COUNTS,
      write: (value) => editField(field, ["multiple"], value === "true" || undefined),
    }),
  ];
}

/** An input for one of our properties. One component for all, else the panel makes a new input at every keystroke. */
function PropertyEntry({ id, label, description, inputmode, field, editField }) {
  const write = (value) => {
    const { [id]: _was, ...others } = field.properties ?? {};
    const properties = value ? { ...others, [id]: value } : others;
    editField(field, ["properties"], Object.keys(properties).length ? properties : undefined);
  };
  return h("div", { class: "bio-properties-panel-entry", "data-entry-id": id },
    h("div", { class: "bio-properties-panel-textfield" },
      h("label", { class: "bio-properties-panel-label", for: `veld-${id}` }, label),
      h("input", {
        id: `veld-${id}`,
        class: "bio-properties-panel-input",
        type: "text",
        inputmode,
        autocomplete: "off",
        value: field.properties?.[id] ?? "",
        onInput: (event) => write(event.target.value),
        onChange: (event) => write(event.target.value.trim()),
      })),
    description && h("div", { class: "bio-properties-panel-description" }, description));
}

/** What our lists can do beyond those of form-js (engine/forms/repeating.py). */
function askRows(field, editField) {
  const ask = (id, label, description, inputmode) => ({
    ...{ id, label, description, inputmode, field, editField },
    component: PropertyEntry,
    isEdited: () => Boolean(field.properties?.[id]),
  });
  return [
    ask("minItems", "Minstens zoveel regels", "", "numeric"),
    ask("maxItems", "Hooguit zoveel regels", "Vult u niets in, dan zijn het er hooguit 50.", "numeric"),
    ask("forEach", "Een regel voor ieder van", "Een uitdrukking na = die een lijst geeft. Dan kan er niets bij of af."),
  ];
}

class AskWhatRuns {
  constructor(propertiesPanel) {
    propertiesPanel.registerProvider(this, AFTER_ALL);
  }

  getGroups(field, editField) {
    const ours = this.#ours(field, editField);
    return (groups) =>
      groups
        .map((group) => (group.id === "general" ? { ...group, entries: [...group.entries, ...ours] } : group))
        .filter((group) => !GONE_GROUPS.test(group.id))
        .map((group) =>
          group.entries ? { ...group, entries: group.entries.filter((entry) => this.#runs(field, entry.id)) } : group,
        )
        .filter((group) => !group.entries || group.entries.length);
  }

  #ours(field, editField) {
    if (PERSONAL[field?.type]) return [askPersonal(field, editField)];
    if (field?.type === LIST) return askRows(field, editField);
    return field?.type === FILES ? askFiles(field, editField) : [];
  }

  #runs(field, entry) {
    return !GONE_ENTRIES.test(entry) && (field?.type === LIST || !PATH.test(entry));
  }
}

AskWhatRuns.$inject = ["propertiesPanel"];
const onlyWhatRuns = { __init__: ["askWhatRuns"], askWhatRuns: ["type", AskWhatRuns] };

/** A form editor; `tell` receives each new text, `preview` shows the server's page for it. */
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
      // The next change will ask again.
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
