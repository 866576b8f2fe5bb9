"""The municipality's own days: what counts as a holiday besides those of the law, and which holidays are worked."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base


class CalendarDay(Base):
    """A day that an operator added to the calendar."""

    __tablename__ = "calendar_days"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    """`off`: counts as a public holiday (Atw 3 lid 3). `worked`: a holiday on which people work nevertheless."""
    reason: Mapped[str] = mapped_column(String(300))
    set_by: Mapped[str] = mapped_column(String(32))
    set_at: Mapped[datetime]
