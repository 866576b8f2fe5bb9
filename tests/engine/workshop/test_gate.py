"""The gate: a change comes into use after a check, its stories and a second pair of eyes, and at its set time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import engine
from engine import history
from engine.accounts.adding import NewAccount, add_accounts
from engine.dialect.folder import ProcessFiles
from engine.municipality import reading, transaction
from engine.workshop.bringing import bring_folders, export_folders
from engine.workshop.gate import weigh
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.counting import statements
from tests.engine.diagrams import chain, end, folder, properties, start, user

STORY = b"name: Werken\nnow: 2026-03-02T09:00\nsteps:\n  - task: Werken\n    answers: {}\nexpect:\n  end: Klaar\n"


def work(*tasks: str, story: bytes = STORY) -> ProcessFiles:
    """A process of tasks in a row, and a story of it."""
    begun = start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen"))
    inside = (begun, *(user(task, groups="gebiedsregisseur") for task in tasks), end())
    files = {"scenarios/01-werken.yaml": story}
    return folder(*inside, chain("Begin", *tasks, "Klaar"), process="werk", files=files)


def approve(key: str, user: engine.User, remark: str = "") -> None:
    """View an offer and approve it as it is."""
    engine.approve_change(key, remark, user, seal=engine.read_change(key, user).seal)


@dataclass
class Owners:
    """Two process owners, and their actions in the tests."""

    first: engine.User
    second: engine.User

    def change(self, files: ProcessFiles) -> str:
        key = engine.begin_change("werk", self.first, "Anders werken")
        self.save(key, files)
        return key

    def save(self, key: str, files: ProcessFiles) -> None:
        part = engine.read_part(key, "werk", self.first)
        engine.save_part(key, "werk", part.revision, dict(files.files), self.first)

    def put_in_use(self, files: ProcessFiles) -> str:
        key = self.change(files)
        engine.offer_change(key, "Beter", self.first)
        approve(key, self.second)
        return key


@pytest.fixture
def owners(deploy: Deploy, place: engine.Municipality) -> Owners:
    deploy(work("Werken"))
    made = [
        NewAccount("eigenaar", "Pia Proces", "geheim-woord", ("proceseigenaar",)),
        NewAccount("tweede", "Piet Proces", "geheim-woord", ("proceseigenaar",)),
    ]
    with transaction() as session:
        return Owners(*add_accounts(session, made))


def with_task(task: str) -> ProcessFiles:
    return work("Werken", task, story=STORY.replace(b"expect", f"  - task: {task}\n    answers: {{}}\nexpect".encode()))


BETTER, OTHER = with_task("Nakijken"), with_task("Tellen")


def version(owners: Owners) -> int:
    return engine.read_definition("werk", owners.first).version


def test_an_approved_change_is_in_use_and_says_who_had_a_hand_in_it(owners: Owners) -> None:
    key = owners.put_in_use(BETTER)

    change = engine.read_change(key, owners.first)

    assert version(owners) == 2
    assert (change.state, change.offered_by, change.judged_by) == ("in_use", "Pia Proces", "Piet Proces")
    assert [event.kind for event in engine.list_change_events(key, owners.first)] == [
        "change_begun",
        "change_offered",
        "change_approved",
        "change_put_in_use",
    ]
    with reading() as session:
        assert history.verify(session) > 0


def test_the_gate_asks_the_database_as_much_for_two_processes_as_for_one(owners: Owners, deploy: Deploy) -> None:
    deploy(folder(start(), user("Rusten"), end(), chain("Begin", "Rusten", "Klaar"), process="rust"))
    one, two = owners.change(BETTER), owners.change(BETTER)
    engine.add_process(two, "rust", owners.first)
    weigh(two)  # What is in use is already parsed by now.

    asked = [len(statements(lambda key=key: weigh(key))) for key in (one, two)]  # type: ignore[misc]

    assert asked[0] == asked[1]


def test_nobody_approves_what_they_had_a_hand_in(owners: Owners) -> None:
    key = owners.change(BETTER)
    engine.save_part(key, "werk", 2, {"README.md": b"ook ik"}, owners.second)
    engine.offer_change(key, "Beter", owners.first)

    for user_ in (owners.first, owners.second):
        with pytest.raises(engine.NotAllowed):
            approve(key, user_)

    assert version(owners) == 1


def test_an_offered_change_waits_for_the_owners_who_had_no_hand_in_it(owners: Owners, people: People) -> None:
    key = owners.change(BETTER)
    everyone = owners.first, owners.second, people.operator
    drafted = [engine.count_awaited(who).changes for who in everyone]

    engine.offer_change(key, "Beter", owners.first)
    offered = [engine.count_awaited(who).changes for who in everyone]
    approve(key, owners.second)

    assert drafted == [0, 0, 0]
    assert offered == [0, 1, 0]
    assert [engine.count_awaited(who).changes for who in everyone] == [0, 0, 0]


def test_an_offered_change_cannot_be_saved(owners: Owners) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first)

    with pytest.raises(engine.ChangeMoved):
        engine.save_part(key, "werk", 2, {"README.md": b"nog iets"}, owners.first)


def test_what_is_sent_back_says_why_and_can_be_offered_again(owners: Owners) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first)

    engine.send_back(key, "Wie kijkt er na?", owners.second, seal=engine.read_change(key, owners.second).seal)
    told = engine.read_change(key, owners.first)
    engine.offer_change(key, "De regisseur", owners.first)

    assert (told.state, told.judgement) == ("draft", "Wie kijkt er na?")
    assert engine.read_change(key, owners.first).judgement == ""


@pytest.mark.parametrize(
    ("files", "told"),
    [
        pytest.param(work("Werken"), "niets veranderd", id="nothing new"),
        pytest.param(work("Werken", "Nakijken"), "‘Werken’ loopt niet meer", id="a story that fails"),
        pytest.param(
            replace(BETTER, files={k: v for k, v in BETTER.files.items() if "scenarios" not in k}),
            "0 % van de einden",
            id="no story",
        ),
    ],
)
def test_the_gate_says_why_it_stays_shut(files: ProcessFiles, told: str, owners: Owners) -> None:
    key = engine.begin_change("werk", owners.first)
    written = {**dict.fromkeys(engine.read_part(key, "werk", owners.first).files), **files.files}
    engine.save_part(key, "werk", 1, written, owners.first)

    with pytest.raises(engine.ChangeRefused) as refused:
        engine.offer_change(key, "Toch", owners.first)

    assert any(told in reason for reason in refused.value.reasons), refused.value.reasons


def test_a_change_with_an_error_is_not_offered(owners: Owners) -> None:
    key = owners.change(BETTER)
    broken = BETTER.files["process.bpmn"].replace(b'formId="leeg"', b'formId="weg"')
    engine.save_part(key, "werk", 2, {"process.bpmn": broken}, owners.first)

    with pytest.raises(engine.ChangeRefused) as refused:
        engine.offer_change(key, "Toch", owners.first)

    assert {finding.severity for finding in refused.value.findings} == {"error"}


def test_an_offer_needs_a_reason_and_a_moment_that_is_to_come(owners: Owners) -> None:
    key = owners.change(BETTER)

    with pytest.raises(engine.ChangeRefused) as refused:
        engine.offer_change(key, "  ", owners.first, takes_effect_at=datetime(2020, 1, 1, tzinfo=UTC))

    assert refused.value.problems == {"reden": "required", "ingang": "in_the_past"}


def test_a_change_comes_in_use_at_its_moment_and_not_before(owners: Owners, clock: TestClock) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first, takes_effect_at=clock() + timedelta(days=3))
    approve(key, owners.second, "Akkoord")

    before = (version(owners), engine.read_change(key, owners.first).state)
    clock.turn(days=3, minutes=1)
    engine.run_worker_once()

    assert before == (1, "approved")
    assert (version(owners), engine.read_change(key, owners.first).state) == (2, "in_use")


def test_an_approved_change_that_was_taken_back_does_not_come_in_use(owners: Owners, clock: TestClock) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first, takes_effect_at=clock() + timedelta(days=3))
    approve(key, owners.second, "Akkoord")

    engine.take_back(key, owners.second)
    clock.turn(days=4)
    engine.run_worker_once()

    assert (version(owners), engine.read_change(key, owners.first).state) == (1, "draft")


def test_a_change_that_was_overtaken_when_its_moment_came_says_so(owners: Owners, clock: TestClock) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first, takes_effect_at=clock() + timedelta(days=3))
    approve(key, owners.second, "Akkoord")
    owners.put_in_use(OTHER)

    clock.turn(days=4)
    engine.run_worker_once()
    held = engine.read_change(key, owners.first)

    assert held.state == "draft"
    assert "intussen versie 2" in held.judgement
    assert held.parts[0].is_overtaken


def test_a_change_that_was_compared_goes_on_from_the_version_in_use(owners: Owners) -> None:
    key = owners.change(BETTER)
    owners.put_in_use(OTHER)

    engine.renew_base(key, "werk", owners.first)
    engine.offer_change(key, "Toch dit", owners.first)
    approve(key, owners.second)

    assert version(owners) == 3


def test_going_back_is_putting_the_older_version_in_use_again(owners: Owners) -> None:
    first = owners.put_in_use(BETTER)

    back = engine.begin_change("werk", owners.first, "Terug", version=1)
    engine.offer_change(back, "Werkte niet", owners.first)
    approve(back, owners.second)

    assert version(owners) == 1
    assert engine.read_change(first, owners.first).state == "replaced"


def test_new_stories_for_the_same_version_are_kept(owners: Owners) -> None:
    again = work("Werken", story=STORY.replace(b"name: Werken", b"name: Gewoon werken"))

    key = owners.put_in_use(again)

    assert version(owners) == 1
    assert engine.read_change(key, owners.first).parts[0].became_version == 1
    assert engine.read_part(engine.begin_change("werk", owners.first), "werk", owners.first).files == again.files


def test_running_cases_go_along_when_that_was_asked(owners: Owners) -> None:
    started = engine.start_case("werk", {}, owners.second)
    key = owners.change(BETTER)
    engine.offer_change(key, "Meteen voor iedereen", owners.first, migrate=True)

    approve(key, owners.second)
    engine.run_worker_once()
    (asked,) = engine.list_migrations(owners.first)
    done = engine.read_migration(asked.id, owners.first)

    assert (done.version, done.reason) == (2, "Meteen voor iedereen")
    assert [(case.reference, case.state) for case in done.cases] == [(started.reference, "done")]


def test_running_cases_stay_when_nothing_was_asked(owners: Owners) -> None:
    engine.start_case("werk", {}, owners.second)

    owners.put_in_use(BETTER)

    assert engine.list_migrations(owners.first) == ()
    assert [found.cases for found in engine.list_outdated(owners.first)] == [1]


def test_a_paused_migration_waits_until_it_is_let_go_on(owners: Owners) -> None:
    for _ in range(3):
        engine.start_case("werk", {}, owners.second)
    owners.put_in_use(BETTER)
    key = engine.start_migration("werk", owners.first, "Meegaan")

    engine.pause_migration(key, owners.first)
    engine.run_worker_once()
    paused = engine.read_migration(key, owners.first)
    engine.resume_migration(key, owners.first)
    engine.run_worker_once()

    assert (paused.paused, paused.count("waiting")) == (True, 3)
    assert engine.read_migration(key, owners.first).count("done") == 3


def test_only_the_chosen_cases_go(owners: Owners) -> None:
    chosen, other = (engine.start_case("werk", {}, owners.second) for _ in range(2))
    owners.put_in_use(BETTER)

    key = engine.start_migration("werk", owners.first, "Een idee", only=[chosen.case_id])
    engine.run_worker_once()

    assert [case.reference for case in engine.read_migration(key, owners.first).cases] == [chosen.reference]
    assert other.reference != chosen.reference


def test_an_offer_that_was_changed_after_it_was_looked_at_is_not_approved(owners: Owners) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first)
    seen = engine.read_change(key, owners.second).seal
    engine.take_back(key, owners.first)
    owners.save(key, OTHER)
    engine.offer_change(key, "Toch anders", owners.first)

    with pytest.raises(engine.ChangedMeanwhile):
        engine.approve_change(key, "", owners.second, seal=seen)

    assert (version(owners), engine.read_change(key, owners.second).state) == (1, "offered")


def test_new_stories_in_an_offer_break_its_seal_as_well(owners: Owners) -> None:
    key = owners.change(BETTER)
    engine.offer_change(key, "Beter", owners.first)
    seen = engine.read_change(key, owners.second).seal
    engine.take_back(key, owners.first)
    part = engine.read_part(key, "werk", owners.first)
    engine.save_part(key, "werk", part.revision, {"README.md": b"Iets anders."}, owners.first)
    engine.offer_change(key, "Beter", owners.first)

    with pytest.raises(engine.ChangedMeanwhile):
        engine.approve_change(key, "", owners.second, seal=seen)


def test_a_folder_goes_through_the_same_gate_whole_or_not_at_all(owners: Owners, tmp_path: Path) -> None:
    write(tmp_path / "werk", BETTER)

    brought = bring_folders(tmp_path, "Uit git", owners.first, owners.second)

    assert brought.change_id is not None
    assert engine.read_change(brought.change_id, owners.first).state == "in_use"
    assert version(owners) == 2


def test_a_folder_without_a_second_person_waits_in_the_workshop(owners: Owners, tmp_path: Path) -> None:
    write(tmp_path / "werk", BETTER)

    brought = bring_folders(tmp_path, "Uit git", owners.first)

    assert brought.change_id is not None
    assert engine.read_change(brought.change_id, owners.second).may_judge
    assert not engine.read_change(brought.change_id, owners.first).may_judge
    assert version(owners) == 1


def test_a_folder_that_the_gate_refuses_leaves_nothing(owners: Owners, tmp_path: Path) -> None:
    write(tmp_path / "werk", work("Werken", "Nakijken"))

    with pytest.raises(engine.ChangeRefused):
        bring_folders(tmp_path, "Uit git", owners.first, owners.second)
    with pytest.raises(engine.NotAllowed):
        bring_folders(tmp_path, "Uit git", owners.first, owners.first)

    assert [process.changes for process in engine.list_workshop(owners.first)] == [()]
    assert engine.list_past_changes(owners.first) == ()


def test_what_is_exported_is_what_was_brought(owners: Owners, tmp_path: Path) -> None:
    (tmp_path / "werk").mkdir()
    (tmp_path / "werk/vergeten.txt").write_text("oud")

    done = export_folders(tmp_path)

    assert (done.processes, done.strange) == (("werk",), ("werk/vergeten.txt",))
    assert {n: (tmp_path / "werk" / n).read_bytes() for n in work("Werken").files} == dict(work("Werken").files)


def write(folder: Path, files: ProcessFiles) -> None:
    for name, data in files.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def test_a_version_names_who_made_it_beside_who_approved_it(owners: Owners) -> None:
    owners.put_in_use(with_task("Nakijken"))

    newest = engine.list_versions("werk", owners.first)[0]

    assert (newest.made_by, newest.deployed_by) == ((owners.first.name,), owners.second.name)
