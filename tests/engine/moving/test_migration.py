"""Migration: whether running cases can go to another version of their process, who may ask, and what is refused."""

from __future__ import annotations

import pytest
from sqlalchemy import text

import engine
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.municipality import reading
from tests.conftest import TestClock
from tests.engine.carrying_over import BEGUN, WHY, draw, migrate, task_of, timers
from tests.engine.conftest import Deploy, People
from tests.engine.counting import statements
from tests.engine.diagrams import chain, end, field, flow, folder, form, node, timer, user


@pytest.fixture
def begun(deploy: Deploy, people: People) -> engine.StartedCase:
    deploy(draw(limit="P14D"))
    return engine.start_case("werk", {"titel": "Bankje"}, None)


# ---- a dry run --------------------------------------------------------------------------------------------------


def test_a_dry_run_gives_a_verdict_for_each_case(deploy: Deploy, people: People) -> None:
    deploy(draw("Nakijken", task="Doen"))
    before = engine.start_case("werk", {"titel": "Eerst"}, None)
    after = engine.start_case("werk", {"titel": "Al verder"}, None)
    engine.complete_task(task_of(after, people.office).id, people.office, {"notitie": "ja", "verslag": ""})
    deploy(draw("Nakijken"))

    plan = engine.plan_migration("werk", people.operator)

    assert [(v.reference, v.outcome) for v in plan.verdicts] == [
        (before.reference, "cannot"),
        (after.reference, "goes"),
    ]
    assert plan.verdicts[0].reasons == (
        "De stap ‘Doen’, waar het nu is, staat niet in de nieuwe versie. "
        "Kies bij ‘Vervangers’ welke stap ervoor in de plaats komt, of wacht tot de stap klaar is.",
    )
    assert [(r.element_id, [key for key, _ in r.candidates]) for r in plan.replaceable] == [
        ("Doen", ["Werken", "Nakijken"])
    ]


def test_a_task_goes_to_a_place_that_takes_many_words_with_as_many_as_fit(deploy: Deploy, people: People) -> None:
    deploy(draw())
    begun = engine.start_case("werk", {"titel": "Bankje"}, None)
    files = dict(draw().files)
    drawn = files["process.bpmn"].decode().replace('name="Werken"', f'name="{"w" * 400}"')
    deploy(from_bytes({**files, "process.bpmn": drawn.encode()}, source="werk"))

    migrated = migrate(people)

    assert migrated.count("done") == 1
    assert task_of(begun, people.office).name == "w" * 300


def test_with_a_mapping_the_case_goes(deploy: Deploy, people: People) -> None:
    deploy(draw(task="Doen"))
    engine.start_case("werk", {"titel": "Bankje"}, None)
    deploy(draw())

    plan = engine.plan_migration("werk", people.operator, {"Doen": "Werken"})

    assert [v.outcome for v in plan.verdicts] == ["mapped"]
    assert plan.count("mapped") == 1


def test_a_dry_run_says_what_will_be_waited_for(begun: engine.StartedCase, deploy: Deploy, people: People) -> None:
    deploy(draw())

    (verdict,) = engine.plan_migration("werk", people.operator).verdicts

    assert verdict.notes == ("Wacht niet meer op ‘Termijn’.",)


def test_a_dry_run_changes_nothing(begun: engine.StartedCase, deploy: Deploy, people: People) -> None:
    deploy(draw("Nakijken"))
    before = timers(), task_of(begun, people.office)

    engine.plan_migration("werk", people.operator)

    assert (timers(), task_of(begun, people.office)) == before
    assert engine.read_case(begun.case_id, people.office).processes[0].version == 1


def test_a_join_that_would_wait_for_ever_is_told_by_its_name(deploy: Deploy, people: People) -> None:
    def branches(*keys: str) -> ProcessFiles:
        inside = [user(key) + chain("Splits", key, "Samen") for key in keys]
        gates = node("parallelGateway", "Splits"), node("parallelGateway", "Samen")
        files = {"forms/begin.form": form("begin", field("titel"))}
        ways = chain("Begin", "Splits"), chain("Samen", "Klaar")
        return folder(BEGUN, *gates, *inside, end(), *ways, process="werk", files=files)

    deploy(branches("Links", "Rechts"))
    engine.start_case("werk", {"titel": "Bankje"}, None)
    deploy(branches("Links", "Rechts", "Midden"))

    (verdict,) = engine.plan_migration("werk", people.operator).verdicts

    assert verdict.reasons == (
        "Bij ‘Samen’ zou het voor altijd kunnen wachten op een tak die niet komt. Wacht tot de takken samen zijn.",
    )


def test_processes_with_cases_on_an_older_version_are_listed(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    assert engine.list_outdated(people.operator) == ()

    deploy(draw())

    (found,) = engine.list_outdated(people.operator)
    assert (found.process_id, found.version, found.cases) == ("werk", 2, 1)


def test_what_runs_on_older_versions_is_counted_without_looking_at_a_case(
    begun: engine.StartedCase, deploy: Deploy, people: People
) -> None:
    engine.start_case("werk", {"titel": "Nog een"}, None)
    deploy(draw())
    deploy(
        folder(
            BEGUN,
            user("Anders"),
            end(),
            chain("Begin", "Anders", "Klaar"),
            process="ander",
            files={"forms/begin.form": form("begin", field("titel"))},
        )
    )
    engine.start_case("ander", {"titel": "Bankje"}, None)

    asked = statements(lambda: engine.list_outdated(people.operator))

    assert [(found.process_id, found.cases) for found in engine.list_outdated(people.operator)] == [("werk", 2)]
    assert len([one for one in asked if "FROM cases" in one]) == 1


# ---- who may, and what is refused -------------------------------------------------------------------------------


def test_only_an_operator_migrates(begun: engine.StartedCase, deploy: Deploy, people: People) -> None:
    deploy(draw("Nakijken"))

    for person in (people.office, people.auditor, people.members[0]):
        with pytest.raises(engine.NotAllowed):
            engine.plan_migration("werk", person)
        with pytest.raises(engine.NotAllowed):
            engine.start_migration("werk", person, WHY)


@pytest.mark.parametrize(
    ("reason", "mapping", "sentence"),
    [
        (" ", {}, "Schrijf op waarom u dit doet."),
        (WHY, {"Werken": "Nergens"}, "De stap ‘Nergens’ staat niet in de nieuwe versie."),
    ],
    ids=["no reason", "a step that is not there"],
)
def test_a_migration_that_cannot_be_asked_is_refused(
    begun: engine.StartedCase, deploy: Deploy, people: People, reason: str, mapping: dict[str, str], sentence: str
) -> None:
    deploy(draw("Nakijken"))

    with pytest.raises(engine.MoveRefused, match=sentence):
        engine.start_migration("werk", people.operator, reason, mapping)


def test_where_every_case_is_on_the_version_there_is_nothing_to_do(begun: engine.StartedCase, people: People) -> None:
    with pytest.raises(engine.MoveRefused, match="Er loopt niets meer"):
        engine.start_migration("werk", people.operator, WHY)


def test_a_case_that_stands_still_can_go_to_a_version_that_helps_it(
    deploy: Deploy, people: People, clock: TestClock
) -> None:
    def amount(condition: str) -> ProcessFiles:
        return folder(
            BEGUN, node("intermediateCatchEvent", "Dag om", timer("Duration", "P1D")),
            node("exclusiveGateway", "Duur?", default="nee"), user("Betalen"), end("Goedkoop"), end(),
            chain("Begin", "Dag om", "Duur?"), flow("Duur?", "Betalen", condition),
            flow("Duur?", "Goedkoop", key="nee"), chain("Betalen", "Klaar"),
            process="werk", files={"forms/begin.form": form("begin", field("titel"))},
        )  # fmt: skip

    deploy(amount("=bedrag &gt; 1"))
    case = engine.start_case("werk", {"titel": "Bankje"}, None)
    clock.turn(days=2)
    engine.run_worker_once()
    deploy(amount("=titel != null"))

    migrate(people)
    stands_still = engine.read_case(case.case_id, people.office).incident is not None
    engine.resolve_incident(case.case_id, people.operator, "De versie is hersteld.")

    assert stands_still
    assert task_of(case, people.office).name == "Betalen"


def test_no_other_version_can_be_named_than_one_that_is_there(begun: engine.StartedCase, people: People) -> None:
    with pytest.raises(engine.NotFound):
        engine.plan_migration("werk", people.operator, version=7)


def test_cases_can_also_go_to_an_earlier_version(begun: engine.StartedCase, deploy: Deploy, people: People) -> None:
    deploy(draw("Nakijken", limit="P14D"))
    later = engine.start_case("werk", {"titel": "Later"}, None)

    done = migrate(people, version=1)

    assert [(case.reference, case.state) for case in done.cases] == [(later.reference, "done")]
    with reading() as session:
        assert session.scalar(text("SELECT count(DISTINCT definition_id) FROM tasks")) == 1
