"""Command line: `smederij …` for owners (check, test, deploy, tck) and operators (migrate, user, work, verify, …)."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click

from engine import (
    accounts,
    carryover,
    conformance,
    correlation,
    definitions,
    demo,
    history,
    jobs,
    migration,
    scenarios,
    worker,
)
from engine.dialect import feel
from engine.dialect.timers import resolve
from engine.errors import DefinitionRefused, EngineError, NotWaiting
from engine.migrations import migrate as migrate_database
from engine.models import Case
from engine.municipality import Municipality, at, open_municipality, reading
from engine.names import GROUPS
from engine.settings import Settings, load_settings
from engine.views import User

OPERATOR = User("systeem", "Smederij", frozenset({"beheerder"}))
"""Whoever may give commands on the machine."""
OUTCOMES = {"goes": "gaat", "mapped": "vervangt", "cannot": "kan niet"}
STATES = {
    "waiting": "wachten op hun beurt",
    "done": "overgezet",
    "refused": "konden niet mee",
    "returning": "worden teruggezet",
    "returned": "teruggezet",
    "moved_on": "waren al verder",
}
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@contextmanager
def refusals() -> Iterator[None]:
    """Show a refusal of the engine as a sentence and end with status 1."""
    try:
        yield
    except EngineError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def entered(settings: Settings) -> Iterator[Municipality]:
    """A municipality whose tables are up to date, entered for the length of a command."""
    municipality = open_municipality(settings)
    try:
        migrate_database(municipality.database)
        with at(municipality):
            yield municipality
    finally:
        municipality.close()


def read_settings(ctx: click.Context) -> Settings:
    with refusals():
        return load_settings(os.environ, ctx.obj)


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
        click.echo(f"{mark} {outcome.scenario.source}: {outcome.scenario.name}")
        if outcome.failure is not None:
            click.echo(f"     {outcome.failure}")
    click.echo("")
    for coverage in report.coverage:
        reached = len(coverage.wanted & coverage.reached)
        click.echo(f"{coverage.process}: {coverage.percent} % ({reached} van {len(coverage.wanted)} einden en keuzes)")
        for key in coverage.missed:
            click.echo(f"     niet bereikt: {coverage.names[key]} ({key})")
    failed = sum(outcome.failure is not None for outcome in report.outcomes)
    click.echo(f"\n{len(report.outcomes)} scenario's, {failed} mislukt")
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
@click.argument("path", type=FOLDER)
@click.pass_context
def deploy(ctx: click.Context, path: Path) -> None:
    """Put the processes under PATH in use. Running cases stay on the version that they began with."""
    with entered(read_settings(ctx)):
        try:
            done = definitions.deploy(path)
        except DefinitionRefused as error:
            for finding in error.findings:
                click.echo(str(finding), err=True)
            raise click.ClickException("Niet in gebruik genomen: los eerst de fouten op.") from error
        except EngineError as error:
            raise click.ClickException(str(error)) from error
    for row in done.deployed:
        click.echo(f"{row.process_id}: versie {row.version} ({row.content_hash[:12]}) is in gebruik")
    for process_id in done.unchanged:
        click.echo(f"{process_id}: niet veranderd")


@main.command()
@click.pass_context
def migrate(ctx: click.Context) -> None:
    """Make the tables of the database, or bring them up to date."""
    with entered(read_settings(ctx)) as municipality:
        click.echo(f"{municipality.database.url.render_as_string()} is bij")


@main.command()
@click.option("--once", is_flag=True, help="Do what is due now and stop.")
@click.pass_context
def work(ctx: click.Context, once: bool) -> None:
    """Carry out timers, mails and other work, until stopped."""
    with entered(read_settings(ctx)) as municipality:
        if once:
            click.echo(f"{jobs.run_worker_once()} uitgevoerd")
            return
        working = worker.Worker(municipality)

        def stop(_signal: int, _frame: FrameType | None) -> None:
            working.ask_to_stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        working.run()


@main.command(name="message")
@click.argument("name")
@click.option("--key", default="", help="Correlation key. Without one the message only begins ideas.")
@click.option("--id", "message_id", help="What the sender calls it: the same one counts once.")
@click.option(
    "--keep", default="PT1H", show_default=True, help="How long it waits for who will wait for it (ISO 8601)."
)
@click.option("--set", "given", multiple=True, metavar="NAME=FEEL", help="A variable that it brings.")
@click.pass_context
def send_message(
    ctx: click.Context, name: str, key: str, message_id: str | None, keep: str, given: tuple[str, ...]
) -> None:
    """Bring a message from outside to the ideas that wait for it, or that it begins."""
    with refusals(), entered(read_settings(ctx)) as municipality:
        try:
            lives = resolve(keep, municipality.clock(), municipality.settings.zone) - municipality.clock()
            values = dict(_read_value(text) for text in given)
            answer = correlation.correlate_message(name, key, values, message_id=message_id, time_to_live=lives)
        except NotWaiting as error:
            raise click.ClickException(f"Niemand wacht op {name}, en het bericht is niet bewaard.") from error
        except ValueError as error:
            raise click.ClickException(f"Het bericht is niet te lezen: {error}") from error
        with reading() as session:
            for case_id in answer.case_ids:
                click.echo(f"{session.get_one(Case, case_id).reference} heeft het bericht")
        if not answer.case_ids:
            until = answer.kept_until.astimezone(municipality.settings.zone)
            click.echo(f"Niemand wacht er nog op; bewaard tot {until:%d-%m-%Y %H:%M}")


def _read_value(text: str) -> tuple[str, object]:
    """A variable of a message. Raises: ValueError: no name, or no value that says what it is by itself."""
    name, equals, value = text.partition("=")
    try:
        found = feel.parse(value).explain({})
    except feel.FeelError as error:
        raise ValueError(f"{text}: {error}") from error
    if not name.isidentifier() or not equals or found.warnings:
        raise ValueError(text)
    return name, found.value


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


@main.command()
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Prove that the history is whole: every event, and every link between events."""
    with refusals(), entered(read_settings(ctx)), reading() as session:
        click.echo(f"{history.verify(session)} gebeurtenissen gecontroleerd; de keten klopt")


@main.group(name="cases")
def migrate_cases() -> None:
    """Bring running cases to another version of their process."""


MAPPING = click.option(
    "--map", "mapped", multiple=True, metavar="OLD=NEW", help="A step of an older version, and which takes its place."
)
VERSION = click.option("--to", "version", type=int, help="Version to go to; by default the one in use.")


def _read_mapping(mapped: tuple[str, ...]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in mapped]
    if not all(old and new for old, _, new in pairs):
        raise click.BadParameter("schrijf OUD=NIEUW", param_hint="--map")
    return {old: new for old, _, new in pairs}


@migrate_cases.command(name="plan")
@click.argument("process_id")
@VERSION
@MAPPING
@click.pass_context
def plan_cases(ctx: click.Context, process_id: str, version: int | None, mapped: tuple[str, ...]) -> None:
    """Say what would become of each running case of PROCESS_ID, and change nothing. Status 1 when one cannot go."""
    with refusals(), entered(read_settings(ctx)):
        plan = migration.plan_migration(process_id, OPERATOR, _read_mapping(mapped), version)
    for verdict in plan.verdicts:
        click.echo(f"{OUTCOMES[verdict.outcome]:<8} {verdict.reference:<16} versie {verdict.version}  {verdict.title}")
        for sentence in (*verdict.reasons, *verdict.notes):
            click.echo(f"         {sentence}")
    counts = ", ".join(f"{plan.count(outcome)} {word}" for outcome, word in OUTCOMES.items())
    click.echo(f"{plan.process_id} naar versie {plan.version}: {counts}")
    sys.exit(1 if plan.count("cannot") else 0)


@migrate_cases.command(name="migrate")
@click.argument("process_id")
@click.option("--reason", required=True, help="Why; the history of each case keeps it.")
@VERSION
@MAPPING
@click.pass_context
def start_migrating(
    ctx: click.Context, process_id: str, reason: str, version: int | None, mapped: tuple[str, ...]
) -> None:
    """Have the running cases of PROCESS_ID brought to a version by the workers. What cannot go stays."""
    with refusals(), entered(read_settings(ctx)):
        key = carryover.start_migration(process_id, OPERATOR, reason, _read_mapping(mapped), version)
    click.echo(f"Migratie {key} is klaargezet; de werkers voeren haar uit. Terug: smederij cases undo {key}")


@migrate_cases.command(name="show")
@click.argument("migration_id")
@click.pass_context
def show_migration(ctx: click.Context, migration_id: str) -> None:
    """Say how far a migration is."""
    with refusals(), entered(read_settings(ctx)):
        found = migration.read_migration(migration_id, OPERATOR)
    for state, word in STATES.items():
        click.echo(f"{found.count(state):>6} {word}")
    click.echo(f"{found.reversible:>6} kunnen nog terug")


@migrate_cases.command(name="undo")
@click.argument("migration_id")
@click.pass_context
def undo_migrating(ctx: click.Context, migration_id: str) -> None:
    """Have the cases of a migration brought back in which nothing has happened since."""
    with refusals(), entered(read_settings(ctx)):
        click.echo(f"{carryover.undo_migration(migration_id, OPERATOR)} ideeën worden teruggezet")


@main.group()
def user() -> None:
    """Accounts."""


@user.command(name="add")
@click.argument("username")
@click.option("--name", prompt="Naam", help="Name as colleagues read it.")
@click.option(
    "--group", "groups", multiple=True, type=click.Choice(sorted(GROUPS)), help="May be given more than once."
)
@click.option("--email", help="For mails to a group.")
@click.option("--resident", is_flag=True, help="Sits in the stuurgroep as a resident.")
@click.password_option("--password", prompt="Wachtwoord", help="Asked for when not given.")
@click.pass_context
def add_user(
    ctx: click.Context,
    username: str,
    name: str,
    groups: tuple[str, ...],
    email: str | None,
    resident: bool,
    password: str,
) -> None:
    """Make an account for a member of staff or of the stuurgroep."""
    role = "inwoner" if resident else "medewerker"
    with entered(read_settings(ctx)):
        try:
            made = accounts.add_account(accounts.NewAccount(username, name, password, groups, email, role))
        except (accounts.UsernameTaken, ValueError) as error:
            raise click.ClickException(f"Geen account gemaakt: {error}") from error
        click.echo(f"Account {username} gemaakt ({made.id})")
