"""Trials: a change is tried in the real engine, apart from everything that is real."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select

import engine
from engine import models
from engine.accounts.adding import NewAccount, add_accounts
from engine.municipality import reading, transaction
from engine.trial import rooms, shelf
from engine.workshop import trials
from tests.conftest import Opener, TestClock
from tests.engine.trying import (
    BEGIN,
    Owners,
    begun,
    change,
    do,
    owners,
    sqlite_owner,
)

__all__ = ["begun", "change", "owners", "sqlite_owner"]


def folder_of(place: engine.Municipality, change: str, user: engine.User) -> Path:
    return place.settings.data_dir / shelf.FOLDER / shelf.name_of(change, user.id)


# ---- beginning -------------------------------------------------------------------------------------------------------


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


# ---- whose it is, and how long ---------------------------------------------------------------------------------------


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


# ---- what comes in, and no room left ---------------------------------------------------------------------------------


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
