"""Destruction, proved: what the history says about lists and what they destroyed, and who may read it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

import engine
from engine import models, proving
from engine.cases import erasing
from engine.municipality import reading, snapshot, transaction
from engine.proving import Misfit
from tests.conftest import TestClock
from tests.engine.destroying import WHY, YEAR, House, begin, house, offer
from tests.engine.proofs import prove

__all__ = ["house"]

# ---- proof ------------------------------------------------------------------------------------------------------
from tests.engine.tampering import lift_guards


@pytest.fixture
def destroyed(house: House, clock: TestClock) -> str:
    """The id of a list that was carried out; one case was removed from it."""
    stays = begin("kort", house.office)
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [stays.case_id], WHY, house.operator)
    engine.offer_list(made, house.operator, revision=1)
    engine.approve_list(made, "", house.owner)
    engine.run_worker_once()
    return made


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("statement", "reasons"),
    [
        ("UPDATE destruction_lists SET judged_by = offered_by", {"judged"}),
        ("UPDATE destruction_lists SET judged_at = '2020-01-01 00:00:00.000000'", {"judged"}),
        ("UPDATE destruction_lists SET state = 'refused'", {"judged", "outcome"}),
        ("UPDATE destruction_lists SET state = 'offered'", {"judged", "outcome"}),
        ("UPDATE destruction_items SET kept_because = 'Zomaar' WHERE kept_because != ''", {"changed", "judged"}),
        ("UPDATE destruction_items SET outcome = 'busy' WHERE outcome = 'destroyed'", {"outcome"}),
        ("UPDATE destruction_lists SET judgement = 'Van mij mag het.'", {"judged"}),
        ("UPDATE destruction_lists SET done_at = '2020-01-01 00:00:00.000000'", {"outcome"}),
        ("UPDATE destruction_lists SET made_by = 'iemand-anders'", {"changed"}),
        ("DELETE FROM destruction_items WHERE outcome = 'destroyed'", {"changed", "judged", "outcome"}),
    ],
    ids=[
        "who approved",
        "when it was",
        "refused",
        "not judged",
        "why it stayed",
        "what came of it",
        "what was said of it",
        "when it was done",
        "who made it",
        "a case is gone",
    ],
)
def test_a_list_that_somebody_changed_is_found_out(destroyed: str, statement: str, reasons: set[str]) -> None:
    with transaction() as session:
        lift_guards(session)
        session.execute(text(statement))

    assert {(one.what, one.name, one.reason) for one in prove().misfits} == {
        ("list", "2027-0001", one) for one in reasons
    }


def test_a_list_fits_the_history_in_every_state(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    refused = offer(house.operator)
    engine.refuse_list(refused, WHY, house.owner)
    states, found = [], []

    made = engine.make_destruction_list(house.operator)
    for act in (
        lambda: engine.offer_list(made, house.operator, revision=0),
        lambda: engine.approve_list(made, "", house.owner),
        engine.run_worker_once,
    ):
        act()
        states.append([engine.read_destruction_list(one, house.auditor).list.state for one in (refused, made)])
        found.append(prove().misfits)

    assert states == [["refused", "offered"], ["refused", "approved"], ["refused", "done"]]
    assert found == [(), (), ()]


def test_every_list_that_was_offered_is_looked_at_and_a_draft_is_nothing_yet(destroyed: str, house: House) -> None:
    engine.make_destruction_list(house.second)

    with snapshot() as session:
        proof = proving.prove(session)

    assert (proof.destruction_lists, proof.misfits) == (1, ())


def test_a_list_that_nobody_offered_is_found_out(destroyed: str, house: House) -> None:
    with transaction() as session:
        row = session.execute(select(models.DestructionList.__table__)).mappings().one()
        forged = {**row, "id": "vals", "number": "2027-0002"}
        session.execute(models.DestructionList.__table__.insert().values(**forged))  # type: ignore[attr-defined]

    assert prove().misfits == (Misfit("list", "2027-0002", "", "unknown"),)


def test_a_class_that_somebody_changed_to_have_a_case_destroyed_is_found_out(house: House, clock: TestClock) -> None:
    with transaction() as session:
        session.get_one(models.Case, house.granted.case_id).retention_class = "6.3"
    clock.turn(days=YEAR)
    made = offer(house.operator)
    engine.approve_list(made, "", house.owner)
    engine.run_worker_once()

    case = Misfit("case", house.granted.case_id, house.granted.reference, "ended")
    assert prove().misfits == (case, Misfit("list", "2027-0001", "", "class"))


def test_a_case_that_somebody_hid_by_calling_it_erased_is_found_out(house: House, clock: TestClock) -> None:
    with transaction() as session:
        session.get_one(models.Case, house.granted.case_id).erased_at = clock.moment

    assert prove().misfits == (Misfit("case", house.granted.case_id, house.granted.reference, "emptied"),)


def test_a_case_that_went_by_a_list_that_nobody_approved_is_found_out(house: House) -> None:
    with transaction() as session:
        case = session.get_one(models.Case, house.broken_off.case_id)
        erasing.erase(session, case, house.operator.id, "", "2026-0009")

    assert prove().misfits == (Misfit("list", "2026-0009", house.broken_off.reference, "unapproved"),)


def test_who_may_not_read_retention_sees_nothing_of_it(house: House) -> None:
    for look in (
        lambda: engine.read_retention(house.office),
        lambda: engine.list_kept("over", house.office),
        lambda: engine.list_destruction_lists(house.office),
        lambda: engine.read_destruction_list("geen", house.office),
        lambda: engine.make_destruction_list(house.owner),
        lambda: engine.make_destruction_list(house.auditor),
    ):
        with pytest.raises(engine.NotAllowed):
            look()


def test_a_list_of_many_is_cut_off_and_the_rest_comes_on_the_next(
    house: House, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.retention import lists

    begin("kort", house.office)
    clock.turn(days=YEAR)
    monkeypatch.setattr(lists, "MOST_LISTED", 1)

    made = [engine.make_destruction_list(house.operator) for _ in range(2)]

    with reading() as session:
        count = session.scalar(select(func.count()).select_from(models.DestructionItem))
    assert (len(set(made)), count) == (2, 2)
