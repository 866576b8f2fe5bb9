"""Documents: who owns a file until it is sent, and who may open it after that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

import engine
from engine.cases import attachments
from engine.documents import keeping
from engine.documents.receiving import receive
from engine.errors import FileRefused
from engine.models import Document
from engine.municipality import now, reading, transaction
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, folder, form, properties, start
from tests.engine.handing_in import asking, close, files_of, hand_in
from tests.pictures import PDF, picture


@pytest.fixture
def asked(deploy: Deploy, people: People) -> None:
    deploy(asking())


def count_documents() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(Document)) or 0


def the_task(people: People) -> engine.TaskView:
    (task,) = engine.list_team_tasks(people.office).items
    return task


@pytest.mark.usefixtures("asked")
def test_what_a_resident_hands_in_can_be_opened_by_staff_and_by_the_resident(people: People) -> None:
    case = hand_in("geheim", "plan.jpg")

    (document,) = files_of(case.reference, people.office)
    submitter = engine.open_secret_link(case.secret)
    assert engine.read_document(document, people.office).name == "plan.jpg"
    assert engine.read_document(document, people.auditor).media_type == "image/jpeg"
    assert engine.read_document(document, submitter).data == engine.read_document(document, people.office).data


@pytest.mark.usefixtures("asked")
def test_a_file_of_one_idea_is_not_there_for_who_handed_in_another(people: People) -> None:
    case, other = hand_in("een", "plan.jpg"), hand_in("twee")
    (document,) = files_of(case.reference, people.office)

    with pytest.raises(engine.NotFound):
        engine.read_document(document, engine.open_secret_link(other.secret))


@pytest.mark.usefixtures("asked")
def test_a_file_that_staff_hand_in_is_not_shown_to_the_submitter(people: People) -> None:
    case = hand_in("geheim")
    task = the_task(people)
    document = engine.keep_task_file(task.id, people.office, "intern", "intern.pdf", PDF)
    engine.complete_task(task.id, people.office, {"intern": document})

    with pytest.raises(engine.NotFound):
        engine.read_document(document, engine.open_secret_link(case.secret))
    assert engine.read_document(document, people.colleague).data == PDF


@pytest.mark.usefixtures("asked")
def test_a_file_that_was_not_sent_yet_is_there_for_nobody_else(people: People) -> None:
    hand_in("geheim")
    task = the_task(people)

    document = engine.keep_task_file(task.id, people.office, "intern", "intern.pdf", PDF)

    assert engine.read_document(document, people.office).name == "intern.pdf"
    with pytest.raises(engine.NotFound):
        engine.read_document(document, people.colleague)
    with pytest.raises(engine.AnswersRefused):
        engine.complete_task(task.id, people.colleague, {"intern": document})


@pytest.mark.usefixtures("asked")
def test_a_start_form_takes_the_files_of_its_own_browser_only() -> None:
    document = engine.keep_start_file("proef", None, "van een ander", "bijlagen", "plan.jpg", picture())

    with pytest.raises(engine.AnswersRefused) as refused:
        engine.start_case("proef", {"naam": "Ina", "bijlagen": document}, None, idempotency_key="geheim")

    assert refused.value.problems["bijlagen"].code == "no_such_file"


@pytest.mark.usefixtures("asked")
def test_a_file_that_was_taken_away_does_not_come_along(people: People) -> None:
    names = ("een.jpg", "twee.jpg")
    kept = [engine.keep_start_file("proef", None, "geheim", "bijlagen", name, picture()) for name in names]

    engine.drop_start_files("geheim", kept[0])

    assert [one["metadata"]["fileName"] for one in engine.list_start_files("geheim").values()] == ["twee.jpg"]
    assert (engine.drop_start_files("geheim"), count_documents()) == (1, 0)


@pytest.mark.usefixtures("asked")
def test_a_file_that_lies_ready_and_is_not_in_the_answer_does_not_come_along(people: People) -> None:
    first, _ = (engine.keep_start_file("proef", None, "geheim", "bijlagen", name, picture()) for name in "ab")

    case = engine.start_case("proef", {"naam": "Ina", "bijlagen": [first]}, None, idempotency_key="geheim")

    with reading() as session:
        assert session.scalars(select(Document.id).where(Document.case_id == case.case_id)).all() == [first]


@pytest.mark.usefixtures("asked")
def test_what_was_sent_cannot_be_taken_away_any_more(people: People) -> None:
    case = hand_in("geheim", "plan.jpg")
    (document,) = files_of(case.reference, people.office)

    engine.drop_start_files("geheim", document)

    assert engine.read_document(document, people.office).name == "plan.jpg"


@pytest.mark.usefixtures("asked")
def test_a_later_form_shows_what_was_handed_in_and_can_name_it_again(people: People) -> None:
    case = hand_in("geheim", "plan.jpg")
    engine.complete_task(the_task(people).id, people.office, {})
    submitter = engine.open_secret_link(case.secret)
    (mine,) = engine.read_own_case(submitter).tasks
    detail = engine.read_task(mine.id, submitter)
    (before,) = detail.files
    more = engine.keep_task_file(mine.id, submitter, "bijlagen", "meer.jpg", picture())

    engine.complete_task(mine.id, submitter, {"bijlagen": [before, more]})

    assert files_of(case.reference, people.office) == [before, before, more]


@pytest.mark.usefixtures("asked")
def test_a_form_that_asks_no_files_takes_none(people: People, deploy: Deploy) -> None:
    deploy(folder(start("Begin", '<zeebe:formDefinition formId="begin" />', properties(startableBy="iedereen")), end(),
                  chain("Begin", "Klaar"), process="zonder",
                  files={"forms/begin.form": form("begin", field("naam"))}))  # fmt: skip

    with pytest.raises(engine.NotFound):
        engine.keep_start_file("zonder", None, "geheim", "bijlagen", "plan.jpg", picture())


@pytest.mark.usefixtures("asked")
def test_one_person_gets_no_more_files_ready_than_a_form_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_LOOSE", 2)
    for _ in range(2):
        engine.keep_start_file("proef", None, "geheim", "bijlagen", "plan.jpg", picture())

    with pytest.raises(FileRefused) as refused:
        engine.keep_start_file("proef", None, "geheim", "bijlagen", "plan.jpg", picture())

    assert refused.value.problem.code == "too_many_files"


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_OF_VISITORS"])
def test_visitors_cannot_fill_the_database(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    size = len(receive("plan.jpg", picture()).data)
    monkeypatch.setattr(keeping, limit, size + 1)
    engine.keep_start_file("proef", None, "geheim", "bijlagen", "plan.jpg", picture())

    with pytest.raises(FileRefused) as refused:
        engine.keep_start_file("proef", None, "geheim", "bijlagen", "plan.jpg", picture())

    assert refused.value.problem.code == "no_room"


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("limit", ["MOST_OF_VISITORS", "MOST_OF_CASE"])
def test_files_of_other_ideas_take_no_room(people: People, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    hand_in("een", "plan.jpg")
    other = hand_in("twee")
    size = max(len(receive("plan.jpg", picture()).data), len(receive("intern.pdf", PDF).data))
    monkeypatch.setattr(keeping, limit, size)
    (task,) = engine.list_team_tasks(people.office, search=other.reference).items

    engine.keep_start_file("proef", None, "drie", "bijlagen", "plan.jpg", picture())
    document = engine.keep_task_file(task.id, people.office, "intern", "intern.pdf", PDF)

    assert engine.read_document(document, people.office).data == PDF


@pytest.mark.usefixtures("asked")
def test_where_visitors_leave_no_room_the_files_of_who_has_most_ready_go(monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(receive("plan.jpg", picture()).data)
    monkeypatch.setattr(keeping, "MOST_OF_VISITORS", 4 * size)
    for secret in ("te veel", "te veel", "te veel", "een"):
        engine.keep_start_file("proef", None, secret, "bijlagen", "plan.jpg", picture())

    engine.keep_start_file("proef", None, "twee", "bijlagen", "plan.jpg", picture())

    assert [len(engine.list_start_files(secret)) for secret in ("te veel", "een", "twee")] == [0, 1, 1]


@pytest.mark.usefixtures("asked")
def test_who_wants_more_than_others_takes_no_room_from_them(monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(receive("plan.jpg", picture()).data)
    monkeypatch.setattr(keeping, "MOST_OF_VISITORS", 3 * size)
    for secret in ("een", "twee", "drie"):
        engine.keep_start_file("proef", None, secret, "bijlagen", "plan.jpg", picture())

    with pytest.raises(FileRefused):
        engine.keep_start_file("proef", None, "een", "bijlagen", "plan.jpg", picture())

    assert [len(engine.list_start_files(secret)) for secret in ("een", "twee", "drie")] == [1, 1, 1]


@pytest.mark.usefixtures("asked")
def test_what_nobody_sent_is_gone_after_a_day_and_what_is_in_a_draft_stays(people: People) -> None:
    hand_in("geheim")
    task = the_task(people)
    engine.keep_start_file("proef", None, "nooit verstuurd", "bijlagen", "plan.jpg", picture())
    document = engine.keep_task_file(task.id, people.office, "intern", "intern.pdf", PDF)
    engine.save_draft(task.id, people.office, {"intern": document})
    age()

    assert attachments.forget_loose_files() == 1

    assert engine.read_document(document, people.office).name == "intern.pdf"


@pytest.mark.usefixtures("asked")
def test_what_lay_ready_for_a_task_that_was_done_is_gone_after_a_day(people: People) -> None:
    hand_in("geheim")
    task = the_task(people)
    engine.keep_task_file(task.id, people.office, "intern", "intern.pdf", PDF)
    engine.complete_task(task.id, people.office, {})
    age()

    assert attachments.forget_loose_files() == 1


@pytest.mark.usefixtures("asked")
def test_what_was_typed_for_a_task_that_a_colleague_did_keeps_its_file(people: People) -> None:
    hand_in("geheim")
    task = the_task(people)
    document = engine.keep_task_file(task.id, people.office, "intern", "intern.pdf", PDF)
    engine.save_draft(task.id, people.office, {"intern": document})
    engine.complete_task(task.id, people.colleague, {})
    age()

    assert attachments.forget_loose_files() == 0


def age() -> None:
    """Make every file two days older."""
    with transaction() as session:
        session.execute(update(Document).values(created_at=now() - timedelta(days=2)))


@pytest.mark.usefixtures("asked")
def test_files_go_with_what_else_people_gave_when_a_case_is_erased(people: People) -> None:
    case = hand_in("geheim", "plan.jpg")
    close(case, people.office)

    engine.erase_case(case.reference, people.operator, "Op verzoek")

    assert count_documents() == 0


@pytest.mark.usefixtures("asked")
def test_a_file_that_vanished_at_the_last_moment_keeps_the_answer_from_being_sent(people: People) -> None:
    hand_in("geheim")
    task = the_task(people)
    document = engine.keep_task_file(task.id, people.office, "intern", "intern.pdf", PDF)
    with transaction() as session:
        session.execute(delete(Document))

    with pytest.raises(engine.AnswersRefused):
        engine.complete_task(task.id, people.office, {"intern": document})

    assert the_task(people).state == "open"
