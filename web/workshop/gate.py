"""Gate: offering a change, judging what a colleague offered, and taking it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import changewords, messages, place
from web.days import read_day
from web.nouns import called_in_change
from web.security import go_to, signed_in
from web.words import _

pages = Blueprint("gate", __name__, url_prefix="/werkplaats/wijziging/<change_id>")
Answer = str | tuple[str, int] | Response
AT_ONCE, AT_MOMENT = "meteen", "moment"
STAY, GO_ALONG = "blijven", "mee"
MOST = 500
"""How many ideas of each process a judge's page looks at; the page of consequences looks at more."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What was typed to offer a change."""

    reason: str = ""
    when: str = AT_ONCE
    day: str = ""
    hour: str = ""
    cases: str = STAY


@pages.get("/aanbieden")
@signed_in
def ask(change_id: str, user: engine.User) -> str:
    return _ask(change_id, user, Offer(), {}, engine.weigh_change(change_id, user))


@pages.post("/aanbieden")
@signed_in
def offer(change_id: str, user: engine.User) -> Answer:
    typed = Offer(
        request.form.get("reden", ""),
        request.form.get("wanneer", AT_ONCE),
        request.form.get("dag", ""),
        request.form.get("tijd", ""),
        request.form.get("ideeen", STAY),
    )
    moment = _read_moment(typed) if typed.when == AT_MOMENT else None
    if typed.when == AT_MOMENT and moment is None:
        wrong = {"ingang": "not_a_moment", **({} if typed.reason.strip() else {"reden": "required"})}
        told = _problems(wrong)
        return _ask(change_id, user, typed, told, engine.weigh_change(change_id, user)), 422
    try:
        engine.offer_change(change_id, typed.reason, user, takes_effect_at=moment, migrate=typed.cases == GO_ALONG)
    except engine.ChangeRefused as error:
        told = _problems(error.problems)
        return _ask(change_id, user, typed, told, engine.weigh_change(change_id, user)), 422
    flash(_("De wijziging is aangeboden. Een andere proceseigenaar keurt haar goed of stuurt haar terug."), "ok")
    return go_to("workshop.show", change_id=change_id)


@pages.get("/beoordelen")
@signed_in
def look(change_id: str, user: engine.User) -> str:
    return _look(change_id, user, "", {})


@pages.post("/beoordelen")
@signed_in
def judge(change_id: str, user: engine.User) -> Answer:
    remark = request.form.get("oordeel", "")
    try:
        if request.form.get("besluit") == "goed":
            engine.approve_change(change_id, remark, user, seal=request.form.get("zegel", ""))
            is_in_use = engine.read_change(change_id, user).state == "in_use"
            flash(_("U hebt de wijziging goedgekeurd. Zij is nu in gebruik.") if is_in_use
                  else _("U hebt de wijziging goedgekeurd."), "ok")  # fmt: skip
        else:
            engine.send_back(change_id, remark, user, seal=request.form.get("zegel", ""))
            flash(_("U hebt de wijziging teruggestuurd. De maker leest waarom."), "ok")
    except engine.ChangeRefused as error:
        return _look(change_id, user, remark, _problems(error.problems)), 422
    return go_to("workshop.show", change_id=change_id)


@pages.post("/terughalen")
@signed_in
def take_back(change_id: str, user: engine.User) -> Response:
    engine.take_back(change_id, user)
    flash(_("De wijziging is weer een concept."), "ok")
    return go_to("workshop.show", change_id=change_id)


@pages.post("/<process_id>/verder")
@signed_in
def renew_base(change_id: str, process_id: str, user: engine.User) -> Response:
    """Continue from the version in use, after comparing it."""
    engine.renew_base(change_id, process_id, user)
    flash(_("Uw wijziging komt nu in de plaats van de versie die in gebruik is."), "ok")
    return go_to("workshop.show", change_id=change_id)


def _ask(change_id: str, user: engine.User, typed: Offer, told: dict[str, str], weighed: engine.Weighed) -> str:
    change = engine.read_change(change_id, user)
    if not change.may_edit:
        raise engine.ChangeMoved(change.state) if change.state != "draft" else engine.NotAllowed("edit_change")
    return render_template(
        "workshop/offer.html",
        change=change,
        judges=engine.list_judges(change.id, user),
        noun=called_in_change(change),
        weighed=weighed,
        typed=typed,
        told={"reden": "", "ingang": "", **told},
        errors=[
            ("veld-dag" if name == "ingang" else f"veld-{name}", text) for name, text in told.items() if weighed.is_open
        ],
    )


def _problems(found: Mapping[str, str]) -> dict[str, str]:
    """The problems, each in its own words: a summary of ‘Vul dit in.’ does not say what is wrong."""
    named = {"reden": "reason", "oordeel": "remark"}
    return messages.problems(
        changewords.CHANGE_PROBLEMS,
        {field: named.get(field, code) if code == "required" else code for field, code in found.items()},
    )


def _look(change_id: str, user: engine.User, remark: str, told: dict[str, str]) -> str:
    change = engine.read_change(change_id, user)
    if not change.may_judge:
        raise engine.ChangeMoved(change.state) if change.state != "offered" else engine.NotAllowed("judge_change")
    return render_template(
        "workshop/judge.html",
        change=change,
        noun=called_in_change(change),
        weighed=engine.weigh_change(change_id, user),
        foreseen=list(_foresee(change, user)),
        remark=remark,
        told={"oordeel": "", **told},
        errors=[(f"veld-{name}", text) for name, text in told.items()],
    )


def _foresee(change: engine.ChangeView, user: engine.User) -> Iterator[engine.MigrationPlan]:
    """What each process of a change would do to its running cases. The gate reports any that cannot be read."""
    for part in change.parts:
        if part.current_version is not None:
            with suppress(engine.NotFound):
                yield engine.plan_for_change(change.id, part.process_id, user, most=MOST)


def _read_moment(typed: Offer) -> datetime | None:
    """A day and an hour as people write them, in the local time of the municipality."""
    day: date | None = read_day(typed.day)
    try:
        hour = time.fromisoformat(typed.hour.strip().replace(".", ":").zfill(5))
    except ValueError:
        return None
    return datetime.combine(day, hour, place.settings().zone) if day is not None else None
