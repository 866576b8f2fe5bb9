"""Playing a trial: its people, its clock, its votes, and undoing steps."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.municipality import transaction
from engine.scenarios import rehearse
from engine.workshop import trials
from engine.workshop.saving import read_sources
from tests.conftest import TestClock
from tests.engine.diagrams import timer
from tests.engine.trying import (
    BEGIN,
    SLOW,
    Owners,
    begun,
    change,
    do,
    owners,
    sqlite_owner,
    wander,
)
from tests.lengths import examples

__all__ = ["begun", "change", "owners", "sqlite_owner"]


# ---- playing ---------------------------------------------------------------------------------------------------------
def test_every_group_is_played_by_one_person(begun: str, owners: Owners) -> None:
    do(begun, owners[0], "Controleren", volledig="true")

    votes = trials.read_trial(begun, owners[0]).tasks

    assert len(votes) == 10
    assert {task.group for task in votes} == {"stuurgroep"}
    assert votes[0].person == "Stuurgroep, lid 1 (medewerker)"


def test_the_resident_does_what_is_asked_of_the_resident(begun: str, owners: Owners) -> None:
    do(begun, owners[0], "Controleren")

    (task,) = trials.read_trial(begun, owners[0]).tasks
    do(begun, owners[0], "Aanvullen", aanvulling="Meer")

    assert task.group == "indiener"
    assert [one.name for one in trials.read_trial(begun, owners[0]).tasks] == ["Controleren"]


def test_the_clock_goes_on_to_the_next_deadline(begun: str, owners: Owners, clock: TestClock) -> None:
    do(begun, owners[0], "Controleren")

    trials.turn_trial_clock(begun, owners[0], trials.NEXT)

    seen = trials.read_trial(begun, owners[0])
    assert (seen.now - seen.begun_at).days == 14
    assert seen.case.outcome == "buiten behandeling"
    assert clock() == TestClock().moment


def _take_off(day: date) -> None:
    with transaction() as session:
        operator = add_accounts(session, [NewAccount("bea", "Bea", "geheim-woord", ("beheerder",))])[0]
    engine.add_calendar_day(day, "off", "Dag van het dorp", operator)


def _due_day(change: str, owner: engine.User) -> date | None:
    due = trials.read_trial(change, owner).tasks[0].due_at
    return due.date() if due is not None else None


def test_a_trial_counts_on_the_calendar_of_the_municipality(change: str, owners: Owners) -> None:
    _take_off(date(2026, 3, 3))

    trials.begin_trial(change, owners[0], "voorbeeld.Ingestuurd", BEGIN)

    assert _due_day(change, owners[0]) == date(2026, 3, 10)


def test_a_day_that_is_added_later_leaves_a_trial_as_it_was(begun: str, owners: Owners) -> None:
    _take_off(date(2026, 3, 3))
    do(begun, owners[0], "Controleren")

    trials.undo_in_trial(begun, owners[0])

    assert _due_day(begun, owners[0]) == date(2026, 3, 9)


def test_a_story_takes_the_days_of_the_municipality_along(change: str, owners: Owners) -> None:
    files = engine.read_part(change, "voorbeeld", owners[0]).files
    by_working_days = files["process.bpmn"].replace(
        timer("Duration", "P2D").encode(), timer("Date", "=werkdagen(2)").encode()
    )
    engine.save_part(change, "voorbeeld", 1, {"process.bpmn": by_working_days}, owners[0])
    _take_off(date(2026, 3, 3))
    trials.begin_trial(change, owners[0], "voorbeeld.Ingestuurd", BEGIN)
    do(change, owners[0], "Controleren", volledig="true")
    trials.turn_trial_clock(change, owners[0], "04-03-2026")

    kept = trials.keep_trial(change, owners[0], "Vrije dag")

    text = engine.read_part(change, "voorbeeld", owners[0]).files[kept.file].decode()
    assert "days_off:\n- 2026-03-03\n" in text
    report = rehearse(read_sources(change, owners[0]).folders, ["voorbeeld"])
    assert [one.failure for one in report.outcomes] == [None]


def test_a_vote_is_changed_as_long_as_it_is_open(begun: str, owners: Owners) -> None:
    do(begun, owners[0], "Controleren", volledig="true")
    do(begun, owners[0], "Stemmen", keuze="voor")
    (vote,) = trials.read_trial(begun, owners[0]).votes

    cast = trials.read_trial_vote(begun, owners[0], vote.place)
    trials.change_trial_vote(begun, owners[0], vote.place, vote.element_id, {"keuze": ["tegen"]})

    assert cast.detail.answers["keuze"] == "voor"
    assert trials.read_trial_vote(begun, owners[0], vote.place).detail.answers["keuze"] == "tegen"
    assert len(trials.read_trial(begun, owners[0]).votes) == 1


def test_a_vote_that_has_closed_is_not_changed(begun: str, owners: Owners) -> None:
    do(begun, owners[0], "Controleren", volledig="true")
    do(begun, owners[0], "Stemmen", keuze="voor")
    trials.turn_trial_clock(begun, owners[0], "P3D")

    with pytest.raises(engine.TrialRefused) as refused:
        trials.change_trial_vote(begun, owners[0], 0, "Stemmen", {"keuze": ["tegen"]})

    assert refused.value.code == "vote_closed"


def test_who_has_an_interest_cannot_come_back_to_it(begun: str, owners: Owners) -> None:
    do(begun, owners[0], "Controleren", volledig="true")

    do(begun, owners[0], "Stemmen", keuze="belang")

    assert trials.read_trial(begun, owners[0]).votes == ()


def test_a_changed_vote_is_undone_and_kept_in_a_story(begun: str, owners: Owners) -> None:
    do(begun, owners[0], "Controleren", volledig="true", notitie="Goed")
    do(begun, owners[0], "Stemmen", keuze="voor")
    do(begun, owners[0], "Stemmen", keuze="voor")
    trials.change_trial_vote(begun, owners[0], 1, "Stemmen", {"keuze": ["tegen"]})
    trials.undo_in_trial(begun, owners[0])
    undone = trials.read_trial_vote(begun, owners[0], 1).detail.answers["keuze"]
    trials.change_trial_vote(begun, owners[0], 1, "Stemmen", {"keuze": ["onthouden"]})
    trials.turn_trial_clock(begun, owners[0], "P3D")

    kept = trials.keep_trial(begun, owners[0], "Toch anders gestemd")

    text = engine.read_part(begun, "voorbeeld", owners[0]).files[kept.file].decode()
    assert undone == "voor"
    assert "- revise: Stemmen\n  as: stuurgroep\n  of: stuurgroep-2" in text
    report = rehearse(read_sources(begun, owners[0]).folders, ["voorbeeld"])
    assert [one.failure for one in report.outcomes] == [None]


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("gisteren", "not_a_moment"),
        ("2020-01-01", "not_ahead"),
        ("P9000Y", "not_a_moment"),
        ("31-02-2027", "not_a_moment"),
        ("P99Y", "too_far"),
    ],
)
def test_the_clock_goes_forward_only_and_not_for_ever(begun: str, owners: Owners, to: str, code: str) -> None:
    with pytest.raises(engine.TrialRefused) as refused:
        trials.turn_trial_clock(begun, owners[0], to)

    assert refused.value.code == code


def test_withdrawing_is_for_the_resident_too(begun: str, owners: Owners) -> None:
    trials.withdraw_trial(begun, owners[0], "Toch niet")

    seen = trials.read_trial(begun, owners[0])
    assert (seen.case.case.state, seen.case.case.status) == ("withdrawn", "Ingetrokken")


def test_a_task_that_is_no_longer_where_it_was_is_refused(begun: str, owners: Owners) -> None:
    with pytest.raises(engine.TrialRefused) as refused:
        trials.complete_trial_task(begun, owners[0], 0, "Publiceren", {})

    assert refused.value.code == "not_open"


def test_what_goes_wrong_in_a_trial_is_told_and_not_done(change: str, owners: Owners) -> None:
    part = engine.read_part(change, "voorbeeld", owners[0])
    careless = part.files["process.bpmn"].replace(b"=volledig<", b"=volledig and string length(notitie) &gt; 3<")
    engine.save_part(change, "voorbeeld", part.revision, {"process.bpmn": careless}, owners[0])
    trials.begin_trial(change, owners[0], "voorbeeld.Ingestuurd", BEGIN)

    do(change, owners[0], "Controleren", volledig="true")

    seen = trials.read_trial(change, owners[0])
    assert seen.stop is not None
    assert seen.stop.name == "Volledig? → Stemmen"
    assert (seen.acts, [task.name for task in seen.tasks]) == (1, ["Controleren"])


def test_after_something_went_wrong_one_goes_on_from_before(change: str, owners: Owners) -> None:
    test_what_goes_wrong_in_a_trial_is_told_and_not_done(change, owners)

    do(change, owners[0], "Controleren", volledig="true", notitie="Lang genoeg")

    seen = trials.read_trial(change, owners[0])
    assert (seen.stop, seen.acts, seen.tasks[0].name) == (None, 2, "Stemmen")


# ---- taking back -----------------------------------------------------------------------------------------------------
def test_the_last_step_is_taken_back(begun: str, owners: Owners) -> None:
    do(begun, owners[0], "Controleren")
    trials.turn_trial_clock(begun, owners[0], "P3D")
    before = trials.read_trial(begun, owners[0])
    do(begun, owners[0], "Aanvullen", aanvulling="Meer")

    trials.undo_in_trial(begun, owners[0])

    after = trials.read_trial(begun, owners[0])
    assert [task.name for task in after.tasks] == ["Aanvullen"]
    assert (after.now, after.acts, after.deadlines) == (before.now, before.acts, before.deadlines)


def test_the_beginning_is_not_taken_back(begun: str, owners: Owners) -> None:
    with pytest.raises(engine.TrialRefused) as refused:
        trials.undo_in_trial(begun, owners[0])

    assert refused.value.code == "nothing_to_undo"


def test_beginning_again_takes_the_place_of_the_old_trial(begun: str, owners: Owners) -> None:
    do(begun, owners[0], "Controleren", volledig="true")

    trials.begin_trial(begun, owners[0], "voorbeeld.Ingestuurd", {**BEGIN, "titel": ["Anders"]})

    seen = trials.read_trial(begun, owners[0])
    assert (seen.case.case.reference[-4:], seen.acts) == ("0001", 1)


@settings(max_examples=examples(8), suppress_health_check=SLOW)
@given(seed=st.integers(0, 10_000))
def test_taking_back_gives_what_there_was(seed: int, sqlite_owner: tuple[str, engine.User]) -> None:
    change, owner = sqlite_owner
    trials.begin_trial(change, owner, "voorbeeld.Ingestuurd", BEGIN)
    wander(change, owner, random.Random(seed), 5)
    before = _essence(trials.read_trial(change, owner))
    trials.turn_trial_clock(change, owner, "P1D")

    trials.undo_in_trial(change, owner)

    assert _essence(trials.read_trial(change, owner)) == before


def _essence(seen: engine.TrialView) -> object:
    tasks = [(task.name, task.instance, task.due_at) for task in seen.tasks]
    return seen.now, seen.acts, tasks, seen.case.case.status, [(one.name, one.text) for one in seen.variables]
