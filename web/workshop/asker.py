"""Asker: the questions of a form about a drawing, with what was typed and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import engine
from web.workshop import stepwords
from web.workshop.asking import Options, Question

Typed = Mapping[str, str] | None
Problems = Mapping[str, engine.FieldProblem]
Questions = list[Question]

NEW = "+"
"""The prefix of a list entry for something that does not exist yet."""


class Asker:
    """The questions of a form, with what was typed and what is wrong with it."""

    def __init__(self, told: Mapping[str, str], problems: Problems) -> None:
        self.asked: Questions = []
        self._told = told
        self._problems = problems

    def text(self, key: str, label: str, hint: str = "", *, required: bool = True, **more: Any) -> None:
        self._add(key, label, hint=hint, required=required, **more)

    def pick(
        self, key: str, label: str, choices: Options, hint: str = "", *, required: bool = True, **more: Any
    ) -> None:
        self._add(key, label, **{"kind": "select", **more}, choices=choices, hint=hint, required=required)

    def _add(self, key: str, label: str, **more: Any) -> None:
        error = say_problem(self._problems, key, label)
        self.asked.append(Question(key, label, self._told.get(key, ""), error=error, **more))


def named(choices: Iterable[engine.Choice]) -> Options:
    return [(one.id, one.name) for one in choices]


def say_problem(problems: Problems, key: str, label: str) -> str:
    return stepwords.problem(problems[key], label) if key in problems else ""
