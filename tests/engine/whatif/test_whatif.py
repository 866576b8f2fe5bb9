"""What if: a replay is requested, played by workers bit by bit, and can be stopped and viewed meanwhile."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

import engine
from engine.models import Job, Simulation, SimulationRun
from engine.municipality import reading
from engine.whatif import playing
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.counting import statements
from tests.engine.experience.test_experience import OWNER, process

AUDITOR = engine.User("auditor", "Auditor", frozenset({"auditor"}))


@pytest.fixture
def worked(deploy: Deploy, people: People, clock: TestClock) -> None:
    """Eight cases, a day apart, each completed by the office within hours."""
    deploy(process())
    work(8, people, clock)


def work(cases: int, people: People, clock: TestClock) -> None:
    for _ in range(cases):
        engine.start_case("werk", {"titel": "Bankje"}, None)
        for _ in range(2):
            clock.turn(hours=3)
            for task in engine.list_team_tasks(people.office, size=50).items:
                engine.complete_task(task.id, people.office, {"goed": "true"})
            clock.turn(hours=52)
            engine.run_worker_once()


def test_times_of_fewer_than_five_are_neither_told_nor_replayed(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(process())
    work(2, people, clock)

    asked = engine.prepare_simulation("werk", OWNER)

    assert (asked.arrivals, asked.lead) == (2, None)
    assert {task.node: task.hours for task in asked.unknown} == {"werk:Controleren": 24.0, "werk:Beslissen": 24.0}


def test_a_replay_plays_all_its_runs(worked: None) -> None:
    key = engine.start_simulation("werk", OWNER, runs=5)

    engine.run_worker_once()

    found = engine.read_simulation(key, OWNER)
    (side,) = found.sides
    assert (found.state, found.done, found.arrivals) == ("done", 5, 8)
    assert side.outcome is not None
    assert (side.outcome.runs, side.outcome.cases) == (5, 8)


def test_a_replay_of_what_is_measured_takes_as_long_as_it_took(worked: None) -> None:
    key = engine.start_simulation("werk", OWNER, runs=5)
    engine.run_worker_once()

    found = engine.read_simulation(key, OWNER)

    assert found.lead is not None
    outcome = found.sides[0].outcome
    assert outcome is not None
    assert outcome.leads["median"].median == pytest.approx(found.lead.median, rel=0.35)


def test_other_people_are_a_side_beside_how_it_is_now(worked: None) -> None:
    key = engine.start_simulation("werk", OWNER, people={"ondersteuning": 1}, runs=2)
    engine.run_worker_once()

    now, then = engine.read_simulation(key, OWNER).sides

    assert (now.people, then.people) == ({"ondersteuning": 2}, {"ondersteuning": 1})
    assert now.outcome is not None
    assert then.outcome is not None
    assert then.outcome.loads["ondersteuning"].median > now.outcome.loads["ondersteuning"].median


def test_a_change_is_replayed_beside_the_version_in_use(worked: None) -> None:
    change = engine.begin_change("werk", OWNER, "Zonder rust")
    part = engine.read_part(change, "werk", OWNER)
    shorter = part.files["process.bpmn"].replace(b"P2D", b"PT1H")
    engine.save_part(change, "werk", part.revision, {"process.bpmn": shorter}, OWNER)

    key = engine.start_simulation("werk", OWNER, change_id=change, runs=3)
    engine.run_worker_once()

    now, then = engine.read_simulation(key, OWNER).sides
    assert (now.version, then.title) == (1, "Zonder rust")
    assert now.outcome is not None
    assert then.outcome is not None
    gained = now.outcome.leads["median"].median - then.outcome.leads["median"].median
    assert gained == pytest.approx(47 * 3600, rel=0.2)


def test_a_task_that_was_renamed_is_known_by_its_name_and_a_new_one_is_asked_for(worked: None) -> None:
    change = engine.begin_change("werk", OWNER, "Anders")
    part = engine.read_part(change, "werk", OWNER)
    drawn = part.files["process.bpmn"]
    again = drawn.replace(b'id="Controleren"', b'id="Nazien"').replace(b'Ref="Controleren"', b'Ref="Nazien"')
    again = again.replace(b'attachedToRef="Controleren"', b'attachedToRef="Nazien"')
    again = again.replace(b'id="Beslissen" name="Beslissen"', b'id="Kiezen" name="Kiezen"')
    again = again.replace(b'Ref="Beslissen"', b'Ref="Kiezen"')
    engine.save_part(change, "werk", part.revision, {"process.bpmn": again}, OWNER)

    asked = engine.prepare_simulation("werk", OWNER, change)
    key = engine.start_simulation("werk", OWNER, change_id=change, hours={"werk:Kiezen": 5}, runs=1)

    codes = {told.code: told.names for told in engine.read_simulation(key, OWNER).sides[1].assumptions}
    assert [task.node for task in asked.unknown] == ["werk:Kiezen"]
    assert codes["named"] == ("Controleren",)
    assert codes["told"] == ("Kiezen",)


def test_a_replay_that_is_stopped_keeps_what_it_has(worked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "SECONDS", -1.0)  # One run per job.
    key = engine.start_simulation("werk", OWNER, runs=5)
    play_next()

    engine.stop_simulation(key, OWNER)
    engine.run_worker_once()

    found = engine.read_simulation(key, OWNER)
    assert (found.state, found.done) == ("stopped", 1)


def test_a_job_that_comes_twice_adds_its_runs_once(worked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "SECONDS", -1.0)
    engine.start_simulation("werk", OWNER, runs=5)
    job = play_next()

    playing.play_some(job)

    with reading() as session:
        assert session.scalar(select(func.count()).select_from(SimulationRun)) == 1
        assert session.scalar(select(func.count()).where(Job.kind == "simulate", Job.state == "waiting")) == 1


def test_a_replay_that_cannot_be_played_says_so_and_makes_room(
    worked: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_: object) -> None:
        raise RuntimeError("no way")

    monkeypatch.setattr(playing, "replay", break_down)
    key = engine.start_simulation("werk", OWNER, runs=5)

    engine.run_worker_once()

    assert engine.read_simulation(key, OWNER).state == "failed"
    assert "replay failed" in caplog.text


def play_next() -> str:
    with reading() as session:
        job = session.scalars(select(Job.id).where(Job.kind == "simulate", Job.state == "waiting")).one()
    playing.play_some(job)
    return job


def test_a_change_that_is_edited_meanwhile_does_not_change_its_replay(worked: None) -> None:
    change = engine.begin_change("werk", OWNER, "Zonder rust")
    key = engine.start_simulation("werk", OWNER, change_id=change, runs=2)
    part = engine.read_part(change, "werk", OWNER)
    longer = part.files["process.bpmn"].replace(b"P2D", b"P99D")
    engine.save_part(change, "werk", part.revision, {"process.bpmn": longer}, OWNER)

    engine.run_worker_once()

    now, then = engine.read_simulation(key, OWNER).sides
    assert now.outcome is not None
    assert then.outcome is not None
    assert then.outcome.leads == now.outcome.leads


@pytest.mark.parametrize(
    ("staff", "hours", "problems"),
    [
        ({"ondersteuning": 0}, {}, {"mensen-ondersteuning": "no_people"}),
        ({"ondersteuning": None}, {}, {"mensen-ondersteuning": "no_people"}),
        ({}, {"werk:Kiezen": -1.0}, {"uren-werk:Kiezen": "no_hours"}),
    ],
    ids=["nobody", "no number", "less than no time"],
)
def test_a_number_that_cannot_be_is_refused(
    worked: None, staff: dict[str, int | None], hours: dict[str, float | None], problems: dict[str, str]
) -> None:
    with pytest.raises(engine.SimulationRefused) as refused:
        engine.start_simulation("werk", OWNER, people=staff, hours=hours)

    assert refused.value.problems == problems


def test_the_chances_of_a_choice_are_as_measured_and_together_a_hundred(worked: None) -> None:
    (choice,) = engine.prepare_simulation("werk", OWNER).choices

    assert [(way.label, way.percent) for way in choice.ways] == [("→ Rusten", 100), ("→ Opnieuw", 0)]


def test_other_chances_are_a_side_beside_how_it_is_now(worked: None) -> None:
    (choice,) = engine.prepare_simulation("werk", OWNER).choices
    turned = {way.key: 100 - way.percent for way in choice.ways}

    key = engine.start_simulation("werk", OWNER, chances=turned, runs=1)

    now, then = engine.read_simulation(key, OWNER).sides
    assert [told.names for told in then.assumptions if told.code == "chosen"] == [(choice.name,)]
    assert [told for told in now.assumptions if told.code == "chosen"] == []


def test_chances_that_are_left_as_they_were_shown_make_no_other_side(worked: None) -> None:
    (choice,) = engine.prepare_simulation("werk", OWNER).choices

    key = engine.start_simulation("werk", OWNER, chances={way.key: way.percent for way in choice.ways}, runs=1)

    assert len(engine.read_simulation(key, OWNER).sides) == 1


@pytest.mark.parametrize(
    ("percents", "code"),
    [((50, 60), "no_sum"), ((None, 100), "no_chance"), ((-1, 101), "no_chance"), ((0, 0), "no_sum")],
)
def test_chances_that_cannot_be_are_refused(worked: None, percents: tuple[int | None, ...], code: str) -> None:
    (choice,) = engine.prepare_simulation("werk", OWNER).choices
    typed = {way.key: percent for way, percent in zip(choice.ways, percents, strict=True)}

    with pytest.raises(engine.SimulationRefused) as refused:
        engine.start_simulation("werk", OWNER, chances=typed)

    assert refused.value.problems[f"kans-{choice.ways[0].key}"] == code


def test_a_second_look_asks_the_history_for_nothing(worked: None) -> None:
    seen = [engine.prepare_simulation("werk", OWNER)]

    said = statements(lambda: seen.append(engine.prepare_simulation("werk", OWNER)))

    assert seen[0] == seen[1]
    assert said
    assert [one for one in said if "history" in one or "tasks" in one] == []


def test_what_was_measured_is_measured_anew_the_next_day(worked: None, people: People, clock: TestClock) -> None:
    before = engine.prepare_simulation("werk", OWNER).arrivals

    work(1, people, clock)

    assert engine.prepare_simulation("werk", OWNER).arrivals == before + 1


def test_without_arrivals_there_is_nothing_to_replay(deploy: Deploy) -> None:
    deploy(process())

    with pytest.raises(engine.SimulationRefused) as refused:
        engine.start_simulation("werk", OWNER)

    assert refused.value.problems == {"aantal": "no_arrivals"}


def test_no_more_than_three_replays_are_under_way(worked: None) -> None:
    for _ in range(3):
        engine.start_simulation("werk", OWNER)

    with pytest.raises(engine.SimulationRefused) as refused:
        engine.start_simulation("werk", OWNER)

    assert refused.value.problems == {"aantal": "too_many"}


def test_an_auditor_reads_replays_and_asks_for_none(worked: None) -> None:
    key = engine.start_simulation("werk", OWNER, runs=1)

    assert [found.id for found in engine.list_simulations("werk", AUDITOR)] == [key]
    with pytest.raises(engine.NotAllowed):
        engine.start_simulation("werk", AUDITOR)


def test_what_a_replay_keeps_names_nobody(worked: None, people: People) -> None:
    engine.start_simulation("werk", OWNER, runs=1)

    with reading() as session:
        row = session.scalars(select(Simulation)).one()
    kept = str(row.told) + str(playing.unpack(row.plans))
    assert people.office.id not in kept
    assert people.office.name not in kept
