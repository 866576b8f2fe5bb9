"""The editor reads FEEL with npm feelin: what it takes for FEEL is FEEL to us; where values differ, ours are right."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.dialect.feel import (
    Evaluation,
    FeelError,
    FeelSyntaxError,
    Range,
    from_python,
    parse,
    parse_unary_tests,
    write_value,
)
from engine.dialect.feel.errors import NULL_OPERAND, WRONG_TYPE
from hatch_build import find_node
from tests.engine.dialect.feel_corpus import ROOT, SCOPE, TESTED, cells, expressions, soup

FEELIN = ROOT / "web/assets/node_modules/feelin"
NUMBERS = "10.3.2.3.1: numbers are decimals of 34 digits, which JavaScript has not"
KEPT: Mapping[str, tuple[str, str]] = {
    "0.1 + 0.2 = 0.3": ("true", NUMBERS),
    "1 / 3 * 3 = 1": ("false", NUMBERS + "; a third of 34 digits, three times, is no whole 1"),
    "9007199254740993 = 9007199254740992": ("false", NUMBERS),
    "string(1.10)": ('"1.10"', "10.3.2.3.1: a decimal keeps its scale"),
    'years and months duration(date("2024-01-31"), date("2026-03-02"))': (
        "P2Y1M",
        "10.3.4.1: the result is a years and months duration, which has no days",
    ),
    'substring("foobar", 0)': ("null", "10.3.4.3: positions count from 1, or from -1 at the end"),
    "5 in [10..1]": ("false", "table 55: e in [a..b] is e >= a and e <= b"),
    "5 between 10 and 1": ("false", "10.3.2: x between a and b is x >= a and x <= b"),
    "overlaps before([1..5], [3..8])": ("true", "10.3.4.7"),
    "finishes(10, [1..10])": ("true", "10.3.4.7"),
    "during(6, [5..10])": ("true", "10.3.4.7"),
    "starts(1, [1..10])": ("true", "10.3.4.7"),
    "started by([1..10], 1)": ("true", "10.3.4.7"),
    "coincides([1..5], [1..5])": ("true", "10.3.4.7"),
    # Of the stock, without the answers that they are about: what is no list is filtered as a list of one.
    'string join(verdeling[toegekend > 0].regel, "\\n")': (
        '""',
        "10.3.2.5, 10.3.4.4: of no texts there is an empty one",
    ),
    "groepen.stuurgroep[not(list contains(met_belang, id))]": ("[]", "10.3.2.5: a filter leaves a list"),
    "count(groepen.stuurgroep[not(list contains(met_belang, id))])": ("0", "10.3.2.5, 10.3.4.4: of an empty list"),
    'concatenate(met_belang, stemmen[keuze = "belang"].lid)': ("null", "10.3.4.4: null is no list"),
}
"""Expression → our value, and why it is right: the clause of DMN 1.5."""

pytestmark = [
    pytest.mark.skipif(find_node() is None, reason="needs Node.js, which make assets brings"),
    pytest.mark.skipif(not FEELIN.is_dir(), reason="needs npm feelin in web/assets, which make assets installs"),
]
Question = dict[str, Any]


@pytest.fixture(scope="module")
def ask() -> Callable[[list[Question]], list[dict[str, Any]]]:
    """Ask feelin many questions in one process of Node.js."""

    def ask_all(questions: list[Question]) -> list[dict[str, Any]]:
        node = find_node()
        assert node is not None
        command = [node.program, str(Path(__file__).with_name("feelin.mjs")), str(FEELIN)]
        lines = "".join(json.dumps(question) + "\n" for question in questions)
        done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=300, check=True)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(answers) == len(questions)
        return answers

    return ask_all


def of_expressions() -> list[Question]:
    return [{"text": text, "kind": "expression", "scope": SCOPE} for text in expressions()]


def of_cells() -> list[Question]:
    return [{"text": text, "kind": "tests", "scope": {**SCOPE, "?": value}} for text in cells() for value in TESTED]


def evaluate(question: Question) -> Evaluation:
    scope = from_python(question["scope"])
    if question["kind"] == "tests":
        return parse_unary_tests(question["text"]).explain(scope.pop("?"), scope)
    return parse(question["text"]).explain(scope)


def is_alike(ours: Any, theirs: Mapping[str, Any] | None) -> bool:
    """Whether the two are one value, as far as binary numbers and the notation of durations can tell."""
    if theirs is None or ours is None:
        return ours is None and theirs is None
    ((kind, value),) = theirs.items()
    if kind == "number":
        return type(ours) is Decimal and abs(ours - Decimal(value)) <= Decimal("1e-14") * max(Decimal(1), abs(ours))
    if kind == "list":
        return isinstance(ours, list) and len(ours) == len(value) and all(map(is_alike, ours, value))
    if kind == "context":
        theirs_by_key = dict(value)
        return (
            isinstance(ours, dict)
            and ours.keys() == theirs_by_key.keys()
            and all(is_alike(ours[key], theirs_by_key[key]) for key in ours)
        )
    if kind == "range":
        closed = isinstance(ours, Range) and (ours.low_closed, ours.high_closed) == (value[0], value[3])
        return closed and is_alike(ours.low, value[1]) and is_alike(ours.high, value[2])
    if kind in ("boolean", "text"):
        return bool(type(ours) is type(value) and ours == value)
    return callable(getattr(ours, "call", None)) if kind == "function" else write_value(ours) == value


def test_the_corpus_is_what_the_editor_takes_for_feel(ask: Any) -> None:
    questions = [*of_expressions(), *of_cells()]

    refused = [q["text"] for q, answer in zip(questions, ask(questions), strict=True) if not answer["parses"]]

    assert refused == []
    assert len(questions) > 500


def test_what_the_editor_takes_for_feel_is_feel_to_us() -> None:
    """The corpus itself: see above that the editor takes all of it."""
    for text in expressions():
        parse(text)
    for text in cells():
        parse_unary_tests(text)


def test_words_in_any_order_that_the_editor_reads_we_read(ask: Any) -> None:
    """Save a plus with nothing before it: FEEL has an arithmetic negation and no affirmation (10.3.1.2, rule 4)."""
    texts = soup(3_000)
    taken = [
        text
        for text, answer in zip(texts, ask([{"text": text, "kind": "expression", "scope": {}} for text in texts]),
                                strict=True)
        if answer["parses"]
    ]  # fmt: skip

    assert len(taken) > 100
    assert [text for text in taken if not _reads(text)] == []


def _reads(text: str) -> bool:
    try:
        parse(text)
    except FeelSyntaxError as error:
        return error.message.startswith("expected a value, found") and text[error.position.offset] == "+"
    return True


def test_values_are_those_of_the_editor_or_kept_with_the_reason_that_ours_are_right(ask: Any) -> None:
    questions = of_expressions()

    differ = {
        question["text"]: (write_value(ours, nested=True), answer)
        for question, answer in zip(questions, ask(questions), strict=True)
        if not is_alike(ours := evaluate(question).value, answer.get("value"))
    }

    assert differ.keys() - KEPT.keys() == set(), differ
    assert {text: ours for text, (ours, _) in differ.items()} == {text: ours for text, (ours, _) in KEPT.items()}


def test_cells_match_where_the_editor_says_so_except_for_what_has_no_order_or_equality(ask: Any) -> None:
    """A value of another type, or null in an order, is neither in nor out (10.3.2.2); feelin says false or true."""
    questions = of_cells()
    differ = []
    compared = 0
    for question, answer in zip(questions, ask(questions), strict=True):
        ours = evaluate(question)
        if ours.value is None and {warning.kind for warning in ours.warnings} & {WRONG_TYPE, NULL_OPERAND}:
            continue
        compared += 1
        if not is_alike(ours.value, answer.get("value")):
            differ.append((question["text"], question["scope"]["?"], ours.value, answer))

    assert differ == []
    assert compared > len(questions) // 3


def test_an_error_in_an_expression_is_an_error_to_both(ask: Any) -> None:
    broken = ["1 +", "if 1 then 2", "(1", "[1, 2", '"open', "for i in return 1", "a b c)", "{a 1}"]

    answers = ask([{"text": text, "kind": "expression", "scope": {}} for text in broken])

    assert [answer["parses"] for answer in answers] == [False] * len(broken)
    for text in broken:
        with pytest.raises(FeelError):
            parse(text)
