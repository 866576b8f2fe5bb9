"""Ballots: *Stemmen* for the members of the stuurgroep, *Uitslag*, and each meeting for who prepares it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import messages
from web.forms.fields import find_errors, read_typed, show_pages
from web.forms.shown import ShownPage
from web.forms.windows import read_window, show_elsewhere
from web.security import go_to, signed_in
from web.tasks.pages import DONE, show_conflict
from web.words import _

pages = Blueprint("ballots", __name__, url_prefix="/stemmen")


@pages.get("")
@signed_in
def list_all(user: engine.User) -> str:
    ballots = sorted(engine.list_ballots(user), key=lambda one: not one.closed and one.my_vote is not None)
    waiting = (one.my_task for one in ballots if not one.closed and one.my_task and one.my_task.state == "open")
    votes = engine.list_votes(user) if engine.may(user, "list_votes", None) else None
    meetings = engine.list_meetings(user) if votes is not None else ()
    return render_template(
        "tasks/ballots/list.html",
        ballots=ballots,
        votes=votes,
        meetings=meetings,
        following=lambda: next(waiting, None),
    )


@pages.get("/vergadering/<day>")
@signed_in
def show_meeting(day: str, user: engine.User) -> str:
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        raise engine.NotFound("meeting", day) from None
    if not date(2000, 1, 1) <= asked < date(2200, 1, 1):
        raise engine.NotFound("meeting", day)
    meeting = engine.read_meeting(asked, user)
    if not meeting.votes:
        raise engine.NotFound("meeting", day)
    return render_template("tasks/ballots/meeting.html", meeting=meeting)


@pages.get("/<task_id>")
@signed_in
def show(task_id: str, user: engine.User) -> str:
    return _page(task_id, user, None)[0]


@pages.post("/<task_id>")
@signed_in
def vote(task_id: str, user: engine.User) -> Response | tuple[str, int]:
    typed = read_typed()
    if request.form.get("_actie") == "bewaren":
        try:
            saved = engine.save_draft(task_id, user, typed, read_window())
        except engine.TypedElsewhere as error:
            return _page(task_id, user, error, 409)
        if saved.too_late is not None:
            return show_conflict(task_id, user, saved.too_late), 409
        flash(messages.saved_at(saved.at), "ok")
        return go_to("ballots.list_all")
    detail = engine.read_task(task_id, user)
    if detail.may_recuse and engine.chose_interest(detail.form, typed):
        # This cannot be undone, so a single button among others does not do it.
        return _recusal(detail, [], _reason(detail, typed)), 200
    try:
        engine.complete_task(task_id, user, typed, read_window())
    except engine.AnswersRefused as error:
        with suppress(engine.Conflict):
            engine.save_draft(task_id, user, typed, read_window())
        return _page(task_id, user, error, 422)
    except engine.TypedElsewhere as error:
        return _page(task_id, user, error, 409)
    except engine.Conflict as error:
        return show_conflict(task_id, user, error), 409
    if engine.read_task(task_id, user).may_complete:
        flash(_("Uw stem is geteld. Tot de stemming sluit kunt u uw stem nog wijzigen."), DONE)
    else:
        flash(_("Uw stem is geteld. Iedereen heeft gestemd: de stemming is nu gesloten."), DONE)
    return go_to("ballots.list_all")


@pages.get("/<task_id>/niet-meedoen")
@signed_in
def ask_recusal(task_id: str, user: engine.User) -> str:
    detail = engine.read_task(task_id, user)
    if not detail.may_recuse:
        raise engine.NotAllowed("recuse")
    return _recusal(detail, [], "")


@pages.post("/<task_id>/niet-meedoen")
@signed_in
def recuse(task_id: str, user: engine.User) -> Response | tuple[str, int]:
    reason = request.form.get("reden", "").strip()
    if not reason:
        errors = [("veld-reden", _("Schrijf kort op welk belang u hebt."))]
        detail = engine.read_task(task_id, user)
        return _recusal(detail, errors, reason), 422
    engine.recuse(task_id, user, reason)
    flash(_("U doet niet mee aan deze stem."), "ok")
    return go_to("ballots.list_all")


def _recusal(detail: engine.TaskDetail, errors: list[tuple[str, str]], typed: str) -> str:
    return render_template("tasks/ballots/recuse.html", detail=detail, errors=errors, typed=typed)


def _reason(detail: engine.TaskDetail, typed: dict[str, list[str]]) -> str:
    """The reason that was typed on the ballot paper."""
    return next((typed[one.key][0] for one in detail.form.fields if one.kind == "textarea" and typed.get(one.key)), "")


def _page(
    task_id: str, user: engine.User, refused: engine.AnswersRefused | engine.TypedElsewhere | None, status: int = 200
) -> tuple[str, int]:
    ballot = engine.read_ballot(task_id, user)
    engine.keep_viewing("vote", [ballot.case_id], user)
    detail = _own_task(ballot, user)
    shown: tuple[ShownPage, ...] = ()
    elsewhere = None
    if detail is not None and detail.may_complete:
        typed = read_typed() if refused else {**detail.answers, **(detail.draft or {})}
        problems = refused.problems if isinstance(refused, engine.AnswersRefused) else None
        elsewhere = show_elsewhere(detail, refused) if isinstance(refused, engine.TypedElsewhere) else None
        shown = show_pages(detail.form, typed, problems, detail.known)
    page = render_template(
        "tasks/ballots/show.html",
        ballot=ballot,
        task_id=task_id,
        detail=detail,
        shown=shown,
        errors=find_errors(shown),
        elsewhere=elsewhere,
        kept=isinstance(refused, engine.AnswersRefused),
        file=engine.read_case(ballot.case_id, user),
    )
    return page, status


def _own_task(ballot: engine.BallotView, user: engine.User) -> engine.TaskDetail | None:
    """This member's own ballot paper; None for other readers, and for members who do not take part."""
    if ballot.my_task is None:
        return None
    try:
        return engine.read_task(ballot.my_task.id, user)
    except engine.NotAllowed:
        return None
