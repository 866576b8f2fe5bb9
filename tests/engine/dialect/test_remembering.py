"""What was read before is not read again, and never instead of something else."""

from __future__ import annotations

import pytest

from engine.dialect.remembering import LARGE, remember


class Reader:
    """Reads a file as its first letter, and counts how often."""

    def __init__(self) -> None:
        self.times = 0
        self.read = remember(2)(self._read)

    def _read(self, data: bytes, source: str) -> tuple[str, str]:
        self.times += 1
        if not data:
            raise ValueError("an empty file")
        return chr(data[0]), source


@pytest.fixture
def reader() -> Reader:
    return Reader()


def test_a_file_that_was_read_is_not_read_again(reader: Reader) -> None:
    first = reader.read(b"abc", "een.bpmn")

    assert reader.read(bytes(bytearray(b"abc")), "een.bpmn") is first
    assert reader.times == 1


def test_the_same_bytes_in_another_place_are_read_as_those_of_that_place(reader: Reader) -> None:
    reader.read(b"abc", "een.bpmn")

    assert reader.read(b"abc", "twee.bpmn") == ("a", "twee.bpmn")


def test_other_bytes_in_the_same_place_are_read(reader: Reader) -> None:
    reader.read(b"abc", "een.bpmn")

    assert reader.read(b"bbc", "een.bpmn") == ("b", "een.bpmn")


def test_a_large_file_is_not_kept(reader: Reader) -> None:
    large = b"a" * (LARGE + 1)

    assert reader.read(large, "een.bpmn") is not reader.read(large, "een.bpmn")


def test_what_was_read_the_longest_ago_makes_room(reader: Reader) -> None:
    for data in (b"a", b"b", b"c", b"a"):
        reader.read(data, "een.bpmn")

    assert reader.times == 4


def test_what_cannot_be_read_is_refused_each_time(reader: Reader) -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="an empty file"):
            reader.read(b"", "een.bpmn")
