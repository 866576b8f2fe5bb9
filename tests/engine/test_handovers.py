"""Handovers: who replaces somebody reads once, by mail, which tasks went to them; who is away gets no mail of tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

import engine
from engine.accounts import staffing
from engine.background import digests
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.leaving import days_pass, leave, leaves, take, work

Sent = Callable[[], list[EmailMessage]]


@pytest.fixture(autouse=True)
def telling(place: engine.Municipality, clock: TestClock) -> Iterator[None]:
    """The municipality as it is by default: with mail of tasks, which other tests do without."""
    municipality = engine.open_municipality(place.settings.model_copy(update={"digests": True}), clock)
    with engine.at(municipality):
        yield
    municipality.close()


@pytest.fixture
def sent(tmp_path: Path) -> Sent:
    """The mails that went out, the oldest first."""

    def read() -> list[EmailMessage]:
        files = sorted((tmp_path / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    return read


@pytest.fixture
def taken(deploy: Deploy, people: People) -> engine.TaskView:
    """A task that the office has taken, while the colleague can be reached by mail."""
    staffing.change_contact("collega", None, "otto@voorbeeld.invalid", people.operator)
    deploy(work())
    return take(people.office)


def test_who_replaces_somebody_reads_by_mail_which_tasks_are_theirs_now_and_until_when(
    taken: engine.TaskView, people: People, sent: Sent
) -> None:
    leave(people.office, 0, 4, people.colleague)
    engine.run_worker_once()

    (mail,) = sent()
    told = str(mail.get_content()).replace("\r\n", "\n")
    assert (mail["To"], mail["Subject"]) == ("otto@voorbeeld.invalid", "U vervangt Oda Office: 1 taak")
    assert "Oda Office is er niet, tot en met vrijdag 6 maart." in told
    assert f"Deze taak staat nu op uw naam:\n\n- {taken.name} ({taken.reference})" in told


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
