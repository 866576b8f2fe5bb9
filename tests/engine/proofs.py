"""Proofs: what `verify` says about the municipality of a test, and what its commands do."""

from __future__ import annotations

from click.testing import CliRunner, Result

import engine
from engine import proving
from engine.cli.commands import main
from engine.municipality import snapshot


def prove() -> proving.Proof:
    with snapshot() as session:
        return proving.prove(session)


def reasons() -> set[tuple[str, str, str]]:
    """What does not match: of what, of which case by its reference, and why."""
    return {(one.what, one.reference, one.reason) for one in prove().misfits}


def command(place: engine.Municipality, *told: str) -> Result:
    settings = place.settings
    environment = {"SMEDERIJ_DATA_DIR": str(settings.data_dir), "SMEDERIJ_DATABASE_URL": settings.database}
    return CliRunner().invoke(main, list(told), env=environment)
