// Who does a task, and by when.
import { is } from "bpmn-js/lib/util/ModelUtil";
import { reckon, tickSeveral } from "./fields.js";
import { readTime } from "./terms.js";
import { readExtension, writeExtension } from "./reading.js";

const TIMES = [
  ["dueDate", "Termijn", "Zoals 5 werkdagen of 14 dagen. Daarna is de taak te laat, maar zij blijft openstaan."],
  ["followUpDate", "Weer naar kijken op", ""],
];

export function whoGroup(element, editing) {
  if (!is(element, "bpmn:UserTask")) return null;
  const { words } = editing;
  const at = (extension, name) => ({
    element,
    words,
    read: () => readExtension(element, extension, name),
    write: (value) => writeExtension(editing, element, extension, { [name]: value || undefined }),
  });
  const groups = at("zeebe:AssignmentDefinition", "candidateGroups");
  return {
    id: "who",
    label: "Wie en wanneer",
    entries: [
      groups.read().startsWith("=")
        ? reckon({ id: "onze-groepen", label: "Groepen (FEEL)", ...groups })
        : tickSeveral({ id: "onze-groepen", label: "Groepen", choices: words.groups, ...groups }),
      reckon({ id: "onze-persoon", label: "Eén persoon", ...at("zeebe:AssignmentDefinition", "assignee") }),
      ...TIMES.map(([name, label, description]) => {
        const told = at("zeebe:TaskSchedule", name);
        // Not while somebody is typing: `5 dag` is already a term on the way to `5 dagen`.
        const leave = () => readTime(told.read()) !== told.read() && told.write(readTime(told.read()));
        return reckon({ id: `onze-${name}`, label, description, leave, ...told });
      }),
      reckon({ id: "onze-voorrang", label: "Voorrang (0 tot 100)", ...at("zeebe:PriorityDefinition", "priority") }),
    ],
  };
}
