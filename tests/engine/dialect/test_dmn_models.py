"""Models of several decisions: requirements, functions, types, services, and boxed expressions of every kind."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from engine.dialect.dmn import Definitions, InvalidModel, UnknownDecision, read
from engine.dialect.feel import FeelBudgetExceeded, from_python

MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model(body: str, namespace: str = "urn:test", imports: tuple[Definitions, ...] = ()) -> Definitions:
    xml = f'<definitions xmlns="{MODEL}" id="d" name="test" namespace="{namespace}">{body}</definitions>'
    return read(xml.encode(), "test.dmn", imports)


def literal(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return f"<literalExpression><text>{escaped}</text></literalExpression>"


def decision(identity: str, logic: str, *needs: str, type_ref: str = "") -> str:
    kinds = {"i": ("information", "requiredInput"), "d": ("information", "requiredDecision"),
             "k": ("knowledge", "requiredKnowledge")}  # fmt: skip
    required = ""
    for need in needs:
        kind, reference = need.split(":", 1)
        outer, inner = kinds[kind]
        required += f'<{outer}Requirement><{inner} href="{reference}"/></{outer}Requirement>'
    variable = f'<variable name="{identity}" typeRef="{type_ref}"/>' if type_ref else f'<variable name="{identity}"/>'
    return f'<decision id="{identity}" name="{identity}">{variable}{required}{logic}</decision>'


def decide(body: str, identity: str = "besluit", **scope: Any) -> Any:
    return model(body).evaluate(identity, from_python(scope))


BEDRAG = '<inputData id="bedrag" name="bedrag"><variable name="bedrag" typeRef="number"/></inputData>'


def test_a_decision_uses_the_decisions_that_it_requires() -> None:
    body = BEDRAG + decision("deel", literal("bedrag / 2"), "i:#bedrag")
    body += decision("besluit", literal("deel + 1"), "d:#deel")

    found = decide(body, bedrag=10)

    assert found.value == 6
    assert [(part.decision, part.value) for part in found.required] == [("deel", Decimal(5))]


def test_the_inputs_of_a_decision_include_those_of_what_it_requires() -> None:
    body = BEDRAG + decision("deel", literal("bedrag / factor"), "i:#bedrag")
    body += decision("besluit", literal("deel + extra"), "d:#deel")

    assert model(body).decisions["besluit"].inputs == ("bedrag", "extra", "factor")


def test_an_input_that_is_not_of_its_type_is_null_with_a_warning() -> None:
    found = decide(BEDRAG + decision("besluit", literal("bedrag + 1"), "i:#bedrag"), bedrag="tien")

    assert found.value is None
    assert found.warnings[0].place.name == "bedrag"


def test_a_business_knowledge_model_is_a_function() -> None:
    body = (
        '<businessKnowledgeModel id="dubbel" name="verdubbel het"><variable name="verdubbel het"/><encapsulatedLogic>'
        '<formalParameter name="x" typeRef="number"/>'
        + literal("x * 2")
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )
    called = (
        "<invocation>"
        + literal("verdubbel het")
        + '<binding><parameter name="x"/>'
        + literal("4")
        + "</binding></invocation>"
    )

    assert decide(body + decision("besluit", literal("verdubbel het(3)"), "k:#dubbel")).value == 6
    assert decide(body + decision("besluit", called, "k:#dubbel")).value == 8
    assert decide(body + decision("besluit", literal('verdubbel het("a")'), "k:#dubbel")).value is None


def test_a_decision_service_is_a_function_of_its_inputs() -> None:
    body = BEDRAG + decision("deel", literal("bedrag / 2"), "i:#bedrag")
    body += '<decisionService id="dienst" name="dienst"><variable name="dienst"/><outputDecision href="#deel"/>'
    body += '<inputData href="#bedrag"/></decisionService>' + decision("besluit", literal("dienst(8)"), "k:#dienst")

    assert decide(body).value == 4
    assert decide(body, "dienst", bedrag=6).value == 3


def entry(name: str, text: str) -> str:
    variable = f"<variable name='{name}'/>" if name else ""
    return f"<contextEntry>{variable}{literal(text)}</contextEntry>"


def part(name: str, text: str) -> str:
    return f"<{name}>{literal(text)}</{name}>"


def loop(kind: str, body: str) -> str:
    return f"<{kind} iteratorVariable='i'>{part('in', '[1, 2]')}{body}</{kind}>"


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        (f"<context>{entry('a', '2')}{entry('b c', 'a + 1')}</context>", {"a": 2, "b c": 3}),
        (f"<context>{entry('a', '2')}{entry('', 'a * 5')}</context>", 10),
        (f"<list>{literal('1')}{literal('1 + 1')}</list>", [1, 2]),
        (
            f"<relation><column name='a'/><row>{literal('1')}</row><row>{literal('2')}</row></relation>",
            [{"a": 1}, {"a": 2}],
        ),
        (f"<conditional>{part('if', 'true')}{part('then', '1')}{part('else', '2')}</conditional>", 1),
        (f"<filter>{part('in', '[1, 2, 3]')}{part('match', 'item > 1')}</filter>", [2, 3]),
        (loop("for", part("return", "i * 2")), [2, 4]),
        (loop("some", part("satisfies", "i = 2")), True),
        (loop("every", part("satisfies", "i = 2")), False),
    ],
    ids=["context", "context with a result", "list", "relation", "conditional", "filter", "for", "some", "every"],
)
def test_every_boxed_expression_has_a_value(logic: str, expected: Any) -> None:
    assert decide(decision("besluit", logic)).value == from_python(expected)


TABLE = (
    '<decisionTable hitPolicy="FIRST"><input label="i"><inputExpression><text>i</text></inputExpression></input>'
    "<output/><rule><inputEntry><text>1</text></inputEntry><outputEntry><text>10</text></outputEntry></rule>"
    "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>20</text></outputEntry></rule></decisionTable>"
)


def box(name: str, logic: str) -> str:
    return f"<contextEntry><variable name='{name}'/>{logic}</contextEntry>"


def function(parameter: str, body: str, kind: str = "") -> str:
    told = f'typeRef="{kind}"' if kind else ""
    return f'<functionDefinition><formalParameter name="{parameter}" {told}/>{body}</functionDefinition>'


@pytest.mark.parametrize(
    ("logic", "expected"),
    [
        (loop("for", f"<return>{TABLE}</return>"), [10, 20]),
        (f"<context>{entry('i', '1')}{box('a', TABLE)}</context>", {"i": 1, "a": 10}),
        (f"<context>{box('f', function('i', TABLE))}{entry('', 'f(1)')}</context>", 10),
        (
            f"<context>{box('f', function('i', literal('i + 1'), 'number'))}{entry('', '[f(1), f([2])]')}</context>",
            [2, 3],
        ),
        (f"<conditional>{part('if', 'false')}{part('then', '1')}{part('else', '2')}</conditional>", 2),
        (f"<list>{literal('1')}<list>{literal('2')}</list></list>", [1, [2]]),
        (f"<filter>{part('in', '[{a: 1}, {a: 2}]')}{part('match', 'a = 2')}</filter>", [{"a": 2}]),
    ],
    ids=["a table for each", "a table in a context", "a table in a function", "a function of a number", "otherwise",
         "a list in a list", "a filter by an entry"],
)  # fmt: skip
def test_boxed_expressions_stand_in_each_other(logic: str, expected: Any) -> None:
    found = decide(decision("besluit", logic))

    assert (found.value, found.warnings) == (from_python(expected), ())


@pytest.mark.parametrize(
    ("condition", "value", "warned"),
    [("null", 2, "the condition is null"), ("5", None, "the condition is a number")],
)
def test_a_condition_that_is_neither_true_nor_false_is_told(condition: str, value: Any, warned: str) -> None:
    found = decide(
        decision("besluit", f"<conditional>{part('if', condition)}{part('then', '1')}{part('else', '2')}</conditional>")
    )

    assert found.value == value
    assert found.warnings[0].message.startswith(warned)


def test_a_warning_names_the_cell_of_a_relation() -> None:
    cells = "".join(f"<row>{literal(one)}{literal(other)}</row>" for one, other in (("1", "2"), ("3", "1 + true")))

    (warning,) = decide(
        decision("besluit", f"<relation><column name='a'/><column name='b'/>{cells}</relation>")
    ).warnings

    assert (warning.place.row, warning.place.column) == (2, "b")


def test_a_warning_after_a_relation_is_told_of_the_whole() -> None:
    relation = f"<relation><column name='a'/><row>{literal('1')}</row></relation>"

    (warning,) = decide(decision("besluit", f"<list>{relation}{literal('3 + true')}</list>")).warnings

    assert (warning.place.name, warning.place.row, warning.place.column) == ("besluit", None, None)


SERVICE = (
    '<decisionService id="dienst" name="de  dienst"><variable name="dienst"/><outputDecision href="#deel"/>'
    '<inputData href="#bedrag"/></decisionService>'
)
DOUBLE = (
    '<businessKnowledgeModel id="dubbel" name="verdubbel het"><variable name="verdubbel het"/><encapsulatedLogic>'
    f'<formalParameter name="x" typeRef="number"/>{literal("x * 2")}</encapsulatedLogic></businessKnowledgeModel>'
)


def test_what_can_be_asked_is_found_by_its_name_and_kind() -> None:
    made = model(
        BEDRAG + DOUBLE + SERVICE + decision("deel", literal("bedrag / 2"), "i:#bedrag") + decision("b", literal("1"))
    )

    found = [
        made.find("b"),
        made.find(" verdubbel  het ", "bkm"),
        made.find("de dienst", "decisionService"),
    ]

    assert found == ["b", "dubbel", "dienst"]
    with pytest.raises(UnknownDecision, match="there is no decision 'verdubbel het'"):
        made.find("verdubbel het")
    with pytest.raises(UnknownDecision, match="there is no bkm 'b'"):
        made.find("b", "bkm")


def test_a_function_of_the_model_is_called_with_the_variables_of_its_parameters_names() -> None:
    good, bad, nothing = (decide(DOUBLE, "dubbel", **told) for told in ({"x": 4, "y": 1}, {"x": "vier"}, {}))

    assert (good.value, good.name, good.warnings) == (8, "verdubbel het", ())
    assert bad.value is None
    assert bad.warnings[0].place.name != ""
    assert nothing.value is None


def test_a_function_that_cannot_be_carried_out_gives_nothing_when_it_is_called() -> None:
    body = '<businessKnowledgeModel id="b" name="b"><encapsulatedLogic kind="Java"/></businessKnowledgeModel>'

    found = decide(body, "b")

    assert found.value is None
    assert "Java" in found.warnings[0].message


def test_only_a_decision_by_a_table_has_a_table_to_show() -> None:
    made = model(decision("tabel", TABLE) + decision("besluit", literal("1")))

    assert made.show_table("besluit") is None
    shown = made.show_table("tabel")
    assert shown is not None
    assert [row.matched for row in shown.rows] == [False, False]


def test_a_variable_that_two_required_decisions_need_is_one_input() -> None:
    body = BEDRAG + "".join(decision(name, literal(f"bedrag + {name}x"), "i:#bedrag") for name in ("a", "b"))
    body += decision("c", literal("a + b"), "d:#a", "d:#b") + decision("besluit", literal("a + c"), "d:#a", "d:#c")

    assert model(body).decisions["besluit"].inputs == ("ax", "bedrag", "bx")


def test_a_model_without_decisions_says_so_when_one_is_asked_for() -> None:
    with pytest.raises(UnknownDecision, match="the decisions are: none"):
        model(BEDRAG).evaluate("bedrag", {})


KEUZE = """
<itemDefinition name="tKeuze">
  <typeRef>string</typeRef><allowedValues><text>"voor", "tegen"</text></allowedValues>
</itemDefinition>
<itemDefinition name="tStem">
  <itemComponent name="van wie"><typeRef>string</typeRef></itemComponent>
  <itemComponent name="keuze"><typeRef>tKeuze</typeRef></itemComponent>
</itemDefinition>
<itemDefinition name="tStemmen" isCollection="true"><typeRef>tStem</typeRef></itemDefinition>
<inputData id="stemmen" name="stemmen"><variable name="stemmen" typeRef="tStemmen"/></inputData>
"""


def test_a_type_of_the_model_is_checked_with_its_allowed_values() -> None:
    body = KEUZE + decision("besluit", literal('stemmen[keuze = "voor"].van wie'), "i:#stemmen")

    good = decide(body, stemmen=[{"van wie": "a", "keuze": "voor"}, {"van wie": "b", "keuze": "tegen"}])
    bad = decide(body, stemmen=[{"van wie": "a", "keuze": "wellicht"}])

    assert good.value == ["a"]
    assert bad.value == []
    assert bad.warnings[0].place.name == "stemmen"


def test_a_result_that_is_not_of_its_declared_type_is_null() -> None:
    found = decide(decision("besluit", literal('"tien"'), type_ref="number"))

    assert found.value is None
    assert found.warnings


def test_an_imported_model_is_used_by_its_name() -> None:
    base = model(decision("tarief", literal("21")), namespace="urn:basis")
    body = f'<import name="basis" namespace="urn:basis" importType="{MODEL}"/>'
    body += decision("besluit", literal("basis.tarief * 2"), "d:urn:basis#tarief")

    assert model(body, imports=(base,)).evaluate("besluit", {}).value == 42


def test_the_clock_reaches_the_expressions() -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    assert model(decision("besluit", literal("today().day"))).evaluate("besluit", {}, now=now).value == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (decision("besluit", literal("1 +")), "end of the expression"),
        (decision("besluit", ""), "no logic"),
        (decision("besluit", literal("1"), "d:#weg"), "#weg"),
        (decision("besluit", literal("1"), type_ref="tWeg"), "tWeg"),
        (
            decision("besluit", '<literalExpression expressionLanguage="python"><text>1</text></literalExpression>'),
            "python",
        ),
        (
            '<businessKnowledgeModel id="b" name="besluit"><encapsulatedLogic kind="Java"/></businessKnowledgeModel>',
            "Java",
        ),
    ],
    ids=[
        "no FEEL",
        "no logic",
        "an unknown decision",
        "an unknown type",
        "another language",
        "a Java function",
    ],
)
def test_what_is_wrong_in_a_model_is_found_before_it_runs(body: str, reason: str) -> None:
    findings = model(body).check()

    assert len(findings) == 1
    assert reason in findings[0].reason
    assert findings[0].name == "besluit"


def test_a_decision_that_requires_itself_is_refused() -> None:
    body = decision("a", literal("b"), "d:#b") + decision("b", literal("a"), "d:#a")

    with pytest.raises(InvalidModel, match="requires itself"):
        model(body)


def test_the_same_id_twice_is_refused() -> None:
    with pytest.raises(InvalidModel, match="twice"):
        model(decision("a", literal("1")) + decision("a", literal("2")))


def test_an_unknown_decision_is_named_with_those_that_exist() -> None:
    with pytest.raises(UnknownDecision, match="besluit"):
        model(decision("besluit", literal("1"))).evaluate("beslut", {})


def test_a_decision_over_its_budget_stops() -> None:
    with pytest.raises(FeelBudgetExceeded):
        decide(decision("besluit", literal("for i in 1..999, j in 1..999 return i")))
