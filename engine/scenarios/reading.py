"""Reading: scenario files, and what a person would have typed for their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from engine.dialect import stories
from engine.dialect.folder import ProcessFiles
from engine.dialect.remembering import remember
from engine.errors import ScenarioFailed
from engine.forms import name_in

ZONE = ZoneInfo("Europe/Amsterdam")
EARLIEST, LATEST = 1970, 2199
"""Years in which a story may play."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story of one process, as its file tells it."""

    source: str
    name: str
    process: str
    now: datetime
    start: Mapping[str, Any]
    steps: tuple[Mapping[str, Any], ...]
    expect: Mapping[str, Any]
    begin: str | None = None
    """The start event, where it is not the first plain one."""
    days_off: tuple[date, ...] = ()
    """Days that count as a public holiday besides those of the law, as a municipality has them."""
    days_worked: tuple[date, ...] = ()
    """Public holidays on which people work."""


def read_scenarios(process_id: str, files: ProcessFiles) -> Iterable[Scenario]:
    """The scenarios in a process's folder. Raises: ScenarioFailed."""
    for name, data in sorted(files.scenarios.items()):
        yield read_scenario(process_id, name, data)


def read_scenario(process_id: str, name: str, data: bytes) -> Scenario:
    """One scenario file. Raises: ScenarioFailed: it is not YAML, has contents that no story has, or is too large."""
    return _read(data, process_id, name)


@remember(256)
def _read(data: bytes, process_id: str, name: str) -> Scenario:
    source = f"{process_id}/{name}"
    try:
        told = stories.load(data)
        return Scenario(
            source=source,
            name=str(told["name"]),
            process=str(told.get("process", process_id)),
            now=moment_of(told["now"]),
            start=_plain_mapping(told.get("start") or {}),
            steps=tuple(_plain_mapping(step) for step in told.get("steps") or ()),
            expect=_plain_mapping(told.get("expect") or {}),
            begin=str(told["begin"]) if "begin" in told else None,
            days_off=_days(told.get("days_off")),
            days_worked=_days(told.get("days_worked")),
        )
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise ScenarioFailed(f"{source}: cannot be read: {error}", code="unreadable", reason=str(error)) from error


def _days(told: Any) -> tuple[date, ...]:
    """Raises: TypeError: anything but a list of days."""
    days = [] if told is None else told
    if not isinstance(days, list) or not all(type(day) is date for day in days):
        raise TypeError(f"{told!r} is no list of days")
    return tuple(days)


def _plain_mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is no list of names with values")
    return {str(key): _plain(part) for key, part in value.items()}


def _plain(value: Any) -> Any:
    """The value, if it is one that an answer, a payload or an expectation can hold. Raises: TypeError."""
    if isinstance(value, Mapping):
        return _plain_mapping(value)
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, str | bool | int | date):
        return value
    if isinstance(value, float) and isfinite(value):
        return value
    raise TypeError(f"{value!r} is no text, number, date, list or mapping")


def moment_of(value: Any) -> datetime:
    """A moment as a scenario tells it, by the wall clock. Raises: ValueError: none, or far from our days."""
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    if not EARLIEST <= moment.year <= LATEST:
        raise ValueError(f"{moment.year} is not between {EARLIEST} and {LATEST}")
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)


def raw_of(given: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """What a person would have typed for these values; a list of mappings is the rows of a list (`forms.rows`)."""
    found: dict[str, str | list[str]] = {}
    for key, value in given.items():
        if isinstance(value, list) and any(isinstance(row, Mapping) for row in value):
            found[key] = [str(number) for number in range(1, len(value) + 1)]
            for number, row in enumerate(value, 1):
                for column, told in row.items() if isinstance(row, Mapping) else ():
                    found[name_in(key, number, str(column))] = typed(told)
        else:
            found[key] = typed(value)
    return found


def typed(value: Any) -> str | list[str]:
    """What a person would have typed or ticked for a value."""
    if isinstance(value, list):
        return [str(typed(item)) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",")
    return "" if value is None else str(value)
