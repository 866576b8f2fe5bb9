"""What every table shares: names of constraints, and how a row is named."""

from __future__ import annotations

from datetime import datetime
from secrets import randbits
from time import time_ns
from typing import Any

from sqlalchemy import JSON, LargeBinary, MetaData, Table
from sqlalchemy.orm import DeclarativeBase

from engine.database import Moment


def new_id() -> str:
    """A UUID of version 7 (RFC 9562, 5.7), without dashes: the milliseconds since 1970, then chance.

    Rows made together are adjacent in every index, so an act touches few of its pages. A name, not a secret.
    """
    told = (time_ns() // 1_000_000) << 80 | randbits(80)
    return f"{told & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62:032x}"


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON, bytes: LargeBinary}  # noqa: RUF012


def table_of(model: Any) -> Table:
    """The table of a class of rows, for statements that bypass the session."""
    table: Table = model.__table__
    return table
