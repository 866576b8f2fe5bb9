"""Web servers and workers are killed at random moments; `python -m tests.faults kills` does it for longer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.killing import kill_at_random


@pytest.mark.one_in(2)
def test_what_is_killed_at_random_moments_loses_nothing_and_does_nothing_twice(
    database_url: str, tmp_path: Path
) -> None:
    one_machine = database_url.startswith("sqlite")

    outcome = kill_at_random(tmp_path, database_url, moments=3, web=1 if one_machine else 2, workers=1, most=6)

    assert len(outcome.work) == 3
    assert min(outcome.work) > 0
    assert outcome.verdict.wrong == []
