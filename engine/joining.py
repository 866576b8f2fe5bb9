"""Joining: reading the texts of several rows as one text, to show a list beside each row of another table."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

BETWEEN = "\x1f"
"""Between the texts."""


class Joined(FunctionElement[str]):
    """The texts of a group as one. (SQLAlchemy's own version compiles the statement anew on each call.)"""

    inherit_cache = True
    type = String()


@compiles(Joined, "sqlite")
def _join_on_sqlite(element: Joined, compiler: Any, **told: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **told)}, char({ord(BETWEEN)}))"


@compiles(Joined, "postgresql")
def _join_on_postgresql(element: Joined, compiler: Any, **told: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **told)}, chr({ord(BETWEEN)}))"


def split(joined: str | None) -> frozenset[str]:
    return frozenset(joined.split(BETWEEN)) if joined else frozenset()
