"""What somebody does with their own account: another password, and giving tasks back before being away."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

import engine
from engine import history
from engine.accounts import signing_in
from engine.accounts.adding import NewAccount, add_accounts
from engine.accounts.signing_in import FREE_FAILURES
from engine.municipality import reading, transaction
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.stories import GIVEN, idea

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


def test_of_many_guesses_at_the_same_moment_only_the_first_are_told_whether_they_were_right(
    place: engine.Municipality, people: People
) -> None:
    here, all_are_there = sign_in("kantoor", OLD), Barrier(12)

    def guess(number: int) -> int:
        with engine.at(place):
            all_are_there.wait(20)
            with pytest.raises(engine.SignInRefused) as refusal:
                engine.change_own_password(people.office, f"gegokt-woord-{number}", NEW, here)
            return refusal.value.wait

    with ThreadPoolExecutor(12) as threads:
        waits = list(threads.map(guess, range(12)))

    assert sorted(waits) == [0] * FREE_FAILURES + [1] * 7


def test_of_two_who_change_it_at_the_same_moment_the_second_knows_the_password_no_more(
    place: engine.Municipality, people: People
) -> None:
    here, both_are_there = sign_in("kantoor", OLD), Barrier(2)

    def change(new: str) -> str | None:
        with engine.at(place):
            both_are_there.wait(20)
            try:
                engine.change_own_password(people.office, OLD, new, here)
            except engine.SignInRefused:
                return None
            return new

    with ThreadPoolExecutor(2) as threads:
        changed = list(filter(None, threads.map(change, (NEW, f"{NEW}-2"))))

    assert len(changed) == 1
    assert sign_in("kantoor", changed[0])


def test_who_signs_in_with_the_old_password_while_it_is_changed_is_not_left_inside(
    place: engine.Municipality, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = sign_in("kantoor", OLD)
    checked: list[str] = []

    def change_in_between(password_hash: str, password: str) -> bool:
        right = matches(password_hash, password)
        if not checked:
            checked.append(password)
            engine.change_own_password(people.office, OLD, NEW, here)
        return right

    matches = signing_in._matches
    monkeypatch.setattr(signing_in, "_matches", change_in_between)

    with pytest.raises(engine.SignInRefused):
        sign_in("kantoor", OLD)

    assert len(engine.list_sessions(people.office)) == 1


def test_a_session_is_used_and_ended_at_the_same_moment_without_a_fault(
    place: engine.Municipality, people: People, clock: TestClock
) -> None:
    token, all_are_there = sign_in("kantoor", OLD), Barrier(4)
    clock.turn(minutes=2)

    def use(act: Callable[[], object]) -> object:
        with engine.at(place):
            all_are_there.wait(20)
            return act()

    read, leave = (lambda: engine.read_session(token)), (lambda: engine.sign_out(token))
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(use, (read, leave, leave, lambda: engine.sign_out_everywhere(people.office))))

    assert engine.read_session(token) is None


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
