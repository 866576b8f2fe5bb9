"""Which drawings let people begin something beside the tasks of a case, what that is called, and who may."""

from __future__ import annotations

import pytest

from engine.dialect import asides
from engine.dialect.elements import Process
from tests.engine.diagrams import folder, listening, message, node, properties, timer

FORM = '<zeebe:formDefinition formId="leeg" />'
BY = properties(startableBy="kernteam, ondersteuning,,")


def read(*inside: str) -> Process:
    return folder(*inside).process


def within(kind: str, *told: str, by_event: bool = True, element: str = "startEvent", name: str = "Vragen") -> Process:
    start = node(element, "Komt", *told, name="Er is een vraag")
    return read(node(kind, "Sub", start, name=name, triggeredByEvent=str(by_event).lower()))


def test_an_event_subprocess_that_a_message_starts_and_that_names_a_form_and_groups_is_offered() -> None:
    process = within("subProcess", FORM, BY, message())

    (start,) = asides.asides_of(process)

    assert start.id == "Komt"
    assert asides.name_of(process, start) == "Vragen"
    assert asides.message_of(start) == "intrekking"
    assert asides.groups_of(start) == {"kernteam", "ondersteuning"}


@pytest.mark.parametrize(
    "process",
    [
        within("subProcess", BY, message()),
        within("subProcess", FORM, message()),
        within("subProcess", FORM, properties(startableBy=""), message()),
        within("subProcess", FORM, BY, timer("Duration", "P1D")),
        within("subProcess", FORM, BY),
        within("subProcess", FORM, BY, message(), by_event=False),
        within("subProcess", FORM, BY, message(), element="intermediateCatchEvent"),
        read(node("startEvent", "Komt", FORM, BY, message())),
    ],
    ids=[
        "without a form",
        "without groups",
        "with groups that are none",
        "by a timer",
        "by nothing",
        "in an ordinary subprocess",
        "halfway an event subprocess",
        "at the start of the process",
    ],
)
def test_whatever_else_begins_or_waits_is_not(process: Process) -> None:
    assert list(asides.asides_of(process)) == []


def test_one_without_a_name_is_called_by_what_starts_it() -> None:
    process = within("subProcess", FORM, BY, message(), name="")

    (start,) = asides.asides_of(process)

    assert asides.name_of(process, start) == "Er is een vraag"


def test_who_is_not_named_may_not() -> None:
    process = read(listening("Sub", message()))

    assert asides.groups_of(process.elements["SubKomt"]) == frozenset()
    assert asides.message_of(process.elements["SubKomt"]) == "intrekking"
