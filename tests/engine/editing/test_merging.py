"""Merging: what two people drew side by side costs work in proportion to what they drew."""

from __future__ import annotations

from engine.editing.merging import merge
from engine.editing.source import Source, read_source
from tests.engine.checking.test_dense import calls
from tests.engine.diagrams import chain, end, folder, node, start


def drawn(size: int, name: str = "Nakijken") -> Source:
    """So many tasks in a row, drawn."""
    keys = [f"N{number}" for number in range(size)]
    nodes = [node("userTask", key, name=name if key == "N0" else key) for key in keys]
    files = folder(start(), *nodes, end(), chain("Begin", *keys, "Klaar")).files
    return read_source(files["process.bpmn"])


def work(size: int) -> int:
    """Calls that it takes to put a long row beside what somebody else called its first task."""
    base, mine, theirs = drawn(1), drawn(size), drawn(1, "Toetsen")
    return calls(lambda: merge(base, mine, theirs))


def test_a_row_of_tasks_that_is_four_times_as_long_takes_four_times_the_work() -> None:
    assert work(400) < 5 * work(100)
