"""Retention: *Bewaren en vernietigen*, which ideas are past their term, and the lists used to destroy them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import spreadsheet
from web.days import read_year
from web.paging import page_number
from web.retention import words
from web.security import go_to, signed_in
from web.words import _, _n

pages = Blueprint("retention", __name__, url_prefix="/bewaren")
Answer = str | tuple[str, int] | Response
FIELDS = ("lijst", "zaak", "reden", "oordeel")


@pages.get("")
@signed_in
def show(user: engine.User) -> str:
    return _overview(user, "")


@pages.get("/ideeen")
@signed_in
def list_cases(user: engine.User) -> str:
    kind = request.args.get("soort", "over")
    if kind not in words.KINDS:
        abort(404)
    retention_class, year = request.args.get("klasse"), read_year()
    found = engine.list_kept(kind, user, retention_class=retention_class, year=year, page=page_number())
    years = sorted({year for one in engine.read_retention(user).classes for year in one.by_year}, reverse=True)
    return render_template(
        "retention/cases.html",
        found=found,
        kind=kind,
        kinds=list(words.KINDS),
        retention_class=retention_class,
        year=year,
        years=years,
    )


@pages.post("/lijsten")
@signed_in
def make(user: engine.User) -> Answer:
    try:
        list_id = engine.make_destruction_list(user, request.form.get("klasse") or None)
    except engine.DestructionRefused as error:
        return _overview(user, words.problem("lijst", error.problems["lijst"])), 422
    flash(_("De lijst is gemaakt. Kijk haar na, haal eraf wat moet blijven, en bied haar dan aan."), "ok")
    return go_to("retention.show_list", list_id=list_id)


@pages.get("/lijsten/<list_id>")
@signed_in
def show_list(list_id: str, user: engine.User) -> str:
    return _list(list_id, user, {}, {})


@pages.post("/lijsten/<list_id>/eraf")
@signed_in
def take_off(list_id: str, user: engine.User) -> Answer:
    typed = {"reden": request.form.get("reden", "")}
    try:
        count = engine.take_off_list(list_id, request.form.getlist("zaak"), typed["reden"], user)
    except engine.DestructionRefused as error:
        return _list(list_id, user, typed, error.problems), 422
    flash(_n("%(num)d zaak is van de lijst gehaald.", "%(num)d zaken zijn van de lijst gehaald.", count), "ok")
    return go_to("retention.show_list", list_id=list_id)


@pages.post("/lijsten/<list_id>/erop/<case_id>")
@signed_in
def put_back(list_id: str, case_id: str, user: engine.User) -> Response:
    engine.put_back_on_list(list_id, case_id, user)
    flash(_("De zaak staat weer op de lijst."), "ok")
    return go_to("retention.show_list", list_id=list_id)


@pages.post("/lijsten/<list_id>/weggooien")
@signed_in
def discard(list_id: str, user: engine.User) -> Response:
    engine.discard_list(list_id, user)
    flash(_("De lijst is weggegooid. Er is niets vernietigd."), "ok")
    return go_to("retention.show")


@pages.post("/lijsten/<list_id>/aanbieden")
@signed_in
def offer(list_id: str, user: engine.User) -> Answer:
    seen = request.form.get("stand", "")
    revision = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else -1
    try:
        number = engine.offer_list(list_id, user, revision=revision)
    except engine.DestructionRefused as error:
        return _list(list_id, user, {}, error.problems), 422
    flash(_("Lijst %(number)s is aangeboden. Iemand anders keurt haar goed of weigert haar.", number=number), "ok")
    return go_to("retention.show_list", list_id=list_id)


@pages.post("/lijsten/<list_id>/oordeel")
@signed_in
def judge(list_id: str, user: engine.User) -> Answer:
    typed = {"oordeel": request.form.get("oordeel", "")}
    try:
        if request.form.get("besluit") == "goed":
            engine.approve_list(list_id, typed["oordeel"], user)
            flash(_("U hebt de lijst goedgekeurd. De zaken worden nu een voor een vernietigd."), "ok")
        else:
            engine.refuse_list(list_id, typed["oordeel"], user)
            flash(_("De lijst is geweigerd. Er wordt niets vernietigd."), "ok")
    except engine.DestructionRefused as error:
        return _list(list_id, user, typed, error.problems), 422
    return go_to("retention.show_list", list_id=list_id)


@pages.get("/lijsten/<list_id>/verklaring")
@signed_in
def state(list_id: str, user: engine.User) -> str:
    """The statement of destruction (Archiefbesluit 1995, art. 8), for printing."""
    found = engine.read_destruction_list(list_id, user)
    if found.list.state != "done":
        abort(404)
    return render_template("retention/statement.html", found=found)


@pages.get("/lijsten/<list_id>/csv")
@signed_in
def export(list_id: str, user: engine.User) -> Response:
    found = engine.read_destruction_list(list_id, user)
    columns = [_("Zaak"), _("Klasse"), _("Bewaartermijn"), _("Telt vanaf"), _("Klaar op")]
    rows = (
        [
            item.reference,
            item.retention_class,
            item.term,
            item.counts_from,
            item.ended_on,
            item.over_on,
            words.outcome(item.outcome),
            item.kept_because,
        ]
        for item in found.items
    )
    name = f"vernietigingslijst-{found.list.number or 'concept'}"
    more = [_("Mag worden vernietigd vanaf"), _("Uitkomst"), _("Van de lijst gehaald omdat")]
    return spreadsheet.write(name, [*columns, *more], rows)


def _overview(user: engine.User, error: str) -> str:
    found = engine.read_retention(user)
    free = [(one.retention_class, one.free) for one in found.classes if one.free]
    return render_template(
        "retention/show.html",
        found=found,
        classes=[("", _("Van alle klassen")), *((name, words.of_class(name, count)) for name, count in free)],
        most_listed=engine.MOST_LISTED,
        lists=engine.list_destruction_lists(user, page=page_number()),
        errors=[("lijst-maken", error)] if error else [],
    )


def _list(list_id: str, user: engine.User, typed: dict[str, str], problems: dict[str, str]) -> str:
    told = {field: words.problem(field, code) for field, code in problems.items()}
    places = {"lijst": "lijst", "zaak": "ideeen"}
    return render_template(
        "retention/list.html",
        found=engine.read_destruction_list(list_id, user),
        typed={"reden": "", "oordeel": "", **typed},
        told={**dict.fromkeys(FIELDS, ""), **told},
        errors=[(places.get(field, f"veld-{field}"), text) for field, text in told.items()],
        chosen=request.form.getlist("zaak"),
    )
