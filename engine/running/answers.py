"""Answers: what a person gave, stored apart from the history, which proves it by a salted digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert

from engine import history
from engine.dialect import feel
from engine.models import Answer
from engine.municipality import now
from engine.prepared import Prepared

_COLUMNS = (
    *("case_id", "task_id", "process_id", "definition_id", "element_id", "form_id"),
    *("given", "salt", "given_by", "given_at"),
)
INSERT = Prepared(insert(Answer), *_COLUMNS)


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody gave, as it is stored, with its digest. Without a salt, answers could be guessed from it."""

    values: Any
    salt: str
    digest: str


def to_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as FEEL values for the token game."""
    return {key: feel.from_python(value) for key, value in given.items()}


def seal(values: Mapping[str, Any]) -> Given:
    """FEEL values as they are stored, and their digest for the history."""
    stored, salt = feel.to_json(dict(values)), history.new_salt()
    return Given(stored, salt, history.salted_digest(stored, salt))


def row_of(
    given: Given,
    case_id: str,
    *,
    by: str,
    process_id: str,
    definition_id: str,
    element_id: str = "",
    form_id: str = "",
    task_id: str | None = None,
) -> dict[str, Any]:
    """The row of an answer. One that belongs to no step or form of a diagram has neither."""
    return {
        "case_id": case_id,
        "task_id": task_id,
        "process_id": process_id,
        "definition_id": definition_id,
        "element_id": element_id,
        "form_id": form_id,
        "given": given.values,
        "salt": given.salt,
        "given_by": by,
        "given_at": now(),
    }


def keep(connection: Connection, row: Mapping[str, Any]) -> None:
    INSERT.run(connection, row)
