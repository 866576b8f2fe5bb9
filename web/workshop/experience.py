"""Experience: *Ervaring*: where the cases of a process waited, as a shaded picture and as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

import engine
from web.days import read_day
from web.nouns import called_in
from web.numbers import read_number
from web.paging import address_with
from web.picture import Note
from web.security import signed_in
from web.versions import drawing
from web.words import _, _l
from web.workshop import lasting

pages = Blueprint("experience", __name__, url_prefix="/werkplaats")

DAY = lasting.DAY
STEPS = (DAY, 3 * DAY, 7 * DAY, 28 * DAY)
"""The upper limit of each step of shading. Fixed, so that periods and processes can be compared."""
LATE_STEPS = (0.05, 0.1, 0.25, 0.5)
MEASURES = {
    "midden": _l("de helft is klaar binnen"),
    "negentig": _l("negen van de tien zijn klaar binnen"),
    "laat": _l("deel dat te laat is"),
}
LEGENDS = {
    False: (_l("tot 1 dag"), _l("tot 3 dagen"), _l("tot 1 week"), _l("tot 4 weken"), _l("langer dan 4 weken")),
    True: (_l("tot 5 procent"), _l("tot 10 procent"), _l("tot een kwart"), _l("tot de helft"), _l("meer dan de helft")),
}

Key = Callable[[engine.TaskExperience], Any]
ORDERS: Mapping[str, Key] = {
    "aantal": lambda task: -task.opened,
    "opgepakt": lambda task: -(task.claimed.median or 0),
    "midden": lambda task: -(task.done.median or 0),
    "negentig": lambda task: -(task.done.ninety or 0),
    "laat": lambda task: -_late(task),
    "vervallen": lambda task: -task.cancelled,
}
"""How the table of tasks can be sorted, highest first; by default it has the order of the drawing."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for in the address."""

    since: str
    until: str
    version: str
    measure: str
    order: str


@pages.get("/<process_id>/ervaring")
@signed_in
def show(process_id: str, user: engine.User) -> str:
    told = request.args
    asked = Asked(
        told.get("van", ""),
        told.get("tot", ""),
        told.get("versie", ""),
        told["kleur"] if told.get("kleur") in MEASURES else "midden",
        told["volgorde"] if told.get("volgorde") in ORDERS else "",
    )
    version = read_number(asked.version)
    since, until = read_day(asked.since), read_day(asked.until)
    found = engine.read_experience(process_id, user, since=since, until=until, version=version)
    tasks = sorted(found.tasks, key=ORDERS[asked.order]) if asked.order else found.tasks
    shown = MEASURES[asked.measure]
    caption = _("Het schema van %(name)s, met bij elke stap: %(measure)s", name=found.name, measure=shown)
    notes = dict(_notes(found, asked.measure))
    return render_template(
        "workshop/experience.html",
        found=found,
        noun=called_in(process_id),
        tasks=tasks,
        asked=asked,
        quarters=[(_quarter_name(first), _in_address(first), _in_address(last)) for first, last in found.quarters],
        chosen=(_in_address(found.since), _in_address(found.until)),
        measures=[(key, str(words)) for key, words in MEASURES.items()],
        legend=[str(words) for words in LEGENDS[asked.measure == "laat"]],
        drawn=drawing.draw_noted(found, caption, notes),
        shown=str(shown),
        lasting=lasting,
        late=_late,
        with_changed=address_with,
        sorted_by=lambda key: address_with(volgorde=key),
    )


def _quarter_name(first: date) -> str:
    return _("%(number)se kwartaal van %(year)s", number=(first.month + 2) // 3, year=first.year)


def _in_address(day: date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


def _late(task: engine.TaskExperience) -> float:
    return (task.late or 0) / task.due if task.due else 0.0


def _notes(found: engine.Experience, measure: str) -> list[tuple[str, Note]]:
    """The figures at the steps that have one: the tasks, and the events where tokens waited."""
    if measure == "laat":
        return [(task.element_id, _note_late(task)) for task in found.tasks if task.due and task.late is not None]
    measured = [(task.element_id, task.done) for task in found.tasks]
    measured += [(wait.element_id, wait.waited) for wait in found.waits if not wait.edge]
    shown = [(key, spread.median if measure == "midden" else spread.ninety) for key, spread in measured]
    return [(key, _note(seconds, measure)) for key, seconds in shown if seconds is not None]


def _note(seconds: int, measure: str) -> Note:
    words = f"{MEASURES[measure]}: {lasting.in_words(seconds)}"
    return Note(lasting.in_short(seconds), words, 1 + sum(seconds > step for step in STEPS))


def _note_late(task: engine.TaskExperience) -> Note:
    share = _late(task)
    words = _("%(late)s van %(due)s te laat", late=task.late, due=task.due)
    return Note(lasting.percent(share), words, (1 + sum(share > step for step in LATE_STEPS)) if task.late else 0)
