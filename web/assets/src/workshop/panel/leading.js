// Groups that link to another file or process: form, kind of work with its text, decision table, called process.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { HEADERS, JOBS } from "../dutch/page.js";
import { act, choose, reckon, type } from "./fields.js";
import { mayBeAside, readExtension, readRow, writeExtension, writeRow } from "./reading.js";

const isOfProcess = (element) => is(element.businessObject.$parent, "bpmn:Process");

/** Read and write one attribute of an extension. */
function attribute(editing, element, extension, name) {
  return {
    element,
    read: () => readExtension(element, extension, name),
    write: (value) => writeExtension(editing, element, extension, { [name]: value || undefined }),
  };
}

/** Open the file named here, or create it in one click if it does not exist. */
function openOrMake(editing, { id, now, choices, open, make, makeNew }) {
  const found = choices.find((choice) => choice.id === now);
  const buttons = [];
  if (found?.file) buttons.push({ label: open, press: () => editing.openFile(found.file) });
  if (now && !found) buttons.push({ label: make, press: () => makeNew(now) });
  if (!now) buttons.push({ label: make, press: () => makeNew() });
  return act({ id, buttons });
}

export function formGroup(element, editing) {
  const starts = is(element, "bpmn:StartEvent") && isOfProcess(element) && !element.businessObject.eventDefinitions?.length;
  if (!is(element, "bpmn:UserTask") && !starts && !mayBeAside(element)) return null;
  const field = attribute(editing, element, "zeebe:FormDefinition", "formId");
  const { forms } = editing.words;
  return {
    id: "form",
    label: "Formulier",
    entries: [
      choose({ id: "ons-formulier", label: "Welk formulier", choices: forms, ...field }),
      openOrMake(editing, {
        id: "ons-formulier-openen",
        now: field.read(),
        choices: forms,
        open: "Open formulier",
        make: "Maak formulier",
        makeNew: (named) => field.write(editing.makeForm(named, element)),
      }),
    ],
  };
}

export function decisionGroup(element, editing) {
  if (!is(element, "bpmn:BusinessRuleTask")) return null;
  const field = attribute(editing, element, "zeebe:CalledDecision", "decisionId");
  const choices = editing.words.decisions.filter((decision) => decision.id);
  const result = attribute(editing, element, "zeebe:CalledDecision", "resultVariable");
  // The result of a table has a name from the start: that of the table, as in the heading of a new one.
  const write = (decision) => {
    field.write(decision);
    if (decision && !result.read()) result.write(decision.replaceAll("-", "_"));
  };
  return {
    id: "decision",
    label: "Beslistabel",
    entries: [
      choose({ id: "onze-beslissing", label: "Welke beslissing", choices, ...field, write }),
      type({
        id: "onze-uitkomst",
        label: "Naam van de uitkomst",
        description: "Zo heet de uitkomst in voorwaarden en teksten.",
        ...result,
      }),
      openOrMake(editing, {
        id: "onze-beslissing-openen",
        now: field.read(),
        choices,
        open: "Open tabel",
        make: "Maak tabel",
        makeNew: (named) => write(editing.makeTable(named, element)),
      }),
    ],
  };
}

export function calledGroup(element, editing) {
  if (!is(element, "bpmn:CallActivity")) return null;
  const choices = editing.words.processes;
  const field = attribute(editing, element, "zeebe:CalledElement", "processId");
  return { id: "called", label: "Aanroep", entries: [choose({ id: "ons-proces", label: "Welk proces", choices, ...field })] };
}

const SENDS = ["bpmn:EndEvent", "bpmn:IntermediateThrowEvent"];

function asksWork(element) {
  const sends = SENDS.some((kind) => is(element, kind));
  const messages = element.businessObject.eventDefinitions?.some((one) => is(one, "bpmn:MessageEventDefinition"));
  return is(element, "bpmn:ServiceTask") || is(element, "bpmn:SendTask") || (sends && messages);
}

/** The kinds of work that have their own text. */
const TEXTS = {
  mail: { list: "mails", open: "Open bericht", make: "Maak bericht", by: "makeMail" },
  letter: { list: "letters", open: "Open brief", make: "Maak brief", by: "makeLetter" },
};

export function jobGroup(element, editing) {
  if (!asksWork(element)) return null;
  const { words } = editing;
  const field = attribute(editing, element, "zeebe:TaskDefinition", "type");
  const kinds = words.jobs.map((job) => ({ id: job.type, name: JOBS[job.type]?.name ?? job.type }));
  const now = words.jobs.find((job) => job.type === field.read());
  const description = JOBS[field.read()]?.told;
  const entries = [choose({ id: "ons-werk", label: "Soort werk", description, choices: kinds, ...field })];
  for (const header of now?.headers ?? []) entries.push(headerEntry(editing, element, now.type, header));
  const text = TEXTS[now?.type];
  const template = text && readRow(element, "zeebe:TaskHeaders", "template");
  if (text && !template.startsWith("=")) {
    entries.push(
      openOrMake(editing, {
        id: `onze-${now.type}-openen`,
        now: template,
        choices: words[text.list],
        open: text.open,
        make: text.make,
        makeNew: (named) => writeRow(editing, element, "zeebe:TaskHeaders", "template", editing[text.by](named, element)),
      }),
    );
  }
  return { id: "job", label: "Werk", entries };
}

function headerEntry(editing, element, type, header) {
  const field = {
    element,
    id: `onze-kop-${header.key}`,
    label: HEADERS[`${type}.${header.key}`] ?? HEADERS[header.key] ?? header.key,
    read: () => readRow(element, "zeebe:TaskHeaders", header.key),
    write: (value) => writeRow(editing, element, "zeebe:TaskHeaders", header.key, value),
  };
  // A computed value stays FEEL, even where most values come from a list.
  if (header.choices && !field.read().startsWith("=")) return choose({ ...field, choices: editing.words[header.choices] });
  return reckon({ ...field, words: editing.words });
}
