"""The scanner sees what lxml sees, in every manner of writing, and puts back what it read."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lxml import etree

from engine.editing import read_source
from engine.editing.characters import transcribe
from engine.editing.source import Node
from engine.editing.splicing import set_attribute
from engine.errors import DiagramRefused, EditRefused
from tests.engine.editing.stock import diagrams, folders

FILES = {
    f"{folder.source}/{name}": data
    for folder in folders().values()
    for name, data in folder.files.items()
    if name.endswith((".bpmn", ".dmn"))
}


def told(data: bytes) -> list[tuple[str, dict[str, str]]]:
    root = etree.fromstring(data)
    return [(str(n.tag), {etree.QName(k).localname: str(v) for k, v in n.attrib.items()}) for n in root.iter("{*}*")]


def scanned(root: Node) -> list[tuple[str, dict[str, str]]]:
    return [
        (n.tag, {k.rpartition(":")[2]: a.value for k, a in n.attributes.items() if not k.startswith("xmlns")})
        for n in root.walk()
    ]


@pytest.mark.parametrize("name", FILES)
def test_every_element_and_attribute_of_the_stock_is_seen(name: str) -> None:
    source = read_source(FILES[name])

    assert scanned(source.root) == told(FILES[name])
    assert source.encode() == FILES[name]


ODD = {
    "comments that look like elements": b"<a><!-- <b c='d'> --><c d='1'/></a>",
    "CDATA that looks like an element": b"<a><![CDATA[<b>]]><c/></a>",
    "an instruction": b"<?xml version='1.0'?><?x <a> ?><a x='1'/>",
    "a greater-than sign in a value": b"<a x='1 > 0' y=\"'\"><b/></a>",
    "references in values": b"<a x='&lt;&#233;&#xE9;&amp;&quot;'/>",
    "white space everywhere": b"<a\r\n\tx = '1'\r\n  y='2'\r\n></a\n>",
    "a line break in a value": b"<a x='1\r\n2\t3'/>",
    "a default namespace": b"<a xmlns='urn:x'><b xmlns=''/><p:c xmlns:p='urn:y'/></a>",
    "a mark before it": b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?><a x='1'/>",
    "old letters": "<?xml version='1.0' encoding='ISO-8859-1'?><a x='é'/>".encode("latin-1"),
    "two bytes a letter": "\ufeff<?xml version='1.0' encoding='UTF-16'?><a x='é'/>".encode("utf-16-le"),
}


@pytest.mark.parametrize("manner", ODD)
def test_every_manner_of_writing_is_read_as_lxml_reads_it(manner: str) -> None:
    source = read_source(ODD[manner])

    assert scanned(source.root) == told(ODD[manner])
    assert source.encode() == ODD[manner]


@pytest.mark.parametrize("manner", ODD)
def test_every_manner_of_writing_says_the_same_when_it_is_saved_as_utf_8(manner: str) -> None:
    text = transcribe(ODD[manner])

    assert told(text.encode()) == told(ODD[manner])


@pytest.mark.parametrize("data", [b"\xff\xff\xff", b"<?xml version='1.0' encoding='cp037'?><a x='\xe9'/>"])
def test_what_we_cannot_read_is_told_as_well_as_it_goes(data: bytes) -> None:
    assert "\ufffd" in transcribe(data)


def test_a_letter_that_the_encoding_does_not_have_is_written_as_a_reference() -> None:
    source = read_source(b"<?xml version='1.0' encoding='ISO-8859-1'?><a x='1'/>")

    data = source.splice(set_attribute(source, source.root, "x", "€ é")).encode()

    assert data == b"<?xml version='1.0' encoding='ISO-8859-1'?><a x='&#8364; \xe9'/>"


def test_a_file_in_an_encoding_that_we_cannot_put_back_is_refused() -> None:
    data = "<?xml version='1.0' encoding='EUC-JP'?><a/>".encode("euc-jp")

    with pytest.raises(EditRefused, match="encoding"):
        read_source(data)


@pytest.mark.parametrize("hostile", [b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"<a>", b"", b"<a x='1' x='2'/>"])
def test_what_our_reader_refuses_never_comes_to_the_scanner(hostile: bytes) -> None:
    with pytest.raises(DiagramRefused):
        read_source(hostile)


@pytest.mark.parametrize("written", ["1", " true ", "true"])
def test_a_boolean_of_the_standard_is_read_in_each_way_of_writing_it(written: str) -> None:
    bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL"
    data = f'<subProcess xmlns="{bpmn}" id="Meer" name="1" triggeredByEvent="{written}"/>'.encode()

    source = read_source(data)

    assert (source.root.get("triggeredByEvent"), source.root.get("name")) == ("true", "1")
    assert source.encode() == data


def test_a_new_attribute_stands_as_the_one_before_it_does() -> None:
    source = read_source(b"<a\n   x='1'\n   y='2'/>")

    data = source.splice(set_attribute(source, source.root, "z", "3")).encode()

    assert data == b"<a\n   x='1'\n   y='2'\n   z=\"3\"/>"


def test_a_character_that_xml_does_not_have_is_refused() -> None:
    source = read_source(diagrams()["idee"])

    with pytest.raises(EditRefused, match="character"):
        set_attribute(source, source.root, "name", "a\x00b")


PIECES = st.sampled_from(
    ["tekst", " ", "&lt;", "&#233;", "&amp;", "<!-- a --> ", "<!--<!--", "-->", "<?pi x?>", "<![CDATA[&amp;<b>]]>"]
) | st.builds("<![CDATA[{}]]>".format, st.sampled_from(["&#99999999999;", "&#x110000;", "<!--" * 3, "?>", "x\r\ny"]))


@given(st.lists(PIECES, max_size=8))
def test_the_content_of_an_element_is_what_lxml_reads(pieces: list[str]) -> None:
    data = f'<a><b id="b">{"".join(pieces)}</b></a>'.encode()
    try:
        source = read_source(data)
    except DiagramRefused:
        assume(False)

    (node,) = source.root.children

    parser = etree.XMLParser(remove_comments=True, remove_pis=True)
    assert source.content(node) == (etree.fromstring(data, parser)[0].text or "")


def test_beginnings_of_remarks_in_a_text_are_read_at_once() -> None:
    source = read_source(f"<a><b><![CDATA[{'<!--' * 400_000}]]></b></a>".encode())
    begun = time.process_time()

    read = source.content(source.root.children[0])

    assert len(read) == 1_600_000
    assert time.process_time() - begun < 1
