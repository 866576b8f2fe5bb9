"""Trials with a button beside the tasks: its form is filled in as one of its groups, and a story tells of it."""

from __future__ import annotations

import pytest

import engine
from engine.dialect.folder import ProcessFiles
from engine.scenarios import rehearse
from engine.workshop import trials
from engine.workshop.following import follow_story
from engine.workshop.saving import read_sources
from tests.engine.conftest import Deploy
from tests.engine.diagrams import chain, end, field, folder, form, message, node, properties, start, user
from tests.engine.trying import add_owners, do

WAY = "vragen.Begin"
CALLS = '<zeebe:calledElement processId="vragen" propagateAllChildVariables="false" />'


def asking() -> ProcessFiles:
    """Begin → Doen → Klaar, and beside it *Om meer vragen*, for the team, which leads to Antwoorden."""
    begins = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
    comes = node("startEvent", "Gevraagd", '<zeebe:formDefinition formId="vragen" />',
                 properties(startableBy="ondersteuning"), message(), isInterrupting="false")  # fmt: skip
    aside = node("subProcess", "Meer", comes, user("Antwoorden"), end("Beantwoord"),
                 chain("Gevraagd", "Antwoorden", "Beantwoord"), name="Om meer vragen",
                 triggeredByEvent="true")  # fmt: skip
    files = {
        "forms/begin.form": form("begin", field("titel")),
        "forms/vragen.form": form("vragen", field("vraag", validate={"required": True})),
    }
    ends = end("Klaar", properties(retentionClass="6.3", legalEffect="geen"))
    return folder(begins, user("Doen"), ends, aside, chain("Begin", "Doen", "Klaar"), process="vragen", files=files,
                  messages={"Message_1": "meer-vragen|=kenmerk"})  # fmt: skip


@pytest.fixture
def owner(place: engine.Municipality, deploy: Deploy) -> engine.User:
    deploy(asking())
    return add_owners()[0]


@pytest.fixture
def change(owner: engine.User) -> str:
    """A change whose trial has begun."""
    begun = engine.begin_change("vragen", owner, "Een wijziging")
    trials.begin_trial(begun, owner, WAY, {"titel": ["Bankje"]})
    return begun


def waiting(change: str, owner: engine.User) -> list[str]:
    return [task.name for task in trials.read_trial(change, owner).tasks]


def test_the_button_of_any_group_is_there_while_it_can_be_pressed(change: str, owner: engine.User) -> None:
    assert [one.name for one in trials.read_trial(change, owner).asides] == ["Om meer vragen"]
    assert trials.read_trial_aside(change, owner, "Gevraagd").form.id == "vragen"

    do(change, owner, "Doen")

    assert trials.read_trial(change, owner).asides == ()
    with pytest.raises(engine.TrialRefused):
        trials.read_trial_aside(change, owner, "Gevraagd")


def test_what_is_filled_in_begins_it(change: str, owner: engine.User) -> None:
    trials.begin_trial_aside(change, owner, "Gevraagd", {"vraag": ["Hoe groot?"], "anders": ["x"]})

    assert waiting(change, owner) == ["Doen", "Antwoorden"]


def test_a_form_that_is_not_right_begins_nothing(change: str, owner: engine.User) -> None:
    with pytest.raises(engine.AnswersRefused):
        trials.begin_trial_aside(change, owner, "Gevraagd", {"vraag": [""]})

    assert waiting(change, owner) == ["Doen"]


def test_a_step_back_takes_it_away_again(change: str, owner: engine.User) -> None:
    trials.begin_trial_aside(change, owner, "Gevraagd", {"vraag": ["Hoe groot?"]})
    do(change, owner, "Antwoorden")

    trials.undo_in_trial(change, owner)

    assert waiting(change, owner) == ["Doen", "Antwoorden"]


def test_a_story_tells_who_began_it_with_what_and_can_be_played_again(change: str, owner: engine.User) -> None:
    trials.begin_trial_aside(change, owner, "Gevraagd", {"vraag": ["Hoe groot?"]})
    do(change, owner, "Antwoorden")
    do(change, owner, "Doen")

    kept = trials.keep_trial(change, owner, "Met een vraag")

    text = engine.read_part(change, "vragen", owner).files[kept.file].decode()
    assert text.count("message:") == 1
    assert "- message: meer-vragen\n  as: ondersteuning\n  payload:\n    vraag: Hoe groot?\n" in text
    assert rehearse(read_sources(change, owner).folders, ["vragen"]).failed == ()

    source = next(one.source for one in trials.prepare_trial(change, owner).examples if one.name == "Met een vraag")
    trials.begin_trial(change, owner, WAY, {"titel": ["Bankje"]}, story=source)
    follow_story(change, owner)
    assert trials.read_trial(change, owner).case.case.ended_at is not None


def keep_without_the_button(change: str, owner: engine.User) -> str:
    do(change, owner, "Doen")
    trials.keep_trial(change, owner, "Zonder vraag")
    return next(one.source for one in trials.prepare_trial(change, owner).examples if one.name == "Zonder vraag")


def test_a_story_stops_where_a_button_leads_to_where_its_owner_wants_to_be(change: str, owner: engine.User) -> None:
    source = keep_without_the_button(change, owner)
    trials.begin_trial(change, owner, WAY, {"titel": ["Bankje"]}, aim="vragen/Beantwoord", story=source)

    came = follow_story(change, owner)

    seen = trials.read_trial(change, owner)
    assert came
    assert waiting(change, owner) == ["Doen"]
    assert seen.aim is not None
    assert seen.aim.button is not None
    assert (seen.aim.button.name, seen.aim.reached) == ("Om meer vragen", False)


def test_a_button_that_the_story_presses_itself_does_not_stop_it(change: str, owner: engine.User) -> None:
    trials.begin_trial_aside(change, owner, "Gevraagd", {"vraag": ["Hoe groot?"]})
    do(change, owner, "Antwoorden")
    do(change, owner, "Doen")
    trials.keep_trial(change, owner, "Met een vraag")
    source = next(one.source for one in trials.prepare_trial(change, owner).examples if one.name == "Met een vraag")
    trials.begin_trial(change, owner, WAY, {"titel": ["Bankje"]}, aim="vragen/Antwoorden", story=source)

    came = follow_story(change, owner)

    assert came
    assert "Antwoorden" in waiting(change, owner)


def test_a_button_of_another_process_of_the_case_leads_nowhere_else(place: engine.Municipality, deploy: Deploy) -> None:
    comes = node("startEvent", "Gemeld", '<zeebe:formDefinition formId="melden" />',
                 properties(startableBy="ondersteuning"), message(), isInterrupting="false")  # fmt: skip
    aside = node("subProcess", "Erbij", comes, user("Lezen"), end("Gelezen"), chain("Gemeld", "Lezen", "Gelezen"),
                 name="Iets melden", triggeredByEvent="true")  # fmt: skip
    begins = start("Begonnen", '<zeebe:formDefinition formId="aanvang" />', properties(startableBy="iedereen"))
    ends = end("Gedaan", properties(retentionClass="6.3", legalEffect="geen"))
    files = {"forms/aanvang.form": form("aanvang", field("titel")), "forms/melden.form": form("melden", field("wat"))}
    around = folder(begins, node("callActivity", "Vragen", CALLS), ends, aside, chain("Begonnen", "Vragen", "Gedaan"),
                    process="buiten", files=files, messages={"Message_1": "melden|=kenmerk"})  # fmt: skip
    deploy(asking())
    deploy(around)
    owner = add_owners()[0]
    begun = engine.begin_change("buiten", owner, "Een wijziging")

    trials.begin_trial(begun, owner, "buiten.Begonnen", {"titel": ["Bankje"]}, aim="vragen/Beantwoord")

    seen = trials.read_trial(begun, owner)
    assert {one.name for one in seen.asides} == {"Iets melden", "Om meer vragen"}
    assert seen.aim is not None
    assert seen.aim.button is not None
    assert seen.aim.button.name == "Om meer vragen"
