"""Sixteen clients at once; `python -m tests.faults load` keeps it up for a minute on ten thousand ideas."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.loading import load_for


@pytest.mark.one_in(2)
def test_sixteen_clients_at_once_meet_no_error_and_all_they_were_told_is_so(database_url: str, tmp_path: Path) -> None:
    web = 1 if database_url.startswith("sqlite") else 2

    outcome = load_for(tmp_path, database_url, cases=50, seconds=2, web=web)

    assert outcome.notes.errors == []
    assert outcome.notes.lost == 0
    assert outcome.verdict.wrong == []
