"""The file beside a task: first what was asked of us, then the latest, and how to reach the submitter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

import engine
from engine.models import Person, Task, Viewing
from engine.municipality import reading, transaction
from tests.web.conftest import SignIn, open_task
from web.forms.answered import lay_out

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def given(*steps: str) -> list[engine.GivenAnswers]:
    """Answers to these steps, the oldest first; a step with several people is written as ‘Step (Who)’."""
    return [engine.GivenAnswers(step, step.partition(" (")[0], "Iemand", AT, ()) for step in steps]


@pytest.mark.parametrize(
    ("steps", "open_", "folded"),
    [
        ([], [], []),
        (["Idee"], ["Idee"], []),
        (["Idee", "Toets"], ["Idee", "Toets"], []),
        (["Idee", "Toets", "Gesprek", "Route"], ["Idee", "Route"], ["Gesprek", "Toets"]),
        (["Idee", "Toets", "Advies (A)", "Advies (B)"], ["Idee", "Advies (B)", "Advies (A)"], ["Toets"]),
        (["Idee", "Verslag", "Toets", "Verslag"], ["Idee", "Verslag"], ["Toets", "Verslag"]),
    ],
    ids=["nothing", "only the idea", "one step", "several steps", "a step of several people", "a step done twice"],
)
def test_what_it_began_with_comes_first_and_then_the_latest_step(
    steps: list[str], open_: list[str], folded: list[str]
) -> None:
    first, latest, between = lay_out(given(*steps))

    assert [group[0].task_name for group in first + latest] == open_
    assert [group[0].task_name for group in between] == folded


def test_who_speaks_with_submitters_reads_how_to_reach_this_one_and_that_is_kept(
    staff: SignIn, idea: engine.StartedCase
) -> None:
    with transaction() as session:
        session.execute(update(Person).where(Person.email.like("bewoner@%")).values(phone="06 00000000"))

    page = staff("ondersteuning").get(f"/taken/{open_task('ondersteuning', 'Idee toetsen')}")

    assert "bewoner@voorbeeld.invalid" in page.main
    assert "tel:0600000000" in page.links()
    assert kinds() == ["task_contact"]


def test_who_advises_does_not_read_it(staff: SignIn, idea: engine.StartedCase) -> None:
    task = open_task("ondersteuning", "Idee toetsen")
    with transaction() as session:
        session.get_one(Task, task).candidate_groups = ["domesta"]

    page = staff("domesta").get(f"/taken/{task}")

    assert "Idee toetsen" in page.main
    assert "bewoner@voorbeeld.invalid" not in page.main
    assert kinds() == ["task"]


def test_who_can_do_nothing_any_more_does_not_read_it(staff: SignIn, idea: engine.StartedCase) -> None:
    task = open_task("ondersteuning", "Idee toetsen")
    engine.claim_task(task, engine.find_user("ondersteuning-2"))

    page = staff("ondersteuning").get(f"/taken/{task}")

    assert "bewoner@voorbeeld.invalid" not in page.main
    assert kinds() == ["task"]


def kinds() -> list[str]:
    with reading() as session:
        return list(session.scalars(select(Viewing.kind)))
