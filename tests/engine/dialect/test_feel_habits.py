"""What people who do not know FEEL write is answered with what to write instead."""

from __future__ import annotations

import pytest

from engine.checking.wording import in_dutch
from engine.dialect import feel

STOPS = [
    ("muziek = “ja”", 'rechte aanhalingstekens, zoals "ja"'),
    ("muziek = 'ja'", 'dubbele aanhalingstekens, zoals "ja"'),
    ("bedrag > 10,5", "niets tussen duizenden: 10.5"),
    ("bedrag > 1.000,50", "niets tussen duizenden: 1000.50"),
    ("bedrag ≥ 5", "schrijf >= in plaats van ≥"),
    ("bedrag – 5", "schrijf - in plaats van –"),
    ("bedrag > 5 en bezoekers > 3", "schrijf and (kleine letters)"),
    ("bedrag > 5 AND bezoekers > 3", "schrijf and (kleine letters)"),
    ("bedrag > 5 of bezoekers > 3", "schrijf or waar één van de twee genoeg is"),
    ("muziek is \"ja\"", "schrijf = waar twee dingen gelijk moeten zijn"),
    ("niet \"ja\"", "schrijf not(…)"),
    ("dag > 14 dagen", 'duration("P14D")'),
    ("bedrag > 500 euro", "een bedrag alleen als getal"),
    ("als bedrag > 5 dan 1 anders 2", "schrijf if … then … else …"),
    ("${bedrag > 5}", "alleen de naam van een gegeven"),
]  # fmt: skip
SLIPS = [
    ("dag < 31-12-2026", False, 'date("2026-12-31")'),
    ("dag < 2026-12-31", False, 'date("2026-12-31")'),
    ('dag < date("31-12-2026")', False, 'date("2026-12-31")'),
    ("bedrag == 5", False, "schrijf = in plaats van =="),
    ("bedrag => 5", False, "schrijf >= in plaats van =>"),
    ("bedrag > 1.000", False, "schrijf 1000 in plaats van 1.000"),
    ("< 100,5", True, "met een punt: 100.5"),
    ("100-500", True, "tussen haken: [100..500]"),
    ("> 31-12-2026", True, 'date("2026-12-31")'),
]
FINE = [
    ("bedrag - 12 - 2026", False),
    ('dag = date("2026-12-31")', False),
    ('tekst = "31-12-2026 == 1.000"', False),
    ("bedrag * 1.125", False),
    ("1, 2, 3", True),
    ("[1.5..2.5]", True),
    ('"a-b", "1,5"', True),
]


@pytest.mark.parametrize(("text", "told"), STOPS)
def test_a_text_that_is_no_feel_is_answered_with_what_to_write(text: str, told: str) -> None:
    with pytest.raises(feel.FeelSyntaxError) as refused:
        feel.parse(text)

    assert told in in_dutch(str(refused.value))


@pytest.mark.parametrize(("text", "cell", "told"), SLIPS)
def test_a_text_that_reads_as_something_else_is_answered_too(text: str, cell: bool, told: str) -> None:
    (feel.parse_unary_tests if cell else feel.parse)(text)

    assert told in in_dutch(feel.slip(text, cell=cell) or "")


@pytest.mark.parametrize(("text", "cell"), FINE)
def test_what_may_well_be_meant_is_left_alone(text: str, cell: bool) -> None:
    found = feel.slip(text, cell=cell)

    assert found is None
