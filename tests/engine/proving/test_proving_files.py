"""Proving files: one that was changed, inserted or removed behind the engine's back is found out."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import delete, select, text, update

import engine
from engine.models import Answer, Document
from engine.municipality import reading, transaction
from engine.proving import Misfit
from tests.engine.conftest import Deploy, People
from tests.engine.handing_in import asking, close, files_of, hand_in
from tests.engine.proofs import prove
from tests.pictures import PDF, picture

WHY = "De indiener vroeg erom."


@pytest.fixture
def handed_in(deploy: Deploy, people: People) -> engine.StartedCase:
    """A case with two files of a resident."""
    deploy(asking())
    return hand_in("geheim", "plan.jpg", "tuin.jpg")


def tamper(**changed: object) -> str:
    """What only somebody with access to the database could do to a file. Returns its id."""
    with transaction() as session:
        one = session.scalars(select(Document.id).order_by(Document.id)).first()
        session.execute(update(Document).where(Document.id == one).values(changed))
        return str(one)


def put_in(started: engine.StartedCase, id: str = "erbij") -> None:
    """A copy of a file of this case that nobody submitted."""
    with transaction() as session:
        columns = [column.name for column in Document.__table__.columns if column.name != "id"]
        row = session.execute(select(*(getattr(Document, name) for name in columns)).limit(1)).one()
        session.add(Document(id=id, **{**dict(zip(columns, row, strict=True)), "case_id": started.case_id}))


def test_files_that_are_as_they_were_handed_in_fit(handed_in: engine.StartedCase, people: People) -> None:
    (task,) = engine.list_team_tasks(people.office).items
    document = engine.keep_task_file(task.id, people.office, "intern", "intern.pdf", PDF)
    engine.complete_task(task.id, people.office, {"intern": document})
    submitter = engine.open_secret_link(handed_in.secret)
    (mine,) = engine.read_own_case(submitter).tasks
    engine.complete_task(mine.id, submitter, {"bijlagen": files_of(handed_in.reference, people.office)[:1]})

    proof = prove()

    assert (proof.files, proof.erased_files, proof.misfits) == (3, 0, ())


def test_a_file_that_was_not_sent_yet_is_nothing_yet(handed_in: engine.StartedCase, people: People) -> None:
    (task,) = engine.list_team_tasks(people.office).items
    engine.keep_task_file(task.id, people.office, "intern", "intern.pdf", PDF)
    engine.keep_start_file("proef", None, "een ander", "bijlagen", "plan.jpg", picture())

    proof = prove()

    assert (proof.files, proof.misfits) == (2, ())


@pytest.mark.parametrize(
    "changed",
    [
        {"data": b"andere bytes"},
        {"data": b""},
        {"digest": "0" * 64},
        {"name": "iets-anders.jpg"},
        {"media_type": "text/html"},
        {"size": 1},
        {"task_id": "een-taak"},
        {"case_id": None},
        {"attached_at": None},
    ],
    ids=lambda changed: f"{next(iter(changed))}-{str(next(iter(changed.values())))[:12]}",
)
def test_a_changed_file_is_found_out(handed_in: engine.StartedCase, changed: dict[str, object]) -> None:
    document = tamper(**changed)

    (misfit,) = prove().misfits

    assert misfit == Misfit("file", document, "" if "case_id" in changed else handed_in.reference, "changed")


def test_a_file_that_was_changed_together_with_its_digest_is_found_out(handed_in: engine.StartedCase) -> None:
    data = picture(size=(9, 9))
    document = tamper(data=data, size=len(data), digest=hashlib.sha256(data).hexdigest())

    assert prove().misfits == (Misfit("file", document, handed_in.reference, "changed"),)


def test_a_file_that_was_changed_together_with_the_answer_is_found_out_by_the_answer(
    handed_in: engine.StartedCase,
) -> None:
    document = tamper(name="anders.jpg")
    with transaction() as session:
        answer = session.scalars(select(Answer)).one()
        told = [
            {**one, "metadata": {**one["metadata"], "fileName": "anders.jpg"}} if one["documentId"] == document else one
            for one in answer.given["bijlagen"]
        ]
        answer.given = {**answer.given, "bijlagen": told}

    assert [(one.what, one.reason) for one in prove().misfits] == [("answer", "unproven")]


def test_a_file_that_was_moved_to_another_case_is_found_out(handed_in: engine.StartedCase) -> None:
    other = hand_in("een ander")

    document = tamper(case_id=other.case_id)

    assert prove().misfits == (Misfit("file", document, other.reference, "changed"),)


def test_a_file_that_was_put_in_is_found_out(handed_in: engine.StartedCase) -> None:
    put_in(handed_in)

    assert prove().misfits == (Misfit("file", "erbij", handed_in.reference, "unknown"),)


def test_a_file_that_is_gone_while_nobody_erased_it_is_found_out(handed_in: engine.StartedCase) -> None:
    with reading() as session:
        ids = session.scalars(select(Document.id).order_by(Document.id)).all()
    with transaction() as session:
        session.execute(delete(Document).where(Document.id == ids[0]))

    proof = prove()

    assert (proof.files, proof.misfits) == (1, (Misfit("file", ids[0], handed_in.reference, "missing"),))


def test_files_of_an_erased_case_are_counted_and_not_missed(handed_in: engine.StartedCase, people: People) -> None:
    close(handed_in, people.office)

    done = engine.erase_case(handed_in.reference, people.operator, WHY)

    proof = prove()
    assert (done.files, proof.files, proof.erased_files, proof.misfits) == (2, 0, 2, ())


@pytest.mark.parametrize("loose", [False, True], ids=["attached", "loose"])
def test_bytes_that_are_left_of_an_erased_case_are_found_out_and_go_when_it_is_erased_again(
    handed_in: engine.StartedCase, people: People, loose: bool
) -> None:
    close(handed_in, people.office)
    put_in(hand_in("een ander", "plan.jpg"), "over")
    engine.erase_case(handed_in.reference, people.operator, WHY)
    with transaction() as session:
        left = {"case_id": handed_in.case_id, **({"attached_at": None} if loose else {})}
        session.execute(update(Document).where(Document.id == "over").values(left))
    found = prove().misfits

    engine.erase_case(handed_in.reference, people.operator, WHY)

    assert found == (Misfit("file", "over", handed_in.reference, "refilled"),)
    assert prove().misfits == ()


def test_a_file_that_was_erased_and_stands_at_another_case_is_found_out(
    handed_in: engine.StartedCase, people: People
) -> None:
    close(handed_in, people.office)
    (before, _) = files_of(handed_in.reference, people.office)[:2]
    engine.erase_case(handed_in.reference, people.operator, WHY)
    other = hand_in("een ander", "plan.jpg")

    put_in(other, before)

    assert prove().misfits == (Misfit("file", before, other.reference, "refilled"),)


def test_what_somebody_put_in_the_place_of_an_answer_is_told_and_breaks_nothing(
    handed_in: engine.StartedCase,
) -> None:
    with transaction() as session:
        odd = '{"bijlagen": [{"documentId": "x", "metadata": {"size": {"$number": []}}}, 3, null]}'
        session.execute(text("UPDATE answers SET given = :odd"), {"odd": odd})

    assert {(one.what, one.reason) for one in prove().misfits} == {
        ("answer", "unproven"),
        ("file", "missing"),
        ("file", "unknown"),
    }
