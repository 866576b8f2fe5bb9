"""Proving: letters and entries that somebody changed behind the engine's back are found, by name and case."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

import engine
from engine import events, history
from engine.cli.commands import main
from engine.models import Answer, HistoryEvent
from engine.municipality import now, transaction
from engine.proving import Misfit, words
from engine.versions import definitions
from tests.engine.conftest import Deploy, People
from tests.engine.going_on import bring_to_vote, cast
from tests.engine.posting import INA, posting
from tests.engine.proofs import prove
from tests.engine.stories import GIVEN, idea
from tests.engine.tampering import lift_guards

REGISTER = "besluitenregister"


@pytest.fixture
def decided(deploy: Deploy, people: People) -> engine.StartedCase:
    """A case with a letter that was posted, and with three entries of a register."""
    deploy(posting(registers=(REGISTER,) * 3))
    started = decide(people.office)
    engine.mark_letters_sent([letter.id for letter in engine.list_letters(people.office).items], people.office)
    return started


def decide(office: engine.User) -> engine.StartedCase:
    started = engine.start_case("post", INA, None)
    (task,) = engine.list_team_tasks(office, search=started.reference).items
    engine.complete_task(task.id, office, {})
    return started


def tamper(*statements: str) -> None:
    """What only somebody with access to the database could do."""
    with transaction() as session:
        lift_guards(session)
        for statement in statements:
            session.execute(text(statement))


def test_every_reason_for_which_something_does_not_match_has_a_sentence() -> None:
    assert set(re.findall(r"`(\w+)`", Misfit.__doc__ or "")) == set(words.REASONS)


def test_letters_and_entries_that_are_as_they_were_fit(decided: engine.StartedCase) -> None:
    proof = prove()

    assert (proof.letters, proof.erased_letters, proof.entries, proof.emptied_entries, proof.misfits) == (
        1,
        0,
        3,
        0,
        (),
    )


@pytest.mark.one_in(3)
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("body = 'Uw plan gaat niet door.'", "changed"),
        ("addressee = 'Iemand anders'", "changed"),
        ("address = 'Elders 1'", "changed"),
        ("subject = 'Iets anders'", "changed"),
        ("salt = 'zout'", "changed"),
        ("element_id = 'Elders'", "changed"),
        ("template = 'een-andere'", "changed"),
        ("to_submitter = false", "changed"),
        ("written_at = '2020-01-01 00:00:00'", "changed"),
        ("sent_at = '2020-01-01 00:00:00'", "sent"),
        ("sent_by = 'iemand-anders'", "sent"),
        ("sent_by = NULL, sent_at = NULL", "sent"),
    ],
)
def test_a_changed_letter_is_found_out(decided: engine.StartedCase, change: str, reason: str) -> None:
    tamper(f"UPDATE letters SET {change}")  # noqa: S608 - from this list

    (misfit,) = prove().misfits

    assert misfit == Misfit("letter", f"{decided.case_id}-1", decided.reference, reason)


def test_a_letter_that_the_history_knows_nothing_of_is_found_out(decided: engine.StartedCase) -> None:
    tamper("UPDATE letters SET id = 'geschreven-1'")

    assert set(prove().misfits) == {
        Misfit("letter", "geschreven-1", decided.reference, "unknown"),
        Misfit("letter", f"{decided.case_id}-1", decided.reference, "missing"),
    }


def test_a_letter_that_is_gone_while_nobody_erased_it_is_found_out(decided: engine.StartedCase) -> None:
    with transaction() as session:
        session.execute(text("DELETE FROM letters"))

    proof = prove()

    assert (proof.letters, proof.erased_letters) == (0, 0)
    assert proof.misfits == (Misfit("letter", f"{decided.case_id}-1", decided.reference, "missing"),)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ('given = \'{"titel": "Brug"}\'', "unproven"),
        ("salt = 'zout'", "unproven"),
        ("given_by = 'iemand-anders'", "moved"),
        ("given_at = '2020-01-01 00:00:00'", "moved"),
        ("element_id = 'Elders'", "moved"),
        ("task_id = NULL", "moved"),
    ],
)
def test_a_changed_answer_is_found_out(decided: engine.StartedCase, change: str, reason: str) -> None:
    with transaction() as session:
        of_task = session.scalar(text("SELECT id FROM answers WHERE task_id IS NOT NULL"))
        session.execute(text(f"UPDATE answers SET {change} WHERE id = {of_task}"))  # noqa: S608 - from this list

    assert prove().misfits == (Misfit("answer", str(of_task), decided.reference, reason),)


def test_an_answer_that_was_put_in_is_found_out(decided: engine.StartedCase) -> None:
    columns = "case_id, task_id, process_id, definition_id, element_id, form_id, given_by, given_at"
    with transaction() as session:
        session.execute(
            text(f"INSERT INTO answers ({columns}, given, salt) SELECT {columns}, '{{}}', 'zout' FROM answers")  # noqa: S608
        )

    assert {(one.what, one.reason) for one in prove().misfits} == {("answer", "unproven")}


def test_what_was_gone_before_the_history_told_of_erasing_is_unexplained(decided: engine.StartedCase) -> None:
    letter = f"{decided.case_id}-1"
    with transaction() as session:
        answer = session.scalars(select(HistoryEvent).where(HistoryEvent.kind == "task_completed")).one()
        session.execute(text("DELETE FROM letters"))
        session.execute(text("DELETE FROM answers WHERE task_id IS NOT NULL"))
        found = [events.AbsenceFound((answer.facts["digest"], letter))]
        history.record(session, found, case_id=decided.case_id, by="systeem", at=now(), definitions={})

    proof = prove()

    assert (proof.unexplained, proof.erased_letters, proof.erased_answers, proof.misfits) == (2, 0, 0, ())


@pytest.mark.parametrize(
    ("which", "kind"),
    [("task_id IS NULL", "case_started"), ("task_id IS NOT NULL", "task_completed")],
    ids=["the first", "that of a task"],
)
def test_an_answer_that_is_gone_while_nobody_erased_it_is_found_out(
    decided: engine.StartedCase, which: str, kind: str
) -> None:
    with transaction() as session:
        session.execute(text(f"DELETE FROM answers WHERE {which}"))  # noqa: S608 - from this list
        event = session.scalar(text("SELECT sequence FROM history WHERE kind = :kind"), {"kind": kind})

    proof = prove()

    assert (proof.answers, proof.erased_answers) == (1, 0)
    assert proof.misfits == (Misfit("answer", f"#{event}", decided.reference, "missing"),)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ('columns = \'[["plan", "Brug"]]\'', "changed"),
        ("salt = 'zout'", "changed"),
        ("process_id = 'elders'", "changed"),
        ("entered_at = '2020-01-01 00:00:00'", "changed"),
        ("columns = '[]', salt = ''", "emptied"),
    ],
)
def test_a_changed_entry_is_found_out(decided: engine.StartedCase, change: str, reason: str) -> None:
    tamper(f"UPDATE register_entries SET {change} WHERE number = 2")  # noqa: S608 - from this list

    assert prove().misfits == (Misfit("entry", f"{REGISTER} 2026-0002", decided.reference, reason),)


def test_emptying_an_entry_by_law_is_no_fault(decided: engine.StartedCase, people: People) -> None:
    engine.empty_entry(REGISTER, "2026-0002", people.operator, "Er stond een naam in.")

    proof = prove()

    assert (proof.entries, proof.emptied_entries, proof.misfits) == (3, 1, ())


def test_an_emptied_entry_that_says_something_again_is_found_out(decided: engine.StartedCase, people: People) -> None:
    engine.empty_entry(REGISTER, "2026-0002", people.operator, "Er stond een naam in.")
    tamper('UPDATE register_entries SET columns = \'[["plan", "Brug"]]\' WHERE number = 2')

    assert prove().misfits == (Misfit("entry", f"{REGISTER} 2026-0002", decided.reference, "refilled"),)


@pytest.mark.parametrize("number", [1, 3], ids=["the first", "the last"])
def test_an_entry_that_was_removed_is_found_out(decided: engine.StartedCase, number: int) -> None:
    tamper(f"DELETE FROM register_entries WHERE number = {number}")  # noqa: S608 - from this list

    assert prove().misfits == (Misfit("entry", f"{REGISTER} 2026-000{number}", decided.reference, "missing"),)


def test_an_entry_that_was_put_in_is_found_out(decided: engine.StartedCase) -> None:
    tamper(
        "INSERT INTO register_entries SELECT 'ertussen', register, year, 4, case_id, process_id, element_id, columns,"
        " salt, entered_at FROM register_entries WHERE number = 3",
        "UPDATE counters SET value = 4 WHERE name = 'register:besluitenregister:2026'",
    )

    assert prove().misfits == (Misfit("entry", f"{REGISTER} 2026-0004", decided.reference, "unknown"),)


@pytest.mark.parametrize(
    ("value", "misfit"),
    [
        (4, Misfit("entry", f"{REGISTER} 2026-0004", "", "gap")),
        (10**9, Misfit("entry", f"{REGISTER} 2026-0004 … 2026-1000000000", "", "gap")),
        (2, Misfit("entry", f"{REGISTER} 2026-0003", "", "counter")),
    ],
    ids=["a number without an entry", "a great many", "a number that would be given out again"],
)
def test_numbers_follow_on_without_gaps_up_to_the_last_that_was_given_out(
    decided: engine.StartedCase, value: int, misfit: Misfit
) -> None:
    tamper(f"UPDATE counters SET value = {value} WHERE name = 'register:besluitenregister:2026'")  # noqa: S608

    assert prove().misfits == (misfit,)


def test_a_broken_chain_is_told_first(decided: engine.StartedCase, people: People) -> None:
    with transaction() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER history_no_update"))
        else:
            session.execute(text("ALTER TABLE history DISABLE TRIGGER USER"))
        session.execute(text("UPDATE history SET person_id = 'iemand' WHERE kind = 'letter_sent'"))

    with pytest.raises(engine.HistoryBroken):
        prove()


def test_the_command_names_what_does_not_fit_and_ends_with_status_1(sqlite_url: str, tmp_path: Path) -> None:
    municipality = engine.open_municipality(engine.load_settings({}, data_dir=tmp_path, database_url=sqlite_url))
    office = engine.User("kantoor", "Kantoor", frozenset({"ondersteuning"}))
    with engine.at(municipality):
        with transaction() as session:
            definitions.put_in_use(session, "post", posting(registers=(REGISTER,) * 2), "systeem")
        started = decide(office)
    before = verify(tmp_path)
    with engine.at(municipality):
        tamper("UPDATE register_entries SET columns = '[]' WHERE number = 2")
    municipality.close()

    told = verify(tmp_path)

    assert (before.exit_code, told.exit_code) == (0, 1)
    assert "1 brieven gecontroleerd; 2 regels van registers\n" in before.output
    assert f"FOUT regel van een register {REGISTER} 2026-0002 ({started.reference}): Dit is veranderd" in told.output


def verify(folder: Path) -> Result:
    return CliRunner().invoke(main, ["verify"], env={"SMEDERIJ_DATA_DIR": str(folder)})


@pytest.mark.parametrize("change", ["files = :files", "content_hash = 'anders'", "version = 7", "process_id = 'ander'"])
def test_a_changed_diagram_is_found_out(decided: engine.StartedCase, change: str) -> None:
    other = posting(letter=b"Onderwerp: Anders\n\nAnders.\n")
    with transaction() as session:
        told = {"files": definitions.pack(other.files)} if ":files" in change else {}
        session.execute(text(f"UPDATE definitions SET {change}"), told)  # noqa: S608 - from this list

    assert Misfit("version", "post 1", "", "changed") in prove().misfits


def test_files_that_nobody_can_read_any_more_are_found_out(decided: engine.StartedCase) -> None:
    with transaction() as session:
        session.execute(text("UPDATE definitions SET files = :files"), {"files": b"niets"})

    assert prove().misfits == (Misfit("version", "post 1", "", "changed"),)


def test_a_version_that_was_never_put_in_use_is_found_out(decided: engine.StartedCase) -> None:
    columns = "process_id, content_hash, name, version_tag, files, deployed_at, deployed_by"
    with transaction() as session:
        row = "'nieuw', 2, false, process_id, 'anders', name, version_tag, files, deployed_at, deployed_by"
        session.execute(text(f"INSERT INTO definitions (id, version, in_use, {columns}) SELECT {row} FROM definitions"))  # noqa: S608

    assert prove().misfits == (Misfit("version", "post 2", "", "unknown"),)


def test_of_two_votes_on_one_paper_one_that_is_changed_does_not_hide_that_the_other_is_gone(
    deploy: Deploy, people: People
) -> None:
    deploy(idea())
    started = engine.start_case("voorbeeld", GIVEN, None)
    bring_to_vote(people)
    for choice in ("voor", "tegen"):
        cast(people.members[0], choice)
    with transaction() as session:
        first, last = session.scalars(select(Answer).where(Answer.given_by == people.members[0].id).order_by(Answer.id))
        changed, gone = first.id, last.id
    before = prove().misfits

    with transaction() as session:
        session.get_one(Answer, changed).salt = "zout"
        session.delete(session.get_one(Answer, gone))

    told = [(one.what, one.reason, one.reference) for one in prove().misfits]
    assert before == ()
    assert told == [("answer", "missing", started.reference), ("answer", "unproven", started.reference)]
