"""String functions (DMN 1.5, 10.3.4). Positions count code points from 1, or from -1 at the end."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from ..errors import WRONG_ARGUMENT, Fault
from ..limits import Run
from ..regex import replace_pattern, search_pattern, split_pattern
from ..registry import builtin
from ..values import Value
from .numbers import whole


@builtin("string length", "string: string")
def _length(run: Run, string: str) -> Value:
    return Decimal(len(string))


@builtin("substring", "string: string, start position: number, length?: number")
def _substring(run: Run, string: str, start: Decimal, length: Decimal | None = None) -> Value:
    run.admit_string(len(string))
    begin = whole(start.to_integral_value(ROUND_DOWN), "start position")
    if begin == 0 or abs(begin) > len(string):
        raise Fault(f"the text has no position {begin}", WRONG_ARGUMENT)
    begin = begin - 1 if begin > 0 else len(string) + begin
    if length is None:
        return string[begin:]
    count = whole(length.to_integral_value(ROUND_DOWN), "length")
    if count < 1:
        raise Fault("'length' is at least 1", WRONG_ARGUMENT)
    return string[begin : begin + count]


@builtin("upper case", "string: string")
def _upper(run: Run, string: str) -> Value:
    run.admit_string(len(string))
    return string.upper()


@builtin("lower case", "string: string")
def _lower(run: Run, string: str) -> Value:
    run.admit_string(len(string))
    return string.lower()


@builtin("substring before", "string: string, match: string")
def _before(run: Run, string: str, match: str) -> Value:
    run.admit_string(len(string))
    return string.partition(match)[0] if match and match in string else ""


@builtin("substring after", "string: string, match: string")
def _after(run: Run, string: str, match: str) -> Value:
    run.admit_string(len(string))
    return string.partition(match)[2] if match else string


@builtin("contains", "string: string, match: string")
def _contains(run: Run, string: str, match: str) -> Value:
    run.admit_string(len(string))
    return match in string


@builtin("starts with", "string: string, match: string")
def _starts(run: Run, string: str, match: str) -> Value:
    return string.startswith(match)


@builtin("ends with", "string: string, match: string")
def _ends(run: Run, string: str, match: str) -> Value:
    return string.endswith(match)


@builtin("matches", "input: string, pattern: string, flags?: string?")
def _matches(run: Run, text: str, pattern: str, flags: str | None = None) -> Value:
    return search_pattern(run, text, pattern, flags or "")


@builtin("replace", "input: string, pattern: string, replacement: string, flags?: string?")
def _replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    return replace_pattern(run, text, pattern, replacement, flags or "")


@builtin("split", "string: string, delimiter: string")
def _split(run: Run, text: str, delimiter: str) -> Value:
    return split_pattern(run, text, delimiter)


@builtin("string join", "list: list, delimiter?: string?")
def _join(run: Run, items: list[Value], delimiter: str | None = None) -> Value:
    texts: list[str] = []
    for item in items:
        if item is None:
            continue
        if not isinstance(item, str):
            raise Fault("only texts can be joined", WRONG_ARGUMENT)
        texts.append(item)
    between = delimiter or ""
    run.spend(len(items))
    run.admit_string(sum(map(len, texts)) + len(between) * len(texts))
    return between.join(texts)
