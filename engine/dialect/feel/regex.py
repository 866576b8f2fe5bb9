"""Regular expressions of FEEL (XPath's, DMN 1.5, 10.3.4), executed by RE2, which cannot backtrack.

What RE2 cannot express directly is translated: the flag x, character class subtraction, names of Unicode blocks, and
the shorthands of XML. Back references are refused, since no engine without backtracking can support them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import re2  # type: ignore[import-not-found, import-untyped, unused-ignore]

from .errors import WRONG_ARGUMENT, Fault
from .limits import MAX_PATTERN, Run

_FLAGS = frozenset("smixq")
_BLOCKS = {
    "BasicLatin": r"\x{0}-\x{7f}",
    "Latin-1Supplement": r"\x{80}-\x{ff}",
    "LatinExtended-A": r"\x{100}-\x{17f}",
    "LatinExtended-B": r"\x{180}-\x{24f}",
    "GreekandCoptic": r"\x{370}-\x{3ff}",
    "Greek": r"\x{370}-\x{3ff}",
    "Cyrillic": r"\x{400}-\x{4ff}",
    "Hebrew": r"\x{590}-\x{5ff}",
    "Arabic": r"\x{600}-\x{6ff}",
    "GeneralPunctuation": r"\x{2000}-\x{206f}",
    "CurrencySymbols": r"\x{20a0}-\x{20cf}",
}
_NAME_START = r":A-Z_a-z\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{2ff}\x{370}-\x{37d}\x{37f}-\x{1fff}"
_SHORTHANDS = {"i": _NAME_START, "c": _NAME_START + r"0-9.\x{b7}\-"}
_REPLACEMENT = re.compile(r"\\(.)|\$(\d{1,9})|([^\\$]+|.)", re.DOTALL)
_MOST_SUBTRACTIONS = 4
_LETTERS = "".join(map(chr, range(0x3000)))


def search_pattern(run: Run, text: str, pattern: str, flags: str) -> bool:
    """Whether a pattern occurs in a text. Raises Fault for an invalid pattern."""
    run.admit_string(len(text))
    run.spend(len(text) // 8)
    run.admit_pattern(pattern)
    return compile_pattern(pattern, flags).search(text) is not None


def replace_pattern(run: Run, text: str, pattern: str, replacement: str, flags: str) -> str:
    """The text with every occurrence replaced; $1 stands for the first group, $0 for all. Raises Fault."""
    run.admit_string(len(text) + len(replacement))
    run.spend(len(text) // 8)
    run.admit_pattern(pattern)
    found = compile_pattern(pattern, flags)
    if found.search("") is not None:
        raise Fault("the pattern matches an empty text, so nothing can be replaced", WRONG_ARGUMENT)
    pieces: list[str] = []
    at = length = 0
    parts = [("", replacement)] if "q" in flags else _read_replacement(replacement, found.groups)
    for match in found.finditer(text):
        written = "".join(match.group(int(group)) or "" if group else literal for group, literal in parts)
        pieces += [text[at : match.start()], written]
        length += len(written) + match.start() - at
        run.admit_string(length if length > 1_000_000 else len(written))
        run.spend(len(parts) + 2)
        at = match.end()
    pieces.append(text[at:])
    return "".join(pieces)


def split_pattern(run: Run, text: str, pattern: str) -> list[str]:
    """The parts of a text between the occurrences of a pattern. Raises Fault."""
    run.admit_string(len(text))
    run.spend(len(text) // 8)
    run.admit_pattern(pattern)
    parts: list[str] = []
    at = 0
    for match in compile_pattern(pattern, "").finditer(text):
        if match.end() > match.start():
            run.spend(1)
            parts.append(text[at : match.start()])
            at = match.end()
    run.admit_list(len(parts) + 1)
    return [*parts, text[at:]]


def _read_replacement(replacement: str, groups: int) -> list[tuple[str, str]]:
    parts: list[tuple[str, str]] = []
    for match in _REPLACEMENT.finditer(replacement):
        escaped, group, literal = match.groups()
        if escaped is not None:
            if escaped not in "\\$":
                raise Fault("in a replacement, \\ stands only before \\ or $", WRONG_ARGUMENT)
            parts.append(("", escaped))
        elif group is not None:
            parts += _read_group(group, groups)
        elif literal == "$":
            raise Fault("in a replacement, $ is followed by the number of a group", WRONG_ARGUMENT)
        else:
            parts.append(("", literal))
    return parts


def _read_group(digits: str, groups: int) -> list[tuple[str, str]]:
    # $12 is group 12 if there are that many, else group 1 and a 2; a group that does not exist is empty.
    size = len(digits)
    while size > 1 and int(digits[:size]) > groups:
        size -= 1
    number, rest = digits[:size], digits[size:]
    return [("", "") if int(number) > groups else (number, ""), ("", rest)]


@lru_cache(maxsize=512)
def compile_pattern(pattern: str, flags: str) -> Any:
    """The compiled pattern. Raises Fault for a flag or pattern that FEEL does not know."""
    if len(pattern) > MAX_PATTERN:
        raise Fault(f"a pattern has at most {MAX_PATTERN} characters", WRONG_ARGUMENT)
    if not set(flags) <= _FLAGS:
        raise Fault(f"the flags are s, m, i, x and q, not {flags[:10]!r}", WRONG_ARGUMENT)
    source = re.escape(pattern) if "q" in flags else _Translator(pattern, flags).translate()
    inline = "".join(flag for flag in "smi" if flag in flags)
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 18
    try:
        return re2.compile(f"(?{inline}){source}" if inline else source, options)
    except (re2.error, ValueError, OverflowError) as error:
        reason = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise Fault(f"the pattern {pattern[:40]!r} cannot be used: {reason}", WRONG_ARGUMENT) from None


class _Translator:
    """Rewrites a pattern of XPath as one of RE2."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = _drop_space(pattern) if "x" in flags else pattern
        self.dot_all = "s" in flags
        self.at = 0
        self.subtractions = 0

    def translate(self) -> str:
        out: list[str] = []
        while self.at < len(self.pattern):
            character = self.pattern[self.at]
            if character == "[":
                out.append(self._class())
            elif character == "\\":
                out.append(self._escape(within=False))
            elif self.pattern.startswith("(?", self.at) and not self.pattern.startswith("(?:", self.at):
                raise Fault("a group begins with ( or (?:", WRONG_ARGUMENT)
            else:
                # '.' excludes both kinds of line end (XPath functions, 5.6.1.1); with s it matches everything.
                out.append(r"[^\n\r]" if character == "." and not self.dot_all else character)
                self.at += 1
        return "".join(out)

    def _escape(self, within: bool) -> str:
        following = self.pattern[self.at + 1 : self.at + 2]
        self.at += 2
        if following in ("p", "P"):
            return self._property(following, within)
        if following.lower() in _SHORTHANDS:
            inner = _SHORTHANDS[following.lower()]
            negated = "^" if following.isupper() else ""
            if within and negated:
                raise Fault(f"\\{following} cannot stand in a class", WRONG_ARGUMENT)
            return inner if within else f"[{negated}{inner}]"
        if following.isdigit():
            raise Fault("back references are not supported", WRONG_ARGUMENT)
        if not following or following not in "nrtdDsSwW\\|.?*+(){}$-[]^":
            raise Fault(f"\\{following} has no meaning in a pattern", WRONG_ARGUMENT)
        return "\\" + following

    def _property(self, letter: str, within: bool) -> str:
        end = self.pattern.find("}", self.at)
        if not self.pattern.startswith("{", self.at) or end < 0:
            raise Fault(f"\\{letter} is followed by a name in braces", WRONG_ARGUMENT)
        name, self.at = self.pattern[self.at + 1 : end], end + 1
        if not name.startswith("Is"):
            return f"\\{letter}{{{name}}}"
        if name[2:] not in _BLOCKS:
            raise Fault(f"the block {name[:40]!r} is not known", WRONG_ARGUMENT)
        block = _BLOCKS[name[2:]]
        if within and letter == "P":
            raise Fault("\\P{Is…} cannot stand in a class", WRONG_ARGUMENT)
        return block if within else f"[{'^' if letter == 'P' else ''}{block}]"

    def _class(self) -> str:
        """A character class; `[a-z-[aeiou]]` becomes the letters that are left."""
        self.at += 1
        negated = self.pattern.startswith("^", self.at)
        self.at += negated
        out: list[str] = []
        while True:
            character = self.pattern[self.at : self.at + 1]
            if not character:
                raise Fault("a class has no closing ]", WRONG_ARGUMENT)
            if character == "]" and out:
                self.at += 1
                return f"[{'^' if negated else ''}{''.join(out)}]"
            if character == "-" and self.pattern.startswith("-[", self.at) and out:
                self.at += 1
                return self._subtract("".join(out), negated)
            if character == "[":
                raise Fault("[ stands in a class only as \\[", WRONG_ARGUMENT)
            if character == "\\":
                out.append(self._escape(within=True))
            else:
                out.append(character)
                self.at += 1

    def _subtract(self, body: str, negated: bool) -> str:
        self.subtractions += 1
        if self.subtractions > _MOST_SUBTRACTIONS:
            raise Fault(f"a pattern has at most {_MOST_SUBTRACTIONS} subtractions", WRONG_ARGUMENT)
        taken = self._class()
        if not self.pattern.startswith("]", self.at):
            raise Fault("a subtraction ends its class", WRONG_ARGUMENT)
        self.at += 1
        wanted, unwanted = re2.compile(f"[{'^' if negated else ''}{body}]"), re2.compile(taken)
        # RE2 has no look-ahead: the difference is spelled out over the first 0x3000 code points.
        kept = sorted(map(ord, set(wanted.findall(_LETTERS)) - set(unwanted.findall(_LETTERS))))
        return f"[{''.join(_spell(kept))}]" if kept else r"[^\x{0}-\x{10ffff}]"


def _spell(codes: list[int]) -> list[str]:
    """Code points as the ranges of a class."""
    out: list[str] = []
    start = previous = codes[0]
    for code in [*codes[1:], -1]:
        if code != previous + 1:
            out.append(f"\\x{{{start:x}}}-\\x{{{previous:x}}}")
            start = code
        previous = code
    return out


def _drop_space(pattern: str) -> str:
    """Remove white space, except in classes (flag x, XPath functions, 5.6.2)."""
    out: list[str] = []
    depth = index = 0
    while index < len(pattern):
        character = pattern[index]
        if character == "\\" and index + 1 < len(pattern) and not pattern[index + 1].isspace():
            out.append(pattern[index : index + 2])
            index += 2
            continue
        depth += (character == "[") - (character == "]")
        if depth > 0 or character not in " \t\n\r":
            out.append(character)
        index += 1
    return "".join(out)
