"""Versions: an operator brings running ideas to another version of their process, or one idea to another step."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web.security import go_to, signed_in
from web.words import _, _n

pages = Blueprint("versions", __name__, url_prefix="/beheer")
SHOWN = 100
"""Ideas of one kind of verdict on a page; of the others it says how many there are."""
MAPPED = "koppel-"
CHOSEN = "gekozen"
MOST = 2000
"""Ideas that a page looks at: it must be there within a few seconds."""
OUTCOMES = ("cannot", "mapped", "goes")
Answer = str | tuple[str, int] | Response


@pages.get("/versies")
@signed_in
def list_all(user: engine.User) -> str:
    return render_template(
        "versions/list.html", outdated=engine.list_outdated(user), migrations=engine.list_migrations(user)
    )


@pages.get("/versies/<process_id>")
@signed_in
def plan(process_id: str, user: engine.User) -> str:
    """A dry run, with the replacements that were chosen so far."""
    return _plan(process_id, user, "", ())


@pages.post("/versies/<process_id>")
@signed_in
def start(process_id: str, user: engine.User) -> Answer:
    reason = request.form.get("reden", "")
    only = request.form.getlist("idee") if request.form.get("welke") == CHOSEN else None
    try:
        key = engine.start_migration(process_id, user, reason, _read_mapping(), only=only)
    except engine.MoveRefused as error:
        return _plan(process_id, user, reason, error.reasons), 422
    flash(_("De ideeën worden overgezet. Hieronder ziet u hoever het is."), "ok")
    return go_to("versions.show", migration_id=key)


@pages.get("/versies/verloop/<migration_id>")
@signed_in
def show(migration_id: str, user: engine.User) -> str:
    found = engine.read_migration(migration_id, user)
    states = ("waiting", "returning", "refused", "done", "returned", "moved_on")
    groups = [(state, [case for case in found.cases if case.state == state]) for state in states]
    return render_template(
        "versions/show.html", migration=found, groups=[(s, c[:SHOWN], len(c)) for s, c in groups if c]
    )


@pages.post("/versies/verloop/<migration_id>/terug")
@signed_in
def undo(migration_id: str, user: engine.User) -> Response:
    count = engine.undo_migration(migration_id, user)
    flash(_n("%(num)s idee wordt teruggezet.", "%(num)s ideeën worden teruggezet.", count), "ok")
    return go_to("versions.show", migration_id=migration_id)


@pages.post("/versies/verloop/<migration_id>/wachten")
@signed_in
def pause(migration_id: str, user: engine.User) -> Response:
    engine.pause_migration(migration_id, user)
    flash(_("Het overzetten wacht. Ideeën die al over zijn, blijven over."), "ok")
    return go_to("versions.show", migration_id=migration_id)


@pages.post("/versies/verloop/<migration_id>/verder")
@signed_in
def resume(migration_id: str, user: engine.User) -> Response:
    count = engine.resume_migration(migration_id, user)
    told = _n("Het overzetten gaat verder met %(num)s idee.", "Het overzetten gaat verder met %(num)s ideeën.", count)
    flash(told, "ok")
    return go_to("versions.show", migration_id=migration_id)


def _read_mapping() -> dict[str, str]:
    told = request.values.items()
    return {name.removeprefix(MAPPED): value for name, value in told if name.startswith(MAPPED) and value}


def _plan(process_id: str, user: engine.User, reason: str, errors: tuple[str, ...]) -> str:
    mapping = _read_mapping()
    try:
        found = engine.plan_migration(process_id, user, mapping, most=MOST)
    except engine.MoveRefused as error:  # A step was named that is not there: an address that was typed.
        found, errors, mapping = engine.plan_migration(process_id, user, most=MOST), error.reasons, {}
    groups = []
    for outcome in OUTCOMES:
        of_this = [verdict for verdict in found.verdicts if verdict.outcome == outcome]
        if of_this:
            groups.append((outcome, of_this[:SHOWN], len(of_this)))
    return render_template(
        "versions/plan.html",
        plan=found,
        groups=groups,
        mapping=mapping,
        chosen=[step for step in found.replaceable if step.element_id not in mapping],
        reason=reason,
        picked=request.form.getlist("idee") if request.form.get("welke") == CHOSEN else [],
        errors=[("veld-reden", text) for text in errors] if found.movable else [],
        told=() if found.movable else errors,
    )


# ---- one idea to another step -----------------------------------------------------------------------------------


@pages.get("/verplaatsen/<key>")
@signed_in
def choose_step(key: str, user: engine.User) -> str:
    return _choose(engine.read_tokens(key, user), "", ())


@pages.post("/verplaatsen/<key>")
@signed_in
def move(key: str, user: engine.User) -> Answer:
    found = engine.read_tokens(key, user)
    ref, _separator, to = request.form.get("stap", "").partition(":")
    reason = request.form.get("reden", "")
    if not to:
        return _choose(found, reason, (_("Kies waar het idee verder gaat."),)), 422
    try:
        engine.move_token(found.case_id, user, ref, to, reason)
    except engine.MoveRefused as error:
        return _choose(found, reason, error.reasons), 422
    except engine.ExecutionFailed as error:
        told = _("Vanaf deze stap kan het idee niet verder: %(reason)s", reason=error.message)
        return _choose(found, reason, (told,)), 409
    flash(_("Het idee gaat verder bij de stap die u koos."), "ok")
    return go_to("cases.show", key=found.reference)


def _choose(found: engine.CaseTokens, reason: str, errors: tuple[str, ...]) -> str:
    return render_template(
        "versions/move.html",
        found=found,
        reason=reason,
        chosen=request.form.get("stap", ""),
        errors=[("veld-stap" if reason.strip() else "veld-reden", text) for text in errors],
    )
