"""Malicious or merely broken XML becomes an error with a position; never a crash, a hang or a leak."""

from __future__ import annotations

from time import perf_counter, process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.dialect.bpmn import MOST_ELEMENTS, read
from engine.dialect.untrusted import MOST_ATTRIBUTES
from engine.dialect.xml import LARGEST
from engine.errors import DiagramRefused
from tests.engine.diagrams import chain, definitions, end, node, start, user
from tests.engine.dialect.test_bpmn_drawing import with_drawing
from tests.engine.dialect.test_bpmn_reading import read_process


@pytest.mark.parametrize(
    "xml",
    [b"", b"geen xml", b"<a>", b"<a></b>", b"\x00", b'<?xml version="1.0" encoding="nergens"?><a/>', b"<a>\x01</a>"],
    ids=["nothing", "text", "not closed", "closed wrong", "zero", "unknown encoding", "control character"],
)
def test_what_is_no_xml_is_refused(xml: bytes) -> None:
    with pytest.raises(DiagramRefused, match="no well-formed XML"):
        read(xml, "proef")


def test_the_line_where_the_xml_breaks_is_told() -> None:
    with pytest.raises(DiagramRefused) as caught:
        read(b"<a>\n<b>\n</a>", "proef")

    assert (caught.value.source, caught.value.line) == ("proef", 3)


@pytest.mark.parametrize("root", ["<definitions />", '<svg xmlns="http://www.w3.org/2000/svg" />'])
def test_xml_that_is_no_bpmn_is_refused(root: str) -> None:
    with pytest.raises(DiagramRefused, match=r"not BPMN 2\.0"):
        read(root.encode(), "proef")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    xml = definitions(start()).decode().replace('"UTF-8"?>', f'"{encoding}"?><!DOCTYPE x [<!ENTITY e "hallo">]>', 1)

    with pytest.raises(DiagramRefused, match="DOCTYPE"):
        read(xml.encode(encoding), "proef")


def test_a_file_on_the_machine_cannot_be_drawn_into_the_diagram() -> None:
    secret = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    xml = definitions(start()).decode().replace('"UTF-8"?>', f'"UTF-8"?>{secret}', 1)

    with pytest.raises(DiagramRefused):
        read(xml.replace('name="Begin"', 'name="&e;"').encode(), "proef")


@pytest.mark.parametrize("place", ['<d a="&e9;" />', "<d>&e9;</d>"], ids=["attribute", "text"])
def test_entities_that_multiply_are_refused_at_once(place: str) -> None:
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 10}">' for n in range(10))
    begun = perf_counter()

    with pytest.raises(DiagramRefused):
        read(f"<!DOCTYPE d [{grown}]>{place}".encode(), "proef")

    assert perf_counter() - begun < 2


def test_an_element_with_more_attributes_than_anything_has_is_refused_where_it_stands() -> None:
    """Finding one attribute takes a look at each: fifty thousand took a quarter of a minute at each reading."""
    many = " ".join(f'a{number}="1"' for number in range(MOST_ATTRIBUTES + 1))

    with pytest.raises(DiagramRefused, match="attributes, at most 200 are read") as caught:
        read(definitions(start()).replace(b"<bpmn:startEvent", f"\n\n<bpmn:startEvent {many}".encode(), 1), "proef")

    assert caught.value.line == definitions(start()).partition(b"<bpmn:startEvent")[0].count(b"\n") + 3


def test_fifty_thousand_attributes_are_refused_at_once() -> None:
    many = " ".join(f'a{number}="1"' for number in range(50_000))
    begun = process_time()

    with pytest.raises(DiagramRefused, match="attributes"):
        read(f"<a {many} />".encode(), "proef")

    assert process_time() - begun < 2


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(DiagramRefused, match="larger than"):
        read(b" " * (LARGEST + 1), "proef")


def test_a_diagram_with_too_many_elements_is_refused() -> None:
    many = "".join(f'<bpmn:task id="T{n}" />' for n in range(MOST_ELEMENTS + 1))

    with pytest.raises(DiagramRefused, match="3001 elements"):
        with_drawing("", many)


@pytest.mark.parametrize("depth", [60, 5_000])
def test_subprocesses_too_deep_inside_each_other_are_refused(depth: int) -> None:
    opened = "".join(f'<bpmn:subProcess id="S{n}">' for n in range(depth))

    with pytest.raises(DiagramRefused):
        with_drawing("", opened + "</bpmn:subProcess>" * depth)


@given(st.text(max_size=60))
def test_any_name_comes_through_on_one_line_and_unchanged_otherwise(name: str) -> None:
    try:
        process = read_process(node("task", "Iets", name=name))
    except DiagramRefused:
        assert any(ord(sign) < 32 or sign in "\ufffe\uffff" for sign in name)
    else:
        assert process.elements["Iets"].name == " ".join(name.split())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(noise: bytes) -> None:
    xml = definitions(start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar"))
    cut = len(noise) * 7 % len(xml)

    try:
        diagram = read(xml[:cut] + noise + xml[cut + len(noise) :], "proef")
    except DiagramRefused:
        return

    assert diagram.source == "proef"
