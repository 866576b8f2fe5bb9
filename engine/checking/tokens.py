"""Tokens: what is unsound in how tokens move through a diagram, as findings with the way that leads there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine import soundness
from engine.checking.finding import ERROR, WARNING, Finding, make
from engine.dialect import naming
from engine.dialect.elements import Element, Process

CODES: Mapping[str, tuple[str, str]] = {
    soundness.STUCK: ("join_without_split", ERROR),
    soundness.DOUBLED: ("two_at_once", WARNING),
    soundness.ENDLESS: ("never_ends", ERROR),
    soundness.NEVER: ("never_joined", ERROR),
}
"""A warning if it depends on how fast people are or on what is chosen, and no case need get stuck."""
MOST_TOLD = 12
"""Most steps of a way that a sentence names."""
LONGEST_TRACE = 400
"""Most elements of a trace: nobody follows a longer one by eye; its end is kept."""


def check(file: str, process: Process) -> Iterator[Finding]:
    found = soundness.explore(process)
    for problem in found.problems:
        code, severity = CODES[problem.kind]
        element = process.elements[problem.element]
        way = _tell_way(process, problem.trace)
        finding = make(code, file, element, severity=severity, detail=len(element.incoming), way=way)
        trace = problem.trace[-LONGEST_TRACE:]
        silent = frozenset(key for key in trace if _is_silent(process.elements[key]))
        steps = tuple(naming.call(process.elements[key]) for key in trace)
        yield replace(finding, trace=trace, steps=steps, silent=silent)
    for parent in found.entangled:
        scope = process.elements.get(parent)
        name = "" if scope is not None else f"*{process.name or process.id}*"
        yield make("too_entangled", file, scope, severity=WARNING, name=name)


def _is_silent(element: Element) -> bool:
    return element.kind == "sequenceFlow" and not element.name


def _tell_way(process: Process, trace: tuple[str, ...]) -> str:
    """The steps of a trace by their names, without the flows between them; for a long one the last steps."""
    steps = [process.elements[key] for key in trace if process.elements[key].kind != "sequenceFlow"]
    told = [naming.describe(step) for step in steps]
    return " → ".join(told if len(told) <= MOST_TOLD else ["…", *told[-MOST_TOLD:]])
