"""Trials of more than one case, and of several people at once: what others send, what begins, and who comes second."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

import engine
from engine.dialect.folder import ProcessFiles
from engine.scenarios import rehearse
from engine.workshop import trials
from engine.workshop.saving import read_sources
from tests.engine.conftest import Deploy
from tests.engine.diagrams import (
    boundary,
    catch,
    chain,
    end,
    field,
    folder,
    form,
    io,
    message,
    node,
    properties,
    signal,
    start,
    throw,
    timer,
    user,
)
from tests.engine.trying import do

ASKED = form("vragen", field("nummer", validate={"required": True}))


def asking() -> ProcessFiles:
    """Begin → begins a case of `betalen` → waits for `betaald` with its number → Verder → Klaar."""
    begins = node(
        "serviceTask", "LatenBetalen", '<zeebe:taskDefinition type="start-case" />',
        '<zeebe:taskHeaders><zeebe:header key="process" value="betalen" /></zeebe:taskHeaders>',
        io({"nummer": "=nummer"}),
    )  # fmt: skip
    return folder(
        start("Begin", '<zeebe:formDefinition formId="vragen" />', properties(startableBy="iedereen")),
        begins, catch("Betaald", message("betaald")), user("Verder"), end(),
        chain("Begin", "LatenBetalen", "Betaald", "Verder", "Klaar"),
        process="vragen", messages={"betaald": "betaald|=nummer"}, files={"forms/vragen.form": ASKED},
    )  # fmt: skip


def paying() -> ProcessFiles:
    """Begin → Betalen → sends `betaald` → Klaar. Only other cases begin it."""
    headers = '<zeebe:header key="message" value="betaald" /><zeebe:header key="key" value="=nummer" />'
    told = node(
        "sendTask", "Melden", '<zeebe:taskDefinition type="message" />',
        f"<zeebe:taskHeaders>{headers}</zeebe:taskHeaders>", io({"bedrag": "=10"}),
    )  # fmt: skip
    return folder(
        start("Betaalbegin"), user("Betalen"), told, end("Betaalklaar"),
        chain("Betaalbegin", "Betalen", "Melden", "Betaalklaar"),
        process="betalen", messages={"betaald": "betaald"}, files={"forms/leeg2.form": form("leeg2")},
    )  # fmt: skip


def test_what_another_case_sends_is_part_of_the_scenario(deploy: Deploy, owner: engine.User) -> None:
    deploy(asking(), paying())
    change = engine.begin_change("vragen", owner)
    trials.begin_trial(change, owner, "vragen.Begin", {"nummer": ["7"]})
    do(change, owner, "Betalen")
    seen = trials.read_trial(change, owner)
    do(change, owner, "Verder")

    kept = trials.keep_trial(change, owner, "Betaald")

    text = engine.read_part(change, "vragen", owner).files[kept.file].decode()
    assert [other.case.process_id for other in seen.others] == ["betalen"]
    assert "- message: betaald\n  payload:\n    bedrag: 10\n" in text
    assert "Betalen" not in text
    assert rehearse(read_sources(change, owner).folders, ["vragen"]).failed == ()


def test_a_case_that_a_message_of_its_owner_reaches_goes_on(deploy: Deploy, owner: engine.User) -> None:
    deploy(asking(), paying())
    change = engine.begin_change("vragen", owner)
    trials.begin_trial(change, owner, "vragen.Begin", {"nummer": ["7"]})

    trials.send_to_trial(change, owner, "betaald", 'bedrag = 12,5\nop = date("2026-03-04")'.replace(",", "."))

    seen = trials.read_trial(change, owner)
    values = {one.name: one.text for one in seen.variables}
    assert values["bedrag"] == "12.5"
    assert trials.keep_trial(change, owner, "Zelf gestuurd").file == "scenarios/01-zelf-gestuurd.yaml"


@pytest.mark.parametrize("text", ["bedrag", "= 3", "bedrag = nummer", "bedrag = (", "2x = 1"])
def test_values_that_cannot_be_read_are_refused_with_their_line(deploy: Deploy, owner: engine.User, text: str) -> None:
    deploy(asking(), paying())
    change = engine.begin_change("vragen", owner)
    trials.begin_trial(change, owner, "vragen.Begin", {"nummer": ["7"]})

    with pytest.raises(engine.TrialRefused) as refused:
        trials.send_to_trial(change, owner, "betaald", text)

    assert (refused.value.code, refused.value.facts["line"]) == ("not_values", text)


def test_a_process_that_others_begin_is_tried_with_values(deploy: Deploy, owner: engine.User) -> None:
    deploy(asking(), paying())
    change = engine.begin_change("betalen", owner)

    trials.begin_trial(change, owner, "betalen.Betaalbegin", {}, values='nummer = "8"')
    do(change, owner, "Betalen")

    kept = trials.keep_trial(change, owner, "Zonder formulier")
    assert trials.read_trial(change, owner).case.case.state == "completed"
    assert b"nummer: '8'" in engine.read_part(change, "betalen", owner).files[kept.file]


def test_a_signal_of_another_case_is_no_scenario_and_says_so(deploy: Deploy, owner: engine.User) -> None:
    listening = folder(
        start("Begin", '<zeebe:formDefinition formId="vragen" />', properties(startableBy="iedereen")),
        node("serviceTask", "LatenRoepen", '<zeebe:taskDefinition type="start-case" />',
             '<zeebe:taskHeaders><zeebe:header key="process" value="roepen" /></zeebe:taskHeaders>'),
        user("Werken"), boundary("Alarm", "Werken", signal("alarm")), end(), end("Gestopt"),
        chain("Begin", "LatenRoepen", "Werken", "Klaar"), chain("Alarm", "Gestopt"),
        process="luisteren", files={"forms/vragen.form": ASKED},
    )  # fmt: skip
    calling = folder(
        start("Roepbegin"), user("Roepen"), throw("Roep", signal("alarm")), end("Geroepen"),
        chain("Roepbegin", "Roepen", "Roep", "Geroepen"), process="roepen",
    )  # fmt: skip
    deploy(listening, calling)
    change = engine.begin_change("luisteren", owner)
    trials.begin_trial(change, owner, "luisteren.Begin", {"nummer": ["7"]})
    do(change, owner, "Roepen")

    with pytest.raises(engine.TrialRefused) as refused:
        trials.keep_trial(change, owner, "Alarm")

    assert (refused.value.code, refused.value.facts["why"]) == ("not_told", "signal")


def test_a_timer_without_end_stops_the_clock_with_a_reason(
    deploy: Deploy, owner: engine.User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticking = folder(
        start("Begin", '<zeebe:formDefinition formId="vragen" />', properties(startableBy="iedereen")),
        user("Werken"), boundary("Tik", "Werken", timer("Cycle", "R/PT1M"), interrupting=False),
        end(), end("Getikt"), chain("Begin", "Werken", "Klaar"), chain("Tik", "Getikt"),
        process="tikken", files={"forms/vragen.form": ASKED},
    )  # fmt: skip
    deploy(ticking)
    monkeypatch.setattr("engine.trial.playing.MOST_STOPS", 20)
    change = engine.begin_change("tikken", owner)
    trials.begin_trial(change, owner, "tikken.Begin", {"nummer": ["7"]})

    with pytest.raises(engine.TrialRefused) as refused:
        trials.turn_trial_clock(change, owner, "P7D")

    seen = trials.read_trial(change, owner)
    assert refused.value.code == "too_long"
    assert (seen.now, seen.acts) == (seen.begun_at, 1)


def test_of_two_browsers_that_do_the_same_task_one_is_told_that_it_has_gone(deploy: Deploy, owner: engine.User) -> None:
    deploy(asking(), paying())
    change = engine.begin_change("vragen", owner)
    trials.begin_trial(change, owner, "vragen.Begin", {"nummer": ["7"]})
    (task,) = trials.read_trial(change, owner).tasks

    def complete() -> str:
        try:
            trials.complete_trial_task(change, owner, task.place, task.element_id, {})
        except engine.TrialRefused as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(4) as pool:
        told = [pool.submit(copy_context().run, complete) for _ in range(4)]
        found = sorted(one.result() for one in told)

    assert found == ["done", "not_open", "not_open", "not_open"]
