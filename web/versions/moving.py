"""Versions: an operator moves running ideas to another version of their process, or one idea to another step."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web.nouns import called, called_in
from web.security import go_to, signed_in
from web.words import _, _n

pages = Blueprint("versions", __name__, url_prefix="/beheer")
SHOWN = 100
"""Ideas per kind of verdict on a page; of the others only the number is given."""
MAPPED = "koppel-"
ALL, CHOSEN = "alle", "gekozen"
MOST = 2000
"""Ideas that a page examines: it must be ready within a few seconds."""
OUTCOMES = ("cannot", "mapped", "goes")
Answer = str | tuple[str, int] | Response


@pages.get("/versies")
@signed_in
def list_all(user: engine.User) -> str:
    return render_template(
        "versions/moving/list.html", outdated=engine.list_outdated(user), migrations=engine.list_migrations(user)
    )


@pages.get("/versies/<process_id>")
@signed_in
def plan(process_id: str, user: engine.User) -> str:
    """A dry run, with the replacements chosen so far."""
    return _plan(process_id, user, "", ())


@pages.post("/versies/<process_id>")
@signed_in
def start(process_id: str, user: engine.User) -> Answer:
    reason = request.form.get("reden", "")
    only, noun = _read_chosen(), called_in(process_id)
    if only is not None and not only:
        told = _("Kruis eerst aan welke %(cases)s u wilt overzetten.", **noun)
        return _plan(process_id, user, reason, (told,), ticks=True), 422
    try:
        key = engine.start_migration(process_id, user, reason, _read_mapping(), only=only)
    except engine.MoveRefused as error:
        return _plan(process_id, user, reason, error.reasons), 422
    if only is None:
        flash(_("De %(cases)s worden overgezet. Hieronder ziet u hoever het is.", **noun), "ok")
    else:
        told = _n("%(num)s %(case)s wordt overgezet.", "%(num)s %(cases)s worden overgezet.", len(only), **noun)
        flash(told + " " + _("Hieronder ziet u hoever het is."), "ok")
    return go_to("versions.show", migration_id=key)


@pages.get("/versies/verloop/<migration_id>")
@signed_in
def show(migration_id: str, user: engine.User) -> str:
    found = engine.read_migration(migration_id, user)
    states = ("waiting", "returning", "refused", "done", "returned", "moved_on")
    groups = [(state, [case for case in found.cases if case.state == state]) for state in states]
    return render_template(
        "versions/moving/show.html",
        migration=found,
        noun=called_in(found.process_id),
        groups=[(s, c[:SHOWN], len(c)) for s, c in groups if c],
    )


@pages.post("/versies/verloop/<migration_id>/terug")
@signed_in
def undo(migration_id: str, user: engine.User) -> Response:
    count = engine.undo_migration(migration_id, user)
    noun = called_in(engine.read_migration(migration_id, user).process_id)
    told = _n("Er wordt %(num)s %(case)s teruggezet.", "Er worden %(num)s %(cases)s teruggezet.", count, **noun)
    flash(told + " " + _("Hieronder ziet u hoever het is."), "ok")
    return go_to("versions.show", migration_id=migration_id)


@pages.post("/versies/verloop/<migration_id>/wachten")
@signed_in
def pause(migration_id: str, user: engine.User) -> Response:
    engine.pause_migration(migration_id, user)
    flash(_("Het overzetten wacht. Wat al over is, blijft over."), "ok")
    return go_to("versions.show", migration_id=migration_id)


@pages.post("/versies/verloop/<migration_id>/verder")
@signed_in
def resume(migration_id: str, user: engine.User) -> Response:
    count = engine.resume_migration(migration_id, user)
    flash(_("Het overzetten gaat verder met %(num)s.", num=count), "ok")
    return go_to("versions.show", migration_id=migration_id)


def _read_mapping() -> dict[str, str]:
    told = request.values.items()
    return {name.removeprefix(MAPPED): value for name, value in told if name.startswith(MAPPED) and value}


def _read_chosen() -> list[str] | None:
    """The ticked ideas; None for all ideas, if the button says so or none is ticked."""
    ticked = request.form.getlist("idee")
    asked = request.form.get("welke") or (CHOSEN if ticked else ALL)
    return ticked if asked == CHOSEN else None


def _plan(process_id: str, user: engine.User, reason: str, errors: tuple[str, ...], *, ticks: bool = False) -> str:
    """With `ticks`, the errors are about the ideas to tick, not about the reason."""
    mapping = _read_mapping()
    try:
        found = engine.plan_migration(process_id, user, mapping, most=MOST)
    except engine.MoveRefused as error:  # The named step does not exist: the address was typed by hand.
        found, errors, mapping = engine.plan_migration(process_id, user, most=MOST), error.reasons, {}
    groups = []
    for outcome in OUTCOMES:
        of_this = [verdict for verdict in found.verdicts if verdict.outcome == outcome]
        if of_this:
            groups.append((outcome, of_this[:SHOWN], len(of_this)))
    return render_template(
        "versions/moving/plan.html",
        plan=found,
        noun=called_in(process_id),
        groups=groups,
        mapping=mapping,
        chosen=[step for step in found.replaceable if step.element_id not in mapping],
        reason=reason,
        picked=request.form.getlist("idee"),
        errors=[(_find_first(groups) if ticks else "veld-reden", text) for text in errors] if found.movable else [],
        reason_error="" if ticks else " ".join(errors),
        told=() if found.movable else errors,
        earlier=engine.list_migrations(user, process_id),
    )


def _find_first(groups: list[tuple[str, list[engine.CaseVerdict], int]]) -> str:
    """The first box that can be ticked."""
    first = next((of_this[0] for outcome, of_this, _total in groups if outcome != "cannot"), None)
    return f"idee-{first.case_id}" if first is not None else "veld-reden"


# ---- one idea to another step -----------------------------------------------------------------------------------


@pages.get("/verplaatsen/<key>")
@signed_in
def choose_step(key: str, user: engine.User) -> str:
    return _choose(engine.read_tokens(key, user), "", ())


@pages.post("/verplaatsen/<key>")
@signed_in
def move(key: str, user: engine.User) -> Answer:
    found = engine.read_tokens(key, user)
    noun = called(found.noun)
    ref, _separator, to = request.form.get("stap", "").partition(":")
    reason = request.form.get("reden", "")
    if not to:
        return _choose(found, reason, (_("Kies waar %(the_case)s verder gaat.", **noun),)), 422
    try:
        engine.move_token(found.case_id, user, ref, to, reason)
    except engine.MoveRefused as error:
        return _choose(found, reason, error.reasons), 422
    except engine.ExecutionFailed as error:
        told = _("Vanaf deze stap kan %(the_case)s niet verder: %(reason)s", reason=error.message, **noun)
        return _choose(found, reason, (told,)), 409
    flash(_("%(The_case)s gaat verder bij de stap die u koos.", **noun), "ok")
    return go_to("cases.show", key=found.reference)


def _choose(found: engine.CaseTokens, reason: str, errors: tuple[str, ...]) -> str:
    return render_template(
        "versions/moving/move.html",
        found=found,
        reason=reason,
        chosen=request.form.get("stap", ""),
        errors=[("veld-stap" if reason.strip() else "veld-reden", text) for text in errors],
    )
