"""Migrating running cases to another version: what was asked, and what happened to each case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base, new_id


class CaseMigration(Base):
    """All cases of one process that are to go to one version."""

    __tablename__ = "case_migrations"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    process_id: Mapped[str] = mapped_column(String(200), index=True)
    definition_id: Mapped[str] = mapped_column(ForeignKey("definitions.id"))
    mapping: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text)
    started_by: Mapped[str] = mapped_column(String(32))
    started_at: Mapped[datetime]
    paused: Mapped[bool] = mapped_column(default=False)
    """Whether it is paused until somebody continues it."""


class MigratedCase(Base):
    """One of them. `state` is waiting, done, refused, returning (asked to go back), returned or moved_on.

    `before` is the way back: the earlier state, with the bindings and the text of its open tasks. It exists
    as long as the case is at `revision`, and is deleted as soon as the case has moved on.
    """

    __tablename__ = "migrated_cases"
    migration_id: Mapped[str] = mapped_column(ForeignKey("case_migrations.id"), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    """Why it could not go, in sentences."""
    revision: Mapped[int | None]
    before: Mapped[bytes | None] = mapped_column(LargeBinary)
    bindings: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    tasks: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
