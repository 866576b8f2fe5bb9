"""Sharing: two process owners at one draft: who did other things loses nothing, who did the same is told what."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import engine
from engine.checking import ERROR, check_folder
from engine.dialect.bpmn import read
from engine.dialect.folder import DIAGRAM, from_bytes
from engine.editing import read_source
from engine.editing.redrawing import shift
from engine.editing.units import read_units
from engine.municipality import transaction
from engine.versions.definitions import put_in_use
from engine.workshop.partediting import apply_edit
from engine.workshop.together import Files, put_together
from tests.engine.diagrams import chain, end, folder, start, user

MINE = engine.User("petra", "Petra", frozenset({"proceseigenaar"}))
HERS = engine.User("paul", "Paul", frozenset({"proceseigenaar"}))
PROCESS = folder(
    start(), user("Eerste"), user("Tweede"), user("Derde"), end(),
    chain("Begin", "Eerste", "Tweede", "Derde", "Klaar"),
)  # fmt: skip
FILES = dict(PROCESS.files)
RENAME = {"name": "Anders"}
ADD = {"kind": "userTask", "name": "Erbij", "groups": "ondersteuning", "form": "leeg"}


def edited(kind: str, at: str, values: Mapping[str, str], files: Files = FILES) -> dict[str, bytes]:
    return apply_edit("proef", files, dict, engine.PartEdit(kind, at, dict(values))).over(files)


def names(files: Files) -> set[str]:
    return {one.name for one in read(files[DIAGRAM], DIAGRAM).processes[0].elements.values()}


@pytest.mark.parametrize(
    ("mine", "hers"),
    [
        (("step", "Eerste", {"name": "Van mij"}), ("step", "Derde", {"name": "Van haar"})),
        (("add", "Eerste", {**ADD, "name": "Van mij"}), ("step", "Tweede", {"name": "Van haar"})),
        (("add", "Eerste", {**ADD, "name": "Van mij"}), ("add", "Derde", {**ADD, "name": "Van haar"})),
        (("step", "Derde", {"name": "Van mij"}), ("remove", "Eerste", {})),
    ],
    ids=["two names", "a step and a name", "two steps", "a name and a removal"],
)
def test_who_did_something_else_loses_nothing_whoever_is_first(mine: tuple, hers: tuple) -> None:  # type: ignore[type-arg]
    here, there = edited(*mine), edited(*hers)

    one, other = put_together(FILES, here, there), put_together(FILES, there, here)

    assert one.clashes == other.clashes == ()
    assert names(one.files) == names(other.files)
    assert names(one.files) >= (names(here) - names(FILES)) | (names(there) - names(FILES))
    assert not names(one.files) & (names(FILES) - names(there)) - names(here)
    for both in (one, other):
        found = check_folder(from_bytes(both.files, "proef"), {})
        before = {finding.code for finding in check_folder(PROCESS, {})}
        assert {finding.code for finding in found if finding.severity == ERROR} <= before


@pytest.mark.parametrize(
    ("mine", "hers", "clash"),
    [
        (("step", "Eerste", {"name": "A"}), ("step", "Eerste", {"name": "B"}), "Eerste"),
        (("step", "Eerste", {"name": "A"}), ("remove", "Eerste", {}), "Eerste"),
        (("remove", "Eerste", {}), ("step", "Eerste", {"name": "B"}), "Eerste"),
        (("add", "Eerste", {**ADD, "name": "A"}), ("add", "Eerste", {**ADD, "name": "B"}), "Eerste → Tweede"),
    ],
    ids=["two names for one", "a name for what is gone", "gone what was renamed", "two steps at one place"],
)
def test_who_did_the_same_is_told_what(mine: tuple, hers: tuple, clash: str) -> None:  # type: ignore[type-arg]
    here, there = edited(*mine), edited(*hers)

    together = put_together(FILES, here, there)

    assert clash in together.clashes
    assert together.files[DIAGRAM] == there[DIAGRAM]


def test_the_same_done_twice_is_done_once() -> None:
    here = edited("step", "Eerste", RENAME)

    assert put_together(FILES, here, here) == put_together(FILES, FILES, here)


def test_what_only_one_touched_stays_as_it_was_written() -> None:
    here, there = edited("step", "Eerste", RENAME), edited("step", "Derde", {"name": "Van haar"})

    both = put_together(FILES, here, there).files[DIAGRAM]

    assert both == edited("step", "Eerste", RENAME, there)[DIAGRAM]


def test_a_new_step_is_drawn_as_far_along_as_what_it_follows_moved() -> None:
    here, there = edited("add", "Derde", ADD), edited("add", "Eerste", {**ADD, "name": "Ervoor"})

    both = put_together(FILES, here, there).files[DIAGRAM]

    shapes = {one.element: one for one in read(both, DIAGRAM).shapes}
    ids = {one.name: one.id for one in read(both, DIAGRAM).processes[0].elements.values()}
    places = [shapes[ids[name]].x for name in ("Eerste", "Ervoor", "Tweede", "Derde", "Erbij", "Klaar")]
    assert places == sorted(set(places))


def test_a_place_moves_by_what_is_asked_and_nothing_else_does() -> None:
    told = '<bpmndi:BPMNShape id="x1"><dc:Bounds x="10" y="20.5" width="30" height="40" /></bpmndi:BPMNShape>'

    moved = shift(told, (5, -1))

    assert moved == told.replace('"10"', '"15"').replace('"20.5"', '"19.5"')


def test_files_of_which_one_owner_changed_each_are_both_there() -> None:
    files = {**FILES, "mails/een.md": b"Onderwerp: Een\n\nTekst\n", "mails/twee.md": b"Onderwerp: Twee\n\nTekst\n"}
    here = {**files, "mails/een.md": b"Onderwerp: Van mij\n\nTekst\n"}
    there = {name: data for name, data in files.items() if name != "mails/twee.md"}

    together = put_together(files, here, there)

    assert together.clashes == ()
    assert together.files["mails/een.md"] == here["mails/een.md"]
    assert "mails/twee.md" not in together.files
    assert put_together(files, here, {**files, "mails/een.md": b"x"}).clashes == ("mails/een.md",)


def test_every_element_with_a_name_of_its_own_is_a_unit() -> None:
    units = read_units(read_source(FILES[DIAGRAM]))

    assert {("Eerste",), ("Begin",), ("Derde",)} <= set(units)


# ---- in a change -----------------------------------------------------------------------------------------------------


@pytest.fixture
def change(place: engine.Municipality) -> str:
    with transaction() as session:
        put_in_use(session, "proef", PROCESS, "petra")
    return engine.begin_change("proef", MINE, "Proef")


def step(change: str, revision: int, who: engine.User, at: str, name: str) -> object:
    return engine.edit_part(change, "proef", revision, engine.PartEdit("step", at, {"name": name}), who)


def test_the_second_who_saves_another_step_keeps_both_and_hears_of_the_first(change: str) -> None:
    first = engine.edit_part(change, "proef", 1, engine.PartEdit("step", "Eerste", {"name": "Van haar"}), HERS)

    second = engine.edit_part(change, "proef", 1, engine.PartEdit("step", "Derde", {"name": "Van mij"}), MINE)

    assert (first.beside, second.beside, second.revision) == ("", "paul", 3)
    assert {"Van haar", "Van mij"} <= names(engine.read_part(change, "proef", MINE).files)


def test_the_second_who_saves_the_same_step_is_told_which_and_nothing_is_kept(change: str) -> None:
    step(change, 1, HERS, "Eerste", "Van haar")

    with pytest.raises(engine.ChangedMeanwhile) as told:
        step(change, 1, MINE, "Eerste", "Van mij")

    assert told.value.clashes == ("Eerste",)
    assert engine.read_part(change, "proef", MINE).revision == 2


def test_an_edit_from_before_what_is_kept_is_refused_as_before(change: str) -> None:
    with pytest.raises(engine.ChangedMeanwhile) as told:
        step(change, 7, MINE, "Eerste", "Van mij")

    assert told.value.clashes == ()


def test_a_drawing_and_an_edit_by_form_go_together(change: str) -> None:
    base = engine.read_part(change, "proef", MINE).files
    step(change, 1, HERS, "Eerste", "Van haar")
    drawn = edited("step", "Derde", {"name": "Van mij"}, base)

    beside = engine.look_beside(change, "proef", base, {DIAGRAM: drawn[DIAGRAM]}, MINE)
    engine.save_beside(change, "proef", beside.revision, base, {DIAGRAM: drawn[DIAGRAM]}, MINE)

    assert (beside.by, beside.is_own, beside.revision, beside.clashes) == ("paul", False, 2, ())
    assert [one.name for one in beside.theirs.elements] == ["Van haar"]
    assert [one.name for one in beside.mine.elements] == ["Van mij"]
    assert {"Van haar", "Van mij"} <= names(engine.read_part(change, "proef", MINE).files)


def test_a_drawing_of_the_same_is_refused_with_its_name_and_nothing_is_kept(change: str) -> None:
    base = engine.read_part(change, "proef", MINE).files
    step(change, 1, HERS, "Eerste", "Van haar")
    drawn = edited("step", "Eerste", {"name": "Van mij"}, base)

    with pytest.raises(engine.ChangedMeanwhile) as told:
        engine.save_beside(change, "proef", 2, base, {DIAGRAM: drawn[DIAGRAM]}, MINE)

    assert len(told.value.clashes) == 1
    assert engine.read_part(change, "proef", MINE).revision == 2


def test_who_may_not_edit_puts_nothing_together(change: str) -> None:
    base = engine.read_part(change, "proef", MINE).files
    clerk = engine.User("olga", "Olga", frozenset({"ondersteuning"}))

    with pytest.raises(engine.NotAllowed):
        engine.save_beside(change, "proef", 1, base, {}, clerk)
    with pytest.raises(engine.NotAllowed):
        engine.look_beside(change, "proef", base, {}, clerk)
