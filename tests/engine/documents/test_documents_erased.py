"""Documents of an erased case: they are erased with it, also through a list, and linked cases do not break."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

import engine
from engine import proving
from engine.forms import reference
from engine.models import Document
from engine.municipality import reading, snapshot
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, folder, form, message, node, user
from tests.engine.handing_in import FILES, asking, close, files_of, hand_in
from tests.pictures import picture

WHY = "De indiener vroeg erom."


@pytest.fixture
def linked(deploy: Deploy, people: People) -> tuple[engine.StartedCase, str]:
    """A case with a file, and the reference of another that was started by a message that names that file."""
    begun = node("startEvent", "Gevraagd", message("oordeel"))
    deploy(asking())
    deploy(
        folder(
            begun, user("Wegen", form="wegen"), user("Besluiten", form="wegen"), end(),
            chain("Gevraagd", "Wegen", "Besluiten", "Klaar"),
            messages={"oordeel": "oordeel"}, files={"forms/wegen.form": form("wegen", FILES)}, process="heroverweging",
        )
    )  # fmt: skip
    started = hand_in("geheim", "plan.jpg")
    with reading() as session:
        told = session.scalars(select(Document)).one()
        named = reference(told.id, told.digest, told.name, told.media_type, told.size)
    close(started, people.office)
    got = engine.correlate_message("oordeel", "1", {"bijlagen": [named]}, people.operator)
    (case_id,) = got.case_ids
    return started, engine.read_case(case_id, people.office).case.reference


def task_of(reference: str, office: engine.User) -> str:
    (task,) = engine.list_team_tasks(office, search=reference).items
    return task.id


def test_an_answer_in_another_case_that_names_an_erased_file_says_that_it_is_gone(
    linked: tuple[engine.StartedCase, str], people: People
) -> None:
    started, other = linked
    (document,) = files_of(started.reference, people.office)
    engine.complete_task(task_of(other, people.office), people.office, {"bijlagen": document})

    engine.erase_case(started.reference, people.operator, WHY)

    (answer,) = engine.read_case(other, people.office).answers
    (told,) = answer.fields
    assert [one["documentId"] for one in engine.references_in(told.value)] == [document]
    assert told.gone == {document}
    with pytest.raises(engine.NotFound):
        engine.read_document(document, people.office)
    with snapshot() as session:
        assert proving.prove(session).misfits == ()


def test_a_form_does_not_offer_a_file_that_was_erased_and_takes_another(
    linked: tuple[engine.StartedCase, str], people: People
) -> None:
    started, other = linked
    (document,) = files_of(started.reference, people.office)
    task = task_of(other, people.office)
    offered = set(engine.read_task(task, people.office).files)
    engine.erase_case(started.reference, people.operator, WHY)

    with pytest.raises(engine.AnswersRefused) as refused:
        engine.complete_task(task, people.office, {"bijlagen": document})
    kept = engine.keep_task_file(task, people.office, "bijlagen", "nieuw.jpg", picture())
    engine.complete_task(task, people.office, {"bijlagen": kept})

    assert (offered, refused.value.problems["bijlagen"].code) == ({document}, "no_such_file")
    assert files_of(other, people.office) == [kept]


def test_files_of_the_case_that_goes_on_stay(linked: tuple[engine.StartedCase, str], people: People) -> None:
    started, other = linked
    kept = engine.keep_task_file(task_of(other, people.office), people.office, "bijlagen", "nieuw.jpg", picture())

    engine.erase_case(started.reference, people.operator, WHY)

    with reading() as session:
        assert session.execute(select(Document.id, func.length(Document.data) > 0)).all() == [(kept, True)]
