"""Meanwhile: what people who are typing are told when their task was claimed, done or cancelled by then."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import engine
from tests.web.conftest import SignIn, open_task
from tests.web.visitor import Visitor

DONE = {"volledig": "true", "soort": "groen"}
WITHDREW = (
    "De taak is gestopt (2 maart 2026, 09:00): de tijd was om, het is ingetrokken, of er is een andere weg gekozen."
)
Act = Callable[[str, engine.StartedCase], object]


def claim(task: str, _idea: engine.StartedCase) -> object:
    return engine.claim_task(task, engine.find_user("ondersteuning-2"))


def complete(task: str, _idea: engine.StartedCase) -> object:
    return engine.complete_task(task, engine.find_user("ondersteuning-2"), DONE)


def withdraw(_task: str, idea: engine.StartedCase) -> object:
    return engine.withdraw_case(idea.case_id, engine.open_secret_link(idea.secret), "")


def save(visitor: Visitor, task: str) -> str:
    """Save in the background, as the page does while somebody types; returns why it is too late to send it."""
    headers = {"X-Requested-With": "fetch"}
    answer = visitor.post(f"/taken/{task}/concept", {"wat_ontbreekt": "Half"}, headers=headers).response.json
    assert isinstance(answer, dict)
    return str(answer["too_late"])


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (claim, "Tweede collega heeft deze taak opgepakt (2 maart 2026, 09:00)."),
        (complete, "Tweede collega heeft deze taak afgerond (2 maart 2026, 09:00)."),
        (withdraw, WITHDREW),
    ],
)
def test_who_is_typing_reads_that_it_cannot_be_sent_any_more(
    staff: SignIn, idea: engine.StartedCase, act: Act, told: str
) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    before = save(office, task)

    act(task, idea)

    assert (before, save(office, task)) == ("", told)
    assert engine.read_task(task, engine.find_user("ondersteuning")).draft == {"wat_ontbreekt": ["Half"]}


def test_who_saves_to_go_on_later_reads_that_a_colleague_did_it(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    complete(task, idea)

    page = office.post(f"/taken/{task}", {"wat_ontbreekt": "Half", "_actie": "bewaren"})

    assert (page.status, page.heading) == (409, "Deze taak is al afgerond")
    assert "Half" in page.main
    assert "Half" in office.get("/concepten").main


def test_a_vote_that_is_saved_after_it_closed_is_told_to_be_too_late(staff: SignIn, vote: engine.StartedCase) -> None:
    member, (ballot,) = staff("stuurgroep-1"), engine.list_ballots(engine.find_user("stuurgroep-1"))
    assert ballot.my_task is not None
    withdraw(ballot.my_task.id, vote)

    page = member.post(f"/stemmen/{ballot.my_task.id}", {"reden": "Half", "_actie": "bewaren"})

    assert (page.status, page.heading) == (409, "Deze taak is vervallen")
    assert "Half" in page.main


def test_a_draft_says_that_a_colleague_has_the_task(staff: SignIn, idea: engine.StartedCase) -> None:
    office, task = staff("ondersteuning"), open_task("ondersteuning", "Idee toetsen")
    save(office, task)

    claim(task, idea)

    assert "Tweede collega heeft deze taak opgepakt." in office.get("/concepten").main
