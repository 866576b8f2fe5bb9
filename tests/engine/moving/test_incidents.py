"""Incidents: an operator repairs a case that could not continue, and the history says how and why."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy.orm import Session

import engine
from engine import history
from engine.cases import lifecycle
from engine.moving import incidents
from engine.municipality import here, reading, transaction
from engine.tasks import completing
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import (
    boundary,
    chain,
    end,
    field,
    flow,
    folder,
    form,
    io,
    node,
    part,
    properties,
    start,
    timer,
    user,
)

BEGUN = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
FILES = {"forms/begin.form": form("begin", field("bedrag"))}


@pytest.fixture
def stuck(deploy: Deploy, people: People, clock: TestClock) -> engine.StartedCase:
    """A case whose amount is a text, so that after a day its choice can take no branch."""
    deploy(
        folder(
            BEGUN,
            node("intermediateCatchEvent", "Dag om", timer("Duration", "P1D")),
            node("exclusiveGateway", "Duur?", default="nee"),
            part("Deel", io({"eigen": "=bedrag"}), start("In"), user("Betalen"), end("Uit"), chain("In", "Betalen",
                "Uit")),
            end("Goedkoop"), end(),
            chain("Begin", "Dag om", "Duur?"), flow("Duur?", "Deel", "=bedrag &gt; 100"), flow("Deel", "Klaar"),
            flow("Duur?", "Goedkoop", key="nee"),
            process="betalen", files=FILES,
        )
    )  # fmt: skip
    case = engine.start_case("betalen", {"bedrag": "veel"}, None)
    clock.turn(days=2)
    engine.run_worker_once()
    return case


def kinds_of(case: engine.StartedCase, user: engine.User) -> list[str]:
    return [item.kind for item in engine.read_case(case.case_id, user).timeline]


def test_a_case_that_stands_still_is_listed_with_its_reason(stuck: engine.StartedCase, people: People) -> None:
    (incident,) = engine.list_incidents(people.operator)

    assert incident.reference == stuck.reference
    assert "neither true nor false" in incident.reason


def meanwhile(act: Callable[[], object]) -> Callable[[], AbstractContextManager[Session]]:
    """What opens transactions, with something that another process does before the second one: the incident's."""
    opened = count(1)

    def open_one() -> AbstractContextManager[Session]:
        if next(opened) == 2:
            act()
        return transaction()

    return open_one


def about_to_fail(deploy: Deploy, clock: TestClock) -> engine.StartedCase:
    """A case with a term that is over, and then makes a choice that can take no branch; or its task is done."""
    deploy(folder(
        BEGUN, user("Betalen"), boundary("Dag om", "Betalen", timer("Duration", "P1D")), end("Betaald"),
        node("exclusiveGateway", "Duur?", default="nee"), end("Duur"), end("Goedkoop"),
        chain("Begin", "Betalen", "Betaald"), chain("Dag om", "Duur?"),
        flow("Duur?", "Duur", "=bedrag &gt; 100"), flow("Duur?", "Goedkoop", key="nee"),
        process="betalen", files=FILES,
    ))  # fmt: skip
    case = engine.start_case("betalen", {"bedrag": "veel"}, None)
    clock.turn(days=2)
    return case


def test_what_two_workers_meet_at_the_same_moment_is_one_incident(
    deploy: Deploy, people: People, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = about_to_fail(deploy, clock)

    def work_elsewhere() -> None:
        monkeypatch.setattr(lifecycle, "transaction", transaction)
        engine.let_time_pass(case.case_id)

    monkeypatch.setattr(lifecycle, "transaction", meanwhile(work_elsewhere))
    engine.let_time_pass(case.case_id)

    assert kinds_of(case, people.operator).count("incident_raised") == 1
    assert [one.reference for one in engine.list_incidents(people.operator)] == [case.reference]


def test_a_case_that_somebody_let_go_on_before_its_incident_was_written_has_none(
    deploy: Deploy, people: People, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = about_to_fail(deploy, clock)
    # By the clock of another server the term is not over yet.
    behind = replace(here(), clock=lambda: clock() - timedelta(days=1, seconds=1))

    def pay_elsewhere() -> None:
        with engine.at(behind):
            (task,) = engine.list_team_tasks(people.office).items
            engine.complete_task(task.id, people.office, {})

    monkeypatch.setattr(lifecycle, "transaction", meanwhile(pay_elsewhere))
    engine.let_time_pass(case.case_id)

    assert engine.list_incidents(people.operator) == ()
    assert engine.read_case(case.reference, people.office).case.state == "completed"


def test_a_case_that_ended_before_its_incident_was_written_has_none(
    deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(folder(
        BEGUN, node("parallelGateway", "Splits"), user("Betalen"), user("Stoppen"),
        node("exclusiveGateway", "Duur?", default="nee"), end("Duur"), end("Goedkoop"),
        end("Gestopt", "<bpmn:terminateEventDefinition />"),
        chain("Begin", "Splits", "Betalen", "Duur?"), chain("Splits", "Stoppen", "Gestopt"),
        flow("Duur?", "Duur", "=bedrag &gt; 100"), flow("Duur?", "Goedkoop", key="nee"),
        process="betalen", files=FILES,
    ))  # fmt: skip
    case = engine.start_case("betalen", {"bedrag": "veel"}, None)
    tasks = {task.element_id: task.id for task in engine.list_team_tasks(people.office).items}

    def stop_elsewhere() -> None:
        monkeypatch.setattr(completing, "transaction", transaction)
        engine.complete_task(tasks["Stoppen"], people.office, {})

    monkeypatch.setattr(completing, "transaction", meanwhile(stop_elsewhere))
    with pytest.raises(engine.ExecutionFailed):
        engine.complete_task(tasks["Betalen"], people.office, {})

    assert engine.read_case(case.reference, people.office).case.state == "completed"
    assert engine.list_incidents(people.operator) == ()


def test_a_repair_that_failed_does_not_halt_a_case_that_a_colleague_let_go_on(
    stuck: engine.StartedCase, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mend_elsewhere() -> None:
        monkeypatch.setattr(incidents, "transaction", transaction)
        engine.resolve_incident(stuck.case_id, people.operator, "Het bedrag was een woord.", {"root:bedrag": "250"})

    monkeypatch.setattr(incidents, "transaction", meanwhile(mend_elsewhere))
    with pytest.raises(engine.ExecutionFailed):
        engine.resolve_incident(stuck.case_id, people.operator, "Proberen.", {"root:bedrag": '"weinig"'})

    assert engine.list_incidents(people.operator) == ()
    assert kinds_of(stuck, people.operator).count("incident_raised") == 1


def test_its_variables_can_be_read_as_feel(stuck: engine.StartedCase, people: People) -> None:
    detail = engine.read_incident(stuck.case_id, people.operator)

    assert [(v.key, v.name, v.place, v.text) for v in detail.variables] == [("root:bedrag", "bedrag", "", '"veel"')]


def test_with_the_variable_put_right_the_case_goes_on(stuck: engine.StartedCase, people: People) -> None:
    engine.resolve_incident(stuck.case_id, people.operator, "Het bedrag was een woord.", {"root:bedrag": "250"})

    case = engine.read_case(stuck.case_id, people.office)
    assert [task.name for task in case.open_tasks] == ["Betalen"]
    assert case.incident is None
    assert engine.list_incidents(people.operator) == ()


def test_the_history_says_who_why_and_what_but_not_the_value(stuck: engine.StartedCase, people: People) -> None:
    engine.resolve_incident(stuck.case_id, people.operator, "Het bedrag was een woord.", {"root:bedrag": "250"})

    case = engine.read_case(stuck.case_id, people.auditor)
    resolved = next(item for item in case.timeline if item.kind == "incident_resolved")
    assert (resolved.who, resolved.facts["names"]) == ("Bo Beheer", ["bedrag"])
    assert resolved.facts["reason"] == "Het bedrag was een woord."
    assert set(resolved.facts) == {"names", "digest", "reason"}
    assert [field.value for field in case.answers[-1].fields] == ["250"]
    with reading() as session:
        assert history.verify(session) > 0


def test_a_repair_that_does_not_help_changes_nothing(stuck: engine.StartedCase, people: People) -> None:
    with pytest.raises(engine.ExecutionFailed):
        engine.resolve_incident(stuck.case_id, people.operator, "Proberen.", {"root:bedrag": '"weinig"'})

    detail = engine.read_incident(stuck.case_id, people.operator)
    assert [v.text for v in detail.variables] == ['"veel"']
    assert "incident_resolved" not in kinds_of(stuck, people.auditor)
    assert kinds_of(stuck, people.auditor).count("incident_raised") == 2


@pytest.mark.parametrize(
    ("reason", "text", "problems"),
    [
        (" ", "250", {"reden": "required"}),
        ("Daarom.", "250 euro", {"root:bedrag": "not_feel"}),
        ("Daarom.", "ander_bedrag", {"root:bedrag": "not_a_value"}),
        ("", "(", {"reden": "required", "root:bedrag": "not_feel"}),
    ],
    ids=["no reason", "no FEEL", "another variable", "both"],
)
def test_a_repair_that_cannot_be_taken_says_what_is_wrong(
    stuck: engine.StartedCase, people: People, reason: str, text: str, problems: dict[str, str]
) -> None:
    with pytest.raises(engine.RepairRefused) as refusal:
        engine.resolve_incident(stuck.case_id, people.operator, reason, {"root:bedrag": text})

    assert refusal.value.problems == problems


def test_only_an_operator_resolves_an_incident(stuck: engine.StartedCase, people: People) -> None:
    for person in (people.office, people.auditor, people.members[0]):
        with pytest.raises(engine.NotAllowed):
            engine.resolve_incident(stuck.case_id, person, "Daarom.", {"root:bedrag": "250"})


def test_a_case_that_runs_is_no_incident(deploy: Deploy, people: People) -> None:
    deploy(folder(BEGUN, user("Werken"), end(), chain("Begin", "Werken", "Klaar"), process="gewoon", files=FILES))
    case = engine.start_case("gewoon", {"bedrag": "1"}, None)

    with pytest.raises(engine.NotFound):
        engine.resolve_incident(case.case_id, people.operator, "Zomaar.", {})


def test_a_scope_that_is_not_there_is_refused(stuck: engine.StartedCase, people: People) -> None:
    with pytest.raises(engine.NotFound):
        engine.resolve_incident(stuck.case_id, people.operator, "Daarom.", {"sub:0:bedrag": "250"})


def test_a_variable_of_a_subprocess_is_told_with_the_name_of_that(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    inside = node(
        "subProcess", "Deel", io({"eigen": "=bedrag"}), start("In"),
        node("intermediateCatchEvent", "Dag om", timer("Duration", "P1D")),
        node("exclusiveGateway", "Duur?", default="nee"), end("Duur"), end("Uit"),
        chain("In", "Dag om", "Duur?"), flow("Duur?", "Duur", "=bedrag &gt; 100"), flow("Duur?", "Uit", key="nee"),
        name="Het bedrag wegen",
    )  # fmt: skip
    deploy(folder(BEGUN, inside, end(), chain("Begin", "Deel", "Klaar"), process="betalen", files=FILES))
    case = engine.start_case("betalen", {"bedrag": "veel"}, None)
    clock.turn(days=2)
    engine.run_worker_once()

    found = engine.read_incident(case.case_id, people.operator).variables

    assert [(v.name, v.place) for v in found] == [("bedrag", ""), ("eigen", "Het bedrag wegen")]


def test_two_variables_of_one_name_that_were_corrected_are_both_in_the_history(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    inside = node(
        "subProcess", "Deel", io({"bedrag": "=bedrag", "soort": "=1"}), start("In"),
        node("intermediateCatchEvent", "Dag om", timer("Duration", "P1D")),
        node("exclusiveGateway", "Duur?", default="nee"), end("Duur"), end("Uit"),
        chain("In", "Dag om", "Duur?"), flow("Duur?", "Duur", "=bedrag &gt; 100"), flow("Duur?", "Uit", key="nee"),
    )  # fmt: skip
    deploy(
        folder(BEGUN, inside, user("Na"), end(), chain("Begin", "Deel", "Na", "Klaar"), process="betalen", files=FILES)
    )
    case = engine.start_case("betalen", {"bedrag": "veel"}, None)
    clock.turn(days=2)
    engine.run_worker_once()
    outer, inner = (v.key for v in engine.read_incident(case.case_id, people.operator).variables if v.name == "bedrag")

    changes = {outer: "1", inner: "2", inner.replace("bedrag", "soort"): "3"}
    engine.resolve_incident(case.case_id, people.operator, "Het bedrag was twee keer een woord.", changes)

    told = engine.read_case(case.case_id, people.auditor)
    resolved = next(item for item in told.timeline if item.kind == "incident_resolved")
    assert resolved.facts["names"] == sorted([outer, inner, "soort"])
    assert sorted(field.value for field in told.answers[-1].fields) == ["1", "2", "3"]


def test_a_case_that_runs_has_no_incident_to_read(deploy: Deploy, people: People) -> None:
    deploy(folder(BEGUN, user("Doen"), end(), chain("Begin", "Doen", "Klaar"), process="betalen", files=FILES))
    case = engine.start_case("betalen", {"bedrag": "1"}, None)

    for key in (case.case_id, "0" * 32):
        with pytest.raises(engine.NotFound):
            engine.read_incident(key, people.operator)
