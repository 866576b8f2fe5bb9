"""Everything that the readers of files can say has words in Dutch: the source itself is walked for its messages."""

from __future__ import annotations

import ast
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.checking.wording import fill_gaps, in_dutch, translate
from engine.dialect import untrusted
from engine.dialect.untrusted import NotXml

ENGINE = Path(__file__).resolve().parents[3] / "engine"
READERS = [
    *sorted((ENGINE / "dialect").rglob("*.py")),
    *sorted((ENGINE / "forms").rglob("*.py")),
    ENGINE / "workflow" / "compiling.py",
    *sorted((ENGINE / "workshop").glob("*.py")),
    *sorted((ENGINE / "versions").glob("*.py")),
]
RAISERS = {
    "DiagramRefused", "FeelBudgetExceeded", "FeelSyntaxError", "InvalidModel", "NotDmn", "_report", "error",
    "refused", "report",
}  # fmt: skip
EXPECTERS = {"expect", "expect_word", "joined_name"}


def messages() -> Iterator[tuple[str, str]]:
    """Each message with the place where it stands; `'X'` for what it names."""
    for path in READERS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in RAISERS:
                for argument in node.args:
                    for text in _texts(argument):
                        if " " in text and not text.startswith("{"):
                            yield text, f"{path.name}:{node.lineno}"


def phrases() -> Iterator[str]:
    for path in READERS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in EXPECTERS:
                told = (text for argument in node.args[-1:] for text in _texts(argument))
                for text in told:
                    yield text.removeprefix("after ").removeprefix("to close ").removeprefix("between ")


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "'X'" for part in node.values)


def test_every_message_of_a_reader_has_dutch_words() -> None:
    found = dict(messages())

    without = {place: text for text, place in found.items() if translate(text) is None}

    assert without == {}
    assert len(found) > 80


def test_every_phrase_in_such_a_message_has_dutch_words() -> None:
    found = {text for text in phrases() if " " in text}

    assert {text for text in found if translate(text) is None} == set()
    assert len(found) > 20


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("expected 'then' after the condition of if, found 'x'",
         "na de voorwaarde van if hoort 'then', maar er staat 'x'"),
        ("expected ']' to close the filter, found the end of the expression",
         "om het filter af te sluiten hoort hier ']', maar er staat het einde"),
        ("expected a value, found the text 'een, twee'", "hier hoort een waarde, maar er staat de tekst 'een, twee'"),
        ("textfield 'Titel': a field needs a label: without one it cannot be read aloud",
         "textfield 'Titel': een veld heeft een label nodig: zonder is het niet voor te lezen"),
        ("{{ titel + }}: expected a value, found the end of the expression (line 1, column 8)",
         "{{ titel + }}: hier hoort een waarde, maar er staat het einde (regel 1, teken 8)"),
    ],
)  # fmt: skip
def test_a_message_inside_a_message_is_told_in_dutch_too(english: str, dutch: str) -> None:
    assert in_dutch(english) == dutch


@pytest.mark.parametrize(
    "english",
    [
        "there is more than one process.bpmn",
        "no zip file that can be read",
        "a.md is there twice",
        "no valid JSON",
    ],
)
def test_what_is_said_of_a_zip_or_a_form_that_is_typed_is_dutch(english: str) -> None:
    assert translate(english) is not None


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<a>\n\xe9</a>", "op regel 2 staat een teken dat niet is bewaard als UTF-8"),
        (b"<a>&eacute;</a>", "op regel 1 staat &eacute;, en dat kent XML niet"),
        (b"<a>A & B</a>", "een los &-teken; schrijf &amp;"),
        (b"<a>&x</a>", "een los &-teken; schrijf &amp;"),
        (b'<a b="<"/>', "schrijf &lt;"),
        (b'<a b="1" b="2"/>', "op regel 1 staat b er twee keer"),
        (b"<a/><b/>", "gaat het door waar het klaar is"),
        (b"<x:a/>", "bovenaan staat niet wat x is"),
        (b'<a x:b="1"/>', "op regel 1 staat x:b"),
        (b"<a>\x01</a>", "op regel 1 staat iets wat daar niet hoort"),
        (b"<a b=c/>", "op regel 1 staat iets wat daar niet hoort"),
        (b"<a><!-- ", "op regel 1 staat iets wat daar niet hoort"),
    ],
)
def test_what_is_wrong_with_xml_is_said_in_dutch_with_the_line(data: bytes, told: str) -> None:
    with pytest.raises(NotXml) as refused:
        untrusted.parse(data, 1000)

    said = in_dutch(str(refused.value))

    assert said.startswith("dit is geen goede XML: ")
    assert told in said
    assert "line" not in said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": "b', "op regel 1, teken 7, begint een tekst die nergens eindigt"),
        ('{"a": "b\nc"}', "op regel 1 gaat een tekst door op de volgende regel"),
        ('{"a": "\\x"}', "staat een \\ te veel"),
        ('{"a": "\\u12"}', "op regel 1, teken 9, staat iets wat daar niet hoort"),
        ("\ufeff{}", "zonder BOM"),
    ],
)
def test_what_is_wrong_with_json_is_said_in_dutch_with_the_line(text: str, told: str) -> None:
    with pytest.raises(ValueError, match="line") as refused:
        json.loads(text)

    said = in_dutch(f"no valid JSON: {refused.value}")

    assert told in said
    assert "line" not in said


def test_how_large_a_file_may_be_is_said_in_megabytes() -> None:
    assert in_dutch("forms/a.form is larger than 2000000 bytes") == "forms/a.form is groter dan 2 MB"
    assert in_dutch("a form file has at most 500 bytes; this has 2000001") == (
        "een formulier heeft hooguit 500 bytes; dit heeft er 2000001"
    )


def test_what_a_library_says_stays_as_it_is() -> None:
    assert in_dutch("this is not JSON: Expecting value") == "dit is geen JSON: Expecting value"
    assert in_dutch("zomaar iets") == "zomaar iets"


@given(st.lists(st.text("ab", min_size=1, max_size=2), min_size=1, max_size=4), st.text("ab", max_size=10))
def test_gaps_are_found_where_a_regular_expression_finds_them(parts: list[str], message: str) -> None:
    oracle = re.compile("(.*?)".join(map(re.escape, parts))).fullmatch(message)

    assert fill_gaps(parts, message) == (list(oracle.groups()) if oracle else None)


@pytest.mark.parametrize(
    "message",
    [
        " (line " * 30_000 + ", column " * 30_000,
        "x" + " (line 1, column 2)" * 5_000,
        "row " + " has  cells for " * 9_000,
    ],
    ids=["many places", "messages in messages", "many places in the middle"],
)
def test_a_message_that_quotes_what_was_made_to_be_slow_is_told_at_once(message: str) -> None:
    begun = time.process_time()

    assert in_dutch(message)
    assert time.process_time() - begun < 1
