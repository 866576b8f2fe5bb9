"""Tables: the gaps, overlaps and useless rules that an owner should hear of before a case meets them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine.checking.tables import Judgement, judge
from engine.dialect.dmn import Definitions, read
from tests.engine.dialect.test_dmn_tables import MODEL, table


def judged(model: Definitions) -> Judgement:
    return judge(model.graph.tables["besluit"])


def gaps(model: Definitions) -> list[dict[str, object]]:
    """What each example of a gap tells."""
    return [dict(gap.example.told) for gap in judged(model).gaps]


def meetings(model: Definitions) -> list[tuple[int, int]]:
    return [(overlap.first, overlap.second) for overlap in judged(model).overlaps]


def test_rules_that_share_a_boundary_overlap_there() -> None:
    model = table(['<= 5000 | "kort"', '>= 5000 | "lang"'], inputs=("kosten",))

    (overlap,) = judged(model).overlaps

    assert (overlap.first, overlap.second) == (1, 2)
    assert overlap.example.told == (("kosten", Decimal(5000)),)


def test_rules_that_leave_out_a_boundary_have_a_gap_there() -> None:
    assert gaps(table(['< 5000 | "kort"', '> 5000 | "lang"'], inputs=("kosten",))) == [{"kosten": Decimal(5000)}]


def test_a_gap_names_only_the_columns_that_matter() -> None:
    rows = ['<= 5000 | "ja" | - | "kort"', '<= 5000 | "nee" | - | "lang"', '> 5000 | - | - | "lang"']
    model = table(rows, inputs=("kosten", "snel", "plaats"), types=("number", "string", "string"))

    (gap,) = judged(model).gaps

    assert [label for label, _ in gap.example.told] == ["kosten", "snel"]
    assert gap.example.values.keys() == {"kosten", "snel", "plaats"}


@pytest.mark.parametrize(
    "rows",
    [
        ["< 5 | 1", "[5..10) | 2", ">= 10 | 3"],
        ["< 5, > 5 | 1", "5 | 2"],
        ["not(5) | 1", "5 | 2"],
        ["? <= 5 and ? > 2 | 1", "? <= 2 or ? > 5 | 2"],
        ["<= 2 * 3 | 1", "> 6 | 2"],
    ],
    ids=["ranges", "disjunction", "negation", "conditions on the value", "arithmetic of constants"],
)
def test_rules_that_fit_together_have_no_findings(rows: list[str]) -> None:
    assert judged(table(rows, inputs=("aantal",), types=("number",))) == Judgement()


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("boolean", ["true | 1", "false | 2"]),
        ("date", ['< date("2026-03-01") | 1', '>= @"2026-03-01" | 2']),
        ("date and time", ['< @"2026-03-01T12:00:00Z" | 1', '>= @"2026-03-01T12:00:00Z" | 2']),
        ("days and time duration", ['<= duration("P14D") | 1', '> @"P14D" | 2']),
        ("years and months duration", ['<= duration("P6M") | 1', '> @"P6M" | 2']),
    ],
)
def test_values_of_every_type_are_cut(kind: str, rows: list[str]) -> None:
    assert judged(table(rows, inputs=("x",), types=(kind,))) == Judgement()
    assert len(gaps(table(rows[:1], inputs=("x",), types=(kind,)))) == 1


def test_days_lie_next_to_each_other() -> None:
    rows = ['<= @"2026-03-01" | 1', '>= @"2026-03-02" | 2']

    assert gaps(table(rows, inputs=("dag",), types=("date",))) == []
    assert gaps(table([rows[0], '>= @"2026-03-03" | 2'], inputs=("dag",))) == [{"dag": date(2026, 3, 2)}]


def test_between_two_whole_numbers_there_may_be_nothing() -> None:
    (gap,) = judged(table(["<= 5 | 1", ">= 6 | 2"], inputs=("leden",))).gaps

    assert not gap.sure
    assert gap.example.values == {"leden": Decimal("5.5")}


def test_a_text_that_no_rule_names_may_not_exist() -> None:
    (gap,) = judged(table(['"ja" | 1', '"nee" | 2'], inputs=("akkoord",))).gaps

    assert not gap.sure
    assert gap.example.told == (("akkoord", "iets anders"),)


def test_allowed_values_say_that_there_is_nothing_else() -> None:
    model = table(['"ja" | 1', '"nee" | 2'], inputs=("akkoord",), input_values='"ja", "nee"')

    assert judged(model) == Judgement()


def test_a_missing_allowed_value_is_surely_a_gap() -> None:
    (gap,) = judged(table(['"ja" | 1'], inputs=("akkoord",), input_values='"ja", "nee"')).gaps

    assert gap.sure
    assert gap.example.values == {"akkoord": "nee"}


def test_allowed_values_that_cannot_be_cut_make_no_gap() -> None:
    model = table(['"ja" | 1'], inputs=("akkoord",), input_values='starts with(?, "j")')

    assert gaps(model) == []


def test_a_type_of_the_model_limits_what_can_be_filled_in() -> None:
    kind = (
        '<itemDefinition name="tKans"><typeRef>number</typeRef>'
        "<allowedValues><text>[0..1]</text></allowedValues></itemDefinition>"
    )
    xml = (
        f'<definitions xmlns="{MODEL}" id="d" name="test" namespace="urn:test">{kind}'
        '<decision id="besluit" name="Besluit"><decisionTable id="t" hitPolicy="UNIQUE">'
        '<input id="i"><inputExpression typeRef="tKans"><text>kans</text></inputExpression></input><output id="o"/>'
        "<rule><inputEntry><text>&lt; 0.5</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>"
        "<rule><inputEntry><text>[0.5..1]</text></inputEntry><outputEntry><text>2</text></outputEntry></rule>"
        "<rule><inputEntry><text>&gt; 1</text></inputEntry><outputEntry><text>3</text></outputEntry></rule>"
        "</decisionTable></decision></definitions>"
    )

    found = judged(read(xml.encode(), "test.dmn"))

    assert (found.gaps, found.overlaps, found.impossible) == ([], [], [(3, "kans")])


def test_nothing_filled_in_counts_where_a_rule_speaks_of_it() -> None:
    rows = ['null | "ja" | 1', "not(null) | - | 2"]

    (gap,) = judged(table(rows, inputs=("kosten", "snel"), types=("number", "string"))).gaps

    assert gap.example.values == {"kosten": None, "snel": "iets anders"}


def test_a_cell_that_cannot_be_cut_neither_covers_nor_overlaps() -> None:
    rows = ["> grens | 1", "<= 10 | 2", "> 10 | 3", 'string length(string(?)) > 3 | "vier"']

    assert judged(table(rows, inputs=("kosten",), types=("number",))) == Judgement()
    assert judged(table(rows[:1], inputs=("kosten",))).gaps == []


def test_columns_on_the_same_variable_are_not_taken_apart() -> None:
    rows = ["true | > 5000 | 1", "false | <= 5000 | 2"]

    assert judged(table(rows, inputs=("bedrag > 5000", "bedrag"))) == Judgement()


def test_columns_with_the_same_expression_hold_the_same_value() -> None:
    rows = [">= 5 | <= 10 | 1", "< 5 | - | 2", "- | > 10 | 3"]

    assert judged(table(rows, inputs=("bedrag", "bedrag"))) == Judgement()


def test_any_may_overlap_as_long_as_the_rules_agree() -> None:
    rows = ['< 10 | "ja"', '> 5 | "ja"', '> 8 | "nee"', "> 9 | zomaar"]

    assert meetings(table(rows, policy="ANY", inputs=("x",))) == [(1, 3), (2, 3)]


@pytest.mark.parametrize("policy", ["FIRST", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT", "COLLECT/SUM"])
def test_other_hit_policies_are_made_for_overlap(policy: str) -> None:
    assert meetings(table(["< 10 | 1", "> 5 | 2"], policy=policy, inputs=("x",), allowed="1, 2")) == []


def test_a_table_with_a_default_output_may_leave_gaps() -> None:
    assert gaps(table(['> 5 | "ja"'], inputs=("x",), default='"nee"')) == []


def test_a_table_that_counts_needs_no_rule_for_everything() -> None:
    assert gaps(table(["> 5 | 1"], policy="COLLECT/COUNT", inputs=("x",))) == []


def test_a_rule_below_others_that_take_all_of_it_is_hidden() -> None:
    rows = ["< 5 | - | 1", ">= 5 | - | 2", '3 | "ja" | 3', "- | - | 4"]

    found = judged(table(rows, policy="FIRST", inputs=("x", "y"), types=("number", "string")))

    assert found.hidden == [3]  # The last rule is there for when nothing is filled in.


def test_a_rule_for_what_is_of_another_type_is_of_use() -> None:
    rows = ["5 | 1", "not(5) | 2", "- | 3"]

    assert judged(table(rows, policy="FIRST", inputs=("x",))).hidden == []
    assert judged(table(rows, policy="FIRST", inputs=("x",), types=("number",))).hidden == [3]


def test_a_rule_that_matches_nothing_is_found() -> None:
    model = table(['"korte klop" | 1', '"korte klap" | 2'], inputs=("route",), input_values='"korte klap"')

    assert judged(model).impossible == [(1, "route")]


def test_an_empty_table_answers_nothing() -> None:
    (gap,) = judged(table([], inputs=("x",))).gaps

    assert gap.example.told == ()


def test_no_more_than_three_examples_are_given() -> None:
    found = judged(table([f"{n} | 1" for n in range(0, 20, 2)], inputs=("x",)))

    assert (len(found.gaps), found.more_gaps) == (3, True)
    assert [gap.example.values["x"] for gap in found.gaps] == [-1, 1, 3]


def test_a_table_that_is_too_large_is_said_not_to_be_looked_at_whole() -> None:
    rows = [f"{n} | 1" for n in range(600)]

    assert not judged(table(rows, inputs=("x",))).whole


def test_a_table_of_a_hundred_rules_is_looked_at_whole() -> None:
    rows = [f'[{n * 10}..{n * 10 + 10}) | not("{n % 7}") | - | {n}' for n in range(100)]

    found = judged(table([*rows, "- | - | - | 0"], policy="FIRST", inputs=("a", "b", "c")))

    assert (found.whole, found.hidden, found.gaps) == (True, [], [])
