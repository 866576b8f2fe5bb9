"""Lists: what is known of the rows of a list in a form, wherever they are read and whoever hands them on."""

from __future__ import annotations

from typing import Any

import pytest

from engine.checking import check_folders
from engine.checking.known import LIST, Knowledge, Known
from engine.checking.sources import Sources
from engine.dialect.folder import ProcessFiles
from tests.engine.diagrams import (
    catch,
    chain,
    each,
    end,
    field,
    folder,
    form,
    io,
    message,
    node,
    properties,
    script,
    start,
    user,
)
from tests.engine.form_builders import choice, component, number, rows

PLANS = rows(component(key="naam"), number("bedrag"), choice(key="soort"))
BEGUN = start("Begin", '<zeebe:formDefinition formId="plannen" />', properties(startableBy="ondersteuning"))
TOLD = {"unknown_column", "unknown_variable", "list_in_ballot", "rows_before_case", "compared_types", "compared_list"}


def asking(*inside: str, way: tuple[str, ...], **more: dict[str, Any]) -> ProcessFiles:
    """A process that begins with a list of plans, and goes through some steps to its end."""
    files = {"forms/plannen.form": form("plannen", PLANS)}
    files |= {f"forms/{name}.form": form(name, told) for name, told in more.items()}
    return folder(BEGUN, *inside, end(), chain("Begin", *way, "Klaar"), files=files)


def reading(text: str) -> ProcessFiles:
    return asking(script("Lezen", text, "gelezen"), way=("Lezen",))


def told(files: ProcessFiles) -> list[tuple[str, str]]:
    found = check_folders({files.process.id: files})
    return [(f.code, f"{f.reason} {f.remedy}") for f in found if f.code in TOLD]


def codes(files: ProcessFiles) -> list[str]:
    return [code for code, _ in told(files)]


@pytest.mark.parametrize(
    "text",
    [
        "=sum(plannen.bedrag)", "=plannen[1].naam", "=plannen[bedrag > 5].naam", "=plannen[item.bedrag > 5].soort",
        "=for p in plannen return p.naam", "=some p in plannen satisfies p.bedrag > 5", "=count(plannen)",
        "=for p in plannen return {naam: p.naam, dubbel: p.bedrag * 2}", "=sort(plannen, function(a, b) a.x < b.x)",
        "=(for p in plannen return {prijs: p.bedrag}).prijs", "={plannen: [{iets: 1}], uit: plannen.iets}.uit",
    ],
)  # fmt: skip
def test_what_rows_have_can_be_read(text: str) -> None:
    assert told(reading(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "=sum(plannen.bedragen)", "=plannen[1].bedragen", "=plannen[bedrag > 5].bedragen",
        "=plannen[item.bedragen > 5].naam", "=for p in plannen return p.bedragen",
        "=every p in plannen satisfies p.bedragen > 5", "=for p in plannen, q in plannen return q.bedragen",
        "={a: plannen.bedragen}",
    ],
)  # fmt: skip
def test_what_rows_do_not_have_is_told_with_what_was_probably_meant(text: str) -> None:
    [(code, sentence)] = told(reading(text))

    assert code == "unknown_column"
    assert "Bedoelt u *bedrag*?" in sentence


def test_where_a_message_may_bring_other_rows_it_is_a_warning() -> None:
    caught = catch("Bericht", message())
    files = {"forms/plannen.form": form("plannen", PLANS)}
    way = chain("Begin", "Bericht", "Lezen", "Klaar")
    read = script("Lezen", "=plannen.xyz", "gelezen")
    made = folder(BEGUN, caught, read, end(), way, files=files, messages={"Message_1": "rijen|=kenmerk"})
    found = check_folders({made.process.id: made})

    assert [f.severity for f in found if f.code == "unknown_column"] == ["warning"]


def test_a_name_that_is_near_nothing_is_told_with_all_that_is_asked() -> None:
    [(_, sentence)] = told(reading("=plannen.xyz"))

    assert "Kies uit bedrag, naam, soort." in sentence


def test_a_task_for_each_row_knows_what_that_row_has() -> None:
    loop = each("=plannen", item="plan")
    right = user("Elk", loop, io({"kosten": "=plan.bedrag"}))
    wrong = user("Elk", loop, io({"kosten": "=plan.prijs"}))

    assert codes(asking(right, way=("Elk",))) == []
    assert codes(asking(wrong, way=("Elk",))) == ["unknown_column"]


def test_what_hands_a_list_on_as_it_is_hands_on_its_rows() -> None:
    handed = user("Taak", io({"lijst": "=plannen"}, {"over": "=lijst[1].prijs"}))
    merged = node("scriptTask", "Over", '<zeebe:script expression="=plannen" resultVariable="kopie" />')
    read = script("Lezen", "=kopie.prijs", "gelezen")

    assert codes(asking(handed, way=("Taak",))) == ["unknown_column"]
    assert codes(asking(merged, read, way=("Over", "Lezen"))) == ["unknown_column"]


def test_the_type_of_what_a_row_holds_is_known() -> None:
    files = asking(user("Elk", each("=plannen", item="plan")), way=("Elk",))
    knowledge = Knowledge(Sources({files.process.id: files}))
    step = files.process.elements["Elk"]

    bedrag, soorten = (knowledge.of(files.process.id, step, name) for name in ("plan.bedrag", "plannen.soort"))

    assert bedrag == Known("number", empty=True)
    assert soorten == Known(LIST, frozenset({"voor", "tegen", "x"}))


def test_what_can_be_hidden_in_a_row_can_be_null() -> None:
    column = component(key="reden", validate={"required": True}, conditional={"hide": "=weg"})
    files = {"forms/plannen.form": form("plannen", rows(column))}
    made = folder(BEGUN, end(), chain("Begin", "Klaar"), files=files)

    known = Knowledge(Sources({made.process.id: made})).of(made.process.id, None, "plannen")

    assert known is not None
    assert known.entries == {"reden": Known("string", empty=True)}


def test_a_list_is_equal_to_no_text_and_neither_is_a_row() -> None:
    elk = user("Elk", each("=plannen", item="plan"), io({"x": "=plan.naam = 5"}))

    assert codes(reading('=plannen = "Bankje"')) == ["compared_list"]
    assert codes(asking(elk, way=("Elk",))) == ["compared_types"]


def test_words_and_conditions_in_a_row_are_read_among_what_that_row_has() -> None:
    asked = number("aantal", label="Stemmen voor {{ item.naam }}")
    only = component(key="waarom", conditional={"hide": "=aantal > 0 or this.aantal = null or item.bedrag = 1"})
    right = rows(asked, only, key="stemmen", properties={"forEach": "=plannen"})

    assert told(asking(user("Tel", form="tel"), way=("Tel",), tel=right)) == []


@pytest.mark.parametrize(
    ("column", "code"),
    [
        (number("aantal", label="{{ item.titel }}"), "unknown_column"),
        (number("aantal", label="{{ naam }}"), "unknown_variable"),
        (number("aantal", conditional={"hide": "=item.titel = 1"}), "unknown_column"),
        (component(key="waarom", conditional={"hide": "=this.aantallen = 1"}), "unknown_column"),
        (component(key="waarom", conditional={"hide": "=aantallen = 1"}), "unknown_variable"),
    ],
)  # fmt: skip
def test_what_such_words_cannot_find_is_told(column: dict[str, Any], code: str) -> None:
    wrong = rows(column, key="stemmen", properties={"forEach": "=plannen"})

    assert codes(asking(user("Tel", form="tel"), way=("Tel",), tel=wrong)) == [code]


def test_a_list_to_which_rows_are_added_has_no_items() -> None:
    wrong = rows(number("aantal", label="{{ item }}"), key="stemmen")

    assert codes(asking(user("Tel", form="tel"), way=("Tel",), tel=wrong)) == ["unknown_variable"]


def test_a_list_that_reads_what_nobody_gives_is_told() -> None:
    wrong = rows(number("aantal"), key="stemmen", properties={"forEach": "=onbekend"})

    assert codes(asking(user("Tel", form="tel"), way=("Tel",), tel=wrong)) == ["unknown_variable"]


def test_a_ballot_has_no_list() -> None:
    ballot = user("Stem", properties(ballot="true"), each("=[1]", item="lid"), form="stem")

    assert codes(asking(ballot, way=("Stem",), stem=rows(component(key="reden"), key="redenen"))) == ["list_in_ballot"]


def test_what_begins_a_case_has_no_row_for_each_of_what_is_not_known_yet() -> None:
    begins = rows(number("aantal"), key="stemmen", properties={"forEach": "=[1, 2]"})
    files = {"forms/begin.form": form("begin", begins)}
    begun = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="ondersteuning"))

    assert codes(folder(begun, end(), chain("Begin", "Klaar"), files=files)) == ["rows_before_case"]


def test_a_form_in_a_list_that_is_refused_is_told_in_dutch() -> None:
    nested = rows(rows(field("a"), key="binnen"))
    made = folder(BEGUN, end(), chain("Begin", "Klaar"), files={"forms/plannen.form": form("plannen", nested)})
    found = check_folders({made.process.id: made})

    assert [f.reason for f in found if f.code == "form_refused"] == [
        "Formulier *plannen* kan niet worden gebruikt: dynamiclist 'binnen': een lijst kan niet in een lijst staan; "
        "vraag dat in een eigen formulier."
    ]
