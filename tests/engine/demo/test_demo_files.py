"""Files in the demo: a story that names files submits them, and an idea has files of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from sqlalchemy import select

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.demo.story import Story
from engine.models import Document
from engine.municipality import TurnedClock, here, reading, transaction
from engine.scenarios import read_scenario
from engine.versions import definitions
from tests.conftest import Opener
from tests.engine.diagrams import chain, end, field, folder, form, properties, start, user
from tests.engine.form_builders import component

START = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
FILES = {
    "forms/begin.form": form("begin", field("titel"), component("filepicker", "fotos", multiple=True)),
    "forms/verslag.form": form("verslag", component("filepicker", "fotos", multiple=True)),
}
STORY = b"""\
name: Met foto's
now: 2026-03-02T09:00
start: {titel: Bankje, fotos: [uit het verhaal.jpg]}
steps:
- task: Verslag
  answers: {fotos: [opening.jpg, rekening.pdf]}
expect: {end: Klaar}
"""


@pytest.fixture
def demo(sqlite_url: str, open_at: Opener) -> Iterator[None]:
    """A process with files at its start and in a task, and somebody to do it; on SQLite, as the demo is."""
    made = folder(START, user("Verslag", form="verslag"), end(), chain("Begin", "Verslag", "Klaar"), files=FILES,
                  process="proef")  # fmt: skip
    with engine.at(open_at(sqlite_url)):
        with transaction() as session:
            definitions.put_in_use(session, "proef", made, "systeem")
            add_accounts(session, [NewAccount("olga", "Olga", "geheim-woord", ("ondersteuning",))])
        yield


def tell(**idea: object) -> list[tuple[str, bool]]:
    """Each file after the story was played: its name, and whether it belongs to a task."""
    clock = TurnedClock(here().clock())
    story = Story(read_scenario("proef", "scenarios/01.yaml", STORY), idea, {}, clock, random.Random(1))
    for _pause in story.tell():
        pass
    with reading() as session:
        query = select(Document.name, Document.task_id.is_not(None)).where(Document.attached_at.is_not(None))
        return sorted((name, in_task) for name, in_task in session.execute(query))


@pytest.mark.usefixtures("demo")
def test_an_idea_comes_with_files_of_its_own_and_the_report_with_those_of_the_story() -> None:
    assert tell(titel="Moestuin", fotos=["moestuin.jpg"]) == [
        ("moestuin.jpg", False),
        ("opening.jpg", True),
        ("rekening.pdf", True),
    ]


@pytest.mark.usefixtures("demo")
def test_an_idea_without_files_does_not_get_those_of_another() -> None:
    assert tell(titel="Moestuin") == [("opening.jpg", True), ("rekening.pdf", True)]
