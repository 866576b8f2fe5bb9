"""Meetings: what whoever prepares a meeting of the stuurgroep finds of its votes, and what came of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import engine
from engine.dialect.folder import ProcessFiles
from engine.errors import NotAllowed
from engine.views import StatusChange
from tests.conftest import TestClock
from tests.engine.conftest import Deploy, People
from tests.engine.diagrams import chain, end, folder, node, properties, start
from tests.engine.stories import BALLOT
from tests.engine.tasks.test_ballots import PAPER, cast, paper_of


@pytest.fixture
def day(deploy: Deploy, clock: TestClock) -> date:
    """The day after tomorrow, on which a vote closes that has begun."""
    closes = clock.moment.date() + timedelta(days=2)
    due = f"=date and time(&quot;{closes}T23:30:00@Europe/Amsterdam&quot;)"
    deploy(decided_after_a_vote(due))
    engine.start_case("proef", {}, None)
    return closes


def decided_after_a_vote(due: str) -> ProcessFiles:
    """A vote, after which the office publishes what was decided."""
    begin = start("Begin", '<zeebe:formDefinition formId="leeg" />', properties(startableBy="iedereen"))
    schedule = f'<zeebe:taskSchedule dueDate="{due}" />'
    publish = node(
        "userTask", "Publiceren", '<zeebe:formDefinition formId="leeg" />',
        '<zeebe:assignmentDefinition candidateGroups="ondersteuning" />',
        properties(publishedStatus="Gaat door", publishedText="Met een bankje."),
    )  # fmt: skip
    return folder(
        begin, node("userTask", "Stemmen", *PAPER, schedule), publish, end(),
        chain("Begin", "Stemmen", "Publiceren", "Klaar"), files={"forms/stembiljet.form": BALLOT},
    )  # fmt: skip


def test_a_meeting_has_the_votes_of_its_own_day_with_who_is_awaited_who_has_an_interest_and_who_is_away(
    day: date, people: People
) -> None:
    voted, has_interest, is_away = people.members[:3]
    cast(voted, "voor")
    engine.recuse(paper_of(has_interest), has_interest, "ik woon ernaast")
    engine.plan_leave(is_away.id, engine.LeaveAsked(day, day), is_away)

    assert engine.list_meetings(people.office) == (day,)
    meeting = engine.read_meeting(day, people.office)

    (one,) = meeting.votes
    assert meeting.away == (is_away.name,)
    assert one.with_interest == (has_interest.name,)
    assert (one.vote.voted, one.published) == (1, None)
    assert voted.name not in one.vote.waits_for
    assert is_away.name in one.vote.waits_for
    assert engine.read_meeting(day + timedelta(days=1), people.office).votes == ()


def test_a_meeting_says_what_was_decided_only_once_it_is_published(day: date, people: People, clock: TestClock) -> None:
    for member in people.members:
        cast(member, "voor")
    clock.turn(days=3)
    before = engine.read_meeting(day, people.office).votes[0]
    (publish,) = engine.list_team_tasks(people.office).items

    engine.complete_task(publish.id, people.office, {})

    after = engine.read_meeting(day, people.office).votes[0]
    assert (before.vote.closed, before.published) == (True, None)
    assert after.vote.tally is not None
    assert after.vote.tally["Voor"] == len(people.members)
    assert after.published == StatusChange(clock.moment, "Gaat door", "Met een bankje.")


def test_no_member_reads_who_has_yet_to_vote_at_a_meeting(day: date, people: People) -> None:
    with pytest.raises(NotAllowed):
        engine.read_meeting(day, people.members[0])
    with pytest.raises(NotAllowed):
        engine.list_meetings(people.members[0])
