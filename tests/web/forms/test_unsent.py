"""What residents typed but did not send: it is removed after a day, and all of it together never fills the disk."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from web.forms import unsent

DAY = 86_400


@pytest.fixture
def folder(site: Flask, tmp_path: Path) -> Iterator[Path]:
    with site.app_context():
        yield tmp_path / "unsent"


def type_in(text: str, age: int = 0) -> unsent.Unsent:
    kept = unsent.begin("idee").with_page({"titel": [text]}, frozenset({"titel"}))
    unsent.keep(kept)
    os.utime(unsent._path(kept.token), (time.time() - age,) * 2)
    return kept


def is_kept(one: unsent.Unsent) -> bool:
    return unsent._path(one.token).exists()


def look_again(folder: Path) -> None:
    """Sweep again, as it would a minute later."""
    mark = folder.with_suffix(".swept")
    if mark.exists():
        os.utime(mark, (0, 0))
    unsent.tidy()


def test_what_was_left_for_a_day_is_removed_and_the_rest_is_not(folder: Path) -> None:
    old, new = type_in("Bankje", age=DAY + 1), type_in("Bloembak")

    unsent.tidy()

    assert (is_kept(old), is_kept(new)) == (False, True)


def test_where_it_is_too_much_altogether_the_largest_goes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsent, "MOST", 50_000)
    honest = [type_in(f"Bankje {number}") for number in range(5)]
    flood = [type_in("x" * 20_000) for _ in range(3)]

    unsent.tidy()

    assert [is_kept(one) for one in honest] == [True] * 5
    assert [is_kept(one) for one in flood].count(True) == 1


def test_many_small_ones_count_for_what_they_take_on_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsent, "MOST", 2 * unsent.BLOCK)
    small = [type_in("x") for _ in range(4)]

    unsent.tidy()

    assert [is_kept(one) for one in small].count(True) == 2


def test_the_folder_is_looked_through_once_a_minute_at_most(folder: Path) -> None:
    type_in("Bankje")
    unsent.tidy()
    old = type_in("Bloembak", age=DAY + 1)

    unsent.tidy()
    at_once = is_kept(old)
    look_again(folder)

    assert at_once
    assert not is_kept(old)
