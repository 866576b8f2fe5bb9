"""References: everything a diagram points at must be there."""

from __future__ import annotations

import pytest

from engine.checking import check_folder
from engine.dialect.folder import ProcessFiles
from tests.engine.checking.judging import beside, facts, judge, through
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    end,
    flow,
    folder,
    form,
    message,
    node,
    properties,
    start,
    user,
)

MAIL = b"Onderwerp: Ontvangen\n\nUw idee is ontvangen.\n"
MODEL = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="D" name="D" namespace="x">
<decision id="Route" name="Route"><variable name="Route" /><literalExpression id="L"><text>1 + 1</text>
</literalExpression></decision></definitions>"""


def service(kind: str, **headers: str) -> str:
    rows = "".join(f'<zeebe:header key="{key}" value="{value}" />' for key, value in headers.items())
    return node(
        "serviceTask",
        "Werk",
        f'<zeebe:taskDefinition type="{kind}" />',
        f"<zeebe:taskHeaders>{rows}</zeebe:taskHeaders>",
    )


def call(process: str) -> str:
    return node("callActivity", "Aanroep", f'<zeebe:calledElement processId="{process}" />')


def decide(decision: str, result: str = "route") -> str:
    told = f'<zeebe:calledDecision decisionId="{decision}" resultVariable="{result}" />'
    return node("businessRuleTask", "Beslissen", told)


def test_a_form_that_is_not_there_is_refused() -> None:
    assert through(user("Taak", form="verdwenen"), "Taak") == [("unknown_form", "Taak")]


def test_a_task_without_a_form_is_refused() -> None:
    bare = node("userTask", "Taak", '<zeebe:assignmentDefinition candidateGroups="ondersteuning" />')

    assert through(bare, "Taak") == [("no_form", "Taak")]


def test_a_task_for_nobody_is_refused() -> None:
    bare = node("userTask", "Taak", '<zeebe:formDefinition formId="leeg" />')

    assert through(bare, "Taak") == [("no_group", "Taak")]


def test_a_group_that_does_not_exist_is_warned_about() -> None:
    assert through(user("Taak", groups="ondersteuning, bestuur"), "Taak") == [("unknown_group", "Taak")]


def test_a_group_that_is_worked_out_is_left_to_the_case() -> None:
    assert through(user("Taak", groups="=wijkteam"), "Taak") == []


def test_persons_that_would_be_ignored_are_refused() -> None:
    extra = user("Taak").replace("candidateGroups=", 'candidateUsers="jan" candidateGroups=')

    assert through(extra, "Taak") == [("candidate_users", "Taak")]


def test_a_decision_that_is_there_is_sound() -> None:
    assert through(decide("Route"), "Beslissen", files={"route.dmn": MODEL}) == []


def test_a_decision_that_is_not_there_is_refused() -> None:
    assert through(decide("Elders"), "Beslissen", files={"route.dmn": MODEL}) == [("unknown_decision", "Beslissen")]


def test_a_rule_task_without_a_decision_is_refused() -> None:
    assert through(node("businessRuleTask", "Beslissen"), "Beslissen") == [
        ("no_result", "Beslissen"),
        ("unknown_decision", "Beslissen"),
    ]


@pytest.mark.parametrize(
    "task",
    [decide("Route", result=""), node("scriptTask", "Beslissen", '<zeebe:script expression="=1" />')],
    ids=["decision", "script"],
)
def test_an_outcome_that_nobody_keeps_is_refused(task: str) -> None:
    assert through(task, "Beslissen", files={"route.dmn": MODEL}) == [("no_result", "Beslissen")]


def test_a_script_task_without_an_expression_is_refused() -> None:
    python = node("scriptTask", "Rekenen", "<bpmn:script>import os</bpmn:script>", scriptFormat="python")

    assert through(python, "Rekenen") == [("foreign_setting", "Rekenen"), ("no_expression", "Rekenen")]


def test_a_called_process_that_is_there_is_sound() -> None:
    other = folder(start(), end(), chain("Begin", "Klaar"), process="ander")

    assert through(call("ander"), "Aanroep", others={"ander": other}) == []


@pytest.mark.parametrize("process", ["elders", "=welk_proces"], ids=["unknown", "computed"])
def test_a_called_process_that_is_not_there_is_refused(process: str) -> None:
    assert through(call(process), "Aanroep") == [("unknown_process", "Aanroep")]


def test_a_call_of_no_process_is_refused() -> None:
    assert through(call(""), "Aanroep") == [("calls_none", "Aanroep")]


def test_a_process_that_calls_itself_is_refused() -> None:
    assert through(call("proef"), "Aanroep") == [("recursive_call", "Aanroep")]


def test_processes_that_call_each_other_in_a_circle_are_refused_with_the_circle() -> None:
    def calling(process: str, called: str) -> dict[str, ProcessFiles]:
        return {process: folder(start(), call(called), end(), chain("Begin", "Aanroep", "Klaar"), process=process)}

    folders = calling("een", "twee") | calling("twee", "drie") | calling("drie", "een")

    (finding,) = check_folder(folders["een"], folders)

    assert finding.code == "recursive_call"
    assert finding.reason == "*Aanroep* roept via twee → drie → een zichzelf aan. Dat eindigt nooit."


def test_a_mail_that_is_there_is_sound() -> None:
    task = service("mail", template="ontvangen", to="indiener")

    assert through(task, "Werk", files={"mails/ontvangen.md": MAIL}) == []


def test_a_mail_that_is_not_there_is_refused() -> None:
    assert through(service("mail", template="weg", to="indiener"), "Werk") == [("unknown_mail", "Werk")]


def test_a_mail_whose_name_is_worked_out_is_refused() -> None:
    assert through(service("mail", template="=soort", to="indiener"), "Werk") == [("mail_computed", "Werk")]


@pytest.mark.parametrize("missing", ["template", "to"])
def test_a_mail_without_a_text_or_a_reader_is_refused(missing: str) -> None:
    headers = {"template": "ontvangen", "to": "indiener"}
    del headers[missing]

    found = through(service("mail", **headers), "Werk", files={"mails/ontvangen.md": MAIL})

    assert found == [("no_header", "Werk")]


def test_a_mail_to_a_group_that_does_not_exist_is_refused() -> None:
    task = service("mail", template="ontvangen", to="bestuur")
    files = folder(start(), task, end(), chain("Begin", "Werk", "Klaar"), files={"mails/ontvangen.md": MAIL})

    (finding,) = check_folder(files, {})

    assert (finding.code, finding.severity) == ("unknown_group", "error")


@pytest.mark.parametrize(("kind", "code"), [("webhook", "unknown_job"), ("", "no_job")])
def test_work_that_nobody_does_is_refused(kind: str, code: str) -> None:
    assert through(service(kind), "Werk") == [(code, "Werk")]


def test_starting_a_process_that_is_not_there_is_refused() -> None:
    assert through(service("start-case", process="elders"), "Werk") == [("unknown_process", "Werk")]


def test_starting_another_case_of_the_same_process_is_no_recursion() -> None:
    found = through(service("start-case", process="proef"), "Werk")

    assert "recursive_call" not in [code for code, _ in found]
    assert "unknown_process" not in [code for code, _ in found]


def test_a_performer_that_the_standard_knows_and_we_do_not_read_is_refused() -> None:
    owner = '<bpmn:potentialOwner id="Wie" />'

    assert through(user("Taak", owner), "Taak") == [("performer_not_read", "Taak")]


@pytest.mark.parametrize(
    ("key", "apart"),
    [("Message_0", []), ("Message_2", [("reference_unknown", "Rand")])],
    ids=["without a name", "that is not there"],
)
def test_a_message_that_cannot_be_named_is_refused(key: str, apart: list[tuple[str, str]]) -> None:
    found = beside(
        boundary("Rand", "Taak", message(key)), end("Elders"), flow("Rand", "Elders"), messages={"Message_0": ""}
    )

    assert found == [("message_unnamed", "Rand"), *apart]


def listening(key: str, message_key: str = "Message_1") -> str:
    """An event subprocess that begins with a message."""
    begin = node("startEvent", f"{key}_in", message(message_key))
    return node("subProcess", key, begin, end(f"{key}_uit"), flow(f"{key}_in", f"{key}_uit"), triggeredByEvent="true")


def test_two_event_subprocesses_for_one_message_are_refused_because_only_one_would_begin() -> None:
    assert beside(listening("Een"), listening("Twee")) == [("same_message", "Twee_in")]


def test_two_messages_on_one_edge_that_are_the_same_are_refused() -> None:
    found = beside(
        boundary("R1", "Taak", message()), boundary("R2", "Taak", message(), interrupting=False),
        end("E1"), end("E2"), flow("R1", "E1"), flow("R2", "E2"),
    )  # fmt: skip

    assert found == [("same_message", "R2")]


@pytest.mark.parametrize(
    "inside",
    [
        [boundary("Rand", "Taak", message()), end("E1"), flow("Rand", "E1")],
        [node("subProcess", "Deel", start("D1"), end("D2"), flow("D1", "D2"), listening("Rand"))],
    ],
    ids=["on an edge", "deeper inside"],
)
def test_a_message_that_an_event_subprocess_around_takes_first_is_refused(inside: list[str]) -> None:
    found = beside(*inside, listening("Intrekken"))

    assert [key for code, key in found if code == "same_message"] in (["Rand"], ["Rand_in"])


def test_a_receive_task_that_takes_the_message_of_its_own_edge_is_refused() -> None:
    found = through(
        node("receiveTask", "Taak", messageRef="Message_1"), "Taak",
        boundary("Rand", "Taak", message()), end("Elders"), flow("Rand", "Elders"),
    )  # fmt: skip

    assert found == [("same_message", "Rand")]


def test_one_message_behind_an_event_based_gateway_twice_is_refused() -> None:
    found = through(
        node("eventBasedGateway", "Eerst"), "Eerst", catch("Een", message()), catch("Twee", message()),
        chain("Eerst", "Een", "Klaar"), chain("Eerst", "Twee", "Klaar"),
    )  # fmt: skip

    assert ("same_message", "Twee") in found


def test_different_messages_may_be_waited_for_side_by_side() -> None:
    messages = {"Message_1": "intrekking", "Message_2": "verlenging"}

    assert beside(listening("Een"), listening("Twee", "Message_2"), messages=messages) == []


def test_what_people_start_must_have_a_form() -> None:
    found = judge(
        start("Begin", properties(startableBy="iedereen")),
        end("Klaar", properties(retentionClass="6.3", legalEffect="geen")),
        chain("Begin", "Klaar"),
    )

    assert found == [("no_form", "Begin")]


def test_a_start_form_that_nobody_may_fill_in_is_warned_about() -> None:
    begin = start("Begin", '<zeebe:formDefinition formId="leeg" />')

    assert judge(begin, end(), chain("Begin", "Klaar")) == [("nobody_starts", "Begin")]


def test_a_form_of_another_process_does_not_count() -> None:
    other = folder(start(), end(), chain("Begin", "Klaar"), process="ander", files={"forms/hunne.form": form("hunne")})
    files = folder(start(), user("Taak", form="hunne"), end(), chain("Begin", "Taak", "Klaar"))

    assert facts(check_folder(files, {"ander": other})) == [("unknown_form", "Taak")]
