"""Command line for operators: migrating cases, delivering messages to them, emptying entries of registers."""

from __future__ import annotations

import sys

import click

from engine.cases import erasing, links
from engine.checking.wording import in_dutch
from engine.cli.clickwords import Command, Group
from engine.cli.entering import BY_HELP, OPERATOR, name_operator, read_settings, refusals, visited
from engine.dialect import feel
from engine.dialect.timers import resolve
from engine.errors import NotFound, NotWaiting, RepairRefused
from engine.models import Case
from engine.moving import carryover, migration
from engine.municipality import reading
from engine.papers import emptying
from engine.running import correlation
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


@click.command(cls=Command, name="message")
@click.argument("name", metavar="BERICHT")
@click.option(
    "--key",
    default="",
    metavar="SLEUTEL",
    help="Voor welke zaak. Zonder sleutel begint het bericht alleen nieuwe zaken.",
)
@click.option("--id", "message_id", metavar="ID", help="Hoe de afzender het noemt: hetzelfde bericht telt één keer.")
@click.option(
    "--keep",
    default="PT1H",
    show_default=True,
    metavar="DUUR",
    help="Hoe lang het bewaard blijft als er nog niemand op wacht (ISO 8601).",
)
@click.option("--set", "given", multiple=True, metavar="NAAM=FEEL", help="Een gegeven dat het meebrengt. Mag vaker.")
@click.pass_context
def send_message(
    ctx: click.Context, name: str, key: str, message_id: str | None, keep: str, given: tuple[str, ...]
) -> None:
    """Een bericht van buiten brengen aan de zaken die erop wachten, of die ermee beginnen."""
    with refusals(), visited(read_settings(ctx)) as municipality:
        try:
            lives = resolve(keep, municipality.clock(), municipality.settings.zone) - municipality.clock()
            values = dict(_read_value(text) for text in given)
            answer = correlation.correlate_message(name, key, values, message_id=message_id, time_to_live=lives)
        except NotWaiting as error:
            raise click.ClickException(f"Niemand wacht op {name}, en het bericht is niet bewaard.") from error
        except ValueError as error:
            raise click.ClickException(f"Het bericht is niet te lezen: {in_dutch(str(error))}") from error
        with reading() as session:
            for case_id in answer.case_ids:
                click.echo(f"{session.get_one(Case, case_id).reference} heeft het bericht")
        if not answer.case_ids:
            until = answer.kept_until.astimezone(municipality.settings.zone)
            click.echo(f"Niemand wacht er nog op; bewaard tot {until:%d-%m-%Y %H:%M}")


def _read_value(text: str) -> tuple[str, object]:
    """A variable of a message. Raises: ValueError: no name, or no value that has a meaning by itself."""
    name, equals, value = text.partition("=")
    try:
        found = feel.parse(value).explain({})
    except feel.FeelError as error:
        raise ValueError(f"{text}: {in_dutch(str(error))}") from error
    if not name.isidentifier() or not equals or found.warnings:
        raise ValueError(text)
    return name, found.value


@click.group(cls=Group, name="cases")
def migrate_cases() -> None:
    """Lopende zaken overzetten naar een andere versie van hun stappenplan."""


@click.command(cls=Command, name="empty-entry")
@click.argument("register", metavar="REGISTER")
@click.argument("number", metavar="NUMMER")
@click.option(
    "--reason",
    required=True,
    metavar="WAAROM",
    help="Waarom, zonder de naam die weg moet; de geschiedenis bewaart het.",
)
@click.option(
    "--by", "by_name", required=True, metavar="BEHEERDER", help="Gebruikersnaam van de beheerder die dit doet."
)
@click.pass_context
def empty_entry(ctx: click.Context, register: str, number: str, reason: str, by_name: str) -> None:
    """Een regel van een register leegmaken, zoals besluitenregister 2026-0001. Het nummer blijft."""
    with refusals(), visited(read_settings(ctx)):
        by = name_operator(by_name, "Niet leeggemaakt", "empty_entries")
        emptying.empty_entry(register, number, by, reason)
    click.echo(f"Inschrijving {number} van {register} is leeg")


@click.command(cls=Command, name="erase")
@click.argument("reference", metavar="KENMERK")
@click.option(
    "--reason", required=True, metavar="WAAROM", help="Waarom, zonder wat weg moet; de geschiedenis bewaart het."
)
@click.option(
    "--by", "by_name", required=True, metavar="BEHEERDER", help="Gebruikersnaam van de beheerder die dit doet."
)
@click.pass_context
def erase_case(ctx: click.Context, reference: str, reason: str, by_name: str) -> None:
    """Wissen wat mensen invulden bij een zaak die klaar is, zoals IDEE-2026-0001. De geschiedenis blijft."""
    refused = "Niet gewist"
    with refusals(), visited(read_settings(ctx)):
        by = name_operator(by_name, refused, "erase_cases")
        try:
            done = erasing.erase_case(reference, by, reason)
        except NotFound as error:
            raise click.ClickException(f"{refused}. Er is geen zaak {reference}.") from error
        except RepairRefused as error:
            raise click.ClickException(f"{refused}. Schrijf bij --reason op waarom u dit doet.") from error
        except erasing.ErasureRefused as error:
            raise click.ClickException(f"{refused}. {NOT_ERASED[error.reason]}") from error
    click.echo(
        f"{reference}: {done.answers} antwoorden, {done.explanations} keer uitleg, {done.letters} brieven en"
        f" {done.files} bestanden gewist"
    )
    if done.viewings:
        click.echo(
            f"Wie haar bekeek, blijft staan ({done.viewings} keer): dat gaat over medewerkers en heeft een termijn"
        )
    for other in done.shared_with:
        click.echo(f"Naam en contactgegevens blijven staan: de indiener heeft ook {other}")
    for register, number in done.entries:
        click.echo(f"Kijk ook naar het register: smederij empty-entry {register} {number} --reason … --by {by_name}")


@click.command(cls=Command, name="renew-links")
@click.option("--by", "by_name", required=True, metavar="BEHEERDER", help="Gebruikersnaam van de beheerder.")
@click.pass_context
def renew_links(ctx: click.Context, by_name: str) -> None:
    """Elke zaak een nieuwe geheime link geven, als de sleutel kwijt is. De oude links werken dan niet meer."""
    with refusals(), visited(read_settings(ctx)):
        done = links.renew_links(name_operator(by_name, "Geen nieuwe links", "renew_links"))
    click.echo(f"{done} zaken hebben een nieuwe link")
    click.echo(
        "Indieners krijgen die in hun volgende e-mail, of met ‘Stuur de link opnieuw’ op de pagina van hun zaak."
    )


NOT_ERASED = {
    "running": "De zaak loopt nog. Trek haar eerst in, of wacht tot zij klaar is.",
    "busy": "Er moet voor deze zaak nog iets worden gedaan, zoals een e-mail versturen. Probeer het later opnieuw.",
    "unsent": "Er ligt nog een brief klaar. Doe die eerst op de post, en markeer haar bij Brieven als verstuurd.",
}

MAPPING = click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="OUD=NIEUW",
    help="Een stap van een oudere versie, en welke ervoor in de plaats komt. Mag vaker.",
)
BY = click.option("--by", "by_name", metavar="GEBRUIKERSNAAM", help=BY_HELP)
VERSION = click.option(
    "--to", "version", type=int, metavar="VERSIE", help="Naar welke versie; zonder deze optie die in gebruik is."
)


def _read_mapping(mapped: tuple[str, ...]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in mapped]
    if not all(old and new for old, _, new in pairs):
        raise click.BadParameter("schrijf OUD=NIEUW", param_hint="--map")
    return {old: new for old, _, new in pairs}


@migrate_cases.command(name="plan")
@click.argument("process_id", metavar="STAPPENPLAN")
@VERSION
@MAPPING
@click.pass_context
def plan_cases(ctx: click.Context, process_id: str, version: int | None, mapped: tuple[str, ...]) -> None:
    """Zeggen wat er met elke lopende zaak zou gebeuren. Er verandert niets. Status 1 als er een niet mee kan."""
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
@click.argument("process_id", metavar="STAPPENPLAN")
@click.option("--reason", required=True, metavar="WAAROM", help="Waarom; de geschiedenis van elke zaak bewaart het.")
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
    """Lopende zaken laten overzetten door de werkers. Wat niet mee kan, blijft."""
    with refusals(), visited(read_settings(ctx)):
        by = _name_mover(by_name, "Niet overgezet")
        key = carryover.start_migration(process_id, by, reason, _read_mapping(mapped), version)
    click.echo(f"Overzetting {key} is klaargezet; de werkers doen het. Terug: smederij cases undo {key}")


@migrate_cases.command(name="show")
@click.argument("migration_id", metavar="ID")
@click.pass_context
def show_migration(ctx: click.Context, migration_id: str) -> None:
    """Zeggen hoever een overzetting is."""
    with refusals(), visited(read_settings(ctx)):
        found = migration.read_migration(migration_id, OPERATOR)
    for state, word in STATES.items():
        click.echo(f"{found.count(state):>6} {word}")
    click.echo(f"{found.reversible:>6} kunnen nog terug")


@migrate_cases.command(name="undo")
@click.argument("migration_id", metavar="ID")
@BY
@click.pass_context
def undo_migrating(ctx: click.Context, migration_id: str, by_name: str | None) -> None:
    """Zaken laten terugzetten waarin sinds het overzetten niets gebeurde."""
    with refusals(), visited(read_settings(ctx)):
        by = _name_mover(by_name, "Niet teruggezet")
        click.echo(f"{carryover.undo_migration(migration_id, by)} zaken worden teruggezet")


def _name_mover(by_name: str | None, refused: str) -> User:
    return name_operator(by_name, refused, "migrate_cases", who="beheerder of proceseigenaar")
