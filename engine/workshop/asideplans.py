"""Aside plans: how what begins beside the steps is drawn: the place of each piece, by what follows its beginning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from engine.comparison.wording import tell
from engine.editing import Aside, Piece
from engine.workshop.typed import Typed

QUESTION, TASK, MAIL, NOTHING = "question", "task", "mail", "nothing"
FOLLOWS = (QUESTION, TASK, MAIL, NOTHING)
"""What follows: a question that the submitter answers, a task, a mail, or nothing more."""
FIRST = 78
"""The distance of the centre of the start from the left edge."""


def plan(name: str, start: Piece, values: Typed) -> Aside:
    """What is put beside the steps, with the place of each piece."""
    if values["then"] == QUESTION:
        return _plan_question(name, start, values)
    pieces = {"start": start}
    if values["then"] == TASK:
        pieces["task"] = Piece("userTask", values["task_name"], (FIRST + 140, 0))
    elif values["then"] == MAIL:
        pieces["mail"] = Piece("serviceTask", "Mail sturen", (FIRST + 140, 0))
    last = FIRST + (160 if len(pieces) == 1 else 280)
    pieces["end"] = Piece("endEvent", f"{name}: klaar", (last, 0))
    flows = tuple(pairwise(pieces))
    return Aside(name, (last + 80, 160), _on_row(pieces, 80), flows)


def _plan_question(name: str, start: Piece, values: Typed) -> Aside:
    days, remind = values["days"], values.get("remind", "")
    row = 200 if remind else 90
    pieces = _on_row(
        {
            "start": start,
            "ask": Piece("serviceTask", "Vraag sturen", (205, 0)),
            "answer": Piece("userTask", "Vraag beantwoorden", (375, 0)),
            "read": Piece("userTask", "Antwoord lezen", (645, 0)),
            "end": Piece("endEvent", "Antwoord gelezen", (785, 0)),
        },
        row,
    )
    late = f"{tell(f'P{days}D')} voorbij"
    place, label = (385, row + 40), (455, row + 58)
    pieces["late"] = Piece("boundaryEvent", late, place, "answer", "timer", f"P{days}D", label=label)
    flows = [("start", "ask"), ("ask", "answer"), ("answer", "read"), ("late", "read"), ("read", "end")]
    if remind:
        place, label, told = (405, row - 40), (340, row - 62), f"{tell(f'P{remind}D')} voorbij"
        pieces["soon"] = Piece("boundaryEvent", told, place, "answer", "timer", f"P{remind}D", stops=False, label=label)
        pieces["remind"] = Piece("serviceTask", "Aan vraag herinneren", (510, 80))
        pieces["reminded"] = Piece("endEvent", "Aan vraag herinnerd", (645, 80))
        flows += [("soon", "remind"), ("remind", "reminded")]
    return Aside(name, (850, row + 110), pieces, tuple(flows))


def _on_row(pieces: Mapping[str, Piece], row: float) -> dict[str, Piece]:
    return {key: replace(one, place=(one.place[0], row)) for key, one in pieces.items()}
