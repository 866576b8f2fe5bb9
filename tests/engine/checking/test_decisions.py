"""Decisions: what is told about the rules of a table, and what the process around it says about its inputs."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest

from engine.checking import check_folder
from tests.engine.diagrams import chain, end, field, folder, form, node, start, user
from tests.engine.dialect.test_dmn_tables import MODEL


def told(model: bytes) -> list[str]:
    """The findings on a sound process with this decision model."""
    files = folder(start(), end(), chain("Begin", "Klaar"), files={"besluit.dmn": model})
    return [str(finding) for finding in check_folder(files, {})]


def _xml(policy: str, *rows: tuple[str, str]) -> bytes:
    rules = "".join(
        f"<rule><inputEntry><text>{cell}</text></inputEntry><outputEntry><text>{output}</text></outputEntry></rule>"
        for cell, output in rows
    )
    return (
        f'<definitions xmlns="{MODEL}" id="d" name="test" namespace="urn:test"><decision id="besluit" name="Besluit">'
        f'<decisionTable id="t" hitPolicy="{policy}"><input id="i" label="kosten"><inputExpression typeRef="number">'
        f'<text>kosten</text></inputExpression></input><output id="o"/>{rules}</decisionTable></decision></definitions>'
    ).encode()


def test_an_overlap_is_told_with_its_rules_and_an_example() -> None:
    (sentence,) = told(_xml("UNIQUE", ("&lt;= 5000", "1"), ("&gt;= 5000", "2")))

    assert sentence == (
        "Fout: In tabel *Besluit* passen regel 1 en regel 2 allebei bij kosten = 5000. De beslissing heeft dan geen "
        "uitkomst. Maak een van de regels smaller, of kies FIRST: dan geldt de bovenste regel. "
        "(besluit, proef/besluit.dmn)"
    )


def test_a_cell_that_is_a_subtraction_is_told_as_what_was_meant() -> None:
    sentences = told(_xml("FIRST", ("100-500", "1"), ("-", "2")))

    assert any("Regel 1 van tabel *Besluit* betekent in kolom 'kosten'" in one for one in sentences)
    assert any("tussen haken: [100..500]" in one for one in sentences)


def test_a_new_table_that_nobody_has_filled_in_is_told() -> None:
    (sentence,) = told(_xml("FIRST", ("-", '"vul in"')))

    assert sentence.startswith("Let op: In tabel *Besluit* staat bij regel 1 nog wat u moest invullen.")


@pytest.mark.parametrize("policy", ["PRIORITY", "OUTPUT ORDER"])
def test_a_table_by_the_order_of_outcomes_needs_a_list_of_them(policy: str) -> None:
    sentences = told(_xml(policy, ("&lt; 100", "1"), ("-", "2")))

    assert any("kiest naar de volgorde van een lijst van uitkomsten" in one for one in sentences)


def test_a_gap_is_told_with_an_example() -> None:
    (sentence,) = told(_xml("UNIQUE", ("&lt;= 4999.5", "1"), ("&gt;= 5000.5", "2")))

    assert sentence.startswith("Fout: In tabel *Besluit* past geen regel bij kosten = 5000. ")


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (_xml("UNIQUE", ("&lt; 5", "1"), ("[5..9]", "2"), ("&gt;= 10", "3")), "past geen regel bij kosten = 9,5."),
        (_xml("FIRST", ("-", "1"), ("&gt; 5", "2")), "Regel 2 van tabel *Besluit* wordt nooit gebruikt"),
        (_xml("FIRST", ('"tien"', "1"), ("-", "2")), "Regel 1 van tabel *Besluit* past nooit: kolom 'kosten'"),
        (_xml("FIRST", *((str(n), "1") for n in range(600))), "is zo groot dat niet alles is nagekeken"),
    ],
    ids=["doubtful gap", "hidden rule", "rule that never matches", "too large"],
)
def test_what_need_not_be_wrong_is_a_warning(xml: bytes, reason: str) -> None:
    (sentence,) = told(xml)

    assert sentence.startswith("Let op: ")
    assert reason in sentence


def test_rules_that_contradict_each_other_are_told() -> None:
    (sentence,) = told(_xml("ANY", ("&gt; 5", "1"), ("&lt;= 6", "2")))

    assert "regel 1 en regel 2 allebei bij kosten = 6, met een andere uitkomst" in sentence


def test_a_table_with_a_cell_that_cannot_be_read_is_only_told_to_be_unreadable() -> None:
    (sentence,) = told(_xml("UNIQUE", ("&gt; (", "1"), ("5", "2")))

    assert "De beslissing *Besluit*" in sentence


def asked(cells: list[str], *fields: dict[str, object]) -> list[tuple[str, str]]:
    """(code, reason) of the findings on a table that a process asks after a form."""
    task = node("businessRuleTask", "Tabel", '<zeebe:calledDecision decisionId="besluit" resultVariable="uit" />')
    rows = _xml("UNIQUE", *((escape(cell), str(number)) for number, cell in enumerate(cells)))
    rows = rows.replace(b' typeRef="number"', b"")
    files = folder(start(), user("Vragen", form="vragen"), task, end(), chain("Begin", "Vragen", "Tabel", "Klaar"),
                   files={"besluit.dmn": rows, "forms/vragen.form": form("vragen", *fields)})  # fmt: skip
    return [(f.code, f.reason) for f in check_folder(files, {})]


def test_the_options_of_a_field_are_all_that_a_column_can_be() -> None:
    required = {"required": True}
    options = [{"value": value, "label": value} for value in ("klein", "groot")]
    choice = field("kosten", "select", values=options, validate=required)

    assert asked(['"klein"', '"groot"'], choice) == []
    assert [code for code, _ in asked(['"klein"', '"groot"', '"grooot"'], choice)] == ["table_impossible"]
    assert asked(['"klein"'], choice)[0][0] == "table_gap"


def test_a_number_is_what_its_field_lets_people_fill_in() -> None:
    number = field("kosten", "number", decimalDigits=0, validate={"required": True, "min": 0})

    assert asked(["[0..5]", ">= 6"], number) == []
    assert [code for code, _ in asked(["[1..5]", ">= 6"], number)] == ["table_gap"]


def test_a_field_that_may_be_left_open_may_leave_a_gap() -> None:
    ((code, reason),) = asked(["<= 5", "> 5"], field("kosten", "number"))

    assert code == "table_gap_doubtful"
    assert "kosten = (niets ingevuld)" in reason


def test_what_another_decision_answers_is_no_field_of_a_form() -> None:
    other = '<decision id="kosten" name="kosten"><literalExpression><text>"veel"</text></literalExpression></decision>'
    task = node("businessRuleTask", "Tabel", '<zeebe:calledDecision decisionId="besluit" resultVariable="uit" />')
    rows = _xml("UNIQUE", ('"veel"', "1"), ('not("veel")', "2")).replace(b' typeRef="number"', b"")
    rows = rows.replace(b"<decisionTable", b'<informationRequirement><requiredDecision href="#kosten"/>'
                        b"</informationRequirement><decisionTable").replace(b"</definitions>", other.encode()
                        + b"</definitions>")  # fmt: skip
    way = chain("Begin", "Vragen", "Tabel", "Klaar")
    beside = {"besluit.dmn": rows, "forms/vragen.form": form("vragen", field("kosten", "number"))}
    files = folder(start(), user("Vragen", form="vragen"), task, end(), way, files=beside)

    assert check_folder(files, {}) == ()
