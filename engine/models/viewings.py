"""Who looked at personal data."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base


class Viewing(Base):
    """That somebody saw something on a day. A trigger refuses to change a row; it is removed when its term is over.

    It outlives the contents of the case, and says nothing about the submitter.
    """

    __tablename__ = "viewings"
    subject: Mapped[str] = mapped_column(String(100), primary_key=True)
    """The id of the case; for what is about no single case, what distinguishes it from others of its kind."""
    person_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    """By the municipality's wall clock."""
    first_at: Mapped[datetime]
    __table_args__ = (
        Index("ix_viewings_day", "day", "first_at"),
        Index("ix_viewings_person_id", "person_id", "day", "first_at"),
    )
