"""JUEL: a condition of Camunda 7 or Flowable is the same in FEEL, or is left as it is."""

from __future__ import annotations

import pytest

from engine.editing.juel import LONGEST, from_juel, is_juel, moment_from_juel


@pytest.mark.parametrize(
    ("juel", "feel"),
    [
        ("${akkoord}", "=akkoord"),
        ("${akkoord == true && bedrag <= 5000}", "=akkoord = true and bedrag <= 5000"),
        ("#{besluit == 'ja' || besluit eq \"nee\"}", '=besluit = "ja" or besluit = "nee"'),
        (" ${!akkoord} ", "=not(akkoord)"),
        ("${!(a or b)}", "=not(a or b)"),
        ("${not a and b ne null}", "=not(a) and b != null"),
        ("${!empty naam}", "=not((naam = null))"),
        ("${execution.getVariable('bedrag') gt 10.5}", "=bedrag > 10.5"),
        (
            "${nrOfCompletedInstances/nrOfInstances >= 0.5}",
            "=numberOfCompletedInstances / numberOfInstances >= 0.5",
        ),
        ("${naam == 'D\\'Arc \"x\"'}", '=naam = "D\'Arc \\"x\\""'),
    ],
)
def test_a_condition_is_the_same_in_feel(juel: str, feel: str) -> None:
    assert is_juel(juel)
    assert from_juel(juel) == feel


@pytest.mark.parametrize(
    "juel",
    [
        "${bean.doe(x)}",
        "${a.size() > 1}",
        "${a mod b == 1}",
        "${a ? 1 : 2}",
        "${}",
        "Beste ${naam}",
        "${a} ${b}",
        "${!}",
        "${empty (a)}",
        "${a == }",
        "${" + "a" * LONGEST + "}",
    ],
)
def test_what_calls_a_program_or_cannot_be_read_is_left(juel: str) -> None:
    assert from_juel(juel) is None


@pytest.mark.parametrize(
    ("juel", "moment"),
    [
        ("${dateTime().plusDays(5).toDate()}", "P5D"),
        ("${now().plusHours(12)}", "PT12H"),
        ("${uiterlijk}", "=uiterlijk"),
        ("${dateTime().plusDays(5).plusHours(1)}", None),
        ("${bean.morgen()}", None),
    ],
)
def test_a_moment_so_much_later_is_a_duration(juel: str, moment: str | None) -> None:
    assert moment_from_juel(juel) == moment
