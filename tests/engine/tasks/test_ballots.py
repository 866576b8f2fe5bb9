"""Ballots as they are read: which votes a member finds, in what order, until when, and their results."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

import engine
from engine.dialect.folder import ProcessFiles
from engine.municipality import transaction
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import boundary, chain, each, end, field, flow, folder, form, node, properties, start, timer
from tests.engine.proofs import prove
from tests.engine.stories import BALLOT, GIVEN, idea

PAPER = (
    '<zeebe:formDefinition formId="stembiljet" />',
    '<zeebe:assignmentDefinition assignee="=lid.id" />',
    properties(ballot="true"),
    each("=groepen.stuurgroep", "lid"),
)


def vote_process(*edges: tuple[str, bool], due: str = "") -> ProcessFiles:
    """A vote of the stuurgroep with boundary timers: how long after its start, and whether that closes it."""
    begin = start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen"))
    schedule = (f'<zeebe:taskSchedule dueDate="{due}" />',) if due else ()
    drawn, after = [], []
    for wait, closes in edges:
        drawn += [boundary(f"Na {wait}", "Stemmen", timer("Duration", wait), interrupting=closes), end(f"Eind {wait}")]
        after.append(flow(f"Na {wait}", f"Eind {wait}"))
    return folder(
        begin, node("userTask", "Stemmen", *PAPER, *schedule), end(), *drawn, chain("Begin", "Stemmen", "Klaar"),
        *after, files={"forms/stembiljet.form": BALLOT},
    )  # fmt: skip


@pytest.fixture
def voting(deploy: Deploy, people: People) -> engine.StartedCase:
    """A vote that has started, and closes after two days."""
    deploy(vote_process(("P2D", True)))
    return engine.start_case("proef", {}, None)


def cast(member: engine.User, choice: str, place: int = 0) -> None:
    mine = engine.list_ballots(member)[place].my_task
    assert mine is not None
    engine.complete_task(mine.id, member, {"keuze": choice, "reden": "zomaar"})


def paper_of(member: engine.User) -> str:
    mine = engine.list_ballots(member)[0].my_task
    assert mine is not None
    return mine.id


def test_open_votes_come_first_by_when_they_close_and_then_the_newest(
    voting: engine.StartedCase, people: People, clock: TestClock
) -> None:
    others = []
    for _ in range(3):
        clock.turn(hours=1)
        others.append(engine.start_case("proef", {}, None).reference)
    for _ in range(2):
        for member in people.members:
            cast(member, "voor")

    found = engine.list_ballots(people.members[0])

    assert [(ballot.reference, ballot.closed) for ballot in found] == [
        (others[1], False), (others[2], False), (others[0], True), (voting.reference, True),
    ]  # fmt: skip


def test_who_is_asked_for_no_vote_finds_none(voting: engine.StartedCase, people: People) -> None:
    assert engine.list_ballots(people.office) == ()


def test_a_task_that_is_no_vote_is_not_among_them(deploy: Deploy, people: People) -> None:
    deploy(idea())
    started = engine.start_case("voorbeeld", GIVEN, None)
    (task,) = engine.list_team_tasks(people.office, search=started.reference).items

    engine.claim_task(task.id, people.office)

    assert engine.list_ballots(people.office) == ()


def test_who_missed_a_vote_finds_it_with_its_result_once_it_is_closed(
    voting: engine.StartedCase, people: People, clock: TestClock
) -> None:
    first, missed, _third = people.members
    cast(first, "voor")
    clock.turn(days=3)
    engine.run_worker_once()

    (found,) = engine.list_ballots(missed)

    assert (found.reference, found.closed, found.my_vote) == (voting.reference, True, None)
    assert found.my_task is not None
    assert found.my_task.state == "cancelled"
    assert engine.read_ballot(found.my_task.id, missed).tally == {"Voor": 1, "Tegen": 0, "Onthouden": 0, "Belang": 0}


@pytest.mark.parametrize("voters", [0, 1], ids=["nobody", "one"])
def test_a_vote_in_which_next_to_nobody_voted_has_a_result_until_that_was_erased(
    voters: int, voting: engine.StartedCase, people: People, clock: TestClock
) -> None:
    for member in people.members[:voters]:
        cast(member, "voor")
    clock.turn(days=3)
    engine.run_worker_once()
    before = engine.list_ballots(people.members[0])[0].tally
    engine.erase_case(voting.reference, people.operator, "Op verzoek")

    (ballot,) = engine.list_ballots(people.members[0])

    assert before == {"Voor": voters, "Tegen": 0, "Onthouden": 0, "Belang": 0}
    assert ballot.tally == (None if voters else before)


def test_staff_read_how_a_vote_stands_and_what_came_of_it_but_nobodys_vote(
    voting: engine.StartedCase, people: People
) -> None:
    first, second, third = people.members
    paper = paper_of(first)
    cast(first, "tegen")
    cast(second, "onthouden")

    before = [engine.read_ballot(paper, reader) for reader in (people.auditor, third, first)]
    engine.recuse(paper_of(third), third, "Mijn zus dient dit in")
    after = engine.read_ballot(paper, people.auditor)

    assert [(b.voted, b.eligible, b.recused, b.tally) for b in before] == [(2, 3, 0, None)] * 3
    assert [b.my_vote and b.my_vote["keuze"] for b in before] == [None, None, "tegen"]
    assert [b.my_task is not None for b in before] == [False, False, True]
    assert (after.closed, after.voted, after.eligible, after.recused) == (True, 2, 2, 1)
    assert after.tally == {"Voor": 0, "Tegen": 1, "Onthouden": 1, "Belang": 1}


def test_who_takes_no_part_does_not_read_how_an_open_vote_stands(voting: engine.StartedCase, people: People) -> None:
    paper = paper_of(people.members[0])
    engine.recuse(paper, people.members[0], "Mijn zus dient dit in")

    with pytest.raises(engine.NotAllowed):
        engine.read_ballot(paper, people.members[0])


def test_what_is_no_ballot_is_not_found(deploy: Deploy, people: People) -> None:
    deploy(idea())
    engine.start_case("voorbeeld", GIVEN, None)
    (task,) = engine.list_team_tasks(people.office).items

    for key in (task.id, "0" * 32):
        with pytest.raises(engine.NotFound):
            engine.read_ballot(key, people.office)


@pytest.mark.parametrize(
    ("edges", "due", "days"),
    [
        ([("P2D", True)], "", 2),
        ([("P1D", False), ("P4D", True), ("P3D", True)], "P9D", 3),
        ([("P1D", False)], "P9D", 9),
        ([], "P9D", 9),
    ],
    ids=["its deadline", "the first that closes it", "a reminder closes nothing", "when the task is due"],
)
def test_a_vote_says_until_when_it_is_open(
    deploy: Deploy, people: People, clock: TestClock, edges: list[tuple[str, bool]], due: str, days: int
) -> None:
    deploy(vote_process(*edges, due=due))
    engine.start_case("proef", {}, None)

    (ballot,) = engine.list_ballots(people.members[0])

    assert ballot.closes_at == clock() + timedelta(days=days)


def test_a_vote_that_is_closed_says_no_more_until_when_it_was_open(voting: engine.StartedCase, people: People) -> None:
    for member in people.members:
        cast(member, "voor")

    assert engine.list_ballots(people.members[0])[0].closes_at is None


def test_of_votes_that_were_erased_it_is_told_how_many_there_were_and_no_longer_what(
    voting: engine.StartedCase, people: People
) -> None:
    for member in people.members:
        cast(member, "voor")
    engine.erase_case(voting.reference, people.operator, "Op verzoek")

    (ballot,) = engine.list_ballots(people.members[0])

    assert (ballot.closed, ballot.voted, ballot.tally, ballot.my_vote) == (True, 3, None, None)


def test_two_votes_of_one_case_are_counted_apart(deploy: Deploy, people: People, clock: TestClock) -> None:
    begin = start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen"))
    deploy(folder(
        begin, node("userTask", "Stemmen", *PAPER), node("userTask", "Nogmaals", *PAPER), end(),
        chain("Begin", "Stemmen", "Nogmaals", "Klaar"), files={"forms/stembiljet.form": BALLOT},
    ))  # fmt: skip
    engine.start_case("proef", {}, None)
    for member in people.members:
        cast(member, "voor")
    clock.turn(hours=1)
    cast(people.members[0], "tegen")

    again, before = engine.list_ballots(people.members[0])

    assert (again.task_name, again.voted, again.eligible) == ("Nogmaals", 1, 3)
    assert (before.task_name, before.voted, before.tally) == (
        "Stemmen", 3, {"Voor": 3, "Tegen": 0, "Onthouden": 0, "Belang": 0},
    )  # fmt: skip


def test_a_vote_that_cannot_close_when_its_last_member_takes_no_part_becomes_an_incident(
    deploy: Deploy, people: People
) -> None:
    begin = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
    deploy(folder(
        begin, node("userTask", "Stemmen", *PAPER), node("exclusiveGateway", "Duur?", default="nee"),
        end(), end("Goedkoop"), chain("Begin", "Stemmen", "Duur?"), flow("Duur?", "Klaar", "=bedrag &gt; 100"),
        flow("Duur?", "Goedkoop", key="nee"),
        files={"forms/stembiljet.form": BALLOT, "forms/begin.form": form("begin", field("bedrag"))},
    ))  # fmt: skip
    case = engine.start_case("proef", {"bedrag": "veel"}, None)
    *others, last = people.members
    for member in others:
        cast(member, "voor")

    with pytest.raises(engine.ExecutionFailed):
        engine.recuse(paper_of(last), last, "Mijn zus dient dit in")

    assert [incident.case_id for incident in engine.list_incidents(people.operator)] == [case.case_id]
    assert engine.read_task(paper_of(last), last).draft == {"keuze": ["belang"], "reden": ["Mijn zus dient dit in"]}


# ---- proving ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("goes_on", [True, False], ids=["shown too early", "open for a change too late"])
def test_that_a_vote_is_over_or_goes_on_cannot_be_changed_unseen(
    voting: engine.StartedCase, people: People, clock: TestClock, goes_on: bool
) -> None:
    cast(people.members[0], "voor")
    if not goes_on:
        clock.turn(days=3)
        engine.run_worker_once()
    before = prove().misfits
    with transaction() as session:
        session.execute(text("UPDATE tasks SET ballot_open = :open WHERE state = 'completed'"), {"open": not goes_on})

    assert before == ()
    assert [(one.what, one.reason) for one in prove().misfits] == [("task", "voting")]
