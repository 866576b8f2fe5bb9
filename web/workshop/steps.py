"""Steps: a process of a change as a list; every step can be edited by form, with only the keyboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web.numbers import read_revision
from web.security import go_to, signed_in
from web.words import _
from web.workshop import stepfacts, stepquestions, undoing
from web.workshop.asking import read_form
from web.workshop.attempting import Answer, Errors, attempt, why

pages = Blueprint("steps", __name__, url_prefix="/werkplaats/wijziging/<change_id>/<process_id>/stappen")


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step of the list with its number, and what is inside it or on its edge."""

    number: str
    level: int
    """Of its heading."""
    step: engine.ListedStep
    kind: str
    facts: tuple[tuple[str, str], ...]
    within: tuple[ShownStep, ...]


@pages.get("")
@signed_in
def show(change_id: str, process_id: str, user: engine.User) -> str:
    return _show(change_id, process_id, user, [])


@pages.post("")
@signed_in
def mend(change_id: str, process_id: str, user: engine.User) -> Answer:
    """Apply a fix that the check offers for a finding, and save it."""
    try:
        fix = engine.mend_part(change_id, process_id, read_revision(), request.form.get("herstel", ""), user)
    except engine.NotFound as error:
        if error.what != "fix":
            raise
        told = _("Dit kan niet meer zo worden hersteld. Kijk hieronder hoe het nu is.")
        return _show(change_id, process_id, user, [("inhoud", told)]), 409
    except engine.ChangedMeanwhile as error:
        return _show(change_id, process_id, user, [("inhoud", why(error))]), 409
    flash(_("Gedaan: %(what)s.", what=fix.label), "ok")
    return go_to_step(change_id, process_id, request.form.get("stap", ""))


@pages.post("/alles/intrekken")
@signed_in
def let_withdraw(change_id: str, process_id: str, user: engine.User) -> Answer:
    """Let the submitter stop at any moment."""
    tried = attempt(engine.PartEdit("withdrawal", process_id, read_form()), change_id, process_id, user)
    if tried.done is None:
        return tried.answer(_show(change_id, process_id, user, tried.errors))
    return go_to_step(change_id, process_id, tried.done[0].element if tried.done else "")


@pages.post("/alles/weggooien")
@signed_in
def throw_away(change_id: str, process_id: str, user: engine.User) -> Answer:
    """Remove a form, table, mail or letter that no step uses."""
    edit = engine.PartEdit("leftover", request.form.get("bestand", ""), {"name": request.form.get("naam", "")})
    tried = attempt(edit, change_id, process_id, user)
    if tried.done is None:
        return tried.answer(_show(change_id, process_id, user, tried.errors))
    return go_to("steps.show", change_id=change_id, process_id=process_id)


def _show(change_id: str, process_id: str, user: engine.User, errors: Errors) -> str:
    found = engine.read_step_list(change_id, process_id, user)
    there = bool(found.findings) or any(step.findings for step in found.steps)
    near = request.args.get("bij", "")
    return render_template(
        "workshop/steps.html",
        change=engine.read_change(change_id, user),
        found=found,
        steps=_nest(found.steps, "", 3),
        unused={(one.kind, one.id): one for one in found.leftovers if not one.unreadable},
        unreadable=[one for one in found.leftovers if one.unreadable],
        mends=mends_of(found.part, user) if found.may_edit and there else {},
        near=near if any(step.element.id == near for step in found.steps) else "",
        last=undoing.find_last(found.part, found.may_edit, user),
        whose=stepquestions.of_withdrawal(found),
        errors=errors,
    )


def mends_of(part: engine.PartView, user: engine.User) -> Mapping[engine.Finding, tuple[engine.Fix, ...]]:
    """The fixes that are available at once for each finding."""
    return dict(engine.check_change(part.change_id, part.process_id, {}, user).findings)


def go_to_step(change_id: str, process_id: str, element_id: str) -> Response:
    """Go to a step in the list. What was done is reported there: the top of the page is out of sight."""
    place = {"bij": element_id, "_anchor": f"stap-{element_id}"} if element_id else {}
    return go_to("steps.show", change_id=change_id, process_id=process_id, **place)


def _nest(steps: Sequence[engine.ListedStep], before: str, level: int) -> tuple[ShownStep, ...]:
    """The flat list of steps, each with its depth, as nested ones with numbers."""
    found: list[ShownStep] = []
    at = 0
    while at < len(steps):
        last = at + 1
        while last < len(steps) and steps[last].item.depth > steps[at].item.depth:
            last += 1
        number = f"{before}{len(found) + 1}"
        step = steps[at]
        within = _nest(steps[at + 1 : last], f"{number}.", min(level + 1, 6))
        kind = stepquestions.kind_of(step)
        found.append(ShownStep(number, level, step, kind, tuple(stepfacts.facts_of(step)), within))
        at = last
    return tuple(found)
