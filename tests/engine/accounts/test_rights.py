"""Rights: the history says who gave whom which rights; who grants themselves some in the database is found out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

import engine
from engine import history, proving
from engine.accounts import adding, own_account, rights, signing_in, staffing
from engine.accounts.rights import KINDS
from engine.cli.commands import main
from engine.models import Account, HistoryEvent
from engine.municipality import reading, snapshot, transaction
from engine.proving import Misfit
from tests.engine.conftest import People
from tests.engine.proofs import prove
from tests.engine.tampering import retell

Give = Callable[..., Result]


@pytest.fixture
def give(place: engine.Municipality) -> Give:
    """Run a command in the municipality of the test."""
    settings = place.settings
    environment = {"SMEDERIJ_DATA_DIR": str(settings.data_dir), "SMEDERIJ_DATABASE_URL": settings.database}
    return lambda *command: CliRunner().invoke(main, list(command), env=environment)


def events_of(user: engine.User) -> list[tuple[str, str, dict[str, Any]]]:
    """What happened to an account after it was made: kind, who did it, and the facts without account and digests."""
    with reading() as session:
        rows = session.scalars(select(HistoryEvent).where(HistoryEvent.kind.in_(KINDS)).order_by(HistoryEvent.sequence))
        told = [(row.kind, row.person_id, dict(row.facts)) for row in rows]
    for _, _, facts in told:
        if facts.pop("digest", None):
            facts.pop("was", None)
    return [one for one in told if one[2].pop("account") == user.id][1:]


def change(*statements: str, **told: str) -> None:
    """What only somebody with access to the database could do."""
    with transaction() as session:
        for statement in statements:
            session.execute(text(statement), told)


@pytest.mark.parametrize(
    ("act", "event"),
    [
        (lambda by: staffing.change_password("collega", "ander-woord", by), ("account_password_changed", {})),
        (lambda by: staffing.block_account("collega", by), ("account_blocked", {"groups": ["ondersteuning"]})),
        (
            lambda by: staffing.change_groups("collega", ["wijkteam", "kernteam"], by),
            ("account_groups_changed", {"was": ["ondersteuning"], "becomes": ["kernteam", "wijkteam"]}),
        ),
    ],
    ids=["a new password", "a block", "other groups"],
)
def test_the_history_says_what_an_operator_did_to_an_account(
    people: People, act: Callable[[engine.User], object], event: tuple[str, Mapping[str, Any]]
) -> None:
    act(people.operator)

    kind, facts = event
    assert events_of(people.colleague) == [(kind, people.operator.id, facts)]


def test_who_is_let_in_again_has_the_rights_that_the_history_says(people: People) -> None:
    staffing.block_account("collega", people.operator)
    staffing.unblock_account("collega", people.operator)

    *_, last = events_of(people.colleague)
    assert last == ("account_unblocked", people.operator.id, {"groups": ["ondersteuning"]})


def test_the_history_says_with_which_rights_an_account_was_made_and_by_whom(people: People) -> None:
    made = adding.add_account(adding.NewAccount("nieuw", "Nieuw", "geheim-woord", ("kernteam",)), people.operator)

    with reading() as session:
        (*_, last) = session.scalars(select(HistoryEvent).order_by(HistoryEvent.sequence))
    assert (last.kind, last.person_id) == ("account_added", people.operator.id)
    assert (last.facts["account"], last.facts["role"], last.facts["groups"]) == (made.id, "medewerker", ["kernteam"])


@pytest.mark.parametrize(
    ("act", "before"),
    [
        (lambda by: staffing.unblock_account("collega", by), []),
        (lambda by: staffing.change_groups("collega", ["ondersteuning"], by), []),
        (lambda by: [staffing.block_account("collega", by) for _ in range(2)], ["account_blocked"]),
    ],
    ids=["not blocked", "the same groups", "blocked twice"],
)
def test_what_changed_nothing_is_no_event(
    people: People, act: Callable[[engine.User], object], before: list[str]
) -> None:
    act(people.operator)

    assert [kind for kind, _, _ in events_of(people.colleague)] == before


def test_what_was_refused_is_no_event(people: People) -> None:
    with pytest.raises(staffing.LastOperator):
        staffing.block_account("beheerder", people.operator)

    assert events_of(people.operator) == []


def test_neither_names_nor_passwords_come_into_the_history(people: People) -> None:
    staffing.change_password("collega", "ander-woord", people.operator)

    with reading() as session:
        rows = session.scalars(select(HistoryEvent).where(HistoryEvent.kind.in_(KINDS)))
        told = json.dumps([row.facts for row in rows])
        secret = session.scalars(select(Account.password_hash)).unique().all()
    assert not any(word in told for word in ("collega", "Otto", "ander-woord", *secret))


def test_changes_at_once_follow_on_each_other_in_the_history(people: People) -> None:
    def change_one(number: int) -> None:
        staffing.change_groups(f"lid-{number}", ["kernteam"], people.operator)

    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(copy_context().run, change_one, number) for number in (1, 2, 3)]
        for one in asked:
            one.result()

    assert [len(events_of(member)) for member in people.members] == [1, 1, 1]
    assert prove().misfits == ()


# ---- who gives a command ----------------------------------------------------------------------------------------


def test_a_command_names_the_operator_who_gives_it(give: Give, people: People) -> None:
    done = give("user", "groups", "collega", "kernteam", "--by", "Beheerder")

    assert done.exit_code == 0, done.output
    assert [by for _, by, _ in events_of(people.colleague)] == [people.operator.id]


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("by", "told"),
    [
        ((), "Noem met --by de gebruikersnaam van de beheerder die dit doet"),
        (("--by", "niemand"), "niemand heeft geen account."),
        (("--by", "kantoor"), "kantoor is geen beheerder."),
    ],
    ids=["nobody", "no account", "no operator"],
)
@pytest.mark.parametrize(
    "command",
    [
        ("add", "nieuw", "--name", "Nieuw", "--password", "geheim-woord"),
        ("password", "collega", "--password", "ander-woord"),
        ("block", "collega"),
        ("unblock", "collega"),
        ("groups", "collega", "kernteam"),
    ],
    ids=lambda command: command[0],
)
def test_a_command_without_an_operator_is_refused_and_changes_nothing(
    give: Give, people: People, command: tuple[str, ...], by: tuple[str, ...], told: str
) -> None:
    refused = give("user", *command, *by)

    assert refused.exit_code == 1
    assert told in refused.output
    assert events_of(people.colleague) == []
    assert "nieuw" not in {account.username for account in engine.list_accounts(people.operator)}


def test_as_long_as_there_is_no_operator_nobody_need_be_named(give: Give, place: engine.Municipality) -> None:
    made = ("--name", "Bo", "--group", "beheerder", "--password", "geheim-woord")

    first = give("user", "add", "bo", *made)
    second = give("user", "add", "ko", *made)

    assert (first.exit_code, second.exit_code) == (0, 1)
    with reading() as session:
        rows = session.scalars(select(HistoryEvent.person_id).where(HistoryEvent.kind == "account_added"))
        assert rows.all() == ["systeem"]


def test_who_names_an_operator_where_there_is_none_yet_is_told_to_leave_it(
    give: Give, place: engine.Municipality
) -> None:
    refused = give("user", "add", "bo", "--name", "Bo", "--password", "geheim-woord", "--by", "bo")

    assert refused.exit_code == 1
    assert "Er is nog geen beheerder met een account: laat --by weg." in refused.output


# ---- reading ----------------------------------------------------------------------------------------------------


def test_an_auditor_reads_what_happened_to_accounts_the_newest_first(people: People) -> None:
    staffing.change_groups("collega", ["kernteam"], people.operator)

    found = engine.list_account_events(people.auditor, size=2)

    newest, before = found.items
    assert (newest.kind, newest.by, newest.whose) == (
        "account_groups_changed",
        "Bo Beheer (beheerder)",
        "Otto Office (collega)",
    )
    assert (before.kind, before.by, before.whose) == ("account_added", "Smederij", "Lid 3 (lid-3)")
    assert (found.total, found.pages) == (9, 5)


def test_the_oldest_stand_on_the_last_page(people: People) -> None:
    found = engine.list_account_events(people.operator, page=3, size=3)

    assert [item.whose for item in found.items] == ["Otto Office (collega)", "Oda Office (kantoor)"]


def test_others_do_not_read_what_happened_to_accounts(people: People) -> None:
    with pytest.raises(engine.NotAllowed):
        engine.list_account_events(people.office)


# ---- proving ----------------------------------------------------------------------------------------------------


def test_accounts_that_are_as_the_history_has_them_fit(people: People) -> None:
    staffing.change_groups("collega", ["wijkteam", "kernteam"], people.operator)
    staffing.block_account("kantoor", people.operator)
    staffing.block_account("regisseur", people.operator)
    staffing.unblock_account("regisseur", people.operator)
    staffing.change_password("lid-1", "ander-woord", people.operator)

    with snapshot() as session:
        proof = proving.prove(session)
    assert (proof.accounts, proof.misfits) == (8, ())


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO account_groups SELECT id, 'beheerder' FROM accounts WHERE username = 'collega'",
        "DELETE FROM account_groups WHERE account_id = (SELECT id FROM accounts WHERE username = 'collega')",
        "UPDATE accounts SET role = 'inwoner' WHERE username = 'collega'",
        "UPDATE accounts SET active = false WHERE username = 'collega'",
    ],
    ids=["a right that he gave himself", "no right any more", "another role", "out"],
)
def test_rights_that_nobody_gave_are_found_out(people: People, statement: str) -> None:
    change(statement)

    assert prove().misfits == (Misfit("account", "collega", "", "rights"),)


def test_rights_that_nobody_gave_are_found_out_after_they_were_taken_back(people: People) -> None:
    change("INSERT INTO account_groups SELECT id, 'beheerder' FROM accounts WHERE username = 'collega'")
    staffing.change_groups("collega", ["ondersteuning"], people.operator)

    assert prove().misfits == (Misfit("account", "collega", "", "otherwise"),)


def test_who_was_let_in_again_by_nobody_is_found_out_when_blocked_anew(people: People) -> None:
    staffing.block_account("collega", people.operator)
    change("UPDATE accounts SET active = true WHERE username = 'collega'")
    staffing.block_account("collega", people.operator)

    assert prove().misfits == (Misfit("account", "collega", "", "otherwise"),)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE persons SET name = 'Gijs Gebied' WHERE id = :id",
        "UPDATE persons SET email = 'elders@voorbeeld.invalid' WHERE id = :id",
        "UPDATE accounts SET username = 'collegaatje' WHERE id = :id",
        "UPDATE accounts SET password_hash = 'van een ander' WHERE id = :id",
    ],
    ids=["the name of a colleague", "an address", "a username", "a password that somebody knows"],
)
def test_whose_an_account_is_cannot_be_changed_unseen_nor_made_good_by_the_next_change(
    people: People, statement: str
) -> None:
    before = prove().misfits
    change(statement, id=people.colleague.id)
    (after,) = prove().misfits
    staffing.change_contact(after.name, "Otto de Office", None, people.operator)

    assert (before, after.what, after.reason) == ((), "account", "owner")
    assert prove().misfits == (after,)


def test_whose_an_account_is_fits_after_every_change_that_is_meant(people: People) -> None:
    staffing.change_contact("collega", "Otto de Office", "otto@voorbeeld.invalid", people.operator)
    staffing.change_password("collega", "ander-woord", people.operator)
    opened = signing_in.sign_in("collega", "ander-woord", address="127.0.0.1")
    own_account.change_own_password(people.colleague, "ander-woord", "nog-een-woord", opened.token)

    assert prove().misfits == ()


def test_accounts_of_an_earlier_release_are_recorded_once_and_proved_from_then_on(people: People) -> None:
    made_by_an_earlier_release(people.colleague)
    change("UPDATE persons SET name = 'Van vóór die tijd' WHERE id = :id", id=people.colleague.id)
    with snapshot() as session:
        before = proving.prove(session)

    recorded = [rights.record_earlier(), rights.record_earlier()]
    with snapshot() as session:
        since = proving.prove(session)
    change("UPDATE persons SET name = 'Gijs Gebied' WHERE id = :id", id=people.colleague.id)

    assert (before.earlier_accounts, before.misfits, since.earlier_accounts, since.misfits) == (1, (), 1, ())
    assert (recorded, prove().misfits) == ([1, 0], (Misfit("account", "collega", "", "owner"),))


def test_an_account_of_an_earlier_release_that_is_changed_before_a_worker_came_to_it_fits(people: People) -> None:
    made_by_an_earlier_release(people.colleague)

    staffing.change_contact("collega", "Otto de Office", None, people.operator)
    recorded = rights.record_earlier()

    assert (recorded, prove().misfits) == (0, ())


def test_an_account_cannot_be_recorded_once_more_to_cover_up_a_change(people: People) -> None:
    change("UPDATE persons SET name = 'Gijs Gebied', salt = '' WHERE id = :id", id=people.colleague.id)

    rights.record_earlier()

    assert prove().misfits == (Misfit("account", "collega", "", "owner"),)


def made_by_an_earlier_release(user: engine.User) -> None:
    """As when the history had no digest of whose an account is."""
    change("UPDATE persons SET salt = '' WHERE id = :id", id=user.id)
    with reading() as session:
        rows = session.scalars(
            select(HistoryEvent).where(HistoryEvent.case_id.is_(None)).order_by(HistoryEvent.sequence)
        )
        told = [row.facts for row in rows]
    (place,) = (number for number, facts in enumerate(told) if facts.get("account") == user.id)
    retell(None, place, facts={name: fact for name, fact in told[place].items() if name != "digest"})


def test_an_account_that_the_history_never_saw_come_is_found_out(people: People) -> None:
    change(
        "INSERT INTO persons (id, name, created_at) SELECT 'sluip', 'Sluip', created_at FROM persons WHERE id = :id",
        "INSERT INTO accounts (id, username, password_hash, role, active) VALUES ('sluip', 'sluip', '', '', true)",
        id=people.office.id,
    )
    before = prove().misfits
    staffing.change_groups("sluip", ["beheerder"], people.operator)

    assert before == (Misfit("account", "sluip", "", "unknown"),)
    assert prove().misfits == before


def test_an_account_that_was_removed_is_found_out(people: People) -> None:
    change(
        "DELETE FROM account_groups WHERE account_id = :id", "DELETE FROM accounts WHERE id = :id", id=people.office.id
    )

    assert prove().misfits == (Misfit("account", people.office.id, "", "missing"),)


def test_an_event_about_rights_that_was_changed_is_found_out(people: People) -> None:
    staffing.change_groups("collega", ["kernteam"], people.operator)
    with transaction() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER history_no_update"))
        else:
            session.execute(text("ALTER TABLE history DISABLE TRIGGER USER"))
        (*_, last) = session.scalars(select(HistoryEvent).order_by(HistoryEvent.sequence))
        last.facts = {**last.facts, "becomes": ["beheerder"]}

    with pytest.raises(engine.HistoryBroken), reading() as session:
        history.verify(session)


def test_verify_names_whose_rights_do_not_fit(give: Give, people: People) -> None:
    change("INSERT INTO account_groups SELECT id, 'beheerder' FROM accounts WHERE username = 'collega'")

    told = give("verify")

    assert told.exit_code == 1
    assert "8 accounts, 0 versies van stappenplannen en 0 wijzigingen ervan gecontroleerd" in told.output
    assert "FOUT account collega: Dit heeft andere rechten dan de geschiedenis zegt" in told.output


def test_what_happened_to_accounts_is_read_a_page_at_a_time(people: People) -> None:
    whole = engine.list_account_events(people.operator, size=1000)

    parts = [engine.list_account_events(people.operator, page=page, size=2).items for page in (0, 1, 2)]
    least = engine.list_account_events(people.operator, size=0)

    assert whole.total == len(whole.items) > 4
    assert parts == [whole.items[:2], whole.items[:2], whole.items[2:4]]
    assert (whole.size, least.size, least.items) == (100, 1, whole.items[:1])
