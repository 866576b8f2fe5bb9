"""Reading: a version of a process as it was, with its decision tables and forms, also if another is in use by now."""

from __future__ import annotations

from engine.dialect.dmn import Definitions
from engine.errors import NotFound
from engine.forms import Form
from engine.municipality import reading
from engine.permissions import require
from engine.versions import definitions
from engine.views import ExplainedRow, ExplainedTable, User, VersionDetail


def read_version(process_id: str, version: int, user: User) -> VersionDetail:
    """A version with its decisions. Raises: NotAllowed, NotFound."""
    require(user, "read_definitions", None)
    with reading() as session:
        row = definitions.find_version(session, process_id, version)
        files = definitions.files_of(session, row.id)
        forms = (definitions.form_of(session, row.id, form_id) for form_id in sorted(files.forms))
        models = (files.decisions[name] for name in sorted(files.decisions))
        tables = (_show(model, decision_id) for model in models for decision_id in model.decisions)
        return VersionDetail(
            definition=definitions.view(session, row),
            in_use=row.in_use,
            forms=tuple((form.id, form.title or form.id) for form in forms),
            tables=tuple(table for table in tables if table is not None),
        )


def read_version_form(process_id: str, version: int, form_id: str, user: User) -> Form:
    """A form as it was in a version. Raises: NotAllowed, NotFound."""
    require(user, "read_definitions", None)
    with reading() as session:
        row = definitions.find_version(session, process_id, version)
        if form_id not in definitions.files_of(session, row.id).forms:
            raise NotFound("form", form_id)
        return definitions.form_of(session, row.id, form_id)


def _show(model: Definitions, decision_id: str) -> ExplainedTable | None:
    """A table without input values; None for a decision that is not a table."""
    table = model.show_table(decision_id)
    if table is None:
        return None
    rows = tuple(ExplainedRow(row.number, row.inputs, row.outputs, matched=False) for row in table.rows)
    name = model.decisions[decision_id].name
    return ExplainedTable(name, table.hit_policy, table.inputs, table.outputs, (), rows, None, ())
