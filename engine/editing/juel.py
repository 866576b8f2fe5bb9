"""JUEL: expressions of Camunda 7 and Flowable, such as `${bedrag <= 5000 && akkoord}`, as FEEL. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from engine.dialect import feel

_WHOLE = re.compile(r"\s*[$#]\{([^{}]*)\}\s*")
_READ = re.compile(r"(?:execution|task|delegateTask)\.getVariable\(\s*['\"]([A-Za-z_]\w*)['\"]\s*\)")
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?P<sign>&&|\|\||==|!=|<=|>=|[-+*/<>!()]))"
)
_SIGNS: Mapping[str, str] = {"&&": "and", "||": "or", "==": "=", "!": "not"}
_WORDS: Mapping[str, str] = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_RENAMED: Mapping[str, str] = {
    "nrOfInstances": "numberOfInstances",
    "nrOfCompletedInstances": "numberOfCompletedInstances",
    "nrOfActiveInstances": "numberOfActiveInstances",
}
"""What is counted while a step is repeated."""
_LATER = re.compile(
    r"[$#]\{\s*(?:dateTime|now)\(\)\.plus(Days|Weeks|Months|Hours|Minutes)\((\d{1,4})\)(?:\.to\w+\(\))?\s*\}"
)
_UNITS: Mapping[str, str] = {"Days": "P{}D", "Weeks": "P{}W", "Months": "P{}M", "Hours": "PT{}H", "Minutes": "PT{}M"}
_NO_NAMES = frozenset({"and", "or", "not", "empty", *_WORDS})
LONGEST = 2_000


def is_juel(text: str) -> bool:
    return len(text) <= LONGEST and ("${" in text or "#{" in text)


def from_juel(text: str) -> str | None:
    """The same in FEEL, with the `=` before it; None where it does what FEEL does not, such as calling a program."""
    whole = _WHOLE.fullmatch(text) if len(text) <= LONGEST else None
    if whole is None:
        return None
    told = _READ.sub(r"\1", whole[1])
    written = list(_rewrite(told))
    if None in written:
        return None
    result = " ".join(part for part in written if part)
    result = result.replace("( ", "(").replace(" )", ")").replace("not (", "not(")
    try:
        names = feel.parse(result).names
    except feel.FeelError:
        return None
    # Words that FEEL does not know, such as `mod`, would become part of a name.
    return None if any(" " in name for name in names) else f"={result}"


def moment_from_juel(text: str) -> str | None:
    """A moment so much later, as a duration; any other expression as FEEL."""
    if (later := _LATER.fullmatch(text.strip())) is not None:
        return _UNITS[later[1]].format(int(later[2]))
    return from_juel(text)


def _rewrite(text: str) -> Iterator[str | None]:
    """The parts in FEEL; None for what is not understood."""
    at, negated, empty = 0, False, False
    text = text.rstrip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            yield None
            return
        at = token.end()
        if token["name"] and token["name"] not in _NO_NAMES and text[at:].lstrip().startswith("("):
            yield None  # a program is called
            return
        is_name = bool(token["name"])
        part: str | None = _say(token)
        if part in {"not", "empty"} and (token["sign"] == "!" or is_name):
            negated, empty = negated or part == "not", empty or part == "empty"
            continue
        if empty:
            part = f"({part} = null)" if is_name else None
        if negated:
            part = f"not({part})" if part != "(" else "not("
        negated = empty = False
        yield part
    if negated or empty:
        yield None


def _say(token: re.Match[str]) -> str:
    if token["text"]:
        inside = re.sub(r"\\(.)", r"\1", token["text"][1:-1])
        return json.dumps(inside, ensure_ascii=False)
    if token["name"]:
        return _RENAMED.get(token["name"], _WORDS.get(token["name"], token["name"]))
    return token["number"] or _SIGNS.get(token["sign"], token["sign"])
