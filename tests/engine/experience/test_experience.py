"""Experience: the figures from the database equal those computed by hand from the history."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from math import ceil
from random import Random
from typing import Any

import pytest
from sqlalchemy import Integer, literal, select

import engine
from engine.deadlines import dutch_calendar
from engine.experience.measuring import Clock, whole_quarters
from engine.models import HistoryEvent
from engine.municipality import here, reading
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import boundary, catch, chain, end, field, flow, folder, form, node, properties, start, timer
from tests.engine.diagrams import user as task

OWNER = engine.User("eigenaar", "Eigenaar", frozenset({"proceseigenaar"}))
FORMS = {
    "forms/begin.form": form("begin", field("titel")),
    "forms/oordeel.form": form("oordeel", field("goed", "checkbox")),
}


def process(*, name: str = "Controleren", process_id: str = "werk", rest: str = "P2D") -> Any:
    """A check that can be repeated, with a time limit; a wait of two days; a decision."""
    return folder(
        start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen")),
        node("exclusiveGateway", "Opnieuw"),
        task(name, form="oordeel", due="=werkdagen(2)"),
        boundary("Tijd om", name, timer("Duration", "P9D")),
        node("exclusiveGateway", "Goed?", default="nee"),
        catch("Rusten", timer("Duration", rest)),
        task("Beslissen", form="oordeel"),
        end(),
        end("Verlopen"),
        chain("Begin", "Opnieuw", name, "Goed?"),
        flow("Goed?", "Rusten", "=goed"),
        flow("Goed?", "Opnieuw", key="nee"),
        chain("Rusten", "Beslissen", "Klaar"),
        flow("Tijd om", "Verlopen"),
        process=process_id,
        files=FORMS,
    )


@pytest.fixture
def lived(deploy: Deploy, people: People, clock: TestClock) -> list[str]:
    """Thirty cases in a quarter that is over: some claimed first, some late, some never done in time."""
    deploy(process())
    clock.turn(days=31)
    chance, cases = Random(4), []
    for _ in range(30):
        cases.append(engine.start_case("werk", {"titel": "Bankje"}, None).case_id)
        for _ in range(chance.randrange(4)):
            clock.turn(hours=chance.randrange(1, 30), minutes=chance.randrange(60))
            engine.run_worker_once()
            found = engine.list_team_tasks(people.office, size=50).items
            if found:
                chosen = chance.choice(found)
                if chance.random() < 0.5:
                    engine.claim_task(chosen.id, people.office)
                    clock.turn(hours=chance.randrange(9))
                engine.complete_task(chosen.id, people.office, {"goed": "true"} if chance.random() < 0.7 else {})
    clock.turn(days=100)
    return cases


def events() -> list[HistoryEvent]:
    with reading() as session:
        return list(session.scalars(select(HistoryEvent).order_by(HistoryEvent.sequence)))


def nearest(values: Sequence[int], share: float) -> int | None:
    return sorted(values)[ceil(len(values) * share) - 1] if len(values) >= engine.FEW else None


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def working_days(begun: datetime, ended: datetime) -> int:
    calendar, zone = dutch_calendar(), here().settings.zone
    day, last, count = begun.astimezone(zone).date(), ended.astimezone(zone).date(), 0
    while day < last:
        day += timedelta(days=1)
        count += calendar.is_working_day(day)
    return count


def by_hand() -> dict[str, dict[str, list[Any]]]:
    """Per task what the history says about it, computed plainly."""
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    opened, claimed, due = {}, {}, {}
    for event in events():
        key, place = event.facts.get("task"), str(event.element_id)
        if event.kind == "task_opened":
            opened[key] = event.at
            due[key] = datetime.fromisoformat(event.facts["due_at"]) if event.facts["due_at"] else None
            found[place]["opened"].append(key)
        elif event.kind == "task_claimed":
            claimed[key] = event.at
        elif event.kind in {"task_completed", "task_cancelled"}:
            found[place][event.kind].append(key)
            if event.kind == "task_completed":
                found[place]["done"].append(seconds(event.at) - seconds(opened[key]))
                found[place]["working"].append(working_days(opened[key], event.at))
            due_at = due.pop(key)
            if due_at is not None and event.at > due_at:
                found[place]["late"].append(key)
    for told in found.values():
        told["claimed"] = [seconds(claimed[k]) - seconds(opened[k]) for k in told["opened"] if k in claimed]
        told["late"] += [k for k in told["opened"] if (at := due.get(k)) is not None and here().clock() > at]
    return found


def test_the_figures_of_tasks_are_those_of_the_history(lived: list[str]) -> None:
    found = by_hand()

    tasks = {told.element_id: told for told in engine.read_experience("werk", OWNER).tasks}

    assert tasks.keys() == found.keys()
    for key, told in tasks.items():
        by = found[key]
        assert (told.opened, told.completed, told.cancelled, told.late) == tuple(
            len(by[name]) for name in ("opened", "task_completed", "task_cancelled", "late")
        )
        assert told.due in {0, told.opened}
        assert told.open == told.opened - told.completed - told.cancelled
        for name in ("claimed", "done", "working"):
            spread = getattr(told, name)
            assert (spread.count, spread.median, spread.ninety) == (
                len(by[name]), nearest(by[name], 0.5), nearest(by[name], 0.9),
            )  # fmt: skip


def test_some_of_what_was_lived_through_was_late_claimed_and_called_off(lived: list[str]) -> None:
    told = engine.read_experience("werk", OWNER).tasks[0]

    assert min(told.late or 0, told.claimed.count, told.cancelled, told.completed) > 0


def test_the_ways_out_of_a_choice_are_counted(lived: list[str]) -> None:
    gone = Counter(event.facts.get("via") for event in events() if event.kind == "element_completed")

    ways = engine.read_experience("werk", OWNER).ways

    assert {way.flow_id: way.taken for way in ways} == {key: gone[key] for key in ("Goed?_to_Rusten", "nee")}
    assert all(way.of == sum(gone[key] for key in ("Goed?_to_Rusten", "nee")) for way in ways)


def test_a_case_counts_as_the_tasks_that_it_went_through(lived: list[str]) -> None:
    steps: dict[str, list[str]] = defaultdict(list)
    leads: dict[str, int] = {}
    begun: dict[str, datetime] = {}
    for event in events():
        case = str(event.case_id)
        if event.kind == "case_started":
            begun[case] = event.at
        elif event.kind == "task_opened" and steps[case][-1:] != [str(event.element_id)]:
            steps[case].append(str(event.element_id))
        elif event.kind == "case_ended":
            leads[case] = seconds(event.at) - seconds(begun[case])
    ways = Counter(tuple(steps[case]) for case in leads)
    expected = {steps: cases for steps, cases in ways.items() if cases >= engine.FEW}

    found = engine.read_experience("werk", OWNER)

    assert {variant.steps: variant.cases for variant in found.variants} == expected
    assert (found.ended, found.kinds) == (len(leads), len(ways))
    assert 0 < len(expected) < len(ways)
    assert (found.lead.median, found.lead.ninety) == (
        nearest(list(leads.values()), 0.5),
        nearest(list(leads.values()), 0.9),
    )
    for variant in found.variants:
        times = [leads[case] for case in leads if tuple(steps[case]) == variant.steps]
        assert (variant.lead.median, variant.lead.ninety) == (nearest(times, 0.5), nearest(times, 0.9))


def test_a_wait_lasts_from_the_step_before_it(lived: list[str]) -> None:
    waits = {wait.element_id: wait for wait in engine.read_experience("werk", OWNER).waits}
    fired = Counter(event.element_id for event in events() if event.kind == "timer_fired")

    assert {key: wait.happened for key, wait in waits.items()} == {
        "Rusten": fired["Rusten"],
        "Tijd om": fired["Tijd om"],
    }
    assert waits["Rusten"].waited.median is not None
    assert waits["Rusten"].waited.median >= 2 * 86_400
    assert waits["Tijd om"].edge


def test_a_version_and_a_period_narrow_what_counts(deploy: Deploy, people: People, clock: TestClock) -> None:
    deploy(process())
    engine.start_case("werk", {"titel": "Oud"}, None)
    clock.turn(days=40)
    deploy(process(name="Nakijken"))
    engine.start_case("werk", {"titel": "Nieuw"}, None)
    clock.turn(days=100)

    both = engine.read_experience("werk", OWNER)
    newer = engine.read_experience("werk", OWNER, version=2)
    lately = engine.read_experience("werk", OWNER, since=date(2026, 4, 1))

    assert {told.element_id for told in both.tasks} == {"Controleren", "Nakijken"}
    assert [told.element_id for told in newer.tasks] == ["Nakijken"]
    assert [told.element_id for told in lately.tasks] == ["Nakijken"]


def test_a_called_process_lasts_from_its_begin_to_the_end_of_the_call(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    calls = folder(
        start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen")),
        node("callActivity", "Roepen", '<zeebe:calledElement processId="werk" />'),
        task("Achteraf", form="oordeel"),
        end(),
        chain("Begin", "Roepen", "Achteraf", "Klaar"),
        process="boven",
        files=FORMS,
    )
    deploy(process(), calls)
    for hours in (5, 6, 7, 20, 30):
        engine.start_case("boven", {"titel": "Bankje"}, None)
        _do(people, clock, hours)
        clock.turn(days=2)
        engine.run_worker_once()
        _do(people, clock, hours)
    engine.start_case("boven", {"titel": "Nog bezig"}, None)
    clock.turn(days=100)

    found = engine.read_experience("werk", OWNER)

    assert found.called
    assert (found.ended, found.lead.median) == (5, (7 + 48 + 7) * 3600)
    assert [(variant.steps, variant.cases) for variant in found.variants] == [(("Controleren", "Beslissen"), 5)]


def _do(people: People, clock: TestClock, hours: float) -> None:
    """After this many hours, do the oldest task in the office's list."""
    clock.turn(hours=hours)
    found = min(engine.list_team_tasks(people.office, size=50).items, key=lambda one: one.name == "Achteraf")
    engine.complete_task(found.id, people.office, {"goed": "true"})


@pytest.fixture
def few(deploy: Deploy, people: People, clock: TestClock) -> None:
    """Four cases that went all the way, and a fifth that has only started."""
    deploy(process())
    for number in range(5):
        engine.start_case("werk", {"titel": "Bankje"}, None)
        if number < 4:
            clock.turn(hours=5)
            (checked,) = engine.list_team_tasks(people.office, size=50).items
            engine.claim_task(checked.id, people.office)
            _do(people, clock, 1)
            clock.turn(days=2)
            engine.run_worker_once()
            _do(people, clock, 7)
    clock.turn(days=100)


def test_times_of_fewer_than_five_are_counted_and_not_told(few: None) -> None:
    found = engine.read_experience("werk", OWNER)

    spreads = [found.lead, found.working, *(wait.waited for wait in found.waits if not wait.edge)]
    spreads += [each for task in found.tasks for each in (task.done, task.working)]
    spreads.append(found.tasks[0].claimed)
    assert [(each.count, each.median, each.ninety) for each in spreads] == [(4, None, None)] * len(spreads)


def test_a_route_of_fewer_than_five_is_not_told(few: None) -> None:
    found = engine.read_experience("werk", OWNER)

    assert (found.variants, found.kinds, found.ended) == ((), 1, 4)


def test_a_choice_that_fewer_than_five_made_is_not_told(few: None) -> None:
    assert engine.read_experience("werk", OWNER).ways == ()


def test_one_day_is_the_quarter_that_it_lies_in(few: None) -> None:
    day = date(2026, 3, 3)

    found = engine.read_experience("werk", OWNER, since=day, until=day)

    assert (found.since, found.until) == (date(2026, 1, 1), date(2026, 3, 31))
    assert [(task.due, task.late) for task in found.tasks if task.due] == [(5, 1)]


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        pytest.param(None, None, date(2025, 7, 1), date(2026, 6, 30), id="the last four that are over"),
        pytest.param(date(2026, 2, 3), date(2026, 5, 6), date(2026, 1, 1), date(2026, 6, 30), id="those of two days"),
        pytest.param(date(2026, 5, 6), date(2027, 1, 1), date(2026, 4, 1), date(2026, 6, 30), id="none that lasts"),
        pytest.param(date(2026, 8, 1), None, date(2026, 4, 1), date(2026, 6, 30), id="one at least"),
        pytest.param(None, date(2025, 12, 31), date(2025, 1, 1), date(2025, 12, 31), id="the four until a day"),
    ],
)
def test_a_period_is_whole_quarters_that_are_over(
    since: date | None, until: date | None, first: date, last: date
) -> None:
    assert whole_quarters(since, until, date(2026, 8, 15)) == (first, last)


def test_a_quarter_that_is_not_over_does_not_count(deploy: Deploy, people: People, clock: TestClock) -> None:
    deploy(process())
    for _ in range(5):
        engine.start_case("werk", {"titel": "Bankje"}, None)

    assert engine.read_experience("werk", OWNER).tasks == ()


def test_periods_cannot_be_subtracted_to_find_fewer_than_five(deploy: Deploy, people: People, clock: TestClock) -> None:
    deploy(process())
    _check(people, clock, 6)
    clock.turn(days=91)
    _check(people, clock, 3)
    clock.turn(days=91)

    first = engine.read_experience("werk", OWNER, since=date(2026, 1, 1), until=date(2026, 3, 31))
    both = engine.read_experience("werk", OWNER, since=date(2026, 1, 1), until=date(2026, 6, 30))

    assert (first.tasks[0].opened, both.tasks[0].opened) == (6, 9)
    assert (first.tasks[0].done.count, both.tasks[0].done.count) == (6, 9)
    assert both.tasks[0].done.median == first.tasks[0].done.median
    assert (both.tasks[0].due, both.tasks[0].late) == (first.tasks[0].due, first.tasks[0].late)
    assert [(way.taken, way.of) for way in both.ways] == [(way.taken, way.of) for way in first.ways]


def test_versions_cannot_be_subtracted_to_find_fewer_than_five(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(process())
    _check(people, clock, 6)
    deploy(process(rest="P3D"))
    _check(people, clock, 3)
    clock.turn(days=91)

    older = engine.read_experience("werk", OWNER, version=1)
    both = engine.read_experience("werk", OWNER)

    assert (older.tasks[0].done.count, both.tasks[0].done.count) == (6, 9)
    assert both.tasks[0].done.median == older.tasks[0].done.median
    assert [way.of for way in both.ways] == [way.of for way in older.ways]


def _check(people: People, clock: TestClock, cases: int) -> None:
    """This many cases whose first task is done, each an hour slower than the previous one."""
    for number in range(cases):
        engine.start_case("werk", {"titel": "Bankje"}, None)
        clock.turn(hours=number + cases)
        task = next(t for t in engine.list_team_tasks(people.office, size=50).items if t.name != "Beslissen")
        engine.complete_task(task.id, people.office, {"goed": "true"})


@pytest.mark.parametrize("day", [date.min, date.max], ids=str)
@pytest.mark.parametrize("end", ["since", "until"])
def test_a_day_at_the_end_of_the_calendar_is_brought_nearer(
    deploy: Deploy, people: People, end: str, day: date
) -> None:
    deploy(process())
    bounds: dict[str, Any] = {end: day}

    found = engine.read_experience("werk", OWNER, **bounds)

    assert date(2005, 1, 1) < found.since <= found.until <= date(2026, 12, 31)


def test_experience_is_for_who_reads_the_workshop(deploy: Deploy, people: People) -> None:
    deploy(process())

    with pytest.raises(engine.NotAllowed):
        engine.read_experience("werk", people.office)


def test_a_version_that_never_was_is_not_found(deploy: Deploy) -> None:
    deploy(process())

    with pytest.raises(engine.NotFound):
        engine.read_experience("werk", OWNER, version=7)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
    ids=str,
)
def test_a_day_begins_at_midnight_on_the_wall_in_summer_and_in_winter(
    place: engine.Municipality, moment: datetime, day: date
) -> None:
    clock = Clock(date(2026, 1, 1), date(2026, 12, 31), here().settings.zone, dutch_calendar())

    with reading() as session:
        number = session.scalar(select(clock.day_of(literal(seconds(moment), Integer))))

    assert number == (day - date(1970, 1, 1)).days
