"""Saved trials: what was played becomes a scenario that passes, with nobody's name in it."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine import forms
from engine.scenarios import raw_of, read_scenarios, rehearse
from engine.trial.noting import in_plain
from engine.versions import definitions
from engine.workshop import trials
from engine.workshop.saving import read_sources
from tests.conftest import STOCK, Opener
from tests.engine.trying import BEGIN, SLOW, Owners, add_owners, begun, change, do, owners, sqlite_owner, wander
from tests.lengths import examples

__all__ = ["begun", "change", "owners", "sqlite_owner"]


def test_what_was_played_is_kept_as_a_scenario_that_passes(begun: str, owners: Owners) -> None:
    do(begun, owners[0], "Controleren")
    trials.turn_trial_clock(begun, owners[0], "P7D")
    do(begun, owners[0], "Aanvullen", aanvulling="Een bank")
    do(begun, owners[0], "Controleren", volledig="true", notitie="Goed")

    kept = trials.keep_trial(begun, owners[0], "Eerst aanvullen, dan stemmen")

    text = engine.read_part(begun, "voorbeeld", owners[0]).files[kept.file].decode()
    assert kept.file == "scenarios/01-eerst-aanvullen-dan-stemmen.yaml"
    assert "- until: 2026-03-09T09:00" in text
    report = rehearse(read_sources(begun, owners[0]).folders, ["voorbeeld"])
    assert [(one.name, one.failure) for one in report.outcomes] == [("Eerst aanvullen, dan stemmen", None)]


def test_a_scenario_has_nobodys_name(begun: str, owners: Owners) -> None:
    trials.begin_trial(
        begun, owners[0], "voorbeeld.Ingestuurd", {**BEGIN, "naam": ["Echte Naam"], "mail": ["echt@adres.invalid"]}
    )

    kept = trials.keep_trial(begun, owners[0], "Begin")

    text = engine.read_part(begun, "voorbeeld", owners[0]).files[kept.file].decode()
    assert "Echte" not in text
    assert "echt@" not in text


def _ask_for_mail(change: str, owner: engine.User, **told: object) -> None:
    """Let the start form ask for the e-mail address in another way."""
    part = engine.read_part(change, "voorbeeld", owner)
    form = json.loads(part.files["forms/insturen.form"])
    for component in form["components"]:
        if component["key"] == "mail":
            component.setdefault("validate", {}).update(told)
    engine.save_part(change, "voorbeeld", part.revision, {"forms/insturen.form": json.dumps(form).encode()}, owner)


def test_an_invented_answer_is_made_to_fit_its_question(change: str, owners: Owners) -> None:
    _ask_for_mail(change, owners[0], maxLength=15)
    trials.begin_trial(change, owners[0], "voorbeeld.Ingestuurd", {**BEGIN, "mail": ["ik@echt.invalid"]})

    kept = trials.keep_trial(change, owners[0], "Begin")

    text = engine.read_part(change, "voorbeeld", owners[0]).files[kept.file].decode()
    assert "mail: i@x.invalid" in text
    assert "echt" not in text


def test_a_personal_answer_without_an_invented_one_is_not_kept(change: str, owners: Owners) -> None:
    _ask_for_mail(change, owners[0], maxLength=7)
    trials.begin_trial(change, owners[0], "voorbeeld.Ingestuurd", {**BEGIN, "mail": ["ik@e.nl"]})

    with pytest.raises(engine.TrialRefused) as refused:
        trials.keep_trial(change, owners[0], "Begin")

    assert (refused.value.code, refused.value.facts) == ("not_told", {"why": "personal", "number": 1})


SECRET = "Zzyzx"
TYPED = {"email": f"z@{SECRET}.nl", "phone": "0699999999"}
ASKS_WHO: dict[str, Any] = {
    "type": "default",
    "id": "wie",
    "components": [
        {"type": "textfield", "key": "naam", "label": "Naam", "properties": {"personal": "name"}},
        {
            "type": "textfield",
            "key": "oog",
            "label": "Oog",
            "conditional": {"hide": f'=not(contains(naam, "{SECRET}"))'},
        },
        {"type": "number", "key": "aantal", "label": "Aantal"},
    ],
}


@settings(max_examples=examples(60), suppress_health_check=SLOW)
@given(
    least=st.integers(0, 80),
    more=st.integers(0, 80),
    kind=st.sampled_from(sorted(forms.PERSONAL)),
    needed=st.booleans(),
    pattern=st.sampled_from([None, "z", "^[A-Z]", "^.{7}$", "[0-9]$"]),
    eye=st.sampled_from([[], ["Bruin"]]),
)
def test_what_was_typed_about_somebody_is_never_told(
    least: int,
    more: int,
    kind: str,
    needed: bool,
    pattern: str | None,
    eye: list[str],
    sqlite_owner: tuple[str, engine.User],
) -> None:
    told = copy.deepcopy(ASKS_WHO)
    rules = {"minLength": least, "maxLength": max(1, least + more), "required": needed}
    told["components"][0] |= {
        "validate": rules | ({"pattern": pattern} if pattern and kind in {"name", "address"} else {}),
        "properties": {"personal": kind},
    }
    asked = forms.read_form(json.dumps(told).encode(), source="wie")
    typed = {
        "naam": [TYPED.get(kind, f"{SECRET} 12345678 " + "z" * 200)[: max(8, least + more)]],
        "oog": eye,
        "aantal": ["12"],
    }

    try:
        answers = in_plain(asked, typed, {})
    except engine.AnswersRefused:
        return

    assert not any(part in str(answers) for part in (SECRET[:2], "z@", "0699"))
    assert answers is None or forms.validate(asked, raw_of(answers), {})["aantal"] == 12


def test_keeping_asks_for_a_name(begun: str, owners: Owners) -> None:
    with pytest.raises(engine.TrialRefused) as refused:
        trials.keep_trial(begun, owners[0], "  ")

    assert refused.value.code == "no_name"


def test_what_was_played_on_older_files_is_not_kept(begun: str, owners: Owners) -> None:
    part = engine.read_part(begun, "voorbeeld", owners[0])
    renamed = part.files["process.bpmn"].replace(b'name="Controleren"', b'name="Nakijken"')
    engine.save_part(begun, "voorbeeld", part.revision, {"process.bpmn": renamed}, owners[0])

    with pytest.raises(engine.TrialRefused) as refused:
        trials.keep_trial(begun, owners[0], "Verhaal")

    assert refused.value.code == "changed"
    assert trials.read_trial(begun, owners[0]).outdated


def test_keeping_a_second_scenario_leaves_the_trial_as_it_is(begun: str, owners: Owners) -> None:
    first = trials.keep_trial(begun, owners[0], "Een")
    do(begun, owners[0], "Controleren", volledig="true")

    second = trials.keep_trial(begun, owners[0], "Twee")

    assert (first.file, second.file) == ("scenarios/01-een.yaml", "scenarios/02-twee.yaml")


@settings(max_examples=examples(15), suppress_health_check=SLOW)
@given(seed=st.integers(0, 100_000))
def test_any_walk_that_was_played_and_kept_passes_as_a_scenario(
    seed: int, sqlite_owner: tuple[str, engine.User]
) -> None:
    change, owner = sqlite_owner
    trials.begin_trial(change, owner, "voorbeeld.Ingestuurd", BEGIN)
    wander(change, owner, random.Random(seed), 12)

    kept = trials.keep_trial(change, owner, f"Wandeling {seed}")

    report = rehearse(read_sources(change, owner).folders, ["voorbeeld"])
    assert [one.failure for one in report.outcomes if one.failure] == []
    assert kept.file in {one.source.partition("/")[2] for one in report.outcomes}


@pytest.fixture
def stock_owner(sqlite_url: str, open_at: Opener) -> Iterator[tuple[str, engine.User]]:
    municipality = open_at(sqlite_url)
    with engine.at(municipality):
        definitions.deploy(STOCK)
        owner = add_owners()[0]
        yield engine.begin_change("behandeling", owner), owner


@pytest.mark.parametrize("seed", range(4))
def test_a_walk_through_the_stock_is_kept_and_passes(seed: int, stock_owner: tuple[str, engine.User]) -> None:
    change, owner = stock_owner
    (example, *_) = trials.prepare_trial(change, owner).examples
    trials.begin_trial(change, owner, example.way, example.typed)
    wander(change, owner, random.Random(seed), 14)

    kept = trials.keep_trial(change, owner, f"Wandeling {seed}")

    assert kept.process_id == "behandeling"
    sources = read_sources(change, owner).folders
    found = [one for one in read_scenarios("behandeling", sources["behandeling"]) if one.source.endswith(kept.file)]
    assert [scenario.process for scenario in found] == ["idee"]
