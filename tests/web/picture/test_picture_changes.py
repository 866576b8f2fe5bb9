"""Differences from another version are visible in a picture by shape and number too, not by colour alone."""

from __future__ import annotations

import pytest
from lxml import etree

from engine.dialect.bpmn import read
from tests.engine.diagrams import chain, definitions, end, start, user
from tests.web.picture.pictures import SVG, parse
from web.picture import Differences, Marks, Note, draw
from web.picture.geometry import Rect
from web.picture.marks import draw_flow_note
from web.picture.scene import Connection

MARKS = {"A": "added", "B": "changed", "A_to_B": "removed", "B_to_Klaar": "moved"}


@pytest.fixture
def picture() -> etree._Element:
    drawn = read(definitions(start(), user("A"), user("B"), end(), chain("Begin", "A", "B", "Klaar")), "proef")
    notes = {key: Note(f"≠{n}", f"veranderd: {key}", number=n) for n, key in enumerate(MARKS, 1)}
    return parse(draw(drawn, Differences(MARKS, notes, "nu")))


def test_each_mark_has_a_class_of_its_own(picture: etree._Element) -> None:
    classes = {part.get("data-element"): part.get("class", "") for part in picture.iter(f"{SVG}g")}

    assert {key: mark for key, mark in MARKS.items() if f"is-{mark}" in classes[key]} == MARKS
    assert "is-" not in classes["Begin"]


def test_each_mark_has_a_note_that_can_be_linked_to_also_on_a_flow(picture: etree._Element) -> None:
    noted = {part.get("id"): "".join(map(str, part.itertext())) for part in picture.iter(f"{SVG}g") if part.get("id")}

    assert noted == {f"nu-{n}": f"veranderd: {key}≠{n}" for n, key in enumerate(MARKS, 1)}


@pytest.mark.parametrize(("names", "place"), [((), "50 0"), ((Rect(30, -14, 40, 14),), "100 45")])
def test_the_number_of_a_flow_stands_in_the_middle_of_its_line_but_on_no_name(
    names: tuple[Rect, ...], place: str
) -> None:
    way = Connection("Weg", "sequenceFlow", "Klein", ((0, 0), (100, 0), (100, 90)), label_place=None)

    drawn = draw_flow_note(way, Note("+6", "nieuw: Weg"), "#000", names)

    assert f'transform="translate({place})"' in drawn


def test_a_picture_without_changes_has_no_marks_and_no_anchors() -> None:
    drawn = read(definitions(start(), end(), chain("Begin", "Klaar")), "proef")

    assert "is-" not in draw(drawn).replace("aria-", "").replace("this-", "")
    assert "<g id=" not in draw(drawn, Marks(notes={"Begin": Note("1", "een", number=1)}))
