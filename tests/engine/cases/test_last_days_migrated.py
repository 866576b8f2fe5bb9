"""Last days, migrated: a question that waits while its case goes to another version keeps the day that was told."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest

import engine
from engine.versions import definitions
from tests.conftest import STOCK, TestClock
from tests.engine.cases.test_last_days import HERE, IDEA, Ask, ask_more, ask_to_complete
from tests.engine.conftest import People


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Once: this is about what a diagram says, not about a database."""
    return sqlite_url


@pytest.mark.parametrize("ask", [ask_to_complete, ask_more], ids=["to complete it", "beside the tasks"])
def test_a_reminder_of_a_question_from_an_earlier_version_promises_no_other_day(
    place: engine.Municipality, people: People, clock: TestClock, tmp_path: Path, ask: Ask
) -> None:
    shutil.copytree(STOCK, tmp_path / "stock")
    drawing = tmp_path / "stock" / "behandeling" / "process.bpmn"
    drawing.write_text(
        re.sub(r'<zeebe:(out|in)put source="[^"]*P14D[^"]*" target="\w+_tot" />', "", drawing.read_text())
    )
    engine.install_stock(tmp_path / "stock")
    clock.moment = datetime(2026, 3, 20, 23, 30, tzinfo=HERE)
    started = engine.start_case("idee", IDEA, None)
    ask(started, people)
    clock.turn(days=3)
    definitions.deploy(STOCK / "behandeling")
    engine.start_migration("behandeling", people.operator, "Een betere herinnering.")
    engine.run_worker_once()

    clock.moment = datetime(2026, 3, 29, 23, 30, tzinfo=HERE)
    engine.run_worker_once()

    told = [mail.body for mail in engine.list_mails(people.operator).items if "Een week geleden" in mail.body]
    assert [body.partition("Dat kan tot en met ")[2].partition(":")[0] for body in told] == [
        "de dag die in ons vorige bericht staat"
    ]
