"""Explaining: why a decision table gave its result, in one sentence of plain Dutch."""

from __future__ import annotations

import engine
from web.text import in_words
from web.words import _, _n

ANYTHING = frozenset({"", "-"})
"""A cell that matches everything is not a reason."""


def explain(table: engine.ExplainedTable) -> str:
    """Which rules matched, why, and with what result."""
    return explain_why(table) + " " + _("De uitkomst is: %(value)s.", value=in_words(table.value).removesuffix("."))


def explain_why(table: engine.ExplainedTable) -> str:
    """Which rules matched, and why."""
    matched = [row for row in table.rows if row.matched]
    numbers = _join([str(row.number) for row in matched])
    if not matched:
        return _("In de beslistabel %(name)s paste geen regel.", name=table.name)
    reasons = [
        _("%(what)s was: %(value)s", what=label, value=in_words(value))
        for number, (label, value) in enumerate(zip(table.inputs, table.given, strict=False))
        if any(row.inputs[number].strip() not in ANYTHING for row in matched)
    ]
    chosen = _n(
        "In de beslistabel %(name)s past regel %(rows)s",
        "In de beslistabel %(name)s passen de regels %(rows)s",
        len(matched),
        name=table.name,
        rows=numbers,
    )
    because = _(", want %(reasons)s", reasons=_join(reasons)) if reasons else ""
    return f"{chosen}{because}."


def _join(parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s en %(last)s", first=", ".join(parts[:-1]), last=parts[-1])
