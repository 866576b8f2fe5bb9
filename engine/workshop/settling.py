"""Settling: what each fix does to a drawing from elsewhere: which pool runs, who does a task, what goes. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.dialect.extensions import ANYWHERE, HOSTS
from engine.dialect.foreign import program_of
from engine.dialect.xml import BPMN, ZEEBE
from engine.editing.source import Node, Source, Splice
from engine.editing.splicing import remove, set_attribute
from engine.errors import EditRefused
from engine.workshop.adopting import choose_process, rename_process

UNDONE = frozenset({"task", "manualTask"})
"""Kinds of tasks that nobody gets."""
_ANYWHERE = ANYWHERE | {"loopCharacteristics"}
_LOOPS = frozenset({"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"})


def choose(source: Source, told: str) -> Source:
    """Let one process of several run, under the id that it has here."""
    here, _, chosen = told.partition(":")
    return rename_process(choose_process(source, chosen), here)


def give_to_people(source: Source, key: str) -> Source:
    """Make a task that nobody gets a task for people; for the id of a process, all such tasks in it."""
    node = source.element(key)
    tasks = [one for one in node.walk() if one.tag.removeprefix(BPMN) in UNDONE]
    if not tasks:
        raise EditRefused("no_element", key)
    return source.splice(splice for one in tasks for splice in _rename(one, f"{one.prefix}userTask"))


def _rename(node: Node, name: str) -> Iterator[Splice]:
    yield Splice(node.start + 1, node.start + 1 + len(node.name), name)
    if not node.empty:
        at = node.close_start + 2
        yield Splice(at, at + len(node.name), name)


def clear_foreign(source: Source, key: str) -> Source:
    """Remove what an element says to another engine."""
    node = source.element(key)
    gone: list[Splice] = []
    if node.local == "scriptTask":
        gone += [*remove(source, *node.all(f"{BPMN}script")), *set_attribute(source, node, "scriptFormat", None)]
    for one in _own(node):
        told = [attribute for name, attribute in one.attributes.items() if program_of(one.qualified(name))]
        gone += [Splice(attribute.start, attribute.end, "") for attribute in told]
    for holder in [one for one in _own(node) if one.local == "extensionElements"]:
        gone += _cut(source, [child for child in holder.children if program_of(child.tag)])
    if not gone:
        raise EditRefused("no_element", key)
    return source.splice(gone)


def clear_unknown(source: Source, key: str) -> Source:
    """Remove the extensions of an element that mean nothing at elements of its kind."""
    node = source.element(key)
    holders = [one for one in _own(node) if one.local == "extensionElements"]
    children = [child for holder in holders for child in holder.children if child.tag.startswith(ZEEBE)]
    gone = [
        child for child in children if child.local not in _ANYWHERE and node.local not in HOSTS.get(child.local, ())
    ]
    if not gone:
        raise EditRefused("no_element", key)
    return source.splice(
        splice for holder in holders for splice in _cut(source, [g for g in gone if g.parent is holder])
    )


def clear_people(source: Source, key: str) -> Source:
    """Remove the separate people of a task, which gets groups instead."""
    told = [one for one in source.element(key).walk() if one.tag == f"{ZEEBE}assignmentDefinition"]
    return source.splice(splice for one in told for splice in set_attribute(source, one, "candidateUsers", None))


def put_words_first(source: Source, key: str) -> Source:
    """Put the documentation of an element before what else it has, as the schema wants (BPMN 2.0.2 clause 15)."""
    node = source.element(key)
    late = [one for at, one in enumerate(node.children) if one.local == "documentation" and at]
    if not late or all(one.local == "documentation" for one in node.children[: len(late) + 1]):
        raise EditRefused("no_element", key)
    told = "".join(source.text[one.start : one.end] for one in late)
    gone = [Splice(one.start, one.end, "") for one in late]
    return source.splice([Splice(node.open_end, node.open_end, told), *gone])


def drop_message_flow(source: Source, key: str) -> Source:
    """Remove an arrow between pools, and its line."""
    lines = [one for one in source.root.walk() if (one.get("bpmnElement") or "").rpartition(":")[2] == key]
    flow = source.element(key)
    if flow.tag != f"{BPMN}messageFlow":
        raise EditRefused("no_element", key)
    return source.splice(splice for one in (flow, *lines) for splice in remove(source, one))


def _own(node: Node) -> Iterator[Node]:
    """An element with what belongs to it itself, without what is inside a subprocess."""
    yield node
    for child in node.children:
        if child.local == "extensionElements" or child.local in _LOOPS or child.local.endswith("EventDefinition"):
            yield from _own(child)


def _cut(source: Source, gone: list[Node]) -> list[Splice]:
    """Remove children; with the last of them the element that holds them."""
    if gone and (holder := gone[0].parent) is not None and len(gone) == len(holder.children):
        return remove(source, holder)
    return remove(source, *gone)


FROM_ELSEWHERE: Mapping[str, Callable[[Source, str], Source]] = {
    "kies": choose,
    "mensentaak": give_to_people,
    "vreemd": clear_foreign,
    "instelling": clear_unknown,
    "personen": clear_people,
    "berichtpijl": drop_message_flow,
    "uitleg-vooraan": put_words_first,
}
"""By the kind of a fix."""
