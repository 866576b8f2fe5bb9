"""Giving and taking rights in the browser: the operator's own password, what was seen, and never the own account."""

from __future__ import annotations

from dataclasses import replace

import pytest

import engine
from engine.accounts import staffing
from tests.engine.conftest import People

PASSWORD = "geheim-woord"


def groups_of(user: engine.User, people: People) -> frozenset[str]:
    return engine.read_account(user.id, people.operator).user.groups


def test_an_operator_gives_other_groups_and_the_history_says_who(people: People) -> None:
    seen = engine.read_account(people.office.id, people.operator)

    engine.entrust(seen, ["kernteam"], people.operator, PASSWORD)

    newest = engine.list_account_events(people.operator).items[0]
    assert groups_of(people.office, people) == {"kernteam"}
    assert newest.kind == "account_groups_changed"
    assert people.operator.name in newest.by


def test_a_wrong_password_changes_nothing_and_guessing_is_slowed_down(people: People) -> None:
    seen = engine.read_account(people.office.id, people.operator)

    for _ in range(5):
        with pytest.raises(engine.SignInRefused):
            engine.entrust(seen, ["beheerder"], people.operator, "gegokt-woord")
    with pytest.raises(engine.SignInRefused) as refused:
        engine.entrust(seen, ["beheerder"], people.operator, PASSWORD)

    assert refused.value.wait > 0
    assert groups_of(people.office, people) == seen.user.groups


def test_nobody_changes_or_blocks_the_own_account(people: People) -> None:
    own = engine.read_account(people.operator.id, people.operator)

    with pytest.raises(engine.OwnAccount):
        engine.entrust(own, ["kernteam", "beheerder"], people.operator, PASSWORD)
    with pytest.raises(engine.OwnAccount):
        engine.shut_out(own, people.operator, PASSWORD)


def test_the_second_of_two_operators_is_told(people: People) -> None:
    seen = engine.read_account(people.office.id, people.operator)
    engine.entrust(seen, ["kernteam"], people.operator, PASSWORD)

    with pytest.raises(engine.AccountChanged):
        engine.entrust(seen, ["gebiedsregisseur"], people.operator, PASSWORD)

    assert groups_of(people.office, people) == {"kernteam"}


def test_a_blocked_account_is_let_in_again_with_its_groups(people: People) -> None:
    seen = engine.read_account(people.office.id, people.operator)

    engine.shut_out(seen, people.operator, PASSWORD)
    blocked = engine.read_account(people.office.id, people.operator)
    engine.let_in(blocked, people.operator, PASSWORD)

    assert not blocked.active
    assert engine.read_account(people.office.id, people.operator) == seen


def test_who_is_no_operator_any_more_gives_nothing_with_a_page_that_was_open(people: People) -> None:
    seen = engine.read_account(people.office.id, people.operator)
    engine.entrust(seen, ["beheerder"], people.operator, PASSWORD)
    staffing.change_groups("beheerder", ["kernteam"], engine.find_user("kantoor"))
    colleague = engine.read_account(people.colleague.id, engine.find_user("kantoor"))

    with pytest.raises(engine.NotAllowed):
        engine.entrust(colleague, ["beheerder"], people.operator, PASSWORD)

    assert engine.find_user("collega").groups == {"ondersteuning"}


def test_only_operators_read_and_change_an_account(people: People) -> None:
    seen = engine.read_account(people.colleague.id, people.operator)

    with pytest.raises(engine.NotAllowed):
        engine.read_account(people.colleague.id, people.office)
    for act in (engine.shut_out, engine.let_in):
        with pytest.raises(engine.NotAllowed):
            act(seen, people.office, PASSWORD)


def test_an_account_is_made_with_the_own_password_only(people: People) -> None:
    new = engine.NewAccount("nora", "Nora Nieuw", "een eerste woord", ("kernteam",))

    with pytest.raises(engine.SignInRefused):
        engine.welcome(new, people.operator, "gegokt-woord")
    with pytest.raises(engine.NotAllowed):
        engine.welcome(new, people.office, PASSWORD)
    made = engine.welcome(new, people.operator, PASSWORD)

    assert engine.find_user("nora") == made
    assert engine.list_account_events(people.operator).items[0].kind == "account_added"


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"username": "n" * 101}, ("username",)),
        ({"name": "N" * 301, "email": "geen adres"}, ("name", "email")),
        ({"name": "Nora\nNieuw"}, ("name",)),
        ({"password": "kort"}, ("password",)),
    ],
)
def test_what_cannot_be_stored_is_named(people: People, changed: dict[str, str], fields: tuple[str, ...]) -> None:
    new = replace(engine.NewAccount("nora", "Nora Nieuw", "een eerste woord", ()), **changed)  # type: ignore[arg-type]

    with pytest.raises(engine.AccountRefused) as refused:
        engine.welcome(new, people.operator, PASSWORD)

    assert refused.value.fields == fields


def test_who_lost_the_password_gets_another_from_an_operator_and_never_from_oneself(people: People) -> None:
    seen, own = (engine.read_account(user.id, people.operator) for user in (people.office, people.operator))

    engine.give_password(seen, "een nieuw woord", people.operator, PASSWORD)
    with pytest.raises(engine.OwnAccount):
        engine.give_password(own, "een nieuw woord", people.operator, PASSWORD)

    assert engine.sign_in("kantoor", "een nieuw woord", address="::1").user.id == people.office.id
    with pytest.raises(engine.SignInRefused):
        engine.sign_in("kantoor", PASSWORD, address="::1")


def test_a_name_that_nobody_can_be_stored_by_is_refused_on_the_page_and_by_the_command(people: People) -> None:
    seen = engine.read_account(people.office.id, people.operator)

    for name in (" ", "N" * 301, "Nora\x00"):
        with pytest.raises(engine.AccountRefused):
            engine.correct(seen, name, "", people.operator, PASSWORD)
        with pytest.raises(engine.AccountRefused):
            staffing.change_contact("kantoor", name, None, people.operator)
    engine.correct(seen, "Oda Anders", "", people.operator, PASSWORD)

    now = engine.read_account(people.office.id, people.operator)
    assert (now.user.name, now.email) == ("Oda Anders", None)
