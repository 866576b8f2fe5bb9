// The properties panel of our dialect: the parts of the Camunda 8 panel that the engine runs, and groups of our own.
import { Group } from "@bpmn-io/properties-panel";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { calledGroup, decisionGroup, formGroup, jobGroup } from "./leading.js";
import { loopGroup } from "./loops.js";
import { ourGroup } from "./ours.js";
import { whoGroup } from "./who.js";

/** Library groups that stay; all others are for things that `smederij check` refuses, or are ours. */
const KEPT = new Set([
  "general", "documentation", "compensation", "multiInstance", "error", "escalation", "link", "message", "signal",
  "timer", "script", "condition", "event-condition", "inputs", "outputs", "inputPropagation", "outputPropagation",
]);
const ORDER = [
  "general", "form", "who", "job", "decision", "script", "called", "condition", "event-condition", "timer", "message",
  "signal", "error", "escalation", "link", "compensation", "smederij", "multiInstance", "loop", "inputPropagation",
  "inputs", "outputPropagation", "outputs", "documentation",
];
/** Entries for what does not run here: versions by tag, and starting by people of the Tasklist. */
const GONE = /binding|versiontag|candidatestarter|startable|variableevents|cancelremaining|businessid/i;
const AFTER_ALL = 100;

class DutchDialectProvider {
  constructor(propertiesPanel, modeling, bpmnFactory, injector, workshop) {
    this.editing = { modeling, bpmnFactory, injector, ...workshop };
    propertiesPanel.registerProvider(AFTER_ALL, this);
  }

  getGroups(element) {
    return (groups) => {
      const kept = groups.filter((group) => KEPT.has(group.id)).map(withoutGone);
      const built = is(element, "bpmn:FlowElement") || is(element, "bpmn:Participant") || is(element, "bpmn:Process")
        ? BUILDERS.map((build) => build(element, this.editing)).filter((group) => group?.entries.length)
        : [];
      const own = built.map((group) => ({ component: Group, ...group }));
      return [...kept, ...own].filter(isFilled).sort((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id));
    };
  }
}

DutchDialectProvider.$inject = ["propertiesPanel", "modeling", "bpmnFactory", "injector", "config.workshop"];

const BUILDERS = [formGroup, whoGroup, jobGroup, decisionGroup, calledGroup, loopGroup, ourGroup];

const withoutGone = (group) =>
  group.entries ? { ...group, entries: group.entries.filter((entry) => !GONE.test(entry.id)) } : group;

const isFilled = (group) => !group.entries || group.entries.length > 0;

/** The names that the library's own FEEL fields suggest: ours, from the server. */
class VariableResolver {
  constructor(workshop) {
    this.words = workshop.words;
  }

  async getVariablesForElement(object, element) {
    return this.words.variablesFor(element ?? object);
  }
}

VariableResolver.$inject = ["config.workshop"];

export default {
  __init__: ["dutchDialectProvider"],
  dutchDialectProvider: ["type", DutchDialectProvider],
  variableResolver: ["type", VariableResolver],
};
