"""Cases: *Alle ideeën* with its filter, and the page of one idea: *Wat is er gebeurd?*"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import messages, nouns, storywords, viewings
from web.disclosure import dossier
from web.paging import page_number
from web.security import go_to, signed_in
from web.versions import drawing
from web.words import _

pages = Blueprint("cases", __name__, url_prefix="/ideeen")
SORTS = ("updated", "started", "reference", "status")
LONGEST_SEARCH = 200


@pages.get("")
@signed_in
def list_all(user: engine.User) -> str:
    chosen = _read_filter()
    found = engine.list_cases(user, **chosen, page=page_number())
    filters = engine.case_filters(user)
    states = [(code, str(name)) for code, name in messages.CASE_STATES.items()]
    orders = [("started", _("Ingestuurd")), ("reference", _("Nummer")), ("status", _("Status"))]
    narrowed = [
        *_chosen_of(filters.processes, chosen["process"]),
        *_chosen_of(filters.statuses, chosen["status"]),
        *_chosen_of(filters.areas, chosen["area"]),
        *_chosen_of(states, chosen["state"]),
        *([_("Alleen met een taak die te laat is")] if chosen["overdue"] else []),
        *(_("Volgorde: %(order)s", order=order) for order in _chosen_of(orders, chosen["sort"])),
    ]
    return render_template(
        "cases/list.html",
        found=found,
        filters=filters,
        states=states,
        orders=orders,
        chosen=chosen,
        narrowed=narrowed,
    )


def _chosen_of(options: Iterable[tuple[str, str]], chosen: str | None) -> list[str]:
    """The label of the chosen option, to show beside a collapsed filter; an empty list for an unknown option."""
    return [text for value, text in options if value == chosen]


def _read_filter() -> dict[str, Any]:
    """The filter in the address. An unknown value finds nothing and is not an error."""
    asked = {name: value[:LONGEST_SEARCH] for name, value in request.args.items()}
    sort = asked.get("volgorde", "")
    return {
        "search": asked.get("zoek", "").strip(),
        "process": asked.get("soort") or None,
        "status": asked.get("status") or None,
        "area": asked.get("gebied") or None,
        "state": asked.get("stand") or None,
        "overdue": asked.get("te-laat") == "ja",
        "sort": sort if sort in SORTS else SORTS[0],
    }


@pages.get("/<key>")
@signed_in
def show(key: str, user: engine.User) -> str:
    detail = engine.read_case(key, user, with_timeline=False)
    viewings.keep_case(detail, user)
    everything = request.args.get("verloop") == "alles"
    details = () if everything else storywords.DETAILS
    page = page_number() if "pagina" in request.args else None
    return render_template(
        "cases/show.html",
        detail=detail,
        timeline=engine.read_timeline(key, user, details=details, told_jobs=storywords.TOLD_JOBS, page=page),
        everything=everything,
        open_tasks=_stack_ballots(detail),
        names={process.process_id: process.name for process in detail.processes if not process.left},
        viewed=viewings.of_case(detail, user),
        pictures=[drawing.draw_walked(process) for process in detail.processes],
    )


def _stack_ballots(detail: engine.CaseDetail) -> list[list[engine.TaskView]]:
    """The open tasks per row: one row each, but a single row for all ballots that this reader cannot open."""
    rows: dict[tuple[object, ...], list[engine.TaskView]] = {}
    for task in detail.open_tasks:
        alone = not task.ballot or task.id in detail.readable_tasks
        rows.setdefault((task.id,) if alone else (task.process_name, task.element_id, task.due_at), []).append(task)
    return [sorted(row, key=lambda task: task.assignee_name or "") for row in rows.values()]


@pages.get("/<key>/dossier.zip")
@signed_in
def fetch(key: str, user: engine.User) -> Response:
    """Everything about the case as one file; that it was fetched is recorded."""
    return dossier.send(key, user)


@pages.post("/<key>/link-sturen")
@signed_in
def resend_link(key: str, user: engine.User) -> Response:
    """Mail the link to the submitter; whoever asks for this does not see the link."""
    case = engine.read_case(key, user, with_timeline=False).case
    try:
        engine.resend_link(case.id, user)
    except engine.NoAddress:
        flash(_("Er is geen e-mailadres van de indiener bekend. De link is niet gestuurd."), "error")
    else:
        flash(_("De link gaat per e-mail naar de indiener."), "ok")
    return go_to("cases.show", key=case.reference)


@pages.get("/<key>/intrekken")
@signed_in
def ask_withdrawal(key: str, user: engine.User) -> str:
    detail = engine.read_case(key, user)
    if not detail.may_withdraw:
        raise engine.NotAllowed("withdraw")
    return render_template("cases/withdraw.html", detail=detail, errors=[])


@pages.post("/<key>/intrekken")
@signed_in
def withdraw(key: str, user: engine.User) -> Response | tuple[str, int]:
    """Withdraw on behalf of a submitter who asked for it; a reason is required, since it is somebody else's idea."""
    detail = engine.read_case(key, user)
    reason, noun = request.form.get("reden", "").strip(), nouns.called(detail.case.noun)
    if not reason:
        errors = [("veld-reden", _("Schrijf op waarom %(the_case)s wordt ingetrokken.", **noun))]
        return render_template("cases/withdraw.html", detail=detail, errors=errors), 422
    engine.withdraw_case(detail.case.id, user, reason)
    flash(_("%(The_case)s is ingetrokken.", **noun), "ok")
    return go_to("cases.show", key=detail.case.reference)
