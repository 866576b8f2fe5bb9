"""Operations: *Beheer*, for those who keep the system running: failed jobs and accounts."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import messages, nouns
from web.security import go_to, signed_in
from web.words import _

pages = Blueprint("operations", __name__, url_prefix="/beheer")


@pages.get("")
@signed_in
def show(user: engine.User) -> str:
    jobs = engine.failed_jobs(user)
    late = engine.list_late_cases(user)
    # A mail server's answer can name the recipient of the mail, and a database's the content of a row.
    seen = [*(job.case_id for job in jobs if job.case_id is not None), *(one.case_id for one in late)]
    engine.keep_viewing("jobs", list(dict.fromkeys(seen)), user)
    accounts = engine.list_accounts(user)
    return render_template(
        "operations/show.html",
        health=engine.health(),
        incidents=engine.list_incidents(user),
        jobs=jobs,
        late=late,
        again=engine.jobs_tried_again(user),
        accounts=accounts,
        away=engine.list_away(user),
        planned_for={one.user.id for one in accounts if one.active and engine.may(one.user, "do_tasks", None)},
    )


@pages.post("/opdrachten/<job_id>/opnieuw")
@signed_in
def retry(job_id: str, user: engine.User) -> Response:
    engine.retry_job(job_id, user)
    flash(_("De opdracht wordt opnieuw uitgevoerd."), "ok")
    return go_to("operations.show")


@pages.get("/storingen/<case_id>")
@signed_in
def incident(case_id: str, user: engine.User) -> str:
    return _incident(_read_incident(case_id, user), {}, "", {}, None)


@pages.post("/storingen/<case_id>")
@signed_in
def resolve(case_id: str, user: engine.User) -> Response | tuple[str, int]:
    """Let a case retry, with the changed variables."""
    detail = _read_incident(case_id, user)
    typed = {v.key: request.form.get(f"waarde-{n}", v.text) for n, v in enumerate(detail.variables)}
    changed = {v.key: typed[v.key] for v in detail.variables if typed[v.key].strip() != v.text}
    reason = request.form.get("reden", "")
    try:
        engine.resolve_incident(case_id, user, reason, changed)
    except engine.RepairRefused as error:
        return _incident(detail, typed, reason, error.problems, None), 422
    except engine.ExecutionFailed as error:
        return _incident(engine.read_incident(case_id, user), typed, reason, {}, error.message), 409
    flash(_("%(The_case)s gaat weer verder.", **nouns.called(detail.incident.noun)), "ok")
    return go_to("operations.show")


def _read_incident(case_id: str, user: engine.User) -> engine.IncidentDetail:
    detail = engine.read_incident(case_id, user)
    engine.keep_viewing("incident", [detail.incident.case_id], user)
    return detail


def _incident(
    detail: engine.IncidentDetail,
    typed: Mapping[str, str],
    reason: str,
    problems: Mapping[str, str],
    still: str | None,
) -> str:
    """`problems` are codes per variable, or for the reason; `still` is why the retry failed too."""
    rows = [
        {
            "id": f"waarde-{n}",
            "name": v.name,
            "place": v.place,
            "text": typed.get(v.key, v.text),
            "error": messages.repair_problem(problems.get(v.key), v.name),
        }
        for n, v in enumerate(detail.variables)
    ]
    errors = [(f"veld-{row['id']}", row["error"]) for row in rows if row["error"]]
    why = messages.repair_problem(problems.get("reden"), "")
    if why:
        errors.append(("veld-reden", why))
    return render_template(
        "operations/incident.html",
        incident=detail.incident,
        rows=rows,
        reason=reason,
        why=why,
        errors=errors,
        still=still,
    )
