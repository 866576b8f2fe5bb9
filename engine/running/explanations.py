"""Explanations: why a decision gave its result, stored apart from the history and proved by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import events, history
from engine.dialect import feel
from engine.finding.locking import LockedCase
from engine.models import Case, DecisionExplanation
from engine.municipality import now
from engine.versions import definitions
from engine.views import ExplainedRow, ExplainedTable
from engine.workflow import Step


def keep(session: Session, case: Case | LockedCase, step: Step) -> list[events.Event]:
    """Store the explanations of a step; returns its events, with the digest of its explanation in each decision."""
    following: list[events.Event] = list(step.events)
    explained = {explanation.event: explanation for explanation in step.explanations}
    for number, event in enumerate(step.events):
        explanation = explained.get(number)
        if explanation is None or not isinstance(event, events.DecisionMade):
            continue
        told, salt = [dict(table) for table in explanation.told], history.new_salt()
        digest = history.salted_digest(told, salt)
        following[number] = replace(event, digest=digest)
        session.add(
            DecisionExplanation(
                case_id=case.id,
                definition_id=case.bindings[event.process_id],
                digest=digest,
                told=told,
                salt=salt,
                made_at=now(),
            )
        )
    return following


def read(session: Session, case: Case) -> Mapping[str, tuple[ExplainedTable, ...]]:
    """The explanations of a case, by the digest that the history has of each."""
    rows = session.scalars(select(DecisionExplanation).where(DecisionExplanation.case_id == case.id))
    return {row.digest: tuple(_explain(session, row, told) for told in row.told) for row in rows}


def _explain(session: Session, row: DecisionExplanation, told: Mapping[str, Any]) -> ExplainedTable:
    """One table, as the version of the process has it, with the inputs and the rows that matched."""
    models = definitions.files_of(session, row.definition_id).decisions.values()
    tables = (model.show_table(told["decision"]) for model in models if told["decision"] in model.decisions)
    table = next((found for found in tables if found is not None), None)
    matched: Sequence[int] = told["matched"]
    rows = table.rows if table is not None else ()
    return ExplainedTable(
        name=told["name"],
        hit_policy=table.hit_policy if table is not None else "",
        inputs=table.inputs if table is not None else (),
        outputs=table.outputs if table is not None else (),
        given=tuple(feel.from_json(value) for value in told["inputs"]),
        rows=tuple(ExplainedRow(r.number, r.inputs, r.outputs, r.number in matched) for r in rows),
        value=feel.from_json(told["value"]),
        warnings=tuple(told["warnings"]),
    )
