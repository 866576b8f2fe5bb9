"""The workshop's rows: changes to processes, from draft to in use, who made them, and copies saved on the way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.models.base import Base, new_id


class Change(Base):
    """New files for one or more processes that belong together.

    `state` is draft, offered, approved, in_use, replaced or discarded. What is sent back is a draft again.
    """

    __tablename__ = "changes"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20), index=True, default="draft")
    begun_by: Mapped[str] = mapped_column(String(32))
    begun_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    """The reason for putting it in use, by whoever offered it."""
    offered_by: Mapped[str | None] = mapped_column(String(32))
    offered_at: Mapped[datetime | None]
    judged_by: Mapped[str | None] = mapped_column(String(32))
    judged_at: Mapped[datetime | None]
    judgement: Mapped[str] = mapped_column(Text, default="")
    """What the colleague said, or why it could not be put in use after all."""
    takes_effect_at: Mapped[datetime | None]
    """The moment from which it is to be in use; None for as soon as it is approved."""
    migrate: Mapped[bool] = mapped_column(default=False)
    """Whether running cases migrate with it as soon as it is in use."""
    in_use_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When it was replaced or discarded."""


class ChangePart(Base):
    """The files of one process in a change."""

    __tablename__ = "change_parts"
    change_id: Mapped[str] = mapped_column(ForeignKey("changes.id"), primary_key=True)
    process_id: Mapped[str] = mapped_column(String(200), primary_key=True, index=True)
    files: Mapped[bytes] = mapped_column(LargeBinary)
    base_id: Mapped[str | None] = mapped_column(ForeignKey("definitions.id"))
    """The version that it began from; none for a new process."""
    definition_id: Mapped[str | None] = mapped_column(ForeignKey("definitions.id"))
    """The version that it became."""
    revision: Mapped[int] = mapped_column(default=1)
    saved_by: Mapped[str] = mapped_column(String(32))
    saved_at: Mapped[datetime]


class ChangeEditor(Base):
    """Somebody who worked on a change, and so may not judge it."""

    __tablename__ = "change_editors"
    change_id: Mapped[str] = mapped_column(ForeignKey("changes.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(32), primary_key=True)


class ChangeSnapshot(Base):
    """The files of one process of a change as they were at some moment, saved under a name."""

    __tablename__ = "change_snapshots"
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    change_id: Mapped[str] = mapped_column(ForeignKey("changes.id"), index=True)
    process_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    files: Mapped[bytes] = mapped_column(LargeBinary)
    made_by: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]


class ChangeEdit(Base):
    """The files of one process of a change as they were before an edit, so that it can be undone."""

    __tablename__ = "change_edits"
    change_id: Mapped[str] = mapped_column(ForeignKey("changes.id"), primary_key=True)
    process_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    """Of the part after the edit. As long as the part has it, nothing was saved since."""
    before: Mapped[int]
    """The revision whose files these are."""
    files: Mapped[bytes] = mapped_column(LargeBinary)
    told: Mapped[str] = mapped_column(Text)
    """What the edit did, as `engine.editing.Done` says it."""
    made_by: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
