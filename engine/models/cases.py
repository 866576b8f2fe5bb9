"""Cases and their tasks: what lists and counts read. Free text is in answers, drafts, publications and the state."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.models.base import Base, new_id

OPEN = "state = 'open'"
LISTED = "state = 'open' AND team IS NOT NULL"
MINE = "state = 'open' AND assignee IS NOT NULL"
KEPT = "ended_at IS NOT NULL AND erased_at IS NULL"


class Case(Base):
    """One run of a process. Lists and counts read its columns; tokens and variables are in `CaseState`."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_list", "updated_at", "id"),
        Index("ix_cases_started", "started_at", "id"),
        Index(
            "ix_cases_kept", "retention_class", "ended_at", "id", sqlite_where=text(KEPT), postgresql_where=text(KEPT)
        ),
    )
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    process_id: Mapped[str] = mapped_column(String(200), index=True)
    bindings: Mapped[dict[str, Any]]
    """Process id → id of the definition, for this process and all it may call, as they were at the start."""
    title: Mapped[str] = mapped_column(String(300), default="")
    status: Mapped[str] = mapped_column(String(100), default="", index=True)
    status_text: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), default="running")
    area: Mapped[str | None] = mapped_column(String(200), index=True)
    submitter_id: Mapped[str | None] = mapped_column(ForeignKey("persons.id"), index=True)
    secret_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    idempotency_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    linked_case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    positions: Mapped[list[Any]] = mapped_column(default=list)
    started_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_element: Mapped[str | None] = mapped_column(String(200))
    outcome: Mapped[str | None] = mapped_column(String(100))
    legal_effect: Mapped[str | None] = mapped_column(String(40))
    retention_class: Mapped[str | None] = mapped_column(String(40))
    erased_at: Mapped[datetime | None]
    """When what people gave in it was erased; the history says by whom and why."""
    statutory_term: Mapped[str | None] = mapped_column(String(20))
    """Its duration; after the day of receipt, where that was before the case began (`deadlines.read_interval`)."""
    suspensions: Mapped[list[Any]] = mapped_column(default=list)
    """[[from, until or null], …] as ISO dates: when the statutory term was suspended (Awb 4:15)."""
    extensions: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """[[duration, on which day], …]: how the statutory term was extended (Awb 4:14 lid 3)."""
    incident: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=0)
    salt: Mapped[str] = mapped_column(String(32), server_default="")
    """Of the digests that the history has of its title, its state and the jobs that it asked for."""


class CaseState(Base):
    """The tokens and variables of a case, in a table of their own, so that no list ever loads them."""

    __tablename__ = "case_states"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    state: Mapped[bytes]


class Task(Base):
    """A user task of a case that is open, completed or cancelled; of a vote, the ballot of one member."""

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("case_id", "ref"),
        Index(
            "ix_tasks_team", "team", "state", "urgency", "id", sqlite_where=text(LISTED), postgresql_where=text(LISTED)
        ),
        Index(
            "ix_tasks_mine", "assignee", "state", "urgency", "id", sqlite_where=text(MINE), postgresql_where=text(MINE)
        ),
        Index(
            "ix_tasks_ballots",
            "assignee",
            "state",
            "urgency",
            sqlite_where=text("ballot"),
            postgresql_where=text("ballot"),
        ),
        Index("ix_tasks_open", "case_id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index("ix_tasks_votes", "case_id", sqlite_where=text("ballot_open"), postgresql_where=text("ballot_open")),
    )
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    ref: Mapped[str] = mapped_column(String(32))
    process_id: Mapped[str] = mapped_column(String(200))
    definition_id: Mapped[str] = mapped_column(ForeignKey("definitions.id"))
    element_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(300))
    form_id: Mapped[str] = mapped_column(String(200))
    scope: Mapped[str] = mapped_column(String(60))
    instance: Mapped[str | None] = mapped_column(String(300))
    multi_instance: Mapped[str | None] = mapped_column(String(32))
    ballot: Mapped[bool] = mapped_column(default=False)
    ballot_open: Mapped[bool] = mapped_column(default=False)
    recused: Mapped[bool] = mapped_column(default=False)
    suspends_term: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(20), default="open")
    assigned: Mapped[bool] = mapped_column(default=False)
    """Whether the diagram named the assignee, so that it can be neither given back nor handed over."""
    assignee: Mapped[str | None] = mapped_column(String(32))
    candidate_groups: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """Whoever is in one of these groups may do it, when nobody is assigned; in the order of the diagram, each once."""
    team: Mapped[str | None] = mapped_column(String(1000))
    """The groups whose worklists show it (`engine.running.urgency.team_of`)."""
    urgency: Mapped[str] = mapped_column(String(43), server_default="")
    """Its place in a worklist (`engine.running.urgency.urgency_of`); tasks that an earlier release closed have none."""
    claimed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    follow_up_at: Mapped[datetime | None]
    priority: Mapped[int] = mapped_column(default=50)
    created_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    completed_by: Mapped[str | None] = mapped_column(String(32))
    case: Mapped[Case] = relationship(lazy="joined")


class Draft(Base):
    """What someone has typed for a task and not sent: as typed, valid or not."""

    __tablename__ = "drafts"
    task_id: Mapped[str] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    raw: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


class Answer(Base):
    """What was answered to a task or start form; with a withdrawal or repair, which have no form, `form_id` is empty.

    Because of the salt, the digest in the history reveals nothing by itself.
    """

    __tablename__ = "answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    task_id: Mapped[str | None] = mapped_column(ForeignKey("tasks.id"))
    process_id: Mapped[str] = mapped_column(String(200))
    definition_id: Mapped[str] = mapped_column(ForeignKey("definitions.id"))
    element_id: Mapped[str] = mapped_column(String(200))
    form_id: Mapped[str] = mapped_column(String(200))
    given: Mapped[dict[str, Any]]
    salt: Mapped[str] = mapped_column(String(32))
    given_by: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime]


class DecisionExplanation(Base):
    """Why a decision gave its result. `digest` is what the history has of it: the values may be personal."""

    __tablename__ = "decision_explanations"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    definition_id: Mapped[str] = mapped_column(ForeignKey("definitions.id"))
    digest: Mapped[str] = mapped_column(String(64))
    told: Mapped[list[Any]]
    salt: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]


class Publication(Base):
    """A status as the submitter was shown it."""

    __tablename__ = "publications"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    status: Mapped[str] = mapped_column(String(100))
    text: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(String(32))
    """Of the digest that the history has of it; erased with the text."""
    at: Mapped[datetime]
