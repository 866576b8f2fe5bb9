"""What has happened, stored so that it can be verified: history, and the numbers given out without gaps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base


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
    digest: Mapped[str] = mapped_column(String(64))


class Counter(Base):
    """The last number given out per kind and year, so that references are consecutive, without gaps."""

    __tablename__ = "counters"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[int]
