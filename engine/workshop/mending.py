"""Mending: what each fix does to the bytes of a diagram, and the files that a fix makes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count

from engine.comparison.wording import read_told
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.document import CONNECTED, FLOW_NODES, NATURAL
from engine.dialect.elements import IoMapping
from engine.dialect.mails import TO_WRITE
from engine.dialect.xml import BPMN
from engine.editing.compensating import add_undoing
from engine.editing.drafting import draw_anew
from engine.editing.extensions import name_of, set_extension, set_mappings
from engine.editing.fields import new_form
from engine.editing.gateways import set_join
from engine.editing.gathering import gather
from engine.editing.order import XSI, called, declare
from engine.editing.source import Node, Source
from engine.editing.splicing import in_order, insert, remove, set_attribute, set_text, text_element
from engine.errors import EditRefused
from engine.workshop.adopting import rename_process
from engine.workshop.blank import draw_blank_table
from engine.workshop.mailediting import BLANK
from engine.workshop.settling import FROM_ELSEWHERE

TEXTS: Mapping[str, tuple[str, str, str]] = {
    # subject: (the element that holds it, its attribute or nothing for its text, its name in a key)
    "De voorwaarde": ("conditionExpression", "", "voorwaarde"),
    "De voorwaarde om te stoppen": ("completionCondition", "", "stopvoorwaarde"),
    "De uitdrukking": ("script", "expression", "uitdrukking"),
    "De invoerlijst": ("loopCharacteristics", "inputCollection", "invoerlijst"),
    "De uitvoerwaarde": ("loopCharacteristics", "outputElement", "uitvoerwaarde"),
}
TIMES = frozenset({"timeDate", "timeDuration", "timeCycle"})
LOOPS = frozenset({"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"})
ABOUT = frozenset({"extensionElements", "conditionExpression", "multiInstanceLoopCharacteristics"})
"""Child elements that are properties of their element."""

Edit = Callable[[Source, str], Source]


def _one(source: Source, key: str) -> Node:
    """The only element of a diagram with this id. Raises: EditRefused: there is none, or there are more."""
    found = [node for node in source.root.walk() if node.get("id") == key]
    if len(found) != 1:
        raise EditRefused("no_element", key)
    return found[0]


def _make_default(source: Source, flow: str) -> Source:
    gateway = _one(source, _one(source, flow).get("sourceRef") or "")
    return source.splice(set_attribute(source, gateway, "default", flow))


def _drop_condition(source: Source, flow: str) -> Source:
    return source.splice(remove(source, _holder(_one(source, flow), "conditionExpression")))


def _compute(source: Source, told: str) -> Source:
    part, _, key = told.partition(":")
    local, attribute = {name: (local, attribute) for local, attribute, name in TEXTS.values()}[part]
    node = _holder(_one(source, key), local)
    if attribute:
        return source.splice(set_attribute(source, node, attribute, f"={node.get(attribute) or ''}"))
    if node.children:
        raise EditRefused("no_element", key)
    return source.splice(set_text(source, node, f"={source.content(node).strip()}"))


def _holder(node: Node, local: str) -> Node:
    """The only element of this name that belongs to a node itself, and not to what is inside a subprocess."""
    about = [child for child in node.children if child.local in ABOUT]
    found = [other for child in about for other in child.walk() if other.local == local]
    if len(found) != 1:
        raise EditRefused("no_element", node.get("id") or "")
    return found[0]


def natural(source: Source, key: str) -> list[Node]:
    """The expressions of an element that are not marked as formal, without those of what is inside it."""
    return list(_natural(_one(source, key)))


def _natural(node: Node) -> Iterator[Node]:
    for child in node.children:
        if child.tag.removeprefix(BPMN) in NATURAL:
            if not any(name.rpartition(":")[2] == "type" for name in child.attributes):
                yield child
        elif child.local not in FLOW_NODES | CONNECTED:
            yield from _natural(child)


def _formalise(source: Source, key: str) -> Source:
    """Mark the expressions of an element as formal (BPMN 2.0.2 clause 8.4.6)."""
    declared = declare(source, XSI, "xsi")
    told = called(declared, XSI, "type")
    found = natural(declared, key)
    if not found:
        raise EditRefused("no_element", key)
    return declared.splice(
        splice for node in found for splice in set_attribute(declared, node, told, f"{node.prefix}tFormalExpression")
    )


def _join(kind: str) -> Edit:
    """Change the gateway to another kind."""
    return lambda source, key: set_join(source, _one(source, key).get("id") or "", kind).source


def _agree(source: Source, key: str) -> Source:
    """Make a node list its incoming and outgoing flows: the flows themselves are what is drawn and run."""
    flows = [node for node in source.root.walk() if node.tag == f"{BPMN}sequenceFlow"]
    for local, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
        drawn = [flow.get("id") or "" for flow in flows if flow.get(end) == key]
        listed = {source.content(node).strip(): node for node in _one(source, key).all(BPMN + local)}
        source = source.splice(remove(source, *(node for flow, node in listed.items() if flow not in drawn)))
        for flow in drawn:
            if flow not in listed:
                node = _one(source, key)
                xml = text_element(f"{node.prefix}{local}", {}, flow)
                source = source.splice(insert(source, node, xml, in_order(node, local, ORDER)))
    return source


ORDER = ("documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef", "incoming", "outgoing")
"""The order of the first children of a node (BPMN 2.0.2 clause 15)."""


def _name(source: Source, local: str) -> Source:
    """Give each element of a kind without an id an id that nothing else has."""
    keys = (f"{local}_{number}" for number in count(1))
    fresh = (key for key in keys if key not in source.ids)
    nameless = [node for node in source.root.walk() if node.tag == BPMN + local and not node.get("id")]
    return source.splice(splice for node in nameless for splice in set_attribute(source, node, "id", next(fresh)))


def _run(source: Source, process: str) -> Source:
    return source.splice(set_attribute(source, _one(source, process), "isExecutable", "true"))


def _read_term(source: Source, told: str) -> Source:
    """Write an amount of time as files do: 5 werkdagen is `=werkdagen(5)`."""
    place, _, key = told.partition(":")
    if place != "timer":
        schedule = next(node for node in _one(source, key).walk() if node.local == "taskSchedule")
        return source.splice(set_attribute(source, schedule, place, read_told(schedule.get(place) or "")))
    (text,) = [node for node in _one(source, key).walk() if node.local in TIMES]
    return source.splice(set_text(source, text, read_told(source.content(text))))


def _undo(source: Source, step: str) -> Source:
    """Add a task that undoes a step, for the group that does the step itself. People still describe how it is done."""
    node = _one(source, step)
    name = f"{node.get('name') or name_of(source, step)} terugdraaien"
    added = add_undoing(source, step, "userTask", name)
    groups = [one.get("candidateGroups") for one in node.walk() if one.local == "assignmentDefinition"]
    if node.local != "userTask" or added.done is None or not groups:
        return added.source
    return set_extension(added.source, added.done.element, "assignmentDefinition", "candidateGroups", groups[0]).source


def _set(attribute: str, value: str | None) -> Edit:
    return lambda source, key: source.splice(set_attribute(source, _one(source, key), attribute, value))


def _hand_over(source: Source, told: str) -> Source:
    """Hand variables to what a call begins, under the names that they have here."""
    key, _, names = told.partition(":")
    process = next(one for one in read_diagram(source.encode(), "").processes if key in one.elements)
    inputs = [*process.elements[key].inputs, *(IoMapping(f"={name}", name) for name in names.split(","))]
    return set_mappings(source, key, "input", inputs).source


def _do_once(source: Source, key: str) -> Source:
    loops = [child for child in _one(source, key).children if child.local in LOOPS]
    return source.splice(remove(source, *loops))


EDITS: Mapping[str, Edit] = {
    "meegeven": _hand_over,
    "terugdraaien": _undo,
    "compensatieteken": _set("isForCompensation", "true"),
    "begin-onderbreekt": _set("isInterrupting", None),
    "rand-onderbreekt": _set("cancelActivity", None),
    "zonder-herhaling": _do_once,
    "termijn": _read_term,
    "standaard": _make_default,
    "zonder-voorwaarde": _drop_condition,
    "feel": _compute,
    "formeel": _formalise,
    "uitvoeren": _run,
    "eigen-id": rename_process,
    **FROM_ELSEWHERE,
    "lijsten": _agree,
    "id": _name,
    "kruising": _join("exclusiveGateway"),
    "samenkomst": _join("parallelGateway"),
    "tekenen": lambda source, key: draw_anew(source).source,
    "wachten": lambda source, key: gather(source, key).source,
}


MAIL = "Onderwerp: {}\n\n{{{{ aanhef }}}},\n\n" + TO_WRITE + "\n\n{{{{ contact }}}}\n"

MAKERS: Mapping[str, Callable[[str], tuple[str, bytes]]] = {
    "formulier": lambda key: (f"forms/{key}.form", new_form(key, "")),
    "tabel": lambda key: (f"{key}.dmn", draw_blank_table(key)),
    "brief": lambda key: (f"letters/{key}.md", BLANK.format(key).encode()),
    "bericht": lambda key: (f"mails/{key}.md", MAIL.format(key).encode()),
}
