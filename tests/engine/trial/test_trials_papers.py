"""Papers of a trial: the letters and entries that would have been are there to be read, and nowhere else."""

from __future__ import annotations

import yaml
from sqlalchemy import func, select

import engine
from engine import models
from engine.accounts.adding import NewAccount, add_accounts
from engine.municipality import reading, transaction
from engine.workshop import trials
from tests.engine.conftest import Deploy
from tests.engine.posting import INA, posting
from tests.engine.trying import do


def test_letters_and_entries_of_a_trial_are_there_to_be_read_and_nowhere_else(
    place: engine.Municipality, deploy: Deploy
) -> None:
    with transaction() as session:
        (owner,) = add_accounts(session, [NewAccount("eva", "Eva", "geheim-woord", ("proceseigenaar",))])
    deploy(posting(registers=("besluitenregister",)))
    change = engine.begin_change("post", owner, "Een wijziging")
    trials.begin_trial(change, owner, "post.Begin", {key: [value] for key, value in INA.items()})

    do(change, owner, "Besluiten")

    seen = trials.read_trial(change, owner)
    assert [letter.addressee for letter in seen.letters] == ["Ina Inwoner"]
    assert [(entry.number, dict(entry.columns)) for entry in seen.entries] == [("2026-0001", {"plan": "Bankje"})]
    with reading() as session:
        kept = [session.scalar(select(func.count()).select_from(m)) for m in (models.Letter, models.RegisterEntry)]
    assert kept == [0, 0]


def test_a_story_that_is_kept_expects_the_letters_and_entries_that_were_made(
    place: engine.Municipality, deploy: Deploy
) -> None:
    with transaction() as session:
        (owner,) = add_accounts(session, [NewAccount("eva", "Eva", "geheim-woord", ("proceseigenaar",))])
    deploy(posting(registers=("subsidieregister", "besluitenregister")))
    change = engine.begin_change("post", owner, "Een wijziging")
    trials.begin_trial(change, owner, "post.Begin", {key: [value] for key, value in INA.items()})
    do(change, owner, "Besluiten")

    kept = trials.keep_trial(change, owner, "Met papier")

    story = yaml.safe_load(engine.read_part(change, "post", owner).files[kept.file])
    assert story["expect"]["letters"] == ["besluit"]
    assert story["expect"]["entries"] == ["subsidieregister", "besluitenregister"]
