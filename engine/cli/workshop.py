"""Command line: bringing processes from a folder through the gate, and writing those in use to a folder."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from engine.accounts import signing_in
from engine.cli.clickwords import Command
from engine.cli.entering import OPERATOR, entered, read_settings, refusals, visited
from engine.errors import ChangeRefused, DefinitionRefused, NotAllowed
from engine.municipality import reading
from engine.versions import definitions
from engine.workshop import bringing
from engine.workshop.changes import read_change

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command(cls=Command)
@click.argument("path", type=FOLDER, metavar="MAP")
@click.option("--reason", metavar="WAAROM", help="Waarom; collega’s en auditors lezen het.")
@click.option("--by", "by_name", metavar="EIGENAAR", help="Gebruikersnaam van de proceseigenaar die dit maakte.")
@click.option(
    "--approve-as", metavar="EIGENAAR", help="Gebruikersnaam van een tweede proceseigenaar, die het nu goedkeurt."
)
@click.pass_context
def deploy(ctx: click.Context, path: Path, reason: str | None, by_name: str | None, approve_as: str | None) -> None:
    """De stappenplannen in MAP aanbieden, langs dezelfde poort als de werkplaats.

    Wie ze maakte (--by), keurt ze niet zelf goed. Met --approve-as zijn ze meteen in gebruik. Zonder keurt een
    proceseigenaar ze goed in de werkplaats. In een lege gemeente komen ze zonder vragen in gebruik.
    """
    with entered(read_settings(ctx)), refusals():
        try:
            if not _has_processes():
                _tell_stock(definitions.install_stock(path))
                return
            if by_name is None:
                raise click.ClickException("Zeg met --by wie deze bestanden maakte: die keurt ze niet zelf goed.")
            by = signing_in.find_user(by_name)
            second = signing_in.find_user(approve_as) if approve_as else None
            told = reason or f"Uit de map {path.resolve().name}, door {getpass.getuser()}"
            brought = bringing.bring_folders(path, told, by, second)
        except NotAllowed as error:
            told = "Beiden moeten proceseigenaar zijn, en wie de bestanden maakte, keurt ze niet zelf goed."
            raise click.ClickException(f"Niet aangeboden. {told}") from error
        except (DefinitionRefused, ChangeRefused) as error:
            for finding in error.findings:
                click.echo(str(finding), err=True)
            for sentence in getattr(error, "reasons", ()):
                click.echo(sentence, err=True)
            raise click.ClickException("Niet aangeboden: los eerst op wat hierboven staat.") from error
        _tell_brought(brought)


def _has_processes() -> bool:
    with reading() as session:
        return bool(definitions.in_use_files(session))


def _tell_brought(brought: bringing.Brought) -> None:
    if brought.change_id is not None:
        for part in read_change(brought.change_id, OPERATOR).parts:
            if part.became_version is not None:
                click.echo(f"{part.process_id}: versie {part.became_version} is in gebruik")
            else:
                click.echo(f"{part.process_id}: aangeboden; een proceseigenaar keurt het goed in de werkplaats")
    for process_id in brought.unchanged:
        click.echo(f"{process_id}: niet veranderd")


def _tell_stock(done: definitions.Deployment) -> None:
    for row in done.deployed:
        click.echo(f"{row.process_id}: versie {row.version} ({row.content_hash[:12]}) is in gebruik")


@click.command(cls=Command)
@click.argument("path", type=click.Path(file_okay=False, path_type=Path), metavar="MAP")
@click.option("--process", "process_ids", multiple=True, metavar="ID", help="Alleen dit stappenplan. Mag vaker.")
@click.option("--stock", is_flag=True, help="De stappenplannen die met het programma meekomen, om aan te passen.")
@click.pass_context
def export(ctx: click.Context, path: Path, process_ids: tuple[str, ...], stock: bool) -> None:
    """De stappenplannen die in gebruik zijn in MAP schrijven, elk in een eigen map."""
    if stock:
        try:
            copied = bringing.export_stock(path)
        except OSError as error:
            told = f"Niets geschreven: {error}. Kies een lege map waarin u mag schrijven."
            raise click.ClickException(told) from error
        for name in copied:
            click.echo(f"{name}: geschreven")
        return
    with visited(read_settings(ctx)), refusals():
        done = bringing.export_folders(path, process_ids)
    for process_id in done.processes:
        click.echo(f"{process_id}: geschreven")
    for place in done.strange:
        click.echo(f"{place}: staat in de map, maar niet in de versie die in gebruik is", err=True)
