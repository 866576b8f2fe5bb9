"""Meetings: the votes of one day, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.views.cases import StatusChange
from engine.views.work import BallotView


@dataclass(frozen=True, slots=True)
class MeetingVote:
    """A vote that belongs to a meeting: its state, and what came of it."""

    vote: BallotView
    area: str | None
    with_interest: tuple[str, ...]
    """The names of the members who take no part because of an interest."""
    published: StatusChange | None
    """What the submitter was told after it, if anything yet."""


@dataclass(frozen=True, slots=True)
class MeetingView:
    """The votes that close on one day."""

    day: date
    votes: tuple[MeetingVote, ...]
    away: tuple[str, ...]
    """The names of the members who said that they are away on that day."""
