"""What if: *Wat als?*: requesting a replay of the last year, and showing its progress and its results."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from flask import Blueprint, flash, render_template, request
from werkzeug.wrappers import Response

import engine
from web import messages
from web.nouns import Forms, called_in
from web.numbers import read_number
from web.security import go_to, signed_in
from web.words import _, _l, _n
from web.workshop import lasting
from web.workshop.asking import read_id
from web.workshop.boxplot import Row, draw_rows

pages = Blueprint("whatif", __name__, url_prefix="/werkplaats")
Answer = str | tuple[str, int] | Response
PEOPLE, HOURS, CHANCE = "mensen-", "uren-", "kans-"
PROBLEMS: messages.Words = {
    "no_arrivals": _l("Er is in het laatste jaar niets binnengekomen. Er valt niets na te spelen."),
    "too_many": _l("Er worden al drie berekeningen gemaakt. Wacht tot er een klaar is, of stop er een."),
    "no_people": _l("Vul een heel aantal mensen in, van 1 tot 500."),
    "no_chance": _l("Vul een heel getal in, van 0 tot 100."),
    "no_sum": _l("De kansen bij deze keuze zijn samen geen 100. Maak ze samen 100."),
    "no_way": _l("Geef bij deze keuze minstens één weg een kans."),
    "no_hours": _l("Vul een aantal uren in, bijvoorbeeld 1,5."),
}
ASSUMPTIONS: messages.Words = {
    "named": _l("Deze stappen hebben een ander id dan eerst. Wij rekenen met de tijden van de stap met dezelfde naam:"),
    "typical": _l(
        "Hiervan is minder dan vijf keer een tijd gemeten. Wij rekenen met de middelste tijd van het hele stappenplan:"
    ),
    "guessed": _l(
        "Hiervan en van dit hele stappenplan is minder dan vijf keer een tijd gemeten. Wij rekenen met een dag:"
    ),
    "told": _l("Hier rekenen wij met de uren die zijn ingevuld:"),
    "chosen": _l("Bij deze keuzes rekenen wij met de kansen die zijn ingevuld:"),
    "equal": _l("Deze keuzes zijn minder dan vijf keer gemeten. Elke kant is even waarschijnlijk:"),
    "partly": _l("Bij deze keuzes is een kant nieuw. Die krijgt een gelijk deel, de andere zijn zoals gemeten:"),
    "timer_measured": _l("Dit moment hangt af van antwoorden. Wij rekenen met hoe lang er eerder werd gewacht:"),
    "timer_never": _l("Deze termijn hangt af van antwoorden. In de berekening verloopt hij niet:"),
    "wait_typical": _l(
        "Hiervan is minder dan vijf keer gemeten hoe lang er wordt gewacht. Wij rekenen met de middelste tijd:"
    ),
    "beside": _l("Een bericht of signaal naast een stap, zoals intrekken, gebeurt in de berekening niet:"),
    "once": _l("Hoe vaak dit wordt gedaan is niet gemeten. Wij rekenen met één keer:"),
    "missing": _l("Dit stappenplan is er nog niet. Het kost in de berekening geen tijd:"),
    "either": _l("Meer groepen kunnen dit doen. Wij rekenen met de eerste:"),
}
STATES: messages.Words = {
    "running": _l("bezig"),
    "done": _l("klaar"),
    "stopped": _l("gestopt"),
    "failed": _l("mislukt"),
}


@pages.get("/<process_id>/wat-als")
@signed_in
def ask(process_id: str, user: engine.User) -> str:
    return _ask(process_id, user, request.args.get("wijziging") or None, {}, {})


@pages.post("/<process_id>/wat-als")
@signed_in
def start(process_id: str, user: engine.User) -> Answer:
    change_id = read_id("wijziging") or None
    typed = {name: value.strip() for name, value in request.form.items() if name.startswith((PEOPLE, HOURS, CHANCE))}
    people = {name.removeprefix(PEOPLE): read_number(told) for name, told in typed.items() if name.startswith(PEOPLE)}
    hours = {name.removeprefix(HOURS): _read_hours(told) for name, told in typed.items() if name.startswith(HOURS)}
    chances = {name.removeprefix(CHANCE): read_number(told) for name, told in typed.items() if name.startswith(CHANCE)}
    try:
        key = engine.start_simulation(
            process_id, user, change_id=change_id, people=people, hours=hours, chances=chances
        )
    except engine.SimulationRefused as error:
        return _ask(process_id, user, change_id, typed, messages.problems(PROBLEMS, error.problems)), 422
    flash(_("De berekening is begonnen. U kunt deze pagina verlaten en later terugkomen."), "ok")
    return go_to("whatif.show", process_id=process_id, simulation_id=key)


@pages.get("/<process_id>/wat-als/<simulation_id>")
@signed_in
def show(process_id: str, simulation_id: str, user: engine.User) -> str:
    found = engine.read_simulation(simulation_id, user)
    if found.process_id != process_id:
        raise engine.NotFound("simulation", simulation_id)
    names = [_name(side) for side in found.sides]
    groups = {each.group: each.name for each in found.groups}
    noun = called_in(process_id)
    return render_template(
        "workshop/simulation.html",
        found=found,
        noun=noun,
        changed=_tell_changed(found),
        compared=_compare(found, noun),
        sides=list(zip(names, found.sides, strict=True)),
        groups=groups,
        plot=draw_rows(_("Doorlooptijd per kant"), _rows(found, names)),
        assumptions={code: str(words) for code, words in ASSUMPTIONS.items()},
        states={code: str(words) for code, words in STATES.items()},
        lasting=lasting,
    )


@pages.post("/<process_id>/wat-als/<simulation_id>/stoppen")
@signed_in
def stop(process_id: str, simulation_id: str, user: engine.User) -> Response:
    engine.stop_simulation(simulation_id, user)
    flash(_("De berekening is gestopt. Wat er al was, blijft staan."), "ok")
    return go_to("whatif.show", process_id=process_id, simulation_id=simulation_id)


def _ask(process_id: str, user: engine.User, change_id: str | None, typed: dict[str, str], told: dict[str, str]) -> str:
    return render_template(
        "workshop/whatif.html",
        found=engine.prepare_simulation(process_id, user, change_id),
        noun=called_in(process_id),
        earlier=engine.list_simulations(process_id, user),
        typed=typed,
        told=told,
        wrong_chance=any(name.startswith(CHANCE) for name in told),
        errors=[("aantal" if name == "aantal" else f"veld-{name}", text) for name, text in told.items()],
        states={code: str(words) for code, words in STATES.items()},
        lasting=lasting,
        changed=_tell_changed,
    )


def _name(side: engine.Side) -> str:
    if side.version is None:
        return _("Wijziging ‘%(title)s’", title=side.title)
    return _("Versie %(version)s", version=side.version)


def _tell_changed(found: engine.SimulationView) -> str:
    """What differs between the sides. Nothing where they are equal."""
    now, later = found.sides[0], found.sides[-1]
    names = {each.group: each.name for each in found.groups}
    told = [
        _n("%(group)s: %(num)d persoon, nu %(now)s", "%(group)s: %(num)d personen, nu %(now)s",
           later.people[group], group=names.get(group, group), now=people)
        for group, people in now.people.items() if later.people.get(group, people) != people
    ]  # fmt: skip
    chosen = [", ".join(one.names) for one in later.assumptions if one.code == "chosen"]
    told += [_("andere kansen bij %(choices)s", choices=choices) for choices in chosen]
    return "; ".join([*([later.title] if later.title else []), *told])


def _compare(found: engine.SimulationView, noun: Forms) -> str:
    """The result, in a sentence or two."""
    if len(found.sides) == 1:
        return _(
            "Mensen, kansen en stappenplan bleven gelijk. Daarom ziet u alleen hoe het nu gaat. Verander er iets aan "
            "om nu en straks te vergelijken."
        )
    outcomes = [side.outcome.leads["median"] for side in found.sides if side.outcome and side.outcome.leads]
    if len(outcomes) != len(found.sides):
        return ""
    now, later = outcomes[0], outcomes[-1]
    times = {"now": lasting.in_words(now.median), "later": lasting.in_words(later.median)}
    if times["now"] == times["later"]:
        return _("De helft van de %(cases)s is straks klaar binnen %(later)s. Dat is nu ook zo.", **times, **noun)
    told = _("De helft van de %(cases)s is straks klaar binnen %(later)s. Nu is dat %(now)s.", **times, **noun)
    return f"{told} " + (
        _("Dat verschil is groter dan wat toeval doet.")
        if later.differ_from(now)
        else _("Let op: dit verschil kan toeval zijn, want de berekeningen lopen door elkaar.")
    )


def _rows(found: engine.SimulationView, names: list[str]) -> list[Row]:
    rows = []
    if found.lead is not None:
        rows.append(Row(_("Gemeten"), found.lead.tenth, found.lead.median, found.lead.ninetieth))
    labels = [_("Nu: %(name)s", name=names[0]), *(_("Straks: %(name)s", name=name) for name in names[1:])]
    for label, side in zip(labels, found.sides, strict=True):
        if side.outcome is not None and side.outcome.leads:
            leads = side.outcome.leads
            spread = leads["median"]
            rows.append(
                Row(
                    label,
                    leads["tenth"].median,
                    spread.median,
                    leads["ninetieth"].median,
                    spread.tenth,
                    spread.ninetieth,
                )
            )
    return rows


def _read_hours(told: str) -> float | None:
    try:
        value = Decimal(told.replace(",", "."))
    except InvalidOperation:
        return None
    return float(value) if value.is_finite() else None
