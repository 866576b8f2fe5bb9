"""Command line: `smederij doctor` says whether an installation can do its work, and what to do where it cannot."""

from __future__ import annotations

import sys

import click

from engine import examining
from engine.cli.clickwords import Command
from engine.cli.entering import read_settings, visited


@click.command(cls=Command)
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Zeggen of alles klopt: instellingen, map, e-mail, database, werkers, klok en accounts. Status 1 bij een fout."""
    settings = read_settings(ctx)
    found = [
        *examining.examine_settings(settings),
        *examining.examine_folder(settings),
        *examining.examine_mail(settings),
        *examining.examine_sign_in(settings),
    ]
    try:
        with visited(settings):
            found.extend(examining.examine_work())
    except click.ClickException as error:
        found.append(examining.Finding("database", examining.Verdict.WRONG, error.message))
    for one in found:
        click.echo(f"{one.verdict.value:<7} {one.part}: {one.told}")
    wrong = sum(one.verdict is examining.Verdict.WRONG for one in found)
    look = sum(one.verdict is examining.Verdict.LOOK for one in found)
    click.echo(f"\n{wrong} {'fout' if wrong == 1 else 'fouten'}, {look} keer let op")
    sys.exit(1 if wrong else 0)
