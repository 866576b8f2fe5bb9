"""Asides: what `check` says of what people may begin beside the tasks of a case."""

from __future__ import annotations

import pytest

from engine.checking import check_folder
from tests.engine.diagrams import chain, end, field, folder, form, message, node, properties, start, timer, user

BEGIN = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
KEPT = properties(retentionClass="6.3", legalEffect="geen")
ASKED = '<zeebe:formDefinition formId="vragen" />'


def judge(*told: str, definition: str = "", asked: tuple[dict[str, object], ...] = ()) -> list[tuple[str, str | None]]:
    """The findings on a process with an event subprocess whose start event says this."""
    comes = node("startEvent", "Vragen", *told, definition or message(), isInterrupting="false")
    aside = node("subProcess", "Meer", comes, user("Antwoorden"), end("Beantwoord"),
                 chain("Vragen", "Antwoorden", "Beantwoord"), triggeredByEvent="true")  # fmt: skip
    read = folder(BEGIN, user("Doen"), end("Klaar", KEPT), aside, chain("Begin", "Doen", "Klaar"),
                  files={"forms/begin.form": form("begin", field("titel")),
                         "forms/vragen.form": form("vragen", field("vraag"), *asked)},
                  messages={"Message_1": "meer-vragen|=kenmerk"})  # fmt: skip
    return [(found.code, found.element_id) for found in check_folder(read, {})]


def test_an_event_subprocess_that_staff_begin_by_a_form_is_fine() -> None:
    assert judge(ASKED, properties(startableBy="ondersteuning, gebiedsregisseur")) == []


def test_one_that_says_who_and_not_by_which_form_is_refused() -> None:
    assert judge(properties(startableBy="ondersteuning")) == [("no_form", "Vragen")]


def test_a_form_that_nobody_may_fill_in_is_warned_about() -> None:
    assert judge(ASKED) == [("nobody_starts", "Vragen")]


@pytest.mark.parametrize("group", ["iedereen", "indiener", "auditor"])
def test_who_does_not_work_on_a_case_cannot_begin_anything_in_it(group: str) -> None:
    assert judge(ASKED, properties(startableBy=f"ondersteuning, {group}")) == [("aside_for_outsiders", "Vragen")]


@pytest.mark.parametrize(
    "asked",
    [
        field("bijlage", "filepicker"),
        field("naam", properties={"personal": "name"}),
        field("waarom", conditional={"hide": '=titel = "x"'}),
        field("uitleg", label="Over {{ titel }}"),
    ],
    ids=["files", "a name", "what the case knows", "a label with what the case knows"],
)
def test_its_form_asks_nothing_that_needs_a_task(asked: dict[str, object]) -> None:
    assert judge(ASKED, properties(startableBy="ondersteuning"), asked=(asked,)) == [("aside_asks", "Vragen")]


def test_a_question_that_hangs_on_another_of_the_same_form_is_fine() -> None:
    asked = field("waarom", conditional={"hide": '=vraag = "x"'})

    assert judge(ASKED, properties(startableBy="ondersteuning"), asked=(asked,)) == []


def test_people_do_not_begin_what_a_moment_begins() -> None:
    found = judge(ASKED, properties(startableBy="ondersteuning"), definition=timer("Duration", "P3D"))

    assert found == [("unknown_extension", "Vragen"), ("property_elsewhere", "Vragen")]
