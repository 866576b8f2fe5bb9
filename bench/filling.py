"""Filling: many cases to measure with: begun as ideas are, or as copies of an existing one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select

import engine
from engine import models
from engine.models import new_id
from engine.municipality import reading, transaction

IDEA = {
    "titel": "Bankje bij de vijver",
    "omschrijving": "Een bank aan het pad.",
    "doel": "Mensen komen vaker buiten.",
    "plaats": "De Weide",
    "kosten": "1200",
    "binnen_een_jaar": "ja",
    "vergunning": "nee",
    "grond_van_ander": "nee",
    "naam": "Ina Inwoner",
    "e_mail": "ina@voorbeeld.invalid",
}


def begin_ideas(count: int) -> None:
    """Submit so many ideas, and do the work they request: that is not part of the measurement."""
    for number in range(count):
        engine.start_case("idee", {**IDEA, "titel": f"Idee {number}"}, None)
    engine.run_worker_once()


def store_copies(case_id: str, count: int, batch: int = 5_000) -> None:
    """Copies of a case with its state, tasks and history, as that many cases would have left them."""
    tables: tuple[Any, ...] = (models.Case, models.CaseState, models.Task, models.HistoryEvent)
    with reading() as session:
        of_case = [
            select(models.Case.__table__).where(models.Case.id == case_id),
            select(models.CaseState.__table__).where(models.CaseState.case_id == case_id),
            select(models.Task.__table__).where(models.Task.case_id == case_id),
            select(models.HistoryEvent.__table__).where(models.HistoryEvent.case_id == case_id),
        ]
        kept = [[dict(row._mapping) for row in session.execute(query)] for query in of_case]
    for start in range(0, count, batch):
        numbers = [new_id() for _ in range(min(batch, count - start))]
        with transaction() as session:
            for table, rows in zip(tables, kept, strict=True):
                copies = [_copy(row, case_id, number) for number in numbers for row in rows]
                session.connection().execute(insert(table.__table__), copies)


def _copy(row: dict[str, Any], case_id: str, number: str) -> dict[str, Any]:
    """A row with every id of the case, and those made from it, replaced."""
    told = {**row}
    told.pop("sequence", None)
    if "reference" in told:
        told |= {"id": number, "reference": number, "secret_hash": None, "idempotency_key": None}
    if told.get("case_id") == case_id:
        told["case_id"] = number
    for name in ("task_id", "id"):
        if name in told and "reference" not in told:
            told[name] = number[:24] + told[name][-8:]
    if "digest" in told:
        told["digest"] = number + told["digest"][32:]
    return told
