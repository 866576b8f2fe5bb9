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
from engine.proving import sealing, seals, words

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
            told = words.BROKEN[error.reason]
            click.echo(f"FOUT gebeurtenis {error.sequence}{whose}: {told} De rest is niet gecontroleerd.")
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
        thing = words.THINGS[misfit.what]
        click.echo(f"FOUT {thing[0].lower()}{thing[1:]} {name}{case}: {words.REASONS[misfit.reason]}")
