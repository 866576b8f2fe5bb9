"""Naming: an unnamed element is described by its kind and place, never by a generated id."""

from __future__ import annotations

import re

import pytest

from engine.checking import Finding, check_folder
from engine.comparison import compare
from engine.dialect import naming
from engine.dialect.bpmn import read
from engine.dialect.elements import Element
from engine.dialect.folder import from_bytes
from engine.moving import obstacles
from engine.scenarios.coverage import describe
from engine.workflow import Obstacle
from tests.engine.diagrams import boundary, chain, definitions, end, flow, node, part, start, timer, user
from tests.engine.editing.stock import folders

STOCK = folders()


def strip_names(data: bytes, kinds: str = r"\w+") -> bytes:
    """A drawing in which elements of some kinds have no name, as when the modeler has just added them."""
    return re.sub(rf'(<bpmn:(?:{kinds}) [^>]*?) name="[^"]*"'.encode(), rb"\1", data)


def nameless(*inside: str) -> dict[str, Element]:
    """The elements of a drawing; those with an id that the editor made have no name."""
    drawn = definitions(*inside)
    text = re.sub(r'(id="(?:Gateway|Event|StartEvent|Activity|Rand)_?\d*") name="[^"]*"', r"\1", drawn.decode())
    return dict(read(text.encode(), "proef").processes[0].elements)


def elements() -> dict[str, Element]:
    return nameless(
        start("StartEvent_1"), user("Lezen"), node("exclusiveGateway", "Gateway_1", default="Flow_nee"), user("Maken"),
        user("Schrappen"), node("exclusiveGateway", "Gateway_2"), user("Melden"), end("Event_9"),
        chain("StartEvent_1", "Lezen", "Gateway_1"), flow("Gateway_1", "Maken", "=ja", key="Flow_ja"),
        flow("Gateway_1", "Schrappen", key="Flow_nee"), chain("Maken", "Gateway_2", "Melden", "Event_9"),
        chain("Schrappen", "Gateway_2"), boundary("Rand_7", "Maken", timer("duration", "P1D")),
        chain("Rand_7", "Gateway_2"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("key", "told", "listed"),
    [
        ("Lezen", "*Lezen*", "Lezen"),
        ("StartEvent_1", "de start voor *Lezen*", "Start voor ‘Lezen’"),
        ("Gateway_1", "de keuze na *Lezen*", "Keuze na ‘Lezen’"),
        ("Gateway_2", "de samenvoeging voor *Melden*", "Samenvoeging voor ‘Melden’"),
        ("Event_9", "het einde na *Melden*", "Einde na ‘Melden’"),
        ("Rand_7", "de randgebeurtenis op *Maken*", "Randgebeurtenis op ‘Maken’"),
        ("Flow_ja", "de stroom van de keuze na *Lezen* naar *Maken*", "Keuze na ‘Lezen’ → Maken"),
    ],
)
def test_an_element_is_told_by_its_name_or_by_its_kind_and_place(key: str, told: str, listed: str) -> None:
    element = elements()[key]

    found = (naming.describe(element), naming.call(element))

    assert found == (told, listed)


def test_a_step_alone_in_a_subprocess_is_told_by_that() -> None:
    found = nameless(start(), part("Deel", user("Activity_1")), end(), chain("Begin", "Deel", "Klaar"))

    assert naming.describe(found["Activity_1"]) == "de taak in *Deel*"


def test_where_nothing_has_a_name_the_kind_is_told() -> None:
    found = nameless(start("StartEvent_1"), end("Event_2"), chain("StartEvent_1", "Event_2"))

    assert naming.describe(found["Event_2"]) == "het einde zonder naam"


def test_a_thousand_steps_without_a_name_are_placed_at_once() -> None:
    """Of each one the neighbours are looked for no further than a reader would."""
    keys = [f"Activity_{number}" for number in range(1_000)]

    found = nameless(*[user(key) for key in keys], chain(*keys))

    assert naming.describe(found["Activity_500"]) == "de taak zonder naam"


GATEWAYS_AND_EVENTS = r"\w*Gateway|\w*Event"


def told_by_id(text: str, unnamed: set[str]) -> set[str]:
    return unnamed & set(re.findall(r"[\w-]+", text))


@pytest.mark.parametrize("process", sorted(STOCK))
def test_no_finding_calls_an_element_by_its_id(process: str) -> None:
    files = dict(STOCK[process].files)
    files["process.bpmn"] = strip_names(files["process.bpmn"], GATEWAYS_AND_EVENTS).replace(
        b"conditionExpression", b"c"
    )
    unreadable = from_bytes(files, process)
    unnamed = {e.id for e in unreadable.process.elements.values() if not e.name}

    found: tuple[Finding, ...] = check_folder(unreadable, STOCK)

    told = " ".join(f"{one.reason} {one.remedy} {one.element_name} {' '.join(one.steps)}" for one in found)
    assert found
    assert told_by_id(told, unnamed) == set()


@pytest.mark.parametrize("process", sorted(STOCK))
def test_no_sentence_of_a_comparison_calls_an_element_by_its_id(process: str) -> None:
    before = {"process.bpmn": strip_names(STOCK[process].files["process.bpmn"], GATEWAYS_AND_EVENTS)}
    after = {"process.bpmn": definitions(start("Begin"), end("Klaar"), chain("Begin", "Klaar"))}
    unnamed = {e.id for e in from_bytes(before, process).process.elements.values() if not e.name}

    found = compare(before, after)

    told = " ".join(f"{change.name} {edit.sentence}" for change in found.elements for edit in change.edits)
    assert told_by_id(told, unnamed) == set()


def test_a_step_that_got_its_name_is_told_by_its_place_before() -> None:
    drawn = (start(), user("Taak"), end("Event_2"), chain("Begin", "Taak", "Event_2"))
    before = {"process.bpmn": definitions(*drawn).replace(b'name="Event_2"', b"")}
    after = {"process.bpmn": definitions(*drawn).replace(b'name="Event_2"', b'name="Klaar"')}

    found = compare(before, after)

    assert [edit.sentence for change in found.elements for edit in change.edits] == [
        "Het einde na *Taak* heet nu *Klaar*."
    ]


def test_what_no_story_reaches_is_listed_by_its_place() -> None:
    found = elements()

    assert describe(found, "Flow_nee") == "Keuze na ‘Lezen’ → Schrappen"


def test_why_a_case_cannot_go_along_names_the_step_by_its_place() -> None:
    process = read(strip_names(definitions(*A_LINE), "userTask"), "proef").processes[0]

    said = obstacles.say(Obstacle("at_once", "proef", "Taak"), {"proef": process}, {"proef": process})

    assert said.startswith("De taak na ‘Begin’ zou meteen gebeuren.")


A_LINE = (start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar"))
