"""Offering: whose hand a change went through, and what becomes of it when something else happens meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

import engine
from engine.background import jobs
from engine.dialect.folder import ProcessFiles
from engine.models import Job
from engine.municipality import reading
from engine.workshop import offering, switching
from engine.workshop.gate import Weighed, weigh
from tests.conftest import TestClock
from tests.engine.background.test_queue import entries
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, folder, start, user
from tests.engine.workshop.test_gate import BETTER, OTHER, STORY, Owners, approve, owners, version

__all__ = ["owners"]


def resting(task: str = "Rusten", form: str = "leeg") -> ProcessFiles:
    """Another process, unrelated to the one that is changed."""
    steps = (start("Moe"), user(task, form=form), end("Uitgerust"), chain("Moe", task, "Uitgerust"))
    return folder(*steps, process="rust")


# ---- whose hand -------------------------------------------------------------------------------------------------


def test_who_offers_the_change_of_a_colleague_had_a_hand_in_it(owners: Owners) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.second)

    with pytest.raises(engine.NotAllowed):
        approve(key, owners.second)

    assert version(owners) == 1


def test_who_compares_a_change_with_the_version_in_use_has_a_hand_in_it(owners: Owners) -> None:
    key = owners.change(BETTER)
    owners.put_in_use(OTHER)
    engine.renew_base(key, "werk", owners.second)
    engine.offer_change(key, "Toch dit", owners.first)

    with pytest.raises(engine.NotAllowed):
        approve(key, owners.second)

    assert version(owners) == 2


def test_an_offer_that_was_judged_before_waits_for_a_judgement_again(owners: Owners) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first)
    engine.send_back(key, "Wie kijkt er na?", owners.second, seal=engine.read_change(key, owners.second).seal)

    engine.offer_change(key, "De regisseur", owners.first)

    again = engine.read_change(key, owners.first)
    assert (again.judged_by, again.judged_at, again.judgement) == (None, None, "")


def test_only_an_offer_that_waits_is_sent_back_or_taken_back(owners: Owners) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first)
    seal = engine.read_change(key, owners.second).seal
    engine.take_back(key, owners.first)

    with pytest.raises(engine.ChangeMoved):
        engine.send_back(key, "Nog niet.", owners.second, seal=seal)
    with pytest.raises(engine.ChangeMoved):
        engine.take_back(key, owners.first)

    assert engine.read_change(key, owners.first).judgement == ""


def test_who_sends_a_change_back_says_why(owners: Owners) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first)

    with pytest.raises(engine.ChangeRefused) as refused:
        engine.send_back(key, "  ", owners.second, seal=engine.read_change(key, owners.second).seal)

    assert refused.value.problems == {"oordeel": "required"}
    assert engine.read_change(key, owners.second).state == "offered"


# ---- meanwhile --------------------------------------------------------------------------------------------------


class Meanwhile:
    """A gate during whose check another version of another process comes into use, so many times."""

    def __init__(self, deploy: Deploy, times: int) -> None:
        self.deploy, self.times, self.looks = deploy, times, 0

    def weigh(self, change_id: str) -> Weighed:
        seen = weigh(change_id)
        self.looks += 1
        if self.looks <= self.times:
            self.deploy(resting(f"Rust {self.looks}"))
        return seen


def test_the_gate_looks_again_when_something_came_in_use_while_it_looked(
    owners: Owners, deploy: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = owners.change(BETTER)
    offered, approved = Meanwhile(deploy, 2), Meanwhile(deploy, 2)

    monkeypatch.setattr(offering, "weigh", offered.weigh)
    engine.offer_change(key, "Beter", owners.first)
    monkeypatch.setattr(offering, "weigh", approved.weigh)
    approve(key, owners.second)

    assert (offered.looks, approved.looks, version(owners)) == (3, 3, 2)


def test_whoever_finds_no_moment_of_rest_is_told_that_it_did_not_go_through(
    owners: Owners, deploy: Deploy, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = owners.change(BETTER)
    monkeypatch.setattr(offering, "weigh", Meanwhile(deploy, 9).weigh)

    with pytest.raises(engine.ChangeMoved):
        engine.offer_change(key, "Beter", owners.first)

    assert engine.read_change(key, owners.first).state == "draft"


def test_a_change_whose_moment_came_while_something_came_in_use_is_looked_at_again(
    owners: Owners, deploy: Deploy, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first, takes_effect_at=clock() + timedelta(days=3))
    approve(key, owners.second)
    gate = Meanwhile(deploy, 1)
    monkeypatch.setattr(switching, "weigh", gate.weigh)

    clock.turn(days=3)
    engine.run_worker_once()
    at_its_moment = version(owners)
    clock.turn(minutes=1)
    engine.run_worker_once()

    assert (at_its_moment, version(owners), gate.looks) == (1, 2, 2)


def test_an_approved_change_waits_in_the_queue_for_its_moment(
    owners: Owners, place: engine.Municipality, clock: TestClock
) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first, takes_effect_at=clock() + timedelta(days=3))

    approve(key, owners.second)

    (entry,) = entries(place)
    waits = (entry["delay_until_epoch_ms"] - entry["created_at"]) / 1000
    assert entry["status"] == "DELAYED"
    assert waits == pytest.approx(timedelta(days=3).total_seconds(), abs=5)


def test_a_change_comes_in_use_also_if_the_worker_that_looked_first_has_a_clock_that_is_behind(
    owners: Owners, clock: TestClock
) -> None:
    """One worker puts in the queue what is due by its clock, and any worker takes it from there."""
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first, takes_effect_at=clock() + timedelta(days=3))
    approve(key, owners.second)
    clock.turn(days=2, hours=23, minutes=59, seconds=59.5)

    jobs.EXECUTOR.carry_out(_waiting_job(), None)
    early = version(owners)
    clock.turn(seconds=1)
    engine.run_worker_once()

    assert (early, version(owners), engine.read_change(key, owners.first).state) == (1, 2, "in_use")


def _waiting_job() -> str:
    with reading() as session:
        return session.scalars(select(Job.id).where(Job.state == "waiting")).one()


def test_a_change_that_is_offered_again_for_a_later_moment_waits_for_that_one(owners: Owners, clock: TestClock) -> None:
    key = owners.change(BETTER)
    for days in (3, 6):
        engine.offer_change(key, "Beter", owners.first, takes_effect_at=clock() + timedelta(days=days))
        approve(key, owners.second)
        if days == 3:
            engine.take_back(key, owners.first)

    clock.turn(days=4)
    engine.run_worker_once()
    early = (version(owners), engine.read_change(key, owners.first).state)
    clock.turn(days=2)
    engine.run_worker_once()

    assert early == (1, "approved")
    assert (version(owners), engine.read_change(key, owners.first).state) == (2, "in_use")


def test_a_change_that_is_offered_again_to_come_in_use_at_once_leaves_nothing_for_the_moment_of_before(
    owners: Owners, people: People, clock: TestClock
) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first, takes_effect_at=clock() + timedelta(days=3))
    approve(key, owners.second)
    engine.take_back(key, owners.first)
    engine.offer_change(key, "Nu meteen", owners.first)
    engine.take_back(key, owners.first)

    clock.turn(days=4)
    engine.run_worker_once()

    assert (version(owners), engine.read_change(key, owners.first).state) == (1, "draft")
    assert engine.jobs_tried_again(people.operator) is None


def test_a_change_that_brought_a_version_is_not_replaced_by_new_stories_for_it(owners: Owners) -> None:
    first = owners.put_in_use(BETTER)
    story = BETTER.files["scenarios/01-werken.yaml"].replace(b"name: Werken", b"name: Gewoon werken")

    second = owners.put_in_use(replace(BETTER, files={**BETTER.files, "scenarios/01-werken.yaml": story}))

    assert [engine.read_change(key, owners.first).state for key in (first, second)] == ["in_use", "in_use"]


def test_a_version_comes_in_use_though_another_is_having_its_cases_brought_there(owners: Owners) -> None:
    engine.start_case("werk", {}, owners.second)
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first, migrate=True)
    approve(key, owners.second)
    engine.run_worker_once()
    going = engine.start_migration("werk", owners.first, "Vast terug", version=1)
    back = engine.begin_change("werk", owners.first, "Terug", version=1)
    engine.offer_change(back, "Werkte niet", owners.first, migrate=True)

    approve(back, owners.second)
    engine.run_worker_once()

    assert version(owners) == 1
    assert engine.read_migration(going, owners.first).count("done") == 1


def test_an_error_that_another_process_had_already_does_not_keep_a_change_out(owners: Owners, deploy: Deploy) -> None:
    deploy(resting(form="weg"))

    owners.put_in_use(BETTER)

    assert version(owners) == 2


# ---- running cases ----------------------------------------------------------------------------------------------


def test_what_was_on_its_way_back_goes_on_after_a_pause(owners: Owners) -> None:
    engine.start_case("werk", {}, owners.second)
    owners.put_in_use(BETTER)
    key = engine.start_migration("werk", owners.first, "Meegaan")
    engine.run_worker_once()
    engine.undo_migration(key, owners.first)

    engine.pause_migration(key, owners.first)
    engine.run_worker_once()
    paused = engine.read_migration(key, owners.first)
    going = [engine.resume_migration(key, owners.first) for _ in range(2)]
    engine.run_worker_once()

    assert (paused.count("returning"), going) == (1, [1, 0])
    assert engine.read_migration(key, owners.first).count("returned") == 1


# ---- the first version ------------------------------------------------------------------------------------------


def bring_another(owners: Owners) -> str:
    """Put a new process in use. Returns the id of the change."""
    key = engine.begin_process("rust", "Rusten", owners.first)
    given = dict(resting().files)
    given["scenarios/01-rusten.yaml"] = STORY.replace(b"Werken", b"Rusten").replace(b"Klaar", b"Uitgerust")
    part = engine.read_part(key, "rust", owners.first)
    engine.save_part(key, "rust", part.revision, {**dict.fromkeys(part.files), **given}, owners.first)
    engine.offer_change(key, "Dit ontbrak", owners.first)
    approve(key, owners.second)
    return key


def test_a_process_that_was_never_in_use_comes_in_use_through_the_same_gate(owners: Owners) -> None:
    key = bring_another(owners)

    first = engine.read_definition("rust", owners.first)
    assert (first.version, first.deployed_by, version(owners)) == (1, owners.second.id, 1)
    assert engine.read_change(key, owners.first).parts[0].became_version == 1


def test_a_change_of_one_process_does_not_replace_that_of_another(owners: Owners) -> None:
    another = bring_another(owners)

    owners.put_in_use(BETTER)
    owners.put_in_use(OTHER)

    assert engine.read_change(another, owners.first).state == "in_use"


def test_a_change_is_replaced_once_also_when_its_version_comes_back_and_goes_again(owners: Owners) -> None:
    first = owners.put_in_use(BETTER)
    owners.put_in_use(OTHER)
    again = owners.put_in_use(BETTER)
    owners.put_in_use(OTHER)

    told = [[event.kind for event in engine.list_change_events(key, owners.first)] for key in (first, again)]
    assert [kinds.count("change_replaced") for kinds in told] == [1, 1]
