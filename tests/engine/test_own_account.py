"""What somebody does with their own account: another password, and giving tasks back before being away."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import engine
from engine import history
from engine.accounts.signing_in import FREE_FAILURES, NewAccount, add_accounts
from engine.municipality import reading, transaction
from tests.engine.conftest import People
from tests.engine.stories import GIVEN, idea

Deploy = Callable[..., None]
OLD, NEW = "geheim-woord", "heel-ander-woord"


def sign_in(username: str, password: str) -> str:
    return engine.sign_in(username, password, address="a").token


def test_who_knows_the_password_can_give_another(place: engine.Municipality, people: People) -> None:
    here = sign_in("kantoor", OLD)

    engine.change_own_password(people.office, OLD, NEW, here)

    assert sign_in("kantoor", NEW)
    with pytest.raises(engine.SignInRefused):
        sign_in("kantoor", OLD)


def test_all_other_sessions_end_and_the_present_one_goes_on(place: engine.Municipality, people: People) -> None:
    here, elsewhere = sign_in("kantoor", OLD), sign_in("kantoor", OLD)

    engine.change_own_password(people.office, OLD, NEW, here)

    assert engine.read_session(elsewhere) is None
    assert engine.read_session(here) is not None


def test_who_does_not_know_the_password_changes_nothing(place: engine.Municipality, people: People) -> None:
    here = sign_in("kantoor", OLD)

    with pytest.raises(engine.SignInRefused):
        engine.change_own_password(people.office, "gegokt-woord", NEW, here)

    assert sign_in("kantoor", OLD)


def test_who_has_no_password_has_none_to_change(place: engine.Municipality, people: People) -> None:
    with transaction() as session:
        (other,) = add_accounts(session, [NewAccount("sso", "Sanne", None, ("ondersteuning",))])

    assert (engine.has_password(people.office), engine.has_password(other)) == (True, False)


def test_guessing_slows_down_as_it_does_when_signing_in(place: engine.Municipality, people: People) -> None:
    here = sign_in("kantoor", OLD)
    for _ in range(FREE_FAILURES):
        with pytest.raises(engine.SignInRefused):
            engine.change_own_password(people.office, "gegokt-woord", NEW, here)

    with pytest.raises(engine.SignInRefused) as refusal:
        engine.change_own_password(people.office, OLD, NEW, here)

    assert refusal.value.wait > 0


def test_a_password_that_is_too_short_is_refused(place: engine.Municipality, people: People) -> None:
    with pytest.raises(ValueError, match="8 to 200"):
        engine.change_own_password(people.office, OLD, "kort", sign_in("kantoor", OLD))


def test_the_history_says_that_they_did_it_themselves(place: engine.Municipality, people: People) -> None:
    engine.change_own_password(people.office, OLD, NEW, sign_in("kantoor", OLD))

    event = engine.list_account_events(people.auditor).items[0]
    assert (event.kind, event.by, event.whose) == (
        "account_password_changed",
        "Oda Office (kantoor)",
        "Oda Office (kantoor)",
    )
    with reading() as session:
        history.verify(session)


def test_who_is_away_gives_all_taken_tasks_back_to_their_groups(deploy: Deploy, people: People) -> None:
    deploy(idea())
    for _ in range(2):
        engine.start_case("voorbeeld", GIVEN, None)
    for task in engine.list_team_tasks(people.office).items:
        engine.claim_task(task.id, people.office)

    done = engine.give_back_own_tasks(people.office)

    assert len(done.given_back) == 2
    assert engine.count_tasks(people.office).mine == 0
    assert len(engine.list_team_tasks(people.colleague).items) == 2


def test_tasks_of_colleagues_stay_where_they_are(deploy: Deploy, people: People) -> None:
    deploy(idea())
    engine.start_case("voorbeeld", GIVEN, None)
    engine.claim_task(engine.list_team_tasks(people.colleague).items[0].id, people.colleague)

    done = engine.give_back_own_tasks(people.office)

    assert done.given_back == ()
    assert engine.count_tasks(people.colleague).mine == 1
