"""Command line for operators: cases in another version, messages brought to them, entries of registers emptied."""

from __future__ import annotations

import sys

import click

from engine import carryover, correlation, emptying, erasing, migration
from engine.dialect import feel
from engine.dialect.timers import resolve
from engine.entering import BY_HELP, OPERATOR, name_operator, read_settings, refusals, visited
from engine.errors import NotFound, NotWaiting, RepairRefused
from engine.models import Case
from engine.municipality import reading
from engine.views import User

OUTCOMES = {"goes": "gaat", "mapped": "vervangt", "cannot": "kan niet"}
STATES = {
    "waiting": "wachten op hun beurt",
    "done": "overgezet",
    "refused": "konden niet mee",
    "returning": "worden teruggezet",
    "returned": "teruggezet",
    "moved_on": "waren al verder",
}


@click.command(name="message")
@click.argument("name")
@click.option("--key", default="", help="Correlation key. Without one the message only begins ideas.")
@click.option("--id", "message_id", help="What the sender calls it: the same one counts once.")
@click.option(
    "--keep", default="PT1H", show_default=True, help="How long it waits for whoever will wait for it (ISO 8601)."
)
@click.option("--set", "given", multiple=True, metavar="NAME=FEEL", help="A variable that it brings.")
@click.pass_context
def send_message(
    ctx: click.Context, name: str, key: str, message_id: str | None, keep: str, given: tuple[str, ...]
) -> None:
    """Bring a message from outside to the ideas that wait for it, or that it begins."""
    with refusals(), visited(read_settings(ctx)) as municipality:
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


@click.group(name="cases")
def migrate_cases() -> None:
    """Bring running cases to another version of their process."""


@click.command(name="empty-entry")
@click.argument("register")
@click.argument("number")
@click.option("--reason", required=True, help="Why, without the name that has to go; the history of the case keeps it.")
@click.option("--by", "by_name", required=True, help="Account of the operator who does so, for the history.")
@click.pass_context
def empty_entry(ctx: click.Context, register: str, number: str, reason: str, by_name: str) -> None:
    """Erase what entry NUMBER of REGISTER says, as 2026-0001 of besluitenregister. Its number stands."""
    with refusals(), visited(read_settings(ctx)):
        by = name_operator(by_name, "Niet leeggemaakt", "empty_entries")
        emptying.empty_entry(register, number, by, reason)
    click.echo(f"Inschrijving {number} van {register} is leeg")


@click.command(name="erase")
@click.argument("reference")
@click.option("--reason", required=True, help="Why, without what has to go; the history of the case keeps it.")
@click.option("--by", "by_name", required=True, help="Account of the operator who does so, for the history.")
@click.pass_context
def erase_case(ctx: click.Context, reference: str, reason: str, by_name: str) -> None:
    """Erase what people gave in a case that has ended, as IDEE-2026-0001. Its history stands."""
    refused = "Niet gewist"
    with refusals(), visited(read_settings(ctx)):
        by = name_operator(by_name, refused, "erase_cases")
        try:
            done = erasing.erase_case(reference, by, reason)
        except NotFound as error:
            raise click.ClickException(f"{refused}. Er is geen idee {reference}.") from error
        except RepairRefused as error:
            raise click.ClickException(f"{refused}. Schrijf bij --reason op waarom u dit doet.") from error
        except erasing.ErasureRefused as error:
            raise click.ClickException(f"{refused}. {NOT_ERASED[error.reason]}") from error
    click.echo(
        f"{reference}: {done.answers} antwoorden, {done.explanations} keer uitleg en {done.letters} brieven gewist"
    )
    for other in done.shared_with:
        click.echo(f"Naam en contactgegevens blijven staan: de indiener heeft ook {other}")
    for register, number in done.entries:
        click.echo(f"Kijk ook naar het register: smederij empty-entry {register} {number} --reason … --by {by_name}")


NOT_ERASED = {
    "running": "Het idee loopt nog. Trek het eerst in, of wacht tot het klaar is.",
    "busy": "Er moet voor dit idee nog iets worden gedaan, zoals een e-mail versturen. Probeer het later opnieuw.",
}

MAPPING = click.option(
    "--map", "mapped", multiple=True, metavar="OLD=NEW", help="A step of an older version, and which takes its place."
)
BY = click.option("--by", "by_name", help=BY_HELP)
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
    with refusals(), visited(read_settings(ctx)):
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
@BY
@click.pass_context
def start_migrating(
    ctx: click.Context,
    process_id: str,
    reason: str,
    version: int | None,
    mapped: tuple[str, ...],
    by_name: str | None,
) -> None:
    """Have the running cases of PROCESS_ID brought to a version by the workers. What cannot go stays."""
    with refusals(), visited(read_settings(ctx)):
        by = _name_mover(by_name, "Niet overgezet")
        key = carryover.start_migration(process_id, by, reason, _read_mapping(mapped), version)
    click.echo(f"Migratie {key} is klaargezet; de werkers voeren haar uit. Terug: smederij cases undo {key}")


@migrate_cases.command(name="show")
@click.argument("migration_id")
@click.pass_context
def show_migration(ctx: click.Context, migration_id: str) -> None:
    """Say how far a migration is."""
    with refusals(), visited(read_settings(ctx)):
        found = migration.read_migration(migration_id, OPERATOR)
    for state, word in STATES.items():
        click.echo(f"{found.count(state):>6} {word}")
    click.echo(f"{found.reversible:>6} kunnen nog terug")


@migrate_cases.command(name="undo")
@click.argument("migration_id")
@BY
@click.pass_context
def undo_migrating(ctx: click.Context, migration_id: str, by_name: str | None) -> None:
    """Have the cases of a migration brought back in which nothing has happened since."""
    with refusals(), visited(read_settings(ctx)):
        by = _name_mover(by_name, "Niet teruggezet")
        click.echo(f"{carryover.undo_migration(migration_id, by)} ideeën worden teruggezet")


def _name_mover(by_name: str | None, refused: str) -> User:
    return name_operator(by_name, refused, "migrate_cases", who="beheerder of proceseigenaar")
