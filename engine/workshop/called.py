"""Called: the name of a process in a change, even when it is only drawn and was never in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Row, select, tuple_
from sqlalchemy.orm import Session

from engine.dialect.bpmn import read as read_diagram
from engine.dialect.folder import DIAGRAM
from engine.errors import DiagramRefused
from engine.models import ChangePart, Definition
from engine.versions import definitions


def name_of(session: Session, process_id: str, files: Mapping[str, bytes] | None = None) -> str:
    """The name of its newest version; without a version, the name in these files, or else its id."""
    query = select(Definition.name).where(Definition.process_id == process_id)
    known = session.scalar(query.order_by(Definition.in_use.desc(), Definition.version.desc()).limit(1))
    return known or (_read_name(process_id, files) if files is not None else process_id)


def read_new_names(session: Session, parts: Iterable[Row[Any]]) -> dict[tuple[str, str], str]:
    """The names of parts of processes that were never in use, by change and process. Reads only their files."""
    keys = [(part.change_id, part.process_id) for part in parts]
    if not keys:
        return {}
    columns = select(ChangePart.change_id, ChangePart.process_id, ChangePart.files)
    rows = session.execute(columns.where(tuple_(ChangePart.change_id, ChangePart.process_id).in_(keys)))
    return {(row.change_id, row.process_id): _read_name(row.process_id, definitions.unpack(row.files)) for row in rows}


def _read_name(process_id: str, files: Mapping[str, bytes]) -> str:
    """The name in the drawing, even where something is wrong with a form or table beside it."""
    try:
        drawn = read_diagram(files.get(DIAGRAM, b""), process_id).processes
    except DiagramRefused:
        return process_id
    return next((one.name for one in drawn if one.executable and one.name), process_id)
