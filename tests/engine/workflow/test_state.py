"""State: what is put away of a case comes back, whichever release wrote it, and says whose variables are whose."""

from __future__ import annotations

import zlib
from decimal import Decimal
from typing import Any

import pytest

from engine.spelling import read, spell
from engine.workflow.state import SMALL, read_all_variables, read_scopes, thaw
from tests.engine.diagrams import chain, each, end, io, part, start, user
from tests.engine.player import Player, play


def nested(**variables: Any) -> Player:
    """Two tasks side by side in a subprocess, each with an input of its own."""
    inside = part(
        "Deel",
        start("In"),
        user("Binnen", io({"van mij": "=lid"}), each('=["a", "b"]', "lid")),
        end("Uit"),
        chain("In", "Binnen", "Uit"),
    )
    after = user("Daarna", io({"voor mij": "=1"}))
    return play(start(), inside, after, end(), chain("Begin", "Deel", "Daarna", "Klaar"), **variables)


def as_format_1(state: bytes) -> bytes:
    """The same state as the first release wrote it: each task with its children and the time of its last change."""
    document = read(state)
    for saved in (document["top"], *document["inner"].values()):
        children: dict[str, list[str]] = {}
        for key, parent, *_ in saved["tasks"]:
            children.setdefault(parent, []).append(key)
        saved["tasks"] = [
            [key, parent, children.get(key, []), spec, mark, triggered, 0.0, internal]
            for key, parent, spec, mark, triggered, internal in saved["tasks"]
        ]
    return spell({**document, "format": 1})


def test_a_state_of_the_first_release_goes_on() -> None:
    case = nested()
    case.answer("Binnen", "a")
    old = as_format_1(case.step.state)

    woken, _, _ = thaw(old, case.compiled)

    now, _, _ = thaw(case.step.state, case.compiled)
    assert [(task.id, task.state, task.task_spec.name) for task in woken.tasks.values()] == [
        (task.id, task.state, task.task_spec.name) for task in now.tasks.values()
    ]
    assert read_all_variables(old) == read_all_variables(case.step.state)


@pytest.mark.parametrize("number", [0, 3])
def test_a_state_of_a_format_that_nobody_knows_is_not_read(number: int) -> None:
    case = nested()
    foreign = spell({**read(case.step.state), "format": number})

    for look in (lambda: thaw(foreign, case.compiled), lambda: read_all_variables(foreign)):
        with pytest.raises(ValueError, match=f"state of format {number}, expected 2"):
            look()


def test_a_state_is_compressed_where_that_saves_something() -> None:
    small, large = nested(verhaal="kort").step.state, nested(verhaal="lang " * SMALL).step.state

    assert small.startswith(b"{")
    assert len(large) < SMALL < len(zlib.decompress(large))
    assert read_scopes(large).visible("root")["verhaal"] == "lang " * SMALL


def whose(case: Player) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (scope.key.partition(":")[0], scope.spec, dict(scope.variables))
        for scope in read_all_variables(case.step.state)
    ]


def test_each_variable_is_said_to_be_of_the_case_a_subprocess_or_a_task() -> None:
    case = nested(bedrag=Decimal(1))
    inside = whose(case)

    case.answer("Binnen", "a").answer("Binnen", "b")

    assert inside[0] == ("root", "", {"bedrag": 1})
    assert inside[1:] == [
        ("sub", "proef/Deel", {}),
        ("local", "proef/Binnen", {"lid": "a", "van mij": "a"}),
        ("local", "proef/Binnen", {"lid": "b", "van mij": "b"}),
    ]
    assert whose(case) == [("root", "", {"bedrag": 1}), ("local", "/Daarna", {"voor mij": 1})]


def test_what_a_task_knew_is_forgotten_when_it_is_done() -> None:
    tasks = (user("Een", io({"voor een": "=1"})), user("Twee", io({"voor twee": "=2"})))
    case = play(start(), *tasks, end(), chain("Begin", "Een", "Twee", "Klaar"))

    case.answer("Een", antwoord="ja")

    assert whose(case) == [("root", "", {"antwoord": "ja"}), ("local", "/Twee", {"voor twee": 2})]
