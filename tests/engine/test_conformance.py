"""The runner of the DMN test kit: what counts as passed, failed or refused, and when the floor is not reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli.commands import main
from engine.conformance import FAILED, PASSED, REFUSED, Outcome, TestsRefused, count_outcomes, run_kit

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"
TESTS = "http://www.omg.org/spec/DMN/20160719/testcase"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
INPUT = '<inputData id="bedrag" name="bedrag"><variable name="bedrag"/></inputData>'
NEEDS = '<informationRequirement><requiredInput href="#bedrag"/></informationRequirement>'
NULL = '<value xsi:nil="true"/>'


def decision(name: str, text: str) -> str:
    logic = f"<literalExpression><text>{text}</text></literalExpression>"
    return f'<decision id="{name}" name="{name}"><variable name="{name}"/>{NEEDS}{logic}</decision>'


def number(value: str) -> str:
    return f'<value xsi:type="xsd:decimal">{value}</value>'


def given(value: str) -> str:
    return f'<inputNode name="bedrag">{value}</inputNode>'


def case(result: str, expected: str, inputs: str = "", attributes: str = "", error: bool = False) -> str:
    flag = ' errorResult="true"' if error else ""
    wanted = f'<resultNode name="{result}"{flag}><expected>{expected}</expected></resultNode>'
    return f'<testCase id="1" {attributes}>{inputs}{wanted}</testCase>'


Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Writes a kit of one level and one subject: the body of its model, and its cases."""

    def write(body: str, *cases: str, asked: str = "soort.dmn", others: dict[str, str] | None = None) -> Path:
        folder = tmp_path / "kit" / "niveau-1" / "soort"
        folder.mkdir(parents=True)
        for name, text in {"soort.dmn": model(body), **(others or {})}.items():
            (folder / name).write_text(text, encoding="utf-8")
        tests = (
            f'<testCases xmlns="{TESTS}" xmlns:xsi="{XSI}"><modelName>{asked}</modelName>{"".join(cases)}</testCases>'
        )
        (folder / "soort-test-01.xml").write_text(tests, encoding="utf-8")
        return tmp_path / "kit"

    return write


def model(body: str, namespace: str = "urn:soort") -> str:
    return f'<definitions xmlns="{MODEL}" id="d" name="soort" namespace="{namespace}">{INPUT}{body}</definitions>'


def only(kit: Path) -> Outcome:
    (outcome,) = run_kit(kit, NOW)
    return outcome


def tck(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["tck", *map(str, arguments)])


HALF = decision("helft", "bedrag / 2")


@pytest.mark.parametrize(
    ("text", "given_value", "expected"),
    [
        pytest.param("bedrag / 2", number("10"), number("5"), id="a number"),
        pytest.param("bedrag / 3", number("1"), number("0.333333333"), id="a number written to nine decimals"),
        pytest.param("bedrag", '<value xsi:type="xsd:string"> a </value>', "<value> a </value>", id="a text"),
        pytest.param("not(bedrag)", '<value xsi:type="xsd:boolean">false</value>',
                     '<value xsi:type="xsd:boolean">true</value>', id="a truth"),
        pytest.param("bedrag + duration(&quot;P1D&quot;)", '<value xsi:type="xsd:date">2026-03-02</value>',
                     '<value xsi:type="xsd:date">2026-03-03</value>', id="a date"),
        pytest.param("bedrag.hour", '<value xsi:type="xsd:time">09:30:00</value>', number("9"), id="a time"),
        pytest.param("bedrag + duration(&quot;PT1H&quot;)",
                     '<value xsi:type="xsd:dateTime">2026-03-02T09:30:00Z</value>',
                     '<value xsi:type="xsd:dateTime">2026-03-02T10:30:00Z</value>', id="a date and time"),
        pytest.param("bedrag * 2", '<value xsi:type="xsd:duration">P1M</value>',
                     '<value xsi:type="xsd:duration">P2M</value>', id="a duration"),
        pytest.param("[bedrag, null]", number("1"),
                     f"<list><item>{number('1')}</item><item>{NULL}</item></list>", id="a list"),
        pytest.param("{a: bedrag}", number("1"), f'<component name="a">{number("1")}</component>', id="a context"),
        pytest.param("if bedrag = null then null else 1", NULL, NULL, id="a null that was written"),
    ],
)  # fmt: skip
def test_a_value_as_expected_passes(make: Make, text: str, given_value: str, expected: str) -> None:
    kit = make(decision("uitkomst", text), case("uitkomst", expected, given(given_value)))

    assert only(kit).verdict == PASSED


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(number("5.1"), id="another number"),
        pytest.param("<value>5</value>", id="a text"),
        pytest.param(NULL, id="null"),
        pytest.param(f"<list><item>{number('5')}</item></list>", id="a list of it"),
        pytest.param('<value xsi:type="xsd:gYear">2026</value>', id="a type that is not known"),
        pytest.param(number("vijf"), id="a number that is none"),
    ],
)
def test_another_value_than_expected_fails(make: Make, expected: str) -> None:
    kit = make(HALF, case("helft", expected, given(number("10"))))

    assert only(kit).verdict == FAILED


def test_an_error_that_is_expected_passes_when_null_comes_with_an_explanation(make: Make) -> None:
    kit = make(decision("fout", "bedrag + &quot;a&quot;"), case("fout", NULL, given(number("1")), error=True))

    assert only(kit).verdict == PASSED


def test_an_error_that_is_expected_fails_when_nothing_explains_the_null(make: Make) -> None:
    kit = make(decision("stil", "null"), case("stil", NULL, given(number("1")), error=True))

    assert only(kit).verdict == FAILED


def test_an_external_function_is_refused_with_a_clear_message(make: Make) -> None:
    body = decision("extern", "{f: function(x) external {java: {class: &quot;a&quot;}}, y: f(bedrag)}.y")
    kit = make(body, case("extern", number("1"), given(number("1"))))

    outcome = only(kit)

    assert outcome.verdict == REFUSED
    assert "external functions (Java, PMML) are not carried out" in str(outcome)


SERVICE = (
    '<decisionService id="dienst" name="Onze dienst"><outputDecision href="#helft"/>'
    '<outputDecision href="#dubbel"/><inputData href="#bedrag"/></decisionService>'
)
KNOWLEDGE = (
    '<businessKnowledgeModel id="kennis" name="Onze kennis"><variable name="Onze kennis"/><encapsulatedLogic>'
    '<formalParameter name="bedrag"/><literalExpression><text>bedrag + 1</text></literalExpression>'
    "</encapsulatedLogic></businessKnowledgeModel>"
)


@pytest.mark.parametrize(
    ("attributes", "result", "expected"),
    [
        pytest.param('type="decision"', "helft", "5", id="a decision"),
        pytest.param('type="decisionService" invocableName="Onze dienst"', "dubbel", "20", id="a decision service"),
        pytest.param('type="bkm" invocableName="Onze kennis"', "Onze kennis", "11", id="business knowledge"),
    ],
)
def test_a_case_may_ask_for(make: Make, attributes: str, result: str, expected: str) -> None:
    body = HALF + decision("dubbel", "bedrag * 2") + SERVICE + KNOWLEDGE
    kit = make(body, case(result, number(expected), given(number("10")), attributes))

    assert only(kit).verdict == PASSED


def test_a_model_finds_the_models_of_its_folder_that_it_imports(make: Make) -> None:
    body = (
        f'<import name="ander" namespace="urn:ander" importType="{MODEL}"/><decision id="som" name="som">'
        '<variable name="som"/><informationRequirement><requiredDecision href="urn:ander#helft"/>'
        "</informationRequirement><literalExpression><text>ander.helft + 1</text></literalExpression></decision>"
    )
    kit = make(body, case("som", number("6"), given(number("10"))), others={"ander.dmn": model(HALF, "urn:ander")})

    assert only(kit).verdict == PASSED


@pytest.mark.parametrize(
    ("asked", "result", "reason"),
    [
        pytest.param("geen.dmn", "helft", "there is no such model in the folder", id="a model that is not there"),
        pytest.param("../../buiten.dmn", "helft", "there is no such model in the folder", id="a model elsewhere"),
        pytest.param("soort.dmn", "kwart", "there is no decision 'kwart'", id="a decision that is not there"),
        pytest.param("kring.dmn", "helft", "this model imports itself", id="a model that imports itself"),
    ],
)
def test_what_cannot_be_asked_fails_and_says_why(make: Make, asked: str, result: str, reason: str) -> None:
    ring = '<import name="x" namespace="urn:{}" importType="' + MODEL + '"/>'
    others = {"kring.dmn": model(ring.format("rug"), "urn:kring"), "rug.dmn": model(ring.format("kring"), "urn:rug")}
    kit = make(HALF, case(result, number("5"), given(number("10"))), asked=asked, others=others)
    (kit.parent / "buiten.dmn").write_text(model(HALF), encoding="utf-8")

    outcome = only(kit)

    assert outcome.verdict == FAILED
    assert reason in outcome.why


def test_a_kind_that_nobody_knows_fails(make: Make) -> None:
    kit = make(HALF, case("helft", number("5"), given(number("10")), 'type="orakel"'))

    assert only(kit).why == "the kind 'orakel' is not known"


def test_an_entity_in_a_file_of_tests_is_refused(make: Make) -> None:
    kit = make(HALF, case("helft", number("5")))
    file = next(kit.rglob("*-test-01.xml"))
    file.write_text('<!DOCTYPE a [<!ENTITY b "c">]>' + file.read_text(), encoding="utf-8")

    with pytest.raises(TestsRefused, match="DOCTYPE"):
        run_kit(kit, NOW)


def test_a_file_of_tests_that_is_too_large_is_refused(make: Make) -> None:
    kit = make(HALF, case("helft", number("5")))
    file = next(kit.rglob("*-test-01.xml"))
    file.write_text(file.read_text() + " " * 2_000_000, encoding="utf-8")

    with pytest.raises(TestsRefused, match="larger than 2000000 bytes"):
        run_kit(kit, NOW)


def test_a_file_of_something_else_is_refused(make: Make) -> None:
    kit = make(HALF, case("helft", number("5")))
    next(kit.rglob("*-test-01.xml")).write_text(model(HALF), encoding="utf-8")

    with pytest.raises(TestsRefused, match="not a test file"):
        run_kit(kit, NOW)


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TestsRefused, match="there are no test cases"):
        run_kit(tmp_path, NOW)


THREE = (
    case("helft", number("5"), given(number("10"))),
    case("helft", number("6"), given(number("10"))),
    case("helft", NULL, given("<value>tien</value>"), error=True),
)


def test_each_level_has_its_figures_and_those_of_the_values(make: Make) -> None:
    figures = count_outcomes(run_kit(make(HALF, *THREE), NOW))

    assert [str(figure) for figure in figures] == [
        "niveau-1: 2 passed, 1 failed, 0 refused",
        "niveau-1, expecting a value: 1 passed, 1 failed, 0 refused",
    ]


def test_the_command_lists_each_failure_with_what_was_expected_and_what_came(make: Make) -> None:
    kit = make(HALF, *THREE)

    result = tck(kit, "--failures")

    assert result.exit_code == 0
    assert result.output.splitlines()[0] == "failed: niveau-1/soort.dmn, test 1, helft: expected 6, got 5"


@pytest.mark.parametrize(
    ("floor", "status", "said"),
    [
        pytest.param("# reached\n\nniveau-1: 2 passed\n", 0, "2 passed", id="a floor that is reached"),
        pytest.param("niveau-1: 3 passed", 1, "below the floor: niveau-1: 2 passed, 3 are needed", id="too few"),
        pytest.param("niveau-2: 1 passed", 1, "niveau-2: 0 passed, 1 are needed", id="a level that was not run"),
        pytest.param("# nothing", 1, "there is no figure in it", id="no figure"),
        pytest.param("niveau-1: veel", 1, "not a new figure", id="a line that is no figure"),
        pytest.param("a: 1 passed\na: 2 passed", 1, "not a new figure", id="a level twice"),
    ],
)
def test_the_command_compares_with(make: Make, tmp_path: Path, floor: str, status: int, said: str) -> None:
    kit, file = make(HALF, *THREE), tmp_path / "floor.txt"
    file.write_text(floor, encoding="utf-8")

    result = tck(kit, "--floor", file)

    assert (result.exit_code, said in result.output) == (status, True)
