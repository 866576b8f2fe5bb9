"""Handovers: a replacement gets one mail about the tasks that they received; an absent person gets no mail of tasks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

import engine
from engine import models
from engine.accounts import staffing
from engine.background import digests
from engine.dialect.folder import ProcessFiles
from engine.municipality import reading
from tests.conftest import TestClock
from tests.engine.background.test_queue import entries
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, folder, properties, start, user
from tests.engine.leaving import days_pass, leave, leaves, take, work

Sent = Callable[[], list[EmailMessage]]


@pytest.fixture(autouse=True)
def telling(place: engine.Municipality, clock: TestClock) -> Iterator[None]:
    """The municipality with default settings: with mail about tasks, which other tests turn off."""
    municipality = engine.open_municipality(place.settings.model_copy(update={"digests": True}), clock)
    with engine.at(municipality):
        yield
    municipality.close()


@pytest.fixture
def sent(tmp_path: Path) -> Sent:
    """The mails that were sent, oldest first."""

    def read() -> list[EmailMessage]:
        files = sorted((tmp_path / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    return read


@pytest.fixture
def taken(deploy: Deploy, people: People) -> engine.TaskView:
    """A task that the office has claimed, while the colleague can be reached by mail."""
    staffing.change_contact("collega", None, "otto@voorbeeld.invalid", people.operator)
    deploy(work())
    return take(people.office)


def test_who_replaces_somebody_reads_by_mail_which_tasks_are_theirs_now_and_until_when(
    taken: engine.TaskView, people: People, place: engine.Municipality, sent: Sent
) -> None:
    leave(people.office, 0, 4, people.colleague)
    engine.run_worker_once()

    (mail,) = sent()
    told = str(mail.get_content()).replace("\r\n", "\n")
    assert (mail["To"], mail["Subject"]) == ("otto@voorbeeld.invalid", "U vervangt Oda Office: 1 taak")
    assert (
        told
        == f"""Beste Otto Office,

Oda Office is er niet, tot en met vrijdag 6 maart. U vervangt Oda Office. Deze taak staat nu op uw naam:

- {taken.name} ({taken.reference})

U vindt uw taken op:
{place.settings.base_url}/taken

Lukt het u niet? Geef een taak dan terug, of draag haar over aan een collega.

Wilt u geen berichten over taken? Dat kiest u bij Mijn account:
{place.settings.base_url}/account

Met vriendelijke groet,
De Smederijen van Hoogeveen
"""
    )


def test_when_it_has_gone_nothing_is_left_to_do(taken: engine.TaskView, people: People) -> None:
    leave(people.office, 0, 4, people.colleague)
    before = _states()

    engine.run_worker_once()

    assert (before, _states()) == (["waiting"], ["done"])


def test_it_is_in_the_queue_with_the_absence(
    taken: engine.TaskView, people: People, place: engine.Municipality
) -> None:
    before = len(entries(place))

    leave(people.office, 0, 4, people.colleague)

    put = [json.loads(entry["inputs"])["args"] for entry in entries(place)[before:]]
    assert [job for ((job,),) in put if job.endswith("-handover")] != []


def _states() -> list[str]:
    """The states of the jobs that send such a mail."""
    with reading() as session:
        return list(session.scalars(select(models.Job.state).where(models.Job.kind == "handover")))


@pytest.mark.parametrize(("count", "more"), [(20, []), (22, ["- en nog 2"])])
def test_of_many_the_most_urgent_are_named_first_and_the_rest_is_counted(
    deploy: Deploy, people: People, sent: Sent, count: int, more: list[str]
) -> None:
    staffing.change_contact("collega", None, "otto@voorbeeld.invalid", people.operator)
    deploy(work())
    deploy(hurried("woensdag", "2026-03-04T23:30:00Z"))
    deploy(hurried("dinsdag", "2026-03-03T12:00:00Z"))
    take(people.colleague)
    for _ in range(count - 2):
        take(people.office)
    last, first = take(people.office, "woensdag"), take(people.office, "dinsdag")

    leave(people.office, 0, 4, people.colleague)
    engine.run_worker_once()

    (mail,) = sent()
    told = str(mail.get_content()).replace("\r\n", "\n")
    lines = [line for line in told.splitlines() if line.startswith("- ")]
    assert mail["Subject"] == f"U vervangt Oda Office: {count} taken"
    assert "Deze taken staan nu op uw naam:" in told
    assert lines[:2] == [
        f"- Nakijken ({first.reference}), uiterlijk dinsdag 3 maart",
        f"- Nakijken ({last.reference}), uiterlijk donderdag 5 maart",
    ]
    assert (len(lines[:20]), lines[20:]) == (20, more)


def hurried(process: str, due: str) -> ProcessFiles:
    """Like `work`, with a moment by which it must be done."""
    return folder(
        start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen")),
        user("Nakijken", due=due),
        end(),
        chain("Begin", "Nakijken", "Klaar"),
        process=process,
    )


def test_it_goes_when_an_absence_begins_and_only_once(
    taken: engine.TaskView, people: People, clock: TestClock, sent: Sent
) -> None:
    leave(people.office, 1, 4, people.colleague)
    engine.run_worker_once()
    before = len(sent())

    days_pass(clock, 1)
    days_pass(clock, 1)

    assert (before, len(sent())) == (0, 1)


def test_a_replacement_to_whom_nothing_went_gets_no_mail(people: People, sent: Sent) -> None:
    staffing.change_contact("collega", None, "otto@voorbeeld.invalid", people.operator)

    leave(people.office, 0, 4, people.colleague)
    engine.run_worker_once()

    assert sent() == []


@pytest.mark.parametrize("how", ["wants none", "has no address", "was blocked", "has done it"])
def test_a_replacement_who_wants_or_needs_no_mail_gets_none(
    taken: engine.TaskView, people: People, sent: Sent, how: str
) -> None:
    if how == "wants none":
        engine.choose_digest("never", people.colleague)
    if how == "has no address":
        staffing.change_contact("collega", None, "", people.operator)
    leave(people.office, 0, 4, people.colleague)
    if how == "was blocked":
        staffing.block_account("collega", people.operator)
    if how == "has done it":
        engine.complete_task(taken.id, people.colleague, {})

    engine.run_worker_once()

    assert sent() == []


def test_where_no_mail_goes_of_tasks_none_goes_of_these(
    taken: engine.TaskView, people: People, place: engine.Municipality, sent: Sent
) -> None:
    with engine.at(place):
        leave(people.office, 0, 4, people.colleague)
        engine.run_worker_once()

    assert sent() == []


def test_what_was_given_back_meanwhile_is_not_named(taken: engine.TaskView, people: People, sent: Sent) -> None:
    second = take(people.office)
    leave(people.office, 0, 4, people.colleague)
    engine.release_task(taken.id, people.colleague)

    engine.run_worker_once()

    told = str(sent()[0].get_content())
    assert second.reference in told
    assert taken.reference not in told


# ---- digests of who went away the same morning ------------------------------------------------------------------


def test_a_digest_that_was_asked_for_does_not_go_to_who_fell_ill_before_it_went(
    taken: engine.TaskView, people: People, sent: Sent
) -> None:
    asked = digests.ask_for_due()
    leave(people.office, 0, 4)

    engine.run_worker_once()

    assert asked == 2
    assert [mail["To"] for mail in sent()] == ["otto@voorbeeld.invalid"]


def test_what_that_digest_would_have_told_is_in_the_first_after_it_also_on_the_same_day(
    taken: engine.TaskView, people: People, clock: TestClock, sent: Sent
) -> None:
    digests.ask_for_due()
    leave(people.office, 0, 4)
    engine.run_worker_once()
    (gone,) = leaves(people.office)
    clock.turn(minutes=5)
    engine.end_leave(people.office.id, gone.id, gone.revision, people.office)

    asked = digests.ask_for_due()
    engine.run_worker_once()

    assert asked == 1
    assert sent()[-1]["To"] == "oda@voorbeeld.invalid"
    assert taken.reference in str(sent()[-1].get_content())
