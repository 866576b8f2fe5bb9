"""Proving changes: who made and who approved a change of a process, and what came in use, cannot be faked."""

from __future__ import annotations

import pytest
from sqlalchemy import text

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.municipality import transaction
from engine.proving import Misfit
from engine.versions.definitions import pack
from engine.workshop import gate
from tests.conftest import TestClock
from tests.engine.conftest import Deploy
from tests.engine.proofs import prove
from tests.engine.tampering import lift_guards, retell, tamper
from tests.engine.workshop.test_gate import BETTER, OTHER, Owners, approve, version, work

TITLE = "Anders werken"


@pytest.fixture
def two(deploy: Deploy, place: engine.Municipality) -> Owners:
    deploy(work("Werken"))
    made = [
        NewAccount("eigenaar", "Pia Proces", "geheim-woord", ("proceseigenaar",)),
        NewAccount("tweede", "Piet Proces", "geheim-woord", ("proceseigenaar",)),
    ]
    with transaction() as session:
        return Owners(*add_accounts(session, made))


def test_changes_that_went_all_ways_fit(two: Owners, clock: TestClock) -> None:
    sent_back, taken_back, given_up, taken_up, later = (two.change(OTHER) for _ in range(5))
    for key in (sent_back, taken_back):
        engine.offer_change(key, "Beter", two.first)
    engine.send_back(sent_back, "Nog niet.", two.second, seal=engine.read_change(sent_back, two.second).seal)
    engine.take_back(taken_back, two.second)
    for key in (given_up, taken_up):
        engine.discard_change(key, two.first)
    engine.take_up_change(taken_up, two.second)
    two.put_in_use(BETTER)
    engine.renew_base(later, "werk", two.first)
    engine.offer_change(later, "Nog beter", two.first)
    approve(later, two.second)

    assert [engine.read_change(key, two.first).state for key in (sent_back, given_up, taken_up, later)] == [
        *("draft", "discarded", "draft", "in_use")
    ]
    proof = prove()
    assert (proof.changes, proof.misfits) == (6, ())


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ("judged_by = begun_by", "judged"),
        ("judged_by = NULL, judged_at = NULL", "judged"),
        ("judged_at = '2020-01-01 00:00:00'", "judged"),
        ("offered_by = judged_by", "changed"),
        ("begun_by = judged_by", "changed"),
        ("reason = 'Het moest van iemand anders'", "changed"),
        ("state = 'draft'", "changed"),
        ("judgement = 'Daar ben ik het niet mee eens.'", "judged"),
        ("takes_effect_at = '2026-01-01 00:00:00'", "changed"),
        ("migrate = true", "changed"),
        ("in_use_at = '2026-01-01 00:00:00'", "changed"),
        ("ended_at = '2026-01-01 00:00:00'", "changed"),
    ],
)
def test_what_the_workshop_shows_of_a_change_cannot_be_changed_unseen(two: Owners, changed: str, reason: str) -> None:
    two.put_in_use(BETTER)

    tamper(f"UPDATE changes SET {changed}")  # noqa: S608 - from this list

    assert prove().misfits == (Misfit("change", TITLE, "", reason),)


@pytest.mark.parametrize(
    "changed",
    [
        "definition_id = NULL",
        "files = (SELECT files FROM definitions WHERE version = 1)",
        "process_id = 'anders'",
    ],
)
def test_the_files_of_a_change_are_those_that_were_offered_also_when_they_are_in_use(two: Owners, changed: str) -> None:
    two.put_in_use(BETTER)

    tamper(f"UPDATE change_parts SET {changed}")  # noqa: S608 - from this list

    assert prove().misfits == (Misfit("change", TITLE, "", "contents"),)


@pytest.mark.parametrize("changed", ["deployed_by = 'iemand-anders'", "deployed_at = '2026-01-01 00:00:00'"])
def test_who_put_a_version_in_use_and_when_cannot_be_changed_unseen(two: Owners, changed: str) -> None:
    tamper(f"UPDATE definitions SET {changed}")  # noqa: S608 - from this list

    assert {(one.what, one.reason) for one in prove().misfits} == {("version", "changed")}


def test_a_change_that_is_gone_or_that_nobody_began_is_found_out(two: Owners) -> None:
    key = two.put_in_use(BETTER)

    with transaction() as session:
        lift_guards(session)
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table, column in (("change_editors", "change_id"), ("change_parts", "change_id"), ("changes", "id")):
            session.execute(text(f"UPDATE {table} SET {column} = 'f' || substr({column}, 2)"))  # noqa: S608

    assert {(one.name, one.reason) for one in prove().misfits} == {(key, "missing"), (TITLE, "unknown")}


def test_who_takes_himself_off_the_list_of_who_worked_on_it_and_approves_is_found_out(two: Owners) -> None:
    key = two.change(BETTER)
    engine.offer_change(key, "Beter", two.first)
    tamper("DELETE FROM change_editors WHERE person_id = :id", id=two.first.id)

    approve(key, two.first)

    assert {one.reason for one in prove().misfits if one.what == "change"} == {"own", "changed"}


def test_files_that_were_changed_after_they_were_approved_do_not_come_in_use(two: Owners, clock: TestClock) -> None:
    key = two.change(BETTER)
    engine.offer_change(key, "Beter", two.first, takes_effect_at=clock().replace(day=9))
    approve(key, two.second)
    tamper("UPDATE change_parts SET files = :files", files=pack(OTHER.files))
    clock.turn(days=8)

    while engine.run_worker_once():
        pass

    held = engine.read_change(key, two.first)
    assert (held.state, version(two)) == ("draft", 1)
    assert held.judgement is not None
    assert "De bestanden zijn niet meer wat is aangeboden" in held.judgement
    assert prove().misfits == ()


def test_files_that_were_changed_after_they_were_offered_are_not_approved(two: Owners) -> None:
    key = two.change(BETTER)
    engine.offer_change(key, "Beter", two.first)
    tamper("UPDATE change_parts SET files = :files", files=pack(OTHER.files))

    with pytest.raises(engine.ChangeRefused) as refused:
        approve(key, two.second)

    assert [reason.split(":")[0] for reason in refused.value.reasons] == [
        "De bestanden zijn niet meer wat is aangeboden"
    ]


def test_files_that_came_in_use_and_were_not_what_was_approved_are_found_out(
    two: Owners, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A server of another make, that does not look.
    monkeypatch.setattr(gate, "_is_as_offered", lambda *_: True)
    key = two.change(BETTER)
    engine.offer_change(key, "Beter", two.first, takes_effect_at=clock().replace(day=9))
    approve(key, two.second)
    tamper("UPDATE change_parts SET files = :files", files=pack(OTHER.files))
    clock.turn(days=8)

    while engine.run_worker_once():
        pass

    assert engine.read_change(key, two.first).state == "in_use"
    assert prove().misfits == (Misfit("change", TITLE, "", "contents"),)


def test_a_version_that_came_in_use_or_went_out_of_it_by_nobody_is_found_out(two: Owners) -> None:
    two.put_in_use(BETTER)

    tamper("UPDATE definitions SET in_use = NOT in_use")

    assert prove().misfits == (Misfit("version", "werk 1", "", "in_use"), Misfit("version", "werk 2", "", "in_use"))


def test_a_version_that_comes_in_use_again_is_no_fault(two: Owners) -> None:
    two.put_in_use(BETTER)
    two.put_in_use(work("Werken"))

    assert engine.read_definition("werk", two.first).version == 1
    assert prove().misfits == ()


def test_an_approval_of_something_else_than_was_offered_is_found_out(two: Owners) -> None:
    key = two.put_in_use(BETTER)
    kinds = [event.kind for event in engine.list_change_events(key, two.first)]
    assert kinds[2] == "change_approved"

    with transaction() as session:
        query = "SELECT count(*) FROM history WHERE case_id IS NULL AND sequence < (SELECT sequence FROM history WHERE"
        number = session.scalar(text(f"{query} kind = 'change_approved')"))
    retell(None, int(number or 0), facts={"change_id": key, "contents": {"werk": "0" * 64}, "remark": ""})

    assert prove().misfits == (Misfit("change", TITLE, "", "contents"),)
