"""Retention: what may be destroyed and when, and the list of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select, text, update

import engine
from engine import models
from engine.municipality import reading, transaction
from tests.conftest import TestClock
from tests.engine.conftest import Deploy
from tests.engine.destroying import (
    TABLE,
    WHY,
    YEAR,
    House,
    begin,
    ending_in,
    house,
    offer,
    references,
    rewritten,
    title_of,
)
from tests.engine.proofs import prove

__all__ = ["house"]

# ---- what may be destroyed --------------------------------------------------------------------------------------


def test_a_case_that_was_broken_off_is_past_its_term_after_a_year_and_not_a_day_before(
    house: House, clock: TestClock
) -> None:
    clock.turn(days=365)
    on_the_day = references("over", house.operator)
    clock.turn(days=1)

    assert on_the_day == []
    assert references("over", house.operator) == [house.broken_off.reference]


def test_what_is_kept_for_ever_or_not_known_is_never_past_its_term(house: House, clock: TestClock) -> None:
    clock.turn(days=365 * 80)

    assert references("forever", house.operator) == [house.granted.reference]
    assert references("unknown", house.operator) == [house.strange.reference]
    assert references("over", house.operator) == [house.broken_off.reference]


def test_an_end_without_a_class_is_not_known(house: House, deploy: Deploy, clock: TestClock) -> None:
    deploy(ending_in("", "klasseloos"))
    started = begin("klasseloos", house.office)
    clock.turn(days=YEAR)

    assert started.reference in references("unknown", house.operator)


def test_without_a_table_nothing_is_known_and_nothing_destroyed(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    with transaction() as session:
        session.execute(
            update(models.Definition).where(models.Definition.process_id == TABLE.process.id).values(in_use=False)
        )

    found = engine.read_retention(house.operator)

    assert found.table_version is None
    assert {one.kind for one in found.classes} == {"unknown"}
    with pytest.raises(engine.DestructionRefused):
        engine.make_destruction_list(house.operator)


@pytest.mark.parametrize("term", ["twee jaar", "P1Y2Q", "P", "P0D", "-P1Y", "P1000Y", "", "BLIJVEND"])
def test_a_term_that_nobody_can_read_destroys_nothing(
    house: House, deploy: Deploy, clock: TestClock, term: str
) -> None:
    deploy(rewritten(P1Y=term))
    clock.turn(days=365 * 80)

    assert references("over", house.operator) == []
    assert house.broken_off.reference in references("unknown", house.operator)


def test_cases_are_counted_by_class_and_year_of_the_wall_clock(house: House, clock: TestClock) -> None:
    clock.turn(days=304, hours=15, minutes=30)  # 31 December, half past eleven in UTC: in Hoogeveen it is 2027.
    begin("kort", house.office)

    (kept, broken_off) = [one for one in engine.read_retention(house.operator).classes if one.kind != "unknown"]

    assert (kept.retention_class, dict(kept.by_year)) == ("6.1.9", {2026: 1})
    assert (broken_off.retention_class, dict(broken_off.by_year)) == ("6.3", {2027: 1, 2026: 1})


def test_a_list_of_cases_is_of_one_class_and_year_when_that_is_asked(house: House, clock: TestClock) -> None:
    clock.turn(days=400)
    later = begin("kort", house.office)
    clock.turn(days=400)

    of_year = engine.list_kept("over", house.operator, retention_class="6.3", year=2027)

    assert [(one.reference, one.ended_on.year) for one in of_year.items] == [(later.reference, 2027)]
    assert engine.list_kept("over", house.operator, retention_class="6.1.9").items == ()


def test_kept_cases_are_read_a_page_at_a_time_in_order_of_ending(house: House, clock: TestClock) -> None:
    clock.turn(days=1)
    later = begin("kort", house.office)
    clock.turn(days=YEAR)

    pages = [engine.list_kept("over", house.auditor, page=page, size=1) for page in (1, 2, 3)]

    ended = [[one.reference for one in page.items] for page in pages]
    assert ended == [[house.broken_off.reference], [later.reference], []]
    assert [page.total for page in pages] == [2, 2, 2]


def test_who_asked_to_be_erased_is_kept_no_longer(house: House, clock: TestClock) -> None:
    engine.erase_case(house.broken_off.reference, house.operator, "Verzoek van de indiener.")
    clock.turn(days=YEAR)

    assert references("over", house.operator) == []
    assert engine.read_retention(house.operator).erased == 1


# ---- the list ---------------------------------------------------------------------------------------------------


def test_a_list_holds_all_that_is_past_its_term_and_no_second_one_can_have_it(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)

    made = engine.make_destruction_list(house.operator)

    (item,) = engine.read_destruction_list(made, house.auditor).items
    assert (item.reference, item.retention_class, item.term) == (house.broken_off.reference, "6.3", "P1Y")
    assert (item.ended_on, item.over_on) == (date(2026, 3, 2), date(2027, 3, 3))
    with pytest.raises(engine.DestructionRefused) as refused:
        engine.make_destruction_list(house.second)
    assert refused.value.problems == {"lijst": "nothing"}


def test_a_kind_of_cases_that_there_is_not_is_no_page_of_all_of_them(house: House) -> None:
    with pytest.raises(KeyError):
        engine.list_kept("alles", house.auditor)


def test_lists_are_read_a_page_at_a_time_the_newest_first(house: House, clock: TestClock) -> None:
    made = []
    for _ in range(3):
        clock.turn(days=YEAR + 1)  # One of the years is a leap year.
        begin("kort", house.office)
        made.append(engine.make_destruction_list(house.operator))
    pages = [engine.list_destruction_lists(house.auditor, page=page, size=2) for page in (0, 1, 2, 3)]

    assert [[one.id for one in page.items] for page in pages] == [made[:0:-1], made[:0:-1], made[:1], []]
    assert {page.total for page in pages} == {3}


def test_a_list_tells_who_made_and_offered_it_and_what_came_of_it_only_when_something_did(
    house: House, clock: TestClock
) -> None:
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    before = engine.read_destruction_list(made, house.auditor).list

    engine.offer_list(made, house.second, revision=before.revision)

    after = engine.read_destruction_list(made, house.auditor).list
    assert (before.made_by, before.offered_by, dict(before.outcomes)) == ("Bo Beheer", None, {})
    assert (after.made_by, after.offered_by, dict(after.outcomes)) == ("Bo Beheer", "Bea Beheer", {})


def test_an_offered_list_tells_the_table_by_which_it_was_offered(
    house: House, deploy: Deploy, clock: TestClock
) -> None:
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    deploy(rewritten(**{"6.1.9": "6.1.8"}))
    before = engine.read_destruction_list(made, house.operator).list

    engine.offer_list(made, house.operator, revision=before.revision)

    after = engine.read_destruction_list(made, house.operator).list
    assert (before.table_version, after.table_version) == (1, 2)
    with reading() as session:
        (told,) = session.scalars(select(models.HistoryEvent).filter_by(kind="destruction_list_offered"))
        assert told.facts["table_version"] == 2
    assert prove().misfits == ()


def test_a_list_of_one_class_leaves_the_others_for_the_next(house: House, deploy: Deploy, clock: TestClock) -> None:
    deploy(rewritten(**{"blijvend": "P1Y", "": "afhandeling"}))
    clock.turn(days=YEAR)

    first = engine.make_destruction_list(house.operator, "6.3")
    free = {one.retention_class: (one.over, one.free) for one in engine.read_retention(house.operator).classes}
    second = engine.make_destruction_list(house.operator)

    held = [
        [item.reference for item in engine.read_destruction_list(made, house.auditor).items] for made in (first, second)
    ]
    assert free == {"6.3": (1, 0), "6.1.9": (1, 1), "11.2": (0, 0)}
    assert held == [[house.broken_off.reference], [house.granted.reference]]


def test_an_offered_list_waits_for_those_who_had_no_hand_in_it(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    waits = [house.operator, house.second, house.owner, house.auditor, house.office]
    made = engine.make_destruction_list(house.operator)
    before = [engine.count_awaited(who).lists for who in waits]

    engine.offer_list(made, house.operator, revision=engine.read_destruction_list(made, house.operator).list.revision)
    offered = [engine.count_awaited(who).lists for who in waits]
    engine.approve_list(made, "", house.owner)

    assert before == [0, 0, 0, 0, 0]
    assert offered == [0, 1, 1, 0, 0]
    assert [engine.count_awaited(who).lists for who in waits] == [0, 0, 0, 0, 0]


def test_two_operators_who_make_a_list_at_once_make_one(
    house: House, clock: TestClock, place: engine.Municipality
) -> None:
    clock.turn(days=YEAR)

    def make(who: engine.User) -> bool:
        with engine.at(place):
            try:
                engine.make_destruction_list(who)
            except engine.DestructionRefused:
                return False
            return True

    with ThreadPoolExecutor(2) as threads:
        made = list(threads.map(make, (house.operator, house.second)))

    assert sorted(made) == [False, True]


def test_what_is_taken_off_a_list_stays_and_the_next_list_still_knows_why(house: House, clock: TestClock) -> None:
    other = begin("kort", house.office)
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [other.case_id], WHY, house.operator)
    engine.offer_list(made, house.operator, revision=1)
    engine.approve_list(made, "", house.owner)
    engine.run_worker_once()

    following = engine.make_destruction_list(house.operator)

    (item,) = engine.read_destruction_list(following, house.operator).items
    assert title_of(other, house.office) == "Bankje"
    assert (item.reference, item.kept_because) == (other.reference, WHY)


def test_what_was_taken_off_by_mistake_can_be_put_back(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [house.broken_off.case_id], WHY, house.operator)

    engine.put_back_on_list(made, house.broken_off.case_id, house.operator)

    assert engine.read_destruction_list(made, house.operator).list.to_destroy == 1


@pytest.mark.parametrize(
    ("chosen", "reason", "problems"),
    [(True, "  ", {"reden": "required"}), (False, WHY, {"zaak": "required"})],
    ids=["no reason", "no case"],
)
def test_a_case_is_taken_off_with_a_reason(
    house: House, clock: TestClock, chosen: bool, reason: str, problems: dict[str, str]
) -> None:
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)

    with pytest.raises(engine.DestructionRefused) as refused:
        engine.take_off_list(made, [house.broken_off.case_id] if chosen else [], reason, house.operator)

    assert refused.value.problems == problems


def test_a_draft_that_is_thrown_away_sets_its_cases_free(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    engine.discard_list(engine.make_destruction_list(house.operator), house.operator)

    assert engine.read_retention(house.operator).free == 1
    assert engine.list_destruction_lists(house.operator).items == ()


def test_a_list_from_which_all_was_taken_off_cannot_be_offered(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [house.broken_off.case_id], WHY, house.operator)

    with pytest.raises(engine.DestructionRefused) as refused:
        engine.offer_list(made, house.operator, revision=1)

    assert refused.value.problems == {"lijst": "empty"}


def test_what_a_colleague_changed_meanwhile_is_not_offered_unseen(house: House, clock: TestClock) -> None:
    begin("kort", house.office)
    clock.turn(days=YEAR)
    made = engine.make_destruction_list(house.operator)
    engine.take_off_list(made, [house.broken_off.case_id], WHY, house.second)

    with pytest.raises(engine.DestructionMoved) as moved:
        engine.offer_list(made, house.operator, revision=0)

    assert moved.value.state == "changed"


def test_nobody_changes_a_list_that_was_offered(house: House, clock: TestClock) -> None:
    clock.turn(days=YEAR)
    made = offer(house.operator)

    for act in (
        lambda: engine.take_off_list(made, [house.broken_off.case_id], WHY, house.operator),
        lambda: engine.put_back_on_list(made, house.broken_off.case_id, house.operator),
        lambda: engine.discard_list(made, house.operator),
        lambda: engine.offer_list(made, house.operator, revision=0),
    ):
        with pytest.raises(engine.DestructionMoved):
            act()


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM destruction_lists", "UPDATE destruction_lists SET offered_by = 'een-ander'"],
    ids=["remove", "another name"],
)
def test_the_database_refuses_to_change_a_list_that_was_offered(house: House, clock: TestClock, statement: str) -> None:
    clock.turn(days=YEAR)
    offer(house.operator)

    with pytest.raises(Exception, match="stays as it was offered"), transaction() as session:
        session.execute(text(statement))
