// Entries of the properties panel: choose from a list, tick a box, or enter FEEL; each knows where to write its value.
import {
  CheckboxEntry,
  FeelEntry,
  isCheckboxEntryEdited,
  isFeelEntryEdited,
  isSelectEntryEdited,
  isTextFieldEntryEdited,
  SelectEntry,
  TextFieldEntry,
} from "@bpmn-io/properties-panel";
import { h } from "@bpmn-io/properties-panel/preact";
import { useService } from "bpmn-js-properties-panel";
import { translate } from "../dutch/index.js";

const NONE = "(geen)";

// The panel asks for its entries again after each change. An entry whose component is then a different function is
// removed and recreated, losing the focus and what was being typed. So each component is defined here once, and gets
// its specifics from its entry.

/** A list to choose from. A stored value that is not in the list is kept, and marked as unknown. */
export const choose = (told) => ({ none: NONE, ...told, component: Choice, isEdited: isSelectEntryEdited });

function Choice({ id, element, label, description, choices, none, read, write }) {
  const getOptions = () => {
    const now = read();
    const known = choices.map((choice) => ({ value: choice.id, label: choice.name }));
    if (now && !choices.some((choice) => choice.id === now)) known.push({ value: now, label: `${now} (onbekend)` });
    return [{ value: "", label: none }, ...known];
  };
  return h(SelectEntry, { id, element, label, description, getOptions, getValue: read, setValue: (value) => write(value) });
}

export const tick = (told) => ({ ...told, component: Tick, isEdited: isCheckboxEntryEdited });

const Tick = ({ id, element, label, description, read, write }) =>
  h(CheckboxEntry, { id, element, label, description, getValue: read, setValue: write });

export const type = (told) => ({ ...told, component: Text, isEdited: isTextFieldEntryEdited });

function Text({ id, element, label, description, read, write, validate }) {
  const debounce = useService("debounceInput");
  return h(TextFieldEntry, { id, element, label, description, debounce, getValue: read, setValue: write, validate });
}

/** A value that may be FEEL, with the names that this element can read; `leave` runs when the field loses focus. */
export const reckon = (told) => ({ feel: "optional", ...told, component: Reckoned, isEdited: isFeelEntryEdited });

function Reckoned({ id, element, label, description, read, write, words, feel, leave }) {
  const debounce = useService("debounceInput");
  return h(FeelEntry, {
    id, element, label, description, debounce, feel, translate,
    variables: words.variablesFor(element),
    getValue: read,
    setValue: (value) => write(value),
    onBlur: leave,
  });
}

/** Several values of a list, each with a checkbox: stored as one comma-separated text. */
export const tickSeveral = (told) => ({
  ...told,
  component: Several,
  isEdited: (node) => Boolean(node?.querySelector("input:checked")),
});

function Several({ id, label, choices, read, write }) {
  const now = read().split(",").map((one) => one.trim()).filter(Boolean);
  const flip = (value) => (now.includes(value) ? now.filter((one) => one !== value) : [...now, value]);
  const unknown = now.filter((one) => !choices.some((choice) => choice.id === one));
  const shown = [...choices, ...unknown.map((one) => ({ id: one, name: `${one} (onbekend)` }))];
  return h(
    "fieldset",
    { class: "bio-properties-panel-entry smederij-several", "data-entry-id": id },
    h("legend", { class: "bio-properties-panel-label" }, label),
    shown.map((choice) =>
      h(
        "div",
        { class: "bio-properties-panel-checkbox", key: choice.id },
        h("input", {
          id: `bio-properties-panel-${id}-${choice.id}`,
          class: "bio-properties-panel-input",
          type: "checkbox",
          checked: now.includes(choice.id),
          onChange: () => write(flip(choice.id).join(",")),
        }),
        h("label", { class: "bio-properties-panel-label", for: `bio-properties-panel-${id}-${choice.id}` }, choice.name),
      ),
    ),
  );
}

/** Buttons that open something else: the file that an element uses, or a new one. */
export const act = (told) => ({ ...told, component: Buttons, isEdited: () => false });

const Buttons = ({ id, buttons }) =>
  h(
    "div",
    { class: "bio-properties-panel-entry smederij-properties-buttons", "data-entry-id": id },
    buttons.map(({ label, press }) =>
      h("button", { type: "button", class: "smederij-tool smederij-tool--strong", onClick: press, key: label }, label),
    ),
  );
