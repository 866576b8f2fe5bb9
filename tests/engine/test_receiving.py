"""Receiving: what is taken of a file that somebody hands in, and why another is not taken."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.documents import receiving
from engine.documents.receiving import LARGEST, SIDE, make_small, receive
from engine.documents.scans import read_scans
from engine.errors import FileRefused
from tests.pictures import PDF, picture


def why(name: str, data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        receive(name, data)
    return refused.value.problem.code


def test_a_photo_is_kept_without_where_and_with_what_it_was_taken() -> None:
    told = Image.Exif()
    told[0x010F] = "Merk van de telefoon"
    told.get_ifd(0x8825)[1] = "N"
    data = picture(exif=told, comment=b"thuis")

    kept = receive("foto.jpg", data).data

    with Image.open(BytesIO(kept)) as drawn:
        assert (dict(drawn.getexif()), drawn.info.get("comment")) == ({}, None)
    assert [b"telefoon" in one for one in (data, kept)] == [True, False]


def test_a_photo_that_was_taken_sideways_is_kept_upright() -> None:
    told = Image.Exif()
    told[0x0112] = 6

    kept = receive("foto.jpg", picture(size=(60, 40), exif=told)).data

    with Image.open(BytesIO(kept)) as drawn:
        assert drawn.size == (40, 60)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_made_as_small_as_a_screen_needs(kind: str) -> None:
    kept = receive("foto", picture(kind, size=(3 * SIDE, SIDE))).data

    with Image.open(BytesIO(kept)) as drawn:
        assert drawn.size == (SIDE, SIDE // 3)


def test_what_stands_behind_the_end_of_a_picture_does_not_come_along() -> None:
    kept = receive("foto.png", picture("PNG") + b"<script>alert(1)</script>").data

    assert b"script" not in kept


def test_what_a_picture_shows_through_stays_so() -> None:
    made = BytesIO()
    Image.new("RGBA", (4, 4), (1, 2, 3, 0)).save(made, "PNG")

    kept = receive("logo.png", made.getvalue()).data

    with Image.open(BytesIO(kept)) as drawn:
        assert drawn.getpixel((0, 0))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("leeg.jpg", b"", "empty_file"),
        ("groot.pdf", PDF.ljust(LARGEST + 1), "too_large_file"),
        ("programma.jpg", b"MZ\x90\x00", "unknown_file"),
        ("pagina.pdf", b"<html><script>", "unknown_file"),
        ("halve.jpg", picture()[:200], "broken_file"),
        ("halve.png", picture("PNG")[:40], "broken_file"),
        ("vreemd.jpg", b"\xff\xd8\xff" + b"\x00" * 100, "broken_file"),
    ],
)
def test_a_file_is_what_its_bytes_say_whatever_it_is_called(name: str, data: bytes, code: str) -> None:
    assert why(name, data) == code


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_read() -> None:
    huge = bytearray(picture("PNG"))
    huge[16:24] = (60_000).to_bytes(4, "big") * 2  # Width and height in the header, IHDR.

    assert why("bom.png", bytes(huge)) in {"too_many_pixels", "broken_file"}


def in_scans(more: int = 0, **told: Any) -> bytes:
    """A JPEG that comes in several scans, the last of which again and again."""
    data = picture(progressive=True, **told)
    return data[:-2] + data[data.rindex(b"\xff\xda") : -2] * more + data[-2:]


def test_a_photo_that_comes_in_scans_is_taken_and_one_of_a_thousand_scans_is_not() -> None:
    kept = receive("foto.jpg", in_scans(10))

    assert kept.media_type == "image/jpeg"
    assert why("bom.jpg", in_scans(1_000)) == "broken_file"


def test_what_a_reader_passes_over_hides_no_scans() -> None:
    data = in_scans(1_000)
    at = data.index(b"\xff\xc4")  # A table, before all scans.

    assert why("bom.jpg", data[:at] + b"\x00\x00" + data[at:]) == "broken_file"
    assert read_scans(data[:at] + b"\x00\xff\xff" + data[at:]) == read_scans(data)


def test_of_a_photo_in_scans_all_has_to_be_in_memory_so_it_is_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "MOST_IN_SCANS", 1_000)
    size = (100, 100)

    assert receive("foto.jpg", picture(size=size)).name == "foto.jpg"
    assert why("foto.jpg", in_scans(size=size)) == "too_many_pixels"


def test_a_photo_that_says_it_comes_in_parts_counts_as_one_that_does() -> None:
    data = bytearray(picture())
    data[data.index(b"\xff\xda") + 4] = 1  # The first scan is of one colour of three.

    assert [read_scans(bytes(one)).several for one in (picture(), data)] == [False, True]


def test_a_film_behind_a_photo_is_no_part_of_it() -> None:
    film = b"\xff\xda\x00\x00" * 5_000

    assert receive("bewegend.jpg", picture() + film).data == receive("stil.jpg", picture()).data


def test_pictures_are_drawn_one_at_a_time() -> None:
    with ThreadPoolExecutor(1) as threads:
        with receiving._AT_WORK:
            other = threads.submit(receive, "foto.jpg", picture())
            waits = not wait([other], timeout=0.05).done

        assert waits
        assert other.result(10).name == "foto.jpg"


def test_a_question_for_pictures_takes_no_other_file() -> None:
    with pytest.raises(FileRefused) as refused:
        receive("plan.pdf", PDF, ["image/jpeg"])

    assert refused.value.problem.code == "wrong_file"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("foto.jpg", "foto.jpg"),
        ("FOTO.JPEG", "FOTO.JPEG"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Mijn foto's\\tuin.jpg", "tuin.jpg"),
        ("tuin.png", "tuin.jpg"),
        ("re\u202egpj.exe", "regpj.jpg"),
        ("...", "bestand.jpg"),
        ("x" * 300 + ".jpg", "x" * 116 + ".jpg"),
    ],
)
def test_a_file_has_a_name_that_people_can_read_and_that_says_what_it_is(name: str, kept: str) -> None:
    assert receive(name, picture()).name == kept


@given(st.sampled_from([picture(), picture("PNG"), PDF]), st.data())
def test_whatever_is_handed_in_is_kept_or_refused_with_a_reason(data: bytes, chance: st.DataObject) -> None:
    at, byte = chance.draw(st.integers(0, len(data) - 1)), chance.draw(st.binary(max_size=3))
    name, changed = chance.draw(st.text(max_size=20)), data[:at] + byte + data[at + 1 :]

    try:
        told = receive(name, changed).name
    except FileRefused as error:
        told = error.problem.code

    assert 0 < len(told) <= 120


def test_what_a_picture_shows_through_is_white_when_it_is_seen_small() -> None:
    made = BytesIO()
    Image.new("RGBA", (640, 4), (1, 2, 3, 0)).save(made, "PNG")
    kept = receive("logo.png", made.getvalue())

    with Image.open(BytesIO(make_small(kept.data, kept.media_type))) as seen:
        assert (seen.size, seen.getpixel((0, 0))) == ((320, 2), (255, 255, 255))


@pytest.mark.parametrize(("data", "kind"), [(PDF, "application/pdf"), (picture()[:200], "image/jpeg")])
def test_what_is_no_whole_picture_is_not_seen_small(data: bytes, kind: str) -> None:
    with pytest.raises(ValueError, match="no picture"):
        make_small(data, kind)


@pytest.mark.parametrize("bytes_", [b"\xff", b"\xff\x01", b"\xff\xff\x00", b"\xff\xda\x00\x00"], ids=bytes.hex)
def test_scans_are_looked_for_in_a_moment_whatever_a_file_is_made_of(bytes_: bytes) -> None:
    data = b"\xff\xd8" + bytes_ * (200_000 // len(bytes_))
    begun = time.process_time()

    read_scans(data)

    assert time.process_time() - begun < 0.5
