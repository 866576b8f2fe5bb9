"""Habits: what people who do not know FEEL write, where parsing fails or reads something they do not mean.

Each gives what to write instead. What parses (`slip`) is for a check to report: a text in use keeps its behaviour.
"""

from __future__ import annotations

import re

LONGEST = 40
"""How many characters around a place are examined."""
_QUOTES = "“”„‟‘’‚‛«»`´"
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "–": "-", "—": "-", "−": "-", "×": "*", "÷": "/"}
_AND, _OR = ("en", "&"), ("of", "|")
_WORD = re.compile(r"[^\W\d_]+|\S")
_COMMA = re.compile(r"(?<![\w.])(\d[\d.]*),(\d+)(?![\w.,])")
_AROUND_POINT = re.compile(r"(\d+)\s*$")
_DATE = re.compile(r"(?<![\w\"-])(?:(\d{1,2})-(\d{1,2})-(\d{4})|(\d{4})-(\d{2})-(\d{2}))(?![\w\"-])")
_TOLD_DATE = re.compile(r"\bdate\(\s*\"(\d{1,2})-(\d{1,2})-(\d{4})\"\s*\)")
_THOUSANDS = re.compile(r"(?<![\w.])[1-9]\d{0,2}(?:\.\d{3})*\.\d\d0(?![\w.])")
"""Nobody writes a zero at the end of a fraction; that is how thousands are written in Dutch."""
_PAIRS = {"==": "=", "=>": ">=", "=<": "<=", "<>": "!="}
_PAIR = re.compile(r"==|=>|=<|<>")
_FROM_TO = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:-|t/m|tot)\s*(\d+(?:\.\d+)?)\s*")
_TEXTS = re.compile(r'"(?:[^"\\]|\\.)*"')


def advise(text: str, at: int) -> str | None:
    """What was probably meant where a text stops being FEEL, as a message; None if that is anybody's guess."""
    word = (found.group() if (found := _WORD.match(text, at)) else "").lower()
    if word in _SIGNS:
        return f"write {_SIGNS[word]} for {word}"
    if word and word in _QUOTES:
        return 'a text stands between straight quotes, as "yes" does'
    if word == "'":
        return 'a text stands between double quotes, as "yes" does'
    if word == "," and (number := _decimal_at(text, at)):
        return f"write a number with a point and nothing between thousands: {number}"
    if word in _OR and re.match(r"\w+\s+(?:meer|minder)\b", text[at : at + LONGEST]):
        return "write >= for so much or more, and <= for so much or less"
    if word in _OR:
        return "write or where one of two is enough; in a cell of a table, a comma"
    if word in (*_AND, "and"):
        return "write and, in small letters, where both must hold"
    before = re.search(r"(\w+)\s*$", text[max(0, at - LONGEST) : at])
    if before is not None and before[1] in ("niet", "not"):
        return "write not(…) around what must not be"
    if word == "is" or (before is not None and before[1] == "is"):
        return "write = where two things must be the same"
    if word in ("dan", "then", "anders"):
        return "write if … then … else …"
    if word in ("dag", "dagen", "werkdagen", "weken", "maanden", "jaar"):
        return 'write an amount of time as duration("P14D")'
    if word == "euro":
        return "write an amount of money as a number alone"
    if word in ("t", "tot") or text.startswith("..", at):
        return "write a range between brackets: [100..500]"
    if word in ("{", "$", "#"):
        return "write only the name of a value, without braces or signs around it"
    return None


def slip(text: str, *, cell: bool = False) -> str | None:
    """What parses, but as something nobody means: a date that is a subtraction, a comparison that never holds.

    `cell` says that it is a cell of a decision table that tests an input.
    """
    bare = _TEXTS.sub(lambda found: "_" * len(found.group()), text)
    if (date := _DATE.search(bare)) and _is_day(date):
        return f'write a day as date("{_day(date)}")'
    if told := _TOLD_DATE.search(text):
        return f'write a day as date("{told[3]}-{int(told[2]):02}-{int(told[1]):02}")'
    if thousands := _THOUSANDS.search(bare):
        return f"write {thousands.group().replace('.', '')} for {thousands.group()}"
    if pair := _PAIR.search(bare):
        return f"write {_PAIRS[pair.group()]} for {pair.group()}"
    if not cell:
        return None
    if (comma := _COMMA.search(bare)) is not None:
        number = f"{comma[1].replace('.', '')}.{comma[2]}"
        return f"write a number with a point, or with a space after the comma where there are two: {number}"
    if bounds := _FROM_TO.fullmatch(bare):
        return f"write a range between brackets: [{bounds[1]}..{bounds[2]}]"
    return None


def _decimal_at(text: str, at: int) -> str | None:
    before, after = (
        _AROUND_POINT.search(text[max(0, at - LONGEST) : at].replace(".", "")),
        re.match(r",(\d+)", text[at : at + LONGEST]),
    )
    return f"{before[1]}.{after[1]}" if before and after else None


def _is_day(found: re.Match[str]) -> bool:
    day, month = (found[1], found[2]) if found[1] else (found[6], found[5])
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _day(found: re.Match[str]) -> str:
    day, month, year = found.group(1, 2, 3) if found[1] else found.group(6, 5, 4)
    return f"{year}-{int(month):02}-{int(day):02}"
