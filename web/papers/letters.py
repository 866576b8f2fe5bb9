"""Letters: *Te versturen brieven*, a letter as printed on paper, and marking it as posted."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import place, text
from web.paging import page_number
from web.security import go_to, signed_in
from web.words import _, _n

pages = Blueprint("letters", __name__, url_prefix="/brieven")
HEAD = {"date": "Datum", "posted": "Verzonden", "reference": "Ons kenmerk", "subject": "Onderwerp", "phone": "Telefoon"}
"""A letter is in Dutch, whatever the language of the person who prints it."""


@pages.get("")
@signed_in
def list_all(user: engine.User) -> str:
    return _page(user, errors=[])


def _page(user: engine.User, errors: list[tuple[str, str]]) -> str:
    sent = request.args.get("stand") == "verstuurd"
    found = engine.list_letters(user, sent=sent, page=page_number())
    engine.keep_viewing("letters", [letter.case_id for letter in found.items], user)
    return render_template("papers/letters/list.html", found=found, sent=sent, errors=errors)


@pages.get("/<letter_id>")
@signed_in
def show(letter_id: str, user: engine.User) -> str:
    letter = engine.read_letter(letter_id, user)
    engine.keep_viewing("letter", [letter.case_id], user)
    # The day it was written is the date of the decision. The objection term runs from the day after it was sent
    # (Awb 3:41 and 6:8). Until that day is known, the day on which somebody prints it is used.
    posted = text.local(letter.sent_at).date() if letter.sent_at else place.today()
    days = {"dated": _in_dutch(text.local(letter.written_at).date()), "posted": _in_dutch(posted)}
    sender = f"Gemeente {place.settings().municipality}"
    return render_template("papers/letters/show.html", letter=letter, **days, head=HEAD, sender=sender)


def _in_dutch(day: date) -> str:
    """A day in Dutch, whatever the language of the reader."""
    return format_date(day, "d MMMM y", locale="nl")


@pages.post("")
@signed_in
def mark(user: engine.User) -> Response | tuple[str, int]:
    """Mark the chosen letters; whoever is second is told who was first."""
    chosen = request.form.getlist("brief")
    if not chosen:
        return _page(user, errors=[("brieven", _("Kies eerst welke brieven u hebt verstuurd."))]), 422
    done = engine.mark_letters_sent(chosen, user)
    count = len(done.sent)
    if count:
        told = _n("%(num)d brief is gemarkeerd als verstuurd.", "%(num)d brieven zijn gemarkeerd als verstuurd.", count)
        flash(told, "ok")
    for letter in done.before:
        flash(_marked_before(letter), "warning")
    return go_to("letters.list_all")


def _marked_before(letter: engine.LetterView) -> str:
    return _(
        "%(who)s had de brief aan %(name)s al gemarkeerd als verstuurd, op %(when)s.",
        who=letter.sent_by,
        name=letter.addressee or _("onbekend"),
        when=text.moment_in_words(letter.sent_at) if letter.sent_at is not None else "",
    )
