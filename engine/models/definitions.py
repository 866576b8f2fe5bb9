"""The versions of processes, as they run."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base, new_id


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
