"""Meaning: our own properties are known, stand where they do something, and hold what the law needs."""

from __future__ import annotations

import pytest

from engine.checking import check_folder
from engine.dialect.folder import ProcessFiles, read_folder
from engine.names import STATUSES
from tests.conftest import STOCK
from tests.engine.checking.judging import beside, facts, judge, through
from tests.engine.diagrams import chain, end, flow, folder, message, node, properties, start, user

FORM = '<zeebe:formDefinition formId="leeg" />'
KEPT = properties(retentionClass="6.1.9", legalEffect="advies")


def on_process(**told: str) -> str:
    return f"<bpmn:extensionElements>{properties(**told)}</bpmn:extensionElements>"


def begun(*told: str) -> list[tuple[str, str]]:
    """The findings on a process that people start, with an end that says this."""
    begin = start("Begin", FORM, properties(startableBy="iedereen"))
    return judge(begin, end("Klaar", *told), chain("Begin", "Klaar"))


@pytest.mark.parametrize("status", STATUSES)
def test_every_published_status_of_the_glossary_is_known(status: str) -> None:
    assert through(user("Taak", properties(publishedStatus=status)), "Taak") == []


@pytest.mark.parametrize("status", ["Afgewezen", "gaat door", "=status"])
def test_a_status_that_is_not_in_the_glossary_is_refused(status: str) -> None:
    assert through(user("Taak", properties(publishedStatus=status)), "Taak") == [("unknown_status", "Taak")]


def test_an_end_of_a_case_that_says_everything_is_sound() -> None:
    assert begun(KEPT) == []


@pytest.mark.parametrize(
    ("told", "found"),
    [("6.1.9", []), ("6.3", []), ("7.1", [("retention_not_in_table", "Klaar")])],
    ids=["kept_for_ever", "kept_for_a_year", "in_no_row"],
)
def test_a_class_that_the_table_of_retention_does_not_have_is_warned_about(
    told: str, found: list[tuple[str, str]]
) -> None:
    begin = start("Begin", FORM, properties(startableBy="iedereen"))
    ended = end("Klaar", properties(retentionClass=told, legalEffect="advies"))
    table = read_folder(STOCK / "bewaartermijn")

    findings = check_folder(folder(begin, ended, chain("Begin", "Klaar")), {"bewaartermijn": table})

    assert facts(findings) == found


def timed(effect: str, **told: str) -> list[tuple[str, str]]:
    """The findings on a process that people start with these properties, and that ends with such an effect."""
    begin = start("Begin", FORM, properties(startableBy="iedereen", **told))
    return judge(begin, end("Klaar", properties(retentionClass="6.1.9", legalEffect=effect)), chain("Begin", "Klaar"))


def test_a_decision_without_a_statutory_term_is_warned_about() -> None:
    assert timed("beschikking") == [("decision_without_term", "Begin")]


def test_a_statutory_term_without_a_decision_is_warned_about() -> None:
    assert timed("advies", statutoryTerm="P8W") == [("term_without_decision", "Begin")]


def test_a_decision_within_a_statutory_term_is_sound() -> None:
    assert timed("beschikking", statutoryTerm="P8W") == []


def test_an_end_of_a_case_without_retention_and_effect_is_warned_about() -> None:
    assert begun() == [("no_effect", "Klaar"), ("no_retention", "Klaar")]


def test_the_end_of_a_withdrawal_is_an_end_of_the_case_too() -> None:
    withdrawal = node("subProcess", "Intrekken", node("startEvent", "Ingetrokken", message()), end("Weg"),
                      flow("Ingetrokken", "Weg"), triggeredByEvent="true")  # fmt: skip

    found = judge(start("Begin", FORM, properties(startableBy="iedereen")), end("Klaar", KEPT), chain("Begin", "Klaar"),
                  withdrawal)  # fmt: skip

    assert found == [("no_effect", "Weg"), ("no_retention", "Weg")]


def test_the_end_of_a_process_that_is_only_called_needs_no_retention() -> None:
    assert judge(start(), end(), chain("Begin", "Klaar")) == []


def test_a_process_that_another_case_starts_is_no_longer_only_called() -> None:
    job = node("serviceTask", "Volgen", '<zeebe:taskDefinition type="start-case" />',
               '<zeebe:taskHeaders><zeebe:header key="process" value="vervolg" /></zeebe:taskHeaders>')  # fmt: skip
    first = folder(start(), job, end(), chain("Begin", "Volgen", "Klaar"))
    second = folder(start(), end(), chain("Begin", "Klaar"), process="vervolg")

    found = check_folder(second, {"proef": first})

    assert facts(found) == [("no_effect", "Klaar"), ("no_retention", "Klaar")]


@pytest.mark.parametrize("effect", ["besluit", "Advies"])
def test_an_unknown_legal_effect_is_refused(effect: str) -> None:
    assert begun(properties(retentionClass="6.3", legalEffect=effect)) == [("unknown_effect", "Klaar")]


@pytest.mark.parametrize("retention", ["kort", "6", "6.1.9.1.1", "6,3"])
def test_a_retention_class_that_is_not_on_the_selection_list_is_refused(retention: str) -> None:
    assert begun(properties(retentionClass=retention, legalEffect="geen")) == [("retention_class", "Klaar")]


@pytest.mark.parametrize("term", ["8 weken", "P8W3D", "PT8H"])
def test_a_statutory_term_that_is_no_term_is_refused(term: str) -> None:
    assert judge(start("Begin", properties(statutoryTerm=term)), end(), chain("Begin", "Klaar")) == [
        ("statutory_term", "Begin")
    ]


@pytest.mark.parametrize("value", ["ja", "True", ""])
def test_a_yes_or_no_that_is_neither_is_refused(value: str) -> None:
    assert through(user("Taak", properties(suspendsTerm=value)), "Taak") == [("property_value", "Taak")]


@pytest.mark.parametrize(
    ("name", "value"),
    [("suspendsTerm", "true"), ("retentionClass", "6.3"), ("statutoryTerm", "P8W"), ("startableBy", "iedereen")],
)
def test_a_property_where_it_does_nothing_is_warned_about(name: str, value: str) -> None:
    event = node("intermediateThrowEvent", "Mijlpaal", properties(**{name: value}))

    assert through(event, "Mijlpaal") == [("property_elsewhere", "Mijlpaal")]


def test_a_property_that_nobody_knows_is_warned_about() -> None:
    assert through(user("Taak", properties(publishedStatsu="Bezig")), "Taak") == [("unknown_property", "Taak")]
    assert beside(extra=on_process(titelVariable="titel")) == [("unknown_property", "")]


def test_a_group_that_does_not_exist_cannot_start_anything() -> None:
    found = judge(start("Begin", FORM, properties(startableBy="bewoners")), end("Klaar", KEPT), chain("Begin", "Klaar"))

    assert found == [("unknown_group", "Begin")]


@pytest.mark.parametrize("prefix", ["idee", "I", "IDEE-1", ""])
def test_the_beginning_of_a_reference_is_capitals(prefix: str) -> None:
    found = judge(start(), end("Klaar", KEPT), chain("Begin", "Klaar"), extra=on_process(referencePrefix=prefix))

    assert found == [("reference_prefix", "")]


def with_prefix(process: str, key: str) -> ProcessFiles:
    return folder(start(f"Begin_{key}"), end(f"Klaar_{key}", KEPT), chain(f"Begin_{key}", f"Klaar_{key}"),
                  process=process, extra=on_process(referencePrefix="IDEE"))  # fmt: skip


@pytest.mark.parametrize(
    ("begin", "finish"),
    [({"startableBy": "iedereen"}, {}), ({"statutoryTerm": "P8W"}, {}), ({}, {"retentionClass": "6.3"}),
     ({}, {"legalEffect": "geen"}), ({}, {"outcome": "klaar"})],
)  # fmt: skip
def test_what_is_said_of_a_case_on_an_event_inside_a_subprocess_is_warned_about(
    begin: dict[str, str], finish: dict[str, str]
) -> None:
    inner = node("subProcess", "Deel", start("Erin", properties(**begin)), end("Eruit", properties(**finish)),
                 flow("Erin", "Eruit"))  # fmt: skip

    assert through(inner, "Deel") == [("property_elsewhere", "Erin" if begin else "Eruit")]


def test_a_text_for_the_submitter_without_a_status_is_warned_about_because_nobody_reads_it() -> None:
    assert through(user("Taak", properties(publishedText="=reden")), "Taak") == [("text_without_status", "Taak")]
