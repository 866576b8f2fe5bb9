"""Taking back: an edit of a process in a change is undone, one after another, and nobody else's work is lost."""

from __future__ import annotations

import pytest

import engine
from engine.municipality import reading, transaction
from engine.versions.definitions import put_in_use
from engine.workshop.parts import editors_of
from engine.workshop.undoing import MOST_EDITS
from tests.engine.diagrams import chain, end, folder, start, user

OWNER = engine.User("petra", "Petra", frozenset({"proceseigenaar"}))
OTHER = engine.User("paul", "Paul", frozenset({"proceseigenaar"}))
CLERK = engine.User("olga", "Olga", frozenset({"ondersteuning"}))


@pytest.fixture
def change(place: engine.Municipality) -> str:
    with transaction() as session:
        put_in_use(session, "proef", folder(start(), user("Taak"), end(), chain("Begin", "Taak", "Klaar")), "petra")
    return engine.begin_change("proef", OWNER, "Proef")


def part(change: str) -> engine.PartView:
    return engine.read_part(change, "proef", OWNER)


def rename(change: str, name: str, who: engine.User = OWNER) -> int:
    edit = engine.PartEdit("step", "Taak", {"name": name})
    return engine.edit_part(change, "proef", part(change).revision, edit, who).revision


def undo(change: str, who: engine.User = OWNER) -> tuple[engine.EditDone, ...]:
    return engine.undo_edit(change, "proef", part(change).revision, who)


def test_an_edit_is_taken_back_and_what_it_did_is_told(change: str) -> None:
    before = part(change).files
    rename(change, "Anders")

    done = undo(change)

    assert part(change).files == before
    assert [(one.code, one.after) for one in done] == [("renamed", "Anders")]


def test_edits_are_taken_back_one_after_another(change: str) -> None:
    before = part(change).files
    for name in ("Eén", "Twee", "Drie"):
        rename(change, name)

    told = [undo(change)[0].after for _ in range(3)]

    assert told == ["Drie", "Twee", "Eén"]
    assert part(change).files == before
    assert engine.read_last_edit(change, "proef", OWNER) is None


def test_a_new_edit_after_an_undo_can_be_taken_back_as_well_as_what_came_before(change: str) -> None:
    rename(change, "Eén")
    rename(change, "Twee")
    undo(change)
    rename(change, "Drie")

    assert [undo(change)[0].after for _ in range(2)] == ["Drie", "Eén"]


def test_what_one_person_drew_without_a_break_is_one_edit(change: str) -> None:
    before = part(change).files
    for text in (b"a", b"b", b"c"):
        engine.save_part(change, "proef", part(change).revision, {"README.md": text}, OWNER)

    done = undo(change)

    assert [one.code for one in done] == ["drawn"]
    assert part(change).files == before


def test_what_a_colleague_drew_is_an_edit_of_its_own(change: str) -> None:
    engine.save_part(change, "proef", 1, {"README.md": b"a"}, OWNER)
    engine.save_part(change, "proef", 2, {"README.md": b"b"}, OTHER)

    undo(change)

    assert part(change).files["README.md"] == b"a"


def test_who_did_it_last_is_told(change: str) -> None:
    rename(change, "Anders", OTHER)

    last = engine.read_last_edit(change, "proef", OWNER)

    assert last is not None
    assert (last.made_by, last.is_own, last.revision) == (OTHER.id, False, 2)


def test_nothing_is_taken_back_when_somebody_saved_meanwhile(change: str) -> None:
    seen = rename(change, "Eén")
    rename(change, "Twee", OTHER)
    before = part(change).files

    with pytest.raises(engine.ChangedMeanwhile):
        engine.undo_edit(change, "proef", seen, OWNER)

    assert part(change).files == before


def test_only_the_latest_edits_are_kept(change: str) -> None:
    for number in range(MOST_EDITS + 5):
        rename(change, f"Naam {number}")

    for _ in range(MOST_EDITS):
        undo(change)

    assert engine.read_last_edit(change, "proef", OWNER) is None


def test_nothing_is_taken_back_in_a_change_that_is_discarded(change: str) -> None:
    revision = rename(change, "Anders")
    engine.discard_change(change, OWNER)

    with pytest.raises(engine.ChangeMoved):
        engine.undo_edit(change, "proef", revision, OWNER)


def test_who_takes_an_edit_back_had_a_hand_in_the_change(change: str) -> None:
    rename(change, "Anders")

    undo(change, OTHER)

    with reading() as session:
        assert editors_of(session, change) == {OWNER.id, OTHER.id}


def test_only_process_owners_take_back(change: str) -> None:
    revision = rename(change, "Anders")

    with pytest.raises(engine.NotAllowed):
        engine.undo_edit(change, "proef", revision, CLERK)


def test_a_discarded_change_is_taken_up_again_with_all_that_was_in_it(change: str) -> None:
    rename(change, "Anders")
    before = part(change).files
    engine.discard_change(change, OWNER)

    engine.take_up_change(change, OTHER)

    assert engine.read_change(change, OWNER).state == "draft"
    assert part(change).files == before
    assert engine.list_change_events(change, OWNER)[-1].kind == "change_taken_up"


def test_a_change_that_is_not_discarded_is_not_taken_up(change: str) -> None:
    with pytest.raises(engine.ChangeMoved):
        engine.take_up_change(change, OWNER)


def test_a_new_process_is_not_taken_up_when_its_id_is_taken_meanwhile(place: engine.Municipality) -> None:
    first = engine.begin_process("feest", "Feest", OWNER)
    engine.discard_change(first, OWNER)
    engine.begin_process("feest", "Een ander feest", OTHER)

    with pytest.raises(engine.ChangeRefused) as refused:
        engine.take_up_change(first, OWNER)

    assert refused.value.problems == {"process_id": "taken"}
