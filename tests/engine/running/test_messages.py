"""Messages: found by their key, kept while they live, counted once by their id, and sent from case to case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

import engine
from engine import history, models
from engine.dialect.folder import ProcessFiles
from engine.municipality import reading
from engine.running import correlation
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    end,
    flow,
    folder,
    io,
    listening,
    message,
    node,
    part,
    properties,
    start,
    timer,
    user,
)
from tests.engine.diagrams import field as asked
from tests.engine.diagrams import form as made_form

BEGUN = start("Begin", '<zeebe:formDefinition formId="vraag" />', properties(startableBy="iedereen"))
FILES = {"forms/vraag.form": made_form("vraag", asked("nummer"))}
DAY = timedelta(days=1)


def waiting(process: str = "wachten") -> ProcessFiles:
    """Begin → Voorbereiden → waits for `betaald` with its number → Verder → Klaar."""
    return folder(BEGUN, user("Voorbereiden"), catch("Betaald", message("betaald")), user("Verder"), end(),
                        chain("Begin", "Voorbereiden", "Betaald", "Verder", "Klaar"), process=process, files=FILES,
                        messages={"betaald": "betaald|=nummer"})  # fmt: skip


def sending(life: str = "", key: str = "=nummer") -> ProcessFiles:
    """Begin → sends `betaald` with its number → Klaar."""
    headers = "".join(
        f'<zeebe:header key="{name}" value="{value}" />'
        for name, value in (("key", key), ("timeToLive", life))
        if value
    )
    throws = node("intermediateThrowEvent", "Melden", '<zeebe:taskDefinition type="message" />',
                  f"<zeebe:taskHeaders>{headers}</zeebe:taskHeaders>", io({"bedrag": "=10"}),
                  message("betaald"))  # fmt: skip
    return folder(BEGUN, throws, end(), chain("Begin", "Melden", "Klaar"), process="betalen", files=FILES,
                  messages={"betaald": "betaald"})  # fmt: skip


def begun(number: str, process: str = "wachten") -> str:
    return engine.start_case(process, {"nummer": number}, None).case_id


def open_in(case_id: str, people: People) -> list[str]:
    return [task.name for task in engine.read_case(case_id, people.office).open_tasks]


def go_on(case_id: str, people: People) -> None:
    (task,) = engine.read_case(case_id, people.office).open_tasks
    engine.complete_task(task.id, people.office, {})


def kept() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(models.Message)) or 0


# ---- finding --------------------------------------------------------------------------------------------------------


def test_a_message_finds_the_case_with_its_key(deploy: Deploy, people: People) -> None:
    deploy(waiting())
    first, second = begun("1"), begun("2")
    go_on(first, people)
    go_on(second, people)

    answer = engine.correlate_message("betaald", "2", {"bedrag": 10})

    assert answer.case_ids == (second,)
    assert (open_in(first, people), open_in(second, people)) == ([], ["Verder"])


def test_a_message_goes_to_the_one_that_was_begun_first_of_each_process(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(waiting(), waiting("ook"))
    cases = []
    for process in ("wachten", "ook", "wachten", "ook"):
        cases.append(begun("1", process))
        go_on(cases[-1], people)
        clock.turn(minutes=1)

    answer = engine.correlate_message("betaald", "1", {})

    assert sorted(answer.case_ids) == sorted(cases[:2])


@pytest.mark.parametrize("life", [timedelta(), DAY], ids=["at once", "and is kept"])
def test_a_message_passes_over_a_case_whose_time_to_wait_is_over_although_no_worker_has_noticed(
    life: timedelta, deploy: Deploy, people: People, clock: TestClock
) -> None:
    first_of_two = node("eventBasedGateway", "Keuze")
    deploy(folder(BEGUN, user("Voorbereiden"), first_of_two, catch("Betaald", message("betaald")), user("Verder"),
                  end(), catch("Te laat", timer("Duration", "P1D")), end("Over"), flow("Keuze", "Te laat"),
                  chain("Begin", "Voorbereiden", "Keuze", "Betaald", "Verder", "Klaar"), flow("Te laat", "Over"),
                  process="wachten", files=FILES, messages={"betaald": "betaald|=nummer"}))  # fmt: skip
    late, later, in_time = (begun("1") for _ in range(3))
    go_on(late, people)
    go_on(later, people)
    clock.turn(days=2)
    go_on(in_time, people)

    answer = engine.correlate_message("betaald", "1", {}, time_to_live=life)

    assert answer.case_ids == (in_time,)
    assert open_in(in_time, people) == ["Verder"]


def test_a_message_that_nobody_waits_for_is_refused_and_leaves_nothing(deploy: Deploy, people: People) -> None:
    deploy(waiting())

    with pytest.raises(engine.NotWaiting):
        engine.correlate_message("betaald", "1", {}, message_id="m-1")

    assert kept() == 0


def test_a_key_that_is_null_is_an_incident_and_not_a_message_that_is_never_found(
    deploy: Deploy, people: People
) -> None:
    deploy(waiting())
    case_id = begun("")

    with pytest.raises(engine.ExecutionFailed, match="correlation key"):
        go_on(case_id, people)

    assert engine.read_case(case_id, people.office).incident is not None


# ---- time to live ---------------------------------------------------------------------------------------------------


def test_a_message_that_comes_too_early_is_there_when_a_case_begins_to_wait(deploy: Deploy, people: People) -> None:
    deploy(waiting())
    case_id = begun("1")
    engine.correlate_message("betaald", "1", {"bedrag": 10}, time_to_live=DAY)

    go_on(case_id, people)

    assert open_in(case_id, people) == ["Verder"]
    received = [i.kind for i in engine.read_case(case_id, people.auditor).timeline if i.kind == "message_received"]
    assert len(received) == 1
    with reading() as session:
        assert history.verify(session) > 0


def test_a_message_whose_time_has_passed_is_gone(deploy: Deploy, people: People, clock: TestClock) -> None:
    deploy(waiting())
    case_id = begun("1")
    engine.correlate_message("betaald", "1", {}, time_to_live=DAY)

    clock.turn(days=1)
    go_on(case_id, people)

    assert open_in(case_id, people) == []


def test_a_kept_message_goes_to_one_case_of_a_process(deploy: Deploy, people: People) -> None:
    deploy(waiting())
    first, second = begun("1"), begun("1")
    engine.correlate_message("betaald", "1", {}, time_to_live=DAY)

    go_on(first, people)
    go_on(second, people)

    assert (open_in(first, people), open_in(second, people)) == (["Verder"], [])


def test_of_several_kept_messages_the_oldest_comes_first(deploy: Deploy, people: People, clock: TestClock) -> None:
    deploy(waiting())
    cases = [begun("1"), begun("1")]
    for number in range(2):
        engine.correlate_message("betaald", "1", {}, time_to_live=DAY, message_id=f"m-{number}")
        clock.turn(minutes=1)

    for case_id in cases:
        go_on(case_id, people)

    again = [engine.correlate_message("betaald", "1", {}, message_id=f"m-{number}") for number in range(2)]
    assert [answer.case_ids for answer in again] == [(cases[0],), (cases[1],)]


def side_by_side() -> ProcessFiles:
    """Two tokens that wait for `betaald` with the same number."""
    return folder(BEGUN, user("Voorbereiden"), node("parallelGateway", "Splits"), catch("Een", message("betaald")),
                  catch("Twee", message("betaald")), node("parallelGateway", "Samen"), user("Verder"), end(),
                  chain("Begin", "Voorbereiden", "Splits", "Een", "Samen", "Verder", "Klaar"),
                  chain("Splits", "Twee", "Samen"), process="wachten", files=FILES,
                  messages={"betaald": "betaald|=nummer"})  # fmt: skip


def again_and_again(*, beside: bool) -> ProcessFiles:
    """A subprocess that hears `betaald` as often as it comes: on its edge, or beside what goes on in it."""
    inside = (start("In"), user("Bezig"), end("Uit"), chain("In", "Bezig", "Uit"))
    heard = listening("Komt", message("betaald"), user("Boeken"), end("Geboekt"),
                      chain("KomtKomt", "Boeken", "Geboekt"), interrupting=False)  # fmt: skip
    edge = (boundary("Rand", "Deel", message("betaald"), interrupting=False), user("Boeken"), end("Geboekt"),
            chain("Rand", "Boeken", "Geboekt"))  # fmt: skip
    return folder(BEGUN, user("Voorbereiden"), part("Deel", *inside, *((heard,) if beside else ())), end(),
                  chain("Begin", "Voorbereiden", "Deel", "Klaar"), *(() if beside else edge), process="wachten",
                  files=FILES, messages={"betaald": "betaald|=nummer"})  # fmt: skip


@pytest.mark.parametrize(
    ("process", "expected"),
    [
        (side_by_side(), ["Verder"]),
        (again_and_again(beside=True), ["Bezig", "Boeken", "Boeken"]),
        (again_and_again(beside=False), ["Bezig", "Boeken", "Boeken"]),
    ],
    ids=["two tokens", "an event subprocess", "an event on the edge"],
)
def test_every_kept_message_comes_to_a_case_that_waits_for_more_than_one(
    deploy: Deploy, people: People, process: ProcessFiles, expected: list[str]
) -> None:
    deploy(process)
    case = begun("1")
    for number in (1, 2):
        engine.correlate_message("betaald", "1", {}, time_to_live=DAY, message_id=f"m-{number}")

    go_on(case, people)

    assert sorted(open_in(case, people)) == expected


def test_what_has_expired_is_cleared_away_and_its_id_is_remembered_without_its_contents(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(waiting())
    engine.correlate_message("betaald", "1", {"bedrag": 10}, time_to_live=DAY)
    engine.correlate_message("betaald", "2", {"bedrag": 10}, time_to_live=DAY, message_id="m-2")
    seen = []

    for days in (2, 40):
        clock.turn(days=days)
        engine.run_worker_once()
        with reading() as session:
            seen.append([(row.message_id, row.payload) for row in session.scalars(select(models.Message))])

    assert seen == [[("m-2", None)], []]


# ---- once -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "key", "message_id"), [
    ("n" * 201, "k", None), ("n", "k" * 301, None), ("n", "k", "i" * 201), ("", "k", None), ("n", "k", ""),
], ids=["a long name", "a long key", "a long id", "no name", "an empty id"])  # fmt: skip
def test_a_message_whose_name_key_or_id_cannot_be_kept_is_refused_at_once(
    name: str, key: str, message_id: str | None, place: engine.Municipality
) -> None:
    with pytest.raises(ValueError, match=r"longer than|a message has a name"):
        engine.correlate_message(name, key, {}, message_id=message_id, time_to_live=DAY)

    assert kept() == 0


def test_a_message_with_the_longest_name_key_and_id_is_kept(place: engine.Municipality) -> None:
    engine.correlate_message("n" * 200, "k" * 300, {}, message_id="i" * 200, time_to_live=DAY)

    assert kept() == 1


def test_what_a_message_said_is_gone_the_moment_it_expires_and_all_of_it_when_its_id_is_forgotten(
    place: engine.Municipality, clock: TestClock
) -> None:
    engine.correlate_message("betaald", "7", {"bedrag": 1}, time_to_live=DAY)
    engine.correlate_message("betaald", "8", {"bedrag": 1}, time_to_live=DAY, message_id="b-1")
    seen = []

    for days in (1, 29):
        clock.turn(days=days, microseconds=-1)
        before = engine.run_worker_once()
        clock.turn(microseconds=1)
        seen.append((before, engine.run_worker_once(), kept()))

    assert seen == [(0, 2, 1), (0, 1, 0)]


def test_a_case_that_has_ended_is_told_so_when_a_message_is_brought_to_it(deploy: Deploy, people: People) -> None:
    deploy(sending())
    case = begun("1", "betalen")

    with pytest.raises(engine.CaseEnded):
        correlation.send_message(case, "betaald", {})


def test_a_message_with_an_id_that_was_seen_changes_nothing(deploy: Deploy, people: People) -> None:
    deploy(waiting())
    cases = [begun("1"), begun("1")]
    for case_id in cases:
        go_on(case_id, people)

    first = engine.correlate_message("betaald", "1", {}, message_id="m-1")
    second = engine.correlate_message("betaald", "1", {}, message_id="m-1")

    assert first == second
    assert sorted(open_in(case_id, people) for case_id in cases) == [[], ["Verder"]]


def together(municipality: engine.Municipality, *acts: Callable[[], object]) -> list[object]:
    """Do these at the same time, each in its own thread; returns each result, including errors."""
    ready, came = Barrier(len(acts)), []

    def act(what: Callable[[], object]) -> None:
        with engine.at(municipality):
            ready.wait()
            try:
                came.append(what())
            except engine.EngineError as error:
                came.append(error)

    threads = [Thread(target=act, args=(what,)) for what in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def test_of_ten_that_bring_the_same_message_at_once_one_is_taken(
    deploy: Deploy, people: People, place: engine.Municipality
) -> None:
    deploy(waiting())
    cases = [begun("1") for _ in range(4)]
    for case_id in cases:
        go_on(case_id, people)

    came = together(place, *[lambda: engine.correlate_message("betaald", "1", {}, message_id="m-1")] * 10)

    assert len(set(map(str, came))) == 1
    assert sum(open_in(case_id, people) == ["Verder"] for case_id in cases) == 1


def test_a_message_that_comes_while_a_case_begins_to_wait_is_never_lost(
    deploy: Deploy, people: People, place: engine.Municipality
) -> None:
    deploy(waiting())
    lost = []

    for number in range(12):
        case_id = begun(str(number))
        (task,) = engine.read_case(case_id, people.office).open_tasks
        together(
            place,
            lambda task=task: engine.complete_task(task.id, people.office, {}),  # type: ignore[misc]
            lambda number=number: engine.correlate_message("betaald", str(number), {}, time_to_live=DAY),  # type: ignore[misc]
        )
        lost += [case_id] if open_in(case_id, people) != ["Verder"] else []

    assert lost == []


def test_of_ten_messages_with_one_key_at_once_one_case_begins(
    deploy: Deploy, people: People, place: engine.Municipality
) -> None:
    deploy(folder(node("startEvent", "Komt", message("betaald")), user("Stap"), end(), chain("Komt", "Stap", "Klaar"),
                  messages={"betaald": "betaald"}))  # fmt: skip

    together(place, *[lambda: engine.correlate_message("betaald", "1", {}, time_to_live=DAY)] * 10)

    with reading() as session:
        assert session.scalar(select(func.count()).select_from(models.Case)) == 1


# ---- from case to case ----------------------------------------------------------------------------------------------


def test_a_case_sends_a_message_with_what_its_diagram_says_to_the_case_that_waits(
    deploy: Deploy, people: People
) -> None:
    deploy(waiting(), sending())
    case_id = begun("1")
    go_on(case_id, people)

    begun("1", "betalen")
    before = open_in(case_id, people)
    engine.run_worker_once()

    assert (before, open_in(case_id, people)) == ([], ["Verder"])
    received = [i for i in engine.read_case(case_id, people.auditor).timeline if i.kind == "message_received"]
    assert received[0].facts["fields_given"] == ["bedrag"]


@pytest.mark.parametrize("life", ["P20D", "=duration(&quot;P20D&quot;)"])
def test_a_message_of_a_case_waits_as_long_as_its_diagram_says(
    deploy: Deploy, people: People, clock: TestClock, life: str
) -> None:
    deploy(waiting(), sending(life))
    begun("1", "betalen")
    engine.run_worker_once()

    clock.turn(days=19)
    case_id = begun("1")
    go_on(case_id, people)

    assert open_in(case_id, people) == ["Verder"]


def test_a_message_of_a_case_that_nobody_waits_for_is_no_failure(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    deploy(sending("PT0S"))

    begun("1", "betalen")
    engine.run_worker_once()

    with reading() as session:
        assert session.scalars(select(models.Job.state)).all() == ["done"]


# ---- waited for since another version -----------------------------------------------------------------------------


def hearing() -> ProcessFiles:
    """Like `waiting`, but the message also ends the preparation, wherever the case is: a version that hears more."""
    return folder(BEGUN, user("Voorbereiden"), boundary("Al betaald", "Voorbereiden", message("betaald")),
                  user("Verder"), end(), flow("Al betaald", "Verder"),
                  chain("Begin", "Voorbereiden", "Verder", "Klaar"), process="wachten", files=FILES,
                  messages={"betaald": "betaald|=nummer"})  # fmt: skip


def test_a_kept_message_reaches_an_event_that_a_migration_adds_where_a_case_waits(
    deploy: Deploy, people: People
) -> None:
    deploy(waiting())
    case_id = begun("1")
    engine.correlate_message("betaald", "1", {"bedrag": 10}, time_to_live=DAY)
    deploy(hearing())

    engine.start_migration("wachten", people.operator, "De nieuwe versie luistert eerder.")
    engine.run_worker_once()

    assert open_in(case_id, people) == ["Verder"]
    kinds = [item.kind for item in engine.read_case(case_id, people.auditor).timeline]
    assert kinds.index("case_migrated") < kinds.index("message_received")
    with reading() as session:
        assert history.verify(session) > 0


def test_of_two_cases_that_a_migration_lets_wait_one_gets_the_kept_message(deploy: Deploy, people: People) -> None:
    deploy(waiting())
    cases = [begun("1"), begun("1")]
    engine.correlate_message("betaald", "1", {}, time_to_live=DAY)
    deploy(hearing())

    engine.start_migration("wachten", people.operator, "De nieuwe versie luistert eerder.")
    engine.run_worker_once()

    assert sorted(open_in(case_id, people)[0] for case_id in cases) == ["Verder", "Voorbereiden"]


def test_a_kept_message_reaches_an_event_that_is_back_after_a_migration_is_undone(
    deploy: Deploy, people: People
) -> None:
    deploy(hearing())
    case_id = begun("1")
    deploy(waiting())
    migration = engine.start_migration("wachten", people.operator, "Het moet eerst af.")
    engine.run_worker_once()
    engine.correlate_message("betaald", "1", {}, time_to_live=DAY)

    engine.undo_migration(migration, people.operator)
    engine.run_worker_once()

    assert open_in(case_id, people) == ["Verder"]
