"""Retelling: a story that fails after an intended change is played again, and what people did in it stays."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from engine.dialect.folder import ProcessFiles
from engine.errors import ScenarioFailed
from engine.scenarios import Retold, play, read_scenario, read_scenarios, retell
from engine.scenarios.retelling import in_use_as
from engine.versions.folders import read_folders
from tests.conftest import STOCK
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    end,
    field,
    flow,
    folder,
    form,
    message,
    node,
    start,
    timer,
    user,
)
from tests.engine.form_builders import rows
from tests.engine.posting import posting

STORY = b"""\
name: Het gaat door
now: 2026-03-02T09:00
steps:
- task: Lezen
  as: ondersteuning
  answers: {oordeel: goed}
- expect: {waiting: [Doen]}
- task: Doen
expect: {end: Klaar, waiting: []}
"""
LETTERS_STORY = b"""\
name: Een brief
now: 2026-03-02T09:00
start: {titel: Bankje, naam: Ina Inwoner}
steps:
- task: Besluiten
- task: Afronden
expect: {end: Klaar, letters: %s, entries: %s}
"""
FORMS = {
    "forms/oordeel.form": form("oordeel", field("oordeel", validate={"required": True})),
    "forms/nieuw.form": form(
        "nieuw",
        field("waarom", validate={"required": True, "maxLength": 20}),
        field("bedrag", "number", validate={"required": True, "min": 5}),
        field("keuze", "radio", values=[{"value": "ja", "label": "Ja"}], validate={"required": True}),
        field("akkoord", "checkbox", validate={"required": True}),
    ),
}
READ, DO = user("Lezen", form="oordeel"), user("Doen")


def drawn(*inside: str, **files: bytes) -> ProcessFiles:
    return folder(*inside, files={**FORMS, **files})


def told_again(files: ProcessFiles, story: bytes = STORY) -> Retold:
    return retell(read_scenario("proef", "scenarios/01.yaml", story), story, {"proef": files})


def steps(told: Retold) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(told.after)["steps"]
    return found


def passes(told: Retold, files: ProcessFiles) -> bool:
    return play(read_scenario("proef", "scenarios/01.yaml", told.after), "proef", {"proef": files}).error is None


AS_TOLD = drawn(start(), READ, DO, end(), chain("Begin", "Lezen", "Doen", "Klaar"))


def test_a_story_that_goes_as_told_stays_as_it_is() -> None:
    told = told_again(AS_TOLD)

    assert (told.before, told.notes) == (told.after, ())


@pytest.mark.parametrize(
    "story",
    [b"# Bedacht in de wijk.\n" + STORY, STORY.replace(b"- task: Doen", b"- task: Doen  # door wie lezen wil")],
    ids=["a line", "behind a step"],
)
def test_comments_that_are_lost_are_told(story: bytes) -> None:
    told = told_again(AS_TOLD, story)

    assert told.notes == ("De opmerkingen in het bestand (achter #) gaan weg.",)


def test_a_number_sign_in_what_somebody_answered_is_no_comment() -> None:
    story = STORY.replace(b"{oordeel: goed}", b"{oordeel: 'goed # echt'}").replace(b"Het gaat door", b"Plan#1")

    assert told_again(AS_TOLD, story).notes == ()


def test_a_new_task_on_the_way_is_answered_and_told() -> None:
    files = drawn(
        start(), READ, user("Wegen", form="nieuw"), DO, end(), chain("Begin", "Lezen", "Wegen", "Doen", "Klaar")
    )

    told = told_again(files)

    assert [one.get("task") for one in steps(told)] == ["Lezen", None, "Wegen", "Doen"]
    assert steps(told)[1] == {"expect": {"waiting": ["Wegen"]}}
    assert {"De taak ‘Wegen’ is erbij gekomen.", "Bij ‘Keuze’ is bedacht: Ja.", "Bij ‘Bedrag’ is bedacht: 5."} < set(
        told.notes
    )
    assert passes(told, files)


def test_a_new_task_before_the_end_is_answered_too() -> None:
    files = drawn(start(), READ, DO, user("Melden"), end(), chain("Begin", "Lezen", "Doen", "Melden", "Klaar"))

    told = told_again(files)

    assert [one.get("task") for one in steps(told)][-1] == "Melden"
    assert passes(told, files)


def test_a_task_that_is_gone_is_left_out() -> None:
    files = drawn(start(), READ, end(), chain("Begin", "Lezen", "Klaar"))

    told = told_again(files)

    assert [one["task"] for one in steps(told) if "task" in one] == ["Lezen"]
    assert "Een taak (in het bestand: Doen) is er niet meer. Die stap is weggelaten." in told.notes
    assert passes(told, files)


def test_what_is_gone_is_called_as_people_know_it() -> None:
    old = drawn(
        start(), READ, node("userTask", "Doen", name="Buren vragen"), end(), chain("Begin", "Lezen", "Doen", "Klaar"),
        **{"forms/oordeel.form": form("oordeel", field("oordeel", label="Wat vindt u?"))},
    )  # fmt: skip
    new = drawn(
        start(), READ, end(), chain("Begin", "Lezen", "Klaar"),
        **{"forms/oordeel.form": form("oordeel", field("anders"))},
    )  # fmt: skip
    scenario = read_scenario("proef", "scenarios/01.yaml", STORY)

    told = retell(scenario, STORY, {"proef": new}, {"proef": new, "proef (in use)": old})

    assert "De taak ‘Buren vragen’ is er niet meer. Die stap is weggelaten." in told.notes
    assert "De vraag ‘Wat vindt u?’ is er niet meer. Dat antwoord is weggelaten." in told.notes


def test_another_group_does_the_task() -> None:
    files = drawn(
        start(), user("Lezen", form="oordeel", groups="kernteam"), DO, end(), chain("Begin", "Lezen", "Doen", "Klaar")
    )

    told = told_again(files)

    assert steps(told)[0]["as"] == "kernteam"
    assert passes(told, files)


def test_a_new_question_gets_an_answer_that_fits_it_and_what_was_answered_stays() -> None:
    more = form("oordeel", field("oordeel"), field("aantal", "number", validate={"required": True, "min": 3}))
    files = drawn(start(), READ, DO, end(), chain("Begin", "Lezen", "Doen", "Klaar"), **{"forms/oordeel.form": more})

    told = told_again(files)

    assert steps(told)[0]["answers"] == {"oordeel": "goed", "aantal": 3}
    assert "Bij ‘Aantal’ is bedacht: 3." in told.notes
    assert passes(told, files)


def test_another_end_is_expected_where_the_story_comes_to_another() -> None:
    files = drawn(start(), READ, DO, end("Gedaan"), chain("Begin", "Lezen", "Doen", "Gedaan"))

    told = told_again(files)

    assert yaml.safe_load(told.after)["expect"]["end"] == "Gedaan"
    assert passes(told, files)


def test_another_letter_and_another_register_are_expected_and_told() -> None:
    files = posting(registers=("subsidieregister",))
    story = LETTERS_STORY % (b"[afwijzing, afwijzing]", b"[]")

    told = retell(read_scenario("post", "scenarios/01.yaml", story), story, {"post": files})

    expected = yaml.safe_load(told.after)["expect"]
    assert (expected["letters"], expected["entries"]) == (["besluit"], ["subsidieregister"])
    assert told.notes == (
        "De brieven: het verhaal verwacht ‘afwijzing’, ‘afwijzing’, maar het is ‘besluit’. "
        "De verwachting is aangepast.",
        "De inschrijvingen in registers: het verhaal verwacht niets, maar het is ‘subsidieregister’. "
        "De verwachting is aangepast.",
    )


def test_a_letter_that_is_not_written_any_more_stays_expected_to_be_none() -> None:
    story = STORY.replace(b"waiting: []}", b"letters: [besluit]}")

    told = told_again(AS_TOLD, story)

    assert yaml.safe_load(told.after)["expect"] == {"end": "Klaar", "letters": []}


def test_each_value_that_became_another_is_told() -> None:
    story = STORY.replace(b"waiting: []}", b"data: {oordeel: slecht, bedrag: 3}}")

    told = told_again(AS_TOLD, story)

    assert yaml.safe_load(told.after)["expect"]["data"] == {"oordeel": "goed", "bedrag": None}
    assert len(told.notes) == 2


@pytest.mark.parametrize(
    ("expected", "what"),
    [(b"end: Klaar", "end"), (b"outcome: klaar", "outcome"), (b"status: Gaat door", "status")],
    ids=["end", "outcome", "status"],
)
def test_a_case_that_does_not_come_to_what_was_expected_is_for_somebody_to_play(expected: bytes, what: str) -> None:
    waiting = catch("Wachten", timer("Duration", "P30D"))
    files = drawn(start(), READ, DO, waiting, end(), chain("Begin", "Lezen", "Doen", "Wachten", "Klaar"))

    with pytest.raises(ScenarioFailed) as refused:
        told_again(files, STORY.replace(b"end: Klaar, waiting: []", expected))

    assert (refused.value.code, refused.value.facts["what"]) == ("differs", what)


def test_a_task_that_is_drawn_but_not_come_to_is_for_somebody_to_play() -> None:
    files = drawn(
        start(), READ, node("exclusiveGateway", "Keuze", default="Door"), DO, end(), end("Weg"),
        chain("Begin", "Lezen", "Keuze"), flow("Keuze", "Doen", '=oordeel = "slecht"'),
        flow("Keuze", "Weg", key="Door"), chain("Doen", "Klaar"),
    )  # fmt: skip

    with pytest.raises(ScenarioFailed) as refused:
        told_again(files)

    assert (refused.value.code, refused.value.step) == ("not_open", 3)


def test_a_loop_of_new_tasks_is_left_after_a_while() -> None:
    files = drawn(
        start(), READ, user("Weer"), node("exclusiveGateway", "Keuze", default="Lus"), DO, end(),
        chain("Begin", "Lezen", "Weer", "Keuze"), flow("Keuze", "Weer", key="Lus"),
        flow("Keuze", "Doen", '=oordeel = "slecht"'), chain("Doen", "Klaar"),
    )  # fmt: skip

    with pytest.raises(ScenarioFailed):
        told_again(files)


def test_the_stories_of_the_stock_are_told_again_as_they_are() -> None:
    folders = read_folders(STOCK)

    for key, files in folders.items():
        for scenario in read_scenarios(key, files):
            data = files.scenarios[scenario.source.partition("/")[2]]
            told = retell(scenario, data, folders)

            assert (scenario.source, told.after) == (scenario.source, told.before)


PLANS = STORY.replace(b"{oordeel: goed}", b"{plannen: [{naam: Bankje, oud: x}, {naam: Boom}]}")


def asking_plans(*columns: dict[str, Any], **more: Any) -> ProcessFiles:
    asked = form("oordeel", rows(*columns, **more))
    way = chain("Begin", "Lezen", "Doen", "Klaar")
    return folder(start(), READ, DO, end(), way, files={"forms/oordeel.form": asked})


def test_a_question_in_a_list_that_is_new_is_answered_in_each_row_and_one_that_went_is_left_out() -> None:
    needed: dict[str, Any] = {"validate": {"required": True}}
    files = asking_plans(field("naam", **needed), field("bedrag", "number", label="Hoeveel?", **needed))

    told = told_again(files, PLANS)

    assert steps(told)[0]["answers"] == {"plannen": [{"naam": "Bankje", "bedrag": 1}, {"naam": "Boom", "bedrag": 1}]}
    assert told.notes == (
        "Een vraag (in het bestand: oud) is er niet meer. Die antwoorden zijn weggelaten.",
        "Bij ‘Hoeveel?’ (regel 1) is bedacht: 1.",
        "Bij ‘Hoeveel?’ (regel 2) is bedacht: 1.",
    )
    assert passes(told, files)


@pytest.mark.parametrize(
    ("limits", "names"),
    [({"minItems": "3"}, ["Bankje", "Boom", "Ingevuld bij het opnieuw spelen."]), ({"maxItems": "1"}, ["Bankje"])],
    ids=["more", "fewer"],
)
def test_a_list_that_must_have_more_or_fewer_rows_gets_them(limits: dict[str, str], names: list[str]) -> None:
    files = asking_plans(field("naam"), properties=limits)

    told = told_again(files, PLANS.replace(b", oud: x", b""))

    assert [row["naam"] for row in steps(told)[0]["answers"]["plannen"]] == names
    assert len(told.notes) == 1
    assert passes(told, files)


PATIENT = b"""\
name: Wie wacht, ziet het gebeuren
now: 2026-03-02T09:00
steps:
- task: Lezen
  as: ondersteuning
  answers: {oordeel: goed}
- pass: P6M
- task: Navragen
expect: {end: Klaar}
"""


def waiting_for_months(*inside: str, before: tuple[str, ...] = ()) -> ProcessFiles:
    """A task that leads to an inquiry when it is not done within six months."""
    late = boundary("Halfjaar", "Doen", timer("Duration", "P6M"))
    return drawn(start(), READ, *inside, DO, late, user("Navragen"), end(),
                 chain("Begin", "Lezen", *before, "Doen", "Klaar"), chain("Halfjaar", "Navragen", "Klaar"))  # fmt: skip


def test_a_task_that_is_new_is_done_before_time_passes_at_what_comes_after_it() -> None:
    in_use = waiting_for_months()
    files = waiting_for_months(user("Kijken"), before=("Kijken",))
    story = read_scenario("proef", "scenarios/01.yaml", PATIENT)

    told = retell(story, PATIENT, {"proef": files}, {"proef": files, in_use_as("proef"): in_use})

    assert [next(iter(step.values())) for step in steps(told)] == ["Lezen", "Kijken", "P6M", "Navragen"]
    assert passes(told, files)


def test_a_button_or_message_that_is_no_longer_drawn_is_left_out_of_the_story_with_what_came_after_it() -> None:
    story = b"""\
name: Onderweg een vraag
now: 2026-03-02T09:00
steps:
- message: meer-informatie
  as: gebiedsregisseur
  payload: {vraag: "Hoe groot?"}
- task: Antwoorden
- task: Lezen
expect: {end: Klaar, waiting: []}
"""
    before_that = folder(start(), user("Lezen"), end(), chain("Begin", "Lezen", "Klaar"))
    waits = catch("Gevraagd", message("M"))
    in_use = folder(start(), waits, user("Antwoorden"), user("Lezen"), end(),
                    chain("Begin", "Gevraagd", "Antwoorden", "Lezen", "Klaar"),
                    messages={"M": "meer-informatie|=kenmerk"})  # fmt: skip
    known = {"proef": before_that, in_use_as("proef"): in_use}

    told = retell(read_scenario("proef", "scenarios/01.yaml", story), story, {"proef": before_that}, known)

    assert [step.get("task") for step in yaml.safe_load(told.after)["steps"]] == ["Lezen"]
    assert told.notes == (
        "Het bericht of de knop ‘meer-informatie’ is er niet meer. Die stap is weggelaten.",
        "De taak ‘Antwoorden’ is er niet meer. Die stap is weggelaten.",
    )
    assert play(read_scenario("proef", "scenarios/01.yaml", told.after), "proef", {"proef": before_that}).error is None
