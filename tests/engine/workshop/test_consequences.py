"""Consequences: where running cases are, and what a change would do to each before it is a version."""

from __future__ import annotations

import pytest

import engine
from engine.dialect.folder import ProcessFiles
from engine.municipality import transaction
from engine.versions import definitions
from tests.conftest import TestClock
from tests.engine.carrying_over import draw
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, folder, form, node, properties, start, user

OWNER = engine.User("eigenaar", "Eigenaar", frozenset({"proceseigenaar"}))


def change_to(files: ProcessFiles) -> str:
    """A change with these files instead of those in use."""
    key = engine.begin_change(files.process.id, OWNER, "Anders")
    part = engine.read_part(key, files.process.id, OWNER)
    gone = dict.fromkeys(part.files.keys() - files.files.keys())
    engine.save_part(key, files.process.id, part.revision, {**gone, **files.files}, OWNER)
    return key


def begin(count: int) -> list[str]:
    return [engine.start_case("werk", {"titel": f"Bankje {n}"}, None).case_id for n in range(count)]


def test_cases_are_counted_by_version_and_by_step(deploy: Deploy, people: People) -> None:
    deploy(draw("Daarna"))
    first, *_ = begin(3)
    task = engine.read_case(first, people.office).open_tasks[0]
    engine.complete_task(task.id, people.office, {"notitie": "Klaar"})
    deploy(draw("Daarna", "Nog later"))
    begin(1)

    fullest = engine.read_standings("werk", OWNER)
    newest = engine.read_standings("werk", OWNER, version=2)
    oldest = engine.read_standings("werk", OWNER, version=1)

    assert [(v.version, v.in_use, v.cases) for v in newest.versions] == [(2, True, 1), (1, False, 3)]
    assert fullest.shown.version == 1, "right after a switch there is nothing to see on the version in use"
    assert newest.shown.places == {"Werken": 1}
    assert oldest.shown.places == {"Werken": 2, "Daarna": 1}


def test_versions_are_shown_that_are_in_use_have_cases_or_are_asked_for(deploy: Deploy, people: People) -> None:
    for number in range(3):
        deploy(draw(*(f"Stap {n}" for n in range(number))))

    found = [engine.read_standings("werk", OWNER, version=version) for version in (None, 1)]

    assert [[v.version for v in one.versions] for one in found] == [[3], [3, 1]]
    assert [one.shown.version for one in found] == [3, 1]
    assert [one.shown.places for one in found] == [{}, {}]


def test_a_process_or_version_or_change_that_there_is_not_has_no_standings(deploy: Deploy, people: People) -> None:
    deploy(draw())

    with pytest.raises(engine.NotFound, match=r"process.*onbekend"):
        engine.read_standings("onbekend", OWNER)
    with pytest.raises(engine.NotFound, match=r"version.*werk 7"):
        engine.read_standings("werk", OWNER, version=7)
    with pytest.raises(engine.NotFound, match="geen-wijziging"):
        engine.plan_for_change("geen-wijziging", "werk", OWNER)


def test_a_called_process_counts_the_cases_that_are_in_it(deploy: Deploy, people: People) -> None:
    calls = folder(
        start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen")),
        user("Vooraf"),
        node("callActivity", "Roepen", '<zeebe:calledElement processId="werk" />'),
        end(),
        chain("Begin", "Vooraf", "Roepen", "Klaar"),
        process="boven",
        files={"forms/begin.form": form("begin", field("titel"))},
    )
    deploy(draw(), calls)
    inside, _ = (engine.start_case("boven", {"titel": "Bankje"}, None).case_id for _ in range(2))
    task = engine.read_case(inside, people.office).open_tasks[0]
    engine.complete_task(task.id, people.office, {})

    found = engine.read_standings("werk", OWNER)

    assert (found.shown.cases, found.shown.places) == (1, {"Werken": 1})


def test_a_change_says_of_each_case_whether_it_would_go(deploy: Deploy, people: People) -> None:
    deploy(draw())
    begin(2)
    key = change_to(draw("Daarna"))

    plan = engine.plan_for_change(key, "werk", OWNER)

    assert (plan.version, plan.total, plan.count("goes")) == (None, 2, 2)


def test_a_case_whose_step_is_gone_cannot_go_until_a_replacement_is_given(deploy: Deploy, people: People) -> None:
    deploy(draw())
    begin(1)
    key = change_to(draw(task="Bewerken"))

    plain = engine.plan_for_change(key, "werk", OWNER)
    mapped = engine.plan_for_change(key, "werk", OWNER, {"Werken": "Bewerken"})

    assert [verdict.outcome for verdict in plain.verdicts] == ["cannot"]
    assert "‘Werken’" in plain.verdicts[0].reasons[0]
    assert plain.replaceable[0].candidates == (("Bewerken", "Bewerken"),)
    assert [verdict.outcome for verdict in mapped.verdicts] == ["mapped"]
    assert mapped.replaced == (("Werken", "Bewerken"),)


@pytest.mark.parametrize(
    "target", [draw("Daarna"), draw(task="Bewerken"), draw(limit="P3D")], ids=["more", "gone", "limit"]
)
def test_what_is_said_of_a_change_is_what_is_said_of_the_version_that_it_becomes(
    deploy: Deploy, people: People, clock: TestClock, target: ProcessFiles
) -> None:
    deploy(draw(limit="P14D"))
    begin(2)
    key = change_to(target)
    said = engine.plan_for_change(key, "werk", OWNER)

    with transaction() as session:
        definitions.put_in_use(session, "werk", target, "systeem")

    later = engine.plan_consequences("werk", OWNER)
    assert [(v.outcome, v.reasons, v.notes) for v in said.verdicts] == [
        (v.outcome, v.reasons, v.notes) for v in later.verdicts
    ]


def test_a_change_is_planned_with_its_own_files_of_what_it_calls(deploy: Deploy, people: People) -> None:
    deploy(draw())
    begin(1)
    calls = folder(
        start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen")),
        user("Werken", form="werk", due="P9D"),
        node("callActivity", "Roepen", '<zeebe:calledElement processId="nieuw" />'),
        end(),
        chain("Begin", "Werken", "Roepen", "Klaar"),
        process="werk",
        files={name: data for name, data in draw().files.items() if name != "process.bpmn"},
    )
    key = change_to(calls)

    plan = engine.plan_for_change(key, "werk", OWNER)

    # The called process is neither in use nor in the change.
    assert [verdict.outcome for verdict in plan.verdicts] == ["cannot"]


def test_a_change_with_a_drawing_that_cannot_be_read_has_no_consequences_yet(deploy: Deploy) -> None:
    deploy(draw())
    key = engine.begin_change("werk", OWNER, "Stuk")
    part = engine.read_part(key, "werk", OWNER)
    engine.save_part(key, "werk", part.revision, {"process.bpmn": b"<stuk"}, OWNER)

    with pytest.raises(engine.NotFound):
        engine.plan_for_change(key, "werk", OWNER)


def test_planning_a_change_leaves_everything_as_it_was(deploy: Deploy, people: People) -> None:
    deploy(draw())
    (case,) = begin(1)
    before = engine.read_case(case, people.office)

    engine.plan_for_change(change_to(draw("Daarna")), "werk", OWNER)

    assert engine.read_case(case, people.office) == before


def test_consequences_are_for_who_reads_the_workshop(deploy: Deploy, people: People) -> None:
    deploy(draw())

    with pytest.raises(engine.NotAllowed):
        engine.read_standings("werk", people.office)
    with pytest.raises(engine.NotAllowed):
        engine.plan_consequences("werk", people.office)
    with pytest.raises(engine.NotAllowed):
        engine.plan_for_change("geen-wijziging", "werk", people.office)


def test_a_change_without_files_of_a_process_says_nothing_of_its_cases(deploy: Deploy, people: People) -> None:
    deploy(draw())
    key = change_to(draw("Daarna"))

    with pytest.raises(engine.NotFound, match="ander"):
        engine.plan_for_change(key, "ander", OWNER)


def test_a_plan_is_called_what_the_process_is_called(deploy: Deploy, people: People) -> None:
    deploy(draw())
    begin(1)

    plan = engine.plan_for_change(change_to(draw("Daarna")), "werk", OWNER)

    assert plan.name == engine.plan_consequences("werk", OWNER).name


def test_a_mapping_counts_for_the_version_in_use_as_well(deploy: Deploy, people: People) -> None:
    deploy(draw())
    begin(1)
    deploy(draw(task="Bewerken"))

    found = [engine.plan_consequences("werk", OWNER, mapping) for mapping in (None, {"Werken": "Bewerken"})]

    assert [[verdict.outcome for verdict in plan.verdicts] for plan in found] == [["cannot"], ["mapped"]]


def calling(called: str, process: str) -> ProcessFiles:
    """A process with a task, after which it calls another."""
    return folder(
        start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen")),
        user("Werken"),
        node("callActivity", "Roepen", f'<zeebe:calledElement processId="{called}" />'),
        end(),
        chain("Begin", "Werken", "Roepen", "Klaar"),
        process=process,
        files={"forms/begin.form": form("begin", field("titel"))},
    )


@pytest.mark.parametrize("drawn", [("onder",), ("onder", "diep")], ids=["what it calls", "and what that calls"])
def test_of_what_is_called_the_files_of_the_change_count_where_it_has_them(
    deploy: Deploy, people: People, drawn: tuple[str, ...]
) -> None:
    plain = folder(start("Begin"), user("Doen"), end(), chain("Begin", "Doen", "Klaar"), process="diep")
    below = folder(start("Begin"), user("Doen"), end(), chain("Begin", "Doen", "Klaar"), process="onder")
    deploy(calling("diep", "werk"), plain, below)
    begin(1)
    key = change_to(calling("onder", "werk"))
    for name, files in (("onder", calling("diep", "onder")), ("diep", plain)):
        if name in drawn:
            engine.add_process(key, name, OWNER)
            part = engine.read_part(key, name, OWNER)
            engine.save_part(key, name, part.revision, dict(files.files), OWNER)

    plan = engine.plan_for_change(key, "werk", OWNER)

    assert [(verdict.outcome, verdict.reasons) for verdict in plan.verdicts] == [("goes", ())]
