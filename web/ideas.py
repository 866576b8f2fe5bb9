"""Ideas: submitting one, with one question group per page and a page to check all answers before sending them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, flash, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from web import attaching, links, messages, place, unsent
from web.answered import answers_in_words
from web.calendars import read_day
from web.filewords import FormFiles
from web.forms import find_errors, read_typed, show_pages
from web.rows import RowChange, change_rows
from web.security import drop_cookie, go_to, read_cookie, set_cookie, signed_in
from web.shown import ShownPage
from web.words import _

pages = Blueprint("ideas", __name__)
IDEA = "idee"
CHECK = "controleren"
RECEIVED = "ontvangen"
TO = "_naar"
"""What a button on the check page sends that leads back to an answer."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A start form being filled in: the process, what was typed so far, and the pages that apply."""

    startable: engine.StartableProcess
    unsent: unsent.Unsent
    shown: tuple[ShownPage, ...]
    files: engine.Files
    """The files that were uploaded for it, by id."""

    @property
    def process_id(self) -> str:
        return self.startable.process_id

    def number_of(self, key: str) -> int:
        """The index of a page, from 0. Ends the request with 404 when there is no such page."""
        for number, page in enumerate(self.shown):
            if page.key == key:
                return number
        abort(404)

    def show(
        self,
        typed: Mapping[str, list[str]],
        problems: Mapping[str, engine.FieldProblem] | None = None,
        changed: RowChange | None = None,
        pressed: str = "",
    ) -> tuple[ShownPage, ...]:
        """The pages that apply, with what was typed; `pressed` is the question whose button was pressed."""
        files = FormFiles(self.files, linked=False, pressed=pressed)
        return show_pages(self.startable.form, typed, problems, changed=changed, files=files)

    def keys_of(self, key: str) -> frozenset[str]:
        return frozenset(field.key for page in self.startable.form.pages if page.key == key for field in page.fields)


def _open(process_id: str) -> Filling:
    startable = engine.read_startable(process_id, g.user)
    kept = unsent.find(_token(process_id), process_id) or unsent.begin(process_id)
    files = engine.list_start_files(kept.token) if startable.form.asks_files and kept.typed else {}
    shown = show_pages(startable.form, kept.typed, files=FormFiles(files, linked=False))
    return Filling(startable, kept, shown, files)


@pages.get("/beginnen")
@signed_in
def choose(user: engine.User) -> str:
    """What staff may start. Residents find theirs on the start page."""
    return render_template("ideas/choose.html", startable=engine.list_startable(user))


@pages.get("/insturen/<process_id>")
@pages.get("/idee-insturen", defaults={"process_id": IDEA})
def start(process_id: str) -> str:
    filling = _open(process_id)
    begun = bool(filling.unsent.typed)
    return render_template("ideas/start.html", filling=filling, begun=begun, further=_further(filling) if begun else "")


def _further(filling: Filling) -> str:
    """Where somebody who stopped resumes: the first page that is not filled in or not right, else the check page."""
    typed, problems = filling.unsent.typed.keys(), _problems_of(filling)
    # A page whose boxes were all left unticked sends nothing; a later page that was filled in shows that it was seen.
    seen = max((n for n, page in enumerate(filling.shown) if filling.keys_of(page.key) & typed), default=-1)
    for number, page in enumerate(filling.shown):
        if number > seen or any(field.key in problems for field in page.fields):
            return _url("ideas.ask", filling.process_id, page.key)
    return _url("ideas.check", filling.process_id)


def _problems_of(filling: Filling) -> Collection[str]:
    try:
        engine.check_answers(filling.process_id, filling.unsent.typed, None, g.user, files=filling.files)
    except engine.AnswersRefused as error:
        return {engine.owner_of(name) for name in error.problems}
    return ()


@pages.post("/insturen/<process_id>/wissen")
@pages.post("/idee-insturen/wissen", defaults={"process_id": IDEA})
def forget(process_id: str) -> Response:
    engine.drop_start_files(_token(process_id))
    unsent.forget(_token(process_id))
    flash(_("Wat u had ingevuld is gewist."), "ok")
    response = go_to("home.show")
    drop_cookie(response, unsent.cookie_of(process_id))
    return response


def _token(process_id: str) -> str:
    return read_cookie(unsent.cookie_of(process_id))


@pages.get("/insturen/<process_id>/<key>")
@pages.get("/idee-insturen/<key>", defaults={"process_id": IDEA})
def ask(process_id: str, key: str) -> str | Response:
    filling = _open(process_id)
    return _page(filling, filling.number_of(key), filling.shown)


@pages.post("/insturen/<process_id>/<key>")
@pages.post("/idee-insturen/<key>", defaults={"process_id": IDEA})
def answer(process_id: str, key: str) -> str | Response | tuple[str, int]:
    filling = _open(process_id)
    number = filling.number_of(key)
    typed = read_typed()
    attached = attaching.Attached(typed)
    if attaching.has_files():
        shelf = attaching.of_start(process_id, g.user, filling.unsent.token)
        attached = attaching.attach(filling.startable.form, typed, shelf)
        filling, typed = replace(filling, files=engine.list_start_files(filling.unsent.token)), attached.typed
    changed = change_rows(filling.startable.form, typed)
    kept = filling.unsent.with_page(changed.typed if changed is not None else typed, filling.keys_of(key))
    if not filling.unsent.typed:
        unsent.tidy()
    try:
        unsent.keep(kept)
    except unsent.TooMuch:
        abort(413)
    g.kept = True
    if changed is not None or attached.stays:
        shown = filling.show(kept.typed, attached.problems, changed, attached.to_focus)
        return _remember(make_response(_page(filling, number, shown), 422 if attached.problems else 200), kept)
    if request.form.get("_actie") == "vorige":
        before = _url("ideas.ask", process_id, filling.shown[number - 1].key) if number else None
        return _remember(redirect(before or _url("ideas.start", process_id), 303), kept)
    try:
        engine.check_answers(process_id, kept.typed, filling.keys_of(key), g.user, files=filling.files)
    except engine.AnswersRefused as error:
        page = _page(filling, number, filling.show(kept.typed, error.problems, pressed=attached.key))
        return _remember(make_response(page, 422), kept)
    following = [page.key for page in filling.show(kept.typed)[number + 1 :]]
    goes_back = request.form.get("_terug") == CHECK or not following
    target = _url("ideas.check", process_id) if goes_back else _url("ideas.ask", process_id, following[0])
    return _remember(redirect(target, 303), kept)


def ask_again(process_id: str, key: str) -> str:
    """The page with what was typed, to be sent with a new token."""
    filling = _open(process_id)
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


def _remember(response: Response, kept: unsent.Unsent) -> Response:
    set_cookie(response, unsent.cookie_of(kept.process_id), kept.token)
    return response


def _url(endpoint: str, process_id: str, key: str | None = None, **values: str) -> str:
    place: dict[str, Any] = {"process_id": process_id, **({"key": key} if key else {}), **values}
    return url_for(endpoint, **place)


@pages.get(f"/insturen/<process_id>/{CHECK}")
@pages.get(f"/idee-insturen/{CHECK}", defaults={"process_id": IDEA})
def check(process_id: str) -> str | Response:
    filling = _open(process_id)
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
    filling = _open(process_id)
    token = _token(process_id) or filling.unsent.token
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
