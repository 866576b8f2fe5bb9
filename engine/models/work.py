"""What has yet to happen: timers, subscriptions and jobs, and who executes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base


class PendingTimer(Base):
    """A timer that a case waits for; the row is gone once it has fired or is not waited for any more."""

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
    """Something to be done after commit, at least once. Its id is the idempotency key of its effect."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_due", "state", "due_at", "id"),)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(String(100))
    """The worker that took it, while it is running: when that worker falls silent, another may take it."""
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


class Heartbeat(Base):
    """When each worker last gave a sign of life, and when it stopped."""

    __tablename__ = "heartbeats"
    worker: Mapped[str] = mapped_column(String(100), primary_key=True)
    seen_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    """When it stopped, if it could record that."""
