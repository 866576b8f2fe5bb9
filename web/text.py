"""Text: dates, amounts and answers in words, in the reader's language and the municipality's time zone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal
from flask import Flask, g, has_app_context
from flask_babel import get_locale
from markupsafe import Markup, escape

import engine
from web import place
from web.words import _, _n

_KEPT = "smederij_language"
LONGEST_NUMBER = 7_000
"""Digits: FEEL results are written in full, and Python's default of 28 is not enough to divide them by one."""
END_OF_DAY = "23:59"
"""The hour of a term that is counted in days: only its day matters."""
_NAME = re.compile(r"\*([^*]+)\*")


def locale() -> Locale:
    return get_locale() or Locale("nl")


def language() -> str:
    """The code of the reader's language. Computed once per request: Babel would format it again each time."""
    if not has_app_context():
        return str(locale())
    found: str | None = g.get(_KEPT)
    if found is None:
        found = str(locale())
        setattr(g, _KEPT, found)
    return found


def local(moment: datetime) -> datetime:
    """A moment in the municipality's local time."""
    return moment.astimezone(place.zone())


def day_in_words(value: date | datetime) -> str:
    """A day, such as "2 maart 2026"."""
    day = local(value).date() if isinstance(value, datetime) else value
    return short_words(day, True, language())


def hour_in_words(value: datetime) -> str:
    """The hour, such as "09:00", which has the same form in every language here."""
    return f"{local(value):%H:%M}"


def moment_in_words(value: datetime) -> str:
    """A moment, such as "2 maart 2026, 09:00"."""
    return f"{day_in_words(value)}, {hour_in_words(value)}"


def show_day(value: date | datetime) -> Markup:
    """The day as a `<time>` element."""
    return _time(value, day_in_words(value))


def show_moment(value: datetime) -> Markup:
    """The moment as a `<time>` element, built in one step: the story of an idea has dozens."""
    there = local(value)
    words = f"{short_words(there.date(), True, language())}, {there.hour:02}:{there.minute:02}"
    return Markup(f'<time datetime="{there.isoformat(timespec="minutes")}">{escape(words)}</time>')  # noqa: S704


def show_last_moment(value: datetime) -> Markup:
    """By when something must be done: the day, with the hour unless it is the end of that day."""
    return show_day(value) if hour_in_words(value) == END_OF_DAY else show_moment(value)


def show_short(value: datetime) -> Markup:
    """Day and month, with the year only when it is not this year's."""
    day, this_year = local(value).date(), local(place.now()).year
    return _time(value, short_words(day, day.year != this_year, language()))


def _time(value: date | datetime, words: str) -> Markup:
    return Markup('<time datetime="%s">%s</time>') % (_machine_readable(value), words)


@lru_cache(maxsize=4096)
def short_words(day: date, with_year: bool, language: str) -> str:
    """Day and month. Cached, since looking up a pattern is a third of the cost of a list row."""
    if with_year:
        return format_date(day, "d MMMM y", locale=language)
    return format_skeleton("MMMMd", day, locale=language)


def _machine_readable(value: date | datetime) -> str:
    return local(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def days_left(due: datetime) -> int:
    """Whole days until the day of `due`; negative when that day has passed."""
    return (local(due).date() - local(place.now()).date()).days


def due_in_words(due: datetime) -> str:
    """How much time is left, or how late it is: "3 dagen te laat", "vandaag", "over 2 dagen"."""
    return left_in_words(days_left(due), due, due < place.now())


def left_in_words(days: int, due: datetime, late: bool) -> str:
    """Like `due_in_words`, from values already computed."""
    if days < 0:
        return _n("%(num)d dag te laat", "%(num)d dagen te laat", -days)
    if days == 0:
        return _("te laat sinds %(hour)s", hour=hour_in_words(due)) if late else _("vandaag")
    if days == 1:
        return _("morgen")
    return _n("over %(num)d dag", "over %(num)d dagen", days)


def due_kind(due: datetime) -> str:
    """`late`, `soon` (within three days) or `later`."""
    return kind_of(days_left(due), late=due < place.now())


def kind_of(days: int, *, late: bool) -> str:
    if late:
        return "late"
    return "soon" if days <= 3 else "later"


def amount(value: Decimal | int, places: int = 2) -> str:
    """Euros, without cents when there are none."""
    with localcontext(prec=LONGEST_NUMBER):
        whole = value == value // 1 if places else True
        form = "¤ #,##0" if whole else "¤ #,##0.00"
        return format_currency(value, "EUR", form, locale=locale(), currency_digits=False)


def number(value: Decimal | int) -> str:
    """A number with thousands separators and the decimals that it was given: 2,5 is no amount of money, 2,50 may be."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    given = min(max(-exponent, 0), 2) if isinstance(exponent, int) else 0
    return _number(value, given, language())


@lru_cache(maxsize=4096)
def _number(value: Decimal | int, given: int, language: str) -> str:
    """Cached, since the figures beside the worklists are on every page. Equal whole numbers are written alike."""
    with localcontext(prec=LONGEST_NUMBER):
        form = "#,##0" if value == value // 1 else f"#,##0.{'0' * given}{'#' * (10 - given)}"
        return format_decimal(value, form, locale=language)


def file_size(size: object) -> str:
    """The size of a file, as people read it; empty if unknown."""
    if not isinstance(size, int | Decimal) or isinstance(size, bool):
        return ""
    kilo = max(1, round(size / 1_000))
    if kilo < 1_000:
        return f"{kilo} kB"
    return f"{format_decimal(Decimal(kilo) / 1_000, '#,##0.0', locale=language())} MB"


def in_words(value: Any) -> str:
    """An answer as people read it. Never HTML: the template escapes it."""
    if value is None or value == "" or value == [] or value == ():
        return _("Niet ingevuld")
    if isinstance(value, bool):
        return _("Ja") if value else _("Nee")
    if isinstance(value, Decimal | int):
        return number(value)
    if isinstance(value, datetime):
        return moment_in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    if engine.is_reference(value):
        return str(value["metadata"].get("fileName", ""))
    if isinstance(value, Mapping):
        *firsts, last = [f"{key}: {in_words(part)}" for key, part in value.items()] or [""]
        return "; ".join([*(one.removesuffix(".") for one in firsts), last])  # No sentence ends before a semicolon.
    if isinstance(value, Sequence) and not isinstance(value, str):
        # Each row of a list has parts of its own.
        has_rows = any(isinstance(part, Mapping) and not engine.is_reference(part) for part in value)
        apart = "\n" if has_rows else ", "
        return apart.join(in_words(part) for part in value)
    return str(value)


def with_names(sentence: str) -> Markup:
    """A sentence of the engine, with the names between asterisks in bold (`<strong>`)."""
    parts = _NAME.split(sentence)
    return Markup("").join(
        Markup("<strong>{}</strong>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


def figure(count: int) -> str:
    """The number of items in a list; "1.000+" beyond the counting limit."""
    return number(count) if count <= engine.MOST else f"{number(engine.MOST)}+"


def register(app: Flask) -> None:
    """Give the templates these filters and tests."""
    app.add_template_filter(show_day, "day")
    app.add_template_filter(show_moment, "moment")
    app.add_template_filter(show_last_moment, "last_moment")
    app.add_template_filter(show_short, "short_day")
    app.add_template_filter(day_in_words, "day_words")
    app.add_template_filter(hour_in_words, "hour_words")
    app.add_template_filter(moment_in_words, "moment_words")
    app.add_template_filter(due_in_words, "due_words")
    app.add_template_filter(due_kind, "due_kind")
    app.add_template_filter(with_names, "with_names")
    app.add_template_filter(number, "number")
    app.add_template_filter(figure, "figure")
    app.add_template_filter(amount, "amount")
    app.add_template_filter(in_words, "in_words")
    app.add_template_filter(file_size, "file_size")


def group_list(groups: Iterable[str]) -> str:
    """The names of groups, on one line."""
    names = engine.group_names()
    return ", ".join(sorted(names.get(group, group) for group in groups))
