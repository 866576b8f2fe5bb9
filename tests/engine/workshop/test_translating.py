"""Translating: what another engine was told at a step is told here too, or stays to be seen; nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from engine.checking import check_folder
from engine.dialect.bpmn import read
from engine.dialect.elements import Element
from engine.dialect.folder import DIAGRAM, from_bytes
from engine.workshop.adopting import Adopted, adopt
from engine.workshop.fixing import apply_fix, list_fixes
from tests.engine.workshop.elsewhere import CAMUNDA, FLOWABLE, around, exported

PROGRAMS = {"camunda": CAMUNDA, "flowable": FLOWABLE}


def taken(program: str, *inside: str, process: str = "", files: Mapping[str, bytes] | None = None) -> Adopted:
    data = exported(PROGRAMS[program], *inside, process=process)
    return adopt(data, "proef", "Proef", "elders.bpmn", files or {})


def elements(adopted: Adopted) -> Mapping[str, Element]:
    return read(adopted.drawing, DIAGRAM).processes[0].elements


def told(adopted: Adopted, key: str = "Taak") -> list[str]:
    return [one.what for one in adopted.done if one.element == key]


@pytest.mark.parametrize("program", PROGRAMS)
def test_groups_form_term_and_priority_of_a_task_are_taken_over(program: str) -> None:
    task = (
        f'<userTask id="Taak" name="Toetsen" {program}:candidateGroups="ondersteuning" {program}:dueDate="P5D" '
        f'{program}:formKey="embedded:app:forms/toets.html" {program}:priority="50"/>'
    )

    adopted = taken(program, *around(task))

    step = elements(adopted)["Taak"]
    assert (step.candidate_groups, step.due_date, step.form_id, step.priority) == (
        "ondersteuning",
        "P5D",
        "toets",
        "50",
    )
    assert step.foreign == ()
    assert sorted(told(adopted)) == [
        "assignmentDefinition.candidateGroups",
        "formDefinition.formId",
        "priorityDefinition.priority",
        "taskSchedule.dueDate",
    ]


def test_what_we_have_no_words_for_stays_and_the_check_names_it() -> None:
    task = (
        '<userTask id="Taak" name="Toetsen" camunda:candidateUsers="jan" camunda:asyncBefore="true"><extensionElements>'
        '<camunda:taskListener class="nl.Audit" event="create"/></extensionElements></userTask>'
    )

    adopted = taken("camunda", *around(task), process=' camunda:candidateStarterGroups="balie"')

    found = check_folder(from_bytes({DIAGRAM: adopted.drawing}, "proef"), {})
    named = [one.reason for one in found if one.code == "foreign_setting"]
    assert any("*Toetsen*" in reason and "candidateUsers, taskListener." in reason for reason in named)
    assert any("candidateStarterGroups" in reason for reason in named)
    assert not any("asyncBefore" in reason for reason in named)
    assert b'camunda:asyncBefore="true"' in adopted.drawing


def test_what_is_left_of_another_engine_goes_with_one_button() -> None:
    task = (
        '<userTask id="Taak" name="Toetsen" camunda:candidateUsers="jan"><documentation>Let op</documentation>'
        '<extensionElements><camunda:taskListener event="create"/></extensionElements></userTask>'
    )
    files = {DIAGRAM: taken("camunda", *around(task)).drawing}
    folder = from_bytes(files, "proef")
    (finding,) = [one for one in check_folder(folder, {}) if one.code == "foreign_setting"]

    (fix,) = list_fixes(finding, files, folder)

    after = apply_fix(files, fix.key)[DIAGRAM]
    assert read(after, DIAGRAM).processes[0].elements["Taak"].foreign == ()
    assert b'<userTask id="Taak" name="Toetsen"><documentation>Let op</documentation></userTask>' in after


def test_questions_that_are_kept_in_the_drawing_become_a_form() -> None:
    task = (
        '<userTask id="Taak" name="Aanvraag toetsen"><extensionElements><camunda:formData>'
        '<camunda:formField id="akkoord" label="Akkoord?" type="boolean"/>'
        '<camunda:formField id="bedrag" label="Bedrag" type="long"><camunda:validation>'
        '<camunda:constraint name="min" config="0"/><camunda:constraint name="required"/></camunda:validation>'
        "</camunda:formField>"
        '<camunda:formField id="soort" label="Soort" type="enum"><camunda:value id="klein" name="Klein"/>'
        "</camunda:formField></camunda:formData></extensionElements></userTask>"
    )

    adopted = taken("camunda", *around(task), files={"forms/aanvraag-toetsen.form": b"{}"})

    (form,) = adopted.made.items()
    assert form[0] == "forms/aanvraag-toetsen-2.form"
    asked = {one["key"]: one for one in json.loads(form[1])["components"]}
    assert [one["type"] for one in asked.values()] == ["checkbox", "number", "select"]
    assert asked["bedrag"]["validate"] == {"required": True, "min": 0}
    assert asked["soort"]["values"] == [{"label": "Klein", "value": "klein"}]
    assert elements(adopted)["Taak"].form_id == "aanvraag-toetsen-2"
    assert b"formData" not in adopted.drawing


def test_a_question_of_a_kind_that_we_do_not_have_keeps_its_form_in_the_drawing() -> None:
    task = (
        '<userTask id="Taak" name="Toetsen"><extensionElements><camunda:formData>'
        '<camunda:formField id="kaart" type="geo"/></camunda:formData></extensionElements></userTask>'
    )

    adopted = taken("camunda", *around(task))

    assert adopted.made == {}
    assert elements(adopted)["Taak"].foreign == ("formData",)


def test_a_condition_and_a_list_are_taken_over() -> None:
    task = (
        '<userTask id="Taak" name="Advies"><multiInstanceLoopCharacteristics flowable:collection="adviseurs" '
        'flowable:elementVariable="adviseur"><completionCondition>${nrOfCompletedInstances &gt;= 2}'
        "</completionCondition></multiInstanceLoopCharacteristics></userTask>"
        '<exclusiveGateway id="Keuze" name="Akkoord?" default="nee"/>'
    )
    ways = (
        '<sequenceFlow id="ja" sourceRef="Keuze" targetRef="Klaar"><conditionExpression xsi:type="tFormalExpression">'
        "<![CDATA[${besluit == 'ja' && bedrag < 10}]]></conditionExpression></sequenceFlow>"
        '<sequenceFlow id="nee" sourceRef="Keuze" targetRef="Klaar"/>'
    )

    adopted = taken("flowable", *around(task), ways)

    found = elements(adopted)
    assert found["ja"].condition == '=besluit = "ja" and bedrag < 10'
    loop = found["Taak"].loop
    assert loop is not None
    assert (loop.input_collection, loop.input_element) == ("=adviseurs", "adviseur")
    assert loop.completion_condition == "=numberOfCompletedInstances >= 2"


def test_a_table_and_another_process_are_taken_over() -> None:
    inside = (
        '<startEvent id="Begin" name="Begonnen"/>'
        '<businessRuleTask id="Taak" name="Bepalen" camunda:decisionRef="bedrag" camunda:resultVariable="toekenning"/>'
        '<callActivity id="Bezwaar" name="Bezwaar" calledElement="bezwaar"><extensionElements>'
        '<camunda:in variables="all"/><camunda:out source="uitkomst" target="na_bezwaar"/></extensionElements>'
        '</callActivity><endEvent id="Klaar" name="Klaar"/>'
    )

    found = elements(taken("camunda", inside))

    assert (found["Taak"].decision_id, found["Taak"].result_variable) == ("bedrag", "toekenning")
    call = found["Bezwaar"]
    assert (call.called_process, call.propagate_all_parent_variables) == ("bezwaar", True)
    assert [(row.source, row.target) for row in call.outputs] == [("=uitkomst", "na_bezwaar")]
    assert call.foreign == ()


def test_a_mail_keeps_its_words_and_who_it_goes_to_is_asked() -> None:
    task = (
        '<serviceTask id="Taak" name="Bericht" flowable:type="mail"><extensionElements>'
        '<flowable:field name="to"><flowable:expression><![CDATA[${email}]]></flowable:expression></flowable:field>'
        '<flowable:field name="subject"><flowable:string>Toegekend</flowable:string></flowable:field>'
        '<flowable:field name="text"><flowable:string><![CDATA[Beste ${naam}, zie ${bean.url()}]]></flowable:string>'
        "</flowable:field></extensionElements></serviceTask>"
    )

    adopted = taken("flowable", *around(task))

    assert adopted.made == {"mails/bericht.md": b"Onderwerp: Toegekend\n\nBeste {{ naam }}, zie ${bean.url()}\n"}
    step = elements(adopted)["Taak"]
    assert (step.job_type, step.headers["template"], step.foreign) == ("mail", "bericht", ("field",))
    assert b"${email}" in adopted.drawing


def test_a_value_computed_before_a_step_is_taken_over_and_a_list_stays() -> None:
    task = (
        '<userTask id="Taak" name="Toetsen"><extensionElements><camunda:inputOutput>'
        '<camunda:inputParameter name="aanvrager">${naam}</camunda:inputParameter>'
        '<camunda:inputParameter name="lijst"><camunda:list><camunda:value>a</camunda:value></camunda:list>'
        '</camunda:inputParameter><camunda:outputParameter name="uit">${akkoord}</camunda:outputParameter>'
        "</camunda:inputOutput></extensionElements></userTask>"
    )

    adopted = taken("camunda", *around(task))

    step = elements(adopted)["Taak"]
    assert [(row.source, row.target) for row in step.inputs] == [("=naam", "aanvrager")]
    assert step.outputs == ()
    assert b'name="lijst"' in adopted.drawing
    assert b"${akkoord}" in adopted.drawing


def test_a_form_inside_a_drawing_of_camunda_8_becomes_a_file() -> None:
    zeebe = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    task = (
        '<userTask id="Taak" name="Kijken"><extensionElements>'
        '<zeebe:formDefinition formKey="camunda-forms:bpmn:userTaskForm_1"/></extensionElements></userTask>'
    )
    form = (
        '<extensionElements><zeebe:userTaskForm id="userTaskForm_1">{"components":[],"type":"default"}'
        "</zeebe:userTaskForm></extensionElements>"
    )

    adopted = adopt(exported(zeebe, form, *around(task)), "proef", "Proef", "c8.bpmn", {})

    assert json.loads(adopted.made["forms/usertaskform-1.form"])["id"] == "usertaskform-1"
    assert elements(adopted)["Taak"].form_id == "usertaskform-1"


def test_what_was_translated_once_is_not_translated_again() -> None:
    task = '<userTask id="Taak" name="Toetsen" camunda:candidateGroups="balie" camunda:assignee="${bean.wie()}"/>'
    once = taken("camunda", *around(task))

    twice = adopt(once.drawing, "proef", "Proef", "elders.bpmn", {})

    assert (twice.drawing, twice.done) == (once.drawing, ())
    assert elements(once)["Taak"].foreign == ("assignee",)


def test_a_script_in_another_language_is_named() -> None:
    task = '<scriptTask id="Taak" name="Rekenen" scriptFormat="groovy"><script>x = 1</script></scriptTask>'

    assert elements(taken("camunda", *around(task)))["Taak"].foreign == ("script (groovy)",)
