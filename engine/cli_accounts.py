"""Command line for operators: `smederij user …` makes accounts and changes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import click

from engine import accounts, staffing
from engine.entering import OPERATOR, entered, read_settings, refusals, visited
from engine.errors import NotFound
from engine.names import GROUPS
from engine.permissions import STAFF

PASSWORD = click.password_option("--password", prompt="Wachtwoord", help="Asked for when not given.")


@click.group()
def user() -> None:
    """Accounts: make one, give it a new password or other groups, and block it."""


@contextmanager
def _answers(ctx: click.Context, username: str, refused: str, *, first: bool = False) -> Iterator[None]:
    """Enter the municipality, and say in Dutch why something was not done, and what to do.

    `first`: the command may be the first that is given there.
    """
    enter = entered if first else visited
    with refusals(), enter(read_settings(ctx)):
        try:
            yield
        except NotFound as error:
            known = f"Er is geen account ‘{username}’. De gebruikersnamen staan op de pagina Beheer, bij Accounts."
            raise click.ClickException(f"{refused}: {known}") from error
        except accounts.UsernameTaken as error:
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
            needed = "geef een gebruikersnaam, een naam, en een wachtwoord van 8 tot en met 200 tekens"
            raise click.ClickException(f"{refused}: {needed}.") from error


@user.command(name="add")
@click.argument("username")
@click.option("--name", prompt="Naam", help="Name as colleagues read it.")
@click.option(
    "--group", "groups", multiple=True, type=click.Choice(sorted(GROUPS)), help="May be given more than once."
)
@click.option("--email", help="For mails to a group.")
@click.option("--resident", is_flag=True, help="Sits in the stuurgroep as a resident.")
@PASSWORD
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
    with _answers(ctx, username, "Geen account gemaakt", first=True):
        made = accounts.add_account(accounts.NewAccount(username, name, password, groups, email, role))
        click.echo(f"Account {username} gemaakt ({made.id})")


@user.command(name="password")
@click.argument("username")
@PASSWORD
@click.pass_context
def change_password(ctx: click.Context, username: str, password: str) -> None:
    """Give USERNAME a new password; wherever they are signed in, that ends."""
    with _answers(ctx, username, "Geen nieuw wachtwoord"):
        done = staffing.change_password(username, password, OPERATOR)
    click.echo(f"{done.user.name} heeft een nieuw wachtwoord. {_sessions(done)}")


@user.command(name="block")
@click.argument("username")
@click.pass_context
def block(ctx: click.Context, username: str) -> None:
    """Let USERNAME in no more; the tasks they had taken go back to their groups."""
    with _answers(ctx, username, "Niet geblokkeerd"):
        done = staffing.block_account(username, OPERATOR)
    click.echo(f"{done.user.name} kan niet meer inloggen. {_sessions(done)}")
    _tell_of_tasks(done)


@user.command(name="unblock")
@click.argument("username")
@click.pass_context
def unblock(ctx: click.Context, username: str) -> None:
    """Let USERNAME in again, with the password and groups they had."""
    with _answers(ctx, username, "Niet gedeblokkeerd"):
        done = staffing.unblock_account(username, OPERATOR)
    click.echo(f"{done.user.name} kan weer inloggen, in: {_in_words(done)}")


@user.command(name="groups")
@click.argument("username")
@click.argument("groups", nargs=-1, required=True, metavar="GROUP...")
@click.pass_context
def change_groups(ctx: click.Context, username: str, groups: tuple[str, ...]) -> None:
    """Put USERNAME in each GROUP, and in no other."""
    with _answers(ctx, username, "Groepen niet veranderd"):
        done = staffing.change_groups(username, groups, OPERATOR)
    click.echo(f"{done.user.name} zit nu in: {_in_words(done)}")
    _tell_of_tasks(done)


def _in_words(done: staffing.Staffed) -> str:
    return ", ".join(sorted(done.user.groups)) or "geen groep"


def _sessions(done: staffing.Staffed) -> str:
    return f"Afgemelde sessies: {done.ended_sessions}."


def _tell_of_tasks(done: staffing.Staffed) -> None:
    for told, references in (("Terug naar de groep", done.given_back), ("Blijft op naam staan", done.kept)):
        for reference, count in Counter(references).items():
            click.echo(f"{told}: {count} {'taak' if count == 1 else 'taken'} van {reference}")
    if done.kept:
        click.echo("Wat op naam blijft, gaf het stappenplan aan deze persoon. Zie docs/beheer.md, ‘Iemand gaat weg’.")
