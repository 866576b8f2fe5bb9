"""Entering: how a command of the machine gets into its municipality, and how it tells that it was refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from engine.errors import EngineError
from engine.migrations import migrate as migrate_database
from engine.municipality import Municipality, at, open_municipality
from engine.settings import Settings, load_settings
from engine.views import User

OPERATOR = User("systeem", "Smederij", frozenset({"beheerder"}))
"""Whoever may give commands on the machine."""


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
