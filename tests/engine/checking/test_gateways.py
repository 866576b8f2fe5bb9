"""Gateways: conditions that leave a way out for no case, or two for one, are told with an example."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.checking import check_folder
from engine.checking.gateways import judge
from engine.checking.regions import Unclear
from engine.dialect import feel
from tests.engine.checking.test_comparing import FILES
from tests.engine.diagrams import end, field, flow, folder, form, node, start, user

GATEWAY = {"no_default", "gateway_gap", "gateway_overlap"}


def choosing(*conditions: str, default: bool = False, questions: bytes = FILES["forms/vragen.form"]) -> list[str]:
    """What is found on a choice between these conditions, after a form that asks the questions."""
    ends = [f"Weg_{number}" for number in range(len(conditions))]
    flows = [flow("Keuze", key, f"<![CDATA[={text}]]>") for key, text in zip(ends, conditions, strict=True)]
    told = {"default": "Keuze_to_Anders"} if default else {}
    anders = [end("Anders"), flow("Keuze", "Anders")] if default else []
    files = folder(start(), user("Vragen", form="vragen"), node("exclusiveGateway", "Keuze", **told), *map(end, ends),
                   flow("Begin", "Vragen"), flow("Vragen", "Keuze"), *flows, *anders,
                   files={"forms/vragen.form": questions})  # fmt: skip
    return [str(f) for f in check_folder(files, {}) if f.code in GATEWAY]


@pytest.mark.parametrize(
    "conditions",
    [
        ["akkoord", "not(akkoord)"],
        ["akkoord = true", "akkoord = false"],
        ["akkoord", "not(akkoord) and bedrag > 5", "not(akkoord) and (bedrag <= 5 or bedrag = null)"],
        ['route = "korte klap"', 'route != "korte klap"'],
        ["bedrag = null", "bedrag < 5", "bedrag between 5 and 10", "bedrag > 10"],
        ["bedrag = null", "bedrag in (< 5, > 10)", "bedrag in [5..10]"],
    ],
)
def test_conditions_of_which_one_always_holds_need_no_default(conditions: list[str]) -> None:
    assert choosing(*conditions) == []


def test_a_gap_is_told_with_an_example() -> None:
    (told,) = choosing("bedrag = null", "bedrag < 5", "bedrag > 5")

    assert told.startswith(
        "Let op: Bij bedrag = 5 klopt geen van de voorwaarden uit *Keuze*. De zaak stopt dan met een storing. "
        "Kies een standaardstroom, of maak een van de voorwaarden ruimer. (Keuze, proef, regel "
    )


def test_a_gap_names_only_what_matters() -> None:
    (told,) = choosing("akkoord and bedrag > 5", "akkoord and (bedrag <= 5 or bedrag = null)")

    assert "Bij akkoord = false klopt geen" in told


def test_a_question_that_may_be_left_open_leaves_a_gap() -> None:
    (told,) = choosing('route = "korte klap"', 'route = "lange klap"')

    assert "Bij route = (niets ingevuld) klopt geen" in told


def test_a_question_that_must_be_answered_leaves_none() -> None:
    values = [{"value": value, "label": value} for value in ("ja", "nee")]
    asked = form("vragen", field("volledig", "radio", values=values, validate={"required": True}))

    assert choosing('volledig = "ja"', 'volledig = "nee"', questions=asked) == []


def test_numbers_are_taken_as_the_form_asks_them() -> None:
    rules = {"required": True, "min": 1, "max": 10}
    asked = form("vragen", field("leden", "number", decimalDigits=0, validate=rules))

    assert choosing("leden <= 5", "leden >= 6", questions=asked) == []
    assert choosing("leden in [1..5]", "leden in [6..10]", questions=asked) == []
    assert choosing("leden <= 5.2", "leden >= 5.8", questions=asked) == []
    assert "Bij leden = 6 klopt geen" in choosing("leden <= 5", "leden >= 6.5", questions=asked)[0]
    assert "Bij leden = 10 klopt geen" in choosing("leden < 6", "leden in [6..9]", questions=asked)[0]


def test_a_variable_of_which_nothing_is_known_may_be_anything() -> None:
    (told,) = choosing('soort = "vraag"', 'soort = "melding"')

    assert "Bij soort = iets anders klopt geen" in told


def test_a_default_closes_every_gap() -> None:
    assert choosing("bedrag < 5", "bedrag > 5", default=True) == []


def test_conditions_that_hold_together_are_told_even_with_a_default() -> None:
    (told,) = choosing("bedrag > 1000", "bedrag > 5000", default=True)

    assert "Bij bedrag = 5001 kloppen twee voorwaarden uit *Keuze*: *Keuze* → *Weg_0* en *Keuze* → *Weg_1*." in told


@pytest.mark.parametrize("condition", ["count(hulp) > 1", "bedrag > grens", 'toelichting < "m"', "bedrag + 1 > 5"])
def test_conditions_that_cannot_be_cut_are_only_asked_for_a_default(condition: str) -> None:
    (told,) = choosing(condition, f"not({condition})")

    assert "heeft geen standaardstroom" in told
    assert choosing(condition, "akkoord", default=True) == []


def test_too_many_combinations_are_not_looked_at() -> None:
    conditions = [" and ".join(f"x{n} > {n}" for n in range(12)), "akkoord"]

    (told,) = choosing(*conditions)

    assert "heeft geen standaardstroom" in told


ATOMS = ["a < 3", "a >= 3", "a = 3", "a > 6", "b", "not(b)", "a between 3 and 6", "a in (< 0, [3..6))", "b = false"]
AMOUNTS = [Decimal(n) for n in (-1, 0, 1, 3, 4, 6, 7)]


@given(st.lists(st.lists(st.sampled_from(ATOMS), min_size=1, max_size=3), min_size=1, max_size=3), st.booleans())
def test_what_is_reported_happens_and_what_is_not_does_not(parts: list[list[str]], both: bool) -> None:
    conditions = [feel.parse((" and " if both else " or ").join(f"({atom})" for atom in part)) for part in parts]
    scopes = [{"a": a, "b": b} for a, b in product([*AMOUNTS, None], [True, False, None])]
    answers = [[condition.evaluate(scope) for condition in conditions] for scope in scopes]

    gap, overlaps = judge(conditions, lambda subject: None)

    assert (gap is not None) == any(not any(found) and None not in found for found in answers)
    assert bool(overlaps) == any(found.count(True) > 1 for found in answers)
    for overlap in overlaps:
        told = dict(overlap.example)
        fitting = [found for scope, found in zip(scopes, answers, strict=True) if _agrees(scope, told)]
        assert all(found[number] is True for found in fitting for number in overlap.holding)


def _agrees(scope: Mapping[str, object], told: Mapping[str, object]) -> bool:
    return all(scope[name] == value for name, value in told.items())


def test_more_than_comparing_is_unclear() -> None:
    with pytest.raises(Unclear):
        judge([feel.parse("a > b")], lambda subject: None)
