"""What the tests of comparing share: two versions of a small process, and what differs as short facts."""

from __future__ import annotations

from collections.abc import Mapping

from engine.comparison import Comparison, compare
from tests.engine.diagrams import chain, definitions, end, form, start, user


def version(*inside: str, files: Mapping[str, bytes] | None = None, **told: str) -> dict[str, bytes]:
    """The files of a small process."""
    return {"process.bpmn": definitions(*inside), "forms/leeg.form": form("leeg"), **(files or {})}


def around(*nodes: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Begin → each of the nodes → Klaar."""
    return (start(), *nodes, end(), chain("Begin", *keys, "Klaar"))


def one_task(task: str) -> dict[str, bytes]:
    return version(*around(task, keys=("Taak",)))


def sentences(found: Comparison) -> list[str]:
    """Every sentence about elements, in order."""
    return [edit.sentence for change in found.elements for edit in change.edits]


def between(old: str, new: str) -> list[str]:
    """What is told where one task of a small process is written otherwise."""
    return sentences(compare(one_task(old), one_task(new)))


TASK = user("Taak")
