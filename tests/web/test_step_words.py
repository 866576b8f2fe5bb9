"""A sentence for everything that an edit by form can say, and none that nothing says."""

from __future__ import annotations

import re
from pathlib import Path

import engine
from web.workshop import stepwords

HOUSE = Path(engine.__file__).parent
SOURCES = [path.read_text() for path in (*(HOUSE / "editing").glob("*.py"), *(HOUSE / "workshop").glob("*.py"))]
FORMS = [
    (HOUSE / "workshop" / f"{name}.py").read_text()
    for name in ("stepchanges", "partediting", "formediting", "tableediting", "mailediting")
]


def codes(call: str, sources: list[str]) -> set[str]:
    return {code for source in sources for code in re.findall(rf'{call}\(\s*"(\w+)"', source)}


def test_every_reason_to_refuse_an_edit_has_a_sentence() -> None:
    assert codes("EditRefused", SOURCES) == set(stepwords.REFUSALS)


def test_everything_that_is_wrong_with_a_field_has_a_sentence() -> None:
    assert codes("FieldProblem", FORMS) == set(stepwords.PROBLEMS)


def test_everything_that_an_edit_does_has_a_sentence() -> None:
    told = codes("Done", SOURCES) | {"inputs", "outputs"}

    assert told - set(stepwords.DONE) <= {"cell"}, "a cell is told with its rule"
    assert set(stepwords.DONE) - told == set()
