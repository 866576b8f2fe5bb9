"""Own idea: what a submitter can read and do on the page behind the secret link, *Mijn idee*."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from web import conflicts, links
from web.forms import answering
from web.forms.answered import typed_in_words
from web.forms.fields import find_errors, read_typed, show_pages, show_task
from web.forms.shown import ShownPage
from web.forms.windows import show_elsewhere
from web.links import with_link
from web.security import go_to
from web.words import _

LONGEST_LINK = 500
"""Characters of a pasted text that are examined: the secret is at its end."""
pages = Blueprint("own_idea", __name__, url_prefix="/mijn-idee")


@pages.after_request
def tell_nobody_where_from(response: Response) -> Response:
    """The address of the first page contains the secret: no Referer may pass it on."""
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@pages.get("/<secret>")
def open_link(secret: str) -> Response:
    """Move the secret from the address to a cookie, so that it is not seen, shared or forwarded by accident."""
    engine.open_secret_link(secret)
    response = go_to("own_idea.show")
    links.remember(response, secret)
    return response


@pages.post("/openen")
def find() -> Response | tuple[str, int]:
    """Open a link that someone pasted."""
    typed = request.form.get("link", "").strip()[-LONGEST_LINK:]
    found = re.search(r"([A-Za-z0-9_-]{20,64})/?$", typed)
    try:
        engine.open_secret_link(found.group(1) if found else "")
    except engine.NotFound:
        problem = _("Deze link kennen wij niet. Plak de hele link uit uw e-mail.")
        if re.fullmatch(r"[A-Za-z]{2,10}-\d{4}-\d+", typed):
            problem = _("Dit is het nummer. Daarmee alleen kan het niet: wij hebben de hele link nodig.")
        return render_template("ideas/own_idea/no_link.html", problem=problem, typed=typed), 422
    return redirect(url_for("own_idea.open_link", secret=found.group(1) if found else ""), 303)


@pages.get("/link-kwijt")
def ask_link() -> str:
    """Where somebody who lost the link asks for it."""
    return _ask_link({}, None)


@pages.post("/link-kwijt")
def send_link() -> str | tuple[str, int]:
    """Says the same whether the address is known or not."""
    typed = read_typed()
    try:
        engine.request_links(typed, address=request.remote_addr or "")
    except engine.AnswersRefused as error:
        return _ask_link(typed, error.problems), 422
    return render_template("ideas/own_idea/link_asked.html", address=" ".join(typed["email"]))


def _ask_link(typed: dict[str, list[str]], problems: Mapping[str, engine.FieldProblem] | None) -> str:
    shown = show_pages(engine.LOST_LINK, typed, problems)
    return render_template("ideas/own_idea/ask_link.html", shown=shown, errors=find_errors(shown))


@pages.post("/sluiten")
def close() -> Response:
    """Forget the links in this browser, as on a library computer."""
    if len(links.read_secrets()) > 1:
        flash(_("Alles is gesloten op dit apparaat. Met de links uit uw e-mail opent u het weer."), "ok")
    else:
        flash(_("Gesloten op dit apparaat. Met de link uit uw e-mail opent u het weer."), "ok")
    response = go_to("home.show")
    links.forget(response)
    return response


@pages.get("")
@with_link
def show(user: engine.User) -> str:
    return _page("show", engine.read_own_case(user))


@pages.get("/alle")
@with_link
def list_all(user: engine.User) -> str:
    """The ideas whose links this browser has opened, but no others of the same person."""
    return render_template("ideas/own_idea/list.html", links=g.links)


def _page(name: str, case: engine.SubmitterCase, **shown: Any) -> str:
    """A page about one idea. Its addresses name that idea where the browser knows several."""
    named = {"nummer": case.reference} if len(g.links) > 1 else {}
    return render_template(f"ideas/own_idea/{name}.html", case=case, named=named, **shown)


def _to_idea() -> Response:
    return go_to("own_idea.show", nummer=request.form.get("_nummer") if len(g.links) > 1 else None)


@pages.get("/taak/<task_id>")
@with_link
def task(task_id: str, user: engine.User) -> str:
    detail = engine.read_task(task_id, user)
    filled = {**detail.answers, **(detail.draft or {})}
    return _task(detail, user, show_task(detail, filled), 200)[0]


@pages.post("/taak/<task_id>")
@with_link
def answer(task_id: str, user: engine.User) -> Response | tuple[str, int]:
    match answering.take(task_id, user):
        case answering.Again(detail, shown, status, elsewhere):
            return _task(detail, user, shown, status, elsewhere, kept=elsewhere is None)
        case answering.Kept():
            flash(_("Uw antwoord is bewaard, maar nog niet verstuurd."), "ok")
        case answering.TooLate(error):
            return _conflict(user, error, task_id), 409
        case answering.Sent():
            flash(_("Uw antwoord is verstuurd. U hoort van ons."), "ok")
    return _to_idea()


@with_link
def ask_again(task_id: str, user: engine.User) -> str:
    """The form with what was typed, to be sent with a new token."""
    detail = engine.read_task(task_id, user)
    return _task(detail, user, show_task(detail, read_typed()), 200)[0]


def _task(
    detail: engine.TaskDetail,
    user: engine.User,
    shown: tuple[ShownPage, ...],
    status: int,
    elsewhere: engine.TypedElsewhere | None = None,
    *,
    kept: bool = False,
) -> tuple[str, int]:
    """The page of a question. `kept`: it answers a form that was saved whole, so its address shows the same."""
    errors = find_errors(shown)
    case = engine.read_own_case(user)
    last_day = conflicts.tell_last_day(detail.task.due_at)
    other = show_elsewhere(detail, elsewhere)
    page = _page("task", case, detail=detail, shown=shown, errors=errors, last_day=last_day, elsewhere=other, kept=kept)
    return page, status


def _conflict(user: engine.User, error: engine.Conflict, task_id: str) -> str:
    detail = engine.read_task(task_id, user)
    title, happened = conflicts.tell_submitter(error, detail.task.due_at)
    typed = typed_in_words(detail.form, detail.files)
    return _page("conflict", engine.read_own_case(user), title=title, happened=happened, typed=typed)


@pages.get("/intrekken")
@with_link
def ask_withdrawal(user: engine.User) -> str:
    return _page("withdraw", engine.read_own_case(user), errors=[], typed="")


@pages.post("/intrekken")
@with_link
def withdraw(user: engine.User) -> Response | tuple[str, int]:
    """Withdraw the idea; the reason is optional, ticking the confirmation box is not."""
    typed = request.form.get("reden", "")
    if request.form.get("zeker") != "ja":
        errors = [("veld-zeker", _("Zet een vinkje als u zeker weet dat u dit intrekt."))]
        return _page("withdraw", engine.read_own_case(user), errors=errors, typed=typed), 422
    engine.withdraw_case(str(user.case_id), user, typed)
    flash(_("Ingetrokken. Wij stoppen ermee."), "ok")
    return _to_idea()


def no_link() -> Response:
    """What visitors see who come to *Mijn idee* without a link."""
    response = make_response(render_template("ideas/own_idea/no_link.html", problem=None, typed=""), 403)
    return response
