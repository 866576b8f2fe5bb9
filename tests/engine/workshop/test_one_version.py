"""One version of a process through the code: the calls that docs/design-one-idea.md draws are those that are made."""

from __future__ import annotations

import engine
from tests.calls import find_missing, read_drawn, recorded
from tests.engine.workshop.test_gate import BETTER, Owners, approve, owners

__all__ = ["owners"]


def test_a_version_comes_into_use_and_a_case_goes_along_as_it_is_drawn(owners: Owners) -> None:
    made = {}
    engine.start_case("werk", {}, None)
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first, migrate=True)
    with recorded() as made["A second process owner approves a new version"]:
        approve(key, owners.second)
    with recorded() as made["A running case goes to that version"]:
        engine.run_worker_once()

    drawn = read_drawn("docs/design-one-idea.md")

    assert list(drawn)[-len(made) :] == list(made)
    assert {name: find_missing(drawn[name], made[name].made) for name in made} == dict.fromkeys(made, "")
