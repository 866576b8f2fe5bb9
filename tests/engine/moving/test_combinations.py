"""Versions that were never checked together do not run together: a migration refuses what `check` would."""

from __future__ import annotations

import pytest

import engine
from engine.checking import Finding, check_folder
from engine.dialect.folder import ProcessFiles
from engine.versions import combinations
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, flow, folder, node, properties, script, start, user

BEGUN = start("Begin", properties(startableBy="iedereen"), '<zeebe:formDefinition formId="leeg" />')
CALL = node("callActivity", "Toetsen", '<zeebe:calledElement processId="toets" propagateAllChildVariables="true" />')


def work(reads: str) -> ProcessFiles:
    """Werken, then a call, then a choice based on what the called process found."""
    return folder(
        BEGUN, user("Werken"), CALL, node("exclusiveGateway", "Goed", default="Goed_to_Klaar"),
        end("Klaar"), end("Anders"),
        chain("Begin", "Werken", "Toetsen", "Goed", "Klaar"), flow("Goed", "Anders", f'={reads} = "slecht"'),
        process="werk",
    )  # fmt: skip


def finding(sets: str) -> ProcessFiles:
    """A called process that stores a result under a name."""
    return folder(start("Aanroep"), script("Vinden", '="goed"', sets), end("Gedaan"),
                  chain("Aanroep", "Vinden", "Gedaan"), process="toets")  # fmt: skip


@pytest.fixture
def case(deploy: Deploy, people: People) -> engine.StartedCase:
    deploy(work("gevonden"), finding("gevonden"))
    started = engine.start_case("werk", {}, None)
    deploy(work("uitslag"), finding("uitslag"))
    return started


def test_a_version_that_reads_what_the_cases_own_called_version_does_not_set_is_refused(
    case: engine.StartedCase, people: People
) -> None:
    plan = engine.plan_migration("werk", people.operator)

    (verdict,) = plan.verdicts
    assert verdict.outcome == "cannot"
    assert "uitslag" in verdict.reasons[0]


def test_what_a_dry_run_refuses_is_not_carried_out(case: engine.StartedCase, people: People) -> None:
    migration = engine.start_migration("werk", people.operator, "De nieuwe versie is beter.")
    engine.run_worker_once()

    view = engine.read_migration(migration, people.operator)
    assert [one.state for one in view.cases] == ["refused"]
    assert "uitslag" in view.cases[0].reasons[0]


def test_a_combination_is_checked_once_for_all_cases(
    case: engine.StartedCase, deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.plan_migration("werk", people.operator)
    asked: list[str] = []

    def look(folder: ProcessFiles, others: object) -> tuple[Finding, ...]:
        asked.append(folder.process.id)
        return ()

    monkeypatch.setattr(combinations, "check_folder", look)

    again = engine.plan_migration("werk", people.operator)

    assert asked == []
    assert again.verdicts[0].outcome == "cannot"


def test_versions_that_fit_go_together(deploy: Deploy, people: People) -> None:
    deploy(work("gevonden"), finding("gevonden"))
    engine.start_case("werk", {}, None)
    changed = folder(start("Aanroep"), script("Zoeken", '="goed"', "gevonden"), end("Gedaan"),
                     chain("Aanroep", "Zoeken", "Gedaan"), process="toets")  # fmt: skip
    again = folder(
        BEGUN, user("Werken"), user("Nakijken"), CALL, end("Klaar"),
        chain("Begin", "Werken", "Nakijken", "Toetsen", "Klaar"), process="werk",
    )  # fmt: skip
    deploy(again, changed)

    plan = engine.plan_migration("werk", people.operator)

    assert [verdict.outcome for verdict in plan.verdicts] == ["goes"]


def test_an_error_that_the_case_lives_with_already_keeps_nobody_behind(
    deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later release may refuse what an earlier one accepted: that is no reason to stay on the old version."""
    deploy(work("gevonden"), finding("gevonden"))
    engine.start_case("werk", {}, None)
    deploy(folder(BEGUN, user("Werken"), user("Nakijken"), CALL, end("Klaar"),
                  chain("Begin", "Werken", "Nakijken", "Toetsen", "Klaar"), process="werk"),
           finding("iets"))  # fmt: skip
    wrong = check_folder(work("niets"), {"toets": finding("gevonden")})
    monkeypatch.setattr(
        combinations, "check_folder", lambda folder, others: wrong if folder.process.id == "toets" else ()
    )

    plan = engine.plan_migration("werk", people.operator)

    assert [verdict.outcome for verdict in plan.verdicts] == ["goes"]
