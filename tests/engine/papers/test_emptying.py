"""Emptying: an operator removes what should not be in a register, which is recorded; its number and proof remain."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import engine
from engine import history, models
from engine.municipality import reading, transaction
from engine.papers import registers
from tests.engine.conftest import Deploy, People
from tests.engine.papers.test_registers import begin, entering


def test_an_entry_with_a_name_in_it_can_be_emptied_and_its_number_stands(deploy: Deploy, people: People) -> None:
    deploy(entering("besluitenregister", "besluitenregister"))
    begin()

    engine.empty_entry("besluitenregister", "2026-0001", people.operator, "Er stond een naam in.")

    found = engine.export_entries("besluitenregister", people.auditor)
    assert [(entry.number, bool(entry.columns)) for entry in found] == [("2026-0001", False), ("2026-0002", True)]


def test_the_history_says_who_emptied_an_entry_and_why_and_stays_whole(deploy: Deploy, people: People) -> None:
    deploy(entering("besluitenregister"))
    started = begin()
    with reading() as session:
        digest = registers.digest_of(session.get_one(models.RegisterEntry, f"{started.case_id}-1"))

    engine.empty_entry("besluitenregister", "2026-0001", people.operator, " Er stond een naam in. ")

    with reading() as session:
        told = {event.kind: event for event in history.read(session, started.case_id)}
        assert history.verify(session) > 0
    assert told["register_entry_added"].facts["digest"] == digest
    assert told["register_entry_emptied"].facts == {
        "register": "besluitenregister",
        "number": "2026-0001",
        "reason": "Er stond een naam in.",
    }


def test_nothing_is_left_to_guess_what_an_emptied_entry_said(deploy: Deploy, people: People) -> None:
    deploy(entering("besluitenregister"))
    started = begin()

    engine.empty_entry("besluitenregister", "2026-0001", people.operator, "Er stond een naam in.")

    with reading() as session:
        row = session.get_one(models.RegisterEntry, f"{started.case_id}-1")
    assert (row.columns, row.salt) == ([], "")


def test_an_entry_is_emptied_once(deploy: Deploy, people: People) -> None:
    deploy(entering("besluitenregister"))
    started = begin()

    for _ in range(2):
        engine.empty_entry("besluitenregister", "2026-0001", people.operator, "Er stond een naam in.")

    with reading() as session:
        kinds = [event.kind for event in history.read(session, started.case_id)]
    assert kinds.count("register_entry_emptied") == 1


@pytest.mark.parametrize("statement", ["columns = '[[\"besluit\", \"ja\"]]', salt = ''", "salt = 'zout'"])
def test_an_emptied_entry_cannot_be_filled_again(deploy: Deploy, people: People, statement: str) -> None:
    deploy(entering("besluitenregister"))
    begin()
    engine.empty_entry("besluitenregister", "2026-0001", people.operator, "Er stond een naam in.")

    with pytest.raises(DBAPIError), transaction() as session:
        session.execute(text(f"UPDATE register_entries SET {statement}"))  # noqa: S608 - from this list


@pytest.mark.parametrize("number", ["2026-0002", "2025-0001", "1", "", "2026-x", "2026-²", "2026-" + "9" * 40])
def test_an_entry_that_is_not_there_cannot_be_emptied(deploy: Deploy, people: People, number: str) -> None:
    deploy(entering("besluitenregister"))
    begin()

    with pytest.raises(engine.NotFound):
        engine.empty_entry("besluitenregister", number, people.operator, "Er stond een naam in.")


def test_an_entry_is_not_emptied_without_a_reason(deploy: Deploy, people: People) -> None:
    deploy(entering("besluitenregister"))
    begin()

    with pytest.raises(engine.RepairRefused):
        engine.empty_entry("besluitenregister", "2026-0001", people.operator, "  ")

    assert engine.export_entries("besluitenregister", people.auditor)[0].columns


def test_only_an_operator_empties_an_entry(deploy: Deploy, people: People) -> None:
    deploy(entering("besluitenregister"))
    begin()

    for reader in (people.office, people.auditor):
        with pytest.raises(engine.NotAllowed):
            engine.empty_entry("besluitenregister", "2026-0001", reader, "Er stond een naam in.")
