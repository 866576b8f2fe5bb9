"""Command line: `smederij …` for owners (check, test, deploy, tck) and operators (migrate, user, work, verify, …)."""

from __future__ import annotations

import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click

from engine import conformance, demo, logs, scenarios
from engine.background import jobs, worker
from engine.cli import backup, cases, doctor, proof, rehouse, staff, takeover, users, workshop
from engine.cli.clickwords import Group
from engine.cli.entering import TablesOlder, entered, make_data_dir, read_settings, refusals, visited
from engine.versions.folders import check_path, read_folders

__all__ = ["entered", "main", "make_data_dir", "read_settings", "refusals"]
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
PATH = click.argument("path", type=FOLDER, metavar="MAP")
NEEDED = 3
"""Status of `migrate --check` where the tables must be brought up to date. A script that upgrades a site switches it
off only then: a release that cannot be started at all ends with another status, and is no reason to."""


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="BESTAND",
    help="TOML-bestand met instellingen.",
)
@click.version_option(
    package_name="smederij", message="%(prog)s, versie %(version)s", help="Zeggen welke versie dit is."
)
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Smederij: ideeën van inwoners, langs stappenplannen die een gemeente zelf tekent.

    Status 0: gelukt. Status 1: geweigerd, of er is iets gevonden dat niet klopt. Status 2: verkeerd getypt.
    """
    ctx.obj = config


@main.command()
@PATH
def check(path: Path) -> None:
    """Zeggen wat er mis is met de stappenplannen in MAP. Status 1 bij een fout."""
    with refusals():
        findings = check_path(path)
    for finding in findings:
        click.echo(str(finding))
    errors = sum(finding.severity == "error" for finding in findings)
    click.echo(f"{errors} fouten, {len(findings) - errors} waarschuwingen")
    sys.exit(1 if errors else 0)


@main.command()
@PATH
def test(path: Path) -> None:
    """De verhalen in MAP naspelen, en zeggen wat zij niet bereiken. Status 1 onder 100 %."""
    with refusals():
        sources = read_folders(path)
        report = scenarios.rehearse(sources, sources)
    for outcome in report.outcomes:
        mark = "ok  " if outcome.failure is None else "FOUT"
        click.echo(f"{mark} {outcome.source}: {outcome.name}")
        if outcome.failure is not None:
            click.echo(f"     {outcome.tell(sources)}")
    click.echo("")
    for coverage in report.coverage:
        reached = len(coverage.wanted & coverage.reached)
        click.echo(f"{coverage.process}: {coverage.percent} % ({reached} van {len(coverage.wanted)} einden en keuzes)")
        for key in coverage.missed:
            click.echo(f"     niet bereikt: {coverage.names[key]} ({key})")
    click.echo(f"\n{len(report.outcomes)} scenario's, {len(report.failed)} mislukt")
    sys.exit(0 if report.ok else 1)


@main.command()
@PATH
@click.option("--failures", is_flag=True, help="Elk resultaat noemen dat niet klopt of is geweigerd.")
@click.option(
    "--floor",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="BESTAND",
    help="Getallen om te halen.",
)
def tck(path: Path, failures: bool, floor: Path | None) -> None:
    """De proef van OMG voor beslistabellen (DMN) in MAP afnemen. Status 1 onder de getallen van --floor."""
    with refusals():
        needed = {} if floor is None else conformance.read_floor(floor)
        outcomes = conformance.run_kit(path, datetime.now(UTC))
    if failures:
        for outcome in outcomes:
            if outcome.verdict != conformance.PASSED:
                click.echo(f"{outcome.verdict}: {outcome}")
    figures = conformance.count_outcomes(outcomes)
    for figure in figures:
        click.echo(str(figure))
    missed = conformance.compare_with_floor(figures, needed)
    for sentence in missed:
        click.echo(f"below the floor: {sentence}", err=True)
    sys.exit(1 if missed else 0)


@main.command()
@click.option(
    "--check", "only_look", is_flag=True, help=f"Alleen zeggen of dat nodig is. Status {NEEDED} als het zo is."
)
@click.pass_context
def migrate(ctx: click.Context, only_look: bool) -> None:
    """De tabellen van de database maken of bijwerken."""
    settings = read_settings(ctx)
    if only_look:
        try:
            with visited(settings) as municipality:
                click.echo(f"{municipality.database.url.render_as_string()} is bij: een server tegelijk bijwerken kan")
        except TablesOlder as needed:
            click.echo(needed.message, err=True)  # An answer, and no error.
            ctx.exit(NEEDED)
        return
    with refusals(), entered(settings) as municipality:
        click.echo(f"{municipality.database.url.render_as_string()} is bij")


@main.command()
@click.option("--once", is_flag=True, help="Doen wat nu moet, en dan stoppen.")
@click.pass_context
def work(ctx: click.Context, once: bool) -> None:
    """Termijnen, e-mails en ander werk op de achtergrond doen, tot u het stopt."""
    with refusals(), entered(read_settings(ctx)) as municipality:
        logs.set_up_logs(municipality.settings.log_level)
        if once:
            click.echo(f"{jobs.run_worker_once()} uitgevoerd")
            return
        working = worker.Worker(municipality)

        def stop(_signal: int, _frame: FrameType | None) -> None:
            working.ask_to_stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        working.run()


@main.command(name="demo")
@click.option("--seed", default=1, show_default=True, metavar="GETAL", help="Een ander getal geeft andere ideeën.")
@click.pass_context
def fill_demo(ctx: click.Context, seed: int) -> None:
    """Een lege gemeente vullen met stappenplannen, mensen en ongeveer zestig lopende ideeën."""
    with refusals(), entered(read_settings(ctx)) as municipality:
        if demo.is_filled():
            click.echo("Er zijn al accounts of ideeën; er is niets veranderd.")
            return
        count = demo.fill_demo(municipality, seed=seed)
        click.echo(
            f"{count} ideeën en vragen doorlopen. Wachtwoord van alle accounts: {municipality.settings.demo_password}"
        )


main.add_command(users.user)
for command in (staff.list_users, staff.review_rights, staff.report_away, staff.report_back):
    users.user.add_command(command)
main.add_command(workshop.deploy)
main.add_command(workshop.export)
main.add_command(backup.backup)
main.add_command(rehouse.move_database)
main.add_command(cases.send_message)
main.add_command(cases.migrate_cases)
for command in (takeover.write_sheet, takeover.examine_sheet, takeover.take_over):
    cases.migrate_cases.add_command(command)
main.add_command(cases.empty_entry)
main.add_command(cases.erase_case)
main.add_command(cases.renew_links)
main.add_command(proof.verify)
main.add_command(doctor.doctor)
main.add_command(proof.make_seal)
