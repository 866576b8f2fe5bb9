"""Votes: who prepares a meeting sees which run, and who has yet to vote, and never what was voted."""

from __future__ import annotations

import pytest

import engine
from tests.engine.conftest import People
from tests.engine.going_on import bring_to_vote, cast


def test_who_prepares_the_meeting_sees_who_has_yet_to_vote(started: engine.StartedCase, people: People) -> None:
    bring_to_vote(people)
    first, second, *others = people.members
    cast(first, "voor")
    (own,) = engine.list_ballots(second)
    assert own.my_task is not None
    engine.recuse(own.my_task.id, second, "Mijn straat.")

    (vote,) = engine.list_votes(people.office)

    assert (vote.reference, vote.voted, vote.recused) == (started.reference, 1, 1)
    assert vote.waits_for == tuple(sorted(member.name for member in others))
    assert (vote.my_vote, vote.tally) == (None, None)


def test_a_vote_that_closed_is_not_in_the_list(started: engine.StartedCase, people: People) -> None:
    before = engine.list_votes(people.office)
    bring_to_vote(people)
    during = engine.list_votes(people.office)

    for member in people.members:
        cast(member, "voor")

    assert (len(before), len(during), len(engine.list_votes(people.office))) == (0, 1, 0)


def test_a_member_does_not_see_who_has_yet_to_vote(started: engine.StartedCase, people: People) -> None:
    bring_to_vote(people)

    with pytest.raises(engine.NotAllowed):
        engine.list_votes(people.members[0])
    assert engine.list_ballots(people.members[0])[0].waits_for == ()
