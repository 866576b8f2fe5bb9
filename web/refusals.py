"""Refusals: a page for every reason to refuse, which says what happened and what to do now."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, flash, g, jsonify, make_response, render_template, request, session
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadHost, HTTPException, NotFound
from werkzeug.wrappers import Response

import engine
from web import conflicts
from web.accounts.pages import invite
from web.forms.answered import ShownAnswer, typed_back
from web.ideas import own_idea
from web.ideas import pages as ideas
from web.links import LinkNeeded
from web.security import SignInNeeded
from web.serving import logs
from web.tasks import pages as tasks
from web.words import _

Answer = Response | tuple[str, int] | tuple[Response, int]
ASK_AGAIN = {"tasks.answer": tasks.ask_again, "own_idea.answer": own_idea.ask_again, "ideas.answer": ideas.ask_again}
"""For forms that take long to fill in: what shows one again, by the address that it was sent to."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the page says."""

    title: str
    happened: str
    remedy: str


def register(app: Flask) -> None:
    """Give every error a page of its own."""
    app.register_error_handler(SignInNeeded, _sign_in)
    app.register_error_handler(LinkNeeded, lambda error: own_idea.no_link())
    app.register_error_handler(engine.NotFound, lambda error: _answer(404, not_found()))
    app.register_error_handler(engine.NotAllowed, _not_allowed)
    app.register_error_handler(engine.Conflict, _conflict)
    app.register_error_handler(engine.AnswersRefused, lambda error: _answer(422, unreadable()))
    app.register_error_handler(engine.ExecutionFailed, _stuck)
    app.register_error_handler(engine.Unavailable, _unavailable)
    app.register_error_handler(CSRFError, _stale)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)


def register_broken_off(app: Flask, kind: type[Exception]) -> None:
    """Treat errors of this kind, with which a server says that it cannot read on, as the sender's fault."""
    app.register_error_handler(kind, lambda error: _answer(400, unreadable()))


def _answer(status: int, refusal: Refusal, typed: list[ShownAnswer] | None = None) -> Answer:
    if request.headers.get("X-Requested-With") == "fetch":
        return jsonify(error=refusal.title), status
    if isinstance(request.routing_exception, BadHost):  # Flask cannot build addresses then, and a page is full of them.
        return Response(f"{refusal.title}. {refusal.happened}\n", status, mimetype="text/plain")
    page = render_template("refusal.html", refusal=refusal, status=status, typed=typed or [])
    return page, status


def not_found() -> Refusal:
    return Refusal(
        _("Deze pagina is er niet"),
        _("Het adres klopt niet, of wat hier stond is er niet meer."),
        _("Controleer het adres. Hebt u een link uit een e-mail? Kopieer dan de hele link."),
    )


def not_allowed() -> Refusal:
    if g.get("user") is None:
        return Refusal(
            _("Hier kunt u niet bij"),
            _("Deze pagina is voor medewerkers of voor iemand anders."),
            _("Bent u medewerker? Log dan eerst in."),
        )
    return Refusal(
        _("Hier kunt u niet bij"),
        _("Deze pagina of handeling hoort niet bij uw groep."),
        _("Denkt u dat u hier wel bij moet kunnen? Vraag het de beheerder. Noem het adres van deze pagina."),
    )


def own_work() -> Refusal:
    return Refusal(
        _("Deze wijziging kunt u niet beoordelen"),
        _("U hebt er zelf aan gewerkt. Een andere proceseigenaar kijkt ernaar: vier ogen zien meer dan twee."),
        _("Vraag een collega die er niet aan heeft gewerkt. Wilt u nog iets veranderen? Haal de wijziging dan terug."),
    )


def own_list() -> Refusal:
    return Refusal(
        _("Deze lijst kunt u niet goedkeuren"),
        _("U hebt er zelf aan gewerkt. Iemand anders kijkt ernaar: vier ogen zien meer dan twee."),
        _("Vraag een andere beheerder of een proceseigenaar. Moet er toch iets blijven? Trek de lijst dan in."),
    )


def unreadable() -> Refusal:
    return Refusal(
        _("Wij konden uw verzoek niet lezen"),
        _("Wat uw browser stuurde is niet volledig. Er is niets veranderd."),
        _("Ga terug, laad de pagina opnieuw en probeer het nog een keer."),
    )


def too_large() -> Refusal:
    return Refusal(
        _("Dit is te groot om te versturen"),
        _("Wat u stuurde is groter dan wij kunnen ontvangen. Er is niets bewaard."),
        _("Ga terug met de knop van uw browser. Maak uw tekst korter, of kies minder of kleinere bestanden."),
    )


def no_cookies() -> Refusal:
    return Refusal(
        _("Uw browser bewaart geen cookies"),
        _("Dat zijn kleine bestanden waaraan wij u herkennen. Zonder cookies kunnen wij niets voor u bewaren."),
        _("Sta cookies toe voor deze site. Open de pagina daarna opnieuw. Lukt het niet? Bel ons dan."),
    )


def wrong_host() -> Refusal:
    return Refusal(
        _("Dit adres hoort niet bij deze site"),
        _("De site antwoordt alleen op haar eigen naam."),
        _("Bent u beheerder? Zet deze naam dan bij de instelling trusted_hosts, of pas base_url aan."),
    )


def fault() -> Refusal:
    return Refusal(
        _("Deze pagina werkt nu niet"),
        _("Door een fout in ons systeem kunnen wij deze pagina niet maken. Wat eerder was bevestigd is bewaard."),
        _("Probeer het over een paar minuten opnieuw. Blijft het fout gaan? Bel ons en noem het nummer hieronder."),
    )


def _sign_in(error: SignInNeeded) -> Answer:
    if request.headers.get("X-Requested-With") == "fetch":
        return jsonify(error=_("U bent uitgelogd.")), 401
    return invite()


def _not_allowed(error: engine.NotAllowed) -> Answer:
    if error.action == "judge_change" and engine.may(g.get("user"), "edit_processes", None):
        return _answer(403, own_work())
    if error.action == "approve_destruction_list" and engine.may(g.get("user"), "make_destruction_lists", None):
        return _answer(403, own_list())
    return _answer(403, not_allowed())


def _conflict(error: engine.Conflict) -> Answer:
    title, happened = conflicts.tell(error)
    remedy = _("Er is niets veranderd door uw handeling. Ga terug naar uw taken om te zien hoe het ervoor staat.")
    if isinstance(error, engine.ChangeMoved | engine.ChangedMeanwhile):
        remedy = _("Er is niets veranderd door uw handeling. Ga terug naar de wijziging en kijk hoe zij ervoor staat.")
    elif isinstance(error, engine.DestructionMoved):
        remedy = _("Er is niets veranderd door uw handeling. Ga terug naar de lijst en kijk hoe zij ervoor staat.")
    elif isinstance(error, engine.LeaveMoved):
        remedy = _("Er is niets veranderd door uw handeling. Ga terug naar de afwezigheid en kijk hoe het nu is.")
    elif g.get("user") is None:
        remedy = _("Er is niets veranderd door uw handeling. Ga terug naar uw pagina om te zien hoe het ervoor staat.")
    return _answer(409, Refusal(title, happened, remedy), typed_back())


def _stuck(error: engine.ExecutionFailed) -> Answer:
    logs.record_fault(error)
    # Only where a task was answered did the engine keep a draft and record an incident.
    remedy = _("Probeer het over een paar minuten opnieuw. Blijft het fout gaan? Bel ons en noem het nummer hieronder.")
    if "task_id" in (request.view_args or {}):
        remedy = _("Wat u had getypt is bewaard als concept. De beheerder ziet deze storing. U hoeft niets te doen.")
    happened = _(
        "In het stappenplan zit een fout. Daarom kan de volgende stap niet beginnen. Er is niets verloren gegaan."
    )
    refusal = Refusal(_("Dit kan nu niet verder"), happened, remedy)
    return _answer(500, refusal, typed_back())


def _unavailable(error: engine.Unavailable) -> Answer:
    logs.record_fault(error)
    g.database_is_gone = True  # the page of this refusal does not query it
    refusal = Refusal(
        _("Wij kunnen nu even niets bewaren"),
        _("Ons systeem is even niet bereikbaar. Er is niets veranderd. Wat eerder was bevestigd is bewaard."),
        _("Wacht een minuut en probeer het dan opnieuw. Wat u had getypt kunt u hieronder kopiëren."),
    )
    response = make_response(_answer(503, refusal, typed_back()))
    response.headers["Retry-After"] = "30"
    return response


def _stale(error: CSRFError) -> Answer:
    if g.get("user") is None and (request.view_args or {}).get("task_id") and request.blueprint != "own_idea":
        return invite()
    if (page := _ask_again()) is not None:
        return page, 400
    if not request.cookies:
        return _answer(400, no_cookies(), typed_back())
    refusal = Refusal(
        _("Deze pagina stond te lang open"),
        _("Uw browser stuurde een oude versie van het formulier. Daarom is er niets verstuurd."),
        _("Open de pagina opnieuw en vul het formulier nog een keer in. Wat u had getypt kunt u hieronder kopiëren."),
    )
    return _answer(400, refusal, typed_back())


def _ask_again() -> str | None:
    """The same form with everything that was typed and a new token, if that form takes long to fill in.

    Nothing is stored, since it is not certain who sent it.
    """
    again = ASK_AGAIN.get(request.endpoint or "")
    if again is None or request.headers.get("X-Requested-With") == "fetch":
        return None
    words = _("U bent intussen opnieuw ingelogd, of deze pagina stond te lang open. Daarom is er nog niets verstuurd.")
    if not request.cookies:
        words = _(
            "Uw browser stuurde geen cookies mee: kleine bestanden waaraan wij u herkennen. Daarom is er nog niets "
            "verstuurd. Ziet u dit vaker? Sta cookies dan toe voor deze site, of bel ons."
        )
    words += " " + _("Wat u had getypt staat er nog. Kijk het na en verstuur het opnieuw.")
    if any(file.filename for file in request.files.values()):
        words += " " + _("Kies uw bestanden ook opnieuw.")
    flash(words, "warning")
    try:
        return again(**(request.view_args or {}))
    except (engine.NotAllowed, engine.NotFound, LinkNeeded, NotFound):
        session.pop("_flashes", None)  # The page shown instead says it in its own words.
        return None


def _http(error: HTTPException) -> Answer:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    known = {403: not_allowed, 404: not_found, 405: not_found, 413: too_large, 421: wrong_host}
    make = known.get(status, fault if status >= 500 else unreadable)
    return _answer(status, make(), typed_back() if status != 413 else None)


def _fault(error: Exception) -> Answer:
    if current_app.config["PROPAGATE_EXCEPTIONS"]:
        raise error
    logs.record_fault(error)
    return _answer(500, fault(), typed_back())
