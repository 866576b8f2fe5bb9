"""Command line for operators: who has an account, and who is absent: `smederij user list`, `away` and `back`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

import click

from engine.accounts import away, leaves, reviewing, signing_in
from engine.cli.clickwords import Command
from engine.cli.entering import BY_HELP, OPERATOR, name_operator, read_settings, refusals, visited
from engine.cli.users import USERNAME, tell_of
from engine.errors import FieldProblem, LeaveRefused, NotFound
from engine.municipality import today
from engine.names import GROUPS
from engine.views import AccountView, AwayView, LeaveOutcome, LeaveView, User

BY = click.option("--by", "by_name", metavar="BEHEERDER", help=BY_HELP)
LISTED = ("gebruikersnaam", "naam", "stand", "groepen", "e-mail")


class _Day(click.ParamType[date]):
    """A day in the format of the settings, refused in Dutch."""

    name = "dag"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"‘{value}’ is geen dag. Schrijf JJJJ-MM-DD, zoals 2026-12-31.", param, ctx)


# ---- accounts ---------------------------------------------------------------------------------------------------


@click.command(name="list", cls=Command)
@click.option(
    "--group", type=click.Choice(sorted(GROUPS)), metavar="GROEP", help=f"Kies uit: {', '.join(sorted(GROUPS))}."
)
@click.option("--active", is_flag=True, help="Zonder wie geblokkeerd is.")
@click.pass_context
def list_users(ctx: click.Context, group: str | None, active: bool) -> None:
    """Zeggen wie er een account heeft: actief, geblokkeerd of afwezig, in welke groepen, en met welk e-mailadres.

    Op elke regel één account, met een tab tussen wat erover staat.
    """
    with refusals(), visited(read_settings(ctx)):
        found = signing_in.list_accounts(OPERATOR)
        gone = away.list_away(OPERATOR)
    rows = [
        one for one in found if (group is None or group in one.user.groups) and (one.active or not active)
    ]  # fmt: skip
    for cells in (LISTED, *(_row(one, gone.get(one.user.id)) for one in rows)):
        click.echo("\t".join(cells))


def _row(one: AccountView, gone: AwayView | None) -> Iterable[str]:
    state = "geblokkeerd" if not one.active else "actief" if gone is None else f"afwezig t/m {gone.last_day}"
    return (one.username, one.user.name, state, ",".join(sorted(one.user.groups)) or "-", one.email or "-")


REVIEWED = ("gebruikersnaam", "naam", "groepen", "sinds", "gegeven door", "laatst iets gedaan", "open taken", "let op")
REMARKS = {
    "both": "mag accounts en stappenplannen beheren",
    "quiet": "deed een half jaar niets",
    "never": "deed nog nooit iets",
}


@click.command(name="review", cls=Command)
@click.option("--done", metavar="UITKOMST", help="Vastleggen dat u ze naliep, en wat eruit kwam. Met --by.")
@BY
@click.pass_context
def review_rights(ctx: click.Context, done: str | None, by_name: str | None) -> None:
    """Wie welke rechten heeft, sinds wanneer en van wie, en of ze worden gebruikt: om na te lopen.

    Op elke regel één account dat kan inloggen, met een tab tussen wat erover staat.
    """
    with refusals(), visited(read_settings(ctx)) as municipality:
        if done is not None:
            by = name_operator(by_name, "Niet vastgelegd")
            count = reviewing.record_review(by, done)
            click.echo(f"Vastgelegd dat de rechten van {count} accounts zijn nagelopen")
            return
        found = reviewing.read_review(OPERATOR)
        zone = municipality.settings.zone
    for cells in (REVIEWED, *map(_held, found.accounts)):
        click.echo("\t".join(cells))
    last = f"{found.reviewed_at.astimezone(zone):%d-%m-%Y}, door {found.reviewed_by}" if found.reviewed_at else "nooit"
    click.echo(f"Het laatst nagelopen: {last}", err=True)


def _held(one: reviewing.Held) -> Iterable[str]:
    days = (day.isoformat() if day is not None else "-" for day in (one.since, one.last_act))
    since, last = days
    told = "; ".join(REMARKS[code] for code in one.remarks)
    groups = ",".join(one.groups) or "-"
    return (one.username, one.name, groups, since, one.given_by or "-", last, str(one.open_tasks), told or "-")


# ---- absences ---------------------------------------------------------------------------------------------------


@click.command(name="away", cls=Command)
@USERNAME
@click.option("--until", "last", required=True, type=_Day(), metavar="JJJJ-MM-DD", help="De laatste dag.")
@click.option("--from", "first", type=_Day(), metavar="JJJJ-MM-DD", help="De eerste dag; zonder deze optie vandaag.")
@click.option("--replacement", metavar="GEBRUIKERSNAAM", help="Wie vervangt; zonder deze optie niemand.")
@BY
@click.pass_context
def report_away(
    ctx: click.Context,
    username: str,
    last: date,
    first: date | None,
    replacement: str | None,
    by_name: str | None,
) -> None:
    """Iemand afwezig melden. Opgepakte taken gaan op de eerste dag naar wie vervangt, of terug naar hun groep.

    Is diegene nu al afwezig, dan verandert de laatste dag. Waarom iemand er niet is, wordt niet gevraagd.
    """
    refused = "Niet afwezig gemeld"
    with _deciding(ctx, refused, by_name) as by:
        account = _find(username, refused)
        taking_over = _find(replacement, refused).id if replacement else ""
        with _told(refused):
            known = None if first else _current(account, by)
            if known is not None and replacement:
                told = f"{account.name} is al afwezig; wie vervangt, ligt vast sinds dat begon. Laat --replacement weg."
                raise click.ClickException(f"{refused}: {told}")
            asked = leaves.LeaveAsked(first or today(), last, taking_over)
            if known is None:
                done = leaves.plan_leave(account.id, asked, by)
            else:
                done = leaves.change_leave(account.id, known.id, known.revision, asked, by)
        click.echo(f"{account.name} is afwezig gemeld, {_days(account, by)}")
    _tell_what_went(done)


@click.command(name="back", cls=Command)
@USERNAME
@BY
@click.pass_context
def report_back(ctx: click.Context, username: str, by_name: str | None) -> None:
    """Zeggen dat iemand die afwezig is er weer is. Taken blijven waar ze nu zijn."""
    refused = "Niet teruggemeld"
    with _deciding(ctx, refused, by_name) as by:
        account = _find(username, refused)
        known = _current(account, by)
        if known is None:
            raise click.ClickException(f"{refused}: {account.name} is vandaag niet afwezig.")
        leaves.end_leave(account.id, known.id, known.revision, by)
    click.echo(f"{account.name} is er weer. Taken blijven waar ze nu zijn.")


@contextmanager
def _deciding(ctx: click.Context, refused: str, by_name: str | None) -> Iterator[User]:
    with refusals(), visited(read_settings(ctx)):
        yield name_operator(by_name, refused)


def _find(username: str, refused: str) -> User:
    try:
        return signing_in.find_user(username)
    except NotFound as error:
        told = f"Er is geen account ‘{username}’ dat kan inloggen. Kijk met: smederij user list"
        raise click.ClickException(f"{refused}: {told}") from error


def _current(account: User, by: User) -> LeaveView | None:
    """The absence of today."""
    found = leaves.read_leaves(account.id, by).leaves
    return next((one for one in found if one.first_day <= today() <= one.last_day), None)


def _days(account: User, by: User) -> str:
    told = [f"van {one.first_day} tot en met {one.last_day}" for one in leaves.read_leaves(account.id, by).leaves]
    return "; ".join(told)


def _tell_what_went(done: LeaveOutcome) -> None:
    tell_of("Naar wie vervangt", done.passed_on)
    tell_of("Terug naar de groep", done.given_back)
    tell_of("Blijft op naam staan", done.kept)


@contextmanager
def _told(refused: str) -> Iterator[None]:
    try:
        yield
    except LeaveRefused as error:
        why = " ".join(_in_words(problem) for problem in error.problems.values())
        raise click.ClickException(f"{refused}: {why}") from error


def _in_words(problem: FieldProblem) -> str:
    days = problem.found if isinstance(problem.found, tuple) else (None, None)
    first, last = (day.isoformat() if isinstance(day, date) else "" for day in days)
    return {
        "in_the_past": "die dag is al geweest.",
        "far_away": "die dag ligt meer dan twee jaar weg.",
        "before_first": "de laatste dag ligt voor de eerste.",
        "overlaps": f"in deze dagen valt al een afwezigheid, van {first} tot en met {last}.",
        "self": "wie vervangt, moet een ander zijn.",
        "gone": "wie vervangt, heeft geen account meer.",
        "no_group": "wie vervangt, zit in geen van dezelfde groepen.",
        "away": f"wie vervangt, is er zelf niet van {first} tot en met {last}.",
    }[problem.code]
