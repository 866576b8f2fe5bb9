"""Benchmarks measure a realistic municipality: the copies that fill it pass every proof."""

from __future__ import annotations

from pathlib import Path

import engine
from bench.copies import multiply
from engine import proving
from engine.migrations import migrate
from engine.municipality import reading


def test_a_municipality_that_is_filled_with_copies_of_a_demo_proves_itself(tmp_path: Path) -> None:
    municipality = engine.open_municipality(engine.load_settings({}, data_dir=tmp_path, secret_key="k" * 32))
    migrate(municipality.database)
    with engine.at(municipality):
        stories = engine.fill_demo(municipality, count=3)

        count = multiply(1)

        with reading() as session:
            misfits = proving.prove(session).misfits
    municipality.close()
    assert count > stories
    assert misfits == ()
