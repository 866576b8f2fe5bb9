"""Typed: from one text that someone typed to a value, or to what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from engine.dialect.saying import MONTHS
from engine.errors import FieldProblem

DEFAULT_LENGTHS = {"textfield": 500, "textarea": 10_000, "email": 254, "phone": 30}
"""For each kind of text the most characters an answer has, unless its form says otherwise."""
MAX_DIGITS = 15
"""Digits before the decimal comma."""
MAX_DECIMALS = 10
FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years that an answer can be in; others are typing errors, and make arithmetic on dates overflow."""

_BREAKS = re.compile(r"\r\n?")
# Embeddings, overrides and isolates make a text read differently from what is stored (CVE-2021-42574); the marks that
# Arabic and Hebrew need (U+200E, U+200F, U+061C) cannot.
_REFUSED = re.compile("[\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
_ENDS = "\x0b\x0c\x85\u2028\u2029"
_COPIED = str.maketrans(
    {**dict.fromkeys(_ENDS, "\n"), "\x1e": "-", "\x1f": "", "\ufeff": "", "\uf0b7": "•", "\uf0a7": "•"}
)
"""What a copy from Word, PowerPoint or a page brings with it, mapped to its meaning there: line ends, a non-breaking or
invisible hyphen, a byte order mark, bullets. The person who pasted it sees none of them."""
_COPIED_IN_A_LINE = {**_COPIED, **dict.fromkeys(map(ord, _ENDS), " ")}
# Halves of pairs, and the code points that are no characters at all: two at the end of each plane, and a few more.
_NONE = "\ud800-\udfff\ufdd0-\ufdef" + "".join(
    chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)
)
_CONTROL = re.compile(f"[\0-\x1f\x7f-\x9f{_NONE}]")
_CONTROL_IN_LINES = re.compile(f"[\0-\x08\x0b-\x1f\x7f-\x9f{_NONE}]")
_SPACE = " \t\n\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_NARROW_SPACE = re.compile("[\u00a0\u2007\u2009\u202f]")
_MAX_MARKS = 30  # Stream-Safe Text Format, Unicode Standard Annex 15, 13

_GROUPED = r"(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+)"
_DUTCH = re.compile(rf"(?P<sign>[+-]?){_GROUPED}(?:,(?P<fraction>[0-9]+|--?))?")
_POINT = re.compile(r"(?P<sign>[+-]?)(?P<whole>0(?=\.)|[1-9][0-9]*(?!\.[0-9]{3}$))\.(?P<fraction>[0-9]+)")
_CURRENCY = re.compile(r"^(?P<sign>[+-]?)\s*(?:€|EURO?)\s*|\s*(?:€|EURO?)$", re.IGNORECASE)
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_DUTCH_DATE = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_DATE_IN_WORDS = re.compile(r"([0-9]{1,2}) ([a-z]{3,9})\.? ([0-9]{4})")
_MONTH_NUMBERS = {name: number for number, month in enumerate(MONTHS, 1) for name in (month, month[:3])}
_MONTH_NUMBERS |= {"mrt": 3, "sept": 9}
del _MONTH_NUMBERS["maa"]
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"(?=.{{1,64}}@){_LOCAL}(?:\.{_LOCAL})*@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")
_PHONE = re.compile(r"(?:\+|00)?[0-9 ()\-./]+")
_MOBILE_DIGITS = 10
"""Of a Dutch number that begins with 06."""


class TypedRefused(ValueError):
    """What was typed is not an answer; `problem` says why."""

    def __init__(self, code: str, limit: object = None, found: object = None) -> None:
        super().__init__(code)
        self.problem = FieldProblem(code, limit, found)


def clean_text(typed: str, max_length: int, *, lines: bool) -> str:
    """The text in Unicode's form NFC without surrounding space; empty if nothing in it is visible.

    Line ends become `\\n`; `lines` allows those, and tabs, within the text. What only a copy brings is corrected.

    Raises:
        TypedRefused: too_long, or control_characters (including those that reverse the direction of a text).
    """
    text = _BREAKS.sub("\n", typed)
    # Composing shortens a text, but never this much; this bounds the work on a hostile one.
    if len(text) > 3 * max_length + 100:
        raise TypedRefused("too_long", max_length, len(text))
    # Most texts need no search: printable ASCII is neither refused nor invisible.
    plain = text.isascii() and (text.replace("\n", "") if lines else text).isprintable()
    if not plain:
        text = text.translate(_COPIED if lines else _COPIED_IN_A_LINE)
        _refuse_many_marks(text)
        text = unicodedata.normalize("NFC", text)
    text = text.strip(_SPACE)
    if not plain and (bad := (_CONTROL_IN_LINES if lines else _CONTROL).search(text) or _REFUSED.search(text)):
        raise TypedRefused("control_characters", found=_words_around(text, bad.start()))
    if len(text) > max_length:
        raise TypedRefused("too_long", max_length, len(text))
    # Marks without a letter and characters without a width cannot be read by anyone.
    return text if any(unicodedata.category(character)[0] in "LNPS" for character in text) else ""


def _words_around(text: str, at: int) -> str:
    """The visible text around a place, to search for a character that cannot be seen."""
    near = text[max(0, at - 24) : at] + text[at + 1 : at + 25]
    seen = (letter if unicodedata.category(letter)[0] in "LNPSM" else " " for letter in near)
    return " ".join("".join(seen).split())


def _refuse_many_marks(text: str) -> None:
    # Sorting a long run of combining marks takes quadratic time, and they are drawn over the lines around it.
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > _MAX_MARKS:
            raise TypedRefused("control_characters")


def parse_number(typed: str) -> Decimal:
    """A number as people write it in Dutch: `1250`, `1.250`, `12,50`, `€ 1.234,50`, `500,- euro`.

    A point is read as a decimal point only if it cannot separate thousands: `12.5` is twelve and a half, `1.250` is
    twelve hundred and fifty, and `1234.567` is refused.

    Raises:
        TypedRefused: not_a_number, too_large, too_small or too_precise for any number here.
    """
    text = _NARROW_SPACE.sub(" ", typed[:100]).strip().replace("\u2212", "-")
    text = _CURRENCY.sub(lambda match: match["sign"] or "", text).strip()
    match = _DUTCH.fullmatch(text) or _POINT.fullmatch(text)
    if match is None or len(typed) > 100:
        raise TypedRefused("not_a_number")
    whole = re.sub(r"[. ]", "", match["whole"]).lstrip("0")
    fraction = (match["fraction"] or "").rstrip("0-")
    if len(whole) > MAX_DIGITS:
        limit = Decimal("9" * MAX_DIGITS)
        raise TypedRefused("too_small", -limit) if match["sign"] == "-" else TypedRefused("too_large", limit)
    if len(fraction) > MAX_DECIMALS:
        raise TypedRefused("too_precise", MAX_DECIMALS)
    number = Decimal(f"{whole or '0'}.{fraction}" if fraction else whole or "0")
    return -number if match["sign"] == "-" and number else number


def parse_date(typed: str) -> date:
    """A day: `2026-03-02`, as browsers send it; `2-3-2026` (also with / or points), day before month; `2 maart 2026`.

    The year has four digits: 26-3-27 could be in 2026 and in 2027.

    Raises:
        TypedRefused: not_a_date.
    """
    text = typed.strip()
    if match := _ISO_DATE.fullmatch(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    elif match := _DUTCH_DATE.fullmatch(text):
        year, month, day = int(match[4]), int(match[3]), int(match[1])
    elif match := _DATE_IN_WORDS.fullmatch(" ".join(text.lower().split())):
        year, month, day = int(match[3]), _MONTH_NUMBERS.get(match[2], 0), int(match[1])
    else:
        raise TypedRefused("not_a_date")
    try:
        found = date(year, month, day)
    except ValueError:
        raise TypedRefused("not_a_date") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise TypedRefused("not_a_date")
    return found


def parse_email(typed: str, max_length: int) -> str:
    """An e-mail address in ASCII, as every mail server accepts it.

    Raises:
        TypedRefused: not_an_email, too_long, control_characters.
    """
    text = clean_text(typed, max_length, lines=False)
    if text and not _EMAIL.fullmatch(text):
        raise TypedRefused("not_an_email")
    return text


def parse_phone(typed: str, max_length: int) -> str:
    """A telephone number of 8 to 15 digits (E.164 has at most 15), as it was typed.

    Raises:
        TypedRefused: not_a_phone (with how many digits it has, if only that is wrong), too_long, control_characters.
    """
    text = " ".join(clean_text(typed, max_length, lines=False).split())
    digits = sum(character.isdigit() for character in text)
    if text and (not _PHONE.fullmatch(text) or not 8 <= digits - 2 * text.startswith("00") <= 15):
        raise TypedRefused("not_a_phone")
    if text.startswith("06") and digits != _MOBILE_DIGITS:
        raise TypedRefused("not_a_phone", _MOBILE_DIGITS, digits)
    return text
