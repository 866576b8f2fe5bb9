"""Trying: playing a change as every group and with an adjustable clock, before anyone else sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web.forms.fields import find_errors, read_typed
from web.forms.rows import CONTROL, RowChange, change_rows
from web.security import go_to, signed_in
from web.versions.drawing import Drawn, draw_walked
from web.words import _
from web.workshop import sayings
from web.workshop.naming import show_with_names

pages = Blueprint("trying", __name__, url_prefix="/werkplaats/wijziging/<change_id>/proberen")
Answer = str | Response | tuple[str, int]
LONGEST = 2_000
LONGEST_KEY = 500
FIELDS = frozenset({"datum", "gegevens", "naam"})
"""The fields of the page of a trial that can have an error."""


@pages.get("")
@signed_in
def show(change_id: str, user: engine.User) -> Answer:
    """The reader's trial of this change; without one, how to begin."""
    change = engine.read_change(change_id, user)
    try:
        seen = engine.read_trial(change_id, user)
    except engine.NotFound:
        return go_to("trying.ask_start", change_id=change_id)
    return _page(change, seen)


def _page(change: engine.ChangeView, seen: engine.TrialView, told: Mapping[str, str] | None = None) -> str:
    here = next((p for p in reversed(seen.case.processes) if p.current and _has_task(seen, p)), None)
    here = here or next((p for p in reversed(seen.case.processes) if p.current), seen.case.processes[0])
    problems = dict(told or {})
    return render_template(
        "workshop/trying.html",
        change=change,
        seen=seen,
        drawn=_draw(here, seen),
        others=[_draw(process, seen) for process in seen.case.processes if process is not here],
        names={process.process_id: process.name for process in seen.case.processes},
        sayings=sayings,
        told=problems,
        typed={name: request.form.get(name, "")[:LONGEST] for name in ("naam", "datum", "gegevens")},
        errors=[(f"veld-{name}", text) for name, text in problems.items()],
    )


def _draw(process: engine.DrawnProcess, seen: engine.TrialView) -> Drawn:
    aim = seen.aim
    sought = aim.element_id if aim and not aim.reached and aim.process_id == process.process_id else ""
    return draw_walked(process, _("Het schema van %(name)s in deze proef", name=process.name), sought)


def _has_task(seen: engine.TrialView, process: engine.DrawnProcess) -> bool:
    return any(task.process_id == process.process_id for task in seen.tasks)


# ---- beginning --------------------------------------------------------------------------------------------------


@pages.get("/begin")
@signed_in
def ask_start(change_id: str, user: engine.User) -> Answer:
    """The start form, filled in as in the trial before or as in a scenario."""
    start = engine.prepare_trial(change_id, user, request.args.get("naar", "")[:LONGEST_KEY])
    asked = request.args.get("voorbeeld", "")
    # A reader who wants to reach a step gets there by a story, and not by what they typed last.
    stories = [one for one in start.examples if one.source] if start.aim and not asked else []
    fitting = stories or [one for one in start.examples if one.source == asked] or list(start.examples)
    way = _find_way(start, request.args.get("via", "") or (fitting[0].way if fitting else ""))
    example = next((one for one in fitting if way is not None and one.way == way.key), None)
    return _show_start(change_id, user, start, way, Typed(example.typed if example else {}, example=example))


@pages.post("/begin")
@signed_in
def begin(change_id: str, user: engine.User) -> Answer:
    asked = {name: request.form.get(f"_{name}", "")[:LONGEST] for name in ("via", "naar", "gegevens", "verhaal")}
    typed = read_typed()
    if CONTROL in request.form:
        start = engine.prepare_trial(change_id, user, asked["naar"])
        way = _find_way(start, asked["via"])
        if way is not None and way.startable is not None and (changed := change_rows(way.startable.form, typed)):
            return _show_start(change_id, user, start, way, Typed(changed.typed, changed=changed))
    try:
        engine.begin_trial(change_id, user, asked["via"], typed, asked["gegevens"], asked["naar"], asked["verhaal"])
    except engine.AnswersRefused as error:
        refused = Typed(typed, asked["gegevens"], problems=error.problems)
    except engine.TrialRefused as error:
        refused = Typed(typed, asked["gegevens"], told=sayings.refusal(error))
    except engine.ExecutionFailed as error:
        refused = Typed(typed, asked["gegevens"], told=sayings.stuck(error.element, error.message))
    else:
        flash(_("De proef is begonnen. Niemand anders ziet hem, en er gaat niets de deur uit."), "ok")
        return follow(change_id) if "_speel" in request.form else go_to("trying.show", change_id=change_id)
    start = engine.prepare_trial(change_id, user, asked["naar"])
    return _show_start(change_id, user, start, _find_way(start, asked["via"]), refused), 422


def _find_way(start: engine.TrialStart, key: str) -> engine.TrialWay | None:
    return next((way for way in start.ways if way.key == key), start.ways[0] if start.ways else None)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a trial is to begin with: as typed, or as in an example; and what is wrong with it."""

    answers: Mapping[str, Any]
    """For a way that begins with a form."""
    values: str = ""
    """For one that begins with data."""
    example: engine.TrialExample | None = None
    problems: Mapping[str, engine.FieldProblem] = field(default_factory=dict)
    told: str = ""
    """What is wrong with the whole."""
    changed: RowChange | None = None


def _show_start(
    change_id: str, user: engine.User, start: engine.TrialStart, way: engine.TrialWay | None, typed: Typed
) -> str:
    form = way.startable.form if way is not None and way.startable is not None else None
    shown = show_with_names(form, typed.answers, typed.problems, changed=typed.changed) if form is not None else ()
    errors = find_errors(shown)
    if typed.told:
        errors.append(("veld-_gegevens" if way is not None and form is None else "begin", typed.told))
    return render_template(
        "workshop/trying_start.html",
        change=engine.read_change(change_id, user),
        start=start,
        way=way,
        shown=shown,
        example=typed.example,
        errors=errors,
        told=typed.told,
        values=typed.values,
        sayings=sayings,
    )


# ---- acting -----------------------------------------------------------------------------------------------------


@pages.get("/<any(taak, stem):what>/<int:place>")
@signed_in
def ask(change_id: str, what: str, place: int, user: engine.User) -> Answer:
    """The form of a task, or that of a vote as it was cast."""
    try:
        found = READ[what](change_id, user, place)
    except engine.TrialRefused as error:
        flash(sayings.refusal(error), "warning")
        return go_to("trying.show", change_id=change_id)
    detail = found.detail
    return _task_page(change_id, user, what, found, show_with_names(detail.form, detail.answers, known=detail.known))


@pages.post("/<any(taak, stem):what>/<int:place>")
@signed_in
def answer(change_id: str, what: str, place: int, user: engine.User) -> Answer:
    typed, element = read_typed(), request.form.get("_stap", "")[:LONGEST_KEY]
    if CONTROL in request.form:
        return _change_rows(change_id, user, what, place, typed)
    try:
        DO[what](change_id, user, place, element, typed)
    except engine.AnswersRefused as error:
        found = READ[what](change_id, user, place)
        shown = show_with_names(found.detail.form, typed, error.problems, found.detail.known)
        return _task_page(change_id, user, what, found, shown), 422
    except engine.TrialRefused as error:
        flash(sayings.refusal(error), "warning")
    except engine.Conflict as error:
        flash(sayings.conflict(error), "warning")
    return go_to("trying.show", change_id=change_id)


def _change_rows(change_id: str, user: engine.User, what: str, place: int, typed: dict[str, list[str]]) -> Answer:
    """The form of a task with one row more or fewer. A trial keeps no drafts."""
    try:
        found = READ[what](change_id, user, place)
    except engine.TrialRefused as error:
        flash(sayings.refusal(error), "warning")
        return go_to("trying.show", change_id=change_id)
    detail, changed = found.detail, change_rows(found.detail.form, typed)
    told = changed.typed if changed is not None else typed
    shown = show_with_names(detail.form, told, known=detail.known, changed=changed)
    return _task_page(change_id, user, what, found, shown)


READ = {"taak": engine.read_trial_task, "stem": engine.read_trial_vote}
DO = {"taak": engine.complete_trial_task, "stem": engine.change_trial_vote}


def _task_page(change_id: str, user: engine.User, what: str, found: engine.TrialTaskDetail, shown: Any) -> str:
    return render_template(
        "workshop/trying_task.html",
        change=engine.read_change(change_id, user),
        what=what,
        found=found,
        shown=shown,
        errors=find_errors(shown),
        sayings=sayings,
    )


@pages.post("/klok")
@signed_in
def turn(change_id: str, user: engine.User) -> Answer:
    """Let time pass: for the time on a button, or until the typed day."""
    button, day = request.form.get("naar", ""), request.form.get("datum", "")
    # What a button cannot do says nothing about the field for a day.
    field = "" if button else "datum"
    return _act(change_id, user, field, lambda: engine.turn_trial_clock(change_id, user, (button or day).strip()[:40]))


@pages.post("/verder")
@signed_in
def follow(change_id: str, user: engine.User) -> Answer:
    """Continue as the story from which the trial was begun: to where its owner wants to be, or as far as it goes."""

    def play() -> None:
        if "einde" in request.args:
            engine.finish_story(change_id, user)
        elif engine.follow_story(change_id, user):
            return
        ended = engine.read_trial(change_id, user).case.case.ended_at is not None
        flash(_("Het verhaal is afgelopen.") if ended else _("Zo ver gaat het verhaal. Speel hieronder zelf verder."),
              "info")  # fmt: skip

    try:
        return _act(change_id, user, "", play)
    except engine.AnswersRefused:
        flash(
            _("Het antwoord uit het verhaal past niet meer bij de vragen van deze taak. Doe de taak zelf."), "warning"
        )
        return go_to("trying.show", change_id=change_id)


@pages.post("/intrekken")
@signed_in
def withdraw(change_id: str, user: engine.User) -> Answer:
    reason = request.form.get("reden", "")[:LONGEST] or _("Ik wil dit niet meer.")
    return _act(change_id, user, "reden", lambda: engine.withdraw_trial(change_id, user, reason))


@pages.post("/bericht")
@signed_in
def send(change_id: str, user: engine.User) -> Answer:
    message, values = request.form.get("bericht", "")[:200], request.form.get("gegevens", "")[:LONGEST]
    return _act(change_id, user, "gegevens", lambda: engine.send_to_trial(change_id, user, message, values))


@pages.post("/terug")
@signed_in
def undo(change_id: str, user: engine.User) -> Answer:
    return _act(change_id, user, "", lambda: engine.undo_in_trial(change_id, user))


@pages.post("/verhaal")
@signed_in
def keep(change_id: str, user: engine.User) -> Answer:
    """Keep what was played as a scenario of the change."""

    def write() -> None:
        kept = engine.keep_trial(change_id, user, request.form.get("naam", "")[:LONGEST])
        flash(_("Bewaard als verhaal ‘%(name)s’. Het is nagespeeld en het klopt.", name=kept.name), "ok")

    return _act(change_id, user, "naam", write)


def _act(change_id: str, user: engine.User, field: str, do: Callable[[], None]) -> Answer:
    """Do one thing and show the trial; a refusal is shown at the field that asked for it."""
    try:
        do()
    except (engine.TrialRefused, engine.DiagramRefused) as error:
        words = sayings.refusal(error) if isinstance(error, engine.TrialRefused) else sayings.no_room(error)
        if field in FIELDS:
            change = engine.read_change(change_id, user)
            return _page(change, engine.read_trial(change_id, user), {field: words}), 422
        flash(words, "warning")
    except engine.Conflict as error:
        flash(sayings.conflict(error), "warning")
    return go_to("trying.show", change_id=change_id)
