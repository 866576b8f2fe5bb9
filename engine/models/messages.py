"""What is stored of messages, so that none comes too early or counts twice, and of what begins a case by an event."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base, new_id

_HAS_PAYLOAD = text("payload IS NOT NULL")


class Message(Base):
    """A message that is kept until its time to live has passed, or of which the sender's id is remembered."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("name", "key", "message_id"),
        Index("ix_messages_kept", "name", "key"),
        Index("ix_messages_living", "expires_at", sqlite_where=_HAS_PAYLOAD, postgresql_where=_HAS_PAYLOAD),
    )
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(300))
    """The correlation key; empty for none."""
    message_id: Mapped[str | None] = mapped_column(String(200))
    """The sender's id for it."""
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """As FEEL values are stored; removed when nobody can get it any more."""
    sent_by: Mapped[str] = mapped_column(String(64))
    sent_from: Mapped[str | None] = mapped_column(ForeignKey("cases.id"))
    """The case that sent it."""
    received_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    forget_at: Mapped[datetime] = mapped_column(index=True)


class MessageDelivery(Base):
    """Which case of a process got a message: one per process, and once."""

    __tablename__ = "message_deliveries"
    message: Mapped[str] = mapped_column(ForeignKey("messages.id"), primary_key=True)
    process_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))


class HeldKey(Base):
    """A correlation key with which a running case was begun: a second case with it waits until this one has ended."""

    __tablename__ = "held_keys"
    process_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), unique=True)


class StartSubscription(Base):
    """A start event of a version in use that waits for a message, a signal or a moment (`kind`)."""

    __tablename__ = "start_subscriptions"
    __table_args__ = (Index("ix_start_subscriptions_name", "kind", "name"),)
    process_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    element_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    definition_id: Mapped[str] = mapped_column(ForeignKey("definitions.id"))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(500))
    """Of the message or signal; for a timer, what the diagram says."""
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    """The next moment of a timer; None when there is no other."""
    times_left: Mapped[int | None]
    every: Mapped[str | None] = mapped_column(String(100))
