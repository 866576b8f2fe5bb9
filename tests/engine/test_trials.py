"""Trials: a change is tried in the real engine, apart from everything that is real."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

import engine
from engine import models
from engine.accounts.signing_in import NewAccount, add_accounts
from engine.municipality import reading, transaction
from engine.scenarios import rehearse
from engine.trial import rooms, shelf
from engine.versions import definitions
from engine.workshop import trials
from engine.workshop.saving import read_sources
from tests.conftest import Opener, TestClock
from tests.engine.conftest import Deploy
from tests.engine.diagrams import timer
from tests.engine.trying import BEGIN, do, tidy_idea, wander

SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]  # each example begins a trial of its own
Owners = tuple[engine.User, engine.User]


@pytest.fixture
def owners(place: engine.Municipality) -> Owners:
    return add_owners()


def add_owners() -> Owners:
    made = [NewAccount(f"eigenaar-{n}", f"Eigenaar {n}", "geheim-woord", ("proceseigenaar",)) for n in (1, 2)]
    with transaction() as session:
        first, second = add_accounts(session, made)
    return first, second


@pytest.fixture
def change(owners: Owners, deploy: Deploy) -> str:
    deploy(tidy_idea())
    return engine.begin_change("voorbeeld", owners[0], "Een wijziging")


@pytest.fixture
def begun(change: str, owners: Owners) -> str:
    """A change of which the first owner has begun a trial."""
    trials.begin_trial(change, owners[0], "voorbeeld.Ingestuurd", BEGIN)
    return change


@pytest.fixture
def sqlite_owner(sqlite_url: str, open_at: Opener) -> Iterator[tuple[str, engine.User]]:
    """A change of the example, and its owner, on SQLite: where the real tables are says nothing about a trial."""
    municipality = open_at(sqlite_url)
    with engine.at(municipality):
        with transaction() as session:
            definitions.put_in_use(session, "voorbeeld", tidy_idea(), "systeem")
        owner = add_owners()[0]
        yield engine.begin_change("voorbeeld", owner), owner


def folder_of(place: engine.Municipality, change: str, user: engine.User) -> Path:
    return place.settings.data_dir / shelf.FOLDER / shelf.name_of(change, user.id)


# ---- beginning --------------------------------------------------------------------------------------------------


def test_a_trial_begins_with_the_start_form_and_shows_what_waits(begun: str, owners: Owners) -> None:
    seen = trials.read_trial(begun, owners[0])

    assert [(task.name, task.group) for task in seen.tasks] == [("Controleren", "ondersteuning")]
    assert seen.case.case.status == "Ingestuurd"
    assert [(one.name, one.kind, one.text) for one in seen.variables] == [("titel", "text", '"Bankje bij de vijver"')]


def test_the_first_trial_of_a_release_makes_the_tables_and_takes_away_those_of_an_older_one(
    change: str, owners: Owners
) -> None:
    older = rooms.template_path().with_name("template-0123456789abcdef.sqlite")
    rooms.template_path().rename(older)

    trials.begin_trial(change, owners[0], "voorbeeld.Ingestuurd", BEGIN)

    assert rooms.template_path().exists()
    assert not older.exists()


def test_a_trial_touches_nothing_of_what_is_real(place: engine.Municipality, begun: str, owners: Owners) -> None:
    do(begun, owners[0], "Controleren", volledig="true")
    trials.turn_trial_clock(begun, owners[0], "P3D")
    do(begun, owners[0], "Publiceren", notitie="Goed")

    with reading() as session:
        counts = {
            model.__tablename__: session.scalar(select(func.count()).select_from(model))
            for model in (models.Case, models.Task, models.Job, models.PendingTimer, models.Answer)
        }

    assert set(counts.values()) == {0}
    assert not place.settings.mail_dir.exists()


def test_a_mail_of_a_trial_is_kept_to_be_read_and_leads_nowhere(begun: str, owners: Owners) -> None:
    do(begun, owners[0], "Controleren", volledig="true")
    trials.turn_trial_clock(begun, owners[0], "P3D")
    do(begun, owners[0], "Publiceren", notitie="Goed")

    (mail,) = trials.read_trial(begun, owners[0]).mails

    assert (mail.to, mail.subject) == ("ina@voorbeeld.invalid", "Besluit over Bankje bij de vijver")
    assert rooms.ADDRESS in mail.body


def test_a_wrong_answer_on_the_start_form_begins_nothing(change: str, owners: Owners) -> None:
    with pytest.raises(engine.AnswersRefused) as refused:
        trials.begin_trial(change, owners[0], "voorbeeld.Ingestuurd", {"naam": ["Ina"]})

    assert set(refused.value.problems) == {"titel"}
    with pytest.raises(engine.NotFound):
        trials.read_trial(change, owners[0])


def test_a_change_with_an_error_does_not_run_and_says_what_to_mend(change: str, owners: Owners) -> None:
    part = engine.read_part(change, "voorbeeld", owners[0])
    broken = part.files["process.bpmn"].replace(b'formId="controle"', b'formId="weg"')
    engine.save_part(change, "voorbeeld", part.revision, {"process.bpmn": broken}, owners[0])

    with pytest.raises(engine.TrialRefused) as refused:
        trials.begin_trial(change, owners[0], "voorbeeld.Ingestuurd", BEGIN)

    assert refused.value.code == "findings"
    assert {finding.element_id for finding in refused.value.findings} == {"Controleren", "Publiceren"}
    assert trials.prepare_trial(change, owners[0]).findings == refused.value.findings


def test_an_unreadable_drawing_is_told_and_does_not_run(change: str, owners: Owners) -> None:
    part = engine.read_part(change, "voorbeeld", owners[0])
    engine.save_part(change, "voorbeeld", part.revision, {"process.bpmn": b"<half"}, owners[0])

    prepared = trials.prepare_trial(change, owners[0])

    assert (prepared.ways, [finding.code for finding in prepared.findings]) == ((), ["unreadable"])


def test_what_the_change_says_runs_and_not_what_is_in_use(change: str, owners: Owners) -> None:
    part = engine.read_part(change, "voorbeeld", owners[0])
    renamed = part.files["process.bpmn"].replace(b'name="Controleren"', b'name="Nakijken"')
    engine.save_part(change, "voorbeeld", part.revision, {"process.bpmn": renamed}, owners[0])

    trials.begin_trial(change, owners[0], "voorbeeld.Ingestuurd", BEGIN)

    assert [task.name for task in trials.read_trial(change, owners[0]).tasks] == ["Nakijken"]


# ---- whose it is, and how long -------------------------------------------------------------------------------------


def test_nobody_finds_the_trial_of_another(begun: str, owners: Owners) -> None:
    with pytest.raises(engine.NotFound):
        trials.read_trial(begun, owners[1])


def test_only_a_process_owner_tries(change: str, place: engine.Municipality) -> None:
    with transaction() as session:
        (auditor,) = add_accounts(session, [NewAccount("auditor", "Ada", "geheim-woord", ("auditor",))])

    with pytest.raises(engine.NotAllowed):
        trials.prepare_trial(change, auditor)


def test_a_trial_survives_a_restart(begun: str, owners: Owners, place: engine.Municipality, open_at: Opener) -> None:
    do(begun, owners[0], "Controleren")
    again = engine.Municipality(place.settings, place.database, place.clock)

    with engine.at(again):
        seen = trials.read_trial(begun, owners[0])

    assert [task.name for task in seen.tasks] == ["Aanvullen"]


def test_a_trial_is_thrown_away_after_a_day(
    begun: str, owners: Owners, clock: TestClock, place: engine.Municipality
) -> None:
    clock.turn(hours=25)

    with pytest.raises(engine.NotFound):
        trials.read_trial(begun, owners[1])  # whoever asks for whichever

    assert not folder_of(place, begun, owners[0]).exists()


def test_a_trial_that_somebody_is_at_is_not_thrown_away(
    begun: str, owners: Owners, clock: TestClock, place: engine.Municipality
) -> None:
    clock.turn(hours=25)

    with shelf.locked(shelf.name_of(begun, owners[0].id)) as folder:
        shelf.forget_old()

        assert folder.exists()


def test_the_one_left_alone_the_longest_makes_room(
    begun: str, owners: Owners, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "MOST_TRIALS", 2)
    others = [engine.begin_change("voorbeeld", owners[0]) for _ in range(2)]

    for other in others:
        clock.turn(minutes=1)
        trials.begin_trial(other, owners[0], "voorbeeld.Ingestuurd", BEGIN)

    with pytest.raises(engine.NotFound):
        trials.read_trial(begun, owners[0])
    assert all(trials.read_trial(other, owners[0]).acts == 1 for other in others)


def test_a_trial_that_is_full_takes_no_more(begun: str, owners: Owners, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "MOST_ACTS", 1)

    with pytest.raises(engine.TrialRefused) as refused:
        trials.turn_trial_clock(begun, owners[0], "P1D")

    assert refused.value.code == "full"


def test_an_act_that_was_broken_off_is_as_if_it_was_never_begun(
    begun: str, owners: Owners, place: engine.Municipality
) -> None:
    folder = folder_of(place, begun, owners[0])
    log = (folder / shelf.LOG).read_bytes()
    shutil.copy(folder / shelf.DATABASE, folder / "put by")
    do(begun, owners[0], "Controleren", volledig="true")
    # The power went after the database was written, and before the log was.
    (folder / shelf.LOG).write_bytes(log)
    (folder / "put by").rename(folder / f"{shelf.BEFORE}.1")

    seen = trials.read_trial(begun, owners[0])

    assert (seen.acts, [task.name for task in seen.tasks]) == (1, ["Controleren"])
    assert list(folder.glob(f"{shelf.BEFORE}*")) == []


def test_a_log_that_cannot_be_read_is_no_trial(begun: str, owners: Owners, place: engine.Municipality) -> None:
    (folder_of(place, begun, owners[0]) / shelf.LOG).write_text("{")

    with pytest.raises(engine.NotFound):
        trials.read_trial(begun, owners[0])


# ---- playing ----------------------------------------------------------------------------------------------------


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


# ---- taking back ------------------------------------------------------------------------------------------------


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


@settings(max_examples=8, suppress_health_check=SLOW)
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


# ---- what comes in, and no room left ------------------------------------------------------------------------------


def test_what_no_form_asked_for_is_not_kept(begun: str, owners: Owners, place: engine.Municipality) -> None:
    do(begun, owners[0], "Controleren", volledig="true", vreemd="zomaar iets")

    assert "zomaar iets" not in (folder_of(place, begun, owners[0]) / shelf.LOG).read_text()


def test_a_full_disk_is_told_as_such(begun: str, owners: Owners, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("engine.trial.shelf.shutil.copy", refuse)

    with pytest.raises(engine.Unavailable):
        do(begun, owners[0], "Controleren", volledig="true")

    monkeypatch.undo()
    assert trials.read_trial(begun, owners[0]).acts == 1
