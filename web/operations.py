"""Operations: *Beheer*, for whoever keeps the system running: failed jobs and accounts."""

from __future__ import annotations

from flask import Blueprint, flash, render_template
from werkzeug.wrappers import Response

import engine
from web.security import go_to, signed_in
from web.words import _

pages = Blueprint("operations", __name__, url_prefix="/beheer")


@pages.get("")
@signed_in
def show(user: engine.User) -> str:
    return render_template(
        "operations/show.html",
        health=engine.health(),
        jobs=engine.failed_jobs(user),
        accounts=engine.list_accounts(user),
    )


@pages.post("/opdrachten/<job_id>/opnieuw")
@signed_in
def retry(job_id: str, user: engine.User) -> Response:
    engine.retry_job(job_id, user)
    flash(_("De opdracht wordt opnieuw uitgevoerd."), "ok")
    return go_to("operations.show")
