// The group *Smederij*: settings that only our engine knows, each shown where it has an effect.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { EFFECTS, OUR, RETENTION, TERMS } from "../dutch/page.js";
import { choose, reckon, tick, tickSeveral, type } from "./fields.js";
import { mayBeAside, ownerOf, readProperty, writeProperty } from "./reading.js";

// They do not work on a case, so they start nothing alongside its tasks.
const OUTSIDERS = new Set(["iedereen", "indiener", "auditor"]);

const named = (ids, names) => ids.map((id) => ({ id, name: names[id] ?? id }));

export function ourGroup(element, editing) {
  const { words } = editing;
  const field = (name) => ({
    id: `ons-${name}`,
    element,
    words,
    label: OUR[name][0],
    description: OUR[name][1],
    read: () => readProperty(element, name),
    write: (value) => writeProperty(editing, element, name, value),
  });
  const flag = (name) => {
    const one = field(name);
    return tick({ ...one, read: () => one.read() === "true", write: (value) => one.write(value ? "true" : "") });
  };
  const pick = (name, ids, names = {}) => choose({ ...field(name), choices: named(ids, names) });
  const variable = (name) => pick(name, [...new Set(words.variables.map((one) => one.name))]);
  return { id: "smederij", label: "Smederij", entries: [...findEntries(element, { words, field, flag, pick, variable })] };
}

function* findEntries(element, { words, field, flag, pick, variable }) {
  if (is(element, "bpmn:Process") || (is(element, "bpmn:Participant") && ownerOf(element))) {
    yield type(field("referencePrefix"));
    yield type(field("caseNoun"));
    yield type(field("caseNounPlural"));
    yield pick("caseArticle", ["de", "het"]);
    yield type(field("caseNounEnglish"));
    yield type(field("caseNounEnglishPlural"));
    yield variable("titleVariable");
    yield variable("areaVariable");
    return;
  }
  if (is(element, "bpmn:DataObjectReference")) {
    yield variable("variable");
    return;
  }
  if (!is(element, "bpmn:FlowNode")) return;
  const start = is(element, "bpmn:StartEvent") && isOfProcess(element.businessObject.$parent);
  const end = is(element, "bpmn:EndEvent") && endsCase(element.businessObject.$parent);
  if (start) {
    const plain = !element.businessObject.eventDefinitions?.length;
    if (plain) yield tickSeveral({ ...field("startableBy"), choices: words.starters });
    yield pick("statutoryTerm", words.terms, TERMS);
  }
  if (mayBeAside(element)) {
    yield tickSeveral({ ...field("startableBy"), choices: words.starters.filter((one) => !OUTSIDERS.has(one.id)) });
  }
  if (end) {
    yield pick("legalEffect", words.effects, EFFECTS);
    yield pick("retentionClass", words.retention_classes, RETENTION);
    yield type(field("outcome"));
  }
  yield pick("publishedStatus", words.statuses);
  yield reckon(field("publishedText"));
  if (is(element, "bpmn:UserTask")) {
    yield flag("suspendsTerm");
    if (is(element.businessObject.loopCharacteristics, "bpmn:MultiInstanceLoopCharacteristics")) yield flag("ballot");
    const others = findOtherTasks(element);
    yield pick("fourEyesWith", others.map((one) => one.id), Object.fromEntries(others.map((one) => [one.id, one.name])));
  }
}

/** The other user tasks, wherever they are in the process. */
function findOtherTasks(element) {
  const found = [];
  const look = (scope) => {
    for (const one of scope.get("flowElements") ?? []) {
      if (is(one, "bpmn:UserTask") && one !== element.businessObject) found.push({ id: one.id, name: one.name || one.id });
      if (is(one, "bpmn:SubProcess")) look(one);
    }
  };
  let scope = element.businessObject.$parent;
  while (scope && !isOfProcess(scope)) scope = scope.$parent;
  if (scope) look(scope);
  return found;
}

const isOfProcess = (parent) => is(parent, "bpmn:Process");

/** An end of the process itself, or of an event subprocess in it that ends everything else. */
const endsCase = (parent) =>
  isOfProcess(parent) || (is(parent, "bpmn:SubProcess") && parent.triggeredByEvent && isOfProcess(parent.$parent));
