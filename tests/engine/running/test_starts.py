"""Starts in the database: cases that begin by a message, a signal or a moment, and several plain starts."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

import engine
from engine import history, models
from engine.cli.commands import main
from engine.demo.story import Story
from engine.dialect.folder import ProcessFiles
from engine.dispatch import Queue
from engine.municipality import TurnedClock, reading
from engine.scenarios import read_scenarios, run_scenarios
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import (
    catch,
    chain,
    end,
    folder,
    node,
    properties,
    script,
    signal,
    start,
    throw,
    timer,
    user,
)
from tests.engine.diagrams import message as message_event

FORM = '<zeebe:formDefinition formId="leeg" />'
BEGUN = start("Begin", FORM, properties(startableBy="iedereen"))


def begun_by(definition: str, *, process: str = "melding", name: str = "Stap") -> ProcessFiles:
    return folder(node("startEvent", "Komt", definition), user("Stap", groups="ondersteuning").replace(
        'name="Stap"', f'name="{name}"'), end(), chain("Komt", "Stap", "Klaar"), process=process,
        messages={"melding": "melding"})  # fmt: skip


def cases() -> list[models.Case]:
    with reading() as session:
        return list(session.scalars(select(models.Case).order_by(models.Case.started_at, models.Case.reference)))


# ---- messages ----


def test_a_message_begins_a_case_with_what_it_brings(deploy: Deploy, people: People) -> None:
    deploy(begun_by(message_event("melding")))

    answer = engine.correlate_message("melding", "", {"plaats": "Elim"}, people.operator)

    detail = engine.read_case(answer.case_ids[0], people.office)
    assert [task.name for task in detail.open_tasks] == ["Stap"]
    assert [item.kind for item in detail.timeline][:2] == ["case_started", "message_received"]
    with reading() as session:
        assert history.verify(session) > 0


def test_a_second_message_with_the_key_of_a_running_case_begins_no_second_one(deploy: Deploy, people: People) -> None:
    deploy(begun_by(message_event("melding")))
    engine.correlate_message("melding", "straat-1", {})

    with pytest.raises(engine.NotWaiting):
        engine.correlate_message("melding", "straat-1", {})

    assert len(cases()) == 1


def test_a_kept_message_begins_a_case_when_the_one_with_its_key_has_ended(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(begun_by(message_event("melding")))
    first = engine.correlate_message("melding", "straat-1", {})
    engine.correlate_message("melding", "straat-1", {}, time_to_live=timedelta(days=2))
    (task,) = engine.read_case(first.case_ids[0], people.office).open_tasks
    clock.turn(days=1)

    engine.complete_task(task.id, people.office, {})
    engine.run_worker_once()

    assert [case.state for case in cases()] == ["completed", "running"]


@pytest.mark.parametrize(
    ("lives", "states"),
    [
        ([timedelta(days=2)], ["completed"]),
        ([timedelta(days=2), timedelta(days=9)], ["completed", "running"]),
        ([timedelta(days=2, seconds=1)], ["completed", "running"]),
    ],
    ids=["and expired meanwhile", "and expired meanwhile, unlike a later one", "and expires a second later"],
)
def test_a_kept_message_begins_a_case_if_it_still_lives_when_a_worker_comes_to_it(
    lives: list[timedelta], states: list[str], deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(begun_by(message_event("melding")))
    first = engine.correlate_message("melding", "straat-1", {})
    for life in lives:
        engine.correlate_message("melding", "straat-1", {}, time_to_live=life)
    (task,) = engine.read_case(first.case_ids[0], people.office).open_tasks
    clock.turn(days=1)
    engine.complete_task(task.id, people.office, {})
    clock.turn(days=1)

    engine.run_worker_once()

    assert [case.state for case in cases()] == states


def test_a_message_that_a_waiting_case_gets_begins_no_other_case_of_its_process(deploy: Deploy, people: People) -> None:
    by_message = node("startEvent", "Komt", message_event("melding"))
    waits = catch("Wachten", message_event("melding"))
    deploy(folder(BEGUN, script("Kenmerk", '="straat-1"', "straat"), waits, end(), by_message, user("Stap"), end("Af"),
                  chain("Begin", "Kenmerk", "Wachten", "Klaar"), chain("Komt", "Stap", "Af"),
                  process="melding", messages={"melding": "melding|=straat"}))  # fmt: skip
    waiting = engine.start_case("melding", {}, None)

    answer = engine.correlate_message("melding", "straat-1", {})

    assert answer.case_ids == (waiting.case_id,)
    assert [case.state for case in cases()] == ["completed"]


def test_a_kept_message_that_may_begin_a_case_now_waits_for_no_safety_net(
    deploy: Deploy, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[str] = []
    monkeypatch.setattr(Queue, "put", lambda queue, session, ids, **when: handed.extend(ids))
    deploy(begun_by(message_event("melding")))
    first = engine.correlate_message("melding", "straat-1", {})
    engine.correlate_message("melding", "straat-1", {}, time_to_live=timedelta(days=2))
    (task,) = engine.read_case(first.case_ids[0], people.office).open_tasks

    engine.complete_task(task.id, people.office, {})

    with reading() as session:
        (job,) = session.scalars(select(models.Job))
    assert (job.kind, [job.id]) == ("kept-message", handed)


def test_a_key_is_free_when_its_case_has_ended_and_nothing_was_kept(deploy: Deploy, people: People) -> None:
    deploy(begun_by(message_event("melding")))
    first = engine.correlate_message("melding", "straat-1", {})
    with pytest.raises(engine.NotWaiting):
        engine.correlate_message("melding", "straat-1", {})
    (task,) = engine.list_team_tasks(people.office).items
    engine.complete_task(task.id, people.office, {})

    second = engine.correlate_message("melding", "straat-1", {})

    assert engine.read_case(first.case_ids[0], people.office).case.state == "completed"
    assert second.case_ids != first.case_ids
    assert len(cases()) == 2


def test_a_case_that_ends_as_soon_as_it_begins_holds_its_key_no_longer(deploy: Deploy, people: People) -> None:
    at_once = (node("startEvent", "Komt", message_event("melding")), end(), chain("Komt", "Klaar"))
    deploy(folder(*at_once, process="melding", messages={"melding": "melding"}))

    for _ in range(2):
        engine.correlate_message("melding", "straat-1", {})

    assert [case.state for case in cases()] == ["completed", "completed"]


def test_a_case_that_a_case_begins_by_a_message_is_linked_to_it(deploy: Deploy, people: People) -> None:
    sends = node(
        "intermediateThrowEvent", "Melden", '<zeebe:taskDefinition type="message" />', message_event("melding")
    )
    deploy(
        folder(
            BEGUN, sends, end(), chain("Begin", "Melden", "Klaar"), process="meldt", messages={"melding": "melding"}
        ),
        begun_by(message_event("melding")),
    )
    first = engine.start_case("meldt", {}, None)

    engine.run_worker_once()

    (second,) = [case for case in cases() if case.id != first.case_id]
    assert second.linked_case_id == first.case_id


def test_a_message_without_a_key_begins_a_case_each_time(deploy: Deploy, people: People) -> None:
    deploy(begun_by(message_event("melding")))

    for _ in range(3):
        engine.correlate_message("melding", "", {})

    assert len(cases()) == 3


def test_a_message_with_the_same_id_begins_one_case_and_is_answered_as_the_first(
    deploy: Deploy, people: People
) -> None:
    deploy(begun_by(message_event("melding")))

    first = engine.correlate_message("melding", "", {"plaats": "Elim"}, message_id="m-1")
    second = engine.correlate_message("melding", "", {"plaats": "Fluitenberg"}, message_id="m-1")

    assert first == second
    assert len(cases()) == 1


def test_a_message_begins_a_case_of_each_process_that_it_begins(deploy: Deploy, people: People) -> None:
    deploy(begun_by(message_event("melding")), begun_by(message_event("melding"), process="ook"))

    answer = engine.correlate_message("melding", "", {})

    assert len(answer.case_ids) == 2
    assert sorted(case.process_id for case in cases()) == ["melding", "ook"]


def test_a_version_without_the_start_listens_no_more(deploy: Deploy, people: People) -> None:
    deploy(begun_by(message_event("melding")))
    deploy(folder(BEGUN, end(), chain("Begin", "Klaar"), process="melding"))

    with pytest.raises(engine.NotWaiting):
        engine.correlate_message("melding", "", {})

    assert cases() == []


def test_a_case_begins_on_the_version_that_is_in_use(deploy: Deploy, people: People) -> None:
    deploy(begun_by(message_event("melding"), name="Oud"))
    deploy(begun_by(message_event("melding"), name="Nieuw"))

    answer = engine.correlate_message("melding", "", {})

    assert [task.name for task in engine.read_case(answer.case_ids[0], people.office).open_tasks] == ["Nieuw"]


# ---- signals ----


def test_a_signal_begins_a_case_that_is_linked_to_who_threw_it(deploy: Deploy, people: People) -> None:
    thrower = folder(BEGUN, throw("Roepen", signal("alarm")), end(), chain("Begin", "Roepen", "Klaar"),
                     process="roepen")  # fmt: skip
    deploy(begun_by(signal("alarm")), thrower)

    thrown = engine.start_case("roepen", {}, None)
    before = len(cases())
    engine.run_worker_once()

    assert before == 1
    assert [case.linked_case_id for case in cases() if case.process_id == "melding"] == [thrown.case_id]


# ---- moments ----


def test_a_timer_begins_a_case_as_often_as_it_says(deploy: Deploy, people: People, clock: TestClock) -> None:
    deploy(begun_by(timer("Cycle", "R2/P7D")))
    seen = []

    for _ in range(4):
        clock.turn(days=7)
        engine.run_worker_once()
        seen.append(len(cases()))

    assert seen == [1, 2, 2, 2]


def test_moments_that_passed_while_nobody_worked_each_begin_a_case_once(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(begun_by(timer("Cycle", "R/P7D")))

    clock.turn(days=21)
    engine.run_worker_once()
    engine.run_worker_once()

    assert len(cases()) == 3


def test_a_weekly_start_stays_at_the_same_hour_when_summer_time_begins(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(begun_by(timer("Cycle", "R/2026-03-24T09:00:00+01:00/P7D")))
    clock.turn(days=22, minutes=1)  # From Monday 2 March, 09:00, to Tuesday 24 March.
    engine.run_worker_once()

    with reading() as session:
        following = session.scalars(select(models.StartSubscription.due_at)).one()

    assert following == datetime(2026, 3, 31, 7, 0, tzinfo=UTC)


def test_a_date_begins_one_case(deploy: Deploy, people: People, clock: TestClock) -> None:
    deploy(begun_by(timer("Date", "=date and time(&quot;2026-04-01T09:00:00&quot;)")))
    engine.run_worker_once()
    before = len(cases())

    clock.turn(days=40)
    engine.run_worker_once()
    clock.turn(days=40)
    engine.run_worker_once()

    assert (before, len(cases())) == (0, 1)


def test_a_new_version_neither_repeats_a_moment_that_was_nor_puts_off_one_that_comes(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(begun_by(timer("Cycle", "R2/P7D"), name="Oud"))
    clock.turn(days=7)
    engine.run_worker_once()

    clock.turn(days=5)
    deploy(begun_by(timer("Cycle", "R2/P7D"), name="Nieuw"))
    clock.turn(days=2)
    engine.run_worker_once()
    clock.turn(days=30)
    engine.run_worker_once()

    assert len(cases()) == 2


def test_a_new_version_with_another_timer_counts_anew(deploy: Deploy, people: People, clock: TestClock) -> None:
    deploy(begun_by(timer("Cycle", "R/P7D")))
    clock.turn(days=5)
    deploy(begun_by(timer("Cycle", "R/P14D")))
    seen = []

    for _ in range(2):
        clock.turn(days=7)
        engine.run_worker_once()
        seen.append(len(cases()))

    assert seen == [0, 1]


def test_a_timer_whose_value_is_no_moment_cannot_be_put_in_use(deploy: Deploy, people: People) -> None:
    with pytest.raises(engine.DiagramRefused, match="timer =1"):
        deploy(begun_by(timer("Date", "=1 + 1")))


# ---- several plain starts ----


def test_each_plain_start_with_a_form_is_a_way_in_of_its_own(deploy: Deploy, people: People) -> None:
    balie = node("startEvent", "Balie", FORM, properties(startableBy="ondersteuning"))
    deploy(folder(BEGUN, balie, user("Lezen"), user("Bellen"), end(), end("Gebeld"), chain("Begin", "Lezen", "Klaar"),
                  chain("Balie", "Bellen", "Gebeld")))  # fmt: skip
    for_visitors = [one.process_id for one in engine.list_startable(None)]

    by_staff = engine.start_case("proef.Balie", {}, people.office)
    by_visitor = engine.start_case("proef", {}, None)

    assert for_visitors == ["proef"]
    assert [t.name for t in engine.read_case(by_staff.case_id, people.office).open_tasks] == ["Bellen"]
    assert [t.name for t in engine.read_case(by_visitor.case_id, people.office).open_tasks] == ["Lezen"]


def test_a_start_by_an_event_is_offered_to_nobody(deploy: Deploy, people: People) -> None:
    deploy(begun_by(message_event("melding")))

    offered = engine.list_startable(people.office)

    assert offered == ()
    with pytest.raises(engine.NotFound):
        engine.start_case("melding.Komt", {}, people.office)


# ---- stories and operators ------------------------------------------------------------------------------------------

STORY = """name: Een melding van buiten
now: 2026-03-02T09:00:00
begin: Komt
start: {plaats: Elim}
steps:
  - task: Bellen
    answers: {}
expect: {end: Gebeld}
"""


def two_ways_in(**scenarios: str) -> ProcessFiles:
    return folder(BEGUN, node("startEvent", "Komt", message_event("melding")), user("Lezen"), user("Bellen"), end(),
                  end("Gebeld"), chain("Begin", "Lezen", "Klaar"), chain("Komt", "Bellen", "Gebeld"),
                  messages={"melding": "melding"},
                  files={f"scenarios/{name}.yaml": told.encode() for name, told in scenarios.items()})  # fmt: skip


def test_a_scenario_names_the_start_that_it_begins_at_and_all_of_several_are_to_be_reached(tmp_path: Path) -> None:
    for name, data in two_ways_in(melding=STORY).files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)

    report = run_scenarios(tmp_path)

    assert [outcome.failure for outcome in report.outcomes] == [None]
    assert report.coverage[0].missed == ["Begin", "Klaar"]


def test_the_demo_lives_through_a_story_that_a_message_begins(deploy: Deploy, people: People) -> None:
    files = two_ways_in(melding=STORY)
    deploy(files)
    (scenario,) = read_scenarios("proef", files)
    story = Story(scenario, {}, {}, TurnedClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC)), random.Random(1))

    for _ in story.tell():
        pass

    assert [case.end_element for case in cases()] == ["Gebeld"]


def test_an_operator_brings_a_message_by_the_command_line(
    deploy: Deploy, people: People, place: engine.Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy(begun_by(message_event("melding")))
    for name, value in (("DATABASE_URL", str(place.settings.database)), ("DATA_DIR", str(place.settings.data_dir))):
        monkeypatch.setenv(f"SMEDERIJ_{name}", value)

    def bring(*told: str) -> str:
        return CliRunner().invoke(main, ["message", *told]).output

    taken = bring("melding", "--set", 'plaats="Elim"', "--id", "m-1")
    kept = bring("betaald", "--key", "1", "--keep", "P1D")
    refused = bring("betaald", "--key", "1", "--keep", "PT0S")
    unreadable = bring("melding", "--set", "plaats=Elim")

    assert taken == f"{cases()[0].reference} heeft het bericht\n"
    assert kept.startswith("Niemand wacht er nog op; bewaard tot ")
    assert "niet bewaard" in refused
    assert "niet te lezen" in unreadable
    assert len(cases()) == 1
