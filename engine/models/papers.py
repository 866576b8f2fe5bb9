"""Papers: the permanent output of a case: letters to be posted, and entries in a register."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base

UNSENT = "sent_at IS NULL"


class Letter(Base):
    """A letter as it goes out, with its addressee. Only `sent_at` and `sent_by` change, once; a trigger guards that.

    It holds personal data, which must be erased with a person: the history has only a salted digest.
    """

    __tablename__ = "letters"
    __table_args__ = (
        Index(
            "ix_letters_unsent",
            "written_at",
            "id",
            sqlite_where=text(UNSENT),
            postgresql_where=text(UNSENT),
        ),
        Index("ix_letters_sent", "sent_at", "id"),
    )
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """By the case and the number of the request in it, so that one request is one letter."""
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    process_id: Mapped[str] = mapped_column(String(200))
    element_id: Mapped[str] = mapped_column(String(200))
    template: Mapped[str] = mapped_column(String(200))
    to_submitter: Mapped[bool]
    addressee: Mapped[str] = mapped_column(String(300))
    address: Mapped[str] = mapped_column(Text)
    """One line each; empty where nobody knows it."""
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[str | None] = mapped_column(String(32))


class RegisterEntry(Base):
    """One line of a register. Rows are only ever added; triggers in the database refuse a change or removal.

    But its content, with its salt, can be emptied as a whole: it may contain a name.
    """

    __tablename__ = "register_entries"
    __table_args__ = (UniqueConstraint("register", "year", "number"),)
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """By the case and the number of the request in it, so that one request is one entry."""
    register: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    number: Mapped[int]
    """Consecutive, without gaps, within a register and year."""
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    process_id: Mapped[str] = mapped_column(String(200))
    element_id: Mapped[str] = mapped_column(String(200))
    columns: Mapped[list[Any]]
    """[[name, value as FEEL values are stored], …] in the order of the diagram."""
    salt: Mapped[str] = mapped_column(String(32))
    entered_at: Mapped[datetime]
