"""Token moves: an operator lets a case go on from another step, whole or not at all, and the history says why."""

from __future__ import annotations

import pytest

import engine
from engine import history
from engine.municipality import reading
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, flow, folder, form, node, properties, start, timer, user

BEGUN = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
FILES = {"forms/begin.form": form("begin", field("bedrag"))}
WHY = "De keuze kan niet worden gemaakt."


@pytest.fixture
def stuck(deploy: Deploy, people: People, clock: TestClock) -> engine.StartedCase:
    """A case with a choice that has no answer, so that it halts after a day."""
    deploy(
        folder(
            BEGUN,
            node("intermediateCatchEvent", "Dag om", timer("Duration", "P1D")),
            node("exclusiveGateway", "Duur?", default="nee"), user("Betalen"), end("Goedkoop"), end(),
            chain("Begin", "Dag om", "Duur?"), flow("Duur?", "Betalen", "=bedrag &gt; 100"),
            flow("Duur?", "Goedkoop", key="nee"), chain("Betalen", "Klaar"),
            process="betalen", files=FILES,
        )
    )  # fmt: skip
    case = engine.start_case("betalen", {"bedrag": "veel"}, None)
    clock.turn(days=2)
    engine.run_worker_once()
    return case


@pytest.fixture
def branched(deploy: Deploy, people: People) -> engine.StartedCase:
    gates = node("parallelGateway", "Splits"), node("parallelGateway", "Samen")
    inside = [user(key) + chain("Splits", key, "Samen") for key in ("Links", "Rechts")]
    ways = chain("Begin", "Splits"), chain("Samen", "Na", "Klaar")
    deploy(folder(BEGUN, *gates, *inside, user("Na"), end(), *ways, process="betalen", files=FILES))
    return engine.start_case("betalen", {"bedrag": "1"}, None)


def token(case: engine.StartedCase, people: People, name: str) -> engine.MovableToken:
    return next(t for t in engine.read_tokens(case.reference, people.operator).tokens if t.name == name)


def names(case: engine.StartedCase, people: People) -> list[str]:
    return sorted(task.name for task in engine.read_case(case.case_id, people.office).open_tasks)


def test_where_a_case_waits_and_where_it_could_go_on_can_be_read(stuck: engine.StartedCase, people: People) -> None:
    found = token(stuck, people, "Dag om")

    assert found.place == ""
    assert [name for _, name in found.places] == ["Dag om", "Duur?", "Betalen", "Goedkoop", "Klaar"]


def test_a_case_that_stands_still_goes_on_from_another_step(stuck: engine.StartedCase, people: People) -> None:
    engine.move_token(stuck.case_id, people.operator, token(stuck, people, "Dag om").ref, "Betalen", WHY)

    case = engine.read_case(stuck.case_id, people.office)
    assert [task.name for task in case.open_tasks] == ["Betalen"]
    assert case.incident is None
    assert engine.list_incidents(people.operator) == ()


def test_the_history_says_who_why_and_whereto(stuck: engine.StartedCase, people: People) -> None:
    engine.move_token(stuck.case_id, people.operator, token(stuck, people, "Dag om").ref, "Betalen", WHY)

    moved = next(i for i in engine.read_case(stuck.case_id, people.auditor).timeline if i.kind == "token_moved")

    assert (moved.who, moved.element_name) == ("Bo Beheer", "Dag om")
    assert moved.facts == {"went_to": "Betalen", "went_to_name": "Betalen", "reason": WHY}
    with reading() as session:
        assert history.verify(session) > 0


def test_a_step_from_which_the_case_cannot_go_on_changes_nothing(stuck: engine.StartedCase, people: People) -> None:
    ref = token(stuck, people, "Dag om").ref

    with pytest.raises(engine.ExecutionFailed):
        engine.move_token(stuck.case_id, people.operator, ref, "Duur?", WHY)

    assert token(stuck, people, "Dag om").ref == ref
    assert len(engine.list_incidents(people.operator)) == 1


def test_a_failed_move_makes_no_incident_of_a_case_that_ran(deploy: Deploy, people: People) -> None:
    broken = node("exclusiveGateway", "Duur?", default="nee") + end("Goedkoop") + flow("Duur?", "Goedkoop", key="nee")
    ways = chain("Begin", "Werken", "Duur?") + flow("Duur?", "Klaar", "=nergens &gt; 1")
    deploy(folder(BEGUN, user("Werken"), broken, end(), ways, process="betalen", files=FILES))
    case = engine.start_case("betalen", {"bedrag": "1"}, None)

    with pytest.raises(engine.ExecutionFailed):
        engine.move_token(case.case_id, people.operator, token(case, people, "Werken").ref, "Duur?", WHY)

    assert engine.list_incidents(people.operator) == ()
    assert names(case, people) == ["Werken"]


def test_a_task_that_is_left_is_cancelled(branched: engine.StartedCase, people: People) -> None:
    left = next(t for t in engine.read_case(branched.case_id, people.office).open_tasks if t.name == "Links")

    engine.move_token(branched.case_id, people.operator, token(branched, people, "Links").ref, "Links", WHY)

    assert names(branched, people) == ["Links", "Rechts"]
    with pytest.raises(engine.TaskClosed):
        engine.complete_task(left.id, people.office, {})


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("Samen", "Bij ‘Samen’ komen takken samen"),
        ("Na", "Bij ‘Samen’ zou het voor altijd kunnen wachten"),
        ("Begin", "‘Begin’ is geen stap waar het verder kan gaan"),
    ],
    ids=["into a join", "past a join", "to the start"],
)
def test_a_move_that_cannot_be_right_is_refused_with_the_reason(
    branched: engine.StartedCase, people: People, to: str, sentence: str
) -> None:
    with pytest.raises(engine.MoveRefused, match=sentence):
        engine.move_token(branched.case_id, people.operator, token(branched, people, "Links").ref, to, WHY)

    assert names(branched, people) == ["Links", "Rechts"]


def test_a_move_needs_a_reason(branched: engine.StartedCase, people: People) -> None:
    with pytest.raises(engine.MoveRefused, match="waarom"):
        engine.move_token(branched.case_id, people.operator, token(branched, people, "Links").ref, "Links", " ")


def test_a_token_that_has_gone_on_is_not_moved(branched: engine.StartedCase, people: People) -> None:
    ref = token(branched, people, "Links").ref
    task = next(t for t in engine.read_case(branched.case_id, people.office).open_tasks if t.name == "Links")
    engine.complete_task(task.id, people.office, {})

    with pytest.raises(engine.NotWaiting):
        engine.move_token(branched.case_id, people.operator, ref, "Links", WHY)


def test_only_an_operator_moves_a_token(branched: engine.StartedCase, people: People) -> None:
    ref = token(branched, people, "Links").ref

    for person in (people.office, people.auditor, people.members[0]):
        with pytest.raises(engine.NotAllowed):
            engine.read_tokens(branched.case_id, person)
        with pytest.raises(engine.NotAllowed):
            engine.move_token(branched.case_id, person, ref, "Links", WHY)


def test_nothing_moves_in_a_case_that_has_ended(branched: engine.StartedCase, people: People) -> None:
    ref = token(branched, people, "Links").ref
    for _ in range(2):
        task = engine.read_case(branched.case_id, people.office).open_tasks[0]
        engine.complete_task(task.id, people.office, {})
    engine.complete_task(engine.read_case(branched.case_id, people.office).open_tasks[0].id, people.office, {})

    with pytest.raises(engine.CaseEnded):
        engine.move_token(branched.case_id, people.operator, ref, "Links", WHY)


def test_tokens_are_those_of_the_case_that_is_asked_for(deploy: Deploy, people: People) -> None:
    ways = chain("Begin", "Eerst", "Daarna", "Klaar")
    deploy(folder(BEGUN, user("Eerst"), user("Daarna"), end(), ways, process="betalen", files=FILES))
    first, second = (engine.start_case("betalen", {"bedrag": "1"}, None) for _ in range(2))
    engine.complete_task(engine.read_case(second.case_id, people.office).open_tasks[0].id, people.office, {})

    found = [
        engine.read_tokens(key, people.operator) for case in (first, second) for key in (case.case_id, case.reference)
    ]

    assert [one.case_id for one in found] == [first.case_id, first.case_id, second.case_id, second.case_id]
    assert [token.name for one in found for token in one.tokens] == ["Eerst", "Eerst", "Daarna", "Daarna"]


@pytest.mark.parametrize("name", ["Links", "Rechts"])
def test_of_several_tokens_the_history_names_the_one_that_was_moved(
    branched: engine.StartedCase, people: People, name: str
) -> None:
    engine.move_token(branched.case_id, people.operator, token(branched, people, name).ref, name, WHY)

    moved = [i for i in engine.read_case(branched.case_id, people.auditor).timeline if i.kind == "token_moved"]
    assert [item.element_name for item in moved] == [name]
    assert names(branched, people) == ["Links", "Rechts"]
