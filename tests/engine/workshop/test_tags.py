"""Tags: an edit of an XML file leaves all other bytes as they are, however they are written."""

from __future__ import annotations

import pytest

from engine.workshop import tags

ODD = (
    "<?xml version='1.0'?>\r\n<!-- <a id='x'/> -->\n<r:a  xmlns:r = 'urn:r'\n  id='é>'>"
    "<b id=\"x\"/>\n  <c id='y'>één</c >\n</r:a>\n"
).encode()


def edit(key: str, how: str, *told: str) -> str:
    tag = tags.find_by_id(tags.read_tags(ODD), key)
    edited: bytes = getattr(tags, how)(ODD, tag, *told)
    return edited.decode()


def test_an_attribute_is_added_in_front() -> None:
    assert edit("x", "set_attribute", "n", 'a"<b') == ODD.decode().replace("<b ", '<b n="a&quot;&lt;b" ')


def test_an_attribute_is_put_in_the_place_of_the_old_one() -> None:
    assert edit("é>", "set_attribute", "id", "z") == ODD.decode().replace("id='é>'", 'id="z"')


def test_an_element_on_a_line_of_its_own_goes_with_its_line() -> None:
    assert edit("y", "remove") == ODD.decode().replace("  <c id='y'>één</c >\n", "")


def test_an_element_beside_another_goes_alone() -> None:
    assert edit("x", "remove") == ODD.decode().replace('<b id="x"/>', "")


def test_both_tags_of_an_element_get_the_other_name_in_the_same_namespace() -> None:
    assert edit("é>", "rename", "d") == ODD.decode().replace("<r:a ", "<r:d ").replace("</r:a>", "</r:d>")


def test_an_empty_element_gets_another_name() -> None:
    assert edit("x", "rename", "d") == ODD.decode().replace("<b ", "<d ")


@pytest.mark.parametrize(
    "xml",
    [b"<a", b"", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a/>".encode("utf-16"),
     b"<?xml version='1.0' encoding='latin-1'?><a/>"],
    ids=["broken", "empty", "a document type", "UTF-16", "Latin-1"],
)  # fmt: skip
def test_what_is_written_otherwise_is_left_alone(xml: bytes) -> None:
    with pytest.raises(tags.NotEditable):
        tags.read_tags(xml)


def test_an_id_that_is_there_twice_is_left_alone() -> None:
    with pytest.raises(tags.NotEditable):
        tags.find_by_id(tags.read_tags(b"<a><b id='x'/><b id='x'/></a>"), "x")
