"""Command line: `smederij move-database` copies everything from SQLite to PostgreSQL, with the site off."""

from __future__ import annotations

from contextlib import closing

import click
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from engine import rehousing
from engine.cli.clickwords import Command
from engine.cli.entering import read_settings, refusals, visited
from engine.database import Database
from engine.errors import Unavailable
from engine.executing.executor import find_workers_alive
from engine.municipality import reading


@click.command(name="move-database", cls=Command)
@click.argument("address", metavar="ADRES")
@click.pass_context
def move_database(ctx: click.Context, address: str) -> None:
    """Alles uit de database van SQLite overzetten naar een lege van PostgreSQL op ADRES. Zet de site eerst uit.

    De oude database blijft staan zoals zij is.
    """
    try:
        make_url(address)
    except ArgumentError as error:
        raise click.ClickException(f"{address} is geen adres. Zo wel: postgresql+psycopg:///smederij") from error
    with visited(read_settings(ctx)) as municipality:
        with reading() as session:
            if find_workers_alive(session):
                raise click.ClickException("Er is nog een werker aan het werk. Zet de site uit en wacht een minuut.")
        there = Database(address)
        with refusals(), closing(there):
            try:
                taken = rehousing.rehouse(municipality.database, there)
            except Unavailable as error:
                said = next(iter(str(error).splitlines()), "")
                told = f"Er is niets verhuisd: een van beide databases doet het niet ({said})."
                raise click.ClickException(told) from error
    shown = make_url(address).render_as_string()
    click.echo(f"{sum(taken.values())} rijen overgezet naar {shown}, waarvan {taken['cases']} zaken")
    click.echo("Zet dit adres in database_url, doe ‘smederij verify’ en ‘smederij doctor’, en start dan de site.")
