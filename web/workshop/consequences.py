"""Consequences: *Lopende ideeën*: where they are, and what the version in use or a change would do to each."""

from __future__ import annotations

from flask import Blueprint, render_template, request

import engine
from web.nouns import Forms, called_in
from web.numbers import read_number
from web.picture import Note
from web.security import signed_in
from web.versions import drawing
from web.versions.moving import MAPPED, MOST, OUTCOMES, SHOWN
from web.words import _, _n

pages = Blueprint("consequences", __name__, url_prefix="/werkplaats")
Groups = list[tuple[str, list[engine.CaseVerdict], int]]


@pages.get("/<process_id>/gevolgen")
@signed_in
def show(process_id: str, user: engine.User) -> str:
    """Where the cases are, on the requested version, and whether they could move to the version in use."""
    version = read_number(request.args.get("versie", ""))
    found = engine.read_standings(process_id, user, version)
    told: tuple[str, ...] = ()
    mapping, noun = _read_mapping(), called_in(process_id)
    try:
        plan = engine.plan_consequences(process_id, user, mapping, most=MOST)
    except engine.MoveRefused as error:  # It names a step that does not exist: an address typed by hand.
        plan, told, mapping = engine.plan_consequences(process_id, user, most=MOST), error.reasons, {}
    return render_template(
        "workshop/consequences.html",
        process_id=process_id,
        name=found.name,
        change=None,
        standings=found,
        drawn=_draw(found, noun),
        noun=noun,
        told=told,
        may_move=engine.may(user, "migrate_cases", None),
        moves={MAPPED + old: new for old, new in mapping.items()},
        **_describe(plan, mapping),
    )


@pages.get("/wijziging/<change_id>/gevolgen")
@signed_in
def show_for_change(change_id: str, user: engine.User) -> str:
    """Where the cases are, and what the files of a change would do to each."""
    change = engine.read_change(change_id, user)
    asked = request.args.get("stappenplan", "")
    part = next((part for part in change.parts if part.process_id == asked), change.parts[0])
    standings = engine.read_standings(part.process_id, user) if part.current_version is not None else None
    told: tuple[str, ...] = ()
    mapping, noun = _read_mapping(), called_in(part.process_id)
    plan: engine.MigrationPlan | None = None
    try:
        plan = engine.plan_for_change(change_id, part.process_id, user, mapping, most=MOST)
    except engine.MoveRefused as error:
        told, mapping = error.reasons, {}
        plan = engine.plan_for_change(change_id, part.process_id, user, most=MOST)
    except engine.NotFound as error:
        if error.what != "readable process of the change":
            raise
        told = (_("Het schema van deze wijziging is niet te lezen. Herstel het eerst; dan ziet u hier de gevolgen."),)
    return render_template(
        "workshop/consequences.html",
        process_id=part.process_id,
        name=part.name,
        change=change,
        standings=standings,
        drawn=_draw(standings, noun) if standings is not None else None,
        noun=noun,
        told=told,
        may_move=False,
        moves={},
        **_describe(plan, mapping),
    )


def _read_mapping() -> dict[str, str]:
    told = request.args.items()
    return {name.removeprefix(MAPPED): value for name, value in told if name.startswith(MAPPED) and value}


def _draw(found: engine.Standings, noun: Forms) -> drawing.Drawn:
    notes = {
        key: Note(str(count), _n("%(num)d %(case)s is hier", "%(num)d %(cases)s zijn hier", count, **noun))
        for key, count in found.shown.places.items()
    }
    caption = _("Het schema van %(name)s, versie %(version)s", name=found.name, version=found.shown.version)
    caption += ": " + _("hoeveel %(cases)s bij elke stap zijn", **noun)
    return drawing.draw_noted(found, caption, notes)


def _describe(plan: engine.MigrationPlan | None, mapping: dict[str, str]) -> dict[str, object]:
    """A dry run as shown on the page: the verdicts by kind, and what could still be replaced."""
    groups: Groups = []
    for outcome in OUTCOMES if plan is not None else ():
        of_this = [verdict for verdict in plan.verdicts if verdict.outcome == outcome] if plan is not None else []
        if of_this:
            groups.append((outcome, of_this[:SHOWN], len(of_this)))
    replaceable = plan.replaceable if plan is not None else ()
    chosen = [step for step in replaceable if step.element_id not in mapping]
    return {"plan": plan, "groups": groups, "mapping": mapping, "chosen": chosen}
