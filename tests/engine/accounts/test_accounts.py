"""Accounts: signing in, slowing down, and sessions that can be revoked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY
from sqlalchemy import func, select, text

import engine
from engine.accounts import signing_in, staffing
from engine.accounts.adding import NewAccount, add_accounts
from engine.cli.entering import OPERATOR
from engine.models import FailedSignIn
from engine.municipality import reading, transaction
from tests.conftest import SLOW_HASHER, TestClock
from tests.engine.conftest import People


@pytest.mark.parametrize("name", ["kantoor", " Kantoor "], ids=["as it is", "as a telephone writes it"])
def test_the_right_password_opens_a_session(people: People, name: str) -> None:
    signed_in = engine.sign_in(name, "geheim-woord", address="a")

    assert engine.read_session(signed_in.token) == people.office


@pytest.mark.parametrize(("name", "password"), [("kantoor", "fout"), ("niemand", "geheim-woord"), ("", "")])
def test_a_wrong_name_and_a_wrong_password_look_the_same(people: People, name: str, password: str) -> None:
    with pytest.raises(engine.SignInRefused) as refusal:
        engine.sign_in(name, password, address="a")

    assert refusal.value.wait == 0
    assert str(refusal.value) == "sign-in refused"


def test_after_five_failures_signing_in_has_to_wait_longer_each_time(people: People, clock: TestClock) -> None:
    def fail() -> int:
        with pytest.raises(engine.SignInRefused) as refusal:
            engine.sign_in("kantoor", "fout", address="a")
        return refusal.value.wait

    first = [fail() for _ in range(5)]
    waits = []
    for _ in range(4):
        waits.append(fail())
        clock.turn(seconds=waits[-1])
        fail()

    assert first == [0] * 5
    assert waits == [1, 2, 4, 8]
    with pytest.raises(engine.SignInRefused):
        engine.sign_in("kantoor", "geheim-woord", address="b")


def test_failures_are_forgotten_after_a_while(people: People, clock: TestClock) -> None:
    for _ in range(5):
        with pytest.raises(engine.SignInRefused):
            engine.sign_in("kantoor", "fout", address="a")
    clock.turn(minutes=16)

    assert engine.sign_in("kantoor", "geheim-woord", address="a").user == people.office


def test_signing_in_lets_nobody_guess_further_at_the_name_of_another(people: People) -> None:
    for number in range(5):
        with pytest.raises(engine.SignInRefused):
            engine.sign_in("kantoor", "fout", address=f"192.0.2.{number}")

    engine.sign_in("collega", "geheim-woord", address="b")

    with pytest.raises(engine.SignInRefused) as refusal:
        engine.sign_in("kantoor", "geheim-woord", address="c")
    assert refusal.value.wait == 1


def test_signing_in_lets_nobody_guess_further_from_the_same_address(people: People) -> None:
    for number in range(4):
        with pytest.raises(engine.SignInRefused):
            engine.sign_in(f"niemand-{number}", "fout", address="a")

    engine.sign_in("collega", "geheim-woord", address="a")

    with pytest.raises(engine.SignInRefused):
        engine.sign_in("niemand", "fout", address="a")
    with pytest.raises(engine.SignInRefused) as refusal:
        engine.sign_in("kantoor", "geheim-woord", address="a")
    assert refusal.value.wait == 1


def test_guessing_at_a_blocked_account_slows_down_also_for_who_guesses_right(people: People) -> None:
    staffing.block_account("kantoor", people.operator)
    for _ in range(5):
        with pytest.raises(engine.SignInRefused):
            engine.sign_in("kantoor", "geheim-woord", address="a")

    with pytest.raises(engine.SignInRefused) as refusal:
        engine.sign_in("kantoor", "geheim-woord", address="a")

    assert refusal.value.wait == 1


def test_failures_that_count_no_more_are_not_kept(people: People, clock: TestClock) -> None:
    with pytest.raises(engine.SignInRefused):
        engine.sign_in("niemand", "fout", address="a")
    clock.turn(minutes=16)

    engine.sign_in("kantoor", "geheim-woord", address="b")

    with reading() as session:
        assert session.scalar(select(func.count()).select_from(FailedSignIn)) == 0


def test_signing_out_revokes_the_session_on_the_server(people: People) -> None:
    token = engine.sign_in("kantoor", "geheim-woord", address="a").token

    engine.sign_out(token)

    assert engine.read_session(token) is None


def test_signing_out_everywhere_ends_every_session(people: People) -> None:
    tokens = [engine.sign_in("kantoor", "geheim-woord", address="a").token for _ in range(3)]

    ended = engine.sign_out_everywhere(people.office)

    assert ended == 3
    assert [engine.read_session(token) for token in tokens] == [None] * 3


def test_a_session_that_is_not_used_ends(people: People, clock: TestClock) -> None:
    token = engine.sign_in("kantoor", "geheim-woord", address="a").token
    clock.turn(hours=9)
    assert engine.read_session(token) is not None
    clock.turn(hours=9)
    assert engine.read_session(token) is not None

    clock.turn(hours=11)

    assert engine.read_session(token) is None


def test_nobody_acts_by_the_name_of_a_blocked_account(people: People) -> None:
    staffing.block_account("kantoor", people.operator)

    with pytest.raises(engine.NotFound):
        signing_in.find_user("kantoor")


def test_neither_passwords_nor_tokens_are_in_the_database(people: People) -> None:
    token = engine.sign_in("kantoor", "geheim-woord", address="a").token

    with reading() as session:
        kept = str(session.execute(text("SELECT password_hash FROM accounts")).all())
        kept += str(session.execute(text("SELECT token_hash FROM sessions")).all())

    assert "geheim-woord" not in kept
    assert token not in kept
    assert "$argon2id$" in kept


def test_a_password_costs_who_guesses_what_rfc_9106_advises() -> None:
    hashed = SLOW_HASHER.hash("geheim-woord")

    assert extract_parameters(hashed) == RFC_9106_LOW_MEMORY


@pytest.mark.parametrize("username", ["kantoor", " Kantoor "])
def test_a_username_is_given_once(people: People, username: str) -> None:
    with pytest.raises(engine.UsernameTaken):
        engine.add_account(engine.NewAccount(username, "Nog Een", "geheim-woord", ()), by=OPERATOR)


@pytest.mark.parametrize(("username", "name"), [(" ", "Nieuw"), ("nieuw", " ")])
def test_an_account_has_a_username_and_a_name(people: People, username: str, name: str) -> None:
    with pytest.raises(engine.AccountRefused) as refused:
        engine.add_account(engine.NewAccount(username, name, "geheim-woord", ()), by=OPERATOR)

    assert refused.value.fields == (("name",) if username.strip() else ("username",))


@pytest.mark.parametrize("password", ["", "zeven77", "x" * 201])
def test_a_password_has_a_length(people: People, password: str) -> None:
    with pytest.raises(engine.AccountRefused) as refused:
        engine.add_account(engine.NewAccount("nieuw", "Nieuw", password, ()), by=OPERATOR)

    assert refused.value.fields == ("password",)


@pytest.mark.parametrize(
    "addresses",
    [
        [f"2001:db8:0:7::{number:x}" for number in range(5)],
        [f"2001:db8:0:7:{number:x}::1%eth0" for number in range(5)],
        [f"[2001:db8:0:7::1]:{port}" for port in range(5)],
        [f"192.0.2.1:{port}" for port in range(5)],
        ["192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1:80", "[::ffff:192.0.2.1]:80", "192.0.2.1"],
    ],
    ids=["one subscriber of IPv6", "with a zone", "ports of IPv6", "ports of IPv4", "ways to write one"],
)
def test_addresses_of_one_place_are_slowed_down_together(people: People, addresses: list[str]) -> None:
    for number, address in enumerate(addresses):
        with pytest.raises(engine.SignInRefused):
            engine.sign_in(f"niemand-{number}", "fout", address=address)

    with pytest.raises(engine.SignInRefused) as refusal:
        engine.sign_in("kantoor", "geheim-woord", address=addresses[0])

    assert refusal.value.wait > 0


@pytest.mark.parametrize("other", ["2001:db8:0:8::1", "192.0.2.2", "geen adres", ""])
def test_another_place_is_not_slowed_down(people: People, other: str) -> None:
    for address in ("2001:db8:0:7::1", "192.0.2.1"):
        for number in range(5):
            with pytest.raises(engine.SignInRefused):
                engine.sign_in(f"niemand-{number}", "fout", address=address)

    assert engine.sign_in("kantoor", "geheim-woord", address=other).user == people.office


def test_of_many_who_try_at_the_same_moment_only_the_first_are_told_whether_they_were_right(
    place: engine.Municipality, people: People
) -> None:
    everybody_is_there = Barrier(12)

    def fail(number: int) -> int:
        with engine.at(place):
            everybody_is_there.wait(20)
            with pytest.raises(engine.SignInRefused) as refusal:
                engine.sign_in("kantoor", f"fout-{number}", address="a")
            return refusal.value.wait

    with ThreadPoolExecutor(12) as threads:
        waits = list(threads.map(fail, range(12)))

    assert sorted(waits) == [0] * 5 + [1] * 7


def test_a_name_costs_as_much_time_whether_it_is_known_or_not_and_has_a_password_or_not(
    place: engine.Municipality, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction() as session:
        add_accounts(session, [NewAccount("sanne", "Sanne Dienst", None, ("ondersteuning",))])
    verified: list[str] = []
    verify = signing_in._hasher.verify

    def count(password_hash: str, password: str) -> bool:
        verified.append(password_hash.rpartition("$")[0].rpartition("$")[0])
        return verify(password_hash, password)

    monkeypatch.setattr(signing_in, "_hasher", SimpleNamespace(verify=count, hash=signing_in._hasher.hash))
    for name in ("kantoor", "sanne", "niemand"):
        with pytest.raises(engine.SignInRefused):
            engine.sign_in(name, "fout", address=name)

    assert len(verified) == 3
    assert len(set(verified)) == 1
