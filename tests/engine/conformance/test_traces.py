"""The traces of the conformance tables, and what is written from them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.checking import ERROR, check_folder
from engine.errors import ExecutionFailed
from tests.engine.conformance.table import DIAGRAMS, write_page
from tests.engine.conformance.telling import MESSAGES, Diagram, Trace
from tests.engine.diagrams import folder
from tests.engine.player import Player

PAGE = Path(__file__).resolve().parents[3] / "docs/bpmn.md"
TRACES = [(diagram, trace) for diagram in DIAGRAMS for trace in diagram.traces]


def play(diagram: Diagram, trace: Trace) -> Player:
    case = diagram.begin(trace.given, trace.at)
    for move in trace.moves:
        case = move(case)
    return case


@pytest.mark.parametrize(("diagram", "trace"), TRACES, ids=[f"{d.name}: {t.says}" for d, t in TRACES])
def test_a_diagram_is_played_as_the_standard_says(diagram: Diagram, trace: Trace) -> None:
    if trace.stops is not None:
        with pytest.raises(ExecutionFailed) as refusal:
            play(diagram, trace)
        assert refusal.value.element == trace.stops
        return

    case = play(diagram, trace)

    assert " ".join(case.walked) == trace.path
    assert " ".join(case.waiting) == trace.waits
    if trace.variables:
        assert dict(case.step.variables) == dict(trace.variables)
    if trace.sent is not None:
        assert [dict(job.data) for job in case.asked] == [dict(trace.sent)]
    if trace.listens is not None:
        assert " ".join(case.listens) == trace.listens
    listens = bool(case.step.subscriptions or case.step.timers)
    assert case.step.ended or case.waiting or listens or "Voorwaarde" in diagram.name, "it hangs"


@pytest.mark.parametrize("diagram", DIAGRAMS, ids=[diagram.name for diagram in DIAGRAMS])
def test_a_diagram_of_the_table_has_no_errors(diagram: Diagram) -> None:
    others = {key: folder(*inside, process=key, messages=MESSAGES) for key, inside in diagram.calls.items()}

    found = check_folder(folder(*diagram.inside, messages=MESSAGES), others)

    # An undefined name is not a matter for the diagram: the trace supplies these.
    apart = {"foreign_variable", "unknown_variable", "loop_without_choice"}
    assert [f.code for f in found if f.severity == ERROR and f.code not in apart] == []


def test_the_tables_hold_at_least_150_traces_and_no_name_twice() -> None:
    names = [diagram.name for diagram in DIAGRAMS]

    assert len(TRACES) >= 150
    assert len(set(names)) == len(names)


def test_the_page_for_owners_says_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == write_page()
