"""Tasks: the worklists, and the page on which a task is claimed, filled in, saved, handed over and sent."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, flash, jsonify, render_template, request, session, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

import engine
from web import conflicts, messages
from web.forms import answering, attaching
from web.forms.answered import typed_in_words
from web.forms.fields import find_errors, has_typed, read_typed, show_task
from web.forms.shown import ShownPage
from web.forms.windows import read_window, show_elsewhere
from web.nouns import called
from web.paging import page_number
from web.security import go_to, signed_in
from web.text import group_list, hour_in_words
from web.words import _

pages = Blueprint("tasks", __name__)
LONGEST_SEARCH = 200
LINK = Markup('<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>')
FAR = 200
"""How many tasks are looked at for the next one."""
SOUGHT = "gezocht"
"""The form cookie's key for what somebody searched for among the tasks of their team."""
DONE = "done"
"""Messages of this kind are shown above a list, with a link to the next task of that list."""


@pages.get("/taken")
@signed_in
def list_mine(user: engine.User) -> str:
    session.pop(SOUGHT, None)
    found = engine.list_my_tasks(user, page=page_number())
    return render_template(
        "tasks/mine.html",
        found=found,
        drafts=engine.count_drafts(user),
        following=lambda: _following(found, user),
        counts_of_viewer=lambda: found.counts,
    )


@pages.get("/taken/team")
@signed_in
def list_team(user: engine.User) -> str:
    group = request.args.get("groep") or None
    search = request.args.get("zoek", "")[:LONGEST_SEARCH]
    free = request.args.get("vrij") == "ja"
    _remember(search, group, free=free)
    found = engine.list_team_tasks(user, page=page_number(), group=group, search=search, free=free)
    names = engine.group_names()
    own_groups = sorted((names.get(g, g), g) for g in user.groups)
    return render_template(
        "tasks/team.html",
        found=found,
        own_groups=own_groups,
        group=group,
        search=search,
        free=free,
        following=lambda: _following(found, user) or _following(_search(session.get(SOUGHT, {}), user), user),
        counts_of_viewer=lambda: found.counts,
    )


def _remember(search: str, group: str | None, *, free: bool) -> None:
    """Remember the filter of the team's list, to return to after a task, until the whole list is requested again."""
    told = (("zoek", search.strip()), ("groep", group), ("vrij", "ja" if free else ""))
    sought = {name: value for name, value in told if value}
    if sought:
        session[SOUGHT] = sought
    else:
        session.pop(SOUGHT, None)


def _search(sought: dict[str, str], user: engine.User) -> engine.Worklist:
    """More than one page: colleagues may have all that is on the first."""
    return engine.list_team_tasks(
        user, size=FAR, group=sought.get("groep"), search=sought.get("zoek", ""), free="vrij" in sought
    )


def _following(found: engine.Worklist, user: engine.User) -> engine.TaskView | None:
    """The next task: the first one that no colleague has or has to do, and that does not wait for a submitter."""
    waiting = (one for one in found.items if engine.SUBMITTER not in one.groups)
    return next((one for one in waiting if one.assignee in (None, user.id) and one.kept_by is None), None)


@pages.get("/concepten")
@signed_in
def list_drafts(user: engine.User) -> str:
    return render_template("tasks/drafts.html", drafts=engine.list_drafts(user))


@pages.post("/concepten/<task_id>/weggooien")
@signed_in
def drop_draft(task_id: str, user: engine.User) -> Response:
    engine.drop_draft(task_id, user)
    flash(_("Uw concept is weggegooid."), "ok")
    return go_to("tasks.list_drafts")


@pages.get("/taken/<task_id>")
@signed_in
def show(task_id: str, user: engine.User) -> str | Response:
    detail = engine.read_task(task_id, user)
    if detail.task.ballot:
        return go_to("ballots.show", task_id=task_id)
    filled = {**detail.answers, **(detail.draft or {})}
    return _page(detail, user, show_task(detail, filled))


@pages.post("/taken/<task_id>")
@signed_in
def answer(task_id: str, user: engine.User) -> Response | tuple[str, int]:
    match answering.take(task_id, user):
        case answering.Again(detail, shown, status, elsewhere):
            return _page(detail, user, shown, elsewhere, kept=elsewhere is None), status
        case answering.Kept(moment):
            flash(messages.saved_at(moment), "ok")
            return go_to("tasks.list_mine")
        case answering.TooLate(error):
            return show_conflict(task_id, user, error), 409
        case answering.Sent(done):
            return _after(done, user)


@signed_in
def ask_again(task_id: str, user: engine.User) -> str:
    """The form with what was typed, to be sent with a new token."""
    detail = engine.read_task(task_id, user)
    return _page(detail, user, show_task(detail, read_typed()))


def _after(done: engine.CompletedTask, user: engine.User) -> Response:
    """Go to the next task of the same case, if this user may do it; else to what is left of their search, to their
    own tasks, or to those of the team. Says what was sent, with the way back to it, and whose turn it is."""
    case = LINK.format(url_for("cases.show", key=done.reference), done.reference)
    words = escape(_("Verstuurd: %(task)s bij %(case)s.")) % {"task": done.name, "case": case}
    if done.next_task_id is None:
        if done.turn_of:
            words += " " + _("Nu aan de beurt: %(groups)s.", groups=group_list(done.turn_of))
        flash(words, DONE)
        if (sought := session.get(SOUGHT)) and _following(_search(sought, user), user):
            return go_to("tasks.list_team", **sought)
        return go_to("tasks.list_mine" if engine.count_tasks(user).mine else "tasks.list_team")
    flash(words + " " + _("Dit is de volgende taak voor %(same_case)s.", **called(done.noun)), "ok")
    return go_to("tasks.show", task_id=done.next_task_id)


@pages.post("/taken/<task_id>/concept")
@signed_in
def save_draft(task_id: str, user: engine.User) -> Response:
    """Save what has been typed so far, and say if it is too late to send it, or typed elsewhere.

    The page asks this while someone types.
    """
    try:
        saved = engine.save_draft(task_id, user, read_typed(), read_window())
    except engine.TypedElsewhere as error:
        return jsonify(elsewhere=hour_in_words(error.at))
    why = conflicts.tell(saved.too_late)[1] if saved.too_late is not None else ""
    return jsonify(saved_at=saved.at.isoformat(), time=hour_in_words(saved.at), too_late=why)


@pages.post("/taken/<task_id>/oppakken")
@signed_in
def claim(task_id: str, user: engine.User) -> Response | tuple[str, int]:
    try:
        _keep_typed(task_id, user)
        task = engine.claim_task(task_id, user)
    except engine.TypedElsewhere as error:
        return _both_texts(task_id, user, error)
    except engine.Conflict as error:
        return show_conflict(task_id, user, error), 409
    except engine.NotAllowed:
        # A list does not know who did another task; the page of this task says why it is for somebody else.
        if engine.read_task(task_id, user).kept_by is None:
            raise
        return go_to("tasks.show", task_id=task_id)
    flash(_("U hebt deze taak opgepakt. Collega’s zien dat u ermee bezig bent."), "ok")
    return go_to("tasks.show", task_id=task.id)


def _keep_typed(task_id: str, user: engine.User) -> None:
    """The buttons beside a form also send what was typed, so claiming the task or giving it back does not lose it."""
    typed = read_typed()
    if not typed:
        return
    detail = engine.read_task(task_id, user)
    if attaching.has_files():
        with suppress(engine.Conflict):
            typed = attaching.attach(detail.form, typed, attaching.of_task(task_id, user)).typed
    if has_typed(detail.form, {**detail.answers, **(detail.draft or {})}, typed):
        engine.save_draft(task_id, user, typed, read_window())


def _both_texts(task_id: str, user: engine.User, error: engine.TypedElsewhere) -> tuple[str, int]:
    """The form with what was typed in this window, and above it what was typed in another."""
    detail = engine.read_task(task_id, user)
    return _page(detail, user, show_task(detail, read_typed()), error), 409


@pages.post("/taken/<task_id>/teruggeven")
@signed_in
def release(task_id: str, user: engine.User) -> Response | tuple[str, int]:
    try:
        _keep_typed(task_id, user)
    except engine.TypedElsewhere as error:
        return _both_texts(task_id, user, error)
    engine.release_task(task_id, user)
    flash(_("U hebt de taak teruggegeven. Een collega kan de taak nu oppakken."), "ok")
    return go_to("tasks.list_team", **session.get(SOUGHT, {}))


@pages.get("/taken/<task_id>/overdragen")
@signed_in
def ask_colleague(task_id: str, user: engine.User) -> str:
    detail = engine.read_task(task_id, user)
    if not detail.may_delegate:
        raise engine.NotAllowed("delegate")
    return _delegate_page(detail, user, [])


@pages.post("/taken/<task_id>/overdragen")
@signed_in
def delegate(task_id: str, user: engine.User) -> Response | tuple[str, int]:
    to = request.form.get("collega", "")
    if not to:
        detail = engine.read_task(task_id, user)
        errors = [("veld-collega", _("Kies de collega die de taak overneemt."))]
        return _delegate_page(detail, user, errors), 422
    engine.delegate_task(task_id, user, to)
    if to == user.id:
        flash(_("U hebt de taak overgenomen."), "ok")
        return go_to("tasks.show", task_id=task_id)
    flash(_("U hebt de taak overgedragen."), "ok")
    return go_to("tasks.list_mine")


def _delegate_page(detail: engine.TaskDetail, user: engine.User, errors: list[tuple[str, str]]) -> str:
    return render_template("tasks/delegate.html", detail=detail, errors=errors, away=engine.list_away(user))


def _page(
    detail: engine.TaskDetail,
    user: engine.User,
    shown: tuple[ShownPage, ...],
    elsewhere: engine.TypedElsewhere | None = None,
    *,
    kept: bool = False,
) -> str:
    """The page of a task. `kept`: it answers a form of which everything was saved, so its address shows the same."""
    file = engine.read_case(detail.task.case_id, user)
    # Only for whoever can do it now: somebody who has to speak with the submitter need not look that up first.
    with_contact = detail.may_complete and bool(file.submitter_contact)
    engine.keep_viewing("task_contact" if with_contact else "task", [detail.task.case_id], user)
    return render_template(
        "tasks/show.html",
        detail=detail,
        came_from=_list_of(detail.task, user),
        shown=shown,
        errors=find_errors(shown),
        file=file,
        with_contact=with_contact,
        elsewhere=show_elsewhere(detail, elsewhere),
        kept=kept,
    )


def _list_of(task: engine.TaskView, user: engine.User) -> tuple[str, str]:
    """The list that has this task, with what was sought there: its address and name."""
    if task.assignee == user.id:
        return url_for("tasks.list_mine"), _("Mijn taken")
    return url_for("tasks.list_team", **session.get(SOUGHT, {})), _("Teamtaken")


def show_conflict(task_id: str, user: engine.User, error: engine.Conflict) -> str:
    """Someone else was first. The engine has kept what was typed, and this page shows it too."""
    detail = engine.read_task(task_id, user)
    title, happened = conflicts.tell(error)
    typed = typed_in_words(detail.form, detail.files)
    return render_template("tasks/conflict.html", detail=detail, title=title, happened=happened, typed=typed)
