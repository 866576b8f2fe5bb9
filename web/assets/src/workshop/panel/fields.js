// Entries of the properties panel that choose from a list, tick, or read FEEL; each knows where its value is written.
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

/** A list to choose from. What is written and is not in the list stays, and says that it is unknown. */
export function choose({ id, label, description, choices, read, write, element, none = NONE }) {
  const getOptions = () => {
    const now = read();
    const known = choices.map((choice) => ({ value: choice.id, label: choice.name }));
    if (now && !choices.some((choice) => choice.id === now)) known.push({ value: now, label: `${now} (onbekend)` });
    return [{ value: "", label: none }, ...known];
  };
  const component = () =>
    h(SelectEntry, { id, element, label, description, getOptions, getValue: read, setValue: (value) => write(value) });
  return { id, component, isEdited: isSelectEntryEdited };
}

export function tick({ id, label, description, read, write, element }) {
  const component = () => h(CheckboxEntry, { id, element, label, description, getValue: read, setValue: write });
  return { id, component, isEdited: isCheckboxEntryEdited };
}

export function type({ id, label, description, read, write, element, validate }) {
  const component = () => {
    const debounce = useService("debounceInput");
    return h(TextFieldEntry, { id, element, label, description, debounce, getValue: read, setValue: write, validate });
  };
  return { id, component, isEdited: isTextFieldEntryEdited };
}

/** A value that may be FEEL, with the names that this element can read. */
export function reckon({ id, label, description, read, write, element, words, feel = "optional" }) {
  const component = () => {
    const debounce = useService("debounceInput");
    const settings = {
      id, element, label, description, debounce, feel, translate,
      variables: words.variablesFor(element),
      getValue: read,
      setValue: (value) => write(value),
    };
    return h(FeelEntry, settings);
  };
  return { id, component, isEdited: isFeelEntryEdited };
}

/** Several of a list, each with a box: written as one text with commas. */
export function tickSeveral({ id, label, choices, read, write }) {
  const component = () => {
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
  };
  return { id, component, isEdited: (node) => Boolean(node?.querySelector("input:checked")) };
}

/** Buttons that lead elsewhere: to the file that an element uses, or to a new one. */
export function act({ id, buttons }) {
  const component = () =>
    h(
      "div",
      { class: "bio-properties-panel-entry smederij-properties-buttons", "data-entry-id": id },
      buttons.map(({ label, press }) =>
        h("button", { type: "button", class: "smederij-tool smederij-tool--strong", onClick: press, key: label }, label),
      ),
    );
  return { id, component, isEdited: () => false };
}
