"""Command line: `smederij …` for owners (check, test, deploy, tck) and operators (migrate, user, work, verify, …)."""

from __future__ import annotations

import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click

from engine import (
    cli_accounts,
    cli_cases,
    cli_proof,
    cli_workshop,
    conformance,
    definitions,
    demo,
    jobs,
    scenarios,
    worker,
)
from engine.entering import entered, make_data_dir, read_settings, refusals

__all__ = ["entered", "main", "make_data_dir", "read_settings", "refusals"]
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="TOML file with settings.")
@click.version_option(package_name="smederij")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Smederij: the life of residents' ideas, by diagrams that a municipality draws itself."""
    ctx.obj = config


@main.command()
@click.argument("path", type=FOLDER)
def check(path: Path) -> None:
    """Say everything that is wrong with the processes under PATH. Status 1 when there is an error."""
    with refusals():
        findings = definitions.check(path)
    for finding in findings:
        click.echo(str(finding))
    errors = sum(finding.severity == "error" for finding in findings)
    click.echo(f"{errors} fouten, {len(findings) - errors} waarschuwingen")
    sys.exit(1 if errors else 0)


@main.command()
@click.argument("path", type=FOLDER)
def test(path: Path) -> None:
    """Run the scenarios of the processes under PATH and show what they reached. Status 1 below 100 %."""
    with refusals():
        report = scenarios.run_scenarios(path)
    for outcome in report.outcomes:
        mark = "ok  " if outcome.failure is None else "FOUT"
        click.echo(f"{mark} {outcome.source}: {outcome.name}")
        if outcome.failure is not None:
            click.echo(f"     {outcome.failure}")
    click.echo("")
    for coverage in report.coverage:
        reached = len(coverage.wanted & coverage.reached)
        click.echo(f"{coverage.process}: {coverage.percent} % ({reached} van {len(coverage.wanted)} einden en keuzes)")
        for key in coverage.missed:
            click.echo(f"     niet bereikt: {coverage.names[key]} ({key})")
    click.echo(f"\n{len(report.outcomes)} scenario's, {len(report.failed)} mislukt")
    sys.exit(0 if report.ok else 1)


@main.command()
@click.argument("path", type=FOLDER)
@click.option("--failures", is_flag=True, help="List each result that failed or was refused.")
@click.option("--floor", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Figures to reach.")
def tck(path: Path, failures: bool, floor: Path | None) -> None:
    """Run OMG's test kit for DMN under PATH and count what passed. Status 1 below the figures of --floor."""
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
@click.pass_context
def migrate(ctx: click.Context) -> None:
    """Make the tables of the database, or bring them up to date."""
    with refusals(), entered(read_settings(ctx)) as municipality:
        click.echo(f"{municipality.database.url.render_as_string()} is bij")


@main.command()
@click.option("--once", is_flag=True, help="Do what is due now and stop.")
@click.pass_context
def work(ctx: click.Context, once: bool) -> None:
    """Carry out timers, mails and other work, until stopped."""
    with refusals(), entered(read_settings(ctx)) as municipality:
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
@click.option("--seed", default=1, show_default=True, help="Another number gives other ideas.")
@click.pass_context
def fill_demo(ctx: click.Context, seed: int) -> None:
    """Fill an empty municipality with processes, people and about sixty ideas under way."""
    with refusals(), entered(read_settings(ctx)) as municipality:
        if demo.is_filled():
            click.echo("Er zijn al accounts of ideeën; er is niets veranderd.")
            return
        count = demo.fill_demo(municipality, seed=seed)
        click.echo(
            f"{count} ideeën en vragen doorlopen. Wachtwoord van alle accounts: {municipality.settings.demo_password}"
        )


main.add_command(cli_accounts.user)
main.add_command(cli_workshop.deploy)
main.add_command(cli_workshop.export)
main.add_command(cli_cases.send_message)
main.add_command(cli_cases.migrate_cases)
main.add_command(cli_cases.empty_entry)
main.add_command(cli_cases.erase_case)
main.add_command(cli_proof.verify)
main.add_command(cli_proof.make_seal)
