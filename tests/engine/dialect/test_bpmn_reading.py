"""Reading a diagram: what the XML says becomes elements."""

from __future__ import annotations

from typing import Any

import pytest

from engine.dialect.bpmn import read
from engine.dialect.document import read_document
from engine.dialect.elements import Element, Event, IoMapping, Loop, Process
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    compensate,
    definitions,
    each,
    end,
    flow,
    io,
    message,
    node,
    properties,
    script,
    start,
    throw,
    timer,
    undone,
    user,
)


def read_process(*inside: str, **told: Any) -> Process:
    (process,) = read(definitions(*inside, **told), "proef").processes
    return process


def read_one(xml: str, key: str = "Iets", **told: Any) -> Element:
    return read_process(xml, **told).elements[key]


def test_a_process_is_read_with_its_name_version_properties_and_documentation() -> None:
    process = read_process(
        start(),
        extra="<bpmn:documentation>Van idee tot besluit.</bpmn:documentation><bpmn:extensionElements>"
        f'<zeebe:versionTag value="1.2" />{properties(referencePrefix="IDEE")}</bpmn:extensionElements>',
    )

    assert (process.id, process.name, process.version_tag, process.executable) == ("proef", "proef", "1.2", True)
    assert process.properties == {"referencePrefix": "IDEE"}
    assert process.documentation == "Van idee tot besluit."


def test_a_user_task_is_read_with_all_that_our_dialect_says_of_it() -> None:
    task = read_one(
        node(
            "userTask",
            "Iets",
            '<zeebe:userTask /><zeebe:formDefinition formId="toets" />',
            '<zeebe:assignmentDefinition assignee="=lid.id" candidateGroups="stuurgroep" candidateUsers="=wie" />',
            '<zeebe:taskSchedule dueDate="=werkdagen(5)" followUpDate="P3D" />',
            '<zeebe:priorityDefinition priority="70" />',
            io({"kosten": "=bedrag"}, {"oordeel": "=keuze"}),
            properties(suspendsTerm="true"),
            "<bpmn:documentation>Kijk goed.</bpmn:documentation>",
            name="Plan\n  toetsen",
        )
    )

    assert (task.kind, task.name, task.process, task.parent) == ("userTask", "Plan toetsen", "proef", "proef")
    assert (task.form_id, task.assignee, task.candidate_groups, task.candidate_users) == (
        "toets", "=lid.id", "stuurgroep", "=wie",
    )  # fmt: skip
    assert (task.due_date, task.follow_up_date, task.priority) == ("=werkdagen(5)", "P3D", "70")
    assert (task.inputs, task.outputs) == ((IoMapping("=bedrag", "kosten"),), (IoMapping("=keuze", "oordeel"),))
    assert (task.properties, task.documentation, task.unknown) == ({"suspendsTerm": "true"}, "Kijk goed.", ())


def test_flows_tell_each_node_what_comes_in_and_goes_out() -> None:
    process = read_process(start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar"))

    assert process.elements["Taak"].incoming == ("Begin_to_Taak",)
    assert process.elements["Taak"].outgoing == ("Taak_to_Klaar",)
    assert process.elements["Begin_to_Taak"].target == "Taak"


def test_a_choice_is_read_with_its_default_and_its_condition() -> None:
    process = read_process(
        node("exclusiveGateway", "Goed", default="Nee"), end("Ja"), end("Weg"), flow("Goed", "Ja", "=bedrag &lt; 5"),
        flow("Goed", "Weg", key="Nee"),
    )  # fmt: skip

    assert process.elements["Goed"].default == "Nee"
    assert process.elements["Goed_to_Ja"].condition == "=bedrag < 5"
    assert process.elements["Nee"].condition is None


@pytest.mark.parametrize(
    ("part", "kind"),
    [("Date", "date"), ("Duration", "duration"), ("Cycle", "cycle")],
    ids=["date", "duration", "cycle"],
)
def test_a_timer_is_read_with_its_kind(part: str, kind: str) -> None:
    found = read_one(boundary("Iets", "Taak", timer(part, "P7D"), interrupting=False))

    assert found.event == Event("timer", timer_kind=kind, expression="P7D")
    assert (found.attached_to, found.interrupting) == ("Taak", False)


def test_a_value_that_holds_a_comment_is_read_whole() -> None:
    found = read_one(node("intermediateCatchEvent", "Iets", timer("Duration", "P1<!-- twee weken -->4D<?x y?>")))

    assert found.event is not None
    assert found.event.expression == "P14D"


def test_a_message_is_read_by_its_name_with_its_key() -> None:
    xml = definitions(node("intermediateCatchEvent", "Iets", message("M"))).replace(
        b"<bpmn:process ",
        b'<bpmn:message id="M" name="betaald"><bpmn:extensionElements><zeebe:subscription correlationKey="=kenmerk" />'
        b"</bpmn:extensionElements></bpmn:message><bpmn:process ",
        1,
    )

    diagram = read(xml, "proef")

    assert diagram.messages["M"] == "betaald"
    assert diagram.processes[0].elements["Iets"].event == Event("message", "betaald", correlation_key="=kenmerk")


def test_compensation_tells_what_is_undone_and_whether_it_is_waited_for() -> None:
    xml = definitions(
        start(), user("A"), undone("A", user("XA")), throw("Een", compensate("A")),
        throw("Alles", compensate(waits=False)), end(), chain("Begin", "A", "Een", "Alles", "Klaar"),
    )  # fmt: skip

    elements = read(xml, "proef").processes[0].elements

    assert elements["Een"].event == Event("compensate", activity="A", waits=True)
    assert elements["Alles"].event == Event("compensate", activity=None, waits=False)
    assert (elements["A"].for_compensation, elements["XA"].for_compensation) == (False, True)


@pytest.mark.parametrize(
    ("definition", "kind"),
    [
        ("<bpmn:terminateEventDefinition />", "terminate"),
        ("<bpmn:compensateEventDefinition />", "compensate"),
        ('<bpmn:errorEventDefinition errorRef="E" />', "error"),
        ('<bpmn:signalEventDefinition signalRef="S" />', "signal"),
        ("<bpmn:escalationEventDefinition />", "escalation"),
        ('<bpmn:linkEventDefinition name="L" />', "link"),
        (message() + timer("Duration", "P1D"), "multiple"),
        ("<bpmn:eventDefinitionRef>X</bpmn:eventDefinitionRef>", "unread"),
        ("<bpmn:eventDefinitionRef>X</bpmn:eventDefinitionRef>" * 2, "multiple"),
    ],
)
def test_every_kind_of_event_is_told_by_its_name(definition: str, kind: str) -> None:
    found = read_one(node("endEvent", "Iets", definition))

    assert found.event is not None
    assert found.event.kind == kind


def test_a_definition_beside_the_processes_is_that_of_the_event_that_refers_to_it() -> None:
    shared = '<bpmn:timerEventDefinition id="X"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>'

    found = read_one(catch("Iets", "<bpmn:eventDefinitionRef> X </bpmn:eventDefinitionRef>"), around=shared)

    assert found.event == Event("timer", timer_kind="duration", expression="P1D")


@pytest.mark.parametrize(
    ("namespace", "name", "host"),
    [("http://smederij.invalid", "intrekking", "Taak"), ("http://elders.invalid", "", "x:Taak")],
    ids=["of the file itself", "of another file"],
)
def test_a_prefix_is_read_over_where_it_is_that(namespace: str, name: str, host: str) -> None:
    edge = boundary("Iets", "x:Taak", message("x:Message_1")).replace(" id=", f' xmlns:x="{namespace}" id=', 1)

    found = read_one(edge)

    assert found.event == Event("message", reference=name)
    assert found.attached_to == host


def test_an_element_with_the_id_of_its_process_is_not_inside_itself() -> None:
    process = read_process(node("subProcess", "proef", start("Erin")), process="proef")

    assert list(process.elements) == ["Erin"]


def test_a_multi_instance_activity_is_read_with_its_lists_and_its_condition() -> None:
    found = read_one(user("Iets", each("=groepen.stuurgroep", "lid", yields="=keuze", into="stemmen", until="=klaar")))

    assert found.loop == Loop(
        input_collection="=groepen.stuurgroep",
        input_element="lid",
        output_collection="stemmen",
        output_element="=keuze",
        completion_condition="=klaar",
    )


@pytest.mark.parametrize(
    ("xml", "told"),
    [
        (script("Iets", "=1 + 1", "som"), {"script": "=1 + 1", "result_variable": "som"}),
        (
            node("businessRuleTask", "Iets", '<zeebe:calledDecision decisionId="route" resultVariable="route" />'),
            {"decision_id": "route", "result_variable": "route"},
        ),
        (
            node("callActivity", "Iets", '<zeebe:calledElement processId="ander" propagateAllChildVariables="true" />'),
            {
                "called_process": "ander",
                "propagate_all_child_variables": True,
                "propagate_all_parent_variables": True,
            },
        ),
        (
            node("callActivity", "Iets", '<zeebe:calledElement processId="a" propagateAllParentVariables="false" />'),
            {"propagate_all_child_variables": True, "propagate_all_parent_variables": False},
        ),
        (
            node(
                "serviceTask",
                "Iets",
                '<zeebe:taskDefinition type="mail" />',
                '<zeebe:taskHeaders><zeebe:header key="to" value="indiener" /></zeebe:taskHeaders>',
            ),
            {"job_type": "mail", "headers": {"to": "indiener"}},
        ),
        (node("startEvent", "Iets", message(), isInterrupting="false"), {"interrupting": False}),
        (node("subProcess", "Iets", triggeredByEvent="true"), {"triggered_by_event": True}),
        (
            '<bpmn:textAnnotation id="Iets"><bpmn:text>Let op</bpmn:text></bpmn:textAnnotation>',
            {"kind": "textAnnotation", "text": "Let op"},
        ),
    ],
    ids=[
        "script",
        "decision",
        "call",
        "call that hands over nothing",
        "job",
        "start beside",
        "event subprocess",
        "note",
    ],
)
def test_what_an_element_says_is_read(xml: str, told: dict[str, object]) -> None:
    found = read_one(xml)

    assert {name: getattr(found, name) for name in told} == told


def test_what_lies_in_a_subprocess_knows_its_parent() -> None:
    inner = node("subProcess", "Buiten", node("subProcess", "Binnen", user("Taak")))

    process = read_process(inner)

    assert [process.elements[key].parent for key in ("Buiten", "Binnen", "Taak")] == ["proef", "Buiten", "Binnen"]


def test_the_line_of_an_element_is_the_line_in_the_file() -> None:
    xml = definitions(start(), "\n\n", user("Taak"))

    found = read(xml, "proef").processes[0].elements["Taak"]

    assert found.line is not None
    assert b'id="Taak"' in xml.splitlines()[found.line - 1]


def test_extensions_of_other_tools_do_no_harm_and_unknown_ones_of_ours_are_told() -> None:
    other = '<modeler:colour xmlns:modeler="http://elsewhere.invalid" value="red" />'
    listener = "<zeebe:taskListeners /><zeebe:executionListeners />"
    xml = user("Iets", listener).replace("</bpmn:extensionElements>", other + "</bpmn:extensionElements>")

    assert read_one(xml).unknown == ("taskListeners", "executionListeners")


def test_what_has_no_id_is_no_element_but_is_told() -> None:
    diagram = read(definitions(start(), "\n<bpmn:userTask name='Vergeten' />"), "proef")

    assert [(kind, line is not None) for kind, line in diagram.without_id] == [("userTask", True)]
    assert set(diagram.processes[0].elements) == {"Begin"}


def test_an_id_that_occurs_twice_is_told() -> None:
    diagram = read(definitions(user("Taak"), user("Taak")), "proef")

    assert "Taak" in [key for key, _ in diagram.duplicates]


@pytest.mark.parametrize("written", ["1", " true ", "true"])
def test_a_flag_is_read_in_each_of_the_ways_that_the_schema_lets_it_be_written(written: str) -> None:
    """Xsd:boolean: `1` is `true`, and surrounding whitespace is ignored (BPMN 2.0.2 clause 15)."""
    xml = node("subProcess", "Sub", start("Komt", message()), triggeredByEvent=written)
    loop = each("=x", "y").replace("Characteristics>", f'Characteristics isSequential="{written}">', 1)

    process = read_process(xml, user("Taak", loop), boundary("Rand", "Taak", message()))

    assert process.elements["Sub"].triggered_by_event
    assert process.elements["Taak"].loop is not None
    assert process.elements["Taak"].loop.sequential
    assert process.elements["Rand"].interrupting


def test_a_flag_that_is_neither_stays_as_it_is_for_the_schema_to_refuse() -> None:
    rim = boundary("Rand", "Taak", message()).replace('cancelActivity="true"', 'cancelActivity="nee"')

    document = read_document(definitions(user("Taak"), rim), "proef")

    assert document.nodes["Rand"].get("cancelActivity") == "nee"
