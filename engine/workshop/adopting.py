"""Adopting: taking a drawing from elsewhere as the drawing of a process here, under the id it has here. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.dialect.folder import DIAGRAM
from engine.dialect.xml import BPMN, parse_xml
from engine.dialect.xml import Node as Parsed
from engine.editing import Done, draw_anew, is_drawn
from engine.editing.characters import CODECS, codec_of, recode
from engine.editing.source import Node, Source, read_source
from engine.editing.splicing import set_attribute
from engine.errors import DiagramRefused, EditRefused
from engine.workshop.translating import translate

ROOT = f"{BPMN}definitions"
_REFERS = ("bpmnElement", "processRef")
"""How the rest of a drawing refers to its process."""
_OTHERS: Mapping[str, str] = {
    "mxfile": "this is a drawing of draw.io, not BPMN",
    "mxGraphModel": "this is a drawing of draw.io, not BPMN",
    "svg": "this is a picture, not BPMN",
    "Package": "this is XPDL, not BPMN",
    "VisioDocument": "this is a drawing of Visio, not BPMN",
    "html": "this is a web page, not BPMN",
}
"""What people take for BPMN, by its root element."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """The drawing, the files that were written inside it, and what was translated into our words."""

    drawing: bytes
    made: Mapping[str, bytes]
    done: tuple[Done, ...]


def is_drawing(data: bytes) -> bool:
    """Whether a file is XML rather than an archive or a document, judging by how it begins."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\x00<", b"\xff\xfe<", b"\xfe\xff"))


def adopt(data: bytes, process_id: str, name: str, source: str, files: Mapping[str, bytes]) -> Adopted:
    """A drawing whose one process gets this id, is set to run, and gets a name if it had none.

    What another engine was told at its steps is translated where we have words for it. `files` are those beside it.
    What nobody drew is drawn.
    Where several processes could be meant, or the file cannot be edited, it is unchanged; the check reports that.

    Raises: DiagramRefused: not a drawing at all.
    """
    _require_drawing(parse_xml(data, source), source)
    try:
        read = read_source(_in_our_letters(data, source), DIAGRAM)
        process = _process_of(read)
        if process is not None:
            told = {"name": process.get("name") or name, "isExecutable": "true"}
            for attribute, value in told.items():
                read = read.splice(set_attribute(read, _only(read), attribute, value))
            read = rename_process(read, process_id)
        translated = translate(read, files)
    except EditRefused:
        return Adopted(data, {}, ())
    drawing, done = draw_undrawn(translated.source.encode())
    return Adopted(drawing, translated.made, (*translated.done, *done))


def draw_undrawn(data: bytes) -> tuple[bytes, tuple[Done, ...]]:
    """A file without a drawing, with one; any other as it is, also one that we cannot read."""
    try:
        source = read_source(data, DIAGRAM)
        drafted = None if is_drawn(source) else draw_anew(source)
    except (DiagramRefused, EditRefused):
        return data, ()
    return (drafted.data, (drafted.done,)) if drafted is not None and drafted.done is not None else (data, ())


def _require_drawing(root: Parsed, source: str) -> None:
    if root.tag != ROOT:
        local = str(root.tag).rpartition("}")[2]
        raise DiagramRefused(_OTHERS.get(local, "the root element is not BPMN 2.0 definitions"), source=source)


def _in_our_letters(data: bytes, source: str) -> bytes:
    """A file in an encoding in which we cannot write, as UTF-8."""
    if codec_of(data) in CODECS:
        return data
    return recode(data, parse_xml(data, source).getroottree().docinfo.encoding or "utf-8")


def rename_process(source: Source, process_id: str) -> Source:
    """Give the process of a drawing another id, everywhere the drawing refers to it.

    Raises: EditRefused: there is not exactly one process, or something else already has the id.
    """
    process = _process_of(source)
    if process is None:
        raise EditRefused("no_element", process_id)
    before = process.get("id") or ""
    if before == process_id:
        return source
    if process_id in source.ids:
        raise EditRefused("key_taken", process_id)
    told = [(process, "id")]
    told += [(node, name) for node in source.root.walk() for name in _REFERS if _names(node.get(name), before)]
    return source.splice(splice for node, name in told for splice in set_attribute(source, node, name, process_id))


def choose_process(source: Source, chosen: str) -> Source:
    """Let one of several processes of a drawing run, and none of the others. Raises: EditRefused: there is none."""
    found = list(processes_of(source))
    if chosen not in {node.get("id") for node in found}:
        raise EditRefused("no_element", chosen)
    told = ((node, "true" if node.get("id") == chosen else "false") for node in found)
    return source.splice(
        splice
        for node, value in told
        if (node.get("isExecutable") or "false") != value
        for splice in set_attribute(source, node, "isExecutable", value)
    )


def processes_of(source: Source) -> Iterator[Node]:
    return (node for node in source.root.walk() if node.tag == f"{BPMN}process" and node.get("id"))


def _only(source: Source) -> Node:
    process = _process_of(source)
    assert process is not None  # noqa: S101 - it was there before an attribute of it was set
    return process


def _process_of(source: Source) -> Node | None:
    """The process that is marked to run; if none is, the only one in which something is drawn."""
    found = list(processes_of(source))
    run = [node for node in found if node.get("isExecutable") == "true"]
    drawn = [node for node in found if any(child.get("id") and _is_drawn(child) for child in node.children)]
    one = run or (drawn if len(drawn) == 1 else found)
    return one[0] if len(one) == 1 else None


def _is_drawn(node: Node) -> bool:
    """Whether it is more than what a program puts in an empty pool."""
    return node.tag.startswith(BPMN) and node.local not in {"extensionElements", "ioSpecification", "laneSet"}


def _names(value: str | None, key: str) -> bool:
    return value is not None and value.rpartition(":")[2] == key
