"""Changes to processes: starting one, saving it while others do too, and what it may contain."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.dialect.folder import from_bytes
from engine.municipality import transaction
from tests.engine.conftest import Deploy
from tests.engine.counting import statements
from tests.engine.stories import idea

GIVEN = {"titel": "Bankje", "naam": "Bewoner", "mail": "bewoner@voorbeeld.invalid"}


@pytest.fixture
def owners(place: engine.Municipality) -> tuple[engine.User, engine.User]:
    made = [
        NewAccount("eigenaar", "Pia Proces", "geheim-woord", ("proceseigenaar",)),
        NewAccount("tweede", "Piet Proces", "geheim-woord", ("proceseigenaar",)),
    ]
    with transaction() as session:
        first, second = add_accounts(session, made)
    return first, second


@pytest.fixture
def change(owners: tuple[engine.User, engine.User], deploy: Deploy) -> str:
    deploy(idea())
    return engine.begin_change("voorbeeld", owners[0], "Kortere termijn")


def rename(data: bytes, name: str) -> bytes:
    return data.replace(b"Nakijken", name.encode())


def test_a_change_begins_with_the_files_in_use(change: str, owners: tuple[engine.User, engine.User]) -> None:
    part = engine.read_part(change, "voorbeeld", owners[0])

    assert dict(part.files) == dict(idea().files)
    assert (part.revision, part.base_version) == (1, 1)


def test_what_is_saved_is_there_after_the_browser_was_closed(
    change: str, owners: tuple[engine.User, engine.User]
) -> None:
    changed = engine.read_part(change, "voorbeeld", owners[0]).files["process.bpmn"] + b"<!-- half -->"

    saved = engine.save_part(change, "voorbeeld", 1, {"process.bpmn": changed}, owners[0])

    assert saved.revision == 2
    assert engine.read_part(change, "voorbeeld", owners[0]).files["process.bpmn"] == changed


def test_the_second_editor_is_told_who_saved_and_nothing_is_lost(
    change: str, owners: tuple[engine.User, engine.User]
) -> None:
    first, second = owners
    engine.save_part(change, "voorbeeld", 1, {"README.md": b"van de eerste"}, first)

    with pytest.raises(engine.ChangedMeanwhile) as refused:
        engine.save_part(change, "voorbeeld", 1, {"README.md": b"van de tweede"}, second)

    assert (refused.value.by, refused.value.revision) == (first.name, 2)
    assert engine.read_part(change, "voorbeeld", first).files["README.md"] == b"van de eerste"


def test_saving_the_same_makes_nobody_an_editor(change: str, owners: tuple[engine.User, engine.User]) -> None:
    first, second = owners
    files = engine.read_part(change, "voorbeeld", second).files

    saved = engine.save_part(change, "voorbeeld", 1, dict(files), second)

    assert saved.revision == 1
    assert engine.read_change(change, first).editors == (first.name,)


@pytest.mark.parametrize(
    "name", ["../evil.bpmn", "/etc/passwd", "a\\b.form", "forms/.hidden", "x\x00y", "a//b.form", "forms/../x.form", ""]
)
def test_a_file_outside_the_folder_is_refused(name: str, change: str, owners: tuple[engine.User, engine.User]) -> None:
    with pytest.raises(engine.DiagramRefused):
        engine.save_part(change, "voorbeeld", 1, {name: b"{}"}, owners[0])

    assert engine.read_part(change, "voorbeeld", owners[0]).revision == 1


def test_a_change_keeps_its_drawing(change: str, owners: tuple[engine.User, engine.User]) -> None:
    with pytest.raises(engine.DiagramRefused):
        engine.save_part(change, "voorbeeld", 1, {"process.bpmn": None}, owners[0])


def test_a_snapshot_brings_the_files_back_as_they_were(change: str, owners: tuple[engine.User, engine.User]) -> None:
    first, _second = owners
    kept = engine.take_snapshot(change, "voorbeeld", "Voor het proberen", first)
    engine.save_part(change, "voorbeeld", 1, {"README.md": b"anders", "extra.md": b"nieuw"}, first)

    back = engine.restore_snapshot(change, kept, 2, first)

    assert dict(back.files) == dict(idea().files)
    assert [shot.name for shot in engine.list_snapshots(change, "voorbeeld", first)] == ["Voor het proberen"]


def test_a_process_of_a_change_has_at_most_fifty_snapshots(
    change: str, owners: tuple[engine.User, engine.User]
) -> None:
    for number in range(50):
        engine.take_snapshot(change, "voorbeeld", f"Moment {number}", owners[0])

    with pytest.raises(engine.ChangeRefused) as refused:
        engine.take_snapshot(change, "voorbeeld", "Nog een", owners[0])

    assert refused.value.problems == {"naam": "too_many"}
    assert len(engine.list_snapshots(change, "voorbeeld", owners[0])) == 50


def test_an_editor_throws_a_snapshot_away_and_there_is_room_for_another(
    change: str, owners: tuple[engine.User, engine.User]
) -> None:
    first = owners[0]
    kept = [engine.take_snapshot(change, "voorbeeld", f"Moment {number}", first) for number in range(50)]

    engine.delete_snapshot(change, kept[7], first)

    engine.take_snapshot(change, "voorbeeld", "Nog een", first)
    names = [shot.name for shot in engine.list_snapshots(change, "voorbeeld", first)]
    assert len(names) == 50
    assert "Moment 7" not in names
    told = engine.list_change_events(change, first)[-1]
    assert (told.kind, told.facts["name"]) == ("snapshot_deleted", "Moment 7")


def test_a_snapshot_of_another_change_or_of_one_that_is_offered_stays(
    change: str, owners: tuple[engine.User, engine.User]
) -> None:
    first = owners[0]
    kept = engine.take_snapshot(change, "voorbeeld", "Vooraf", first)
    other = engine.begin_change("voorbeeld", first)

    with pytest.raises(engine.NotFound):
        engine.delete_snapshot(other, kept, first)
    engine.discard_change(change, first)
    with pytest.raises(engine.ChangeMoved):
        engine.delete_snapshot(change, kept, first)

    assert engine.read_snapshot(change, kept, first).name == "Vooraf"


def test_characters_that_no_text_has_are_left_out_of_names(
    change: str, owners: tuple[engine.User, engine.User]
) -> None:
    first = owners[0]

    engine.retitle_change(change, "Korter\0e \x1b[31mtermijn\n nu", first)
    engine.take_snapshot(change, "voorbeeld", "Voor\0af", first)
    begun = engine.begin_change("voorbeeld", first, "\0Nog een")
    new = engine.begin_process("nieuw", "Nieu\0w", first)

    titles = [engine.read_change(key, first).title for key in (change, begun, new)]
    assert titles == ["Kortere [31mtermijn nu", "Nog een", "Nieuw"]
    assert [shot.name for shot in engine.list_snapshots(change, "voorbeeld", first)] == ["Vooraf"]


@pytest.mark.parametrize("look", ["a change", "snapshots", "changes that are over", "the workshop", "versions"])
def test_a_list_reads_no_files(look: str, change: str, owners: tuple[engine.User, engine.User]) -> None:
    first = owners[0]
    engine.take_snapshot(change, "voorbeeld", "Vooraf", first)
    over = engine.begin_change("voorbeeld", first, "Weg ermee")
    engine.discard_change(over, first)
    looks: dict[str, Callable[[], object]] = {
        "a change": lambda: engine.read_change(change, first),
        "snapshots": lambda: engine.list_snapshots(change, "voorbeeld", first),
        "changes that are over": lambda: engine.list_past_changes(first),
        "the workshop": lambda: engine.list_workshop(first),
        "versions": lambda: engine.list_versions("voorbeeld", first),
    }

    asked = statements(looks[look])

    assert [statement for statement in asked if ".files" in statement] == []


@pytest.mark.parametrize("over", [True, False], ids=["over", "under way"])
def test_a_list_of_changes_asks_the_database_as_much_for_many_as_for_few(
    over: bool, owners: tuple[engine.User, engine.User], deploy: Deploy
) -> None:
    deploy(idea())

    def begin(number: int) -> None:
        for _ in range(number):
            begun = engine.begin_change("voorbeeld", owners[0])
            if over:
                engine.discard_change(begun, owners[0])

    look = engine.list_past_changes if over else engine.list_workshop
    begin(1)
    few = len(statements(lambda: look(owners[0])))
    begin(4)

    assert len(statements(lambda: look(owners[0]))) == few


def test_processes_in_use_have_names(change: str, owners: tuple[engine.User, engine.User]) -> None:
    engine.begin_process("nieuw", "Nieuw", owners[0])

    assert engine.list_process_names(owners[0]) == {"voorbeeld": idea().process.name}


def test_a_version_tells_how_many_cases_run_on_it(
    change: str, owners: tuple[engine.User, engine.User], deploy: Deploy
) -> None:
    process = idea()
    for _ in range(2):
        engine.start_case("voorbeeld", GIVEN, None)
    deploy(
        from_bytes({**process.files, "process.bpmn": process.files["process.bpmn"] + b"<!-- anders -->"}, "voorbeeld")
    )
    engine.start_case("voorbeeld", GIVEN, None)

    told = engine.list_versions("voorbeeld", owners[0])

    assert [(version.version, version.cases) for version in told] == [(2, 1), (1, 2)]


def test_a_folder_comes_back_from_a_zip_byte_for_byte(change: str, owners: tuple[engine.User, engine.User]) -> None:
    packed = engine.export_part(change, "voorbeeld", owners[0])

    part = engine.import_part(change, "voorbeeld", 1, packed, owners[0], kept_as="Eerst")

    assert part.revision == 1
    assert engine.export_part(change, "voorbeeld", owners[0]) == packed


def zipped(kind: int = zipfile.ZIP_DEFLATED, /, **files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"PK\x03\x04 rubbish", id="no zip"),
        pytest.param(zipped(readme=b"x"), id="no drawing"),
        pytest.param(zipped(**{"process.bpmn": b"<a/>", "big.md": b"0" * 3_000_000}), id="a bomb"),
        pytest.param(zipped(zipfile.ZIP_BZIP2, **{"process.bpmn": b"<a/>"}), id="packed by bzip2"),
        pytest.param(zipped(zipfile.ZIP_LZMA, **{"process.bpmn": b"<a/>"}), id="packed by LZMA"),
        pytest.param(zipped(**{"process.bpmn": b"<a/>", "..__out.md": b"x"}), id="out of the folder"),
        pytest.param(zipped(**{"a__process.bpmn": b"<a/>", "b__process.bpmn": b"<a/>"}), id="two drawings"),
        pytest.param(zipped(**{"a__process.bpmn": b"<a/>", "b__x.md": b"x"}), id="two folders"),
        pytest.param(zipped(**{"process.bpmn": b"<a/>", **{f"{n}.md": b"x" for n in range(301)}}), id="many files"),
    ],
)
def test_a_zip_that_is_no_folder_of_a_process_changes_nothing(
    data: bytes, change: str, owners: tuple[engine.User, engine.User]
) -> None:
    with pytest.raises(engine.DiagramRefused):
        engine.import_part(change, "voorbeeld", 1, data, owners[0], kept_as="Eerst")

    assert engine.read_part(change, "voorbeeld", owners[0]).revision == 1


DRAWN = (
    b'<?xml version="1.0"?><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    b'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"><process id="Process_1" isExecutable="false">'
    b'<startEvent id="s"/></process><di:BPMNDiagram><di:BPMNPlane bpmnElement="Process_1"/></di:BPMNDiagram>'
    b"</definitions>"
)
"""As another modeler saves it: with its own id, and not executable."""


def test_a_drawing_from_elsewhere_becomes_that_of_the_process_and_leaves_the_forms(
    change: str, owners: tuple[engine.User, engine.User]
) -> None:
    before = engine.read_part(change, "voorbeeld", owners[0]).files

    part = engine.import_part(change, "voorbeeld", 1, DRAWN, owners[0], kept_as="Eerst", named="feest.bpmn")

    drawn = part.files["process.bpmn"]
    assert b'<process id="voorbeeld" isExecutable="true" name=' in drawn
    assert b'bpmnElement="voorbeeld"' in drawn
    assert {**part.files, "process.bpmn": b""} == {**before, "process.bpmn": b""}


def test_the_one_drawing_in_a_zip_may_have_a_name_of_its_own(
    change: str, owners: tuple[engine.User, engine.User]
) -> None:
    packed = zipped(**{"Mijn feest.bpmn": DRAWN, "uitleg.md": b"x"})

    part = engine.import_part(change, "voorbeeld", 1, packed, owners[0], kept_as="Eerst")

    assert sorted(part.files) == ["process.bpmn", "uitleg.md"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(
            zipped(**{"[Content_Types].xml": b"<x/>", "word__document.xml": b"<w/>"}), "tekstverwerker", id="Word"
        ),
        pytest.param(b"%PDF-1.4", "geen tekening (.bpmn), en geen zip", id="PDF"),
        pytest.param(b"<html><body/></html>", "dit is geen BPMN 2.0", id="a page"),
    ],
)
def test_what_is_no_drawing_is_told_by_the_name_of_the_file(
    data: bytes, told: str, change: str, owners: tuple[engine.User, engine.User]
) -> None:
    with pytest.raises(engine.DiagramRefused) as refused:
        engine.import_part(change, "voorbeeld", 1, data, owners[0], kept_as="Eerst", named="aanvraag.docx")

    assert told in engine.unreadable(refused.value).reason
    assert engine.unreadable(refused.value).reason.startswith("*aanvraag.docx*")


def test_a_folder_whose_process_has_another_id_gets_the_right_one_by_a_button(
    change: str, owners: tuple[engine.User, engine.User]
) -> None:
    engine.import_part(
        change, "voorbeeld", 1, zipped(**{"process.bpmn": DRAWN.replace(b"false", b"true")}), owners[0], kept_as="Eerst"
    )
    ((finding, fixes),) = engine.check_change(change, "voorbeeld", {}, owners[0]).findings

    engine.mend_part(change, "voorbeeld", 2, fixes[0].key, owners[0])

    assert finding.code == "misnamed"
    found = engine.check_change(change, "voorbeeld", {}, owners[0]).findings
    assert "misnamed" not in {one.code for one, _ in found}


def test_what_a_zip_replaces_is_put_by_first(change: str, owners: tuple[engine.User, engine.User]) -> None:
    before = engine.read_part(change, "voorbeeld", owners[0]).files

    engine.import_part(change, "voorbeeld", 1, zipped(**{"process.bpmn": b"<a/>"}), owners[0], kept_as="Eerst")

    (kept,) = engine.list_snapshots(change, "voorbeeld", owners[0])
    assert kept.name == "Eerst"
    assert engine.restore_snapshot(change, kept.id, 2, owners[0]).files == before


def test_a_zip_that_changes_nothing_leaves_no_snapshot(change: str, owners: tuple[engine.User, engine.User]) -> None:
    packed = engine.export_part(change, "voorbeeld", owners[0])

    engine.import_part(change, "voorbeeld", 1, packed, owners[0], kept_as="Eerst")

    assert engine.list_snapshots(change, "voorbeeld", owners[0]) == ()


def test_a_zip_is_refused_where_no_snapshot_can_be_made(change: str, owners: tuple[engine.User, engine.User]) -> None:
    for number in range(engine.MOST_SNAPSHOTS):
        engine.take_snapshot(change, "voorbeeld", f"Stand {number}", owners[0])
    packed = zipped(**{"process.bpmn": b"<a/>"})

    with pytest.raises(engine.ChangeRefused):
        engine.import_part(change, "voorbeeld", 1, packed, owners[0], kept_as="Eerst")

    assert engine.read_part(change, "voorbeeld", owners[0]).revision == 1


def test_a_new_process_begins_with_a_drawing_that_can_be_checked(owners: tuple[engine.User, engine.User]) -> None:
    change = engine.begin_process("buurt-budget", 'Budget "voor" <de> buurt', owners[0])

    sources = engine.read_sources(change, owners[0])

    assert sources.folders["buurt-budget"].process.name == 'Budget "voor" <de> buurt'
    assert not sources.unreadable


@pytest.mark.parametrize("process_id", ["", "Idee", "met spatie", "../x", "a" * 61, "1a", "a_b"])
def test_a_new_process_needs_an_id_that_can_be_a_folder(
    process_id: str, owners: tuple[engine.User, engine.User]
) -> None:
    with pytest.raises(engine.ChangeRefused) as refused:
        engine.begin_process(process_id, "Naam", owners[0])

    assert refused.value.problems == {"process_id": "not_an_id"}


def test_a_discarded_change_can_be_read_but_not_saved(change: str, owners: tuple[engine.User, engine.User]) -> None:
    engine.discard_change(change, owners[0])

    with pytest.raises(engine.ChangeMoved):
        engine.save_part(change, "voorbeeld", 1, {"README.md": b"x"}, owners[0])

    assert engine.read_change(change, owners[0]).state == "discarded"
    assert [event.kind for event in engine.list_change_events(change, owners[1])] == [
        "change_begun",
        "change_discarded",
    ]


def test_what_cannot_be_read_is_told_and_the_rest_is_there(
    change: str, owners: tuple[engine.User, engine.User]
) -> None:
    engine.save_part(change, "voorbeeld", 1, {"process.bpmn": b"<broken"}, owners[0])

    sources = engine.read_sources(change, owners[0])

    assert "voorbeeld" not in sources.folders
    assert [finding.severity for finding in sources.unreadable] == ["error"]


def test_only_process_owners_change_processes(deploy: Deploy, place: engine.Municipality) -> None:
    deploy(idea())

    with pytest.raises(engine.NotAllowed):
        engine.begin_change("voorbeeld", engine.User("x", "X", frozenset({"beheerder"})))


def test_practising_begins_with_an_example_that_is_sound_and_not_in_use(
    owners: tuple[engine.User, engine.User],
) -> None:
    change = engine.begin_example(owners[0])

    weighed = engine.weigh_change(change, owners[0])

    assert weighed.is_open, (weighed.reasons, weighed.findings)
    assert engine.list_definitions(owners[0]) == ()


def test_only_one_begins_with_the_example(owners: tuple[engine.User, engine.User]) -> None:
    engine.begin_example(owners[0])

    with pytest.raises(engine.ChangeRefused):
        engine.begin_example(owners[1])


def test_a_process_that_was_never_in_use_is_called_as_it_is_drawn(owners: tuple[engine.User, engine.User]) -> None:
    change = engine.begin_process("buurtsubsidie", "Buurtsubsidie op papier", owners[0])

    listed = next(one for one in engine.list_workshop(owners[0]) if one.process_id == "buurtsubsidie")
    names = {listed.name, engine.read_part(change, "buurtsubsidie", owners[0]).name}

    assert names == {"Buurtsubsidie op papier"}
    assert engine.read_change(change, owners[0]).parts[0].name == "Buurtsubsidie op papier"


def test_a_new_process_that_cannot_be_read_is_called_by_its_id(owners: tuple[engine.User, engine.User]) -> None:
    change = engine.begin_process("buurtsubsidie", "Buurtsubsidie op papier", owners[0])

    engine.save_part(change, "buurtsubsidie", 1, {"process.bpmn": b"<a"}, owners[0])

    assert engine.read_change(change, owners[0]).parts[0].name == "buurtsubsidie"


def test_a_change_without_a_title_is_not_called_a_change_twice(
    change: str, owners: tuple[engine.User, engine.User]
) -> None:
    key = engine.begin_change("voorbeeld", owners[0])

    assert engine.read_change(key, owners[0]).title == f"{idea().process.name} veranderen"
