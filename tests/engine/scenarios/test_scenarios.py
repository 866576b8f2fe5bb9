"""The stock of processes: it checks clean, its scenarios all go as told, and the demo that plays them is whole."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

import engine
from engine import models, proving
from engine.cli.commands import main
from engine.migrations import migrate
from engine.municipality import reading
from engine.scenarios import run_scenarios
from tests.conftest import STOCK, TestClock
from tests.processes import free_port


def test_the_stock_checks_clean() -> None:
    assert [str(finding) for finding in engine.check_path(STOCK)] == []


def test_every_scenario_goes_as_told() -> None:
    report = run_scenarios(STOCK)

    assert [f"{o.source}: {o.failure}" for o in report.outcomes if o.failure] == []
    assert len(report.outcomes) >= 30


def test_scenarios_reach_every_end_and_every_way_out_of_a_gateway() -> None:
    missed = {c.process: c.missed for c in run_scenarios(STOCK).coverage if c.missed}

    assert missed == {}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(STOCK, tmp_path / "stock")
    return tmp_path / "stock"


def test_the_command_fails_when_an_end_is_not_reached(copy: Path) -> None:
    (copy / "vraag-kernteam/scenarios/03-wordt-idee.yaml").unlink()

    result = CliRunner().invoke(main, ["test", str(copy)])

    assert result.exit_code == 1
    assert "niet bereikt: Vraag is een idee geworden" in result.output


def test_the_command_says_what_was_found_instead(copy: Path) -> None:
    file = copy / "vraag-kernteam/scenarios/01-antwoord.yaml"
    file.write_text(file.read_text().replace("status: Klaar", "status: Bezig"))

    result = CliRunner().invoke(main, ["test", str(copy)])

    assert result.exit_code == 1
    assert "De status: het verhaal verwacht ‘Bezig’, maar het is ‘Klaar’." in result.output


def test_a_changed_rule_of_the_table_changes_the_outcome(copy: Path) -> None:
    table = copy / "besluit-stuurgroep/stemuitslag.dmn"
    table.write_text(table.read_text().replace("bewoners &gt;= 1", "bewoners &gt;= 0"))

    failed = [o.source for o in run_scenarios(copy).outcomes if o.failure]

    assert failed == ["besluit-stuurgroep/scenarios/05-geen-inwoner.yaml"]


def test_a_broken_diagram_is_refused_with_file_and_line(copy: Path) -> None:
    file = copy / "idee/process.bpmn"
    file.write_text(file.read_text().replace("</bpmn:process>", "", 1))

    result = CliRunner().invoke(main, ["check", str(copy)])

    assert result.exit_code == 1
    assert "idee/process.bpmn" in result.output


def test_the_demo_is_lived_through_and_nothing_breaks(tmp_path: Path) -> None:
    nobody: dict[str, Any] = {
        "smtp_host": "127.0.0.1",
        "smtp_port": free_port(),
        "smtp_tls": "off",
    }  # The demo needs no mail server.
    settings = engine.load_settings({}, data_dir=tmp_path, secret_key="k" * 32, demo=True, **nobody)
    municipality = engine.open_municipality(settings, TestClock(datetime(2026, 11, 23, 12, tzinfo=UTC)))
    migrate(municipality.database)

    with engine.at(municipality):
        count = engine.fill_demo(municipality)
        with reading() as session:
            cases = session.scalars(select(models.Case)).all()
            open_tasks = session.scalars(select(models.Task).where(models.Task.state == "open")).unique().all()
            papers = session.scalars(select(models.Letter)).all()
            entries = session.scalars(select(models.RegisterEntry)).all()
            changes = session.scalars(select(models.Change)).all()
            lists = session.scalars(select(models.DestructionList)).all()
            unsent = session.scalars(select(models.Job.id).where(models.Job.error.is_not(None))).all()
            proof = proving.prove(session)
        outdated = engine.list_outdated(engine.find_user("bo"))
        kept = engine.read_retention(engine.find_user("bo"))
    municipality.close()

    states = Counter(case.state for case in cases)
    assert count == len(cases) >= 60
    assert states["completed"] >= 10
    assert states["withdrawn"] >= 2
    assert states["running"] >= 15
    assert [case.reference for case in cases if case.incident] == []
    assert any(task.ballot for task in open_tasks)
    assert any(task.due_at and task.due_at < datetime(2026, 11, 23, 12, tzinfo=UTC) for task in open_tasks)
    assert {case.process_id for case in cases} == {"idee", "vraag-kernteam", "buurtsubsidie", "wijkverkiezing"}
    subsidies = Counter(letter.sent_at is None for letter in papers if letter.process_id == "buurtsubsidie")
    assert [subsidies[waits] for waits in (True, False)] == [3, 3]
    assert any(letter.template == "idee-gesloten" for letter in papers)  # To whom no mail goes.
    assert len(entries) == 4
    assert proof.events > 1_000
    assert min(proof.answers, proof.explanations) > 50
    assert Counter(change.state for change in changes) == {"in_use": 1, "offered": 1, "draft": 1}
    assert [one.process_id for one in outdated] == ["buurtsubsidie"]  # What came in before the change of today.
    assert Counter(one.state for one in lists) == {"done": 1, "offered": 1}
    assert kept.free == 3  # What is on no list yet.
    assert (proof.destruction_lists, proof.changes, proof.misfits) == (2, 3, ())
    assert proof.erased_answers > 0
    assert unsent == []


def test_what_there_is_to_practise_with_checks_clean_and_goes_as_told() -> None:
    report = run_scenarios(STOCK / "oefenen")

    assert [str(finding) for finding in engine.check_path(STOCK / "oefenen")] == []
    assert [f"{o.source}: {o.failure}" for o in report.outcomes if o.failure] == []
    assert {c.process: c.missed for c in report.coverage if c.missed} == {}


def test_another_amount_than_was_agreed_asks_for_a_reason(copy: Path) -> None:
    story = copy / "idee/scenarios/01-korte-klap-uitgevoerd.yaml"
    story.write_text(story.read_text().replace("betaald_bedrag: 1200", "betaald_bedrag: 900"))

    (failed,) = (outcome for outcome in run_scenarios(copy).outcomes if outcome.failure)

    assert failed.error is not None
    assert list(failed.error.facts["problems"]) == ["betaald_anders"]
