"""Reading: scenario files, and what a person would have typed for their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from engine.dialect.folder import ProcessFiles
from engine.errors import ScenarioFailed

ZONE = ZoneInfo("Europe/Amsterdam")


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


def read_scenarios(process_id: str, files: ProcessFiles) -> Iterable[Scenario]:
    """The scenarios in a process's folder. Raises: ScenarioFailed."""
    for name, data in sorted(files.scenarios.items()):
        source = f"{process_id}/{name}"
        try:
            told = yaml.safe_load(data)
            yield Scenario(
                source=source,
                name=str(told["name"]),
                process=str(told.get("process", process_id)),
                now=moment_of(told["now"]),
                start=told.get("start") or {},
                steps=tuple(told.get("steps") or ()),
                expect=told.get("expect") or {},
                begin=str(told["begin"]) if "begin" in told else None,
            )
        except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
            raise ScenarioFailed(f"{source}: cannot be read: {error}") from error


def moment_of(value: Any) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).astimezone(UTC)


def raw_of(given: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """What a person would have typed for these values."""
    return {key: typed(value) for key, value in given.items()}


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
