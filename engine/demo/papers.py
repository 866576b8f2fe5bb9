"""Papers: what goes by post and into a register in the demo, so that these pages are not found empty."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from engine.demo.story import Story, member_of
from engine.municipality import TurnedClock
from engine.papers import letters
from engine.scenarios import read_scenarios
from engine.versions import definitions
from engine.versions.folders import read_folders

OFFICE = "ondersteuning"
BETWEEN = timedelta(hours=1)
"""How long before now the newest comes in, at least: nobody has decided on it yet."""

Told = Mapping[str, Any]


def paper_stories(
    stock: Path, told: Told, until: datetime, clock: TurnedClock, chance: random.Random
) -> Iterator[tuple[datetime, Iterator[timedelta]]]:
    """When each paper application comes in, with how it goes; and the day that letters were last taken to the post.

    Decisions made after that day still wait as letters to be sent. Puts the process in use that they belong to.

    Raises: DefinitionRefused, DiagramRefused, ScenarioFailed: the process has errors.
    """
    folder = stock / told["process"]
    definitions.deploy(folder)
    scenarios = {
        scenario.source.rpartition("/")[2]: scenario
        for process_id, files in read_folders(folder).items()
        for scenario in read_scenarios(process_id, files)
    }
    for plan in told["plans"]:
        begins = until - max(BETWEEN, timedelta(days=plan["days_ago"]))
        yield begins, Story(scenarios[plan["scenario"]], plan, {}, clock, chance).tell()
    yield until - timedelta(days=told["posted_days_ago"]), _post()


def _post() -> Iterator[timedelta]:
    """Take to the post all letters written by now."""
    user = member_of(OFFICE)
    if user is not None:
        letters.mark_letters_sent([letter.id for letter in letters.list_letters(user).items], user)
    yield from ()
