"""Command line for operators: `smederij user …` makes accounts and changes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from engine.accounts import adding, staffing
from engine.cli.clickwords import Group
from engine.cli.entering import BY_HELP, entered, name_operator, read_settings, refusals, visited
from engine.errors import NotFound
from engine.names import GROUPS
from engine.permissions import STAFF
from engine.views import User

ASKED = "Liever niet: zonder deze optie wordt ernaar gevraagd."
PASSWORD = click.password_option(
    "--password",
    prompt="Wachtwoord",
    metavar="WACHTWOORD",
    help=ASKED,
)
BY = click.option("--by", "by_name", metavar="BEHEERDER", help=BY_HELP)

USERNAME = click.argument("username", metavar="GEBRUIKERSNAAM")


NEEDED = "geef een gebruikersnaam, een naam, een wachtwoord van 8 tot en met 200 tekens, en een e-mailadres dat klopt"


@click.group(cls=Group)
def user() -> None:
    """Accounts: zien wie er zijn, maken, een nieuw wachtwoord of andere groepen geven, blokkeren en afwezig melden."""


@contextmanager
def _answers(
    ctx: click.Context, username: str, refused: str, by_name: str | None, needed: str = NEEDED, *, first: bool = False
) -> Iterator[User]:
    """Enter the municipality, with the acting user, and say in Dutch why something was not done, and what to do.

    `needed` is the valid input to name after an invalid one; `first`: the command may be the first that is given there.
    """
    enter = entered if first else visited
    with refusals(), enter(read_settings(ctx)):
        by = name_operator(by_name, refused)
        try:
            yield by
        except NotFound as error:
            known = f"Er is geen account ‘{username}’. Kijk met: smederij user list"
            raise click.ClickException(f"{refused}: {known}") from error
        except adding.UsernameTaken as error:
            raise click.ClickException(
                f"{refused}: er is al een account ‘{username}’. Kies een andere naam."
            ) from error
        except staffing.LastOperator as error:
            why = f"‘{username}’ is het laatste account dat accounts kan beheren. Maak eerst een ander beheerder."
            raise click.ClickException(f"{refused}: {why}") from error
        except staffing.GroupsUnknown as error:
            why = f"onbekende groep: {', '.join(error.groups)}. Kies uit: {', '.join(sorted(STAFF))}."
            raise click.ClickException(f"{refused}: {why}") from error
        except ValueError as error:
            raise click.ClickException(f"{refused}: {needed}.") from error


@user.command(name="add")
@USERNAME
@click.option("--name", prompt="Naam", metavar="NAAM", help="Naam zoals collega’s die lezen.")
@click.option(
    "--group",
    "groups",
    multiple=True,
    type=click.Choice(sorted(GROUPS)),
    metavar="GROEP",
    help=f"Mag vaker. Kies uit: {', '.join(sorted(GROUPS))}.",
)
@click.option("--email", metavar="ADRES", help="Voor e-mails aan een groep.")
@click.option("--resident", is_flag=True, help="Zit als inwoner in de stuurgroep.")
@click.option("--password", metavar="WACHTWOORD", help=ASKED)
@click.option("--no-password", is_flag=True, help="Logt alleen in met de inlogdienst van de gemeente.")
@BY
@click.pass_context
def add_user(
    ctx: click.Context,
    username: str,
    name: str,
    groups: tuple[str, ...],
    email: str | None,
    resident: bool,
    password: str | None,
    no_password: bool,
    by_name: str | None,
) -> None:
    """Een account maken voor een medewerker of een lid van de stuurgroep."""
    role = "inwoner" if resident else "medewerker"
    with _answers(ctx, username, "Geen account gemaakt", by_name, first=True) as by:
        chosen = None if no_password else password or _ask_password()
        made = adding.add_account(adding.NewAccount(username, name, chosen, groups, email, role), by)
        click.echo(f"Account {username} gemaakt ({made.id})")


@user.command(name="password")
@USERNAME
@PASSWORD
@BY
@click.pass_context
def change_password(ctx: click.Context, username: str, password: str, by_name: str | None) -> None:
    """Een nieuw wachtwoord geven. Waar diegene was ingelogd, is dat afgelopen."""
    needed = "geef een wachtwoord van 8 tot en met 200 tekens"
    with _answers(ctx, username, "Geen nieuw wachtwoord", by_name, needed) as by:
        done = staffing.change_password(username, password, by)
    click.echo(f"{done.user.name} heeft een nieuw wachtwoord. {_sessions(done)}")


@user.command(name="block")
@USERNAME
@BY
@click.pass_context
def block(ctx: click.Context, username: str, by_name: str | None) -> None:
    """Iemand niet meer laten inloggen. Opgepakte taken gaan terug naar hun groep."""
    with _answers(ctx, username, "Niet geblokkeerd", by_name) as by:
        done = staffing.block_account(username, by)
    click.echo(f"{done.user.name} kan niet meer inloggen. {_sessions(done)}")
    _tell_of_tasks(done)


@user.command(name="unblock")
@USERNAME
@BY
@click.pass_context
def unblock(ctx: click.Context, username: str, by_name: str | None) -> None:
    """Iemand weer laten inloggen, met het wachtwoord en de groepen van eerst."""
    with _answers(ctx, username, "Niet gedeblokkeerd", by_name) as by:
        done = staffing.unblock_account(username, by)
    click.echo(f"{done.user.name} kan weer inloggen, in: {_in_words(done)}")


@user.command(name="groups")
@USERNAME
@click.argument("groups", nargs=-1, required=True, metavar="GROEP…")
@BY
@click.pass_context
def change_groups(ctx: click.Context, username: str, groups: tuple[str, ...], by_name: str | None) -> None:
    """Iemand in deze groepen zetten, en in geen andere."""
    with _answers(ctx, username, "Groepen niet veranderd", by_name) as by:
        done = staffing.change_groups(username, groups, by)
    click.echo(f"{done.user.name} zit nu in: {_in_words(done)}")
    _tell_of_tasks(done)


@user.command(name="release")
@USERNAME
@BY
@click.pass_context
def release(ctx: click.Context, username: str, by_name: str | None) -> None:
    """De taken die iemand had opgepakt teruggeven aan hun groep, bijvoorbeeld bij ziekte."""
    with _answers(ctx, username, "Taken niet teruggegeven", by_name) as by:
        done = staffing.release_tasks(username, by)
    click.echo(f"{done.user.name}: {len(done.given_back)} taken terug naar hun groep")
    _tell_of_tasks(done)


@user.command(name="contact")
@USERNAME
@click.option("--name", metavar="NAAM", help="De nieuwe naam.")
@click.option("--email", metavar="ADRES", help="Het nieuwe e-mailadres; leeg ('') voor geen.")
@BY
@click.pass_context
def change_contact(ctx: click.Context, username: str, name: str | None, email: str | None, by_name: str | None) -> None:
    """De naam of het e-mailadres van iemand veranderen. De gebruikersnaam blijft."""
    if name is None and email is None:
        raise click.UsageError("Noem met --name of --email wat er verandert.")
    with _answers(ctx, username, "Niet veranderd", by_name, "geef een naam, en een e-mailadres dat klopt") as by:
        done = staffing.change_contact(username, name, email, by)
    click.echo(f"Veranderd. Collega’s lezen nu: {done.user.name}")


@user.command(name="unlink")
@USERNAME
@BY
@click.pass_context
def unlink(ctx: click.Context, username: str, by_name: str | None) -> None:
    """Een account losmaken van de inlogdienst, voor wie daar een ander account kreeg.

    Wie daarna inlogt met deze gebruikersnaam, hoort vanaf dan bij het account.
    """
    with _answers(ctx, username, "Niet losgemaakt", by_name) as by:
        done = staffing.unlink_account(username, by)
    click.echo(f"Het account van {done.user.name} is los van de inlogdienst. {_sessions(done)}")


def _ask_password() -> str:
    told: str = click.prompt("Wachtwoord", hide_input=True, confirmation_prompt=True)
    return told


def _in_words(done: staffing.Staffed) -> str:
    return ", ".join(sorted(done.user.groups)) or "geen groep"


def _sessions(done: staffing.Staffed) -> str:
    return f"Afgemelde sessies: {done.ended_sessions}."


def _tell_of_tasks(done: staffing.Staffed) -> None:
    tell_of("Terug naar de groep", done.given_back)
    tell_of("Blijft op naam staan", done.kept)
    if done.kept:
        click.echo("Wat op naam blijft, gaf het stappenplan aan deze persoon. Zie docs/beheer.md, ‘Iemand gaat weg’.")


def tell_of(told: str, references: Iterable[str]) -> None:
    """What happened to tasks, a line for each case."""
    for reference, count in Counter(references).items():
        click.echo(f"{told}: {count} {'taak' if count == 1 else 'taken'} van {reference}")
