"""Decision tables are compared cell by cell, forms field by field, texts line by line."""

from __future__ import annotations

import pytest

from engine.comparison import compare
from engine.workshop.blank import draw_blank_table
from tests.engine.comparison.comparing import TASK, one_task
from tests.engine.diagrams import field, form
from tests.engine.form_builders import rows

BASE = one_task(TASK)
RULE = (
    '<rule id="r{0}"><inputEntry id="i{0}"><text>{1}</text></inputEntry>'
    '<outputEntry id="o{0}"><text>"{2}"</text></outputEntry></rule>'
)
RULES = ((1, "&lt; 10", "klein"), (2, "[10..50]", "midden"), (3, "&gt; 50", "groot"))


def table(
    *rules: tuple[int, str, str], policy: str = "UNIQUE", label: str = "Bedrag", expression: str = "bedrag"
) -> dict[str, bytes]:
    """A decision on an amount."""
    written = "".join(RULE.format(*rule) for rule in rules)
    text = draw_blank_table("maat").decode()
    begin, end = text.index("<decisionTable"), text.index("</decisionTable>")
    inside = (
        f'<decisionTable id="t" hitPolicy="{policy}"><input id="in" label="{label}"><inputExpression id="e" '
        f'typeRef="number"><text>{expression}</text></inputExpression></input>'
        f'<output id="uit" label="Maat" name="maat" typeRef="string" />{written}'
    )
    return {**BASE, "maat.dmn": (text[:begin] + inside + text[end:]).encode()}


def told(old: dict[str, bytes], new: dict[str, bytes]) -> list[str]:
    return [edit.sentence for change in compare(old, new).tables for edit in change.edits]


def test_a_cell_that_says_something_else_is_told_with_its_rule_and_column() -> None:
    changed = (RULES[0], (2, "[10..75]", "midden"), RULES[2])

    found = compare(table(*RULES), table(*changed))

    (change,) = found.tables
    assert [row.mark for row in change.rows] == ["", "changed", ""]
    assert [(cell.old, cell.new) for cell in change.rows[1].cells] == [
        ("[10..50]", "[10..75]"),
        ('"midden"', '"midden"'),
    ]
    assert [edit.sentence for edit in change.edits] == [
        "In regel 2 van *maat* gaat ‘Bedrag’ van [10..50] naar [10..75]."
    ]


def test_a_rule_that_came_between_leaves_the_others_as_they_were() -> None:
    (change,) = compare(table(RULES[0], RULES[2]), table(*RULES)).tables

    assert [(row.mark, row.was, row.now) for row in change.rows] == [("", 1, 1), ("added", None, 2), ("", 2, 3)]
    assert [edit.sentence for edit in change.edits] == ["Regel 2 van *maat* is nieuw."]


def test_a_rule_that_went_is_shown_where_it_stood() -> None:
    (change,) = compare(table(*RULES), table(RULES[0], RULES[2])).tables

    assert [(row.mark, row.was, row.now) for row in change.rows] == [("", 1, 1), ("removed", 2, None), ("", 3, 2)]


def test_rules_are_known_by_what_they_say_where_their_ids_are_others() -> None:
    other = tuple((number + 10, test, size) for number, test, size in RULES)

    assert told(table(*RULES), table(*other)) == []


def test_a_rule_that_is_put_elsewhere_is_told() -> None:
    assert told(table(*RULES), table(RULES[1], RULES[2], RULES[0])) == ["Regel 1 van *maat* staat nu op plaats 3."]


def test_another_hit_policy_is_told_in_words() -> None:
    assert told(table(*RULES), table(*RULES, policy="FIRST")) == [
        "Welke regel van *maat* telt, gaat van ‘precies één regel klopt’ naar ‘de eerste regel die klopt’."
    ]


def test_another_heading_is_told() -> None:
    assert told(table(*RULES), table(*RULES, label="Kosten")) == [
        "De invoerkolom ‘Bedrag (getal)’ van *maat* is nu ‘Kosten (getal)’."
    ]


@pytest.mark.parametrize(("old", "new", "mark"), [(BASE, table(*RULES), "added"), (table(*RULES), BASE, "removed")])
def test_a_table_that_came_or_went_is_told_with_its_rules(
    old: dict[str, bytes], new: dict[str, bytes], mark: str
) -> None:
    (change,) = compare(old, new).tables

    assert change.mark == mark
    assert {row.mark for row in change.rows} == {mark}


def asked(*fields: dict[str, object]) -> dict[str, bytes]:
    return {**BASE, "forms/leeg.form": form("leeg", *fields)}


OPTIONS = [{"value": "ja", "label": "Ja"}, {"value": "nee", "label": "Nee"}]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (field("a"), field("a", label="Hoe heet u?"), "De vraag *A* is nu *Hoe heet u?*."),
        (field("a"), field("a", validate={"required": True}), "*A* moet nu worden beantwoord."),
        (field("a", validate={"required": True}), field("a"), "*A* hoeft nu niet meer te worden beantwoord."),
        (field("a", validate={"maxLength": 10}), field("a", validate={"maxLength": 20}),
         "Het grootste aantal tekens van *A* gaat van 10 naar 20."),
        (field("a", "number", validate={"max": 10}), field("a", "number", validate={"max": 12.5}),
         "Het hoogste getal van *A* gaat van 10 naar 12.5."),
        (field("a"), field("a", "textarea"),
         "De soort vraag van *A* gaat van ‘een korte tekst’ naar ‘een lange tekst’."),
        (field("a", "radio", values=OPTIONS), field("a", "radio", values=OPTIONS[:1]),
         "Bij *A* kan ‘Nee’ niet meer worden gekozen."),
        (field("a", "radio", values=OPTIONS[:1]), field("a", "radio", values=OPTIONS),
         "Bij *A* kan nu ook ‘Nee’ worden gekozen."),
        (field("a", "radio", values=OPTIONS), field("a", "radio", values=OPTIONS[::-1]),
         "De keuzes bij *A* staan in een andere volgorde."),
        (field("a"), field("a", description="Kort."), "De toelichting van *A* is nu ‘Kort.’."),
        (rows(field("b"), key="a"), rows(field("b"), key="a", properties={"maxItems": "9"}),
         "Het grootste aantal regels van *Lijst a* gaat van 50 naar 9."),
        (rows(field("b"), key="a"), rows(field("b"), key="a", properties={"forEach": "=plannen"}),
         "Bij *Lijst a* is er nu een regel voor ieder van ‘plannen’."),
        (rows(field("b"), key="a"), rows(field("b"), key="a", allowAddRemove=False, properties={}),
         "Bij *Lijst a* kan wie invult nu geen regels meer toevoegen of weghalen."),
        (rows(field("b"), key="a"), rows(field("b", label="Wie?"), key="a"), "De vraag *B* is nu *Wie?*."),
        (rows(field("b"), key="a"), rows(field("b"), field("c"), key="a"),
         "In elke regel van *Lijst a* wordt *C* gevraagd: een korte tekst."),
        (rows(field("b"), field("c"), key="a"), rows(field("b"), key="a"),
         "In de regels van *Lijst a* wordt *C* niet meer gevraagd."),
        (rows(field("b"), field("c"), key="a"), rows(field("c"), field("b"), key="a"),
         "De vragen in de regels van *Lijst a* staan in een andere volgorde."),
        (field("a", "filepicker"), field("a", "filepicker", accept="image/*"),
         "Bij *A* kunnen nu alleen foto’s. Eerst: foto’s en pdf."),
        (field("a", "filepicker", accept="image/*"), field("a", "filepicker", accept=".pdf,.png"),
         "Bij *A* kunnen nu alleen .pdf, .png. Eerst: alleen foto’s."),
        (field("a", "filepicker"), field("a", "filepicker", multiple=True),
         "Bij *A* kunnen nu hooguit 10 bestanden. Eerst: één bestand."),
        (field("a", "filepicker", multiple=True), field("a", "filepicker"),
         "Bij *A* kan nu één bestand. Eerst: hooguit 10 bestanden."),
        (field("a"), field("a", "filepicker"),
         "De soort vraag van *A* gaat van ‘een korte tekst’ naar bestanden."),
    ],
)  # fmt: skip
def test_what_a_question_asks_otherwise_is_told(old: dict[str, object], new: dict[str, object], sentence: str) -> None:
    (change,) = compare(asked(old), asked(new)).forms

    ((mark, key, edits),) = [(f.mark, f.key, f.edits) for f in change.fields]
    assert (mark, key) == ("changed", "a")
    assert sentence == edits[0].sentence


def test_questions_that_came_went_and_moved_are_told() -> None:
    (change,) = compare(asked(field("a"), field("b"), field("c")), asked(field("c"), field("a"), field("d"))).forms

    assert [(f.mark, f.key) for f in change.fields] == [("moved", "c"), ("added", "d"), ("removed", "b")]


def test_a_new_question_for_files_says_which_it_takes() -> None:
    (change,) = compare(asked(), asked(field("a", "filepicker", accept="image/*", multiple=True))).forms

    assert [edit.sentence for edit in change.fields[0].edits] == [
        "De vraag *A* is nieuw: bestanden.",
        "Bij *A* kunnen alleen foto’s, hooguit 10 bestanden.",
    ]


def test_kinds_of_files_that_are_only_written_otherwise_are_no_change() -> None:
    assert compare(asked(field("a", "filepicker", accept="image/*")), asked(
        field("a", "filepicker", accept=".jpg, .png")
    )).forms == ()  # fmt: skip


def test_a_mail_is_compared_line_by_line() -> None:
    old, new = (f"Onderwerp: Dank\n\nBeste,\n{text}\nGroet\n".encode() for text in ("Oud.", "Nieuw."))

    (change,) = compare({**BASE, "mails/dank.md": old}, {**BASE, "mails/dank.md": new}).texts

    assert (change.kind, change.name, change.mark) == ("mail", "Dank", "changed")
    assert [(line.mark, line.text) for line in change.lines if line.mark] == [("removed", "Oud."), ("added", "Nieuw.")]


def test_a_scenario_that_came_is_told_by_its_name() -> None:
    (change,) = compare(BASE, {**BASE, "scenarios/01.yaml": b"name: Alles goed\nprocess: proef\n"}).texts

    assert (change.kind, change.name, change.mark) == ("scenario", "Alles goed", "added")


@pytest.mark.parametrize("name", ["process.bpmn", "forms/leeg.form", "maat.dmn"])
def test_what_cannot_be_read_is_said_so_and_compared_as_text(name: str) -> None:
    old = table(*RULES)

    found = compare(old, {**old, name: b"<kapot"})

    assert [(told.side, told.file) for told in found.unreadable] == [("new", name)]
    assert [change.file for change in found.texts] == [name]
    assert (found.elements, found.tables, found.forms) == ((), (), ())


def test_a_diagram_that_is_only_written_otherwise_is_said_to_say_the_same() -> None:
    found = compare(BASE, {**BASE, "process.bpmn": BASE["process.bpmn"] + b"<!-- x -->"})

    assert [edit.sentence for edit in found.process] == [
        "Het bestand process.bpmn is anders geschreven, maar zegt hetzelfde."
    ]


def test_a_letter_is_compared_as_a_letter() -> None:
    old, new = b"Onderwerp: Besluit\n\nOud.\n", b"Onderwerp: Besluit\n\nNieuw.\n"

    (change,) = compare({**BASE, "letters/besluit.md": old}, {**BASE, "letters/besluit.md": new}).texts

    assert (change.kind, change.name, change.mark) == ("letter", "Besluit", "changed")


def test_what_a_column_looks_at_is_told_where_nothing_else_of_it_differs() -> None:
    assert told(table(*RULES), table(*RULES, expression="kosten")) == [
        "De invoerkolom ‘Bedrag (bedrag, getal)’ van *maat* is nu ‘Bedrag (kosten, getal)’."
    ]
