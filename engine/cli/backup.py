"""Command line: `smederij backup` makes a copy of the database, with the key, while the site runs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from engine import backups
from engine.cli.clickwords import Command
from engine.cli.entering import read_settings, refusals, require_tables


@click.command(cls=Command)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="MAP")
@click.option("--keep", type=click.IntRange(1), metavar="AANTAL", help="Alleen de laatste zoveel kopieën bewaren.")
@click.pass_context
def backup(ctx: click.Context, folder: Path, keep: int | None) -> None:
    """Een reservekopie maken in MAP, ook terwijl de site draait, en nakijken of zij te lezen is."""
    settings = read_settings(ctx)
    require_tables(settings)
    with refusals():
        made = backups.make_backup(settings, folder, datetime.now(settings.zone), keep)
    click.echo(f"Kopie gemaakt en nagekeken: {made}")
    if settings.secret_key:
        click.echo("De instelling secret_key zit er niet bij: bewaar uw instellingen ook.")
