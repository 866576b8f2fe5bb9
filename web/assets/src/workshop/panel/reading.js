// Reads and writes what elements say in the zeebe namespace; each write is one undo step.
import { is } from "bpmn-js/lib/util/ModelUtil";

/** The element that holds the extensions: for a pool, that is its process. */
export function ownerOf(element) {
  const object = element.businessObject;
  if (is(object, "bpmn:Participant")) return object.get("processRef");
  if (is(object, "bpmn:DataObjectReference")) return object.get("dataObjectRef") ?? object;
  return object;
}

/** A message that starts an event subprocess: staff may be the ones who send it, through a form. */
export function mayBeAside(element) {
  const around = element.businessObject.$parent;
  const [definition] = element.businessObject.eventDefinitions ?? [];
  return is(element, "bpmn:StartEvent") && Boolean(around?.triggeredByEvent) && is(definition, "bpmn:MessageEventDefinition");
}

function findExtension(element, type) {
  const values = ownerOf(element)?.get("extensionElements")?.get("values") ?? [];
  return values.find((value) => value.$type === type);
}

export function readExtension(element, type, attribute) {
  return findExtension(element, type)?.get(attribute) ?? "";
}

/** Set attributes of an extension; undefined removes one, and an extension that becomes empty is removed. */
export function writeExtension(editing, element, type, attributes) {
  const found = findExtension(element, type);
  if (found && Object.values(attributes).some((value) => value !== undefined)) {
    editing.modeling.updateModdleProperties(element, found, attributes);
    return;
  }
  if (found) {
    const left = Object.keys(found).filter((key) => !key.startsWith("$") && !(key in attributes));
    if (left.length) editing.modeling.updateModdleProperties(element, found, attributes);
    else replaceExtensions(editing, element, (values) => values.filter((value) => value !== found));
    return;
  }
  if (Object.values(attributes).every((value) => value === undefined)) return;
  replaceExtensions(editing, element, (values) => [...values, editing.bpmnFactory.create(type, attributes)]);
}

function replaceExtensions(editing, element, change) {
  const owner = ownerOf(element);
  const extensions = owner.get("extensionElements");
  const values = change(extensions?.get("values") ?? []);
  if (extensions && values.length) {
    for (const value of values) value.$parent = extensions;
    editing.modeling.updateModdleProperties(element, extensions, { values });
    return;
  }
  let made;
  if (values.length) {
    made = editing.bpmnFactory.create("bpmn:ExtensionElements", { values });
    made.$parent = owner;
    for (const value of values) value.$parent = made;
  }
  editing.modeling.updateModdleProperties(element, owner, { extensionElements: made });
}

// ---- lists of rows: zeebe:Properties and zeebe:TaskHeaders ------------------------------------------------------

const LISTS = {
  "zeebe:Properties": { list: "properties", row: "zeebe:Property", key: "name" },
  "zeebe:TaskHeaders": { list: "values", row: "zeebe:Header", key: "key" },
};

export function readRow(element, type, name) {
  const { list, key } = LISTS[type];
  return (findExtension(element, type)?.get(list) ?? []).find((row) => row.get(key) === name)?.get("value") ?? "";
}

/** Set the value of one row of a list; an empty value removes the row, and a list without rows is removed. */
export function writeRow(editing, element, type, name, value) {
  const { list, row: rowType, key } = LISTS[type];
  const holder = findExtension(element, type);
  const rows = holder?.get(list) ?? [];
  const row = rows.find((one) => one.get(key) === name);
  if (!value) {
    if (!row) return;
    const left = rows.filter((one) => one !== row);
    if (left.length) editing.modeling.updateModdleProperties(element, holder, { [list]: left });
    else replaceExtensions(editing, element, (values) => values.filter((one) => one !== holder));
    return;
  }
  if (row) {
    editing.modeling.updateModdleProperties(element, row, { value });
    return;
  }
  const made = editing.bpmnFactory.create(rowType, { [key]: name, value });
  if (holder) {
    made.$parent = holder;
    editing.modeling.updateModdleProperties(element, holder, { [list]: [...rows, made] });
    return;
  }
  const created = editing.bpmnFactory.create(type, { [list]: [made] });
  made.$parent = created;
  replaceExtensions(editing, element, (values) => [...values, created]);
}

export const readProperty = (element, name) => readRow(element, "zeebe:Properties", name);
export const writeProperty = (editing, element, name, value) =>
  writeRow(editing, element, "zeebe:Properties", name, value);
