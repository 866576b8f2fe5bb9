"""`smederij cases`: on the machine itself, an operator tries a migration, carries it out, and undoes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

import engine
from engine.accounts import adding
from engine.cli.commands import main
from engine.cli.entering import OPERATOR
from engine.models import HistoryEvent
from engine.municipality import reading, transaction
from engine.versions import definitions
from tests.engine.carrying_over import draw
from tests.engine.posting import INA, posting

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path) -> Run:
    """Runs a command, in a municipality with one case on the first of two versions; its database is in `tmp_path`."""
    settings = engine.load_settings({}, data_dir=tmp_path)
    municipality = engine.open_municipality(settings)
    with engine.at(municipality):
        for files in (draw(limit="P14D"), draw(task="Doen", limit="P14D")):
            with transaction() as session:
                definitions.put_in_use(session, "werk", files, "systeem")
            if files.process.elements.get("Werken"):
                engine.start_case("werk", {"titel": "Bankje"}, None)
    municipality.close()

    def give(*command: str) -> Result:
        return CliRunner().invoke(main, command, env={"SMEDERIJ_DATA_DIR": str(tmp_path)})

    return give


def test_a_dry_run_is_a_table_of_verdicts(run: Run) -> None:
    told = run("cases", "plan", "werk")

    assert told.exit_code == 1
    assert "kan niet" in told.output
    assert "De stap ‘Werken’, waar het nu is, staat niet in de nieuwe versie." in told.output
    assert "werk naar versie 2: 0 gaat, 0 vervangt, 1 kan niet" in told.output


def test_with_a_mapping_it_is_carried_out_by_the_workers_and_taken_back(run: Run) -> None:
    tried = run("cases", "plan", "werk", "--map", "Werken=Doen")
    asked = run("cases", "migrate", "werk", "--map", "Werken=Doen", "--reason", "Beter.")
    key = asked.output.split()[1]
    run("work", "--once")
    done = run("cases", "show", key)
    back = run("cases", "undo", key)
    run("work", "--once")
    after = run("cases", "show", key)

    assert (tried.exit_code, "1 vervangt" in tried.output) == (0, True)
    assert "1 overgezet" in done.output
    assert "1 kunnen nog terug" in done.output
    assert "1 zaken worden teruggezet" in back.output
    assert "1 teruggezet" in after.output


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--keep", "morgen"), "'morgen' is geen datum, moment of duur zoals P7D"),
        (("--set", "bedrag"), "bedrag: er staat geen uitdrukking"),
        (("--set", "bedrag=5 +"), "hier hoort een waarde, maar er staat het einde"),
    ],
    ids=["a time that is none", "no value", "half an expression"],
)
def test_a_message_that_cannot_be_read_is_told_in_dutch(run: Run, given: tuple[str, ...], said: str) -> None:
    told = run("message", "betaald", *given)

    assert told.exit_code == 1
    assert told.output.startswith("Fout: Het bericht is niet te lezen: ")
    assert said in told.output


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("plan", "nergens"), "Er is geen versie ‘nergens’."),
        (("plan", "werk", "--map", "Werken"), "schrijf OUD=NIEUW"),
        (("plan", "werk", "--map", "Werken=Nergens"), "staat niet in de nieuwe versie"),
        (("show", "nergens"), "Er is geen overzetting ‘nergens’."),
    ],
    ids=["no such process", "half a mapping", "a step that is not there", "no such migration"],
)
def test_what_cannot_be_asked_is_told(run: Run, command: tuple[str, ...], said: str) -> None:
    told = run("cases", *command)

    assert told.exit_code != 0
    assert said in told.output


@pytest.fixture
def entered(run: Run, tmp_path: Path) -> engine.StartedCase:
    """A case with entry 2026-0001 of the register of decisions, where Bea is an operator and Oda is not."""
    municipality = engine.open_municipality(engine.load_settings({}, data_dir=tmp_path))
    with engine.at(municipality):
        with transaction() as session:
            definitions.put_in_use(session, "post", posting(registers=("besluitenregister",)), "systeem")
        for username, name, group in (("bea", "Bea Beheer", "beheerder"), ("oda", "Oda Office", "ondersteuning")):
            adding.add_account(adding.NewAccount(username, name, "geheim-woord", (group,)), by=OPERATOR)
        started = engine.start_case("post", INA, None)
        office = engine.User("office", "Oda Office", frozenset({"ondersteuning"}))
        (task,) = [one for one in engine.list_team_tasks(office).items if one.name == "Besluiten"]
        engine.complete_task(task.id, office, {})
    municipality.close()
    return started


EMPTY = ("--reason", "Er stond een naam in.", "--by")


def test_an_entry_of_a_register_is_emptied_from_the_machine_itself(run: Run, entered: engine.StartedCase) -> None:
    done = run("empty-entry", "besluitenregister", "2026-0001", *EMPTY, "bea")
    refused = run("empty-entry", "besluitenregister", "2026-0002", *EMPTY, "bea")

    assert (done.exit_code, done.output) == (0, "Inschrijving 2026-0001 van besluitenregister is leeg\n")
    assert refused.exit_code == 1


def test_the_history_says_which_operator_emptied_an_entry(
    run: Run, entered: engine.StartedCase, tmp_path: Path
) -> None:
    run("empty-entry", "besluitenregister", "2026-0001", *EMPTY, "bea")

    municipality = engine.open_municipality(engine.load_settings({}, data_dir=tmp_path))
    with engine.at(municipality):
        who = engine.find_user("bea")
        with reading() as session:
            by = session.scalars(
                select(HistoryEvent.person_id).where(HistoryEvent.kind == "register_entry_emptied")
            ).all()
    municipality.close()
    assert by == [who.id]


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (("--by", "oda"), "oda is geen beheerder"),
        (("--by", "niemand"), "niemand heeft geen account"),
        ((), "--by"),
    ],
    ids=["not an operator", "no account", "nobody"],
)
def test_an_entry_is_not_emptied_by_who_may_not(
    run: Run, entered: engine.StartedCase, by: tuple[str, ...], said: str
) -> None:
    refused = run("empty-entry", "besluitenregister", "2026-0001", "--reason", "Er stond een naam in.", *by)

    assert refused.exit_code != 0
    assert said in refused.output
    assert "1 regels van registers\n" in run("verify").output


@pytest.fixture
def staffed(run: Run, tmp_path: Path) -> None:
    """An operator, a process owner and somebody of the office, with accounts in the municipality of `run`."""
    for name, group, by in (
        ("bea", "beheerder", ()),
        ("eva", "proceseigenaar", ("--by", "bea")),
        ("oda", "ondersteuning", ("--by", "bea")),
    ):
        run("user", "add", name, "--name", name, "--group", group, "--password", "geheim-woord", *by)


@pytest.mark.parametrize(
    "command", [("migrate", "werk", "--reason", "Beter."), ("undo", "1")], ids=lambda command: command[0]
)
@pytest.mark.parametrize(
    ("by", "told"),
    [
        ((), "Noem met --by de gebruikersnaam van de beheerder of proceseigenaar die dit doet"),
        (("--by", "oda"), "oda is geen beheerder of proceseigenaar."),
    ],
    ids=["nobody", "the office"],
)
def test_who_may_not_bring_ideas_to_another_version_is_refused(
    run: Run, staffed: None, command: tuple[str, ...], by: tuple[str, ...], told: str
) -> None:
    refused = run("cases", *command, *by)

    assert refused.exit_code == 1
    assert told in refused.output


def test_the_history_says_which_process_owner_had_ideas_brought_to_another_version(
    run: Run, staffed: None, tmp_path: Path
) -> None:
    run("cases", "migrate", "werk", "--map", "Werken=Doen", "--reason", "Beter.", "--by", "eva")
    run("work", "--once")

    municipality = engine.open_municipality(engine.load_settings({}, data_dir=tmp_path))
    with engine.at(municipality), reading() as session:
        by = session.scalars(select(HistoryEvent.person_id).where(HistoryEvent.kind == "case_migrated")).all()
        eva = engine.find_user("eva")
    municipality.close()
    assert by == [eva.id]
