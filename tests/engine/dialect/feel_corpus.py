"""Expressions for the editor's parser and ours: our own processes', every form of the language, and made ones."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from engine.checking.contents import expressions_of
from engine.dialect.folder import ProcessFiles
from engine.versions.folders import read_folders

ROOT = Path(__file__).resolve().parents[3]
SCOPE = {
    "bedrag": 6000,
    "advies": "positief",
    "lijst": [1, 2, 3, 4],
    "persoon": {"naam": "Ina", "leeftijd": 40},
    "personen": [{"naam": "Ina", "leeftijd": 40}, {"naam": "Bo", "leeftijd": 12}],
    "akkoord": True,
    "niets": None,
}
"""What the variables of the forms and of the made expressions are."""

FORMS = Path(__file__).with_name("feel_corpus_forms.txt").read_text(encoding="utf-8")

CELLS = Path(__file__).with_name("feel_corpus_cells.txt").read_text(encoding="utf-8")
"""Tests of cells, which are looked at with a value in `?`."""
TESTED = [None, 5, 6000, "positief", True]


def expressions() -> list[str]:
    """Every expression, each once."""
    told = [line for line in FORMS.split("\n") if line.strip()]
    return list(dict.fromkeys([*of_the_workflows()[0], *of_the_docs(), *told, *made(300)]))


def cells() -> list[str]:
    """The tests of every cell, each once."""
    return list(dict.fromkeys([*of_the_workflows()[1], *(line for line in CELLS.split("\n") if line.strip())]))


def of_the_workflows() -> tuple[list[str], list[str]]:
    """The expressions, and the tests of cells, of the processes of the stock."""
    found: list[str] = []
    tests: list[str] = []
    for files in read_folders(ROOT / "workflows").values():
        found += [text[1:] for element in files.process.elements.values() for _, text in expressions_of(element)
                  if text.startswith("=")]  # fmt: skip
        found += [text for mail in files.mails.values() for text in mail.expressions]
        found += [text[1:] for form in files.forms.values() for text in _hidden(form)]
        tests += _tables(files, found)
    return found, tests


def _hidden(form: object) -> Iterator[str]:
    if isinstance(form, dict):
        hide = form.get("conditional", {}).get("hide") if isinstance(form.get("conditional"), dict) else None
        if isinstance(hide, str) and hide.startswith("="):
            yield hide
        for part in form.values():
            yield from _hidden(part)
    elif isinstance(form, list):
        for part in form:
            yield from _hidden(part)


def _tables(files: ProcessFiles, found: list[str]) -> Iterator[str]:
    for definitions in files.decisions.values():
        for decision in definitions.decisions:
            table = definitions.show_table(decision)
            for row in table.rows if table is not None else ():
                found += row.outputs
                yield from (cell for cell in row.inputs if cell)


def of_the_docs() -> list[str]:
    """What stands between backquotes after an = in the pages for people."""
    pages = sorted((ROOT / "docs").glob("*.md"))
    return [text for page in pages for text in re.findall(r"`=\s*([^`\n]+)`", page.read_text())]


def made(number: int) -> list[str]:
    """Expressions without a variable, the same ones every time."""
    chance = random.Random(20260302)
    return [_make(chance, chance.choice(["number", "boolean", "text", "list"]), 3) for _ in range(number)]


def soup(number: int) -> list[str]:
    """Words and signs of the language in any order; few of them mean anything."""
    chance = random.Random(20260303)
    words = _WORDS.split()
    return [" ".join(chance.choices(words, k=chance.randint(1, 6))) for _ in range(number)]


def _make(chance: random.Random, kind: str, depth: int) -> str:
    if depth == 0 or chance.random() < 0.15:
        return chance.choice(_LEAVES[kind])
    shape = chance.choice(_SHAPES[kind])
    return re.sub(r"<(\w+)>", lambda match: _make(chance, match[1], depth - 1), shape)


_WORDS = """
    a b 1 2.5 "x" true null ( ) [ ] { } , : . .. + - * / ** = != < <= > >= and or in not if then else for return some
    every satisfies between instance of function ( ) a 1 item number list date count
"""
_LEAVES = {
    "number": ["0", "1", "2", "7", "-3", "0.5", "1.25", "100"],
    "boolean": ["true", "false"],
    "text": ['""', '"a"', '"abc"', '"één"'],
    "list": ["[]", "[1]", "[1, 2, 3]", "[3, 1, 2]"],
}
_SHAPES = {
    "number": [
        "<number> + <number>", "<number> - <number>", "<number> * <number>", "(<number> + <number>) * <number>",
        "-(<number>)", "if <boolean> then <number> else <number>", "count(<list>)", "string length(<text>)",
        "abs(<number>)", "floor(<number>)", "ceiling(<number>)", "modulo(<number>, 7)", "max(<number>, <number>)",
        "sum([<number>, <number>])", "{a: <number>, b: a + 1}.b", "(function(x) x * 2)(<number>)",
    ],
    "boolean": [
        "<number> < <number>", "<number> >= <number>", "<number> = <number>", "<text> = <text>",
        "<boolean> and <boolean>", "<boolean> or <boolean>", "not(<boolean>)", "<number> between -50 and 50",
        "<number> in [-5..5]", "<number> in (0..9)", "list contains(<list>, <number>)", "contains(<text>, <text>)",
        "some x in <list> satisfies x > <number>", "every x in <list> satisfies x > <number>",
    ],
    "text": [
        "<text> + <text>", "upper case(<text>)", "if <boolean> then <text> else <text>", "string(<boolean>)",
        "substring before(<text>, <text>)", "string join([<text>, <text>], <text>)",
    ],
    "list": [
        "[<number>, <number>]", "for x in <list> return x + <number>", "<list>[item > <number>]",
        "concatenate(<list>, <list>)", "reverse(<list>)", "append(<list>, <number>)", "distinct values(<list>)",
        "sort(<list>, function(x, y) x < y)", "flatten([<list>, <list>])",
    ],
}  # fmt: skip
