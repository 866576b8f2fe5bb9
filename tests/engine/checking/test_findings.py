"""Findings: what owners read, in which order, and what is wrong only when processes are taken together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from engine.checking import ERROR, check_folder, check_folders
from engine.checking.sentences import SENTENCES
from engine.dialect.folder import ProcessFiles
from engine.versions.folders import read_folders
from tests.engine.checking.judging import facts
from tests.engine.checking.test_meaning import with_prefix
from tests.engine.diagrams import chain, end, flow, folder, node, start, user

WORKFLOWS = Path(__file__).resolve().parents[3] / "workflows"


def test_a_finding_names_what_is_wrong_what_to_do_and_where() -> None:
    files = folder(
        start(), node("exclusiveGateway", "Gateway_0f3", name="akkoord?", default="Nee"), user("Uitvoeren"),
        end(), flow("Begin", "Gateway_0f3"), flow("Gateway_0f3", "Uitvoeren", key="Flow_ja"),
        flow("Gateway_0f3", "Klaar", key="Nee"), flow("Uitvoeren", "Klaar"), process="besluit-stuurgroep",
    )  # fmt: skip

    (finding,) = check_folder(files, {})

    assert str(finding) == (
        "Fout: Stroom *akkoord?* → *Uitvoeren* heeft geen voorwaarde en is niet de standaardstroom. Smederij weet niet "
        "wanneer die geldt. Geef een voorwaarde, of maak deze stroom de standaard. "
        f"(Flow_ja, besluit-stuurgroep, regel {finding.line})"
    )
    assert finding.line == files.process.elements["Flow_ja"].line


def test_a_finding_on_what_the_standard_forbids_names_the_clause() -> None:
    files = folder(start(), user("Taak"), end(), flow("Begin", "Taak"), flow("Taak", "Klaar", "=goed", key="Door"))

    finding = next(found for found in check_folder(files, {}) if found.code == "condition_elsewhere")

    assert finding.clause == "8.4.13"
    assert str(finding).endswith(f"(Door, proef, regel {finding.line}; BPMN 2.0.2, 8.4.13)")


def test_a_warning_is_told_apart_from_an_error() -> None:
    files = folder(start(), user("Taak", groups="bestuur"), end(), chain("Begin", "Taak", "Klaar"))

    (finding,) = check_folder(files, {})

    assert str(finding).startswith("Let op: De groep bestuur van *Taak* is onbekend. Kies een van: auditor, ")


def test_a_name_with_braces_is_shown_as_it_is() -> None:
    files = folder(start(), node("manualTask", "Vreemd", name="{detail} {0.__class__}"), end(),
                   chain("Begin", "Vreemd", "Klaar"))  # fmt: skip

    (finding,) = check_folder(files, {})

    assert "*{detail} {0.__class__}*" in finding.reason


def test_errors_come_before_warnings() -> None:
    files = folder(start(), user("Een", groups="bestuur"), user("Twee", form="weg"), end(),
                   chain("Begin", "Een", "Twee", "Klaar"))  # fmt: skip

    found = check_folder(files, {})

    assert [(f.severity, f.code) for f in found] == [("error", "unknown_form"), ("warning", "unknown_group")]


@pytest.mark.parametrize("code", SENTENCES)
def test_every_finding_says_what_to_do_in_whole_sentences(code: str) -> None:
    reason, remedy = SENTENCES[code]

    assert reason.endswith(".")
    assert remedy.endswith(".") or remedy == "{detail}"


NAMES_IN_FILES = (
    "formId", "candidateGroups", "assignee", "taskHeaders", "resultVariable", "startableBy", "legalEffect",
    "retentionClass", "publishedStatus", "publishedText", "referencePrefix", "personal:",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES_IN_FILES)
def test_no_finding_asks_for_a_name_that_only_files_have(name: str) -> None:
    assert [code for code, sentences in SENTENCES.items() if name in " ".join(sentences)] == []


def test_an_id_that_two_processes_share_is_refused_once_and_names_the_other() -> None:
    folders = {name: folder(start(), end(), chain("Begin", "Klaar"), process=name) for name in ("een", "twee")}

    found = check_folders(folders)

    assert facts(found) == [("shared_id", "Begin"), ("shared_id", "Klaar")]
    assert found[0].file == "twee"
    assert "een" in found[0].reason


def test_two_processes_whose_references_look_alike_are_warned_about() -> None:
    folders = {"een": with_prefix("een", "1"), "twee": with_prefix("twee", "2")}

    assert facts(check_folders(folders)) == [("shared_prefix", "")]


@pytest.fixture(scope="module")
def stock() -> Mapping[str, ProcessFiles]:
    return read_folders(WORKFLOWS)


def test_the_workflows_that_come_with_the_product_have_no_findings(stock: Mapping[str, ProcessFiles]) -> None:
    assert [str(finding) for finding in check_folders(stock)] == []


def test_every_called_process_of_the_stock_is_missed_when_it_is_left_out(stock: Mapping[str, ProcessFiles]) -> None:
    called = {e.called_process for f in stock.values() for e in f.process.elements.values() if e.called_process}

    missed = {f.reason for key in stock for f in check_folder(stock[key], {}) if f.severity == ERROR}

    assert called
    assert all(any(f"Het proces {process} " in reason for reason in missed) for process in called)
