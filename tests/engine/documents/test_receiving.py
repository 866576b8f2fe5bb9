"""Receiving: what is accepted of a submitted file, and why another is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.documents.receiving import LARGEST, SIDE, make_small, receive
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
    kept = receive("foto", picture(kind, size=(3 * SIDE, SIDE), compress_level=1)).data

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
        ("IMG_0042.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "other_picture"),
        ("van-iemand.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "other_picture"),
        ("van-android.heif", b"\0\0\0\x1cftypmif1\0\0\0\0", "other_picture"),
        ("van-een-pagina.webp", b"RIFF\x10\0\0\0WEBPVP8 ", "other_picture"),
        ("van-een-pagina.avif", b"\0\0\0\x1cftypavif\0\0\0\0", "other_picture"),
        ("bewegend.gif", b"GIF89a", "other_picture"),
        ("film.mov", b"\0\0\0\x14ftypqt  ", "unknown_file"),
        ("geluid.wav", b"RIFF\x10\0\0\0WAVEfmt ", "unknown_file"),
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


def test_a_photo_that_we_cannot_open_is_told_as_one_only_where_photos_are_asked() -> None:
    heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"

    with pytest.raises(FileRefused) as among_photos:
        receive("IMG.HEIC", heic, ["image/jpeg"])
    with pytest.raises(FileRefused) as among_papers:
        receive("IMG.HEIC", heic, ["application/pdf"])

    assert among_photos.value.problem.code == "other_picture"
    assert among_papers.value.problem.code == "wrong_file"


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
