"""What tests of trials share: a process that passes the check, its owners, and someone who acts at random."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.dialect.folder import ProcessFiles, from_bytes
from engine.forms import FormField
from engine.municipality import transaction
from engine.versions import definitions
from engine.workshop import trials
from tests.conftest import Opener
from tests.engine.conftest import Deploy
from tests.engine.stories import GIVEN, idea

BEGIN = {key: [value] for key, value in GIVEN.items()}
TEXTS = ("ja", "Een zin: met 'tekens' en \"meer\".", "2026-09-01", "12", "null", "é – ß\nregel twee", "- [x]", "# y")
Owners = tuple[engine.User, engine.User]
SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]  # each example starts its own trial
_REFERENCE = re.compile(rb'\b(id|sourceRef|targetRef|attachedToRef|default|bpmnElement)="([^"]*)"')


def tidy_idea() -> ProcessFiles:
    """The example process with ids that `check` accepts."""
    files = dict(idea().files)

    def tidy(found: re.Match[bytes]) -> bytes:
        return found[1] + b'="' + found[2].replace(b" ", b"_").replace(b"?", b"") + b'"'

    files["process.bpmn"] = _REFERENCE.sub(tidy, files["process.bpmn"])
    return from_bytes(files, source="voorbeeld")


@pytest.fixture
def owners(place: engine.Municipality) -> Owners:
    return add_owners()


def add_owners() -> Owners:
    made = [NewAccount(f"eigenaar-{n}", f"Eigenaar {n}", "geheim-woord", ("proceseigenaar",)) for n in (1, 2)]
    with transaction() as session:
        first, second = add_accounts(session, made)
    return first, second


@pytest.fixture
def change(owners: Owners, deploy: Deploy) -> str:
    deploy(tidy_idea())
    return engine.begin_change("voorbeeld", owners[0], "Een wijziging")


@pytest.fixture
def begun(change: str, owners: Owners) -> str:
    """A change for which the first owner has started a trial."""
    trials.begin_trial(change, owners[0], "voorbeeld.Ingestuurd", BEGIN)
    return change


@pytest.fixture
def sqlite_owner(sqlite_url: str, open_at: Opener) -> Iterator[tuple[str, engine.User]]:
    """A change of the example, and its owner, on SQLite only: a trial is on SQLite whatever the real database is."""
    municipality = open_at(sqlite_url)
    with engine.at(municipality):
        with transaction() as session:
            definitions.put_in_use(session, "voorbeeld", tidy_idea(), "systeem")
        owner = add_owners()[0]
        yield engine.begin_change("voorbeeld", owner), owner


def do(change: str, owner: engine.User, name: str, **typed: str) -> None:
    """Do the open task with this name."""
    seen = trials.read_trial(change, owner)
    task = next(one for one in seen.tasks if one.name == name)
    given = {key: [value] for key, value in typed.items()}
    trials.complete_trial_task(change, owner, task.place, task.element_id, given)


def wander(change: str, owner: engine.User, chance: random.Random, steps: int) -> None:
    """Do this many of the possible things, at random."""
    for _ in range(steps):
        seen = trials.read_trial(change, owner)
        if seen.case.case.state not in {"running"}:
            return
        if seen.case.may_withdraw and chance.random() < 0.05:
            trials.withdraw_trial(change, owner, "Toch maar niet")
        elif seen.votes and chance.random() < 0.2:
            vote = chance.choice(seen.votes)
            form = trials.read_trial_vote(change, owner, vote.place).detail.form
            with suppress(engine.AnswersRefused):
                typed = {f.key: _typed(f, chance, seen.now.date()) for f in form.fields}
                trials.change_trial_vote(change, owner, vote.place, vote.element_id, typed)
        elif seen.tasks and chance.random() < 0.8:
            task = chance.choice(seen.tasks)
            form = trials.read_trial_task(change, owner, task.place).detail.form
            _try(change, owner, task, {f.key: _typed(f, chance, seen.now.date()) for f in form.fields})
        else:
            to = chance.choice(["P1D", "P7D", "PT5H"] + ([trials.NEXT] if seen.deadlines else []))
            _pass(change, owner, to)


def _try(change: str, owner: engine.User, task: Any, typed: dict[str, list[str]]) -> None:
    try:
        trials.complete_trial_task(change, owner, task.place, task.element_id, typed)
    except engine.AnswersRefused as error:
        kept = {key: values for key, values in typed.items() if key not in error.problems}
        try:
            trials.complete_trial_task(change, owner, task.place, task.element_id, kept)
        except engine.AnswersRefused:
            return


def _pass(change: str, owner: engine.User, to: str) -> None:
    with suppress(engine.TrialRefused):  # what comes next may be a task that is already late
        trials.turn_trial_clock(change, owner, to)


def _typed(field: FormField, chance: random.Random, today: date) -> list[str]:
    if field.kind in {"radio", "select"}:
        return [chance.choice(field.options).value]
    if field.kind == "checklist":
        return [option.value for option in field.options if chance.random() < 0.6]
    if field.kind == "checkbox":
        return ["true"] if field.required or chance.random() < 0.5 else []
    if field.kind == "number":
        return [str(chance.choice([0, 1, 250, 1200, 40_000])) + ("" if field.decimals == 0 else ",50")]
    if field.kind == "date":
        return [(today + timedelta(days=chance.randrange(5, 200))).strftime("%d-%m-%Y")]
    if field.kind == "email":
        return ["iemand@voorbeeld.invalid"]
    if field.kind == "phone":
        return ["06 12345678"]
    if field.kind == "files":
        names = ["bankje.jpg", "plan.pdf", "kaart.png, schets.png", "geen naam van een bestand"]
        return [chance.choice(names)] if field.required or chance.random() < 0.7 else []
    if not field.required and chance.random() < 0.3:
        return []
    return [chance.choice(TEXTS)]
