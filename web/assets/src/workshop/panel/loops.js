// A loop around an activity: BPMN has it, but the library's panel has no fields for it.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { reckon, tick, type } from "./fields.js";

export function loopGroup(element, editing) {
  const loop = element.businessObject.get("loopCharacteristics");
  if (!is(element, "bpmn:Activity") || !is(loop, "bpmn:StandardLoopCharacteristics")) return null;
  const update = (properties) => editing.modeling.updateModdleProperties(element, loop, properties);
  const build = (body) => {
    const made = editing.bpmnFactory.create("bpmn:FormalExpression", { body });
    made.$parent = loop;
    return made;
  };
  return {
    id: "loop",
    label: "Lus",
    entries: [
      reckon({
        id: "onze-lus-voorwaarde",
        label: "Nog een keer zolang",
        element,
        words: editing.words,
        feel: "required",
        read: () => loop.get("loopCondition")?.get("body") ?? "",
        write: (value) => update({ loopCondition: value ? build(value) : undefined }),
      }),
      type({
        id: "onze-lus-maximum",
        label: "Hooguit zo vaak",
        element,
        read: () => String(loop.get("loopMaximum") ?? ""),
        write: (value) => update({ loopMaximum: /^\d+$/.test(value ?? "") ? Number(value) : undefined }),
        validate: (value) => (value && !/^\d+$/.test(value) ? "Vul een heel getal in." : null),
      }),
      tick({
        id: "onze-lus-vooraf",
        label: "Eerst kijken of het nodig is",
        element,
        read: () => Boolean(loop.get("testBefore")),
        write: (value) => update({ testBefore: value || undefined }),
      }),
    ],
  };
}
