"""Foreign steps: what another engine was told at one step, and what that is in our words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.checking.kinds import MAPPED
from engine.dialect.foreign import program_of
from engine.dialect.xml import BPMN, ZEEBE
from engine.editing.juel import from_juel, is_juel, moment_from_juel
from engine.editing.source import Attribute, Node, Source, Splice
from engine.editing.splicing import element, written
from engine.workshop.foreignforms import form_id_of, form_of, mail_of

EMBEDDED = f"{ZEEBE}userTaskForm"
_PLAIN: Mapping[str, Mapping[str, tuple[str, str]]] = {
    # kind: their attribute: our extension and its attribute
    "userTask": {
        "candidateGroups": ("assignmentDefinition", "candidateGroups"),
        "assignee": ("assignmentDefinition", "assignee"),
        "dueDate": ("taskSchedule", "dueDate"),
        "followUpDate": ("taskSchedule", "followUpDate"),
        "priority": ("priorityDefinition", "priority"),
        "formKey": ("formDefinition", "formId"),
        "formRef": ("formDefinition", "formId"),
    },
    "startEvent": {"formKey": ("formDefinition", "formId"), "formRef": ("formDefinition", "formId")},
    "businessRuleTask": {
        "decisionRef": ("calledDecision", "decisionId"),
        "resultVariable": ("calledDecision", "resultVariable"),
    },
}
_MOMENTS = frozenset({"dueDate", "followUpDate"})
_FORMS = frozenset({"formKey", "formRef"})


@dataclass(slots=True)
class Telling:
    """One element that is being translated: what is put at it, what is taken from it, and what this was about."""

    node: Node
    put: dict[str, dict[str, str | None]] = field(default_factory=dict)
    """By our extension, the attributes that it gets."""
    rows: list[str] = field(default_factory=list)
    """The rows of its ioMapping, as XML."""
    headers: dict[str, str] = field(default_factory=dict)
    taken: list[Attribute] = field(default_factory=list)
    gone: list[Node] = field(default_factory=list)
    about: list[str] = field(default_factory=list)

    def take(self, attribute: Attribute, extension: str, ours: str, value: str) -> None:
        self.put.setdefault(extension, {})[ours] = value
        self.taken.append(attribute)
        self.about.append(f"{extension}.{ours}")


def foreign_attributes(node: Node) -> dict[str, Attribute]:
    told = ((node.qualified(name), one) for name, one in node.attributes.items() if ":" in name)
    return {name.rpartition("}")[2]: one for name, one in told if program_of(name)}


def _foreign_children(node: Node, *path: str) -> list[Node]:
    """Elements of another engine by their local names, in what belongs to an element."""
    found = [child for holder in node.all(f"{BPMN}extensionElements") for child in holder.children]
    for local in path:
        found = [one for one in found if one.local == local and program_of(one.tag)]
        if local != path[-1]:
            found = [child for one in found for child in one.children]
    return found


def _said(text: str) -> str | None:
    """A value: an expression as FEEL, a text as it is; None where it cannot be told."""
    return from_juel(text) if is_juel(text) else text.strip()


def read_plain(source: Source, told: Telling) -> None:
    node, attributes = told.node, foreign_attributes(told.node)
    for name, (extension, ours) in _PLAIN.get(node.local, {}).items():
        if (attribute := attributes.get(name)) is None or _has(node, extension):
            continue
        if name in _FORMS:
            value: str | None = form_id_of(attribute.value)
        else:
            value = moment_from_juel(attribute.value) if name in _MOMENTS and is_juel(attribute.value) else None
            value = value or _said(attribute.value)
        if value and ours not in told.put.get(extension, {}):
            told.take(attribute, extension, ours, value)
    if node.local == "callActivity" and (process := node.attributes.get("calledElement")) and _calls_elsewhere(node):
        if not is_juel(process.value) and process.value.strip():
            told.take(process, "calledElement", "processId", process.value.strip())
        _read_handing(told)
    _read_mappings(source, told)


def _calls_elsewhere(node: Node) -> bool:
    """Whether a call names a process elsewhere, and not something in the same file."""
    root = node
    while root.parent is not None:
        root = root.parent
    named = (node.get("calledElement") or "").rpartition(":")[2]
    return not _has(node, "calledElement") and all(one.get("id") != named for one in root.children)


def _has(node: Node, extension: str) -> bool:
    """Whether somebody has said it in our words already."""
    holder = node.child(f"{BPMN}extensionElements")
    return holder is not None and holder.child(ZEEBE + extension) is not None


def _read_handing(told: Telling) -> None:
    """What goes into a call and comes out of it."""
    for local, row, all_of in (
        ("in", "input", "propagateAllParentVariables"),
        ("out", "output", "propagateAllChildVariables"),
    ):
        for child in _foreign_children(told.node, local):
            if child.get("variables") == "all":
                told.put.setdefault("calledElement", {})[all_of] = "true"
            elif (target := child.get("target")) and (source := child.get("source")):
                told.rows.append(element(f"zeebe:{row}", {"source": f"={source}", "target": target}))
            else:
                continue
            told.gone.append(child)
            told.about.append(f"{row}s")


def _read_mappings(source: Source, told: Telling) -> None:
    """Values that are computed before a step; lists, maps and scripts stay.

    So do those after it: what a step gives there comes beside its answers, and here instead of them.
    """
    for holder in _foreign_children(told.node, "inputOutput"):
        rows = [child for child in holder.children if child.local == "inputParameter" and not child.children]
        values = {child: _said(source.content(child)) for child in rows if child.get("name")}
        if told.node.local not in MAPPED or not any(values.values()):
            continue
        for child, value in values.items():
            if value:
                told.rows.append(element("zeebe:input", {"source": value, "target": child.get("name")}))
                told.gone.append(child)
        told.about.append("inputs")
        if all(values.get(child) for child in holder.children):
            told.gone = [one for one in told.gone if one.parent is not holder] + [holder]


def read_work(source: Source, told: Telling, files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """A form or mail that is written in the drawing itself becomes a file beside it."""
    node = told.node
    if node.local in _PLAIN and "formKey" in _PLAIN[node.local] and not _has(node, "formDefinition"):
        asked = [*_foreign_children(node, "formData", "formField"), *_foreign_children(node, "formProperty")]
        if asked and (made := form_of(source, asked, files, name)) is not None:
            told.put["formDefinition"] = {"formId": made[0]}
            told.about.append("formDefinition.formId")
            told.gone += [*_foreign_children(node, "formData"), *_foreign_children(node, "formProperty")]
            return made[1]
    kind = foreign_attributes(node).get("type")
    if node.local in {"serviceTask", "sendTask"} and kind is not None and kind.value == "mail":
        rows = _foreign_children(node, "field")
        template, mail, is_whole = mail_of(source, rows, files, name)
        told.take(kind, "taskDefinition", "type", "mail")
        told.headers["template"] = template
        told.about.append("header:template")
        told.gone += [row for row in rows if is_whole and row.get("name") in {"subject", "text"}]
        return mail
    return {}


def read_embedded(source: Source, told: Telling, forms: Mapping[str, str]) -> Iterator[Splice]:
    """Camunda 8 names a form inside the drawing by a key."""
    holder = told.node.child(f"{BPMN}extensionElements")
    node = holder.child(f"{ZEEBE}formDefinition") if holder is not None else None
    key = node.attributes.get("formKey") if node is not None else None
    if key is not None and (form := forms.get(key.value.rpartition(":")[2])):
        yield Splice(key.name_start, key.end, written("formId", form))
        told.about.append("formDefinition.formId")
