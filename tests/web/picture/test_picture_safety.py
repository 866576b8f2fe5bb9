"""The picture of a hostile diagram: well-formed, bounded, and without a script."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.dialect.elements import (
    Box,
    Collaboration,
    Diagram,
    Edge,
    Element,
    Event,
    Lane,
    Loop,
    Participant,
    Process,
    Shape,
)
from tests.lengths import examples
from tests.web.picture.pictures import (
    EVENT_KINDS,
    NODE_KINDS,
    SVG,
    find,
    make_diagram,
    make_element,
    parse,
    read_view_box,
)
from web.picture import Marks, draw
from web.picture.lettering import FONT
from web.picture.scene import MOST_SHAPES


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "</text></svg><img src=x onerror=alert(1)>",
        "\"' onload='alert(1)' x=\"",
        "&amp; &#0; &undefined;",
        "]]><!--",
        "nul \x00 bel \x07 escape \x1b next line \x85 del \x7f",
        "half \ud800 een teken, geen teken \ufffe \uffff",
        "אישור הבקשה",
        "\u202eomgekeerd\u202c \u2066los\u2069",
        "é" * 400,
        "W" * 5000,
        "z\u0300" + "\u0301" * 3000,
        "👩‍👩‍👧‍👦" * 40,
        "\n\n\n",
        "regel een\nregel twee\r\nregel drie\ttab",
    ],
    ids=lambda name: ascii(name[:20]),
)
def test_a_hostile_name_stays_text(name: str) -> None:
    elements = [make_element(f"Node_{kind}", kind, name, text=name) for kind in NODE_KINDS]
    flow = make_element("Flow_1", "sequenceFlow", name, source="Node_task")
    diagram = make_diagram(*elements, flow, edges=(Edge("Flow_1", ((0, 0), (9, 9))),), name=name)

    picture = draw(diagram, title=name, description=name)

    root = parse(picture)
    assert {etree.QName(node).localname for node in root.iter()} <= {
        "svg", "g", "path", "rect", "circle", "text", "tspan", "title", "desc",
    }  # fmt: skip
    assert not [key for node in root.iter() for key in node.attrib if str(key).startswith("on") or key == "style"]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", picture)


def test_a_heap_of_marks_on_one_letter_is_cleared() -> None:
    picture = draw(make_diagram(make_element("Task_1", name="Besluit" + "\u0301" * 50)))

    assert picture.count("\u0301") == 4


def test_a_hostile_id_stays_an_attribute() -> None:
    key = '"><script>alert(1)</script>\x00'

    root = parse(
        draw(make_diagram(make_element(key, "endEvent", "Klaar")), Marks(frozenset({key})), description_id='"><b>')
    )

    assert not list(root.iter(SVG + "script"))
    assert root.get("aria-describedby") == '"><b>'


def test_an_empty_diagram_is_an_empty_picture() -> None:
    picture = parse(draw(Diagram("leeg.bpmn", ())))

    assert all(math.isfinite(value) for value in read_view_box(picture))
    assert not list(picture.iter(SVG + "g"))


def test_what_has_no_usable_place_is_left_out_and_counted() -> None:
    shapes = (
        Shape("Task_1", math.nan, 0, 100, 80),
        Shape("Task_2", 0, 0, math.inf, 80),
        Shape("Task_3", 0, 0, 100, 80),
    )
    edges = (Edge("Flow_1", ((math.nan, 0), (5, 5))), Edge("Flow_2", ()))
    elements = [make_element(f"Task_{n}") for n in (1, 2, 3)]

    picture = parse(draw(make_diagram(*elements, shapes=shapes, edges=edges)))

    assert picture.get("data-left-out") == "4"
    assert find(picture, "Task_3") is not None


def test_a_place_beyond_all_bounds_is_brought_back() -> None:
    shapes = (Shape("Task_1", 1e300, -1e300, 1e300, 80), Shape("Task_2", 0, 0, -5, 0))

    picture = parse(draw(make_diagram(make_element("Task_1"), make_element("Task_2"), shapes=shapes)))

    assert all(abs(value) <= 200_000 for value in read_view_box(picture))


def test_a_huge_diagram_is_drawn_in_part_within_bounds() -> None:
    many = MOST_SHAPES + 50
    elements = [make_element(f"Task_{n}", name=f"Zeer{'onafscheidelijke' * 18} {n}") for n in range(many)]

    picture = draw(make_diagram(*elements))

    assert parse(picture).get("data-left-out") == "50"
    assert len(picture) < 10_000_000


def test_only_presentation_attributes_give_the_looks() -> None:
    elements = [make_element(f"Node_{kind}", kind, "Naam") for kind in NODE_KINDS]

    picture = draw(make_diagram(*elements), Marks(frozenset({"Node_task"}), frozenset({"Node_userTask"})))

    assert "style" not in picture
    assert "<script" not in picture
    assert "url(" not in picture
    assert "href" not in picture
    assert parse(picture).get("font-family") == FONT


NAMES = st.text(max_size=60) | st.sampled_from(["", "Controleer of het idee volledig is", "<b>&\"'"])
NUMBERS = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-2000, 2000)
BOXES = st.builds(Box, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
KEYS = st.sampled_from([f"Node_{n}" for n in range(8)]) | st.text(max_size=8)


@st.composite
def draw_diagrams(choose: st.DrawFn) -> Diagram:
    keys = choose(st.lists(KEYS, unique=True, max_size=10))
    elements = [
        Element(
            id=key,
            kind=choose(st.sampled_from((*NODE_KINDS, "sequenceFlow", "association"))),
            name=choose(NAMES),
            process="P",
            parent=choose(st.sampled_from(["P", *keys])),
            text=choose(st.none() | NAMES),
            source=choose(st.none() | KEYS),
            condition=choose(st.none() | st.just("=ja")),
            default=choose(st.none() | KEYS),
            event=choose(st.none() | st.sampled_from([Event(kind) for kind in (*EVENT_KINDS, "unheardOf")])),
            interrupting=choose(st.booleans()),
            triggered_by_event=choose(st.booleans()),
            loop=choose(st.none() | st.builds(Loop, st.booleans(), st.booleans())),
        )
        for key in keys
    ]
    drawn = KEYS | st.sampled_from([*keys, "Pool_1", "Lane_1", "Message_1"])
    shape = st.builds(Shape, drawn, NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.booleans(), st.booleans(), st.none() | BOXES)
    edge = st.builds(Edge, drawn, st.lists(st.tuples(NUMBERS, NUMBERS), max_size=6).map(tuple), st.none() | BOXES)
    pool = Participant("Pool_1", choose(NAMES), choose(st.none() | st.just("P")))
    message = Element("Message_1", "messageFlow", choose(NAMES), "", "C")
    return Diagram(
        "willekeurig.bpmn",
        (Process("P", choose(NAMES), {e.id: e for e in elements}, (Lane("Lane_1", choose(NAMES), ()),)),),
        collaboration=choose(st.none() | st.just(Collaboration("C", (pool,), (message,)))),
        shapes=tuple(choose(st.lists(shape, max_size=10))),
        edges=tuple(choose(st.lists(edge, max_size=8))),
    )


@settings(max_examples=examples(150), deadline=None)
@given(draw_diagrams(), st.sets(KEYS), st.sets(KEYS), NAMES)
def test_any_diagram_gives_a_well_formed_picture_with_a_finite_view(
    diagram: Diagram, walked: set[str], current: set[str], title: str
) -> None:
    picture = draw(diagram, Marks(frozenset(walked), frozenset(current)), title=title)

    root = parse(picture)
    left, top, width, height = read_view_box(root)
    assert all(math.isfinite(value) and abs(value) < 400_000 for value in (left, top, width, height))
    assert width > 0
    assert height > 0
    assert not re.search(r"\b(nan|inf)\b", " ".join(str(v) for node in root.iter() for v in _numbers(node)))


def _numbers(node: etree._Element) -> list[object]:
    words = ("class", "id", "data-element", "aria-labelledby", "aria-describedby", "font-family")
    return [value for key, value in node.attrib.items() if key not in words]
