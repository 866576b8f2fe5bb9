"""Documents of answers that nobody may read yet: an open vote, or one of two tasks while the other is not done."""

from __future__ import annotations

import pytest

import engine
from engine.dialect.folder import ProcessFiles, from_bytes
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import field, form
from tests.engine.going_on import bring_to_vote
from tests.engine.stories import GIVEN, idea
from tests.engine.tasks.test_foureyes import beside_each_other, open_tasks
from tests.pictures import PDF

CHOICES = [{"value": value, "label": value} for value in ("voor", "tegen", "belang")]


def with_form(files: ProcessFiles, name: str, *fields: dict[str, object]) -> ProcessFiles:
    return from_bytes({**files.files, f"forms/{name}.form": form(name, *fields)}, source="proef")


@pytest.fixture
def papers(deploy: Deploy, people: People) -> str:
    """The reference of a case that is being voted on, with ballots that accept a document."""
    choice = field("keuze", "radio", validate={"required": True}, values=CHOICES)
    deploy(with_form(idea(), "stembiljet", choice, field("stuk", "filepicker"), field("reden", "textarea")))
    started = engine.start_case("voorbeeld", GIVEN, None)
    bring_to_vote(people)
    return started.reference


def ballot_of(member: engine.User) -> str:
    task = engine.list_ballots(member)[0].my_task
    assert task is not None
    return task.id


def cast(member: engine.User, choice: str, name: str = "") -> str:
    task = ballot_of(member)
    document = engine.keep_task_file(task, member, "stuk", name, PDF) if name else ""
    engine.complete_task(task, member, {"keuze": choice, "stuk": document})
    return document


def may_open(document: str, user: engine.User) -> bool:
    try:
        return bool(engine.read_document(document, user).data)
    except engine.NotFound:
        return False


def test_the_paper_of_a_vote_opens_for_nobody_while_the_vote_is_open(papers: str, people: People) -> None:
    document = cast(people.members[0], "tegen", "bezwaar.pdf")

    readers = [people.office, people.auditor, people.operator, *people.members]
    assert [may_open(document, reader) for reader in readers] == [False] * len(readers)


def test_the_paper_of_a_vote_opens_when_the_vote_is_closed(papers: str, people: People) -> None:
    document = cast(people.members[0], "tegen", "bezwaar.pdf")
    for member in people.members[1:]:
        cast(member, "voor")

    assert [may_open(document, reader) for reader in (people.office, people.auditor)] == [True, True]


def test_a_vote_can_be_changed_with_its_paper_and_with_another(papers: str, people: People) -> None:
    member = people.members[0]
    first = cast(member, "tegen", "bezwaar.pdf")
    task = ballot_of(member)

    shown = engine.read_task(task, member)
    engine.complete_task(task, member, {"keuze": "voor", "stuk": first})
    second = cast(member, "voor", "beter.pdf")
    for other in people.members[1:]:
        cast(other, "voor")

    assert set(shown.files) == {first}
    assert [may_open(one, people.office) for one in (first, second)] == [False, True]


def test_a_file_of_one_of_two_tasks_opens_for_nobody_before_both_are_done(deploy: Deploy, people: People) -> None:
    deploy(with_form(beside_each_other(), "telling", field("stemmen", "number"), field("lijst", "filepicker")))
    engine.start_case("proef", {}, None)
    tasks = open_tasks(people)
    document = engine.keep_task_file(tasks["Eerst"].id, people.office, "lijst", "telling.pdf", PDF)
    engine.complete_task(tasks["Eerst"].id, people.office, {"stemmen": "12", "lijst": document})
    readers = (people.office, people.colleague, people.auditor)
    before = [may_open(document, reader) for reader in readers]
    beside = engine.read_task(tasks["Tweede"].id, people.colleague).files

    engine.complete_task(tasks["Tweede"].id, people.colleague, {"stemmen": "12"})

    assert (before, dict(beside)) == ([False] * 3, {})
    assert [may_open(document, reader) for reader in readers] == [True] * 3
