"""Command line: proving that nothing was changed behind the back of the engine."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click

from engine import proving
from engine.entering import read_settings, refusals, visited
from engine.municipality import snapshot

THINGS: Mapping[str, str] = {
    "account": "account",
    "answer": "antwoord",
    "explanation": "uitleg van besluit",
    "letter": "brief",
    "entry": "regel",
    "version": "versie",
    "list": "vernietigingslijst",
    "case": "idee",
}
REASONS: Mapping[str, str] = {
    "changed": "is veranderd: dit is niet wat de geschiedenis bewijst",
    "unproven": "is veranderd of ertussen gezet: de geschiedenis bewijst niet dat dit is geantwoord",
    "moved": "de geschiedenis zegt iets anders over wie dit antwoordde, wanneer, of op welke taak",
    "unknown": "staat niet in de geschiedenis: iemand heeft dit ertussen gezet",
    "missing": "is weggehaald, en staat wel in de geschiedenis",
    "sent": "de geschiedenis zegt iets anders over wie dit verstuurde, en wanneer",
    "emptied": "is leeggemaakt zonder dat de geschiedenis zegt door wie en waarom",
    "refilled": "was gewist of leeggemaakt, en staat er weer",
    "gap": "ontbreekt: de nummers hebben een gat",
    "counter": "heeft een hoger nummer dan de teller: nummers zouden opnieuw worden uitgegeven",
    "ended": "de geschiedenis zegt iets anders over of dit is afgelopen, wanneer, en met welke uitkomst en klasse",
    "term": "de geschiedenis zegt iets anders over wanneer de wettelijke termijn stilstond of werd verlengd",
    "rights": "heeft andere rechten dan de geschiedenis zegt: kijk naar groepen, soort, en of het actief is",
    "judged": "de geschiedenis zegt iets anders over wie dit goedkeurde of weigerde, en wanneer",
    "own": "is goedgekeurd door iemand die er zelf aan werkte",
    "class": "heeft een idee dat op een andere dag of met een andere klasse eindigde",
    "outcome": "de geschiedenis zegt iets anders over wat er is vernietigd",
    "unapproved": "is niet goedgekeurd, en er is wel volgens deze lijst gewist",
    "otherwise": "had andere rechten dan de geschiedenis zegt, toen een beheerder die kwam veranderen",
}


@click.command()
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Prove that the history is whole, and rights, answers, letters and registers as it has them. Else status 1."""
    with refusals(), visited(read_settings(ctx)), snapshot() as session:
        proof = proving.prove(session)
    click.echo(f"{proof.events} gebeurtenissen gecontroleerd; de keten klopt")
    click.echo(f"{proof.accounts} accounts en {proof.versions} versies van stappenplannen gecontroleerd")
    gone = f", {proof.erased_answers} gewist" if proof.erased_answers else ""
    click.echo(f"{proof.answers} antwoorden en {proof.explanations} keer uitleg van een besluit gecontroleerd{gone}")
    erased = f", {proof.erased} gewist" if proof.erased else ""
    emptied = f", waarvan {proof.emptied} leeggemaakt" if proof.emptied else ""
    click.echo(f"{proof.letters} brieven gecontroleerd{erased}; {proof.entries} regels van registers{emptied}")
    if proof.lists:
        click.echo(f"{proof.lists} vernietigingslijsten gecontroleerd")
    if proof.unexplained:
        click.echo(
            f"{proof.unexplained} antwoorden, keren uitleg of brieven waren al weg toen de geschiedenis begon te zeggen"
            " wat wordt gewist: of dat wissen was of weghalen, is niet na te gaan"
        )
    for misfit in proof.misfits:
        case = f" ({misfit.reference})" if misfit.reference else ""
        click.echo(f"FOUT {THINGS[misfit.what]} {misfit.name}{case} {REASONS[misfit.reason]}")
    sys.exit(1 if proof.misfits else 0)
