"""Lists of what may be destroyed: which cases, who offered and approved them, the outcome of each. No personal data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base, new_id

CLAIMED = "claims"


class DestructionList(Base):
    """`state` is draft, offered, approved, refused or done. Once offered, nobody changes what is on it."""

    __tablename__ = "destruction_lists"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    """Given out when it is offered."""
    state: Mapped[str] = mapped_column(String(20), index=True, default="draft")
    revision: Mapped[int] = mapped_column(default=0)
    """Counts the changes of the draft, so that what is offered is what was seen."""
    table_id: Mapped[str] = mapped_column(ForeignKey("definitions.id"))
    """The version of the table `bewaartermijn` that it was made by."""
    made_by: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
    hands: Mapped[list[Any]] = mapped_column(default=list)
    """Somebody who worked on it, and so cannot approve it."""
    offered_by: Mapped[str | None] = mapped_column(String(32))
    offered_at: Mapped[datetime | None]
    judged_by: Mapped[str | None] = mapped_column(String(32))
    judged_at: Mapped[datetime | None]
    judgement: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None]


class DestructionItem(Base):
    """A case on a list, as it was when the list was made."""

    __tablename__ = "destruction_items"
    __table_args__ = (
        Index(
            "ix_destruction_items_claimed",
            "case_id",
            unique=True,
            sqlite_where=text(CLAIMED),
            postgresql_where=text(CLAIMED),
        ),
        Index("ix_destruction_items_case_id", "case_id"),
    )
    list_id: Mapped[str] = mapped_column(ForeignKey("destruction_lists.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    reference: Mapped[str] = mapped_column(String(40))
    retention_class: Mapped[str] = mapped_column(String(40))
    term: Mapped[str] = mapped_column(String(40))
    counts_from: Mapped[str] = mapped_column(String(40))
    ended_on: Mapped[date] = mapped_column(Date)
    over_on: Mapped[date] = mapped_column(Date)
    """The first day on which it may be destroyed."""
    kept_because: Mapped[str] = mapped_column(Text, default="")
    """Why it was taken off the list; empty for what is to be destroyed."""
    claims: Mapped[bool] = mapped_column(default=True)
    """Whether it reserves its case, so that no other list can have it."""
    outcome: Mapped[str] = mapped_column(String(20), default="")
    """The outcome once the list was approved: destroyed, or why not; empty as long as that is not known."""
