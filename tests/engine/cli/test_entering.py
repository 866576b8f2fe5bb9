"""Entering: a command in the wrong folder, or with a database that cannot be used, says so and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

import engine
from engine.cli.commands import main
from engine.database import Database
from engine.migrations import Release, find_release, migrate

LOOKING = (
    ("verify",),
    ("export", "geschreven"),
    ("cases", "plan", "behandeling"),
    ("cases", "show", "1"),
    ("cases", "migrate", "behandeling", "--reason", "Beter."),
    ("cases", "undo", "1"),
    ("message", "betaald"),
    ("migrate", "--check"),
)
"""Commands with nothing to do where no municipality is yet."""


def give(*command: str, **settings: object) -> Result:
    environ = {f"SMEDERIJ_{name.upper()}": str(value) for name, value in settings.items()}
    return CliRunner().invoke(main, command, env=environ)


def assert_told(done: Result, *words: str) -> None:
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)  # A sentence, and no traceback.
    assert [word for word in words if word not in done.output] == []


@pytest.mark.parametrize("command", LOOKING, ids=" ".join)
def test_where_no_database_is_nothing_is_proven_and_nothing_made(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    done = give(*command)

    assert_told(done, "data_dir", "hier is geen database", "Kijk of u in de goede map staat")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", LOOKING, ids=" ".join)
def test_a_database_without_tables_is_refused(command: tuple[str, ...], empty_url: str, tmp_path: Path) -> None:
    database = Database(empty_url)
    database.engine.connect().close()

    done = give(*command, data_dir=tmp_path, database_url=empty_url)

    assert_told(done, "database_url (uit SMEDERIJ_DATABASE_URL)", "hier zijn geen tabellen van Smederij")
    assert find_release(database) is Release.NONE
    database.close()


def test_the_tables_of_an_earlier_release_are_refused_with_the_remedy(empty_url: str, tmp_path: Path) -> None:
    database = Database(empty_url)
    migrate(database, "0012")

    done = give("verify", data_dir=tmp_path, database_url=empty_url)

    assert_told(done, "van een oudere versie", "smederij migrate")
    assert find_release(database) is Release.OLDER
    database.close()


@pytest.mark.parametrize("command", ["verify", "migrate", "migrate --check"])
def test_the_tables_of_a_later_release_are_refused(command: str, empty_url: str, tmp_path: Path) -> None:
    database = Database(empty_url)
    migrate(database)
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    done = give(*command.split(), data_dir=tmp_path, database_url=empty_url)

    assert_told(done, "van een nieuwere versie", "reservekopie")
    database.close()


def test_where_tables_of_this_release_are_it_is_proven(empty_url: str, tmp_path: Path) -> None:
    give("migrate", data_dir=tmp_path, database_url=empty_url)

    done = give("verify", data_dir=tmp_path, database_url=empty_url)

    assert done.exit_code == 0
    assert "de keten klopt" in done.output


@pytest.mark.parametrize("command", [("verify",), ("migrate",), ("work", "--once"), ("message", "betaald")])
def test_a_server_that_does_not_answer_is_told_with_the_setting(command: tuple[str, ...], tmp_path: Path) -> None:
    done = give(*command, data_dir=tmp_path, database_url="postgresql://olga:geheim@127.0.0.1:1/smederij")

    assert_told(done, "database_url (uit SMEDERIJ_DATABASE_URL)", "Kijk of PostgreSQL draait")
    assert "geheim" not in done.output


@pytest.mark.parametrize("command", ["verify", "migrate"])
def test_a_file_that_is_no_database_is_told(command: str, tmp_path: Path) -> None:
    (tmp_path / "smederij.sqlite").write_text("Dit is geen database, maar een verhaal.")

    done = give(command, data_dir=tmp_path)

    assert_told(done, "data_dir (uit SMEDERIJ_DATA_DIR)", "Kijk of dit bestand een database is")


def test_a_folder_that_cannot_be_made_is_told_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("")

    done = give("migrate", data_dir=tmp_path / "bestand" / "map")

    assert_told(done, "data_dir (uit SMEDERIJ_DATA_DIR)", "de map kan niet worden gemaakt")


def test_a_folder_for_data_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    give("migrate", data_dir=tmp_path / "gegevens")

    assert (tmp_path / "gegevens").stat().st_mode & 0o077 == 0


@contextmanager
def somebody_else() -> Iterator[None]:
    """Another user of the machine if tests run as root; any other user has no access to files without permissions."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("command", [("verify",), ("backup", "kopie"), ("doctor",)], ids=" ".join)
def test_who_may_not_look_in_the_folder_is_told_as_whom_to_do_it(command: tuple[str, ...], tmp_path: Path) -> None:
    folder = tmp_path / "gegevens"
    give("migrate", data_dir=folder)
    folder.chmod(0o000)

    with somebody_else():
        done = give(*command, data_dir=folder)

    folder.chmod(0o700)
    assert_told(done, "data_dir (uit SMEDERIJ_DATA_DIR)", "Geef het commando als de gebruiker van Smederij")


def test_a_folder_that_was_there_keeps_the_rights_that_the_operator_gave_it(tmp_path: Path) -> None:
    (tmp_path / "gegevens").mkdir()
    (tmp_path / "gegevens").chmod(0o750)

    give("migrate", data_dir=tmp_path / "gegevens")

    assert (tmp_path / "gegevens").stat().st_mode & 0o777 == 0o750


def test_settings_that_were_copied_still_tell_where_they_come_from(tmp_path: Path) -> None:
    settings = engine.load_settings({"SMEDERIJ_DATA_DIR": str(tmp_path)})

    copy = settings.model_copy(update={"demo": True})

    assert copy.tell_origin("data_dir") == "Instelling data_dir (uit SMEDERIJ_DATA_DIR)"


def test_a_release_with_the_same_tables_is_told_from_one_that_changes_them(empty_url: str, tmp_path: Path) -> None:
    """In the first case an old and a new server can run at the same time; in the second the old one must be off."""
    database = Database(empty_url)
    migrate(database, "0024")

    before = give("migrate", "--check", data_dir=tmp_path, database_url=empty_url)
    still = find_release(database)
    give("migrate", data_dir=tmp_path, database_url=empty_url)
    after = give("migrate", "--check", data_dir=tmp_path, database_url=empty_url)

    assert (before.exit_code, "de tabellen zijn van een oudere versie" in before.output) == (3, True)
    assert still is Release.OLDER
    assert (after.exit_code, "is bij" in after.output) == (0, True)
    database.close()
