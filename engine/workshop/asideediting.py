"""Aside editing: what begins by itself beside the steps, such as a button that asks the submitter for more.

A button is an event subprocess that a message starts, by whoever the start names and with its form (`dialect.asides`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine import editing
from engine.dialect import naming
from engine.dialect.asides import OUTSIDERS
from engine.dialect.bpmn import read as read_diagram
from engine.dialect.compensation import read_compensation
from engine.dialect.elements import EMBEDDED, Process
from engine.dialect.folder import DIAGRAM
from engine.editing import Piece
from engine.errors import FieldProblem, FieldsRefused
from engine.tidying import free_name, name_for
from engine.workshop.asidefilling import Filling, fill_button, fill_mail, fill_question, fill_task
from engine.workshop.asideplans import FOLLOWS, MAIL, QUESTION, TASK, plan
from engine.workshop.desk import Desk, PartEdit, Written, lane_of, list_words
from engine.workshop.typed import Typed, read_happening, read_moment, require_told

BUTTON = "button"
UNDOING = "undoing"
"""That a part is undone, after it is done: it says how (BPMN 2.0.2 clause 10.7.1)."""
BEGINS: Mapping[str, tuple[str, str]] = {
    BUTTON: ("message", ""),
    "timer": ("timer", "De tijd is om"),
    "message": ("message", "Bericht gekomen"),
    "signal": ("signal", "Signaal gekomen"),
    "conditional": ("conditional", "Het is zover"),
    "error": ("error", "Er ging iets mis"),
    "escalation": ("escalation", "Er is iets gemeld"),
    UNDOING: ("compensate", "Terugdraaien begonnen"),
}
"""What can begin something beside the steps: its kind in BPMN, and the name of its start until somebody sets one.

That of a button is called after the button.
"""
CODED = frozenset({"error", "escalation"})
UNTOLD = CODED | {UNDOING}
"""What needs no term, name or condition."""
DAYS = ("days", "remind")
"""How long a submitter has to answer, and when to remind them: fields with a number of days."""
LONGEST = 366
"""The most days that a submitter can be given."""


def add_aside(desk: Desk, edit: PartEdit) -> Written:
    """Put something that a button, a time or an event begins beside the steps of all or a part, and what follows.

    Raises: FieldsRefused; EditRefused.
    """
    values = _read(desk, edit.values)
    kind, then, name = values["kind"], values["then"], values["name"]
    happens, begun = BEGINS[kind]
    told = _message_of(desk, name) if kind == BUTTON else values.get("value", "") if kind != UNDOING else ""
    start = Piece(
        "startEvent",
        begun or f"{name}: begonnen",
        (78, 0),
        event=happens,
        value=told,
        stops=values.get("stops") == "true",
    )
    aside = plan(name, start, values)
    within = values.get("within") or desk.process.id
    lane = values.get("lane") or lane_of(desk, values.get("groups", ""))
    put = editing.add_aside(desk.drawing, within, aside, lane if within == desk.process.id else None)
    filling = Filling(desk.files, put.source)
    if kind == BUTTON:
        fill_button(filling, put.ids["start"], values)
    if then == QUESTION:
        fill_question(filling, put.ids, values)
    elif then == TASK:
        fill_task(filling, put.ids["task"], values)
    elif then == MAIL:
        fill_mail(filling, put.ids["mail"], values)
    done = (put.done,) if put.done is not None else ()
    return Written({DIAGRAM: filling.source.encode(), **filling.made}, done)


def _read(desk: Desk, typed: Typed) -> Mapping[str, str]:
    """The typed values as files state them. Raises: FieldsRefused."""
    values = {key: told.strip() for key, told in typed.items()}
    kind = values.get("kind", "")
    require_told({key: values.get(key, "") for key in _needed(kind, values.get("then", ""))})
    if problems := dict(_problems(desk, values)):
        raise FieldsRefused(problems)
    if kind in {"error", UNDOING}:
        values["stops"] = "true"
    if values["then"] == QUESTION:
        values |= {key: str(int(values[key])) for key in DAYS if values.get(key)}
    return read_moment(values if kind == BUTTON else read_happening(kind, values, "value"), "due")


def _needed(kind: str, then: str) -> Iterator[str]:
    """The fields that may not be empty."""
    yield from ("kind", "name", "then")
    if kind == BUTTON:
        yield from ("groups", "form")
    elif kind in BEGINS and kind not in UNTOLD:
        yield "value"
    if then == TASK:
        yield from ("task_name", "task_groups")


def _problems(desk: Desk, values: Typed) -> Iterator[tuple[str, FieldProblem]]:
    """What is wrong with the answers to which field."""
    kind, then, within = values["kind"], values["then"], values.get("within")
    if kind not in BEGINS:
        yield "kind", FieldProblem("not_an_option", kind)
    if then not in FOLLOWS:
        yield "then", FieldProblem("not_an_option", then)
    if then == QUESTION and kind != BUTTON:
        yield "then", FieldProblem("asks_by_button")
    groups = {one.id for one in list_words(desk.files, desk.folders()).groups}
    for key, allowed in (("groups", groups - OUTSIDERS), ("task_groups", groups)):
        if values.get(key) and not set(values[key].split(",")) <= allowed:
            yield key, FieldProblem("not_an_option", values[key])
    if within and within not in parts_in(desk.process):
        yield "within", FieldProblem("not_an_option", within)
    elif kind == UNDOING and (code := _why_not_undone(desk.process, within)):
        yield "within", FieldProblem(code)
    if then == QUESTION:
        yield from _problems_with_days(values)


def _why_not_undone(process: Process, part: str | None) -> str:
    """Only a part says in itself how it is undone, and once."""
    facts = read_compensation(process)
    if not part:
        return "undone_part"
    return "undone_twice" if part in facts.own or part in facts.edges else ""


def _problems_with_days(values: Typed) -> Iterator[tuple[str, FieldProblem]]:
    """Days are whole numbers, and one is reminded (or never, if empty) before the time is up."""
    wrong = [key for key in DAYS if not _is_days(values.get(key, "")) and (values.get(key) or key == "days")]
    yield from ((key, FieldProblem("not_days", LONGEST)) for key in wrong)
    remind = values.get("remind", "")
    if not wrong and remind and int(remind) >= int(values["days"]):
        yield "remind", FieldProblem("remind_late", str(int(values["days"])))


def _is_days(told: str) -> bool:
    return told.isascii() and told.isdigit() and len(told) <= len(str(LONGEST)) and 0 < int(told) <= LONGEST


def parts_in(process: Process) -> Mapping[str, str]:
    """The parts that something can be put beside the steps of: names by id."""
    parts = (one for one in process.elements.values() if one.kind in EMBEDDED and not one.triggered_by_event)
    return {one.id: naming.call(one) for one in parts}


def _message_of(desk: Desk, name: str) -> str:
    """A message name for a button: one that nothing in the process waits for or sends."""
    taken = {
        one.event.reference
        for process in read_diagram(desk.files[DIAGRAM], DIAGRAM).processes
        for one in process.elements.values()
        if one.event is not None and one.event.kind == "message"
    }
    return free_name(name_for(name) or "knop", taken.__contains__)
