"""Four eyes: two tasks are done by two people, and neither sees the other's answers before both are done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.municipality import transaction
from engine.workshop import trials
from engine.workshop.stepfields import fields_of
from engine.workshop.words import words_of
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, flow, folder, form, node, properties, start, user
from tests.engine.proofs import prove
from tests.engine.tampering import tamper
from tests.engine.trying import do

COUNT = {"stemmen": "12"}
BEGIN = start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen"))
APART = properties(fourEyesWith="Eerst")
FILES = {"forms/telling.form": form("telling", field("stemmen", "number"))}


def count(key: str, *inside: str) -> str:
    return user(key, *inside, form="telling")


def beside_each_other(second: str = APART) -> ProcessFiles:
    """Two counts that are open at the same time."""
    return folder(
        BEGIN, node("parallelGateway", "Uit"), count("Eerst"), count("Tweede", second), node("parallelGateway", "In"),
        user("Vergelijken", groups="gebiedsregisseur"), end(),
        chain("Begin", "Uit", "Eerst", "In", "Vergelijken", "Klaar"), flow("Uit", "Tweede"), flow("Tweede", "In"),
        files=FILES,
    )  # fmt: skip


def one_after_the_other() -> ProcessFiles:
    """A count, followed by a second look; both are repeated until that finds twelve."""
    return folder(
        BEGIN, node("exclusiveGateway", "Weer"), count("Eerst"), count("Tweede", APART),
        node("exclusiveGateway", "Goed", default="Goed_to_Klaar"), end(),
        chain("Begin", "Weer", "Eerst", "Tweede", "Goed", "Klaar"), flow("Goed", "Weer", "=stemmen != 12"),
        files=FILES,
    )  # fmt: skip


@pytest.fixture
def counts(deploy: Deploy, people: People) -> dict[str, engine.TaskView]:
    deploy(beside_each_other())
    return begin(people)


def begin(people: People) -> dict[str, engine.TaskView]:
    engine.start_case("proef", {}, None)
    return open_tasks(people)


def open_tasks(people: People) -> dict[str, engine.TaskView]:
    return {task.element_id: task for task in engine.list_team_tasks(people.office).items}


def shown(task: engine.TaskView, reader: engine.User) -> list[engine.GivenAnswers]:
    """What a reader of the case sees of the counts."""
    given = engine.read_case(task.case_id, reader).answers
    return [one for one in given if one.element_id in {"Eerst", "Tweede"}]


@pytest.mark.parametrize(("first", "other"), [("Eerst", "Tweede"), ("Tweede", "Eerst")])
def test_who_did_one_of_two_tasks_cannot_do_the_other(
    counts: dict[str, engine.TaskView], people: People, first: str, other: str
) -> None:
    engine.complete_task(counts[first].id, people.office, COUNT)

    with pytest.raises(engine.NotAllowed):
        engine.claim_task(counts[other].id, people.office)
    with pytest.raises(engine.TaskForAnother) as refused:
        engine.complete_task(counts[other].id, people.office, COUNT)

    assert refused.value.other == first


def test_of_three_counts_who_did_one_is_told_which_keeps_them_from_the_others(deploy: Deploy, people: People) -> None:
    deploy(folder(
        BEGIN, node("parallelGateway", "Uit"), count("Eerst"), count("Tweede", APART), count("Derde", APART), end(),
        chain("Begin", "Uit", "Eerst", "Klaar"), chain("Uit", "Tweede", "Klaar"), chain("Uit", "Derde", "Klaar"),
        files=FILES,
    ))  # fmt: skip
    counts = begin(people)
    engine.complete_task(counts["Derde"].id, people.office, COUNT)
    engine.claim_task(counts["Tweede"].id, people.colleague)

    told = []
    for who in (people.office, people.colleague):
        with pytest.raises(engine.TaskForAnother) as refused:
            engine.complete_task(counts["Eerst"].id, who, COUNT)
        told.append(refused.value.other)

    assert told == ["Derde", "Tweede"]


def test_what_was_typed_for_the_second_of_two_tasks_is_kept(counts: dict[str, engine.TaskView], people: People) -> None:
    engine.complete_task(counts["Eerst"].id, people.office, COUNT)

    with pytest.raises(engine.TaskForAnother):
        engine.complete_task(counts["Tweede"].id, people.office, {"stemmen": "21"})

    assert engine.read_task(counts["Tweede"].id, people.office).draft == {"stemmen": ["21"]}


def test_the_worklist_says_for_which_task_the_other_is_left_to_a_colleague(
    counts: dict[str, engine.TaskView], people: People
) -> None:
    engine.claim_task(counts["Eerst"].id, people.office)

    own = {task.element_id: task.kept_by for task in engine.list_team_tasks(people.office).items}
    theirs = {task.element_id: task.kept_by for task in engine.list_team_tasks(people.colleague).items}

    assert own == {"Eerst": None, "Tweede": "Eerst"}
    assert theirs == {"Eerst": None, "Tweede": None}


def test_a_colleague_can(counts: dict[str, engine.TaskView], people: People) -> None:
    engine.complete_task(counts["Eerst"].id, people.office, COUNT)

    engine.complete_task(counts["Tweede"].id, people.colleague, COUNT)

    assert engine.list_team_tasks(people.director).items[0].element_id == "Vergelijken"


def test_who_took_one_of_two_tasks_cannot_take_the_other(counts: dict[str, engine.TaskView], people: People) -> None:
    engine.claim_task(counts["Tweede"].id, people.office)

    with pytest.raises(engine.NotAllowed):
        engine.claim_task(counts["Eerst"].id, people.office)


def test_who_gives_one_back_is_free_to_take_the_other(counts: dict[str, engine.TaskView], people: People) -> None:
    engine.claim_task(counts["Tweede"].id, people.office)
    engine.release_task(counts["Tweede"].id, people.office)

    assert engine.claim_task(counts["Eerst"].id, people.office).assignee == people.office.id


def test_a_task_cannot_be_handed_to_who_did_the_other(counts: dict[str, engine.TaskView], people: People) -> None:
    engine.complete_task(counts["Eerst"].id, people.office, COUNT)
    engine.claim_task(counts["Tweede"].id, people.colleague)

    with pytest.raises(engine.NotAllowed):
        engine.delegate_task(counts["Tweede"].id, people.colleague, people.office.id)

    assert engine.read_task(counts["Tweede"].id, people.colleague).colleagues == ()


def test_who_did_one_is_not_sent_on_to_the_other(counts: dict[str, engine.TaskView], people: People) -> None:
    done = engine.complete_task(counts["Eerst"].id, people.office, COUNT)

    assert done.next_task_id is None


def test_who_must_leave_it_to_somebody_else_reads_why(counts: dict[str, engine.TaskView], people: People) -> None:
    engine.complete_task(counts["Eerst"].id, people.office, COUNT)

    theirs = engine.read_task(counts["Tweede"].id, people.office)
    colleagues = engine.read_task(counts["Tweede"].id, people.colleague)

    assert (theirs.kept_by, theirs.may_claim, theirs.may_complete) == ("Eerst", False, False)
    assert (colleagues.kept_by, colleagues.may_claim, colleagues.may_complete) == (None, True, True)


def test_nobody_sees_one_count_before_both_are_in(counts: dict[str, engine.TaskView], people: People) -> None:
    engine.complete_task(counts["Eerst"].id, people.office, COUNT)

    for reader in (people.office, people.colleague, people.director, people.auditor):
        assert [(one.hidden, one.awaits, one.fields) for one in shown(counts["Eerst"], reader)] == [
            (True, "Tweede", ())
        ]


def test_both_counts_are_there_to_be_seen_when_both_are_in(counts: dict[str, engine.TaskView], people: People) -> None:
    engine.complete_task(counts["Eerst"].id, people.office, COUNT)
    engine.complete_task(counts["Tweede"].id, people.colleague, {"stemmen": "21"})

    found = shown(counts["Eerst"], people.director)

    assert [str(field.value) for one in found for field in one.fields] == ["12", "21"]
    assert not any(one.hidden for one in found)


def test_the_form_of_one_does_not_begin_with_what_the_other_gave(
    counts: dict[str, engine.TaskView], people: People
) -> None:
    engine.complete_task(counts["Eerst"].id, people.office, COUNT)

    assert engine.read_task(counts["Tweede"].id, people.colleague).answers == {}


def test_who_looks_after_somebody_else_does_see_what_they_gave(deploy: Deploy, people: People) -> None:
    deploy(one_after_the_other())
    first = begin(people)["Eerst"]
    engine.complete_task(first.id, people.office, COUNT)

    second = open_tasks(people)["Tweede"]

    assert [one.hidden for one in shown(first, people.colleague)] == [False]
    assert engine.read_task(second.id, people.colleague).answers == {"stemmen": 12}
    with pytest.raises(engine.NotAllowed):
        engine.claim_task(second.id, people.office)


def test_in_the_next_round_everybody_may_begin_and_only_who_began_is_kept_from_the_second(
    deploy: Deploy, people: People
) -> None:
    deploy(one_after_the_other())
    engine.complete_task(begin(people)["Eerst"].id, people.office, COUNT)
    engine.complete_task(open_tasks(people)["Tweede"].id, people.colleague, {"stemmen": "13"})

    engine.complete_task(open_tasks(people)["Eerst"].id, people.colleague, COUNT)

    second = open_tasks(people)["Tweede"]
    with pytest.raises(engine.NotAllowed):
        engine.claim_task(second.id, people.colleague)
    assert engine.claim_task(second.id, people.office).assignee == people.office.id


def to_the_version_where_the_second_is_called(name: str, deploy: Deploy, people: People) -> None:
    """A new version in which the second count has another id, and the case on it."""
    renamed = beside_each_other().files["process.bpmn"].decode().replace('"Tweede"', f'"{name}"')
    renamed = renamed.replace(">Tweede<", f">{name}<")
    deploy(from_bytes({**beside_each_other().files, "process.bpmn": renamed.encode()}, source="proef"))
    engine.start_migration("proef", people.operator, "Een betere naam.", mapping={"Tweede": name})
    engine.run_worker_once()


def test_two_tasks_stay_for_two_people_when_a_new_version_gives_one_another_id(
    counts: dict[str, engine.TaskView], people: People, deploy: Deploy
) -> None:
    to_the_version_where_the_second_is_called("Natelling", deploy, people)
    assert set(open_tasks(people)) == {"Eerst", "Natelling"}

    engine.complete_task(counts["Tweede"].id, people.office, COUNT)

    with pytest.raises(engine.NotAllowed):
        engine.claim_task(counts["Eerst"].id, people.office)
    assert [one.hidden for one in engine.read_case(counts["Eerst"].case_id, people.colleague).answers[-1:]] == [True]


def test_what_was_done_before_a_new_version_gave_it_another_id_still_keeps_them_from_the_other(
    counts: dict[str, engine.TaskView], people: People, deploy: Deploy
) -> None:
    engine.complete_task(counts["Tweede"].id, people.office, COUNT)
    engine.start_case("proef", {}, None)  # At both counts: this case is why the new id is given.

    to_the_version_where_the_second_is_called("Natelling", deploy, people)

    with pytest.raises(engine.NotAllowed):
        engine.claim_task(counts["Eerst"].id, people.office)


def test_what_somebody_did_in_one_case_keeps_them_from_nothing_in_another(
    counts: dict[str, engine.TaskView], people: People
) -> None:
    engine.complete_task(counts["Eerst"].id, people.office, COUNT)
    engine.start_case("proef", {}, None)

    other = next(
        task
        for task in engine.list_team_tasks(people.office).items
        if task.element_id == "Tweede" and task.case_id != counts["Eerst"].case_id
    )

    assert engine.claim_task(other.id, people.office).assignee == people.office.id


def test_in_a_trial_a_colleague_of_the_group_does_the_second(deploy: Deploy, place: engine.Municipality) -> None:
    deploy(beside_each_other())
    with transaction() as session:
        (owner,) = add_accounts(session, [NewAccount("eigenaar", "Eva", "geheim-woord", ("proceseigenaar",))])
    change = engine.begin_change("proef", owner, "Een wijziging")
    trials.begin_trial(change, owner, "proef.Begin", {})
    do(change, owner, "Eerst", **COUNT)

    (second,) = trials.read_trial(change, owner).tasks
    do(change, owner, "Tweede", **COUNT)

    assert (second.group, second.person) == ("ondersteuning", "Ondersteuning, een collega")
    assert [task.name for task in trials.read_trial(change, owner).tasks] == ["Vergelijken"]


def test_in_the_list_of_steps_the_owner_chooses_which_task_somebody_else_does(place: engine.Municipality) -> None:
    files = beside_each_other()
    words = words_of("proef", files.files, {"proef": files})

    fields = fields_of(files.process, files.process.elements["Tweede"], words)

    asked = {one.about: one for one in fields}

    assert asked["fourEyesWith"].value == "Eerst"
    assert [choice.id for choice in asked["fourEyesWith"].choices] == ["Eerst", "Vergelijken"]


# ---- proving ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("drawn", [beside_each_other, one_after_the_other])
def test_that_one_person_did_both_by_a_row_that_was_changed_stays_to_be_seen_once_it_is_put_back(
    deploy: Deploy, people: People, drawn: Callable[[], ProcessFiles]
) -> None:
    deploy(drawn())
    first = begin(people)["Eerst"]
    engine.complete_task(first.id, people.office, COUNT)
    tamper("UPDATE tasks SET assignee = 'iemand-anders' WHERE id = :id", id=first.id)
    second = open_tasks(people)["Tweede"]
    engine.complete_task(second.id, people.office, COUNT)

    tamper("UPDATE tasks SET assignee = :who WHERE id = :id", who=people.office.id, id=first.id)

    assert [(one.what, one.name, one.reason) for one in prove().misfits] == [("task", second.id, "both")]


def test_who_did_another_round_of_the_first_task_did_not_do_both(deploy: Deploy, people: People) -> None:
    deploy(one_after_the_other())
    task = begin(people)["Eerst"]
    for doer, given in ((people.office, COUNT), (people.colleague, {"stemmen": "3"}), (people.colleague, COUNT)):
        engine.complete_task(task.id, doer, given)
        (task,) = engine.list_team_tasks(doer).items
    engine.complete_task(task.id, people.office, COUNT)

    assert prove().misfits == ()
