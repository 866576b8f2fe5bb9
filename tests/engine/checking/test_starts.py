"""How a process may begin, and what it may send to others."""

from __future__ import annotations

import pytest

from engine.checking import check_folder
from engine.dialect.folder import ProcessFiles, from_bytes
from tests.engine.checking.judging import facts, judge, through
from tests.engine.diagrams import (
    catch,
    chain,
    conditional,
    end,
    error,
    flow,
    folder,
    message,
    node,
    properties,
    signal,
    start,
    throw,
    timer,
    user,
)

FORM = '<zeebe:formDefinition formId="leeg" />'
ENDING = properties(retentionClass="6.3", legalEffect="geen")


def beginning(definition: str, *told: str) -> list[tuple[str, str]]:
    """The findings on a process that begins by an event."""
    return judge(node("startEvent", "Komt", definition, *told), user("Taak"), end("Klaar", ENDING),
                 chain("Komt", "Taak", "Klaar"))  # fmt: skip


@pytest.mark.parametrize(
    "definition",
    [message(), signal(), timer("Date", "2026-03-02"), timer("Date", "=vandaag + duration(&quot;P1D&quot;)"),
     timer("Cycle", "R/P7D")],
    ids=["message", "signal", "date", "computed date", "cycle"],
)  # fmt: skip
def test_a_process_may_begin_by(definition: str) -> None:
    assert beginning(definition) == []


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        (error("stuk"), "start_with_event"),
        (conditional("=bedrag &gt; 1"), "start_by_condition"),
        (timer("Duration", "P7D"), "start_by_duration"),
        (timer("Date", "=datum"), "start_reads"),
        (timer("Cycle", "elke week"), "timer_cycle_value"),
        (message() + signal(), "multiple_not_run"),
        ("<bpmn:messageEventDefinition />", "message_without_name"),
        ("<bpmn:signalEventDefinition />", "signal_without_name"),
    ],
)
def test_a_process_may_not_begin_by(definition: str, code: str) -> None:
    assert code in {found for found, key in beginning(definition) if key == "Komt"}


@pytest.mark.parametrize("told", [FORM, properties(startableBy="iedereen")], ids=["form", "startableBy"])
def test_a_start_by_an_event_asks_nobody(told: str) -> None:
    assert beginning(message(), told) == [("start_asks_nobody", "Komt")]


def test_an_embedded_subprocess_begins_plainly() -> None:
    inner = node("subProcess", "Deel", node("startEvent", "Erin", message()), end("Eruit"), flow("Erin", "Eruit"))

    assert through(inner, "Deel") == [("start_in_part", "Erin")]


def test_several_plain_starts_each_have_a_form_and_say_for_whom() -> None:
    def two(*told: str) -> list[tuple[str, str]]:
        first = start("Een", FORM, properties(startableBy="iedereen"))
        ending = end("Klaar", ENDING)
        return judge(first, start("Twee", *told), ending, flow("Een", "Klaar"), flow("Twee", "Klaar"))

    assert two() == [("several_plain_starts", "Twee")]
    assert two(FORM, properties(startableBy="ondersteuning")) == []


def test_ways_from_two_starts_do_not_wait_for_each_other() -> None:
    found = judge(start(), node("startEvent", "Komt", message()), node("parallelGateway", "Samen"),
                  end("Klaar", ENDING), flow("Begin", "Samen"), flow("Komt", "Samen"),
                  flow("Samen", "Klaar"))  # fmt: skip

    assert found == [("join_without_split", "Samen")]


def test_one_message_begins_a_process_in_one_place() -> None:
    found = judge(node("startEvent", "Een", message()), node("startEvent", "Twee", message()), end("Klaar", ENDING),
                  flow("Een", "Klaar"), flow("Twee", "Klaar"))  # fmt: skip

    assert found == [("same_start", "Twee")]


def test_a_process_that_throws_the_signal_it_begins_with_is_warned_about() -> None:
    found = judge(node("startEvent", "Komt", signal()), throw("Roepen", signal()), end("Klaar", ENDING),
                  chain("Komt", "Roepen", "Klaar"))  # fmt: skip

    assert found == [("begins_itself", "Komt")]


@pytest.mark.parametrize(("starts", "code"), [(0, "called_without_start"), (2, "unclear_start")])
def test_a_process_that_is_called_has_one_plain_start(starts: int, code: str) -> None:
    ways = [start(f"Way{n}", FORM, properties(startableBy="iedereen")) for n in range(starts)]
    ways.append(node("startEvent", "Komt", message()))
    leads = [flow(key, "Uit") for key in (*[f"Way{n}" for n in range(starts)], "Komt")]
    called = folder(*ways, end("Uit", ENDING), *leads, process="ander")
    call = node("callActivity", "Aanroep", '<zeebe:calledElement processId="ander" />')

    found = through(call, "Aanroep", others={"ander": called})

    assert [finding for finding in found if finding[1] == "Aanroep"] == [(code, "Aanroep")]


# ---- sending --------------------------------------------------------------------------------------------------------


def sending(told: str = "", messages: dict[str, str] | None = None, **headers: str) -> ProcessFiles:
    rows = "".join(f'<zeebe:header key="{name}" value="{value}" />' for name, value in headers.items())
    throws = node("intermediateThrowEvent", "Melden", '<zeebe:taskDefinition type="message" />',
                  f"<zeebe:taskHeaders>{rows}</zeebe:taskHeaders>", told or message("betaald"))  # fmt: skip
    return folder(start(), throws, end(), chain("Begin", "Melden", "Klaar"),
                  messages=messages or {"betaald": "betaald"})  # fmt: skip


def hearing(key: str = "", *, begins: bool = False) -> ProcessFiles:
    waits = (
        (node("startEvent", "Hoort", message("betaald")), end("Uit", ENDING), flow("Hoort", "Uit"))
        if begins
        else (start("In"), catch("Hoort", message("betaald")), end("Uit"), chain("In", "Hoort", "Uit"))
    )
    files = folder(*waits, process="ander", messages={"betaald": "betaald"})
    subscription = f'<bpmn:extensionElements><zeebe:subscription correlationKey="{key}" /></bpmn:extensionElements>'
    plain = b'<bpmn:message id="betaald" name="betaald" />'
    told = f'<bpmn:message id="betaald" name="betaald">{subscription}</bpmn:message>' if key else plain.decode()
    return from_bytes({**files.files, "process.bpmn": files.files["process.bpmn"].replace(plain, told.encode())}, "x")


@pytest.mark.parametrize(
    ("sender", "receiver", "found"),
    [
        (sending(key="=kenmerk"), hearing("=kenmerk"), []),
        (sending(), hearing(begins=True), []),
        (sending(), hearing("=kenmerk"), ["sent_without_key"]),
        (sending(key="=kenmerk"), hearing(), ["waits_without_key"]),
        (sending(key="=kenmerk", timeToLive="PT2H"), hearing("=kenmerk"), []),
        (sending(key="=kenmerk", timeToLive="morgen"), hearing("=kenmerk"), ["message_life"]),
        (sending(key="=kenmerk", message="gestort"), hearing("=kenmerk"), ["heard_by_nobody"]),
        (sending("<bpmn:messageEventDefinition />", key="=kenmerk"), hearing("=kenmerk"), ["message_without_name"]),
    ],
)
def test_a_message_that_is_sent_can_be_found(sender: ProcessFiles, receiver: ProcessFiles, found: list[str]) -> None:
    assert [code for code, _ in facts(check_folder(sender, {"ander": receiver}))] == found
