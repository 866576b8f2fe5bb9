"""Decision tables: hit policies, what matched and why, and what is wrong in a cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

from engine.dialect.dmn import Definitions, DmnError, InvalidModel, read
from engine.dialect.feel import from_python

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def table(
    rows: list[str],
    *,
    policy: str = "UNIQUE",
    inputs: tuple[str, ...] = ("bedrag", "advies"),
    outputs: tuple[str, ...] = ("route",),
    allowed: str = "",
    default: str = "",
    input_values: str = "",
    types: tuple[str, ...] = (),
    namespace: str = MODEL,
) -> Definitions:
    """A model with one decision table. A row is its cells with | between them."""
    hit, _, aggregation = policy.partition("/")
    columns = "".join(
        f'<input id="in{i}" label={quoteattr(text)}><inputExpression typeRef="{kind}"><text>{escape(text)}</text>'
        f"</inputExpression>{_texts('inputValues', input_values)}</input>"
        for i, (text, kind) in enumerate(zip(inputs, types or ("",) * len(inputs), strict=True))
    )
    columns += "".join(
        f'<output id="out{i}" name={quoteattr(name)}>{_texts("outputValues", allowed)}'
        f"{_texts('defaultOutputEntry', default)}</output>"
        for i, name in enumerate(outputs)
    )
    lines = ""
    for number, row in enumerate(rows, 1):
        cells = [escape(cell.strip()) for cell in row.split("|")]
        entries = "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in cells[: len(inputs)])
        entries += "".join(f"<outputEntry><text>{cell}</text></outputEntry>" for cell in cells[len(inputs) :])
        lines += f'<rule id="rule{number}">{entries}</rule>'
    aggregate = f' aggregation="{aggregation}"' if aggregation else ""
    logic = f'<decisionTable id="t" hitPolicy="{hit}"{aggregate}>{columns}{lines}</decisionTable>'
    decision = f'<decision id="besluit" name="Besluit">{logic}</decision>'
    xml = f'<definitions xmlns="{namespace}" id="d" name="test" namespace="urn:test">{decision}</definitions>'
    return read(xml.encode(), "test.dmn")


def _texts(name: str, text: str) -> str:
    return f"<{name}><text>{escape(text)}</text></{name}>" if text else ""


def decide(model: Definitions, **scope: Any) -> Any:
    return model.evaluate("besluit", from_python(scope))


ROUTE = [
    '<= 5000 | "positief" | "korte klap"',
    '> 5000 | "positief" | "lange klap"',
    ' | not("positief") | "handmatig"',
]


def test_the_row_that_matches_decides_and_is_named() -> None:
    found = decide(table(ROUTE), bedrag=6000, advies="positief")

    assert found.value == "lange klap"
    assert (found.matched, found.rules) == ((2,), ("rule2",))
    assert found.inputs == (Decimal(6000), "positief")
    assert found.warnings == ()


def test_the_table_of_a_result_shows_its_cells_with_the_matched_row_marked() -> None:
    view = decide(table(ROUTE), bedrag=1, advies="negatief").table

    assert view is not None
    assert (view.inputs, view.outputs, view.hit_policy) == (("bedrag", "advies"), ("route",), "UNIQUE")
    assert [row.matched for row in view.rows] == [False, False, True]
    assert view.rows[1].inputs == ("> 5000", '"positief"')


def test_two_rows_that_match_a_unique_table_are_an_error_that_names_them() -> None:
    found = decide(table(['> 1 | - | "a"', '> 2 | - | "b"']), bedrag=5, advies="")

    assert found.value is None
    assert found.matched == (1, 2)
    assert "1 and 2" in found.warnings[0].message


def test_no_match_is_null_with_a_warning_unless_there_is_a_default() -> None:
    without = decide(table(['> 10 | - | "a"']), bedrag=5, advies="")
    with_default = decide(table(['> 10 | - | "a"'], default='"anders"'), bedrag=5, advies="")

    assert without.value is None
    assert "no row matches" in without.warnings[0].message
    assert (with_default.value, with_default.warnings) == ("anders", ())


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("FIRST", 20),
        ("ANY", None),
        ("PRIORITY", 30),
        ("RULE ORDER", [20, 10, 30]),
        ("OUTPUT ORDER", [30, 20, 10]),
        ("COLLECT", [20, 10, 30]),
        ("COLLECT/SUM", 60),
        ("COLLECT/MIN", 10),
        ("COLLECT/MAX", 30),
        ("COLLECT/COUNT", 3),
    ],
)
def test_the_hit_policy_says_what_becomes_of_several_matches(policy: str, expected: Any) -> None:
    rows = ["> 1 | 20", "> 2 | 10", "> 3 | 30", "> 100 | 40"]

    found = decide(table(rows, policy=policy, inputs=("bedrag",), allowed="40, 30, 20, 10"), bedrag=5)

    assert found.value == from_python(expected)


def test_any_accepts_rows_that_agree() -> None:
    assert decide(table(["> 1 | 7", "> 2 | 7.0"], policy="ANY", inputs=("bedrag",)), bedrag=5).value == 7


@pytest.mark.parametrize("policy", ["UNIQUE", "ANY", "FIRST", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT/MAX"])
def test_where_no_row_matches_the_default_counts_whatever_the_policy(policy: str) -> None:
    model = table(["> 10 | 1"], policy=policy, inputs=("bedrag",), allowed="1, 2", default="2")

    found = decide(model, bedrag=5)

    assert (found.value, found.matched, found.warnings) == (2, (), ())


def test_the_defaults_of_several_columns_make_a_context() -> None:
    model = table(['> 10 | "ja" | 5'], inputs=("bedrag",), outputs=("besluit", "deel"), default='"nee"')

    assert decide(model, bedrag=5).value == {"besluit": "nee", "deel": "nee"}


def test_several_output_columns_make_a_context() -> None:
    rows = ['> 1 | "ja" | bedrag / 2']

    found = decide(table(rows, inputs=("bedrag",), outputs=("besluit", "deel")), bedrag=5)

    assert found.value == {"besluit": "ja", "deel": Decimal("2.5")}


def test_a_value_that_the_input_does_not_allow_decides_nothing() -> None:
    model = table(['- | "a"'], inputs=("advies",), input_values='"voor", "tegen"')

    found = decide(model, advies="misschien")

    assert (found.value, found.matched) == (None, ())
    assert found.warnings[0].place.column == "advies"


def test_an_input_of_the_wrong_type_is_null_with_a_warning() -> None:
    found = decide(table(["> 1 | 1"], inputs=("bedrag",), types=("number",)), bedrag="veel")

    assert found.value is None
    assert found.warnings[0].place.column == "bedrag"


def test_one_value_that_is_not_allowed_decides_nothing_whatever_the_other_is() -> None:
    model = table(['- | - | "a"'], input_values='"voor", "tegen"', default='"b"')

    found = [decide(model, **told).value for told in (
        {"bedrag": "misschien", "advies": "voor"},
        {"bedrag": "voor", "advies": "misschien"},
        {"bedrag": "voor", "advies": "tegen"},
    )]  # fmt: skip

    assert found == [None, None, "a"]


def test_a_list_of_one_is_taken_for_the_number_that_a_column_asks_for() -> None:
    found = decide(table(["5 | 1"], inputs=("bedrag",), types=("number",)), bedrag=[5])

    assert (found.value, found.inputs, found.warnings) == (1, (5,), ())


def test_a_warning_names_the_cell_that_it_came_from() -> None:
    found = decide(table(['> 1 | - | "a"', '- | > grens | "b"'], policy="FIRST"), bedrag=0, advies=5, grens="veel")

    wrong, nothing_fits = found.warnings
    assert (wrong.place.row, wrong.place.column) == (2, "advies")
    assert (nothing_fits.place.row, nothing_fits.place.column) == (None, None)


def test_what_goes_wrong_after_the_cells_is_told_of_the_table() -> None:
    found = decide(table(["> 1 | - | 1", "> 2 | - | 2"]), bedrag=5, advies="")

    (warning,) = found.warnings
    assert (warning.place.name, warning.place.row, warning.place.column) == ("Besluit", None, None)


@pytest.mark.parametrize(
    ("names", "reason"),
    [(("", "deel"), "a name of its own"), (("deel", "deel"), "a name of its own"), (("", ""), "a name of its own")],
    ids=["one has none", "both the same", "none has one"],
)
def test_several_output_columns_have_a_name_each(names: tuple[str, ...], reason: str) -> None:
    (finding,) = table(["> 1 | 1 | 2"], inputs=("bedrag",), outputs=names).check()

    assert reason in finding.reason


def test_one_output_column_needs_no_name() -> None:
    assert table(["> 1 | 1"], inputs=("bedrag",), outputs=("",)).check() == ()


def test_a_column_that_asks_nothing_is_found_before_it_runs() -> None:
    found = table(["> 1 | 1"], inputs=("",)).check()

    assert "this input has no expression" in [finding.reason for finding in found]


def test_a_missing_variable_is_named() -> None:
    found = decide(table(ROUTE), bedrag=5)

    assert found.warnings[0].kind == "unknown variable"


def test_a_cell_that_is_no_feel_is_found_before_it_runs() -> None:
    model = table(['> 5 | ~ | "a"', '< 5 | "b" | if'])

    findings = model.check()

    assert [(found.row, found.column) for found in findings] == [(1, "advies"), (2, "route")]
    assert all(found.name == "Besluit" for found in findings)
    assert decide(model, bedrag=6, advies="x").value is None


def test_a_cell_left_empty_accepts_everything() -> None:
    assert decide(table([' |  | "a"']), bedrag=5, advies=None).value == "a"


def test_the_inputs_of_a_decision_are_the_variables_it_needs() -> None:
    model = table(['> grens | "a"'], inputs=("bedrag",))

    assert model.decisions["besluit"].inputs == ("bedrag", "grens")
    assert model.decisions["besluit"].kind == "decision table"


@pytest.mark.parametrize(
    "namespace",
    ["http://www.omg.org/spec/DMN/20180521/MODEL/", MODEL, "https://www.omg.org/spec/DMN/20211108/MODEL/",
     "https://www.omg.org/spec/DMN/20230324/MODEL/"],
    ids=["1.2", "1.3", "1.4", "1.5"],
)  # fmt: skip
def test_the_versions_from_1_2_to_1_5_are_read(namespace: str) -> None:
    assert decide(table(['> 5 | - | "a"'], namespace=namespace), bedrag=6, advies="").value == "a"


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(DmnError, match=r"test\.dmn"):
        table([], namespace="http://www.omg.org/spec/DMN/20151101/dmn.xsd")


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<definitions/>",
        b"no xml",
        b"<!DOCTYPE d [<!ENTITY e 'x'>]><definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'>&e;</definitions>",
    ],
    ids=["nothing", "no namespace", "no XML", "a DOCTYPE"],
)
def test_a_file_that_is_no_dmn_is_refused_with_its_name(xml: bytes) -> None:
    with pytest.raises(DmnError) as caught:
        read(xml, "vreemd.dmn")

    assert caught.value.source == "vreemd.dmn"
    assert caught.value.reason


def test_an_unknown_hit_policy_is_refused() -> None:
    with pytest.raises(InvalidModel, match="SOMETIMES"):
        table([], policy="SOMETIMES")


def test_a_row_with_too_few_cells_is_refused() -> None:
    with pytest.raises(InvalidModel, match="row 1"):
        table(["> 5"])
