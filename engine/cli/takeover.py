"""Command line for operators: taking over cases that already run, from a file that a spreadsheet saves."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from engine.cli.clickwords import Command
from engine.cli.entering import OPERATOR, name_operator, read_settings, refusals, visited
from engine.errors import MoveRefused
from engine.takeover import taking

PROCESS = click.argument("process_id", metavar="STAPPENPLAN")
FILE = click.argument("path", metavar="BESTAND", type=click.Path(exists=True, dir_okay=False, path_type=Path))
NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(cls=Command, name="sheet")
@PROCESS
@click.argument("path", metavar="BESTAND", type=NEW_FILE)
@click.option("--all", "every", is_flag=True, help="Ook de kolommen noemen die pas bij latere stappen horen.")
@click.pass_context
def write_sheet(ctx: click.Context, process_id: str, path: Path, every: bool) -> None:
    """Een leeg rekenblad maken voor zaken die al lopen, en zeggen wat erin hoort: de kolommen en de stappen."""
    with refusals(), visited(read_settings(ctx)):
        known = taking.list_columns(process_id, OPERATOR)
        places = taking.list_places(process_id, OPERATOR)
    _write(path, [[column.name for column in known if column.main]])
    click.echo(f"{path} is gemaakt. De kolommen:")
    for column in known:
        if column.main or every:
            click.echo(f"  {column.name:<22} {column.told}")
    if not every:
        click.echo(f"  en nog {sum(not column.main for column in known)} voor latere stappen, met --all")
    click.echo("De stappen waar een zaak verder kan gaan:")
    for place in places:
        click.echo(f"  {place.name}")


@click.command(cls=Command, name="examine")
@PROCESS
@FILE
@click.pass_context
def examine_sheet(ctx: click.Context, process_id: str, path: Path) -> None:
    """Zeggen wat er van elke zaak in het bestand zou worden. Er verandert niets. Status 1 als er een niet mee kan."""
    with refusals(), _told(), visited(read_settings(ctx)):
        plan = taking.plan_takeover(process_id, _read(path), OPERATOR)
    _tell(plan)
    sys.exit(1 if plan.refused else 0)


@click.command(cls=Command, name="take-over")
@PROCESS
@FILE
@click.option("--by", "by_name", required=True, metavar="BEHEERDER", help="Gebruikersnaam van de beheerder.")
@click.option("--reason", required=True, metavar="WAAROM", help="Waarom; de geschiedenis van elke zaak bewaart het.")
@click.option("--numbers", type=NEW_FILE, metavar="BESTAND", help="Waarin oude en nieuwe nummers naast elkaar komen.")
@click.pass_context
def take_over(ctx: click.Context, process_id: str, path: Path, by_name: str, reason: str, numbers: Path | None) -> None:
    """De zaken in het bestand overnemen, bij de stap waar zij zijn. Er gaat geen e-mail of brief uit."""
    with refusals(), _told(), visited(read_settings(ctx)):
        by = name_operator(by_name, "Niet overgenomen", "take_over_cases")
        data = _read(path)
        plan = taking.plan_takeover(process_id, data, by)
        if plan.refused:
            _tell(plan)
            raise click.ClickException(f"Er is niets overgenomen: {len(plan.refused)} kunnen zo niet mee.")
        done = list(taking.take_over(process_id, data, by, reason))
    for one in done:
        click.echo(
            f"{one.number:<20} {one.reference or 'MISLUKT'}  {one.failed or ('was er al' if one.before else '')}"
        )
    failed = sum(bool(one.failed) for one in done)
    new = sum(not one.before and not one.failed for one in done)
    click.echo(f"{new} overgenomen, {sum(one.before for one in done)} waren er al, {failed} mislukt")
    if numbers is not None:
        _write(numbers, [["oud nummer", "nummer"], *([one.number, one.reference] for one in done)])
    sys.exit(1 if failed else 0)


def _tell(plan: taking.Plan) -> None:
    for row in plan.rows:
        outcome = "was er al" if row.reference else "kan niet" if row.problems else "kan"
        place = row.reference or (row.place.name if row.place is not None else "")
        click.echo(f"{outcome:<10} {row.number:<16} {row.title or '':<40} {place}")
        if not row.problems and row.tasks:
            click.echo(f"           open: {', '.join(row.tasks)}; de indiener leest: {row.status or 'nog niets'}")
        for sentence in row.problems or row.notes:
            click.echo(f"           {sentence}")
    if plan.strange:
        click.echo(f"Deze kolommen kent dit stappenplan niet, en gaan niet mee: {', '.join(plan.strange)}")
    before = sum(bool(row.reference) for row in plan.rows)
    click.echo(f"{plan.name}: {len(plan.ready)} kunnen mee, {len(plan.refused)} niet, {before} waren er al")


@contextmanager
def _told() -> Iterator[None]:
    """Report why a file is refused, one sentence to a line."""
    try:
        yield
    except MoveRefused as error:
        raise click.ClickException("\n".join(error.reasons)) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{path} is niet te lezen: {error.strerror}") from error


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """As a spreadsheet in the Netherlands opens it: with semicolons and a byte order mark."""
    line = io.StringIO()
    csv.writer(line, delimiter=";").writerows(rows)
    try:
        path.write_bytes(line.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise click.ClickException(f"{path} is niet te schrijven: {error.strerror}") from error
