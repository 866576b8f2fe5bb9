"""Cuts the text of an expression into tokens (DMN 1.5, 10.3.1.2, grammar rules 27 to 35 and 37)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from .errors import FeelBudgetExceeded, FeelSyntaxError, locate
from .habits import advise
from .limits import MAX_TEXT, MAX_TOKENS

NUMBER, STRING, NAME, SYMBOL, END = "number", "string", "name", "symbol", "end"

# Grammar rules 28 and 29: the letters that a name may begin and continue with.
_START = (
    r"?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = _START + r"0-9\u00b7\u0300-\u036f\u203f-\u2040"
_SPACE = r"[\s\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff]+"

_TOKEN = rf"""
    (?P<space>{_SPACE}|//[^\n]*|/\*.*?\*/)
  | (?P<name>[{_START}][{_PART}]*)
  | (?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<symbol>\.\.|\*\*|<=|>=|!=|->|[-+*/=<>()\[\]{{}},:.@'])
    """
_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))",
    re.DOTALL,
)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


@cache
def _token_pattern() -> re.Pattern[str]:
    """Compiled when the first text is read: Unicode's letters take ten milliseconds."""
    return re.compile(_TOKEN, re.VERBOSE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; `text` is as written, for a string without quotes and with its escapes read."""

    kind: str
    text: str
    at: int
    end: int


def cut(text: str) -> list[Token]:
    """Cut a text into tokens, the last of which is END.

    Raises:
        FeelSyntaxError: a character or a string that FEEL does not know.
        FeelBudgetExceeded: the text is too long.
    """
    if len(text) > MAX_TEXT:
        raise FeelBudgetExceeded(f"the expression has {len(text)} characters; at most {MAX_TEXT} are allowed")
    tokens: list[Token] = []
    match_token = _token_pattern().match
    at = 0
    while at < len(text):
        match = match_token(text, at)
        if match is None:
            raise FeelSyntaxError(text, locate(text, at), _explain(text, at))
        kind, end = str(match.lastgroup), match.end()
        if kind == "symbol" and text.startswith("/*", at):
            raise FeelSyntaxError(text, locate(text, at), _explain(text, at))
        if kind == STRING:
            tokens.append(Token(STRING, _unescape(text, at + 1, end - 1), at, end))
        elif kind != "space":
            tokens.append(Token(kind, match.group(), at, end))
        if len(tokens) > MAX_TOKENS:
            raise FeelBudgetExceeded(f"the expression has more than {MAX_TOKENS} words and symbols")
        at = end
    tokens.append(Token(END, "", at, at))
    return tokens


def cut_name(name: str) -> tuple[str, ...]:
    """The pieces of a name with spaces or operators in it; no pieces if it can never be written as one."""
    try:
        tokens = cut(name)[:-1]
    except (FeelSyntaxError, FeelBudgetExceeded):
        return ()
    if not tokens or tokens[0].kind != NAME or any(token.kind == STRING for token in tokens):
        return ()
    return tuple(token.text for token in tokens)


def _explain(text: str, at: int) -> str:
    if text[at] == '"':
        return "this text has no closing quote"
    if text.startswith("/*", at):
        return "this comment has no closing */"
    return advise(text, at) or f"the character {text[at]!r} has no meaning here"


def _unescape(text: str, start: int, end: int) -> str:
    raw = text[start:end]
    value = _ESCAPE.sub(_read_escape, raw) if "\\" in raw else raw
    if any("\ud800" <= character <= "\udfff" for character in value):
        # A lone surrogate is not a character; it could not be stored or sent as UTF-8.
        raise FeelSyntaxError(text, locate(text, start), "this text holds half a character (a lone \\uD800–\\uDFFF)")
    if "\0" in value:
        # PostgreSQL stores it in no text, and mails use it to mark what is filled in when they are sent.
        raise FeelSyntaxError(text, locate(text, start), "this text holds the character NUL (\\u0000)")
    return value


def _read_escape(match: re.Match[str]) -> str:
    high, low, short, long, other = match.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
    if short or long:
        code = int(short or long, 16)
        return chr(code) if code <= 0x10FFFF else match.group()
    # An escape that FEEL does not know stays as it is, so that "\d+" can be a pattern.
    return _SHORT.get(other, match.group())
