"""Examples: the files that stand for those of a story are files that the engine accepts."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.documents.examples import make_example
from engine.documents.receiving import receive
from engine.documents.scenes import SCENES, draw_scene


@pytest.mark.parametrize(
    ("name", "kind"),
    [("bankje.jpg", "image/jpeg"), ("B.JPEG", "image/jpeg"), ("schets.png", "image/png"), ("a.pdf", "application/pdf")],
)  # fmt: skip
def test_an_example_is_of_the_kind_that_its_name_says(name: str, kind: str) -> None:
    kept = receive(name, make_example(name))

    assert (kept.name, kept.media_type) == (name, kind)


def test_the_same_name_gives_the_same_file() -> None:
    assert make_example("bankje.jpg") == make_example.__wrapped__("bankje.jpg")


def test_each_picture_says_its_own_name() -> None:
    assert make_example("bankje 1.jpg") != make_example("bankje 2.jpg")


def test_a_picture_shows_what_its_name_is_about() -> None:
    scenes = {words[0]: draw_scene(words[0]).tobytes() for words, _ in SCENES}

    assert len({*scenes.values(), draw_scene("iets anders").tobytes()}) == len(SCENES) + 1


def test_a_picture_is_small_enough_for_many() -> None:
    data = make_example("speeltuin.jpg")

    with Image.open(BytesIO(data)) as drawn:
        assert drawn.width > drawn.height > 400
    assert len(data) < 60_000


def test_a_page_says_its_name_whatever_is_in_it() -> None:
    assert rb"(offerte \(2\) \\ caf" + b"\xe9.pdf)" in make_example("offerte (2) \\ café.pdf")


@given(st.text(max_size=30))
def test_what_a_page_says_of_its_places_is_so(name: str) -> None:
    data = make_example.__wrapped__(f"{name}.pdf")

    start = int(re.findall(rb"startxref\n(\d+)", data)[-1])
    places = re.findall(rb"(\d{10}) 00000 n ", data[start:])
    assert data[start : start + 4] == b"xref"
    assert [data[int(place) :].split(b"\n")[0] for place in places] == [b"%d 0 obj" % n for n in range(1, 6)]


def test_what_is_no_name_of_a_file_has_no_example() -> None:
    with pytest.raises(ValueError, match="no name of a picture"):
        make_example("programma.exe")
