"""Tables: the relational truth. Lists and counts read these and never the state of a workflow.

Personal data live in `persons` and `accounts` alone, free text in `answers`, `drafts`, `publications` and the state;
`history` points to them by pseudonym and digest, so that they can be erased while it still verifies.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from engine.database import Moment


def new_id() -> str:
    return uuid4().hex


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON, bytes: LargeBinary}  # noqa: RUF012


class Definition(Base):
    """One immutable version of a process, named by the hash of its files."""

    __tablename__ = "definitions"
    __table_args__ = (UniqueConstraint("process_id", "version"), UniqueConstraint("process_id", "content_hash"))
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    process_id: Mapped[str] = mapped_column(String(200), index=True)
    version: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(300))
    version_tag: Mapped[str | None] = mapped_column(String(100))
    files: Mapped[bytes]
    in_use: Mapped[bool] = mapped_column(default=True)
    deployed_at: Mapped[datetime]
    deployed_by: Mapped[str] = mapped_column(String(64))


class Person(Base):
    """Personal data of a submitter or an account; the id is the pseudonym that the rest of the database uses."""

    __tablename__ = "persons"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(300))
    email: Mapped[str | None] = mapped_column(String(320))
    phone: Mapped[str | None] = mapped_column(String(50))
    address: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime]


class Account(Base):
    __tablename__ = "accounts"
    id: Mapped[str] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    username: Mapped[str] = mapped_column(String(100), unique=True)
    password_hash: Mapped[str] = mapped_column(String(300))
    role: Mapped[str] = mapped_column(String(20), default="medewerker")
    active: Mapped[bool] = mapped_column(default=True)
    person: Mapped[Person] = relationship(lazy="joined")
    groups: Mapped[list[AccountGroup]] = relationship(lazy="selectin", cascade="all, delete-orphan")


class AccountGroup(Base):
    __tablename__ = "account_groups"
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(String(100), primary_key=True, index=True)


class SignedInSession(Base):
    """A session on the server: it can be revoked. Only the hash of its token is kept."""

    __tablename__ = "sessions"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class FailedSignIn(Base):
    """A failure to sign in, by the hash of what was tried; it slows the next attempt down."""

    __tablename__ = "failed_sign_ins"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class Case(Base):
    __tablename__ = "cases"
    __table_args__ = (Index("ix_cases_list", "state", "updated_at"),)
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
    statutory_term: Mapped[str | None] = mapped_column(String(20))
    suspensions: Mapped[list[Any]] = mapped_column(default=list)
    """[[from, until or null], …] as ISO dates: when the statutory term stood still (Awb 4:15)."""
    incident: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=0)


class CaseState(Base):
    """The tokens and variables of a case, apart from it, so that no list ever loads them."""

    __tablename__ = "case_states"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    state: Mapped[bytes]


class Task(Base):
    __tablename__ = "tasks"
    __table_args__ = (UniqueConstraint("case_id", "ref"), Index("ix_tasks_worklist", "state", "due_at"))
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
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
    """Whether the diagram named the assignee, so that it cannot be given back or away."""
    assignee: Mapped[str | None] = mapped_column(String(32), index=True)
    claimed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    follow_up_at: Mapped[datetime | None]
    priority: Mapped[int] = mapped_column(default=50)
    created_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    completed_by: Mapped[str | None] = mapped_column(String(32))
    case: Mapped[Case] = relationship(lazy="joined")
    groups: Mapped[list[TaskGroup]] = relationship(lazy="selectin")


class TaskGroup(Base):
    __tablename__ = "task_groups"
    task_id: Mapped[str] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    group_id: Mapped[str] = mapped_column(String(100), primary_key=True, index=True)


class Draft(Base):
    """What someone has typed for a task and not sent: as typed, valid or not."""

    __tablename__ = "drafts"
    task_id: Mapped[str] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    raw: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


class Answer(Base):
    """What was answered to a task or start form; with a withdrawal or repair, which have no form, `form_id` is empty.

    The salt makes the digest in the history say nothing by itself.
    """

    __tablename__ = "answers"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    task_id: Mapped[str | None] = mapped_column(ForeignKey("tasks.id"), index=True)
    process_id: Mapped[str] = mapped_column(String(200))
    definition_id: Mapped[str] = mapped_column(ForeignKey("definitions.id"))
    element_id: Mapped[str] = mapped_column(String(200))
    form_id: Mapped[str] = mapped_column(String(200))
    given: Mapped[dict[str, Any]]
    salt: Mapped[str] = mapped_column(String(32))
    given_by: Mapped[str] = mapped_column(String(32))
    given_at: Mapped[datetime]


class DecisionExplanation(Base):
    """Why a decision gave what it gave. `digest` is what the history has of it: the values may be personal."""

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
    at: Mapped[datetime]


class PendingTimer(Base):
    __tablename__ = "timers"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), primary_key=True)
    process_id: Mapped[str] = mapped_column(String(200))
    element_id: Mapped[str] = mapped_column(String(200))
    due_at: Mapped[datetime] = mapped_column(index=True)


class Subscription(Base):
    """A message or signal (`kind`) that a case waits for."""

    __tablename__ = "subscriptions"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    ref: Mapped[str] = mapped_column(String(32), primary_key=True)
    element_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    message: Mapped[str] = mapped_column(String(200), index=True)
    key: Mapped[str | None] = mapped_column(String(300))


class Job(Base):
    """Something to be done after commit, at least once. Its id is the idempotency key of what it does."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_due", "state", "due_at"),)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


class HistoryEvent(Base):
    """One event. Rows are only ever added; triggers in the database refuse a change or removal."""

    __tablename__ = "history"
    sequence: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[str] = mapped_column(String(32))
    process_id: Mapped[str | None] = mapped_column(String(200))
    definition_id: Mapped[str | None] = mapped_column(String(32))
    element_id: Mapped[str | None] = mapped_column(String(200))
    facts: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), unique=True)


class Counter(Base):
    """The last number given out per kind and year, so that references follow on without gaps."""

    __tablename__ = "counters"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[int]


class Heartbeat(Base):
    """When each worker last looked for work."""

    __tablename__ = "heartbeats"
    worker: Mapped[str] = mapped_column(String(100), primary_key=True)
    seen_at: Mapped[datetime]
