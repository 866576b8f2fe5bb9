"""Comparing: a comparison that can never hold, because of the type of an answer or because nobody can choose it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.checking import check_folders
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.versions.folders import read_folders
from tests.engine.diagrams import chain, each, end, field, folder, form, io, node, script, start, user
from tests.engine.dialect.test_dmn_tables import MODEL

WORKFLOWS = Path(__file__).resolve().parents[3] / "workflows"


def choices(*values: str) -> list[dict[str, str]]:
    return [{"value": value, "label": value.capitalize()} for value in values]


QUESTIONS = form(
    "vragen",
    field("bedrag", "number"),
    field("akkoord", "checkbox"),
    field("dag", "datetime", subtype="date", dateLabel="Dag"),
    field("toelichting"),
    field("route", "select", values=choices("korte klap", "lange klap")),
    field("hulp", "checklist", values=choices("geld", "mensen")),
)
FILES = {"forms/vragen.form": QUESTIONS}
COMPARED = {"compared_types", "compared_list", "unknown_option", "bare_test"}


def wrong(*folders: ProcessFiles) -> list[tuple[str, str]]:
    """(code, reason and remedy) of what is compared wrongly."""
    found = check_folders({files.process.id: files for files in folders})
    assert all((f.severity == "warning") == (f.code != "bare_test") for f in found if f.code in COMPARED)
    return [(f.code, f"{f.reason} {f.remedy}") for f in found if f.code in COMPARED]


def comparing(text: str, *inside: str) -> ProcessFiles:
    """A process that asks the questions and then reads `text`."""
    way = chain("Begin", "Vragen", "Lezen", "Klaar")
    return folder(
        start(), user("Vragen", form="vragen"), *inside, script("Lezen", text, "uit"), end(), way, files=FILES
    )


@pytest.mark.parametrize(
    "text",
    [
        "=bedrag > 5", "=bedrag = null", "=akkoord = true", '=dag < date("2026-03-02")', '=toelichting = "wat dan ook"',
        '=route = "korte klap"', '=route in ("korte klap", "lange klap")', '=list contains(hulp, "geld")',
        "=bedrag between 1 and 5", "=bedrag in [1..5]", "=dag < nu", "=onbekend = 5", '=hulp[item = "geld"] = ["geld"]',
        '=for bedrag in ["a"] return bedrag = "a"', "=bedrag = count(hulp)", '={route: 5, b: route = 5}',
    ],
)  # fmt: skip
def test_what_can_be_equal_is_no_finding(text: str) -> None:
    assert wrong(comparing(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        '=bedrag = "5000"', '=akkoord = "ja"', '=dag > "2026-03-02"', "=toelichting = 5", "=route = true",
        '="5" < bedrag', "=bedrag = toelichting", '=bedrag between "1" and 5', '=bedrag in ("a", 5)',
        '=if bedrag = "5" then 1 else 2', '=dag > duration("P1D")',
    ],
)  # fmt: skip
def test_a_comparison_with_another_type_is_found(text: str) -> None:
    assert [code for code, _ in wrong(comparing(text))] == ["compared_types"]


def test_a_comparison_with_another_type_is_told_in_words() -> None:
    ((_, told),) = wrong(comparing('=akkoord = "ja"'))

    assert told == (
        "De uitdrukking van *Lezen* vergelijkt 'akkoord' met \"ja\". Maar 'akkoord' is true of false, en \"ja\" is een "
        "tekst. Die zijn niet te vergelijken. Vergelijk 'akkoord' met true of false."
    )


def test_a_list_is_not_one_of_its_items() -> None:
    ((code, told),) = wrong(comparing('=hulp = "geld"'))

    assert code == "compared_list"
    assert told.endswith("Gebruik list contains om te kijken of iets in een lijst staat.")


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ('=route = "korte klop"', 'Bedoelt u "korte klap"?'),
        ('=route != "x"', 'Kies uit "korte klap", "lange klap".'),
        ('=route in ("korte klap", "lange klop")', 'Bedoelt u "lange klap"?'),
    ],
)
def test_an_option_that_does_not_exist_is_told_with_one_that_does(text: str, advice: str) -> None:
    ((code, told),) = wrong(comparing(text))

    assert code == "unknown_option"
    assert told.endswith(advice)


@pytest.mark.parametrize(
    "element",
    [
        script("Iets", '="vraag"', "route"),
        script("Iets", '=if bedrag > 5 then "vraag" else null', "route"),
        node("serviceTask", "Iets", '<zeebe:taskDefinition type="publish" />', io(None, {"route": '="vraag"'})),
    ],
    ids=["script", "choice of constants", "output"],
)
def test_what_else_a_variable_can_be_is_taken_into_account(element: str) -> None:
    assert wrong(comparing('=route = "vraag"', element)) == []
    assert [code for code, _ in wrong(comparing('=route = "vraagje"', element))] == ["unknown_option"]


def test_a_variable_that_something_else_works_out_can_be_anything() -> None:
    assert wrong(comparing("=route = 5", script("Iets", "=string(1)", "route"))) == []


def test_a_variable_that_goes_round_is_known_by_what_is_put_in() -> None:
    round_and_round = [script("Iets", "=anders", "route"), script("Meer", "=route", "anders")]

    assert [code for code, _ in wrong(comparing('=anders = "x"', *round_and_round))] == ["unknown_option"]


def test_what_a_table_can_answer_is_known() -> None:
    rules = "".join(
        f'<rule><inputEntry><text>{cell}</text></inputEntry><outputEntry><text>"{output}"</text></outputEntry>'
        "<outputEntry><text>bedrag * 2</text></outputEntry></rule>"
        for cell, output in (("true", "snel"), ("false", "rustig"))
    )
    table = (
        f'<definitions xmlns="{MODEL}" id="d" name="test" namespace="urn:test"><decision id="besluit" name="Besluit">'
        '<decisionTable hitPolicy="UNIQUE"><input id="i"><inputExpression typeRef="boolean"><text>akkoord</text>'
        f'</inputExpression></input><output id="a" name="tempo"/><output id="b" name="som"/>{rules}</decisionTable>'
        "</decision></definitions>"
    ).encode()
    task = node("businessRuleTask", "Tabel", '<zeebe:calledDecision decisionId="besluit" resultVariable="besluit" />')
    files = {**FILES, "besluit.dmn": table}
    texts = ('=besluit.tempo = "snel"', '=besluit.tempo = "snol"', '=besluit.som = "x"', '=besluit.weg = "x"')

    found = [
        wrong(folder(start(), user("Vragen", form="vragen"), task, script("Lezen", text, "uit"), end(),
                     chain("Begin", "Vragen", "Tabel", "Lezen", "Klaar"), files=files))
        for text in texts
    ]  # fmt: skip

    assert [[code for code, _ in each_of] for each_of in found] == [[], ["unknown_option"], [], []]


def test_what_a_called_process_is_given_is_known_there() -> None:
    call = node("callActivity", "Deel", '<zeebe:calledElement processId="deel" propagateAllParentVariables="false" />',
                io({"weg": "=route"}))  # fmt: skip
    caller = folder(start(), user("Vragen", form="vragen"), call, end(), chain("Begin", "Vragen", "Deel", "Klaar"),
                    files=FILES)  # fmt: skip
    called = folder(start("B2"), script("Lezen", '=weg = "korte klop"', "uit"), end("K2"), chain("B2", "Lezen", "K2"),
                    process="deel")  # fmt: skip

    assert [code for code, _ in wrong(caller, called)] == ["unknown_option"]


def test_a_condition_on_the_same_form_is_compared_too() -> None:
    asked = form("vragen", field("soort", "radio", values=choices("vraag", "plan")),
                 field("bedrag", "number", conditional={"hide": '=soort = "vragen"'}))  # fmt: skip
    files = folder(start(), user("Vragen", form="vragen"), end(), chain("Begin", "Vragen", "Klaar"),
                   files={"forms/vragen.form": asked})  # fmt: skip

    ((_, told),) = wrong(files)

    assert told.startswith(
        "De voorwaarde bij 'Bedrag' in het formulier van *Vragen* vergelijkt 'soort' met \"vragen\"."
    )


def test_the_item_of_a_repeated_task_is_not_known() -> None:
    repeated = user("Iets", each('=["a"]', "bedrag", yields='=bedrag = "a"', into="alles"))

    assert wrong(comparing("=1", repeated)) == []


@pytest.mark.parametrize(
    ("process", "written", "mistaken"),
    [
        ("behandeling", 'route = "korte klap"', 'route = "korte klop"'),
        ("behandeling", 'volledig = "ja"', "volledig = true"),
        ("idee", 'uitkomst = "gaat door"', 'uitkomst = "gaatdoor"'),
        ("besluit-stuurgroep", 'uitslag = "staken"', 'uitslag = "stakend"'),
    ],
)
def test_a_slip_in_the_workflows_that_come_with_the_product_is_found(process: str, written: str, mistaken: str) -> None:
    stock = dict(read_folders(WORKFLOWS))
    files = dict(stock[process].files)
    xml = files["process.bpmn"].decode()
    told = written.replace('"', "&#34;") if written not in xml else written
    assert told in xml
    files["process.bpmn"] = xml.replace(told, mistaken.replace('"', "&#34;"), 1).encode()

    found = check_folders({**stock, process: from_bytes(files, process)})

    assert {f.code for f in found} & COMPARED


@pytest.mark.parametrize(
    ("text", "test"),
    [("=bedrag > = 5000", "= 5000"), ("=< 5", "< 5"), ("=akkoord and > 5", "> 5"), ("=if >= 5 then 1 else 2", ">= 5")],
)
def test_a_comparison_with_nothing_before_it_is_found(text: str, test: str) -> None:
    ((code, told),) = wrong(comparing(text))

    assert code == "bare_test"
    assert f"zegt '{test}' zonder iets ervoor" in told


def test_a_comparison_that_is_a_value_by_itself_is_no_finding() -> None:
    assert wrong(comparing("=bedrag in (< 5, [10..20], > 100)")) == []
    assert wrong(comparing("=list contains([(< 5)], (< 5))")) == []
