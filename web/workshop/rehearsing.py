"""Rehearsing: the scenarios of a change, played, with the parts of its diagrams that they reach."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import changewords, messages
from web.messages import say
from web.numbers import read_number
from web.security import go_to, signed_in
from web.versions.drawing import draw_rehearsed
from web.versions.stepnames import KINDS
from web.words import _, _n
from web.workshop import differing
from web.workshop.asking import read_id

MOST_STORIES = 500
Answer = str | tuple[str, int] | Response
pages = Blueprint("rehearsing", __name__, url_prefix="/werkplaats/wijziging/<change_id>/verhalen")


@pages.get("")
@signed_in
def show(change_id: str, user: engine.User) -> str:
    """Play them all: together they take about a second, and fresh results are the most useful."""
    change = engine.read_change(change_id, user)
    rehearsal = engine.rehearse_change(change_id, user)
    return render_template(
        "workshop/rehearsing.html",
        change=change,
        rehearsal=rehearsal,
        drawn=[draw_rehearsed(process) for process in rehearsal.processes],
        may_try=engine.may(user, "edit_processes", None),
        kind=_kind,
    )


@pages.post("/meenemen")
@signed_in
def bring_along(change_id: str, user: engine.User) -> Response:
    """Add a process to the change whose stories turn out differently because of it, so they can be retold there."""
    engine.add_process(change_id, read_id("process_id"), user)
    flash(_("Het stappenplan hoort nu bij deze wijziging."), "ok")
    return go_to("rehearsing.show", change_id=change_id)


@pages.get("/weghalen")
@signed_in
def ask_drop(change_id: str, user: engine.User) -> str:
    """Which story would be removed, and what is lost with it, before it is removed."""
    change = engine.read_change(change_id, user)
    if not change.may_edit:
        raise engine.NotAllowed("edit_change")
    source = request.args.get("verhaal", "")
    outcomes = engine.rehearse_change(change_id, user).outcomes
    story = next((one for one in outcomes if one.source == source and one.changed), None)
    if story is None:
        raise engine.NotFound("scenario", source)
    return render_template("workshop/story_delete.html", change=change, story=story)


@pages.post("/weghalen")
@signed_in
def drop(change_id: str, user: engine.User) -> Response:
    """Remove a scenario from the change: it no longer holds, or another one covers the same."""
    process_id, _bar, name = read_id("verhaal").partition("/")
    engine.drop_scenario(change_id, process_id, name, user)
    flash(_("Het verhaal is weggehaald."), "ok")
    return go_to("rehearsing.show", change_id=change_id)


@pages.get("/opnieuw")
@signed_in
def ask_again(change_id: str, user: engine.User) -> str:
    """How a story goes now, before that replaces what its file tells."""
    return _again(change_id, request.args.get("verhaal", ""), user, "")


@pages.post("/opnieuw")
@signed_in
def replace(change_id: str, user: engine.User) -> Answer:
    story = read_id("verhaal")
    process_id, _bar, name = story.partition("/")
    revision, seal = read_number(request.form.get("revision", "")) or 0, request.form.get("zegel", "")
    try:
        engine.replace_scenario(change_id, process_id, name, revision, seal, user)
    except engine.ChangeRefused as error:
        told = messages.problems(changewords.CHANGE_PROBLEMS, error.problems)
        return _again(change_id, story, user, told["verhaal"]), 422
    flash(_("Het verhaal is vervangen. Het gaat nu zoals het is opgeschreven."), "ok")
    return go_to("rehearsing.show", change_id=change_id)


@pages.get("/opnieuw/alle")
@signed_in
def ask_all(change_id: str, user: engine.User) -> str:
    """How every failing story goes now, before all of them are replaced at once."""
    return _all(change_id, user, "")


@pages.post("/opnieuw/alle")
@signed_in
def replace_all(change_id: str, user: engine.User) -> Answer:
    stories = [story.partition("/") for story in request.form.getlist("verhaal")[:MOST_STORIES]]
    seals = {(process_id, name): seal for (process_id, _bar, name), seal in zip(stories, _seals(), strict=False)}
    revisions = {
        process_id: read_number(request.form.get(f"revision-{process_id}", "")) or 0 for process_id, _ in seals
    }
    try:
        engine.replace_scenarios(change_id, seals, revisions, user)
    except engine.ChangeRefused as error:
        told = messages.problems(changewords.CHANGE_PROBLEMS, error.problems)
        return _all(change_id, user, told["verhaal"]), 422
    if seals:
        flash(_n("Er is %(num)d verhaal vervangen.", "Er zijn %(num)d verhalen vervangen.", len(seals)), "ok")
    return go_to("rehearsing.show", change_id=change_id)


def _seals() -> list[str]:
    return request.form.getlist("zegel")


def _all(change_id: str, user: engine.User, told: str) -> str:
    change = engine.read_change(change_id, user)
    found = engine.retell_failed(change_id, user)
    return render_template(
        "workshop/retelling_all.html",
        change=change,
        played=[one for one in found if one.lines],
        left=[one for one in found if one.reason],
        told=told,
        **differing.WORDS,
    )


def _again(change_id: str, story: str, user: engine.User, told: str) -> str:
    process_id, _bar, name = story.partition("/")
    found = engine.retell_scenario(change_id, process_id, name, user)
    change = engine.read_change(change_id, user)
    return render_template("workshop/retelling.html", change=change, found=found, told=told, **differing.WORDS)


def _kind(code: str) -> str:
    """The kind of a step that was never reached, in a word."""
    if code == "sequenceFlow":
        return _("weg uit een keuze")
    return say(KINDS, code) if code in KINDS else _("stap")
