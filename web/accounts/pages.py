"""Accounts: signing in with a password, signing out, and your own account: password, sessions, mail and absence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import Blueprint, abort, current_app, flash, g, make_response, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

import engine
from web import links, place
from web.forms import windows
from web.forms.answered import ShownAnswer, typed_back, typed_in_words
from web.forms.fields import has_typed, read_typed
from web.security import SESSION, drop_cookie, go_to, read_cookie, safe_next, set_cookie, signed_in, start_fresh
from web.words import _, _n

pages = Blueprint("accounts", __name__)


@pages.get("/inloggen")
def ask() -> str | Response:
    target = safe_next(request.args.get("next"))
    if g.user is not None:
        return redirect(target or first_page(g.user), 303)
    return show_form(target, kept="", errors=[])


@pages.post("/inloggen")
def sign_in() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    if not place.settings().password_sign_in:
        abort(404)
    username, password = request.form.get("username", ""), request.form.get("password", "")
    target, kept = safe_next(request.form.get("next")), request.form.get("kept", "")
    missing = [
        (key, sentence)
        for key, value, sentence in (
            ("veld-username", username, _("Vul uw gebruikersnaam in.")),
            ("veld-password", password, _("Vul uw wachtwoord in.")),
        )
        if not value.strip()
    ]
    if missing:
        return show_form(target, kept, missing), 422
    try:
        done = engine.sign_in(username, password, address=request.remote_addr or "")
    except engine.SignInRefused as error:
        return _refused(target, kept, error.wait)
    start_fresh()
    response = restore(kept, done.user) or redirect(target or first_page(done.user), 303)
    set_cookie(response, SESSION, done.token)
    return response


def first_page(user: engine.User) -> str:
    """Where to go after signing in when no page was asked for; for people who do tasks, where there is one to do."""
    if not engine.may(user, "do_tasks", None):
        return url_for("cases.list_all")
    counts = engine.count_tasks(user)
    if counts.ballots and not counts.mine:
        return url_for("ballots.list_all")
    return url_for("tasks.list_team" if counts.team and not counts.mine else "tasks.list_mine")


def _refused(target: str | None, kept: str, wait: int) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    if wait:
        return show_form(target, kept, [("veld-username", too_often(wait))]), 429, {"Retry-After": str(wait)}
    words = _("De gebruikersnaam of het wachtwoord klopt niet. Controleer beide en probeer het opnieuw.")
    return show_form(target, kept, [("veld-username", words)]), 422


def too_often(wait: int) -> str:
    """What to tell after too many wrong passwords."""
    return _n(
        "Er is te vaak een verkeerd wachtwoord ingevuld. Probeer het over %(num)d seconde opnieuw.",
        "Er is te vaak een verkeerd wachtwoord ingevuld. Probeer het over %(num)d seconden opnieuw.",
        wait,
    )


def show_form(target: str | None, kept: str, errors: list[tuple[str, str]], shown: Sequence[ShownAnswer] = ()) -> str:
    """The sign-in page, which leads on to `target`. `kept` is the signed text that was typed for a task when a session
    ended, and `shown` what was typed in any other form."""
    settings = place.settings()
    return render_template(
        "accounts/sign_in.html",
        target=target or "",
        kept=kept,
        errors=errors,
        shown=shown,
        typed=request.form.get("username", ""),
        accounts=sorted(_demo_accounts(), key=lambda account: _natural(account[0])),
        names=engine.group_names(),
        password=settings.demo_password if settings.demo else "",
    )


def _demo_accounts() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return engine.list_demo_accounts() if place.settings().password_sign_in else ()


def _natural(name: str) -> list[tuple[int, str]]:
    """A sort key that puts member 10 after member 9."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", name)]


@pages.post("/uitloggen")
def sign_out() -> Response:
    by_service = engine.sign_out(read_cookie(SESSION))
    start_fresh()
    if by_service and place.settings().sso_issuer:
        response = go_to("single_sign_on.show_way_out")
    else:
        flash(_("U bent uitgelogd."), "ok")
        response = go_to("home.show")
    drop_cookie(response, SESSION)
    links.forget(response)
    return response


@pages.get("/account")
@signed_in
def show(user: engine.User) -> str:
    return render_template(
        "accounts/show.html",
        sessions=engine.list_sessions(user),
        taken=engine.count_tasks(user).mine,
        has_password=engine.has_password(user),
        digest=engine.read_digest_choice(user),
        away=engine.read_leaves(user.id, user) if engine.may(user, "do_tasks", None) else None,
    )


@pages.post("/account/bericht")
@signed_in
def choose_digest(user: engine.User) -> Response:
    try:
        engine.choose_digest(request.form.get("bericht", ""), user)
    except engine.DigestRefused:
        abort(422)
    flash(_("Uw keuze is bewaard."), "ok")
    return go_to("accounts.show")


@pages.post("/account/taken-teruggeven")
@signed_in
def give_back(user: engine.User) -> Response:
    """Give back claimed tasks, as before a holiday. Tasks that only this person may do stay, and the page says so."""
    done = engine.give_back_own_tasks(user)
    count, kept = len(done.given_back), len(done.kept)
    told = [_n("%(num)d taak is terug bij uw team.", "%(num)d taken zijn terug bij uw team.", count)] if count else []
    if kept:
        told.append(
            _n(
                "%(num)d taak blijft op uw naam: die is aan u persoonlijk gegeven, zoals een stem.",
                "%(num)d taken blijven op uw naam: die zijn aan u persoonlijk gegeven, zoals een stem.",
                kept,
            )
        )
    flash(" ".join(told) or _("U had geen taken op uw naam."), "ok")
    return go_to("accounts.show")


@pages.get("/account/wachtwoord")
@signed_in
def ask_password(user: engine.User) -> str:
    return render_template("accounts/password.html", errors=[])


@pages.post("/account/wachtwoord")
@signed_in
def change_password(user: engine.User) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Change the password of your own account. What was typed is never shown again."""
    current, new, again = (request.form.get(key, "") for key in ("huidig", "nieuw", "nogmaals"))
    errors = []
    if not current:
        errors.append(("veld-huidig", _("Vul uw wachtwoord van nu in.")))
    if not 8 <= len(new) <= 200:
        errors.append(("veld-nieuw", _("Neem een nieuw wachtwoord van minstens 8 en hoogstens 200 tekens.")))
    elif new != again:
        errors.append(("veld-nogmaals", _("Dit is niet twee keer hetzelfde nieuwe wachtwoord.")))
    if errors:
        return render_template("accounts/password.html", errors=errors), 422
    try:
        engine.change_own_password(user, current, new, read_cookie(SESSION))
    except engine.SignInRefused as error:
        wrong = [("veld-huidig", too_often(error.wait) if error.wait else _("Dit is niet uw wachtwoord van nu."))]
        page = render_template("accounts/password.html", errors=wrong)
        return (page, 429, {"Retry-After": str(error.wait)}) if error.wait else (page, 422)
    flash(_("Uw wachtwoord is veranderd. Op andere apparaten bent u uitgelogd."), "ok")
    return go_to("accounts.show")


@pages.post("/account/overal-uitloggen")
@signed_in
def sign_out_everywhere(user: engine.User) -> Response:
    engine.sign_out_everywhere(user)
    start_fresh()
    flash(_("U bent op alle apparaten uitgelogd."), "ok")
    response = go_to("accounts.ask")
    drop_cookie(response, SESSION)
    links.forget(response)
    return response


# ---- a session that ended while someone was typing --------------------------------------------------------------


def invite() -> Response | tuple[str, int]:
    """Ask to sign in. What was being sent for a task is passed along, signed, so that it is in the task again; what
    was typed in any other form is shown, to be copied: there is nothing to keep it in."""
    if request.method in {"GET", "HEAD"}:
        return go_to("accounts.ask", next=request.full_path.rstrip("?"))
    task_id = (request.view_args or {}).get("task_id")
    if task_id:
        carried = {"task": task_id, "typed": read_typed(), "window": request.form.get(windows.FIELD, "")}
        kept = _serializer().dumps(carried)
        words = _("U was uitgelogd, daarom is er niets verstuurd. Log in; wat u had getypt staat dan weer in de taak.")
        flash(words, "warning")
        return show_form(url_for("tasks.show", task_id=task_id), kept, []), 401
    shown = typed_back()
    if shown:
        words = _("U was uitgelogd, daarom is er niets verstuurd. Kopieer wat u had getypt, voordat u inlogt.")
    else:
        words = _("U was uitgelogd, daarom is er niets veranderd. Log in en doe het opnieuw.")
    flash(words, "warning")
    adapter = current_app.create_url_adapter(request)
    has_page = adapter is not None and "GET" in adapter.allowed_methods()
    return show_form(request.path if has_page else None, "", [], shown), 401


def restore(kept: str, user: engine.User) -> Response | None:
    """Save what was typed before signing in as a draft of this user, and go on to the task, if that succeeded.

    What was typed in another window since is not replaced: then the way to the task leads past both texts.
    """
    if not kept:
        return None
    try:
        content = _serializer().loads(kept)
        detail = engine.read_task(content["task"], user)
        before = {**detail.answers, **(detail.draft or {})}
        # A button that was pressed in a list sends no answers, and must not replace a draft by nothing.
        if has_typed(detail.form, before, content["typed"]):
            # A page to sign in from before this release names no window.
            window = windows.read_window(content.get("window", ""))
            engine.save_draft(content["task"], user, content["typed"], window)
            flash(_("Wat u had getypt staat weer in de taak."), "ok")
    except engine.TypedElsewhere:
        return _lead_past_both(detail, content["typed"], content["window"], user)
    except (BadSignature, KeyError, engine.EngineError):
        flash(_("Wat u had getypt kon niet worden bewaard bij deze taak, want u mag deze taak niet doen."), "warning")
        return None
    return redirect(url_for("tasks.show", task_id=content["task"]), 303)


def _lead_past_both(detail: engine.TaskDetail, typed: dict[str, list[str]], window: str, user: engine.User) -> Response:
    """A page that sends on what was typed, from the window in which it was: the task then shows both texts."""
    g.user = user
    shown = typed_in_words(detail.form, detail.files, typed)
    carried = [*typed.items(), (windows.FIELD, [window])]
    return make_response(render_template("accounts/typed_twice.html", detail=detail, shown=shown, carried=carried))


def _serializer() -> URLSafeSerializer:
    # Without a limit in time: it is in one page of one browser, which may stay open over a weekend.
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="typed-before-signing-in")
