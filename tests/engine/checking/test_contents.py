"""Contents: expressions, timers and names are read before they run."""

from __future__ import annotations

import pytest

from engine.checking import check_folder
from tests.engine.checking.judging import beside, judge, through
from tests.engine.diagrams import (
    boundary,
    chain,
    each,
    end,
    flow,
    folder,
    io,
    message,
    node,
    properties,
    script,
    start,
    timer,
    user,
)

BAD = "=1 +"
SUBSCRIPTION = (
    '<bpmn:message id="Message_2" name="betaald"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="{}" /></bpmn:extensionElements></bpmn:message>'
)


@pytest.mark.parametrize(
    "element",
    [
        user("Iets", groups=BAD),
        user("Iets", due=BAD),
        user("Iets").replace("candidateGroups=", f'assignee="{BAD}" candidateGroups='),
        user("Iets", f'<zeebe:priorityDefinition priority="{BAD}" />'),
        user("Iets", f'<zeebe:taskSchedule followUpDate="{BAD}" />'),
        user("Iets", each(BAD, "lid")),
        user("Iets", each("=leden", "lid", yields=BAD, into="stemmen")),
        user("Iets", each("=leden", "lid", until=BAD)),
        user("Iets", properties(publishedStatus="Bezig", publishedText=BAD)),
        user("Iets", io({"kosten": BAD})),
        user("Iets", io(None, {"kosten": BAD})),
        script("Iets", BAD, "uitkomst"),
        node("intermediateCatchEvent", "Iets", timer("Duration", BAD)),
    ],
    ids=[
        "groups", "due date", "assignee", "priority", "follow-up date", "input collection", "output element",
        "completion condition", "published text", "input", "output", "script", "timer",
    ],
)  # fmt: skip
def test_an_expression_that_is_not_feel_is_refused(element: str) -> None:
    assert through(element, "Iets") == [("not_feel", "Iets")]


@pytest.mark.parametrize("text", ["=", "= ", "=// niets"])
def test_an_expression_with_nothing_in_it_is_refused(text: str) -> None:
    assert through(script("Rekenen", text, "uitkomst"), "Rekenen") == [("not_feel", "Rekenen")]


@pytest.mark.parametrize("mapping", [io({"kosten": ""}), io(None, {"kosten": ""})], ids=["input", "output"])
def test_a_mapping_from_nothing_is_refused(mapping: str) -> None:
    assert through(user("Taak", mapping), "Taak") == [("no_expression", "Taak")]


def test_an_expression_that_is_not_feel_is_shown_where_it_goes_wrong() -> None:
    bad = flow("Keuze", "Klaar", "=bedrag > (5", key="Stroom")
    choice = node("exclusiveGateway", "Keuze", default="Weg")
    files = folder(
        start(), choice, end(), end("Elders"), flow("Begin", "Keuze"), bad, flow("Keuze", "Elders", key="Weg")
    )

    (finding,) = check_folder(files, {})

    assert finding.element_id == "Stroom"
    assert "regel 1, teken 13" in finding.reason


@pytest.mark.parametrize(
    "element",
    [
        script("Iets", "1 + 1", "uitkomst"),
        user("Iets", each("leden", "lid")),
        user("Iets", each("=leden", "lid", yields="keuze", into="stemmen")),
        user("Iets", each("=leden", "lid", until="genoeg")),
    ],
    ids=["script", "input collection", "output element", "completion condition"],
)
def test_text_where_something_must_be_worked_out_is_refused(element: str) -> None:
    assert through(element, "Iets") == [("needs_feel", "Iets")]


def test_a_condition_that_is_plain_text_is_refused() -> None:
    bad = flow("Keuze", "Klaar", "${bedrag > 5}", key="Stroom")
    choice = node("exclusiveGateway", "Keuze", default="Weg")

    found = judge(
        start(), choice, end(), end("Elders"), flow("Begin", "Keuze"), bad, flow("Keuze", "Elders", key="Weg")
    )

    assert found == [("needs_feel", "Stroom")]


@pytest.mark.parametrize(("key", "code"), [("=kenmerk +", "not_feel"), ("kenmerk", "needs_feel")])
def test_the_key_of_a_message_is_read_too(key: str, code: str) -> None:
    files = folder(start(), node("intermediateCatchEvent", "Wachten", message("Message_2")), end(),
                   chain("Begin", "Wachten", "Klaar"))  # fmt: skip
    xml = files.files["process.bpmn"].replace(
        b"<bpmn:process ", SUBSCRIPTION.format(key).encode() + b"<bpmn:process ", 1
    )

    found = judge(files={"process.bpmn": xml})

    assert found == [(code, "Wachten")]


@pytest.mark.parametrize("value", ["P14D", "PT2H", "P1M", "2026-03-02T09:00", "=werkdagen(5)"])
def test_a_timer_that_is_iso_8601_or_feel_is_sound(value: str) -> None:
    assert through(node("intermediateCatchEvent", "Wachten", timer("Duration", value)), "Wachten") == []


@pytest.mark.parametrize("value", ["14 dagen", "P", "P1DT", "morgen", "2026-13-01", "14"])
def test_a_timer_that_is_neither_iso_8601_nor_feel_is_refused(value: str) -> None:
    found = beside(boundary("Rand", "Taak", timer("Duration", value)), end("Elders"), flow("Rand", "Elders"))

    assert found == [("timer_value", "Rand")]


@pytest.mark.parametrize("value", ["R3/P7D", "R/PT1H", "R2/2026-03-02T09:00:00+01:00/P1W", "=herhaling"])
def test_a_timer_that_repeats_beside_its_activity_is_sound(value: str) -> None:
    found = beside(
        boundary("Rand", "Taak", timer("Cycle", value), interrupting=False), end("Elders"), flow("Rand", "Elders")
    )

    assert [code for code, _ in found if code.startswith("timer")] == []


def test_a_timer_that_repeats_and_interrupts_is_warned_about_because_it_comes_once() -> None:
    found = beside(boundary("Rand", "Taak", timer("Cycle", "R3/P7D")), end("Elders"), flow("Rand", "Elders"))

    assert found == [("timer_cycle_once", "Rand")]


@pytest.mark.parametrize("value", ["0 0 9 * * 1", "R0/P1D", "R3/P0D", "3/P1D", "R3/P1D/P1D", "R3/2026-13-01/P1D"])
def test_a_repetition_that_cannot_be_read_is_refused(value: str) -> None:
    found = beside(
        boundary("Rand", "Taak", timer("Cycle", value), interrupting=False), end("Elders"), flow("Rand", "Elders")
    )

    assert found == [("timer_cycle_value", "Rand")]


def test_a_timer_without_a_time_is_refused() -> None:
    empty = node("intermediateCatchEvent", "Wachten", "<bpmn:timerEventDefinition />")

    assert through(empty, "Wachten") == [("no_expression", "Wachten")]


@pytest.mark.parametrize("attribute", ["dueDate", "followUpDate"])
def test_a_date_of_a_task_that_is_no_date_is_refused(attribute: str) -> None:
    assert through(user("Taak", f'<zeebe:taskSchedule {attribute}="vrijdag" />'), "Taak") == [("timer_value", "Taak")]


@pytest.mark.parametrize(
    ("value", "sound"), [("0", True), ("100", True), ("101", False), ("hoog", False), ("-1", False)]
)
def test_a_priority_is_a_whole_number_from_0_to_100(value: str, sound: bool) -> None:
    found = through(user("Taak", f'<zeebe:priorityDefinition priority="{value}" />'), "Taak")

    assert found == ([] if sound else [("priority_value", "Taak")])


@pytest.mark.parametrize("name", ["if", "true", "totaal bedrag", "totaal-bedrag", "1e", "a.b", ""])
def test_a_name_that_no_expression_can_read_is_refused(name: str) -> None:
    assert through(user("Taak", io({name: "=1"})), "Taak") == [("variable_name", "Taak")]


@pytest.mark.parametrize("name", ["vandaag", "nu", "kenmerk", "groepen", "indiener_id", "werkdagen", "link", "aanhef"])
def test_a_name_of_the_system_cannot_be_written(name: str) -> None:
    assert through(script("Rekenen", "=1", name), "Rekenen") == [("reserved_variable", "Rekenen")]


@pytest.mark.parametrize("name", ["totaalBedrag", "Bedrag", "één"])
def test_a_name_in_another_style_is_warned_about(name: str) -> None:
    assert through(script("Rekenen", "=1", name), "Rekenen") == [("variable_style", "Rekenen")]


@pytest.mark.parametrize("loop", [each("=leden", "nu"), each("=leden", "lid", yields="=lid", into="groepen")])
def test_a_repeated_task_cannot_write_a_name_of_the_system_either(loop: str) -> None:
    assert through(user("Stemmen", loop), "Stemmen") == [("reserved_variable", "Stemmen")]


def test_a_date_that_is_a_subtraction_is_warned_of() -> None:
    files = folder(start(), script("A", "=31-12-2026", "dag"), end(), chain("Begin", "A", "Klaar"))

    (finding,) = [one for one in check_folder(files, {}) if one.code == "means_else"]

    assert finding.severity == "warning"
    assert 'schrijf een dag als date("2026-12-31")' in finding.reason
