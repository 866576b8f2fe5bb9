"""Documents that two act on at once: nothing is stored twice, above a limit, or for an answer that was never given."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

import engine
from engine.cases import attachments
from engine.documents import keeping
from engine.documents.receiving import receive
from engine.errors import EngineError
from engine.models import Document
from engine.municipality import reading
from tests.engine.conftest import Deploy, People
from tests.engine.handing_in import asking, close, files_of, hand_in
from tests.engine.proofs import prove
from tests.pictures import PDF, picture

Act = Callable[[], object]


@pytest.fixture(autouse=True)
def asked(deploy: Deploy, people: People) -> None:
    deploy(asking())


def at_once(place: engine.Municipality, *acts: Act) -> list[object]:
    """The result of each, or its refusal."""
    begin = Barrier(len(acts))

    def do(act: Act) -> object:
        with engine.at(place):
            begin.wait(10)
            try:
                return act()
            except EngineError as error:
                return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def rows() -> Sequence[tuple[str, bool]]:
    """The stored files, and which of them came with an answer."""
    with reading() as session:
        found = session.execute(select(Document.id, Document.attached_at).order_by(Document.created_at))
        return [(id, at is not None) for id, at in found]


def keep(secret: str) -> str:
    return engine.keep_start_file("proef", None, secret, "bijlagen", "plan.jpg", picture())


def send(secret: str, *ids: str) -> engine.StartedCase:
    return engine.start_case("proef", {"naam": "Ina", "bijlagen": list(ids)}, None, idempotency_key=secret)


def test_a_file_that_is_taken_away_while_it_is_sent_goes_or_comes_along(place: engine.Municipality) -> None:
    for number in range(4):
        secret = f"geheim-{number}"
        document = keep(secret)

        started, dropped = at_once(
            place,
            lambda secret=secret, document=document: send(secret, document),  # type: ignore[misc]
            lambda secret=secret, document=document: engine.drop_start_files(secret, document),  # type: ignore[misc]
        )

        came_along = isinstance(started, engine.StartedCase)
        assert isinstance(started, engine.StartedCase | engine.AnswersRefused)
        assert (dropped, (document, True) in rows()) == (0 if came_along else 1, came_along)
    assert prove().misfits == ()


def test_of_two_files_at_the_limit_one_is_kept(place: engine.Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    keep("geheim")
    with reading() as session:
        size = session.scalar(select(func.sum(Document.size))) or 0
    monkeypatch.setattr(keeping, "MOST_OF_VISITORS", 2 * size)

    told = at_once(place, *[lambda n=n: keep(f"bezoeker-{n}") for n in range(4)])

    assert sum(isinstance(one, str) for one in told) == 1
    assert len(rows()) == 2


def test_a_form_that_is_sent_twice_at_once_is_one_idea_with_its_files(place: engine.Municipality) -> None:
    document = keep("geheim")

    first, second = at_once(place, *[lambda: send("geheim", document)] * 2)

    assert isinstance(first, engine.StartedCase)
    assert first == second
    assert (rows(), prove().misfits) == ([(document, True)], ())


def test_a_file_for_a_task_that_another_completes_does_not_come_along(
    place: engine.Municipality, people: People
) -> None:
    started = hand_in("geheim")
    (task,) = engine.list_team_tasks(people.office).items

    kept, _ = at_once(
        place,
        lambda: engine.keep_task_file(task.id, people.office, "intern", "intern.pdf", PDF),
        lambda: engine.complete_task(task.id, people.colleague, {"notitie": "klaar"}),
    )

    assert isinstance(kept, str | engine.TaskClosed)
    assert files_of(started.reference, people.office) == []
    assert ([came_along for _, came_along in rows()], prove().misfits) == ([False] * isinstance(kept, str), ())


def test_a_file_that_goes_between_a_look_at_who_may_read_it_and_reading_it_is_not_there(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = hand_in("geheim", "plan.jpg")
    (document,) = files_of(started.reference, people.office)
    close(started, people.office)

    def erase() -> None:
        engine.erase_case(started.reference, people.operator, "Op verzoek")

    def erase_first(*_: object) -> bool:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(contextvars.copy_context().run, erase).result(20)
        return True

    monkeypatch.setattr(attachments, "_may_read", erase_first)

    try:
        read = len(engine.read_document(document, people.office).data)
    except engine.NotFound:
        read = 0

    assert read in (0, len(receive("plan.jpg", picture()).data))


def test_a_file_that_is_erased_while_it_is_read_is_given_whole_or_not(
    place: engine.Municipality, people: People
) -> None:
    started = hand_in("geheim", "plan.jpg")
    (document,) = files_of(started.reference, people.office)
    close(started, people.office)
    whole = engine.read_document(document, people.office)

    *read, _ = at_once(
        place,
        *[lambda: engine.read_document(document, people.office)] * 3,
        lambda: engine.erase_case(started.reference, people.operator, "Op verzoek"),
    )

    assert all(one == whole or isinstance(one, engine.NotFound) for one in read), read
    assert rows() == []
