"""Documents: the files that people upload with an answer. The answer has name and digest; the bytes are here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base, new_id

LOOSE = "attached_at IS NULL"


class Document(Base):
    """One file. Until its answer is sent it is loose, and whoever uploaded it can remove it again.

    It holds personal data, and is removed when the case is erased.
    """

    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_loose", "created_at", sqlite_where=text(LOOSE), postgresql_where=text(LOOSE)),
    )
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    """None for a start form that was not sent yet."""
    task_id: Mapped[str | None] = mapped_column(String(32))
    holder: Mapped[str] = mapped_column(String(64), index=True)
    """The owner while it is loose: a hash of the task and the person, or of the secret of a start form."""
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    attached_at: Mapped[datetime | None]
    data: Mapped[bytes] = mapped_column(deferred=True)
