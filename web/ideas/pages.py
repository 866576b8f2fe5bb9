"""Ideas: submitting one, with one question group per page and a page to check all answers before sending them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from web import links, messages, place
from web.days import read_day
from web.forms import attaching, unsent
from web.forms.answered import answers_in_words
from web.forms.fields import find_errors, read_typed
from web.forms.rows import change_rows
from web.forms.shown import ShownPage
from web.ideas.filling import Filling, find_unfinished, open_filling, token_of
from web.security import drop_cookie, go_to, set_cookie, signed_in
from web.words import _

pages = Blueprint("ideas", __name__)
IDEA = "idee"
CHECK = "controleren"
RECEIVED = "ontvangen"
TO = "_naar"
"""What a button on the check page sends that leads back to an answer."""


@pages.get("/beginnen")
@signed_in
def choose(user: engine.User) -> str:
    """What staff may start. Residents find theirs on the start page."""
    return render_template("ideas/choose.html", startable=engine.list_startable(user))


@pages.get("/insturen/<process_id>")
@pages.get("/idee-insturen", defaults={"process_id": IDEA})
def start(process_id: str) -> str:
    filling = open_filling(process_id)
    further = ""
    if filling.unsent.typed:
        key = find_unfinished(filling)
        further = _url("ideas.ask", process_id, key) if key else _url("ideas.check", process_id)
    return render_template("ideas/start.html", filling=filling, further=further)


@pages.post("/insturen/<process_id>/wissen")
@pages.post("/idee-insturen/wissen", defaults={"process_id": IDEA})
def forget(process_id: str) -> Response:
    engine.drop_start_files(token_of(process_id))
    unsent.forget(token_of(process_id))
    flash(_("Wat u had ingevuld is gewist."), "ok")
    response = go_to("home.show")
    drop_cookie(response, unsent.cookie_of(process_id))
    return response


@pages.get("/insturen/<process_id>/<key>")
@pages.get("/idee-insturen/<key>", defaults={"process_id": IDEA})
def ask(process_id: str, key: str) -> str | Response:
    filling = open_filling(process_id)
    return _page(filling, filling.number_of(key), filling.shown)


@pages.post("/insturen/<process_id>/<key>")
@pages.post("/idee-insturen/<key>", defaults={"process_id": IDEA})
def answer(process_id: str, key: str) -> Response:
    """Keep what was typed on a page, then do what the pressed button asks for."""
    filling = open_filling(process_id)
    number = filling.number_of(key)
    filling, attached = _take_uploads(filling)
    changed = change_rows(filling.startable.form, attached.typed)
    typed = changed.typed if changed is not None else attached.typed
    kept = filling.unsent.with_page(typed, filling.keys_of(key))
    if not filling.unsent.typed:
        unsent.tidy()
    try:
        unsent.keep(kept)
    except unsent.TooMuch:
        abort(413)
    g.kept = True
    response: Response
    if changed is not None or attached.stays:
        shown = filling.show(kept.typed, attached.problems, changed, attached.to_focus)
        response = make_response(_page(filling, number, shown), 422 if attached.problems else 200)
    elif request.form.get("_actie") == "vorige":
        response = _go_to_page(filling, filling.shown[number - 1].key if number else None)
    else:
        response = _go_on(replace(filling, unsent=kept), number, attached.key)
    set_cookie(response, unsent.cookie_of(process_id), kept.token)
    return response


def _take_uploads(filling: Filling) -> tuple[Filling, attaching.Attached]:
    """What was typed, with its uploads stored; the form then has those files too."""
    typed = read_typed()
    if not attaching.has_files():
        return filling, attaching.Attached(typed)
    shelf = attaching.of_start(filling.process_id, g.user, filling.unsent.token)
    attached = attaching.attach(filling.startable.form, typed, shelf)
    return replace(filling, files=engine.list_start_files(filling.unsent.token)), attached


def _go_on(filling: Filling, number: int, pressed: str) -> Response:
    """To the next page, or to the check page; the same page where an answer is not right."""
    process_id, typed = filling.process_id, filling.unsent.typed
    try:
        keys = filling.keys_of(filling.shown[number].key)
        engine.check_answers(process_id, typed, keys, g.user, files=filling.files)
    except engine.AnswersRefused as error:
        return make_response(_page(filling, number, filling.show(typed, error.problems, pressed=pressed)), 422)
    following = [page.key for page in filling.show(typed)[number + 1 :]]
    if request.form.get("_terug") == CHECK or not following:
        return redirect(_url("ideas.check", process_id), 303)
    return _go_to_page(filling, following[0])


def _go_to_page(filling: Filling, key: str | None) -> Response:
    target = _url("ideas.ask", filling.process_id, key) if key else _url("ideas.start", filling.process_id)
    return redirect(target, 303)


def ask_again(process_id: str, key: str) -> str:
    """The page with what was typed, to be sent with a new token."""
    filling = open_filling(process_id)
    kept = filling.unsent.with_page(read_typed(), filling.keys_of(key))
    return _page(filling, filling.number_of(key), filling.show(kept.typed))


def _page(filling: Filling, number: int, shown: tuple[ShownPage, ...]) -> str:
    page = shown[number]
    return render_template(
        "ideas/page.html",
        filling=filling,
        page=page,
        number=number,
        shown=shown,
        errors=find_errors([page]),
        back_to_check=CHECK in (request.args.get("terug"), request.form.get("_terug")),
    )


def _url(endpoint: str, process_id: str, key: str | None = None, **values: str) -> str:
    place: dict[str, Any] = {"process_id": process_id, **({"key": key} if key else {}), **values}
    return url_for(endpoint, **place)


@pages.get(f"/insturen/<process_id>/{CHECK}")
@pages.get(f"/idee-insturen/{CHECK}", defaults={"process_id": IDEA})
def check(process_id: str) -> str | Response:
    filling = open_filling(process_id)
    if not filling.unsent.typed:
        return redirect(_url("ideas.start", process_id), 303)
    return _check_page(filling, filling.unsent.received, {})


def _check_page(filling: Filling, received: str, told: Mapping[str, str]) -> str | Response:
    """All answers, with `received` as it was typed and what is wrong with it."""
    process_id = filling.process_id
    try:
        answers = engine.check_answers(process_id, filling.unsent.typed, None, g.user, files=filling.files)
    except engine.AnswersRefused as error:
        return _to_first_problem(filling, error)
    groups = [(page, answers_in_words(page.fields, answers)) for page in filling.startable.form.pages]
    return render_template(
        "ideas/check.html",
        filling=filling,
        groups=[(page, answers) for page, answers in groups if answers],
        received=received,
        told={RECEIVED: "", **told},
        errors=[(f"veld-{name}", problem) for name, problem in told.items()],
    )


@pages.post(f"/insturen/<process_id>/{CHECK}")
@pages.post(f"/idee-insturen/{CHECK}", defaults={"process_id": IDEA})
def send(process_id: str) -> Response | tuple[str, int]:
    """Start the case. The browser's token is the key, so pressing the button twice starts one case.

    Staff also come here when they go back to change an answer: what they typed on this page stays.
    """
    filling = open_filling(process_id)
    token = token_of(process_id) or filling.unsent.token
    typed = request.form.get(RECEIVED, "").strip()[:100] if filling.startable.dates_receipt else ""
    if filling.startable.dates_receipt and filling.unsent.typed and typed != filling.unsent.received:
        unsent.keep(replace(filling.unsent, received=typed))
    if TO in request.form:
        return _go_back(filling, request.form[TO])
    day = read_day(typed) if typed else None
    try:
        if typed and day is None:
            raise engine.ReceiptRefused({RECEIVED: "not_a_date"})
        started = engine.start_case(process_id, filling.unsent.typed, g.user, idempotency_key=token, received_on=day)
    except engine.ReceiptRefused as error:
        page = _check_page(filling, typed, messages.problems(messages.RECEIPT_PROBLEMS, error.problems))
        return (page, 422) if isinstance(page, str) else page
    except engine.AnswersRefused as error:
        return _to_first_problem(filling, error) if filling.unsent.typed else _nothing_to_send(process_id)
    unsent.forget(token)
    try:
        engine.open_secret_link(started.secret)
    except engine.NotFound:
        return _without_submitter(process_id, started)
    response = redirect(_url("ideas.received", process_id), 303)
    drop_cookie(response, unsent.cookie_of(process_id))
    links.remember(response, started.secret)
    return response


def _go_back(filling: Filling, wanted: str) -> Response:
    """To the page of the answer that is to be changed: its key, and the place of the answer on it."""
    key, _hash, place = wanted.partition("#")
    page = filling.shown[filling.number_of(key)]
    known = place in {f"veld-{field.key}" for field in page.fields}
    return redirect(_url("ideas.ask", filling.process_id, key, terug=CHECK, _anchor=place if known else ""), 303)


def _nothing_to_send(process_id: str) -> Response:
    """Say that nothing is left to send: another window sent it, or the page was open for more than a day."""
    told = _(
        "Er is niets om te versturen. Misschien hebt u het al verstuurd: kijk bij Mijn idee. Of het is langer dan een "
        "dag geleden: dan is gewist wat u had ingevuld."
    )
    flash(told, "warning")
    return redirect(_url("ideas.start", process_id), 303)


def _without_submitter(process_id: str, started: engine.StartedCase) -> Response:
    """A process that asks nobody's name has no submitter who could follow it behind a link."""
    flash(_("Ingestuurd onder nummer %(reference)s.", reference=started.reference), "ok")
    response = go_to("home.show") if g.user is None else go_to("cases.show", key=started.reference)
    drop_cookie(response, unsent.cookie_of(process_id))
    return response


def _to_first_problem(filling: Filling, error: engine.AnswersRefused) -> Response:
    """Return to the first page that is not right yet; it says what is missing."""
    for page in filling.shown:
        if filling.keys_of(page.key) & {engine.owner_of(name) for name in error.problems}:
            flash(_("U bent er nog niet: op deze pagina moet nog iets worden ingevuld."), "warning")
            return redirect(_url("ideas.ask", filling.process_id, page.key, terug=CHECK), 303)
    return redirect(_url("ideas.start", filling.process_id), 303)


@pages.get("/insturen/<process_id>/ontvangen")
@pages.get("/idee-insturen/ontvangen", defaults={"process_id": IDEA})
def received(process_id: str) -> str | Response:
    """The acknowledgement: the reference and the secret link, for the browser that holds that secret.

    Staff who filled it in for somebody read what to do with that link.
    """
    secret = next(iter(links.read_secrets()), "")
    try:
        submitter = engine.open_secret_link(secret)
        case = engine.read_own_case(submitter)
    except engine.NotFound:
        return redirect(_url("ideas.start", process_id), 303)
    mailed = case.has_email and engine.is_link_mailed(submitter)
    link = place.settings().base_url + url_for("own_idea.open_link", secret=secret)
    return render_template("ideas/received.html", case=case, link=link, mailed=mailed)
