"""Lists through the whole engine: drafts, answers, history and what is done for each of their rows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

import engine
from engine import models, proving
from engine.checking import check_folders
from engine.dialect import feel
from engine.municipality import reading, snapshot
from tests.engine.conftest import Deploy, People
from tests.engine.form_builders import filled
from tests.engine.gathering import GIVEN, gathering

ADDED = filled({"bron": "De buurt", "bijdrage": "1250,5"}, {"bron": "De gemeente", "bijdrage": "500"}, key="bronnen")


@pytest.fixture
def begun(deploy: Deploy, people: People) -> engine.StartedCase:
    deploy(gathering())
    return engine.start_case("geld", GIVEN, None)


@pytest.fixture
def task(begun: engine.StartedCase, people: People) -> engine.TaskView:
    return engine.list_team_tasks(people.office).items[0]


def next_task(people: People) -> engine.TaskView:
    return engine.list_team_tasks(people.office).items[0]


def shown(case: engine.CaseDetail) -> list[tuple[str, list[list[object]] | object]]:
    """The last answers of a case: each question, with its value or the values of its rows."""
    return [
        (field.label, field.value if field.rows is None else [[one.value for one in row] for row in field.rows])
        for field in case.answers[-1].fields
    ]


def test_the_process_of_these_tests_is_one_that_check_lets_pass() -> None:
    made = gathering()

    assert [f for f in check_folders({made.process.id: made}) if f.severity == "error" and f.code != "no_drawing"] == []


def test_rows_that_were_given_stand_in_the_next_form_that_asks_for_them(task: engine.TaskView, people: People) -> None:
    detail = engine.read_task(task.id, people.office)

    assert detail.answers["bronnen"] == [
        {"bron": "De buurt", "bijdrage": Decimal("1250.5"), "toegezegd": True},
        {"bron": "Een fonds", "bijdrage": None, "toegezegd": False},
    ]


def test_a_draft_keeps_rows_as_they_were_typed_and_no_more_than_the_form_asks(
    task: engine.TaskView, people: People
) -> None:
    engine.save_draft(task.id, people.office, {**ADDED, "bronnen.1.iets": "x", "vreemd.1.naam": "x", "uitleg": "half"})

    assert engine.read_task(task.id, people.office).draft == {
        "bronnen": ["", "1", "2"],
        "bronnen.1.bron": ["De buurt"],
        "bronnen.1.bijdrage": ["1250,5"],
        "bronnen.2.bron": ["De gemeente"],
        "bronnen.2.bijdrage": ["500"],
        "uitleg": ["half"],
    }
    (draft,) = engine.list_drafts(people.office)
    assert [field.label for field in draft.fields] == ["Waar komt het geld vandaan?", "Uitleg"]
    assert [[one.value for one in row] for row in draft.fields[0].rows or ()] == [
        ["De buurt", "1250,5"],
        ["De gemeente", "500"],
    ]


def test_a_hostile_draft_of_a_list_is_bounded(task: engine.TaskView, people: People) -> None:
    hostile = filled(*({"bron": "x" * 30_000} for _ in range(2_000)), key="bronnen")

    engine.save_draft(task.id, people.office, hostile)

    draft = engine.read_task(task.id, people.office).draft or {}
    assert len(draft) == 102
    assert max(len(text) for texts in draft.values() for text in texts) == 20_000


def test_what_was_filled_in_is_shown_row_by_row(task: engine.TaskView, people: People) -> None:
    engine.complete_task(task.id, people.office, ADDED)

    assert shown(engine.read_case(task.case_id, people.office)) == [
        ("Waar komt het geld vandaan?", [["De buurt", Decimal("1250.5"), False], ["De gemeente", Decimal(500), False]]),
        ("Uitleg", None),
    ]


def test_who_comes_second_loses_none_of_the_rows(task: engine.TaskView, people: People) -> None:
    engine.complete_task(task.id, people.office, ADDED)

    with pytest.raises(engine.TaskClosed):
        engine.complete_task(task.id, people.colleague, ADDED)

    assert engine.list_drafts(people.colleague)[0].fields[0].rows is not None


def test_what_is_wrong_in_a_row_changes_nothing(task: engine.TaskView, people: People) -> None:
    with pytest.raises(engine.AnswersRefused) as refusal:
        engine.complete_task(task.id, people.office, filled({"bijdrage": "0"}, key="bronnen"))

    assert {name: problem.code for name, problem in refusal.value.problems.items()} == {
        "bronnen.1.bron": "required",
        "bronnen.1.bijdrage": "too_small",
    }
    assert next_task(people).id == task.id


def test_a_row_is_asked_for_each_item_and_says_which_that_is(task: engine.TaskView, people: People) -> None:
    engine.complete_task(task.id, people.office, ADDED)
    judged = next_task(people)

    detail = engine.read_task(judged.id, people.office)
    engine.complete_task(judged.id, people.office, filled({"kans": "90"}, {"kans": "10"}, {"kans": "1"}, key="kansen"))

    rows = detail.form.fields[0].rows
    assert rows is not None
    assert [columns[0].label for columns in rows.filled] == [
        "Kans op geld van De buurt",
        "Kans op geld van De gemeente",
    ]
    assert len(engine.items_of(rows, detail.known) or ()) == 2
    assert shown(engine.read_case(task.case_id, people.office)) == [
        ("Hoe groot is de kans?", [[Decimal(90)], [Decimal(10)]])
    ]


def test_a_task_is_made_for_each_row_and_expressions_read_the_rows(task: engine.TaskView, people: People) -> None:
    engine.complete_task(task.id, people.office, ADDED)
    engine.complete_task(next_task(people).id, people.office, filled({"kans": "9"}, {"kans": "1"}, key="kansen"))

    thanks = engine.list_team_tasks(people.office).items

    assert [one.name for one in thanks] == ["Bedanken", "Bedanken"]
    with snapshot() as session:
        proof = proving.prove(session)
    assert (proof.answers, proof.misfits) == (3, ())


def test_the_rows_of_an_answer_are_proved_by_its_digest(
    task: engine.TaskView, people: People, place: engine.Municipality
) -> None:
    engine.complete_task(task.id, people.office, ADDED)
    with reading() as session:
        given = session.scalars(select(models.Answer).order_by(models.Answer.id.desc())).first()
        assert given is not None
        kept = feel.from_json(given.given)

    assert kept == {
        "bronnen": [
            {"bron": "De buurt", "bijdrage": Decimal("1250.5"), "toegezegd": False},
            {"bron": "De gemeente", "bijdrage": Decimal(500), "toegezegd": False},
        ],
        "uitleg": None,
    }


def test_nothing_of_a_list_is_left_after_erasing(
    begun: engine.StartedCase, task: engine.TaskView, people: People
) -> None:
    engine.complete_task(task.id, people.office, ADDED)
    engine.complete_task(next_task(people).id, people.office, filled({"kans": "9"}, {"kans": "1"}, key="kansen"))
    for thanks in engine.list_team_tasks(people.office).items:
        engine.complete_task(thanks.id, people.office, {})

    engine.erase_case(begun.reference, people.operator, "De indiener vroeg erom.")

    assert engine.read_case(begun.reference, people.office).answers == ()
    with snapshot() as session:
        assert proving.prove(session).misfits == ()
