"""Files in trials: one types their names, and the engine does with them what it does with files in life."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml

import engine
from engine.accounts.adding import NewAccount, add_accounts
from engine.municipality import transaction
from engine.versions import definitions
from engine.views import TrialView
from engine.workshop import trials
from engine.workshop.following import follow_story
from tests.conftest import Opener
from tests.engine.diagrams import chain, end, field, folder, form, properties, script, start, user
from tests.engine.form_builders import component

START = start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen"))
PHOTOS = component("filepicker", "fotos", multiple=True, accept="image/*")
AGAIN = component("filepicker", "offertes", multiple=True, validate={"required": True})


@pytest.fixture
def owner(sqlite_url: str, open_at: Opener) -> Iterator[engine.User]:
    """On SQLite only: a trial is on SQLite whatever the real database is."""
    with engine.at(open_at(sqlite_url)):
        with transaction() as session:
            (made,) = add_accounts(session, [NewAccount("eigenaar", "Pia Proces", "geheim-woord", ("proceseigenaar",))])
        yield made


@pytest.fixture
def change(owner: engine.User) -> str:
    """A process that begins with photos; a task shows them and asks for offers; then a step reads their names."""
    asked = form("begin", field("titel", validate={"required": True}), PHOTOS)
    files = {"forms/begin.form": asked, "forms/kijken.form": form("kijken", PHOTOS, AGAIN)}
    look = user("Kijken", form="kijken")
    read = script("Lezen", "=concatenate(fotos, offertes).metadata.fileName", "namen")
    last = user("Afronden")
    way = chain("Begin", "Kijken", "Lezen", "Afronden", "Klaar")
    made = folder(START, look, read, last, end(), way, files=files, process="proef")
    with transaction() as session:
        definitions.put_in_use(session, "proef", made, "systeem")
    return engine.begin_change("proef", owner)


def begin(change: str, owner: engine.User, fotos: str = "bankje.jpg, boom.png") -> None:
    trials.begin_trial(change, owner, "proef.Begin", {"titel": ["Bankje"], "fotos": [fotos]})


def look(change: str, owner: engine.User, fotos: str, offertes: str) -> None:
    trials.complete_trial_task(change, owner, 0, "Kijken", {"fotos": [fotos], "offertes": [offertes]})


def shown(seen: TrialView) -> dict[str, tuple[str, str]]:
    return {one.name: (one.kind, one.text) for one in seen.variables if one.name != "titel"}


def test_names_of_files_are_typed_and_the_case_has_files(change: str, owner: engine.User) -> None:
    begin(change, owner, "bankje.jpg\n boom.png,,bankje.jpg")

    (variable,) = (one for one in trials.read_trial(change, owner).variables if one.name == "fotos")

    assert (variable.kind, variable.text) == ("files", "bankje.jpg, boom.png")
    assert [(one["metadata"]["contentType"], one["metadata"]["size"] > 1000) for one in variable.value] == [
        ("image/jpeg", True),
        ("image/png", True),
    ]
    assert all(one["contentHash"] for one in variable.value)


def test_a_later_form_names_the_same_files_and_new_ones(change: str, owner: engine.User) -> None:
    begin(change, owner)
    before = trials.read_trial(change, owner).variables

    look(change, owner, "bankje.jpg", "offerte.pdf; schets.png")

    seen = trials.read_trial(change, owner)
    assert shown(seen)["fotos"] == ("files", "bankje.jpg")
    assert shown(seen)["namen"] == ("list", '["bankje.jpg", "offerte.pdf", "schets.png"]')
    first = [next(one.value for one in told if one.name == "fotos")[0] for told in (before, seen.variables)]
    assert first[0] == first[1]


def test_a_task_shows_the_files_that_the_case_has(change: str, owner: engine.User) -> None:
    begin(change, owner)

    detail = trials.read_trial_task(change, owner, 0).detail

    assert engine.in_names(detail.answers["fotos"]) == ["bankje.jpg", "boom.png"]


@pytest.mark.parametrize(
    ("fotos", "code"),
    [
        ("bankje", "no_such_file"),
        ("plan.pdf", "wrong_type"),
        (",".join(f"foto {number}.jpg" for number in range(11)), "too_many_files"),
    ],
)
def test_a_name_that_could_be_no_file_is_refused(change: str, owner: engine.User, fotos: str, code: str) -> None:
    with pytest.raises(engine.AnswersRefused) as refused:
        begin(change, owner, fotos)

    assert refused.value.problems["fotos"].code == code


def test_a_task_that_must_have_a_file_is_not_done_without_a_name(change: str, owner: engine.User) -> None:
    begin(change, owner)

    with pytest.raises(engine.AnswersRefused) as refused:
        look(change, owner, "", "")

    assert set(refused.value.problems) == {"offertes"}


def test_a_step_back_keeps_the_files_of_what_came_before(change: str, owner: engine.User) -> None:
    begin(change, owner)
    look(change, owner, "bankje.jpg", "offerte.pdf")

    trials.undo_in_trial(change, owner)

    assert shown(trials.read_trial(change, owner)) == {"fotos": ("files", "bankje.jpg, boom.png")}


def test_the_next_trial_begins_with_the_names_of_the_last(change: str, owner: engine.User) -> None:
    begin(change, owner)

    (example,) = trials.prepare_trial(change, owner).examples

    assert example.typed["fotos"] == ["bankje.jpg", "boom.png"]


def test_a_trial_is_kept_as_a_story_that_names_the_files(change: str, owner: engine.User) -> None:
    begin(change, owner)
    look(change, owner, "bankje.jpg", "offerte.pdf")

    kept = trials.keep_trial(change, owner, "Met foto's")

    story = yaml.safe_load(engine.read_part(change, "proef", owner).files[kept.file])
    assert story["start"] == {"titel": "Bankje", "fotos": ["bankje.jpg", "boom.png"]}
    assert story["steps"][0]["answers"] == {"fotos": ["bankje.jpg"], "offertes": ["offerte.pdf"]}


def test_a_story_with_files_is_an_example_to_begin_with(change: str, owner: engine.User) -> None:
    begin(change, owner)
    trials.keep_trial(change, owner, "Met foto's")

    examples = trials.prepare_trial(change, owner).examples

    assert [one.typed["fotos"] for one in examples if one.source] == [["bankje.jpg", "boom.png"]]


def test_a_story_with_files_is_followed(change: str, owner: engine.User) -> None:
    begin(change, owner)
    look(change, owner, "bankje.jpg", "offerte.pdf")
    kept = trials.keep_trial(change, owner, "Met foto's")
    (told,) = (one for one in trials.prepare_trial(change, owner).examples if one.source)
    trials.begin_trial(change, owner, "proef.Begin", told.typed, story=told.source)

    follow_story(change, owner)

    assert kept.file in told.source
    assert shown(trials.read_trial(change, owner))["namen"] == ("list", '["bankje.jpg", "offerte.pdf"]')


def test_more_files_than_anybody_may_have_ready_are_told_at_the_question(
    change: str, owner: engine.User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.documents.keeping.MOST_LOOSE", 1)

    with pytest.raises(engine.AnswersRefused) as refused:
        begin(change, owner)

    assert refused.value.problems["fotos"].code == "too_many_files"
