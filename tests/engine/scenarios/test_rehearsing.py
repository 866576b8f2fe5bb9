"""Rehearsing: the scenarios of a change on files that need not lie on a disk, and the reason when one fails."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import engine
from engine import scenarios
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.scenarios import Run, Scenario, explain, rehearse, run_scenarios
from engine.versions.folders import read_folders
from engine.workshop.parts import read_written
from tests.conftest import STOCK
from tests.engine.conftest import Deploy
from tests.engine.diagrams import boundary, chain, end, folder, start, timer, user
from tests.engine.trying import tidy_idea

STORY = """\
name: Niet op tijd aangevuld
now: 2026-03-02T09:00
start: {titel: Bankje, naam: Ina, mail: ina@voorbeeld.invalid}
steps:
- task: Controleren
  as: ondersteuning
  answers: {volledig: false}
- pass: P15D
expect: {end: Buiten_behandeling, outcome: buiten behandeling, waiting: []}
"""


def told(*stories: str | bytes) -> ProcessFiles:
    files = dict(tidy_idea().files)
    for number, story in enumerate(stories):
        files[f"scenarios/{number:02}.yaml"] = story if isinstance(story, bytes) else story.encode()
    return from_bytes(files, source="voorbeeld")


def reason(story: str | bytes) -> str:
    """Why the only story fails, in Dutch."""
    sources = {"voorbeeld": told(story)}
    (outcome,) = rehearse(sources, ["voorbeeld"]).outcomes
    assert outcome.error is not None
    return explain(outcome.error, sources)


# ---- playing ----------------------------------------------------------------------------------------------------


def test_a_story_that_goes_as_told_reaches_what_it_came_through() -> None:
    report = rehearse({"voorbeeld": told(STORY)}, ["voorbeeld"])

    (outcome,), (coverage,) = report.outcomes, report.coverage
    assert (outcome.name, outcome.failure) == ("Niet op tijd aangevuld", None)
    assert {"Buiten_behandeling", "nee"} <= coverage.reached
    assert "Akkoord" in coverage.missed
    assert (report.ok, report.is_enough(20), report.is_enough(100)) == (False, True, False)


def test_a_story_is_played_once_as_long_as_it_and_all_processes_stay_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[str] = []

    def note(scenario: Scenario, sources: Mapping[str, ProcessFiles], seen: set[tuple[str, str]]) -> Run:
        played.append(scenario.name)
        return Run(scenario, sources, seen)

    monkeypatch.setattr(scenarios, "Run", note)
    monkeypatch.setattr(scenarios, "_kept", scenarios._Kept())
    sources = {"voorbeeld": told(STORY)}
    other = from_bytes({**sources["voorbeeld"].files, "mails/nieuw.md": b"Onderwerp: Ja\n\nJa\n"}, source="voorbeeld")

    first, again = rehearse(sources, ["voorbeeld"]), rehearse(dict(sources), ["voorbeeld"])
    changed = rehearse({"voorbeeld": other}, ["voorbeeld"])
    retold = rehearse({"voorbeeld": told(STORY.replace("P15D", "P16D"))}, ["voorbeeld"])

    assert [report.ok for report in (first, again, changed, retold)] == [False] * 4
    assert (first.outcomes, len(played)) == (again.outcomes, 3)


def test_why_a_story_failed_holds_on_to_nothing_that_was_played() -> None:
    (outcome,) = rehearse({"voorbeeld": told(STORY.replace("Controleren", "Iets"))}, ["voorbeeld"]).outcomes

    assert outcome.error is not None
    error = outcome.error
    assert (error.__traceback__, error.__context__, error.__cause__) == (None, None, None)


def test_a_folder_and_its_files_give_the_same_report() -> None:
    folders = read_folders(STOCK)

    from_disk, from_files = run_scenarios(STOCK), rehearse(folders, folders)

    assert [(o.source, o.failure) for o in from_disk.outcomes] == [(o.source, o.failure) for o in from_files.outcomes]
    assert [(c.process, c.percent) for c in from_disk.coverage] == [(c.process, c.percent) for c in from_files.coverage]


def test_a_process_that_is_only_called_is_covered_by_the_stories_of_who_calls_it() -> None:
    folders = read_folders(STOCK)

    report = rehearse(folders, ["behandeling"])

    assert {outcome.process for outcome in report.outcomes} == {"idee"}
    assert [(coverage.process, coverage.percent) for coverage in report.coverage] == [("behandeling", 100)]


def test_a_broken_story_elsewhere_is_no_reason_to_refuse_a_change() -> None:
    folders = read_folders(STOCK)
    kernteam = folders["vraag-kernteam"]
    broken = from_bytes({**kernteam.files, "scenarios/99.yaml": b"["}, source=kernteam.source)

    report = rehearse({**folders, "vraag-kernteam": broken}, ["besluit-stuurgroep"])

    assert report.failed == ()


# ---- what is wrong, in words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("task: Controleren", "task: Publiceren", "Stap 1: De taak ‘Publiceren’ staat niet open."),
        ("task: Controleren", "task: Weg", "Stap 1: De taak ‘Weg’ staat niet open. Wel open: ‘Controleren’."),
        ("as: ondersteuning", "as: auditor", "Auditor mag de taak ‘Controleren’ niet doen. Die is voor Ondersteuning."),
        ("P15D", "P3D", "Het einde: het verhaal verwacht ‘Buiten behandeling’, maar het is niets."),
        ("pass: P15D", "pass: straks", "Stap 2: Dit is geen tijd of termijn die wij kunnen lezen"),
        ("pass: P15D", "message: betaald", "Stap 2: Niemand wacht op het bericht ‘betaald’."),
        ("pass: P15D", "wacht: even", "Stap 2: Dit is geen stap die wij kennen."),
        ("{titel: Bankje, ", "{", "De antwoorden passen niet bij het formulier: ‘Titel’ is verplicht."),
        ("outcome: buiten behandeling", "kleur: rood", "‘kleur’ kan niet worden verwacht."),
        ("now: 2026", "begin: Nergens\nnow: 2026", "staat geen begin ‘Nergens’"),
        ("name: ", "process: weg\nname: ", "Het stappenplan ‘weg’ is er niet"),
    ],
    ids=[
        "not open",
        "not there",
        "not for",
        "end",
        "time",
        "message",
        "no step",
        "answers",
        "expectation",
        "start",
        "process",
    ],
)
def test_a_story_that_goes_otherwise_says_why_in_dutch(old: str, new: str, words: str) -> None:
    assert words in reason(STORY.replace(old, new))


# ---- hostile files ------------------------------------------------------------------------------------------------

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(8)
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[",
        b"\xff\xfe\x00",
        b"- 1",
        b"name: x",
        b"name: x\nnow: altijd",
        b"name: x\nnow: 0001-01-01",
        b"name: x\nnow: 9999-12-31T23:59",
        b"name: x\nnow: 2026-03-02\nsteps: [1, 2]",
        b"name: x\nnow: 2026-03-02\nsteps: {a: b}",
        b"name: x\nnow: 2026-03-02\nstart: [a]",
        b"name: x\nnow: 2026-03-02\nstart: {a: .nan}",
        b"name: x\nnow: 2026-03-02\nstart: {a: !!binary aGk=}",
        b"name: x\nnow: 2026-03-02\nstart: !!python/object/apply:os.system ['true']",
        b"name: x\nnow: 2026-03-02\nstart: &a {b: *a}",
        f"name: x\nnow: 2026-03-02\n{BOMB}".encode(),
        b"[" * 20_000,
        b"name: " + b"x" * 300_000,
        b"name: x\nnow: 2026-03-02\nstart: {a: 1" + b"0" * 5_000 + b"}",
        b"name: x\nnow: 2026-03-02\nstart: {a: 0x" + b"f" * 5_000 + b"}",
        b"name: x\nnow: 2026-03-02\nstart: {a: 1" + b":1" * 90_000 + b"}",
    ],
    ids=lambda data: repr(data[:40]),
)
def test_a_hostile_file_is_an_outcome_with_a_reason(data: bytes) -> None:
    assert reason(data).startswith("Het bestand is niet te lezen")


@pytest.mark.parametrize(
    "step",
    [
        "task: [1]",
        "task: Controleren\n  answers: 3",
        "all: Controleren\n  answers: [1]",
        "all: {a: b}",
        "pass: P9999Y",
        "until: 9999-01-01",
        "message: {a: b}",
        "message: intrekking\n  payload: [1]",
        "expect: ja",
        "expect: {data: 3}",
        "expect: {waiting: {a: b}}",
    ],
)
def test_a_hostile_step_is_an_outcome_with_a_reason(step: str) -> None:
    story = STORY.replace("- pass: P15D", f"- {step}")

    assert reason(story)


def test_a_timer_without_end_stops_a_story_with_a_reason() -> None:
    ticking = folder(
        start("Begin"), user("Werken"), boundary("Tik", "Werken", timer("Cycle", "R/PT1S"), interrupting=False),
        end(), end("Getikt"), chain("Begin", "Werken", "Klaar"), chain("Tik", "Getikt"),
        files={"scenarios/1.yaml": b"name: Eeuwig\nnow: 2026-03-02\nsteps:\n- pass: P1Y\n"},
    )  # fmt: skip

    (outcome,) = rehearse({"proef": ticking}, ["proef"]).outcomes

    assert outcome.error is not None
    assert "Er lopen meer dan" in explain(outcome.error, {"proef": ticking})


# ---- of a change ---------------------------------------------------------------------------------------------------


def test_the_rehearsal_of_a_change_tells_what_was_never_reached(deploy: Deploy, owner: engine.User) -> None:
    deploy(told(STORY))
    change = engine.begin_change("voorbeeld", owner)

    rehearsal = engine.rehearse_change(change, owner)

    (process,) = rehearsal.processes
    never = {one.element_id: one.counts for one in process.unreached}
    assert rehearsal.failed == ()
    assert not rehearsal.ok
    assert (never["Akkoord"], never["Publiceren"]) == (True, False)
    assert "Controleren" in process.reached
    assert not never.keys() & process.reached


def test_a_change_with_errors_is_not_played(deploy: Deploy, owner: engine.User) -> None:
    deploy(told(STORY))
    change = engine.begin_change("voorbeeld", owner)
    part = engine.read_part(change, "voorbeeld", owner)
    broken = part.files["process.bpmn"].replace(b'formId="controle"', b'formId="weg"')
    engine.save_part(change, "voorbeeld", part.revision, {"process.bpmn": broken}, owner)

    rehearsal = engine.rehearse_change(change, owner)

    assert (rehearsal.outcomes, rehearsal.ok) == ((), False)
    assert {finding.element_id for finding in rehearsal.findings} == {"Controleren", "Publiceren"}


def test_a_story_that_fails_names_its_step(deploy: Deploy, owner: engine.User) -> None:
    deploy(told(STORY.replace("task: Controleren", "task: Publiceren")))
    change = engine.begin_change("voorbeeld", owner)

    (outcome,) = engine.rehearse_change(change, owner).failed

    assert (outcome.step, outcome.told) == (1, "task: Publiceren, as: ondersteuning")
    assert outcome.changed


def test_only_who_may_read_the_workshop_sees_a_rehearsal(deploy: Deploy, owner: engine.User) -> None:
    deploy(told(STORY))
    change = engine.begin_change("voorbeeld", owner)
    outsider = engine.User("x", "Iemand", frozenset({"ondersteuning"}))

    with pytest.raises(engine.NotAllowed):
        engine.rehearse_change(change, outsider)


def test_a_step_that_a_change_took_away_is_told_by_the_name_that_it_has_in_use() -> None:
    tidy = tidy_idea().files
    drawn = tidy["process.bpmn"].replace(b'name="Controleren"', b'name="Idee controleren"')
    without = drawn.replace(b'"Controleren"', b'"Nakijken"').replace(b">Controleren<", b">Nakijken<")
    in_use = from_bytes({**tidy, "process.bpmn": drawn}, source="voorbeeld")
    key = in_use.process.id
    written = {**tidy, "process.bpmn": without, "scenarios/00.yaml": STORY.encode()}
    sources = read_written({key: in_use}, {key: written})

    (outcome,) = rehearse(sources.folders, [key]).outcomes

    assert outcome.error is not None
    assert "De taak ‘Idee controleren’ staat niet open." in explain(outcome.error, sources.known)


VOTE = """\
name: Anders gestemd
now: 2026-03-02T09:00
start: {titel: Bankje}
steps:
- task: Controleren
  answers: {volledig: true, notitie: Goed}
- task: Stemmen
  of: stuurgroep-3
  answers: {keuze: KEUZE}
"""


@pytest.mark.parametrize(
    ("keuze", "steps", "failed"),
    [
        pytest.param("voor", "- revise: Stemmen\n  of: stuurgroep-3\n  answers: {keuze: tegen}\n", "", id="open"),
        pytest.param("voor", "- pass: P3D\n- revise: Stemmen\n  answers: {keuze: tegen}\n", "Stap 4", id="closed"),
        pytest.param(
            "voor", "- revise: Stemmen\n  of: stuurgroep-4\n  answers: {keuze: tegen}\n", "Stap 3", id="no vote"
        ),
        pytest.param(
            "belang", "- revise: Stemmen\n  of: stuurgroep-3\n  answers: {keuze: voor}\n", "Stap 3", id="recused"
        ),
    ],
)
def test_a_vote_of_a_story_is_changed_only_while_it_is_open(keuze: str, steps: str, failed: str) -> None:
    files = told(VOTE.replace("KEUZE", keuze) + steps)

    (outcome,) = rehearse({"voorbeeld": files}, ["voorbeeld"]).outcomes

    said = explain(outcome.error, {"voorbeeld": files}) if outcome.error is not None else ""
    assert said.partition(":")[0] == failed
    assert ("niet te veranderen" in said) == bool(failed)
