"""Receiving hostile files: pictures that keep a decoder busy, fill the memory, or carry hidden data."""

from __future__ import annotations

import os
import struct
import time
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from engine.documents import receiving, stripping
from engine.documents.receiving import SIDE, receive
from engine.errors import FileRefused
from tests.pictures import PDF, picture

SIZE = (60, 40)
HEADER = struct.pack(">IIB", *SIZE, 8)


def why(data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        receive("foto", data)
    return refused.value.problem.code


def kept(data: bytes) -> Image.Image:
    with Image.open(BytesIO(receive("foto", data).data)) as drawn:
        drawn.load()
        return drawn


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunks(*chunks: bytes) -> bytes:
    """A PNG with these chunks right after its header."""
    plain = picture("PNG")
    return plain[:33] + b"".join(chunks) + plain[33:]


def with_segments(*segments: bytes) -> bytes:
    """A JPEG with these segments at its beginning."""
    return b"\xff\xd8" + b"".join(segments) + picture()[2:]


def segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def sized(data: bytes, width: int, height: int) -> bytes:
    """A JPEG that claims to be this large."""
    at = min(place for marker in (b"\xff\xc0", b"\xff\xc2") if (place := data.find(marker)) >= 0)
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def more_scans(data: bytes, times: int) -> bytes:
    """A JPEG whose last scan is repeated this many more times."""
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * times + b"\xff\xd9"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (more_scans(picture(progressive=True), 100), "too_many_pixels"),
        (more_scans(sized(picture(progressive=True), 5_000, 5_000), 60), "too_many_pixels"),
        (sized(picture(progressive=True, subsampling=0), 8_000, 8_000), "too_many_pixels"),
        (sized(picture(), 65_000, 65_000), "too_many_pixels"),
        (sized(picture(), 0, 40), "broken_file"),
        (with_segments(segment(0xFE, b"") * 20_000), "too_many_pixels"),
        (with_chunks(chunk(b"vpAg", b"") * 20_000), "too_many_pixels"),
        (with_chunks(chunk(b"IHDR", struct.pack(">IIBBBBB", *SIZE, 8, 2, 0, 0, 0))), "broken_file"),
        (with_chunks(chunk(b"ZZZZ", b"")), "broken_file"),
        (
            picture("PNG").replace(struct.pack(">IIB", *SIZE, 8), struct.pack(">IIB", 4_500, 4_500, 16)),
            "too_many_pixels",
        ),
        (picture().replace(b"\xff\xc0", b"\xff\xc3"), "broken_file"),
        (picture().replace(b"\xff\xc0", b"\xff\xc9"), "broken_file"),
        (picture()[:-2], "broken_file"),
        (picture("PNG")[:-12], "broken_file"),
    ],
    ids=[
        "a hundred scans",
        "sixty scans of a large picture",
        "a progressive picture that is held as a whole",
        "the largest picture that a header can name",
        "a picture without width",
        "twenty thousand segments",
        "twenty thousand chunks",
        "two headers",
        "a chunk that nobody knows and that matters",
        "colours of sixteen bits",
        "lossless",
        "arithmetic",
        "a JPEG without end",
        "a PNG without end",
    ],
)
def test_a_picture_that_would_keep_a_decoder_busy_is_refused(data: bytes, code: str) -> None:
    assert why(data) == code


def test_a_picture_in_which_two_colours_have_one_name_is_refused() -> None:
    data = bytearray(picture(progressive=True))
    at = data.index(b"\xff\xc2") + 10
    data[at + 3] = data[at]

    assert why(bytes(data)) == "broken_file"


def test_a_long_picture_is_read_near_the_size_at_which_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[tuple[int, int]] = []
    shrink = Image.Image.thumbnail

    def note(drawn: Image.Image, size: tuple[float, float]) -> None:
        sizes.append(drawn.size)
        shrink(drawn, size)

    monkeypatch.setattr(Image.Image, "thumbnail", note)

    receive("panorama.jpg", picture(size=(8 * SIDE, 80)))

    assert sizes == [(SIDE, 10)]


@pytest.mark.parametrize(
    "data",
    [
        with_chunks(chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(100_000))) * 300),
        with_chunks(chunk(b"tEXt", b"Comment\0<script>"), chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<script>")),
        picture("PNG") + b"PK\x03\x04<script>",
        with_segments(segment(0xFE, b"*/<script>"), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<script>")),
        with_segments(segment(0xE2, b"ICC_PROFILE\0\1\1<script>"), segment(0xE0, b"<script>" * 20)),
        picture() + b"<script>",
    ],
    ids=["colour profiles", "texts", "PNG and zip", "comment and XMP", "profile and JFIF", "JPEG and page"],
)
def test_what_rides_along_in_a_picture_is_left_out(data: bytes) -> None:
    drawn = kept(data)

    assert drawn.size == SIZE
    assert drawn.getpixel((9, 9)) == pytest.approx((190, 60, 30), abs=3)
    assert not {"icc_profile", "comment", "xmp", "Comment", "XML:com.adobe.xmp"} & set(drawn.info)
    assert b"<script>" not in receive("foto", data).data


def test_of_a_picture_that_moves_the_first_is_kept() -> None:
    made = BytesIO()
    frames = [Image.new("RGB", SIZE, colour) for colour in ("red", "lime", "blue")]
    frames[0].save(made, "PNG", save_all=True, append_images=frames[1:])

    drawn = kept(made.getvalue())

    assert (getattr(drawn, "n_frames", 1), drawn.getpixel((0, 0))) == (1, (255, 0, 0))


def test_of_two_pictures_in_one_file_the_first_is_kept() -> None:
    made = BytesIO()
    Image.new("RGB", SIZE, "red").save(made, "MPO", save_all=True, append_images=[Image.new("RGB", SIZE, "blue")])

    data = receive("foto.jpg", made.getvalue()).data

    assert data.count(b"\xff\xd8\xff") == 1


@pytest.mark.parametrize("turn", range(10))
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_is_kept_as_it_was_held(kind: str, turn: int) -> None:
    told = Image.Exif()
    told[0x0112] = turn
    drawn = Image.new("RGB", SIZE, "white")
    drawn.paste((200, 0, 0), (0, 0, 30, 20))
    made = BytesIO()
    drawn.save(made, kind, exif=told)
    with Image.open(BytesIO(made.getvalue())) as taken:
        expected = ImageOps.exif_transpose(taken)

    found = kept(made.getvalue())

    corners = [(2, 2), (found.width - 3, 2), (2, found.height - 3), (found.width - 3, found.height - 3)]
    assert found.size == expected.size
    for corner in corners:
        assert found.getpixel(corner) == pytest.approx(expected.getpixel(corner), abs=3)


@pytest.mark.parametrize(
    ("drawn", "kind", "expected"),
    [
        (Image.new("L", SIZE, 90), "JPEG", (90, 90, 90)),
        (Image.new("CMYK", SIZE, (0, 255, 255, 0)), "JPEG", (255, 0, 0)),
        (Image.new("1", SIZE, 1), "PNG", 255),
        (Image.new("L", SIZE, 90), "PNG", 90),
        (Image.new("I;16", SIZE, 90 * 257), "PNG", 90),
        (Image.new("LA", SIZE, (90, 40)), "PNG", (90, 90, 90, 40)),
        (Image.new("RGB", SIZE, (1, 2, 3)).quantize(), "PNG", (1, 2, 3)),
        (Image.new("RGBA", SIZE, (1, 2, 3, 40)), "PNG", (1, 2, 3, 40)),
    ],
    ids=["grey photo", "for print", "black and white", "grey", "grey of 16 bits", "grey glass", "palette", "glass"],
)
def test_colours_are_kept_as_they_are_seen(drawn: Image.Image, kind: str, expected: object) -> None:
    made = BytesIO()
    drawn.save(made, kind)

    assert kept(made.getvalue()).getpixel((9, 9)) == pytest.approx(expected, abs=3)


def test_a_picture_that_would_be_kept_larger_than_a_file_is_made_smaller(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = BytesIO()
    noise = Image.frombytes("P", (200, 200), os.urandom(40_000))
    noise.putpalette(os.urandom(768))
    noise.save(made, "PNG")
    monkeypatch.setattr(receiving, "SIDE", 200)
    monkeypatch.setattr(receiving, "LARGEST", 60_000)

    assert kept(made.getvalue()).size == (100, 100)


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("plan\x00.pdf", "plan.pdf"),
        ("plan\ud800.pdf", "plan.pdf"),
        ("plan\r\nSet-Cookie: x.pdf", "plan Set-Cookie: x.pdf"),
        ("\u2067fdp.exe\u2069", "fdp.pdf"),
        ("🌳 tuin.pdf", "🌳 tuin.pdf"),
        ("תכנית.pdf", "תכנית.pdf"),
        ("/" * 90_000 + "plan.pdf", "plan.pdf"),
        ("a/" * 90_000, "bestand.pdf"),
        ("🌳" * 90_000, "🌳" * 116 + ".pdf"),
        (".pdf", "pdf.pdf"),
        ("  ", "bestand.pdf"),
        ("plan.pdf.exe", "plan.pdf.pdf"),
    ],
    ids=[
        *("NUL", "half a character", "line end", "turned", "tree", "Hebrew"),
        *("slashes", "folder", "trees", "ending", "blanks", "two endings"),
    ],
)
def test_a_name_is_one_line_that_can_be_kept(name: str, tidy: str) -> None:
    assert receive(name, PDF).name == tidy
    assert len(tidy.encode()) <= 500


@given(st.binary(max_size=60), st.sampled_from([b"", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08"]))
def test_what_a_camera_tells_breaks_nothing(told: bytes, begin: bytes) -> None:
    assert stripping.read_turn(begin + told) in range(1, 9)


SEEDS = [
    picture(progressive=True),
    with_segments(segment(0xEE, b"Adobe\0d\0\0\0\0\1"), segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0")),
    with_chunks(chunk(b"eXIf", b"II*\0\x08\0\0\0"), chunk(b"tRNS", b"\0\1\0\2\0\3")),
]


@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 999), st.binary(max_size=4)), max_size=4))
def test_a_picture_that_was_changed_anywhere_is_kept_or_refused(data: bytes, changes: list[tuple[int, bytes]]) -> None:
    for at, said in changes:
        data = data[:at] + said + data[at + len(said) :]

    try:
        told = receive("foto", data).name
    except FileRefused as error:
        told = error.problem.code

    assert told


@pytest.mark.parametrize("filling", [b"\xff", b"\xff\x01", b"\xff\xff\x00", b"\xff\xda\x00\x00"], ids=bytes.hex)
def test_what_draws_is_found_in_a_moment_whatever_a_file_is_filled_with(filling: bytes) -> None:
    data = b"\xff\xd8\xff" + filling * (100_000 // len(filling))
    begun = time.process_time()

    with pytest.raises(FileRefused):
        receive("foto.jpg", data)

    assert time.process_time() - begun < 0.5
