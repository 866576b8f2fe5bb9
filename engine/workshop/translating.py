"""Translating: what Camunda 7, Flowable or Activiti wrote in a drawing, in our words where we have them. Pure.

What we have no words for stays in the drawing as it is, and the check names it at its step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.dialect import naming
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.foreign import program_of
from engine.dialect.xml import BPMN, ZEEBE
from engine.editing import Done
from engine.editing.juel import from_juel, is_juel, moment_from_juel
from engine.editing.order import IN_ELEMENT, XSI, called, declare
from engine.editing.source import Node, Source, Splice
from engine.editing.splicing import element, in_order, indentation, insert, set_attribute, set_text, unit
from engine.workshop.foreignforms import embedded_form
from engine.workshop.foreignsteps import (
    EMBEDDED,
    Telling,
    foreign_attributes,
    read_embedded,
    read_plain,
    read_work,
)

_TIMES = frozenset({"timeDate", "timeDuration", "timeCycle"})
_LOOP = f"{BPMN}multiInstanceLoopCharacteristics"


@dataclass(frozen=True, slots=True)
class Translated:
    """The drawing in our words, the forms and mails that were written in it, and what was translated at each step."""

    source: Source
    made: Mapping[str, bytes]
    done: tuple[Done, ...]


def translate(source: Source, files: Mapping[str, bytes]) -> Translated:
    """Translate what can be; a drawing that says nothing to another engine stays as it is. `files` are those beside it.

    Raises: DiagramRefused, EditRefused: the drawing cannot be read or edited.
    """
    if not any(node.tag == EMBEDDED or _is_foreign(node) or _is_juel(source, node) for node in source.root.walk()):
        return Translated(source, {}, ())
    source = declare(declare(source, ZEEBE, "zeebe"), XSI, "xsi")
    names = {
        key: naming.call(one)
        for process in read_diagram(source.encode(), "").processes
        for key, one in process.elements.items()
    }
    splices: list[Splice] = []
    made: dict[str, bytes] = {}
    done: list[Done] = []
    embedded: dict[str, str] = {}
    for node in [one for one in source.root.walk() if one.tag == EMBEDDED]:
        if (form := embedded_form(source, node, {**files, **made})) is not None:
            embedded[node.get("id") or ""] = form[0]
            made |= form[1]
            splices.append(_cut(source, node))
    for node in source.root.walk():
        key = node.get("id")
        if not node.tag.startswith(BPMN) or key not in names:
            continue
        told = Telling(node)
        splices += read_embedded(source, told, embedded)
        made |= read_work(source, told, {**files, **made}, names[key])
        read_plain(source, told)
        splices += [*_write(source, told), *_loop(source, told), *_expressions(source, told)]
        done += [Done("translated", key, names[key], what) for what in dict.fromkeys(told.about)]
    return Translated(source.splice(splices), made, tuple(done))


def _is_foreign(node: Node) -> bool:
    names = (name for name in node.attributes if ":" in name)
    return bool(program_of(node.tag)) or any(program_of(node.qualified(name)) for name in names)


def _is_juel(source: Source, node: Node) -> bool:
    return not node.children and not node.empty and is_juel(source.text[node.open_end : node.close_start])


# ---- what is written -----------------------------------------------------------------------------------------------


def _write(source: Source, told: Telling) -> Iterator[Splice]:
    """Our extensions beside what stays of theirs, and without the attributes that were translated."""
    yield from (Splice(one.start, one.end, "") for one in told.taken)
    put = [element(called(source, ZEEBE, name), values) for name, values in told.put.items()]
    if told.headers:
        rows = [
            element(called(source, ZEEBE, "header"), {"key": key, "value": value})
            for key, value in told.headers.items()
        ]
        put.append(element(called(source, ZEEBE, "taskHeaders"), {}, *rows))
    if told.rows:
        rows = sorted((row.replace("zeebe:", called(source, ZEEBE, ""), 1) for row in told.rows), key=_inputs_first)
        put.append(element(called(source, ZEEBE, "ioMapping"), {}, *rows))
    yield from _put(source, told.node, put, told.gone)


def _inputs_first(row: str) -> bool:
    return not row.partition(" ")[0].endswith("input")


def _put(source: Source, node: Node, put: list[str], gone: list[Node]) -> Iterator[Splice]:
    """Extensions at an element. What is gone goes with the white space before it, so that nothing overlaps."""
    holder = node.child(f"{BPMN}extensionElements")
    if holder is not None and not holder.empty:
        yield from (_cut(source, one) for one in gone if one.parent is not holder)
        kept = [one for one in holder.children if one not in gone]
        if not kept and not put and gone:
            yield _cut(source, holder)
            return
        yield from (_cut(source, one) for one in gone if one.parent is holder)
        if put:
            inner = (indentation(source, holder) or "") + unit(source)
            told = "".join(f"{source.newline}{inner}{_in_lines(xml, inner, source)}" for xml in put)
            yield Splice(holder.open_end, holder.open_end, told)
        return
    if not put:
        return
    if holder is not None:
        yield from insert(source, holder, "\n".join(put))
        return
    xml = element(f"{node.prefix}extensionElements", {}, *put)
    yield from insert(source, node, xml, in_order(node, "extensionElements", IN_ELEMENT))


def _cut(source: Source, node: Node) -> Splice:
    """Without the white space before it."""
    before = source.text[: node.start].rstrip()
    return Splice(len(before) if before.endswith(">") else node.start, node.end, "")


def _in_lines(xml: str, indent: str, source: Source) -> str:
    return xml.replace("\n", source.newline + indent)


def _loop(source: Source, told: Telling) -> Iterator[Splice]:
    """For each of a list."""
    loop = told.node.child(_LOOP)
    if loop is None:
        return
    attributes = foreign_attributes(loop)
    listed, item = attributes.get("collection"), attributes.get("elementVariable")
    if listed is None or item is None:
        return
    value = from_juel(listed.value) if is_juel(listed.value) else f"={listed.value.strip()}"
    if not value:
        return
    yield from (Splice(one.start, one.end, "") for one in (listed, item))
    row = {"inputCollection": value, "inputElement": item.value.strip()}
    yield from _put(source, loop, [element(called(source, ZEEBE, "loopCharacteristics"), row)], [])
    told.about += [f"loop.{name}" for name in row]


def _expressions(source: Source, told: Telling) -> Iterator[Splice]:
    """Conditions and moments."""
    for child in told.node.children:
        holders = [child] if child.local == "conditionExpression" else []
        if child.tag == _LOOP:
            holders = [one for one in child.children if one.local == "completionCondition"]
        elif child.local == "timerEventDefinition":
            holders = [one for one in child.children if one.local in _TIMES]
        for one in holders:
            text = source.content(one)
            value = (moment_from_juel if one.local in _TIMES else from_juel)(text) if is_juel(text) else None
            if value is None:
                continue
            yield from set_text(source, one, value)
            if not any(name.rpartition(":")[2] == "type" for name in one.attributes):
                yield from set_attribute(source, one, called(source, XSI, "type"), f"{one.prefix}tFormalExpression")
            told.about.append(_ABOUT.get(one.local, "timer.value"))


_ABOUT: Mapping[str, str] = {"conditionExpression": "condition", "completionCondition": "loop.completionCondition"}
