"""Arriving: taking a decision table or form from elsewhere, by itself, into the files of a process. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath

from engine.dialect.xml import parse_xml
from engine.editing import read_source
from engine.editing.splicing import set_attribute
from engine.editing.tables import decisions_of
from engine.errors import DiagramRefused, EditRefused
from engine.tidying import free_name, name_for
from engine.workshop.formmaking import find_form

NUMBERS = frozenset({"integer", "long", "double"})
TODAY = "https://www.omg.org/spec/DMN/20191111/MODEL/"
BEFORE = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
    "http://www.omg.org/spec/DMN/20151101/dmn11.xsd",
    "http://www.omg.org/spec/DMN/20151130",
)
"""How DMN 1.1 called itself. What it could say, DMN 1.3 says in the same words."""


def is_beside(data: bytes, named: str) -> bool:
    """Whether a file is a table or form by itself, judging by its name and how it begins."""
    begin = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return (named.endswith(".dmn") and begin == b"<") or (named.endswith((".form", ".json")) and begin == b"{")


def take_beside(data: bytes, named: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The file that a table or form becomes: the one that has the same decision or form now, else a new one.

    Raises: DiagramRefused: it is no table and no form.
    """
    stem = name_for(PurePosixPath(named.replace("\\", "/")).stem)
    if not named.endswith(".dmn"):
        return {_place_of_form(data, named, stem, files): data.removeprefix(b"\xef\xbb\xbf")}
    if not str(parse_xml(data, named).tag).endswith("}definitions") or b"/DMN/" not in data:
        raise DiagramRefused("this is no decision table", source=named)
    for before in BEFORE:
        data = data.replace(before.encode(), TODAY.encode())
    return {_place_of_table(data, stem or "tabel", files): _with_our_types(data)}


def _with_our_types(data: bytes) -> bytes:
    """Camunda 7 has several types of numbers, and DMN has one."""
    try:
        source = read_source(data)
        splices = (
            splice
            for node in source.root.walk()
            if node.get("typeRef") in NUMBERS
            for splice in set_attribute(source, node, "typeRef", "number")
        )
        return source.splice(splices).encode()
    except EditRefused:
        return data


def _place_of_table(data: bytes, stem: str, files: Mapping[str, bytes]) -> str:
    decided = _decisions(data)
    same = (name for name in sorted(files) if name.endswith(".dmn") and _decisions(files[name]) & decided)
    return next(same, "") or free_name(stem, lambda key: f"{key}.dmn" in files) + ".dmn"


def _decisions(data: bytes) -> set[str]:
    try:
        return set(decisions_of(read_source(data)))
    except (DiagramRefused, EditRefused):
        return set()


def _place_of_form(data: bytes, named: str, stem: str, files: Mapping[str, bytes]) -> str:
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DiagramRefused("this is no form", source=named) from error
    if not isinstance(told, dict) or not isinstance(told.get("components"), list):
        raise DiagramRefused("this is no form", source=named)
    form_id = str(told.get("id") or stem)
    try:
        return find_form(files, form_id)[0]
    except EditRefused:
        key = name_for(form_id) or stem or "formulier"
        return f"forms/{free_name(key, lambda one: f'forms/{one}.form' in files)}.form"
