"""Table: the decision table `bewaartermijn` that is in use, asked about the classes that cases have."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.dialect import dmn, feel
from engine.models import Case, Definition
from engine.names import RETENTION_TABLE
from engine.retention.reckoning import RetentionRule, read_rule
from engine.versions import definitions

PROCESS = DECISION = RETENTION_TABLE
INPUT = "klasse"


@dataclass(frozen=True, slots=True)
class RetentionTable:
    """The version of the table that is in use; without one, every class is unknown."""

    row: Definition | None
    decisions: dmn.Definitions | None

    def find_rule(self, retention_class: str | None) -> RetentionRule:
        """The table's rule for a class, or for none."""
        told = None
        if retention_class and self.decisions is not None:
            with suppress(dmn.DmnError, feel.FeelError):  # What cannot be decided is unknown, and is kept.
                told = self.decisions.evaluate(DECISION, {INPUT: retention_class}).value
        return read_rule(retention_class or "", told)

    def find_rules(self, session: Session) -> tuple[RetentionRule, ...]:
        """The rule for each class of a case that has ended and was not erased; `unknown` if the table has none."""
        return tuple(self.find_rule(one) for one in _classes(session))


def read_table(session: Session) -> RetentionTable:
    row = definitions.current(session, PROCESS)
    if row is None:
        return RetentionTable(None, None)
    files: Iterable[dmn.Definitions] = definitions.files_of(session, row.id).decisions.values()
    return RetentionTable(row, next((one for one in files if DECISION in one.decisions), None))


def _classes(session: Session) -> list[str]:
    """The classes that occur, in order; by walking the index from each to the next (as `case_filters`)."""
    found: list[str] = []
    kept = (Case.ended_at.is_not(None), Case.erased_at.is_(None))
    query = select(Case.retention_class).where(*kept).order_by(Case.retention_class).limit(1)
    after = ""
    while (one := session.scalar(query.where(Case.retention_class > after))) is not None:
        found.append(one)
        after = one
    return found
