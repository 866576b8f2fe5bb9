"""Printing: what is printed from a tree reads back as the same tree, for whatever can be parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.dialect.feel import FeelError, parse, parse_unary_tests
from engine.dialect.feel.printing import print_expression, print_tests
from engine.dialect.feel.syntax import Node
from tests.engine.dialect.test_feel_properties import OPERATIONS, WORDS
from tests.lengths import examples

ROOT = Path(__file__).resolve().parents[3]


def bare(tree: Any) -> Any:
    """A tree without the places where its parts stood."""
    if isinstance(tree, tuple):
        return tuple(bare(part) for part in tree)
    if isinstance(tree, Node):
        return type(tree)(*(0 if name == "at" else bare(getattr(tree, name)) for name in tree.__dataclass_fields__))
    return tree


def assert_stable(text: str) -> None:
    tree = parse(text).tree

    printed = print_expression(tree)

    assert bare(parse(printed).tree) == bare(tree), printed
    assert print_expression(parse(printed).tree) == printed


def ours() -> Iterator[str]:
    """Every expression of the processes, and every example of the docs."""
    for file in sorted(ROOT.glob("workflows/*/process.bpmn")):
        for element in etree.parse(file).iter(etree.Element):
            told = [*element.attrib.values(), element.text or ""]
            yield from (text[1:] for text in told if text.startswith("="))
    page = (ROOT / "docs/feel.md").read_text(encoding="utf-8")
    yield from (text for pair in re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", page, re.MULTILINE) for text in pair)


@pytest.mark.parametrize("text", sorted(set(ours())))
def test_our_own_expressions_print_as_what_they_are(text: str) -> None:
    assert_stable(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("a+b*c", "a + (b * c)"),
        ("(a + b) * c", "(a + b) * c"),
        ("- a ** 2", "(-a) ** 2"),
        ("a and b or c", "(a and b) or c"),
        ("x in [1..5)", "x in ([1..5))"),
        ("x in (< 5, > 9)", "x in (< 5, > 9)"),
        ("(1).a", "(1).a"),
        ("for x in 1..3 return x", "for x in 1..3 return x"),
        ('{naam: "a", "b c": 1}', '{"naam": "a", "b c": 1}'),
        ("f(a: 1)", "f(a: 1)"),
        ("function(a: list<number>, b) a", "function(a: list<number>, b) a"),
        ("function(a) external {java: {}}", "function(a) external null"),
        ("x instance of context<a: string>", 'x instance of context<"a": string>'),
        ("x instance of function<date> -> null", "x instance of function<date> -> null"),
        ("if a then b else c", "if a then b else c"),
        ("[1, 2][item > 1].a[1]", "[1, 2][item > 1].a[1]"),
        ("1 /* een */ + // twee\n 2", "1 + 2"),
    ],
)
def test_an_expression_is_printed_one_way(text: str, printed: str) -> None:
    assert print_expression(parse(text).tree) == printed
    assert_stable(text)


@pytest.mark.parametrize("text", ["-", "> 5", "< 3, [5..9]", 'not("ja", "nee")', "not(? > 3)", "1, x + 1", '"a"'])
def test_the_tests_of_a_cell_print_as_what_they_are(text: str) -> None:
    tree = parse_unary_tests(text).tree

    printed = print_tests(tree)

    assert bare(parse_unary_tests(printed).tree) == bare(tree)


@settings(max_examples=examples(300))
@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_whatever_can_be_parsed_can_be_printed_and_parsed_again(text: str) -> None:
    try:
        parse(text)
    except FeelError:
        return
    assert_stable(text)


@given(st.lists(OPERATIONS, min_size=1, max_size=4), st.decimals(0, 10**6, places=3))
def test_operations_within_operations_are_stable(operations: list[str], number: Decimal) -> None:
    text = str(number)
    for operation in operations:
        text = re.sub(r"\bx\b", lambda _: f"({text})", operation)  # noqa: B023
    assert_stable(text)
