"""Exporting objects: the history as OCEL follows the rules of that format, is complete, and names nobody."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event

import engine
from engine import history
from engine.models import HistoryEvent
from engine.municipality import reading
from tests.web.conftest import IDEA, SignIn
from web.proving import ocel

LOG = "/controle/ideeen-{}.ocel.json"
KINDS: dict[str, type] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "float": float,
    "time": str,
}
TYPED = "'],\"}\\ </event>=1+1"
HOSTILE = f"{TYPED}\n\u2028\x1b"


def read_log(staff: SignIn, year: int = 2026) -> dict[str, Any]:
    page = staff("auditor").get(LOG.format(year))
    assert page.status == 200
    return check_rules(json.loads(page.response.get_data()))


def check_rules(log: dict[str, Any]) -> dict[str, Any]:
    """The rules of the JSON schema of OCEL 2.0, and its rule in prose: everything that is named exists, once."""
    assert set(log) == {"objectTypes", "eventTypes", "objects", "events"}
    types = {part: {one["name"]: read_kinds(one) for one in log[part]} for part in ("objectTypes", "eventTypes")}
    known = {thing["id"] for thing in log["objects"]}
    assert all(len(types[part]) == len(log[part]) for part in types)
    assert len(known) == len(log["objects"])
    assert len({happening["id"] for happening in log["events"]}) == len(log["events"])
    for one, kinds in [
        *((thing, types["objectTypes"][thing["type"]]) for thing in log["objects"]),
        *((happening, types["eventTypes"][happening["type"]]) for happening in log["events"]),
    ]:
        assert isinstance(one["id"], str)
        for said in one["attributes"]:
            assert type(said["value"]) is KINDS[kinds[said["name"]]]
            assert kinds[said["name"]] != "time" or datetime.fromisoformat(str(said["value"])).tzinfo
        for related in one["relationships"]:
            assert set(related) == {"objectId", "qualifier"}
            assert related["objectId"] in known
    moments = [happening["time"] for happening in log["events"]]
    moments += [said["time"] for thing in log["objects"] for said in thing["attributes"]]
    assert all(datetime.fromisoformat(moment).tzinfo for moment in moments)
    return log


def read_kinds(one: dict[str, Any]) -> dict[str, str]:
    kinds = {said["name"]: said["type"] for said in one["attributes"]}
    assert len(kinds) == len(one["attributes"])
    assert set(kinds.values()) <= set(KINDS)
    return kinds


def objects_of(log: dict[str, Any], kind: str) -> list[str]:
    return [thing["id"] for thing in log["objects"] if thing["type"] == kind]


def steps_of(log: dict[str, Any], object_id: str) -> list[str]:
    return [one["type"] for one in log["events"] if object_id in [to["objectId"] for to in one["relationships"]]]


def test_the_log_has_every_event_of_the_idea_once(vote: engine.StartedCase, staff: SignIn) -> None:
    log = read_log(staff)

    with reading() as session:
        told = list(history.read(session, vote.case_id))
    assert [one["id"] for one in log["events"]] == [str(event.sequence) for event in told]
    assert [value_of(one, "digest") for one in log["events"]] == [event.digest for event in told]
    assert all(vote.reference in [to["objectId"] for to in one["relationships"]] for one in log["events"])


def value_of(one: dict[str, Any], name: str) -> Any:
    return next(said["value"] for said in one["attributes"] if said["name"] == name)


def test_each_task_has_a_life_of_its_own(vote: engine.StartedCase, staff: SignIn) -> None:
    log = read_log(staff)

    lives = sorted(steps_of(log, task) for task in objects_of(log, "task"))
    assert lives == [["Idee toetsen (schedule)", "Idee toetsen"], *[["Stem uitbrengen (schedule)"]] * 3]
    assert [one["type"] for one in log["events"]].count("Idee toetsen") == 1


def test_the_idea_has_had_the_statuses_that_were_published(vote: engine.StartedCase, staff: SignIn) -> None:
    log = read_log(staff)

    (idea,) = (thing for thing in log["objects"] if thing["id"] == vote.reference)
    published = [one for one in log["events"] if one["type"] == "status_published"]
    assert idea["type"] == "idee"
    assert [(said["time"], said["value"]) for said in idea["attributes"]] == [
        (one["time"], value_of(one, "status")) for one in published
    ]
    assert len(published) > 0


def test_who_did_something_is_a_pseudonym(vote: engine.StartedCase, staff: SignIn) -> None:
    log = read_log(staff)

    office = engine.find_user("ondersteuning").id
    assert "Idee toetsen" in steps_of(log, f"person:{office}")
    assert all(thing["attributes"] == [] for thing in log["objects"] if thing["type"] == "person")
    assert engine.SYSTEM.id not in json.dumps(log)


def test_nobody_is_named_and_nothing_that_was_typed(vote: engine.StartedCase, staff: SignIn) -> None:
    engine.start_case("idee", IDEA | {"titel": TYPED, "naam": TYPED}, None)

    said = staff("auditor").get(LOG.format(2026)).text

    assert vote.reference in said
    assert not any(word in said for word in ("Collega", "Bewoner", "bewoner@", "Bankje", "groen", "1+1"))


def test_an_erased_idea_is_told_without_the_reason(idea: engine.StartedCase, staff: SignIn) -> None:
    engine.withdraw_case(idea.case_id, engine.find_user("ondersteuning"), "Verhuisd.")
    engine.erase_case(idea.reference, engine.find_user("beheerder"), "De bewoner vroeg erom.")

    log = read_log(staff)

    assert "case_erased" in steps_of(log, idea.reference)
    assert "vroeg" not in json.dumps(log)
    assert "Verhuisd" not in json.dumps(log)


def test_a_year_in_which_nothing_happened_has_nothing(vote: engine.StartedCase, staff: SignIn) -> None:
    assert read_log(staff, 2020) == {"objectTypes": [], "eventTypes": [], "objects": [], "events": []}
    assert staff("auditor").get(LOG.format(99999)).status == 200


def test_who_fetched_it_is_kept(vote: engine.StartedCase, staff: SignIn) -> None:
    read_log(staff)

    assert "opgehaald als OCEL" in staff("auditor").get("/controle/bekeken").text


def test_the_page_offers_it_for_each_year(vote: engine.StartedCase, staff: SignIn) -> None:
    assert LOG.format(2026) in staff("auditor").get("/controle").links()


def test_names_of_a_drawing_cannot_break_the_file() -> None:
    at = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    told = engine.LoggedEvent(1, at, "IDEE-2026-0001", "task_completed", "x", HOSTILE, 1, HOSTILE, HOSTILE, "0")
    thing = engine.LoggedObject(HOSTILE, HOSTILE, (("name", HOSTILE, None), ("status", HOSTILE, at)))
    happening = engine.LoggedHappening(told, (("groups", HOSTILE),), ((HOSTILE, HOSTILE),))

    lines = ocel.write([engine.LoggedStory((happening,), (thing,))], io.BytesIO)

    log = check_rules(json.loads("".join(lines)))
    assert log["events"][0]["type"] == log["objects"][0]["type"] == HOSTILE


@pytest.fixture
def loaded() -> Iterator[list[str | None]]:
    """The cases of the events, as they are read."""
    read: list[str | None] = []

    def note(row: HistoryEvent, _context: object) -> None:
        read.append(row.case_id)

    event.listen(HistoryEvent, "load", note)
    yield read
    event.remove(HistoryEvent, "load", note)


def test_of_many_ideas_one_at_a_time_is_in_memory(vote: engine.StartedCase, loaded: list[str | None]) -> None:
    other = engine.start_case("idee", IDEA, None)
    loaded.clear()
    stories = engine.export_objects(engine.find_user("auditor"), 2026)

    next(iter(stories))

    assert set(loaded) == {vote.case_id}
    assert len(list(stories)) == 1
    assert set(loaded) == {vote.case_id, other.case_id}
