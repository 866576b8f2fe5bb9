"""Expressions for the editor's parser and ours: our own processes', every form of the language, and made ones."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from engine.checking.contents import expressions_of
from engine.definitions import read_folders
from engine.dialect.folder import ProcessFiles

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

FORMS = """
0.1 + 0.2 = 0.3
1 / 3 * 3 = 1
0.1 * 3
2 ** 10
2 ** 3 ** 2
-2 ** 2
1 - 2 - 3
10 / 4
1.5e3
.5 + .5
9007199254740993 = 9007199254740992
9007199254740993 + 0
1 / 0
bedrag > 5000 and advies = "positief"
bedrag >= 5000 or niets
not(akkoord)
not(niets)
niets = null
null = null
null != 1
1 = "1"
true and null
false and null
true or null
null and null
"a" < "b"
"a" + "b"
"a" + 1
bedrag between 5000 and 7000
bedrag in [5000..7000]
bedrag in (6000..7000]
bedrag in (< 5000, > 5500)
advies in ("positief", "negatief")
advies in ["positief", "negatief"]
5 in (> 3)
[1..3]
(1..3]
]1..3]
[1..3[
5 in [1..10)
5 in [10..1]
5 between 10 and 1
if bedrag > 5000 then "veel" else "weinig"
if niets then 1 else 2
if akkoord then if bedrag > 1 then 1 else 2 else 3
for i in lijst return i * 2
for i in 1..3 return i
for i in 3..1 return i
for i in [1, 2], j in [3, 4] return i * j
for i in 1..4 return if i = 1 then 1 else i * partial[-1]
some i in lijst satisfies i > 3
every i in lijst satisfies i > 3
some i in [] satisfies true
every i in [] satisfies false
lijst[1]
lijst[-1]
lijst[0]
lijst[9]
lijst[item > 2]
lijst[item > 2][1]
personen[leeftijd > 18]
personen[leeftijd > 18].naam
personen.naam
persoon.naam
persoon.adres
niets.naam
{a: 1, b: a + 1}
{a: 1, b: a + 1}.b
{"a b": 1}
{a: {b: {c: 1}}}.a.b.c
[]
{}
[1, [2, 3]]
[1, 2] = [1, 2]
{a: 1} = {a: 1}
function(x) x + 1
(function(x, y) x + y)(1, 2)
{f: function(x: number) x * 2, r: f(4)}.r
1 instance of number
"a" instance of string
null instance of string
[1] instance of list<number>
{a: 1} instance of context<a: number>
@"2026-03-02"
@"2026-03-02" + @"P1D"
@"2026-03-02" - @"2026-02-01"
@"2026-01-31" + @"P1M"
@"2026-03-02T09:30:00"
@"09:30:00"
@"P1Y2M"
@"PT36H"
date("2026-03-02").year
date(2026, 3, 2)
date("2026-03-02") < date("2026-03-03")
date("2026-02-30")
date and time("2026-03-02T09:30:00").hour
time("09:30:00").minute
duration("P3DT4H").days
duration("P1Y6M").months
years and months duration(date("2024-01-31"), date("2026-03-02"))
day of week(date("2026-03-02"))
month of year(date("2026-03-02"))
week of year(date("2026-01-01"))
day of year(date("2026-03-02"))
last day of month(date("2026-02-01"))
string length("één")
substring("foobar", 3)
substring("foobar", 3, 3)
substring("foobar", -2, 1)
substring("foobar", 0)
upper case("abc")
lower case("ABC")
substring before("foobar", "bar")
substring after("foobar", "ob")
substring before("foobar", "x")
substring after("foobar", "x")
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]")
contains("foobar", "of")
starts with("foobar", "fo")
ends with("foobar", "r")
matches("foobar", "^fo*b")
matches("foobar", "^fo*bb")
split("a;b;c", ";")
string join(["a", "b"], ", ")
string join(["a", null, "b"])
list contains([1, 2, null], null)
count(lijst)
min(lijst)
max(1, 5, 3)
min([])
sum(lijst)
sum([])
mean([1, 2, 3])
mean([])
all([true, false])
all([])
any([false, true])
any([])
sublist([4, 5, 6], 1, 2)
append([1], 2, 3)
concatenate([1, 2], [3])
insert before([1, 3], 1, 2)
remove([1, 2, 3], 2)
reverse([1, 2, 3])
index of([1, 2, 3, 2], 2)
union([1, 2], [2, 3])
distinct values([1, 2, 3, 2, 1])
flatten([[1, 2], [[3]], 4])
product([2, 3, 4])
median([8, 2, 5, 3, 4])
median([6, 1, 2, 3])
stddev([2, 4, 7, 5])
mode([6, 3, 9, 6, 6])
mode([])
list replace([2, 4, 7, 8], 3, 6)
list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)
sort([3, 1, 2], function(x, y) x < y)
decimal(1/3, 2)
decimal(1.5, 0)
decimal(2.5, 0)
floor(1.56)
floor(-1.5)
ceiling(1.5)
ceiling(-1.56, 1)
round up(5.5, 0)
round down(-5.5, 0)
round half up(5.5, 0)
round half down(5.5, 0)
round half up(-1.126, 2)
abs(-10)
modulo(12, 5)
modulo(-12, 5)
modulo(10.1, 4.5)
sqrt(16)
log(10)
exp(0)
odd(5)
even(5)
number("1 000,0", " ", ",")
number("1,000.5", ",", ".")
string(1.10)
string(null)
string([1, "a", null])
string({a: "foo"})
string(@"2026-03-02")
string(true)
get value({a: 1}, "a")
get value({a: 1}, "b")
get entries({a: 1})
context([{key: "a", value: 1}])
context put({a: 1}, "b", 2)
context merge([{a: 1}, {b: 2}])
before(1, 10)
before([1..5], [6..10])
after([6..10], 5)
meets([1..5], [5..10])
met by([5..10], [1..5])
overlaps([1..5], [3..8])
overlaps before([1..5], [3..8])
finishes(10, [1..10])
includes([5..10], 6)
during(6, [5..10])
starts(1, [1..10])
started by([1..10], 1)
coincides([1..5], [1..5])
is(1, 1)
is(@"2026-03-02", @"2026-03-02")
count([1, 2, 3]) > 2 and sum([1, 2]) = 3
(bedrag + 1) * 2
bedrag+1
 bedrag  >  5000 // wat overblijft
bedrag /* is veel */ > 5000
"een \\"citaat\\""
"tab\\there"
"\\u00e9"
onbekend
onbekend + 1
"""

CELLS = """
-
"positief"
5000
< 5000
<= 5000, > 9000
[1..10]
(1..10)
not("positief", "negatief")
not(< 5)
> bedrag
"a", "b"
null
true
? > 5
? in lijst
@"2026-03-02"
[@"2026-01-01"..@"2026-12-31"]
"""
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
