"""Adopting: taking a drawing from elsewhere as the drawing of a process here, under the id it has here. Pure."""

from __future__ import annotations

from engine.dialect.folder import DIAGRAM
from engine.dialect.xml import BPMN, parse_xml
from engine.editing.source import Node, Source, read_source
from engine.editing.splicing import set_attribute
from engine.errors import DiagramRefused, EditRefused

ROOT = f"{BPMN}definitions"
_REFERS = ("bpmnElement", "processRef")
"""How the rest of a drawing refers to its process."""


def is_drawing(data: bytes) -> bool:
    """Whether a file is XML rather than an archive or a document, judging by how it begins."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe<", b"\xfe\xff"))


def adopt(data: bytes, process_id: str, name: str, source: str) -> bytes:
    """A drawing whose one process gets this id, is set to run, and gets a name if it had none.

    Where several processes could be meant, or the file cannot be edited, it is unchanged; the check reports that.

    Raises: DiagramRefused: not a drawing at all.
    """
    if parse_xml(data, source).tag != ROOT:
        raise DiagramRefused("the root element is not BPMN 2.0 definitions", source=source)
    try:
        read = read_source(data, DIAGRAM)
        process = _process_of(read)
        if process is None:
            return data
        told = {"name": process.get("name") or name, "isExecutable": "true"}
        for attribute, value in told.items():
            read = read.splice(set_attribute(read, _only(read), attribute, value))
        return rename_process(read, process_id).encode()
    except EditRefused:
        return data


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


def _only(source: Source) -> Node:
    process = _process_of(source)
    assert process is not None  # noqa: S101 - it was there before an attribute of it was set
    return process


def _process_of(source: Source) -> Node | None:
    """The process that is marked to run; if none is, the only one."""
    found = [node for node in source.root.walk() if node.tag == f"{BPMN}process" and node.get("id")]
    run = [node for node in found if node.get("isExecutable") == "true"]
    one = run or found
    return one[0] if len(one) == 1 else None


def _names(value: str | None, key: str) -> bool:
    return value is not None and value.rpartition(":")[2] == key
