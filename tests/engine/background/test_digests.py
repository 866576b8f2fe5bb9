"""Digests: occasional users hear about their tasks by mail, in the morning, and only when there is news."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

import engine
from engine.accounts import staffing
from engine.background import digests
from engine.dialect.folder import ProcessFiles
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, field, folder, form, properties, start, user


def work(due: str = "") -> ProcessFiles:
    """A process with a task of the ondersteuning that is due within this time."""
    return folder(
        start("Begin", '<zeebe:formDefinition formId="insturen" />', properties(startableBy="iedereen")),
        user("Nakijken", due=due) if due else user("Nakijken"),
        end("Klaar"),
        chain("Begin", "Nakijken", "Klaar"),
        process="werk",
        files={"forms/insturen.form": form("insturen", field("titel"))},
    )


def begin(title: str = "Bankje van mevrouw De Vries") -> str:
    return engine.start_case("werk", {"titel": title}, None).reference


def morning() -> int:
    """Run a worker once more; returns how many digests it requested."""
    asked = digests.ask_for_due()
    engine.run_worker_once()
    return asked


@pytest.fixture
def sent(tmp_path: Path) -> Callable[[], list[EmailMessage]]:
    """The mails that were sent, oldest first."""

    def read() -> list[EmailMessage]:
        files = sorted((tmp_path / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

    return read


Sent = Callable[[], list[EmailMessage]]


def body(mail: EmailMessage) -> str:
    return str(mail.get_content()).replace("\r\n", "\n")


def test_in_the_morning_a_mail_tells_which_tasks_came(
    people: People, deploy: Deploy, clock: TestClock, sent: Sent
) -> None:
    deploy(work())
    reference = begin()

    morning()

    (mail,) = sent()
    assert (mail["To"], mail["Subject"]) == ("oda@voorbeeld.invalid", "Uw taken bij de Smederijen: 1 nieuw")
    assert f"Nieuw:\n- Nakijken ({reference})" in body(mail)
    assert "http://127.0.0.1:8000/taken/team" in body(mail)
    assert "http://127.0.0.1:8000/account" in body(mail)


def test_it_says_nothing_that_a_submitter_typed(people: People, deploy: Deploy, sent: Sent) -> None:
    deploy(work())
    begin()

    morning()

    assert "Bankje" not in body(sent()[0]) + str(sent()[0]["Subject"])


def test_it_goes_once_a_day_however_often_workers_look(people: People, deploy: Deploy, sent: Sent) -> None:
    deploy(work())
    begin()

    asked = [morning() for _ in range(3)]

    assert (asked, len(sent())) == ([1, 0, 0], 1)


def test_it_goes_once_also_on_the_day_on_which_a_later_hour_is_chosen(
    people: People, place: engine.Municipality, clock: TestClock
) -> None:
    later = engine.open_municipality(place.settings.model_copy(update={"digest_hour": 10}), clock)
    first = digests.ask_for_due()
    clock.turn(hours=2)

    with engine.at(later):
        second = digests.ask_for_due()

    later.close()
    assert (first, second) == (1, 0)


def test_without_news_there_is_no_mail(people: People, deploy: Deploy, clock: TestClock, sent: Sent) -> None:
    deploy(work())
    begin()
    morning()
    clock.turn(days=1)

    asked = morning()

    assert (asked, len(sent())) == (1, 1)


def test_what_was_told_before_is_not_new_again(people: People, deploy: Deploy, clock: TestClock, sent: Sent) -> None:
    deploy(work())
    told = begin()
    morning()
    clock.turn(days=1)
    came = begin()

    morning()

    assert str(sent()[1]["Subject"]).endswith(": 1 nieuw")
    assert came in body(sent()[1])
    assert told not in body(sent()[1])


def test_what_came_and_is_urgent_is_told_once(people: People, deploy: Deploy, sent: Sent) -> None:
    deploy(work('=duration("P1D")'))
    reference = begin()

    morning()

    assert str(sent()[0]["Subject"]).endswith(": 1 bijna te laat")
    assert body(sent()[0]).count(reference) == 1


def test_a_task_that_becomes_urgent_and_then_late_is_news_each_time(
    people: People, deploy: Deploy, clock: TestClock, sent: Sent
) -> None:
    deploy(work('=duration("P8D")'))
    begin()

    told_on: dict[int, int] = {}
    for _ in range(11):
        morning()
        told_on.setdefault(len(sent()), clock.moment.day)
        clock.turn(days=1)

    assert list(told_on.values()) == [2, 9, 11]
    assert [str(mail["Subject"]).removeprefix("Uw taken bij de Smederijen: ") for mail in sent()] == [
        "1 nieuw",
        "1 bijna te laat",
        "1 te laat",
    ]
    assert "- Nakijken (" in body(sent()[1])
    assert "uiterlijk dinsdag 10 maart" in body(sent()[1])


@pytest.mark.parametrize(
    ("moment", "asked"),
    [
        (datetime(2026, 3, 2, 5, 59, tzinfo=UTC), 0),
        (datetime(2026, 3, 2, 6, 0, tzinfo=UTC), 1),
        (datetime(2026, 3, 1, 8, 0, tzinfo=UTC), 0),
        (datetime(2026, 4, 6, 8, 0, tzinfo=UTC), 0),
        (datetime(2026, 7, 1, 5, 0, tzinfo=UTC), 1),
    ],
    ids=["before seven", "at seven", "a Sunday", "Easter Monday", "at seven in summer"],
)
def test_it_goes_on_working_days_from_seven_by_the_clock_on_the_wall(
    people: People, clock: TestClock, moment: datetime, asked: int
) -> None:
    clock.moment = moment

    assert digests.ask_for_due() == asked


def test_who_wants_one_a_week_gets_it_on_the_first_working_day(
    people: People, deploy: Deploy, clock: TestClock, sent: Sent
) -> None:
    deploy(work())
    engine.choose_digest("weekly", people.office)
    clock.moment = datetime(2026, 3, 31, 8, 0, tzinfo=UTC)
    morning()
    clock.turn(minutes=1)
    begin()

    asked = []
    for _ in range(8):  # From 1 April to after Easter Monday, 6 April.
        clock.turn(days=1)
        asked.append(morning())

    assert asked == [0, 0, 0, 0, 0, 0, 1, 0]
    assert len(sent()) == 1


def test_who_had_one_this_week_gets_no_second_when_its_first_day_turns_out_to_be_off(
    people: People, clock: TestClock
) -> None:
    engine.choose_digest("weekly", people.office)
    on_monday = morning()
    engine.add_calendar_day(clock.moment.date(), "off", "Toch een brugdag", people.operator)
    clock.turn(days=1)

    on_tuesday = morning()

    assert (on_monday, on_tuesday) == (1, 0)


def test_who_wants_none_gets_none(people: People, deploy: Deploy, sent: Sent) -> None:
    deploy(work())
    begin()
    engine.choose_digest("never", people.office)

    assert (morning(), sent()) == (0, [])


def test_another_choice_is_refused(people: People) -> None:
    with pytest.raises(engine.DigestRefused):
        engine.choose_digest("hourly", people.office)

    assert engine.read_digest_choice(people.office) == engine.DigestChoice("daily", "oda@voorbeeld.invalid")


def test_who_left_gets_none_and_neither_does_who_leaves_before_it_is_made(
    people: People, deploy: Deploy, sent: Sent
) -> None:
    deploy(work())
    begin()
    asked = digests.ask_for_due()

    staffing.block_account("kantoor", people.operator)
    engine.run_worker_once()

    assert (asked, sent()) == (1, [])


def test_what_a_colleague_has_taken_is_not_told_and_what_one_took_oneself_is(
    people: People, deploy: Deploy, clock: TestClock, sent: Sent
) -> None:
    deploy(work())
    mine, theirs = begin(), begin()
    tasks = {task.reference: task.id for task in engine.list_team_tasks(people.office).items}
    engine.claim_task(tasks[mine], people.office)
    engine.claim_task(tasks[theirs], people.colleague)

    morning()

    assert mine in body(sent()[0])
    assert theirs not in body(sent()[0])


def test_a_task_that_a_colleague_handed_over_is_told_as_new_once(
    people: People, deploy: Deploy, clock: TestClock, sent: Sent
) -> None:
    """It came long before, and whoever looks in no worklist would not hear of it until it is nearly late."""
    deploy(work())
    reference = begin()
    (task,) = engine.list_team_tasks(people.colleague).items
    engine.claim_task(task.id, people.colleague)
    clock.turn(days=1)
    morning()
    before = len(sent())
    clock.turn(hours=1)
    engine.delegate_task(task.id, people.colleague, people.office.id)

    for _day in range(2):
        clock.turn(days=1)
        morning()

    assert before == 0
    assert [f"Nieuw:\n- Nakijken ({reference})" in body(mail) for mail in sent()] == [True]


def test_a_task_that_somebody_took_is_no_news_to_them(
    people: People, deploy: Deploy, clock: TestClock, sent: Sent
) -> None:
    deploy(work())
    begin()
    morning()
    engine.claim_task(engine.list_team_tasks(people.office).items[0].id, people.office)

    clock.turn(days=1)
    morning()

    assert len(sent()) == 1


def test_of_many_tasks_ten_are_named_and_the_rest_is_counted(people: People, deploy: Deploy, sent: Sent) -> None:
    deploy(work())
    for _ in range(13):
        begin()

    morning()

    assert len(re.findall(r"^- Nakijken", body(sent()[0]), re.MULTILINE)) == 10
    assert "- en nog 3" in body(sent()[0])


def test_of_ten_tasks_all_are_named_and_nothing_is_counted(people: People, deploy: Deploy, sent: Sent) -> None:
    deploy(work())
    references = [begin() for _ in range(10)]

    morning()

    told = body(sent()[0])
    assert all(reference in told for reference in references)
    assert "- en nog" not in told


def test_new_tasks_are_told_by_their_last_day_and_those_without_one_come_last(
    people: People, deploy: Deploy, clock: TestClock, sent: Sent
) -> None:
    references = []
    for days in ("", "P30D", "P20D"):
        deploy(work(f'=duration("{days}")' if days else ""))
        references.append(begin())
        clock.turn(minutes=1)
    (last,) = engine.list_team_tasks(people.office, search=references[0]).items
    engine.claim_task(last.id, people.office)

    morning()

    assert re.findall(r"Nakijken \((.*?)\)", body(sent()[0])) == references[::-1]


def test_it_has_the_same_message_id_when_it_is_tried_again(
    people: People, deploy: Deploy, clock: TestClock, sent: Sent, tmp_path: Path
) -> None:
    deploy(work())
    begin()
    (tmp_path / "mail").write_text("in the way")
    digests.ask_for_due()
    engine.run_worker_once()
    (tmp_path / "mail").unlink()

    clock.turn(minutes=5)
    engine.run_worker_once()

    assert re.fullmatch(r"<[0-9a-f]{32}-1772438400@voorbeeld.invalid>", str(sent()[0]["Message-ID"]))
