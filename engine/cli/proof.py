"""Command line: proving that nothing was changed outside the engine."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from engine import proving
from engine.cli.clickwords import Command
from engine.cli.entering import OPERATOR, read_settings, refusals, visited
from engine.errors import HistoryBroken, SealRefused
from engine.models import Case
from engine.municipality import here, snapshot
from engine.proving import sealing, seals

THINGS: Mapping[str, str] = {
    "account": "account",
    "answer": "antwoord",
    "explanation": "uitleg van besluit",
    "file": "bestand",
    "job": "e-mail of ander werk",
    "letter": "brief",
    "entry": "regel",
    "version": "versie",
    "list": "vernietigingslijst",
    "case": "zaak",
    "chain": "geschiedenis",
    "change": "wijziging",
    "guard": "slot op de database",
    "day": "dag van de kalender",
    "submitter": "indiener",
    "task": "taak",
    "seal": "bewijs",
    "viewing": "wat is bekeken op",
}
REASONS: Mapping[str, str] = {
    "changed": "is veranderd: dit is niet wat de geschiedenis bewijst",
    "unproven": "is veranderd of ertussen gezet: de geschiedenis bewijst niet dat dit is geantwoord",
    "moved": "de geschiedenis zegt iets anders over wie dit antwoordde, wanneer, of op welke taak",
    "unknown": "staat niet in de geschiedenis: iemand heeft dit ertussen gezet",
    "missing": "is weggehaald, en staat wel in de geschiedenis of in het bewijs",
    "sent": "de geschiedenis zegt iets anders over wie dit verstuurde, en wanneer",
    "emptied": "is leeggemaakt zonder dat de geschiedenis zegt door wie en waarom",
    "refilled": "was gewist of leeggemaakt, en staat er weer",
    "gap": "ontbreekt: de nummers hebben een gat",
    "counter": "heeft een hoger nummer dan de teller: nummers zouden opnieuw worden uitgegeven",
    "ended": "de geschiedenis zegt iets anders over of dit is afgelopen, wanneer, en met welke uitkomst en klasse",
    "status": "de geschiedenis zegt iets anders over welke statussen de indiener kreeg te zien, en wanneer",
    "done": "de geschiedenis zegt iets anders over wie dit deed, en wanneer",
    "term": "heeft een andere wettelijke termijn dan de geschiedenis zegt, of die stond anders stil of werd verlengd",
    "version": "loopt op een andere versie van een stappenplan dan de geschiedenis zegt",
    "open": "de geschiedenis zegt iets anders over of dit open is, voor wie, en wanneer het klaar moet zijn",
    "place": "hoort volgens geschiedenis of stappenplan bij een andere zaak of stap, of heeft een ander formulier",
    "voting": "is een stem die nog kan veranderen terwijl de stemming is gesloten, of andersom",
    "both": "is gedaan door wie ook de taak deed die een ander moest doen",
    "in_use": "de geschiedenis zegt iets anders over of deze versie in gebruik is",
    "contents": "wat is goedgekeurd of in gebruik kwam, is niet wat is aangeboden",
    "lifted": "is weg: de database weigert niet meer wat zij moet weigeren",
    "rights": "heeft andere rechten dan de geschiedenis zegt: kijk naar groepen, soort, en of het actief is",
    "judged": "de geschiedenis zegt iets anders over wie dit goedkeurde of weigerde, en wanneer",
    "own": "is goedgekeurd door iemand die er zelf aan werkte",
    "class": "heeft een zaak die op een andere dag of met een andere klasse eindigde",
    "outcome": "de geschiedenis zegt iets anders over wat er is vernietigd",
    "unapproved": "is niet goedgekeurd, en er is wel volgens deze lijst gewist",
    "leave": "de geschiedenis zegt iets anders over wie er niet is, of over taken die daardoor verder gingen",
    "owner": "heeft een andere naam, gebruikersnaam, e-mailadres of wachtwoord dan de geschiedenis zegt, of had dat"
    " toen iemand dit veranderde",
    "link": "laat iemand van de inlogdienst binnen, of niet meer, en de geschiedenis weet daar niet van",
    "cut": "heeft minder gebeurtenissen dan toen het bewijs werd gemaakt: de laatste zijn weggehaald",
    "retold": "heeft andere gebeurtenissen dan toen het bewijs werd gemaakt: iemand heeft dit opnieuw geschreven",
    "backdated": "heeft nieuwe gebeurtenissen die zeggen van vóór het bewijs te zijn",
    "forgotten": "de geschiedenis weet niet dat dit is gemaakt: er is een oudere kopie van de database teruggezet,"
    " of het bewijs is vals",
    "state": "weet iets anders, of is ergens anders, dan waar de laatste stap het liet",
    "played": "ging een keer verder vanuit iets anders dan waar de stap ervoor het liet",
    "waits": "wacht op iets anders, of tot een ander moment, dan de geschiedenis zegt",
    "halted": "staat stil door een storing, of juist niet meer, en de geschiedenis weet daar niet van",
    "named": "heeft een andere titel of een ander gebied dan de geschiedenis zegt",
    "submitter": "is van een andere indiener dan de geschiedenis zegt",
    "secret": "gaat open met een andere geheime link dan de geschiedenis zegt",
    "contact": "heeft een andere naam, of is anders te bereiken, dan de geschiedenis zegt",
    "text": "de indiener leest bij een status iets anders dan is gepubliceerd",
    "unreadable": "er staat iets dat Smederij nooit schrijft: wat hier verder onder valt, is niet gecontroleerd",
    "otherwise": "had andere rechten dan de geschiedenis zegt, toen een beheerder die kwam veranderen",
}


BROKEN: Mapping[str, str] = {
    "unreadable": "of een kort daarna is niet te lezen: daar staat iets dat Smederij nooit schrijft",
    "changed": "is veranderd",
    "missing": "volgt niet op wat ervoor staat: daar is iets weggehaald, veranderd of tussengezet",
}
NO_SEAL: Mapping[str, str] = {
    "unreadable": "is geen bewijs van Smederij, of niet heel",
    "altered": "is veranderd sinds het werd gemaakt",
    "newer": "is van een nieuwere versie van Smederij",
}
OUTSIDE = click.Path(dir_okay=False, path_type=Path)


@click.command(cls=Command)
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="BESTAND",
    help="Een bewijs van eerder.",
)
@click.pass_context
def verify(ctx: click.Context, against: Path | None) -> None:
    """Bewijzen dat niets buiten Smederij om is veranderd of weggehaald. Status 1 als er iets niet klopt."""
    with refusals(), visited(read_settings(ctx)), snapshot() as session:
        try:
            proof = proving.prove(session, _read_seal(against))
        except HistoryBroken as error:
            case = session.get(Case, error.case_id) if error.case_id else None
            whose = f" ({case.reference})" if case is not None else ""
            click.echo(
                f"FOUT gebeurtenis {error.sequence}{whose} {BROKEN[error.reason]}. De rest is niet gecontroleerd."
            )
            sys.exit(1)
        _tell(proof)
    sys.exit(1 if proof.misfits else 0)


@click.command(name="seal", cls=Command)
@click.argument("path", type=OUTSIDE, required=False, metavar="BESTAND")
@click.pass_context
def make_seal(ctx: click.Context, path: Path | None) -> None:
    """Een bewijs maken van de geschiedenis zoals die nu is, in BESTAND of op het scherm.

    Later houdt ‘smederij verify --against BESTAND’ de geschiedenis ertegen. Bewaar het waar niemand bij kan die de
    database beheert.
    """
    with refusals(), visited(read_settings(ctx)):
        name, data = sealing.make_seal(OPERATOR)
    if path is None:
        click.echo(data, nl=False)
        return
    try:
        path.write_bytes(data)
    except OSError as error:
        raise click.ClickException(f"{path} kan niet worden geschreven: {error.strerror}") from error
    seal = seals.read(data)
    click.echo(f"{name} staat in {path}: {seal.events} gebeurtenissen, kenmerk {seal.mark}")


def _read_seal(path: Path | None) -> seals.Seal | None:
    if path is None:
        return None
    try:
        with path.open("rb") as file:
            return seals.read(file.read(seals.LARGEST + 1))
    except SealRefused as error:
        raise click.ClickException(f"{path} {NO_SEAL[error.reason]}") from error
    except OSError as error:
        raise click.ClickException(f"{path} kan niet worden gelezen: {error.strerror}") from error


def _tell(proof: proving.Proof) -> None:
    click.echo(f"{proof.events} gebeurtenissen gecontroleerd; de keten klopt")
    if proof.backwards:
        first, count = proof.backwards
        click.echo(
            f"LET OP: {count} gebeurtenissen zeggen van eerder te zijn dan een die er al stond (de eerste is nummer"
            f" {first}): de klok van de server is teruggezet, of iemand heeft ze via de database erbij gezet"
        )
    if proof.seal is not None:
        moment = proof.seal.made_at.astimezone(here().settings.zone)
        bad = any(misfit.what in ("chain", "seal") for misfit in proof.misfits)
        told = "NIET alles ervan klopt nog" if bad else "alles ervan is er nog, onveranderd"
        click.echo(f"bewijs van {moment:%d-%m-%Y %H:%M} ({proof.seal.events} gebeurtenissen): {told}")
    click.echo(f"{proof.cases} zaken en {proof.tasks} taken gecontroleerd")
    if proof.earlier_cases:
        click.echo(
            f"{proof.earlier_cases} van die zaken waren er al toen de geschiedenis begon bij te houden hoe een zaak"
            " heet, wat de indiener las en waar zij is: of dat toen al was veranderd, is niet te bewijzen"
        )
    click.echo(
        f"{proof.accounts} accounts, {proof.versions} versies van stappenplannen en {proof.changes} wijzigingen ervan"
        " gecontroleerd"
    )
    if proof.earlier_accounts:
        click.echo(
            f"{proof.earlier_accounts} van die accounts waren er al toen de geschiedenis begon bij te houden van wie"
            " een account is: of dat toen al was veranderd, is niet te bewijzen"
        )
    gone = f", {proof.erased_answers} gewist" if proof.erased_answers else ""
    click.echo(f"{proof.answers} antwoorden en {proof.explanations} keer uitleg van een besluit gecontroleerd{gone}")
    if proof.files or proof.erased_files:
        erased = f", {proof.erased_files} gewist" if proof.erased_files else ""
        click.echo(f"{proof.files} bestanden gecontroleerd{erased}")
    erased = f", {proof.erased_letters} gewist" if proof.erased_letters else ""
    emptied = f", waarvan {proof.emptied_entries} leeggemaakt" if proof.emptied_entries else ""
    click.echo(f"{proof.letters} brieven gecontroleerd{erased}; {proof.entries} regels van registers{emptied}")
    if proof.destruction_lists:
        click.echo(f"{proof.destruction_lists} vernietigingslijsten gecontroleerd")
    if proof.viewings:
        click.echo(f"{proof.viewings} keer bekijken gecontroleerd")
    if proof.unexplained:
        click.echo(
            f"{proof.unexplained} antwoorden, keren uitleg of brieven waren al weg toen de geschiedenis begon te zeggen"
            " wat wordt gewist: of dat wissen was of weghalen, is niet na te gaan"
        )
    for misfit in proof.misfits:
        case = f" ({misfit.reference})" if misfit.reference not in ("", misfit.name) else ""
        # A name can come from the database or from a file: it must not move the cursor, or colour what is here.
        name = "".join(one if one.isprintable() else "?" for one in misfit.name) or "van de gemeente"
        click.echo(f"FOUT {THINGS[misfit.what]} {name}{case} {REASONS[misfit.reason]}")
