"""Entering: how a command enters the municipality that it works on, and how it reports a refusal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from engine.accounts import signing_in
from engine.cli.clickwords import speak_dutch
from engine.cli.refusals import explain_refusal
from engine.configuring import load_settings
from engine.errors import ConfigurationRefused, EngineError, NotFound, SharedLine, Unavailable
from engine.migrations import Release, find_release
from engine.migrations import migrate as migrate_database
from engine.municipality import Municipality, at, open_municipality
from engine.permissions import may
from engine.settings import Settings
from engine.views import User

speak_dutch()  # Every module with commands begins by importing from here.

OPERATOR = User("systeem", "Smederij", frozenset({"beheerder"}))
"""The user in whose name a command acts where no account is named: whoever has access to the machine."""


@contextmanager
def refusals() -> Iterator[None]:
    """Show a refusal of the engine as a sentence and end with status 1."""
    try:
        yield
    except EngineError as error:
        raise click.ClickException(explain_refusal(error)) from error


class TablesOlder(click.ClickException):
    """The tables are of an older release."""


BY_HELP = "Gebruikersnaam van wie dit doet, voor de geschiedenis. Mag weg zolang er geen beheerder is."


def name_operator(
    by_name: str | None, refused: str, action: str = "manage_accounts", *, who: str = "beheerder"
) -> User:
    """Who gives this command, for the history: the account that `--by` names.

    The machine itself only as long as nobody can manage accounts: then there is nobody to name. `refused` says what
    is not done, `who` who may do it. Ends the command where another account, or none, is named.
    """
    if by_name is None:
        if signing_in.has_operator():
            told = f"Noem met --by de gebruikersnaam van de {who} die dit doet; de geschiedenis bewaart wie het was."
            raise click.ClickException(f"{refused}. {told}")
        return OPERATOR
    try:
        by = signing_in.find_user(by_name)
    except NotFound as error:
        told = f"Noem met --by de gebruikersnaam van een {who} met een account."
        if not signing_in.has_operator():
            told = "Er is nog geen beheerder met een account: laat --by weg."
        raise click.ClickException(f"{refused}. {by_name} heeft geen account. {told}") from error
    if not may(by, action):
        told = f"{by_name} is geen {who}. Noem met --by de {who} die dit doet."
        raise click.ClickException(f"{refused}. {told}")
    return by


@contextmanager
def entered(settings: Settings) -> Iterator[Municipality]:
    """A municipality whose tables are made or brought up to date, entered for the duration of a command.

    Ends the command where the database of the settings cannot be used, with the setting and the remedy.
    """
    with _opened(settings) as municipality:
        with refusals(), _telling(settings):
            if find_release(municipality.database) is Release.UNKNOWN:
                raise ConfigurationRefused(_later(settings))
            migrate_database(municipality.database)
        with at(municipality):
            yield municipality


@contextmanager
def visited(settings: Settings) -> Iterator[Municipality]:
    """As `entered`, for a command that only makes sense on an existing database: none is made or changed.

    Somebody who looks in the wrong folder must not be told that all is well there.
    """
    require_tables(settings)
    with _opened(settings) as municipality:
        with refusals(), _telling(settings):
            release = find_release(municipality.database)
        if release is Release.OLDER:
            told = "de tabellen zijn van een oudere versie. Werk ze bij: smederij migrate"
            raise TablesOlder(f"{_where(settings)}: {told}")
        if release is Release.UNKNOWN:
            raise click.ClickException(_later(settings))
        with at(municipality):
            yield municipality


def require_tables(settings: Settings) -> None:
    """Go on only where there are tables, of whatever release: a copy is made before they are brought up to date."""
    with refusals():
        _require_file(settings)
    with _opened(settings) as municipality, refusals(), _telling(settings):
        release = find_release(municipality.database)
    if release is Release.NONE:
        raise click.ClickException(f"{_where(settings)}: hier zijn geen tabellen van Smederij. {CHECK}")


def read_settings(ctx: click.Context) -> Settings:
    with refusals():
        return load_settings(os.environ, ctx.obj)


def make_data_dir(settings: Settings) -> None:
    """Make the folder for data, unless it exists. Raises: ConfigurationRefused: it cannot be made or written to."""
    try:
        settings.data_dir.mkdir(0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationRefused(_no_folder(settings, error)) from error
    if not os.access(settings.data_dir, os.W_OK | os.X_OK):
        told = f"{settings.tell_origin('data_dir')}: in de map {settings.data_dir} mag niet worden geschreven. "
        raise ConfigurationRefused(told + "Geef de gebruiker van Smederij dat recht, of kies een andere map.")


CHECK = "Kijk of u in de goede map staat en of data_dir, database_url en SMEDERIJ_CONFIG kloppen."


@contextmanager
def _opened(settings: Settings) -> Iterator[Municipality]:
    try:
        municipality = open_municipality(settings)
    except OSError as error:
        raise click.ClickException(_no_folder(settings, error)) from error
    try:
        yield municipality
    finally:
        municipality.close()


@contextmanager
def _telling(settings: Settings) -> Iterator[None]:
    """Report why the database of the settings cannot be used. Raises: ConfigurationRefused."""
    try:
        yield
    except (DBAPIError, Unavailable) as error:
        raise ConfigurationRefused(_unusable(settings, error)) from error


def _require_file(settings: Settings) -> None:
    url = make_url(settings.database)
    try:
        is_missing = url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file()
    except PermissionError as error:
        told = "hier mag u niet kijken. Geef het commando als de gebruiker van Smederij."
        raise ConfigurationRefused(f"{_where(settings)}: {told}") from error
    if is_missing:
        raise ConfigurationRefused(f"{_where(settings)}: hier is geen database. {CHECK}")


def _where(settings: Settings) -> str:
    name = "database_url" if settings.database_url else "data_dir"
    url = make_url(settings.database)
    place = url.database if url.get_backend_name() == "sqlite" else url.render_as_string()
    return f"{settings.tell_origin(name)}: {place}"


def _later(settings: Settings) -> str:
    return (
        f"{_where(settings)}: de tabellen zijn van een nieuwere versie van Smederij. "
        "Gebruik die versie, of zet de reservekopie van vóór het bijwerken terug."
    )


def _no_folder(settings: Settings, error: OSError) -> str:
    return (
        f"{_where(settings)}: de map kan niet worden gemaakt ({error.strerror}: {error.filename}). "
        "Kies een map waarin de gebruiker van Smederij mag schrijven."
    )


def _unusable(settings: Settings, error: Exception) -> str:
    """The first line of the database's message; it has no password in it."""
    if isinstance(error, SharedLine):
        return (
            f"{_where(settings)}: een pooler tussen Smederij en PostgreSQL deelt verbindingen per transactie uit. "
            "Daarmee raken opdrachten door elkaar. Laat hem ze per sessie uitdelen (bij PgBouncer: "
            "pool_mode = session), of geef het adres van PostgreSQL zelf."
        )
    known = error.__cause__ if isinstance(error, Unavailable) else error
    cause = known.orig if isinstance(known, DBAPIError) else known
    said = next(iter(str(cause).splitlines()), "")
    if make_url(settings.database).get_backend_name() == "sqlite":
        remedy = "Kijk of dit bestand een database is en of de gebruiker van Smederij erin mag schrijven."
    else:
        remedy = "Kijk of PostgreSQL draait, en of het adres, de gebruiker, het wachtwoord en de rechten kloppen."
    return f"{_where(settings)}: de database doet het niet ({said}). {remedy}"
