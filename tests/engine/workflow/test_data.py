"""Data objects: drawn, described and checked, and living as long as the process or subprocess they are drawn in."""

from __future__ import annotations

import pytest

from engine.dialect.bpmn import read
from engine.steps import list_steps
from tests.engine.checking.judging import beside, judge, through
from tests.engine.diagrams import (
    FORMAL,
    chain,
    definitions,
    end,
    field,
    form,
    io,
    node,
    part,
    properties,
    script,
    start,
    user,
)
from tests.engine.player import play

PAPER = (
    '<bpmn:dataObject id="Rapport" /><bpmn:dataObjectReference id="Papier" name="Rapport" dataObjectRef="Rapport" />'
)
ASKING = {"forms/vraag.form": form("vraag", field("advies"))}


def paper(variable: str = "advies", key: str = "Papier", of: str = "Rapport") -> str:
    """A data object that stands for a variable."""
    shown = node("dataObjectReference", key, properties(variable=variable), dataObjectRef=of)
    return f'<bpmn:dataObject id="{of}" />{shown}'


def reads(what: str = "Papier", inside: str = "") -> str:
    """As modelers write it: what a step reads goes to a property of the step that has no meaning."""
    told = f"<bpmn:sourceRef>{what}</bpmn:sourceRef><bpmn:targetRef>Plek{what}</bpmn:targetRef>{inside}"
    place = f'<bpmn:property id="Plek{what}" name="__targetRef_placeholder" />'
    return f'{place}<bpmn:dataInputAssociation id="Leest{what}">{told}</bpmn:dataInputAssociation>'


def writes(what: str = "Papier") -> str:
    told = f"<bpmn:targetRef>{what}</bpmn:targetRef>"
    return f'<bpmn:dataOutputAssociation id="Geeft{what}">{told}</bpmn:dataOutputAssociation>'


# ---- living ---------------------------------------------------------------------------------------------------------


def test_a_data_object_of_a_process_is_there_from_the_beginning_without_a_value() -> None:
    case = play(start(), paper(), user("Taak"), end(), chain("Begin", "Taak", "Klaar"))

    assert dict(case.step.variables) == {"advies": None}


def test_a_data_object_of_a_process_has_the_value_that_the_case_begins_with() -> None:
    case = play(start(), paper(), user("Taak"), end(), chain("Begin", "Taak", "Klaar"), advies="goed")

    assert dict(case.step.variables) == {"advies": "goed"}


def test_a_data_object_of_a_subprocess_is_gone_with_it() -> None:
    inside = part("Deel", paper(), start("In"), user("Vul"), script("Tel", "=advies", "kopie"), end("Uit"),
                  chain("In", "Vul", "Tel", "Uit"))  # fmt: skip
    case = play(start(), inside, user("Na"), end(), chain("Begin", "Deel", "Na", "Klaar"))

    case.answer("Vul", advies="goed")

    assert dict(case.step.variables) == {"kopie": "goed"}


def test_a_data_object_of_a_subprocess_hides_a_variable_around_it() -> None:
    inside = part("Deel", paper(), start("In"), user("Vul"), end("Uit"), chain("In", "Vul", "Uit"))
    case = play(start(), inside, user("Na"), end(), chain("Begin", "Deel", "Na", "Klaar"), advies="buiten")

    case.answer("Vul", advies="binnen")

    assert dict(case.step.variables) == {"advies": "buiten"}


def test_a_data_object_of_a_subprocess_begins_with_what_is_handed_in_and_hands_out_what_is_said() -> None:
    inside = part("Deel", io({"advies": "=eerste"}, {"laatste": "=advies"}), paper(), start("In"), user("Vul"),
                  end("Uit"), chain("In", "Vul", "Uit"))  # fmt: skip
    case = play(start(), inside, user("Na"), end(), chain("Begin", "Deel", "Na", "Klaar"), eerste="goed")

    case.answer("Vul")

    assert dict(case.step.variables) == {"eerste": "goed", "laatste": "goed"}


def test_arrows_and_stores_change_nothing_in_what_is_played() -> None:
    store = '<bpmn:dataStoreReference id="Archief" name="Archief" />'
    case = play(start(), PAPER, store, user("Taak", reads(), writes("Archief")), end(), chain("Begin", "Taak", "Klaar"))

    case.answer("Taak", advies="goed")

    assert case.walked == ["Begin", "Taak", "Klaar"]
    assert dict(case.step.variables) == {"advies": "goed"}


# ---- telling --------------------------------------------------------------------------------------------------------


def test_a_step_tells_which_data_it_uses_and_delivers() -> None:
    store = '<bpmn:dataStoreReference id="Archief" name="Archief" />'
    diagram = read(definitions(start(), PAPER, store, user("Taak", reads(), writes("Archief")), end(),
                               chain("Begin", "Taak", "Klaar")), "proef")  # fmt: skip

    told = {step.element_id: (step.reads, step.writes) for step in list_steps(diagram.processes[0])}

    assert told == {"Begin": ((), ()), "Taak": (("Rapport",), ("Archief",)), "Klaar": ((), ())}


# ---- judging --------------------------------------------------------------------------------------------------------


def test_a_data_object_that_a_step_fills_in_is_sound() -> None:
    asking = user("Taak", reads(), writes(), form="vraag")

    assert through(asking, "Taak", paper(), files=ASKING) == []


def test_a_data_object_without_a_variable_is_a_drawing_and_no_more() -> None:
    assert through(user("Taak", reads(), writes()), "Taak", PAPER) == []


def test_a_data_object_that_no_step_fills_in_is_warned_about() -> None:
    begun = start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen"))
    ended = end("Klaar", properties(retentionClass="6.3", legalEffect="geen"))

    assert judge(begun, paper(), ended, chain("Begin", "Klaar")) == [("data_never_given", "Papier")]


def test_a_step_that_does_not_give_what_its_arrow_says_is_warned_about() -> None:
    found = judge(start(), paper(), user("Vraag", form="vraag"), user("Taak", writes()), end(),
                  chain("Begin", "Vraag", "Taak", "Klaar"), files=ASKING)  # fmt: skip

    assert found == [("data_not_given", "GeeftPapier")]


@pytest.mark.parametrize(
    "rule",
    ["<bpmn:transformation>1</bpmn:transformation>",
     f"<bpmn:assignment><bpmn:from {FORMAL}>1</bpmn:from><bpmn:to {FORMAL}>2</bpmn:to></bpmn:assignment>"],
    ids=["transformation", "assignment"],
)  # fmt: skip
def test_an_arrow_that_computes_is_refused(rule: str) -> None:
    arrow = reads(inside=rule)

    assert through(user("Taak", arrow), "Taak", PAPER) == [("arrow_computes", "LeestPapier")]


@pytest.mark.parametrize("arrow", [reads("Taak"), writes("Weg"), reads("Begin")])
def test_an_arrow_that_does_not_lead_to_data_is_refused(arrow: str) -> None:
    found = through(user("Taak", arrow), "Taak", PAPER)

    assert "arrow_to_nothing" in {code for code, _ in found}


def test_a_step_outside_a_subprocess_does_not_see_its_data() -> None:
    inside = part("Deel", PAPER, start("In"), user("Binnen", reads()), end("Uit"), chain("In", "Binnen", "Uit"))

    found = judge(start(), inside, user("Buiten", writes()), end(), chain("Begin", "Deel", "Buiten", "Klaar"))

    assert found == [("data_out_of_sight", "GeeftPapier")]


def test_one_data_object_stands_for_one_variable() -> None:
    second = node("dataObjectReference", "Kopie", properties(variable="plan"), dataObjectRef="Rapport")
    asked = {"forms/vraag.form": form("vraag", field("advies"), field("plan"))}

    found = through(user("Taak", form="vraag"), "Taak", paper(), second, files=asked)

    assert found == [("data_two_variables", "Kopie")]


def test_what_is_outside_the_process_has_no_variable() -> None:
    store = node("dataStoreReference", "Archief", properties(variable="advies"))

    assert beside(store) == [("store_with_variable", "Archief")]


def test_a_name_that_no_expression_can_read_is_refused() -> None:
    asked = {"forms/vraag.form": form("vraag", field("kenmerk"))}

    assert ("reserved_variable", "Papier") in through(user("Taak", form="vraag"), "Taak", paper("kenmerk"), files=asked)
