"""Identities: whom a sign-in service lets in, with which account, and what the history records about that."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

import engine
from engine import proving
from engine.accounts import staffing
from engine.models import AccountIdentity, HistoryEvent
from engine.municipality import now, reading, snapshot, transaction
from tests.conftest import TestClock
from tests.engine.conftest import People

ISSUER = "https://inloggen.voorbeeld.invalid/gemeente"


def identity(subject: str = "oda-1", username: str = "kantoor", issuer: str = ISSUER) -> engine.Identity:
    return engine.Identity(issuer, subject, username)


def refusal_of(who: engine.Identity) -> str:
    with pytest.raises(engine.IdentityRefused) as refused:
        engine.sign_in_by_service(who)
    return refused.value.why


def told() -> list[tuple[str, str]]:
    """What the history says about links: what happened, and by whom."""
    with reading() as session:
        query = select(HistoryEvent.kind, HistoryEvent.person_id).where(HistoryEvent.kind.like("account_%linked"))
        return [(kind, by) for kind, by in session.execute(query.order_by(HistoryEvent.sequence))]


def misfits() -> list[tuple[str, str]]:
    with snapshot() as session:
        return [(one.name, one.reason) for one in proving.prove(session).misfits]


def test_the_first_time_the_account_of_that_name_is_linked(people: People) -> None:
    done = engine.sign_in_by_service(identity(username=" Kantoor "))

    assert done.user == people.office
    assert engine.read_session(done.token) == people.office
    assert told() == [("account_linked", people.office.id)]
    assert misfits() == []


def test_from_then_on_it_is_the_subject_that_counts_and_not_the_name(people: People) -> None:
    engine.sign_in_by_service(identity())

    renamed = engine.sign_in_by_service(identity(username="oda.getrouwd"))

    assert renamed.user == people.office
    assert len(told()) == 1


def test_who_is_given_the_name_of_another_is_not_let_in_as_the_other(people: People) -> None:
    engine.sign_in_by_service(identity())

    assert refusal_of(identity(subject="nieuwe-oda")) == "taken"


@pytest.mark.parametrize(
    "who",
    [
        identity(username="onbekend"),
        identity(username=""),
        identity(username="\N{KELVIN SIGN}antoor"),
        identity(subject=""),
        identity(subject="x" * 256),
    ],
    ids=["a name without an account", "no name", "another letter", "no subject", "a subject that is too long"],
)
def test_who_has_no_account_is_not_let_in(people: People, who: engine.Identity) -> None:
    assert refusal_of(who) == "unknown"
    assert told() == []


def test_the_same_subject_of_another_service_is_somebody_else(people: People) -> None:
    engine.sign_in_by_service(identity())

    assert refusal_of(identity(username="onbekend", issuer="https://elders.voorbeeld.invalid")) == "unknown"


@pytest.mark.parametrize("linked", [True, False])
def test_a_blocked_account_lets_nobody_in(people: People, linked: bool) -> None:
    if linked:
        engine.sign_in_by_service(identity())
    staffing.block_account("kantoor", people.operator)

    assert refusal_of(identity()) == "blocked"


def test_an_operator_unlinks_an_account_for_who_got_another_identity(people: People) -> None:
    before = engine.sign_in_by_service(identity())

    staffing.unlink_account("kantoor", people.operator)
    after = engine.sign_in_by_service(identity(subject="oda-2"))

    assert engine.read_session(before.token) is None
    assert after.user == people.office
    assert told() == [
        ("account_linked", people.office.id),
        ("account_unlinked", people.operator.id),
        ("account_linked", people.office.id),
    ]
    assert misfits() == []


def test_unlinking_what_is_not_linked_tells_the_history_nothing(people: People) -> None:
    staffing.unlink_account("kantoor", people.operator)

    assert told() == []


def test_only_an_operator_unlinks(people: People) -> None:
    with pytest.raises(engine.NotAllowed):
        staffing.unlink_account("kantoor", people.office)


def test_a_link_that_the_history_does_not_know_is_found(people: People) -> None:
    with transaction() as session:
        session.add(AccountIdentity(issuer=ISSUER, subject="inbreker", account_id=people.operator.id, linked_at=now()))

    assert misfits() == [("beheerder", "link")]


def test_a_link_that_was_given_to_somebody_else_is_found(people: People) -> None:
    engine.sign_in_by_service(identity())
    before = misfits()
    with transaction() as session:
        session.execute(update(AccountIdentity).values(subject="inbreker"))

    assert before == []
    assert misfits() == [("kantoor", "link")]


def test_a_link_that_was_taken_away_is_found(people: People) -> None:
    engine.sign_in_by_service(identity())
    with transaction() as session:
        session.execute(delete(AccountIdentity))

    assert misfits() == [("kantoor", "link")]


def test_such_a_session_lasts_a_working_day_however_much_it_is_used(people: People, clock: TestClock) -> None:
    token = engine.sign_in_by_service(identity()).token
    by_password = engine.sign_in("collega", "geheim-woord", address="10.0.0.1").token

    for _ in range(13):
        clock.turn(minutes=55)
        used = [engine.read_session(one) is not None for one in (token, by_password)]
    clock.turn(minutes=10)

    assert used == [True, True]
    assert [engine.read_session(one) is not None for one in (token, by_password)] == [False, True]


def test_signing_out_tells_whether_a_service_had_let_somebody_in(people: People) -> None:
    by_service = engine.sign_in_by_service(identity()).token
    by_password = engine.sign_in("kantoor", "geheim-woord", address="10.0.0.1").token

    assert [engine.sign_out(token) for token in (by_service, by_password, by_service)] == [True, False, False]


def test_a_link_is_known_for_longer_than_a_session(people: People, clock: TestClock) -> None:
    engine.sign_in_by_service(identity())
    clock.turn(days=400)

    assert engine.sign_in_by_service(identity(username="anders")).user == people.office
