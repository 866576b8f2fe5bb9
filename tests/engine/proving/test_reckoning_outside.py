"""The program that the guide gives an auditor recomputes the history without us, and finds what was changed in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

import engine
from engine.municipality import transaction
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.stories import GIVEN, idea
from tests.engine.tampering import lift_guards, take_out_events

GUIDE = Path(__file__).resolve().parents[3] / "docs/auditor.md"


@pytest.fixture
def database_url(peopled_sqlite: tuple[Path, People], tmp_path: Path) -> str:
    """On SQLite only: the program reads the file that `smederij backup` makes."""
    path = tmp_path / "smederij.sqlite"
    shutil.copy(peopled_sqlite[0], path)
    return f"sqlite:///{path}"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The program in the guide, copied as a reader would."""
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "nareken.py"
    path.write_text(code, encoding="utf-8")
    return path


@pytest.fixture
def seal(deploy: Deploy, people: People, clock: TestClock, tmp_path: Path) -> Path:
    """A seal, after which an idea continued: at a moment with a fraction of a second, and at one without."""
    deploy(idea())
    started = engine.start_case("voorbeeld", GIVEN, None)
    clock.turn(seconds=0.5)
    _, data = engine.make_seal(people.auditor)
    (check,) = engine.list_team_tasks(people.office, search=started.reference).items
    engine.complete_task(check.id, people.office, {"notitie": "Waar?"})
    path = tmp_path / "bewijs.json"
    path.write_bytes(data)
    return path


def run(program: Path, place: engine.Municipality, *more: Path) -> tuple[int, str]:
    """Run it by a Python without our packages. Returns its exit status and output."""
    database = place.settings.database_url.removeprefix("sqlite:///")
    command = [sys.executable, "-I", "-S", str(program), database, *map(str, more)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=program.parent, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def test_it_finds_the_history_and_a_seal_as_they_are(program: Path, seal: Path, place: engine.Municipality) -> None:
    status, said = run(program, place, seal)

    assert status == 0, said
    assert "gebeurtenissen kloppen." in said
    assert "is er nog, onveranderd." in said


def test_it_names_the_event_of_which_a_byte_was_changed(
    program: Path, seal: Path, place: engine.Municipality, people: People
) -> None:
    with transaction() as session:
        lift_guards(session)
        number = session.scalar(text("SELECT max(sequence) - 1 FROM history"))
        session.execute(text("UPDATE history SET kind = kind || 'x' WHERE sequence = :number"), {"number": number})

    with pytest.raises(engine.HistoryBroken) as ours:
        engine.prove_history(people.auditor)

    assert run(program, place) == (1, f"Gebeurtenis {number} klopt niet.\n")
    assert ours.value.sequence == number


def test_it_misses_the_last_events_of_an_idea_by_the_seal(
    program: Path, seal: Path, place: engine.Municipality
) -> None:
    with transaction() as session:
        case_id = str(session.scalar(text("SELECT id FROM cases")))
        events = session.execute(text("SELECT count(*) FROM history WHERE case_id IS NOT NULL")).scalar_one()
    take_out_events(case_id, events - 1)

    assert run(program, place)[0] == 0
    assert "klopt niet wat er was toen het bewijs werd gemaakt" in run(program, place, seal)[1]


def test_it_takes_no_seal_that_was_altered(program: Path, seal: Path, place: engine.Municipality) -> None:
    told = seal.read_text(encoding="utf-8")
    seal.write_text(re.sub('"gemaakt": "2', '"gemaakt": "3', told), encoding="utf-8")

    status, said = run(program, place, seal)

    assert status == 1
    assert said.endswith("Het bewijs is veranderd.\n")
