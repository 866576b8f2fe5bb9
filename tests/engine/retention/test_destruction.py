"""Destruction: who approves a list of what may be destroyed, and what then happens."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

import engine
from engine import history, models
from engine.background import jobs
from engine.cases import erasing
from engine.models import Document
from engine.municipality import reading, transaction
from tests.conftest import TestClock
from tests.engine.conftest import Deploy
from tests.engine.destroying import WHY, YEAR, House, begin, ending_in, house, offer, rewritten, title_of
from tests.engine.diagrams import field
from tests.engine.proofs import prove
from tests.pictures import PDF

__all__ = ["house"]

# ---- approval ---------------------------------------------------------------------------------------------------


def test_who_had_a_hand_in_a_list_does_not_approve_it(house: House, clock: TestClock) -> None:
    begin("kort", house.office)
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [house.broken_off.case_id], WHY, house.second)
    engine.offer_list(made, house.operator, revision=1)

    for who in (house.operator, house.second, house.auditor, house.office):
        with pytest.raises(engine.NotAllowed):
            engine.approve_list(made, "", who)
    engine.approve_list(made, "", house.owner)

    assert engine.read_destruction_list(made, house.operator).list.judged_by == "Eva Eigenaar"


def test_who_only_offered_a_list_that_another_made_does_not_approve_it(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.offer_list(made, house.second, revision=0)

    with pytest.raises(engine.NotAllowed):
        engine.approve_list(made, "", house.second)


def test_why_a_case_was_taken_off_is_said_once(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [house.broken_off.case_id], WHY, house.operator)

    with pytest.raises(engine.DestructionRefused) as refused:
        engine.take_off_list(made, [house.broken_off.case_id], "Iets anders.", house.second)

    assert refused.value.problems == {"zaak": "required"}
    assert [one.kept_because for one in engine.read_destruction_list(made, house.operator).items] == [WHY]


def test_nothing_is_destroyed_before_somebody_else_approves(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.run_worker_once()
    before = title_of(house.broken_off, house.office)

    engine.approve_list(made, "Gezien.", house.second)
    engine.run_worker_once()

    assert (before, title_of(house.broken_off, house.office)) == ("Bankje", "kort")
    assert title_of(house.granted, house.office) == "Bankje"


def test_a_refused_list_destroys_nothing_and_its_cases_are_free_for_another(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)

    engine.refuse_list(made, "Wacht op de rechter.", house.owner)
    engine.run_worker_once()

    refused = engine.read_destruction_list(made, house.operator).list
    assert (refused.state, refused.judgement) == ("refused", "Wacht op de rechter.")
    assert title_of(house.broken_off, house.office) == "Bankje"
    assert engine.read_retention(house.operator).free == 1


def test_who_only_reads_along_refuses_no_list(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)

    with pytest.raises(engine.NotAllowed):
        engine.refuse_list(made, WHY, house.auditor)


def test_who_offered_a_list_can_take_it_back_and_says_why(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)

    with pytest.raises(engine.DestructionRefused):
        engine.refuse_list(made, " ", house.operator)
    engine.refuse_list(made, WHY, house.operator)

    found = engine.read_destruction_list(made, house.operator)
    assert (found.list.state, [event.remark for event in found.events]) == ("refused", ["", WHY])


def test_of_two_who_judge_at_once_one_wins_and_the_other_is_told_who_did(
    house: House, clock: TestClock, place: engine.Municipality
) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)

    def judge(act: Callable[[], None]) -> str:
        with engine.at(place):
            try:
                act()
            except engine.DestructionMoved as moved:
                return moved.by or ""
            return "done"

    with ThreadPoolExecutor(2) as threads:
        told = list(
            threads.map(
                judge,
                (
                    lambda: engine.approve_list(made, "", house.second),
                    lambda: engine.refuse_list(made, WHY, house.owner),
                ),
            )
        )

    assert sorted(told) in (["Bea Beheer", "done"], ["Eva Eigenaar", "done"])


def test_a_list_is_not_approved_by_a_table_that_was_changed_after_it_was_offered(
    house: House, deploy: Deploy, clock: TestClock
) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    deploy(rewritten(P1Y="P5Y"))

    with pytest.raises(engine.DestructionRefused) as refused:
        engine.approve_list(made, "", house.owner)

    assert refused.value.problems == {"lijst": "changed"}


# ---- destruction ------------------------------------------------------------------------------------------------


def test_the_statement_says_who_offered_and_approved_what_and_when_and_the_history_proves_it(
    house: House, clock: TestClock
) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "Gezien.", house.owner)
    engine.run_worker_once()

    found = engine.read_destruction_list(made, house.auditor)
    with reading() as session:
        *_, last = history.read(session, house.broken_off.case_id)
    assert (found.list.number, found.list.state, dict(found.list.outcomes)) == ("2027-0001", "done", {"destroyed": 1})
    assert (found.list.offered_by, found.list.judged_by, found.list.table_version) == ("Bo Beheer", "Eva Eigenaar", 1)
    assert [event.remark for event in found.events] == ["", "Gezien.", ""]
    assert dict(found.by_class) == {("6.3", "P1Y", "afhandeling"): 1}
    assert (last.kind, last.person_id, last.facts["destruction_list"]) == ("case_erased", house.owner.id, "2027-0001")
    assert prove().misfits == ()


def test_a_list_is_done_although_another_still_waits(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    begin("kort", house.office)
    clock.turn(days=YEAR + 1)
    waiting = engine.make_destruction_list(house.operator)

    engine.approve_list(made, "Gezien.", house.second)
    engine.run_worker_once()

    states = [engine.read_destruction_list(one, house.auditor).list.state for one in (made, waiting)]
    assert states == ["done", "draft"]


def test_files_go_with_a_case_that_is_past_its_term_and_with_no_other(
    house: House, deploy: Deploy, clock: TestClock
) -> None:
    paper = field("stuk", "filepicker")
    deploy(ending_in("6.3", "oud", paper), ending_in("6.1.9", "blijft", paper))
    kept = {}
    for process in ("oud", "blijft"):
        started = engine.start_case(process, {"titel": "Bankje", "naam": "Ina"}, None)
        (task,) = engine.list_team_tasks(house.office, search=started.reference).items
        kept[process] = engine.keep_task_file(task.id, house.office, "stuk", "stuk.pdf", PDF)
        engine.complete_task(task.id, house.office, {"stuk": kept[process]})
    clock.turn(days=YEAR)

    engine.approve_list(offer(house.operator), "Gezien.", house.owner)
    engine.run_worker_once()

    with reading() as session:
        assert session.scalars(select(Document.id)).all() == [kept["blijft"]]
    assert prove().misfits == ()


def test_a_job_that_was_cut_off_goes_on_where_it_was(
    house: House, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin("kort", house.office)
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    with monkeypatch.context() as broken:
        broken.setattr(erasing, "_erase_person", lambda *told: 1 / 0)
        engine.run_worker_once()
        before = engine.read_destruction_list(made, house.operator).list
    clock.turn(hours=1)

    engine.run_worker_once()

    after = engine.read_destruction_list(made, house.operator).list
    assert (before.state, dict(before.outcomes)) == ("approved", {})
    assert (after.state, dict(after.outcomes)) == ("done", {"destroyed": 2})
    assert prove().misfits == ()


def test_a_job_that_comes_twice_destroys_once_and_states_once(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    engine.run_worker_once()
    with transaction() as session:
        again = update(models.Job).where(models.Job.kind == "destroy").values(state="waiting", due_at=clock())
        session.execute(again)

    taken = engine.run_worker_once()

    assert taken == 1

    with reading() as session:
        kinds = session.scalars(select(models.HistoryEvent.kind)).all()
    assert (kinds.count("case_erased"), kinds.count("destruction_list_carried_out")) == (1, 1)


def test_a_job_that_comes_twice_while_others_wait_says_nothing_else_of_its_case(house: House, clock: TestClock) -> None:
    begin("kort", house.office)
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    with reading() as session:
        first, _ = session.scalars(select(models.Job.id).where(models.Job.kind == "destroy").order_by(models.Job.id))
    jobs.EXECUTOR.carry_out(first, None)
    with transaction() as session:
        session.get_one(models.Job, first).state = "waiting"

    jobs.EXECUTOR.carry_out(first, None)
    engine.run_worker_once()

    assert dict(engine.read_destruction_list(made, house.operator).list.outcomes) == {"destroyed": 2}


def test_no_job_destroys_what_was_taken_off_its_list(house: House, clock: TestClock) -> None:
    kept = begin("kort", house.office)
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [kept.case_id], WHY, house.operator)
    revision = engine.read_destruction_list(made, house.operator).list.revision
    engine.offer_list(made, house.operator, revision=revision)
    engine.approve_list(made, "", house.owner)
    with transaction() as session:
        session.scalars(select(models.Job).where(models.Job.kind == "destroy")).one().payload = {
            "list": made, "case": kept.case_id,
        }  # fmt: skip

    engine.run_worker_once()

    assert title_of(kept, house.operator) == "Bankje"


def test_a_case_that_became_busy_is_kept_and_told(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    with transaction() as session:
        later = {"due_at": clock.moment.replace(year=2028), "created_at": clock.moment}
        session.add(models.Job(id="werk", case_id=house.broken_off.case_id, kind="mail", payload={}, **later))

    engine.run_worker_once()

    found = engine.read_destruction_list(made, house.operator).list
    assert (found.state, dict(found.outcomes)) == ("done", {"busy": 1})
    assert title_of(house.broken_off, house.office) == "Bankje"
    assert engine.read_retention(house.operator).free == 1
    assert prove().misfits == ()


def test_what_was_erased_on_request_between_approval_and_destruction_is_told_apart(
    house: House, clock: TestClock
) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    engine.erase_case(house.broken_off.reference, house.operator, "Verzoek van de indiener.")

    engine.run_worker_once()

    assert dict(engine.read_destruction_list(made, house.operator).list.outcomes) == {"before": 1}
    assert prove().misfits == ()


def test_a_table_that_keeps_a_class_longer_stops_what_was_approved_and_not_yet_done(
    house: House, deploy: Deploy, clock: TestClock
) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    deploy(rewritten(P1Y="blijvend"))

    engine.run_worker_once()

    assert dict(engine.read_destruction_list(made, house.operator).list.outcomes) == {"not_past": 1}
    assert title_of(house.broken_off, house.office) == "Bankje"


def test_who_has_another_idea_that_stays_keeps_a_name_and_the_list_says_so(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    with transaction() as session:
        gone, stays = (session.get_one(models.Case, one.case_id) for one in (house.broken_off, house.granted))
        stays.submitter_id = gone.submitter_id
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    engine.run_worker_once()

    found = engine.read_destruction_list(made, house.operator)

    assert found.named_elsewhere == ((house.broken_off.reference, (house.granted.reference,)),)
    assert engine.read_case(house.granted.reference, house.office).submitter_name == "Ina Inwoner"


def test_two_ideas_of_one_person_on_one_list_take_the_name_with_them(house: House, clock: TestClock) -> None:
    other = begin("kort", house.office)
    clock.turn(days=YEAR)
    with transaction() as session:
        first, second = (session.get_one(models.Case, one.case_id) for one in (house.broken_off, other))
        second.submitter_id = first.submitter_id
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    engine.run_worker_once()

    assert engine.read_destruction_list(made, house.operator).named_elsewhere == ()
    assert engine.read_case(other.reference, house.office).submitter_name == "Onbekend"
