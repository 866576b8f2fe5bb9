"""What changed in a drawing is told in sentences, on the element that it is about."""

from __future__ import annotations

import dataclasses
import re

import pytest

from engine.comparison import compare
from engine.comparison.attributes import ELSEWHERE, FLAGS, FOLLOWING, STRUCTURED, VALUES
from engine.dialect.elements import Element
from tests.engine.comparison.comparing import around, between, one_task, sentences, version
from tests.engine.diagrams import (
    boundary,
    chain,
    each,
    end,
    flow,
    io,
    message,
    node,
    part,
    properties,
    script,
    start,
    timer,
    user,
)

CHOICE = node("exclusiveGateway", "Keuze", default="Nee")
CHOSEN = (start(), CHOICE, user("A"), user("B"), end(), chain("Begin", "Keuze"), chain("A", "Klaar"),
          chain("B", "Klaar"), flow("Keuze", "A", "=bedrag &gt; 5000", key="Ja"),
          flow("Keuze", "B", key="Nee"))  # fmt: skip


def named(key: str, name: str, **told: str) -> str:
    return user(key, **told).replace(f'name="{key}"', f'name="{name}"', 1)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (named("Taak", "Advies geven", due="=werkdagen(15)"), named("Taak", "Advies geven", due="=werkdagen(10)"),
         "De termijn van *Advies geven* gaat van 15 naar 10 werkdagen."),
        (user("Taak", due="P14D"), user("Taak", due="P3W"), "De termijn van *Taak* gaat van 14 dagen naar 3 weken."),
        (user("Taak"), user("Taak", due="P1M"), "De termijn van *Taak* is nu 1 maand."),
        (user("Taak", due="P2D"), user("Taak"), "De termijn van *Taak* vervalt. Dat was 2 dagen."),
        (user("Taak", groups="domesta"), user("Taak"), "De groep van *Taak* gaat van Domesta naar Ondersteuning."),
        (user("Taak"), user("Taak", form="ander"), "Het formulier van *Taak* gaat van leeg naar ander."),
        (named("Taak", "Oud"), named("Taak", "Nieuw"), "*Oud* heet nu *Nieuw*."),
        (user("Taak"), node("manualTask", "Taak"), "*Taak* was een taak en is nu een handmatige taak."),
        (user("Taak", properties(publishedStatus="Bezig")), user("Taak", properties(publishedStatus="Klaar")),
         "De status voor de indiener van *Taak* gaat van Bezig naar Klaar."),
        (user("Taak"), user("Taak", each("=leden", "lid")), "*Taak* wordt nu herhaald."),
        (user("Taak", each("=leden", "lid")), user("Taak", each("=stemmers", "lid")),
         "De lijst waarvoor wordt herhaald van *Taak* gaat van ‘=leden’ naar ‘=stemmers’."),
        (user("Taak", io({"x": "=a"})), user("Taak", io({"x": "=b"})),
         "De invoer x van *Taak* gaat van ‘=a’ naar ‘=b’."),
        (script("Taak", "=1", "x"), script("Taak", "=2", "x"), "De berekening van *Taak* gaat van ‘=1’ naar ‘=2’."),
        (script("Taak", "=1", "x"), script("Taak", "=1", "y"), "De naam van de uitkomst van *Taak* gaat van x naar y."),
        (node("serviceTask", "Taak", '<zeebe:taskHeaders><zeebe:header key="to" value="a" /></zeebe:taskHeaders>'),
         node("serviceTask", "Taak", '<zeebe:taskHeaders><zeebe:header key="to" value="b" /></zeebe:taskHeaders>'),
         "De ontvanger van *Taak* gaat van a naar b."),
        (user("Taak", "<bpmn:documentation>oud</bpmn:documentation>"),
         user("Taak", "<bpmn:documentation>nieuw</bpmn:documentation>"),
         "De uitleg van *Taak* gaat van oud naar nieuw."),
        (user("Taak", due=f"=werkdagen({'9' * 5000})"), user("Taak"),
         f"De termijn van *Taak* vervalt. Dat was ‘=werkdagen({'9' * 388}…’."),
    ],
)  # fmt: skip
def test_what_a_task_says_otherwise_is_told_in_one_sentence(old: str, new: str, told: str) -> None:
    assert told in between(old, new)
    assert all("Taak" in sentence or "*" in sentence for sentence in between(old, new))


def test_a_condition_and_a_default_flow_are_told_on_their_flow_and_gateway() -> None:
    turned = "".join(CHOSEN).replace('default="Nee"', 'default="Ja"').replace("5000", "7500")

    found = compare(version(*CHOSEN), version(turned))

    assert [(c.mark, c.element) for c in found.elements] == [("changed", "Keuze"), ("changed", "Ja")]
    assert sentences(found) == [
        "De standaardstroom van *Keuze* gaat van ‘Keuze → B’ naar ‘Keuze → A’.",
        "De voorwaarde van *Keuze → A* gaat van ‘=bedrag > 5000’ naar ‘=bedrag > 7500’.",
    ]


def test_a_flow_that_leads_elsewhere_is_told() -> None:
    led = "".join(CHOSEN).replace('sourceRef="Keuze" targetRef="A"', 'sourceRef="Keuze" targetRef="Klaar"')

    found = compare(version(*CHOSEN), version(led))

    assert sentences(found) == ["De stroom *Keuze → Klaar* leidt nu naar *Klaar*. Dat was *A*."]


def test_what_came_and_what_went_is_marked_in_the_drawing_that_it_is_in() -> None:
    old = version(*around(user("A"), keys=("A",)))
    new = version(*around(user("B"), keys=("B",)))

    found = compare(old, new)

    assert found.marks_old == {"A": "removed", "Begin_to_A": "removed", "A_to_Klaar": "removed"}
    assert {key: mark for key, mark in found.marks_new.items() if mark == "added"} == dict.fromkeys(
        ["B", "Begin_to_B", "B_to_Klaar"], "added"
    )
    assert "De taak *B* is nieuw." in sentences(found)
    assert "De taak *A* is er niet meer." in sentences(found)


def test_what_is_new_is_told_with_what_it_says() -> None:
    found = compare(version(start(), end(), chain("Begin", "Klaar")), one_task(user("Taak", due="P2D")))

    assert {"De groep van *Taak* is nu Ondersteuning.", "De termijn van *Taak* is nu 2 dagen."} <= set(sentences(found))


def test_an_element_with_another_id_between_the_same_neighbours_is_the_same_one() -> None:
    new = version(*around(named("Anders", "Taak"), keys=("Anders",)))

    found = compare(one_task(user("Taak")), new)

    assert [(c.mark, c.before, c.element) for c in found.elements] == [
        ("changed", "Taak", "Anders"), ("changed", "Begin_to_Taak", "Begin_to_Anders"),
        ("changed", "Taak_to_Klaar", "Anders_to_Klaar"),
    ]  # fmt: skip
    assert sentences(found)[0] == "*Taak* kreeg een andere id: Taak werd Anders."


def test_two_that_could_be_the_same_one_are_not_guessed() -> None:
    def twins(one: str, two: str) -> dict[str, bytes]:
        return version(start(), node("parallelGateway", "S"), named(one, "Zelfde"), named(two, "Zelfde"), end(),
                       chain("Begin", "S"), *(chain("S", key, "Klaar") for key in (one, two)))  # fmt: skip

    found = compare(twins("A", "B"), twins("C", "D"))

    assert {c.mark for c in found.elements} == {"added", "removed"}


def test_what_is_only_drawn_elsewhere_is_moved_and_nothing_else() -> None:
    old = one_task(user("Taak"))
    new = {**old, "process.bpmn": re.sub(rb'(bpmnElement="Taak"><dc:Bounds x=")\d+', rb"\g<1>777", old["process.bpmn"])}

    found = compare(old, new)

    assert [(c.mark, c.element) for c in found.elements] == [("moved", "Taak")]
    assert found.marks_old == found.marks_new == {"Taak": "moved"}
    assert sentences(found) == ["*Taak* is in het schema anders getekend."]


def test_a_drawing_that_is_shifted_as_a_whole_moves_nothing() -> None:
    old = one_task(user("Taak"))
    shifted = re.sub(rb' y="(\d+)"', lambda m: b' y="%d"' % (int(m[1]) + 40), old["process.bpmn"])

    found = compare(old, {**old, "process.bpmn": shifted})

    assert found.elements == ()
    assert [edit.sentence for edit in found.process] == ["De hele tekening is verschoven."]


def test_a_lane_that_is_drawn_larger_is_told() -> None:
    told = '<bpmn:laneSet id="Banen"><bpmn:lane id="Baan" name="Baan" /></bpmn:laneSet>'
    old = one_task(user("Taak"))["process.bpmn"].replace(b"<bpmn:startEvent", told.encode() + b"<bpmn:startEvent", 1)
    bounds = b'<dc:Bounds x="0" y="0" width="9" height="%d" />'
    box = b'<bpmndi:BPMNShape id="b" bpmnElement="Baan">' + bounds + b"</bpmndi:BPMNShape>"
    small, large = (old.replace(b"</bpmndi:BPMNPlane>", box % size + b"</bpmndi:BPMNPlane>") for size in (50, 90))

    found = compare({"process.bpmn": small}, {"process.bpmn": large})

    assert [edit.sentence for edit in found.process] == ["Banen of pools zijn anders getekend."]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (timer("Duration", "P7D"), timer("Duration", "P5D"), "De termijn van *Rand* gaat van 7 naar 5 dagen."),
        (timer("Duration", "P7D"), message(),
         "De gebeurtenis van *Rand* gaat van ‘een moment of termijn’ naar ‘een bericht’."),
    ],
)  # fmt: skip
def test_an_event_on_an_edge_is_told(old: str, new: str, told: str) -> None:
    def edged(definition: str) -> dict[str, bytes]:
        return version(*around(user("Taak"), keys=("Taak",)), boundary("Rand", "Taak", definition), end("Laat"),
                       flow("Rand", "Laat"))  # fmt: skip

    assert told in sentences(compare(edged(old), edged(new)))


def test_a_step_that_is_put_in_a_subprocess_is_told() -> None:
    old = version(start(), user("Taak"), part("Deel", start("In"), end("Uit"), chain("In", "Uit")), end(),
                  chain("Begin", "Taak", "Deel", "Klaar"))  # fmt: skip
    new = version(start(), part("Deel", start("In"), user("Taak"), end("Uit"), chain("In", "Taak", "Uit")), end(),
                  chain("Begin", "Deel", "Klaar"))  # fmt: skip

    assert "*Taak* ligt nu in *Deel*." in sentences(compare(old, new))


def test_a_process_that_is_called_otherwise_is_told() -> None:
    old = one_task(user("Taak"))
    new = {**old, "process.bpmn": old["process.bpmn"].replace(b'name="proef"', b'name="Nieuwe proef"')}

    found = compare(old, new)

    assert [edit.sentence for edit in found.process] == ["Het stappenplan *proef* heet nu *Nieuwe proef*."]


def test_a_flow_to_another_step_of_the_same_name_says_that_it_is_another() -> None:
    old, new = one_task(named("Taak", "Doen")), one_task(named("Anders", "Doen").replace("userTask", "manualTask"))
    new = {**new, "process.bpmn": new["process.bpmn"].replace(b'Ref="Taak"', b'Ref="Anders"')}

    told = sentences(compare(old, new))

    assert "De stroom *Begin → Doen* leidt nu naar *Doen*. Dat is een andere stap, met dezelfde naam." in told


def test_what_is_said_to_another_program_is_told_when_it_goes() -> None:
    new = one_task(user("Taak"))
    told = b'id="Taak" camunda:topic="betalen" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    old = {**new, "process.bpmn": new["process.bpmn"].replace(b'id="Taak"', told, 1)}

    assert sentences(compare(old, new)) == ["De instelling voor een ander programma van *Taak* vervalt. Dat was topic."]


def test_every_attribute_of_an_element_is_compared() -> None:
    known = {*VALUES, *FLAGS, *STRUCTURED, *ELSEWHERE, *FOLLOWING}

    assert {field.name for field in dataclasses.fields(Element)} == known


TITLED = b'{"type": "default", "id": "ander", "title": "Buren vragen", "components": []}'


def test_groups_and_forms_are_told_by_their_names() -> None:
    old = {**one_task(user("Taak", groups="ondersteuning")), "forms/ander.form": TITLED}
    new = {**one_task(user("Taak", groups="gebiedsregisseur,politie", form="ander")), "forms/ander.form": TITLED}

    assert sentences(compare(old, new)) == [
        "De groep van *Taak* gaat van Ondersteuning naar ‘Gebiedsregisseur, Politie’.",
        "Het formulier van *Taak* gaat van leeg naar ‘Buren vragen’.",
    ]


def test_two_values_with_the_same_words_are_told_as_they_are_written() -> None:
    """Nothing that differs is kept from the reader."""
    told = between(user("Taak", properties(ballot="true")), user("Taak", properties(ballot="ja")))

    assert told == ["Of het een stemming is van *Taak* gaat van true naar ja."]


def test_which_task_somebody_else_does_is_told_by_its_name() -> None:
    eyes = properties(fourEyesWith="Eerst")
    first = node("userTask", "Eerst", name="Eerste telling")
    second = node("userTask", "Tweede", name="Tweede telling")

    told = between(first + second, first + node("userTask", "Tweede", eyes, name="Tweede telling"))

    assert told == ["De taak voor iemand anders van *Tweede telling* is nu ‘Eerste telling’."]


def test_a_button_that_is_new_is_told_without_saying_that_anything_ended() -> None:
    comes = node("startEvent", "Gevraagd", properties(startableBy="ondersteuning"), message(), isInterrupting="false")
    aside = node("subProcess", "Meer", comes, end("Beantwoord"), chain("Gevraagd", "Beantwoord"),
                 triggeredByEvent="true")  # fmt: skip
    kept = around(user("Taak"), keys=("Taak",))

    told = sentences(compare(version(*kept), version(*kept, aside)))

    assert "Wie mag beginnen bij *Gevraagd* is nu Ondersteuning." in told
    assert "Wat er al loopt, gaat door als *Gevraagd* gebeurt." in told
    assert not [one for one in told if "niet meer" in one]


def test_the_lane_of_what_lies_in_a_part_is_told_of_the_part_alone() -> None:
    inside = (start("Binnen"), end("Buiten"), chain("Binnen", "Buiten"))
    lane = '<bpmn:lane id="Baan" name="Team"><bpmn:flowNodeRef>Deel</bpmn:flowNodeRef></bpmn:lane>'
    kept = (f'<bpmn:laneSet id="Banen">{lane}</bpmn:laneSet>', *around(user("Taak"), keys=("Taak",)))

    told = sentences(compare(version(*kept), version(*kept, node("subProcess", "Deel", *inside))))

    assert [one for one in told if "Team" in one] == ["De baan van *Deel* is nu Team."]
