"""Transactions: whether a part is undone as a whole when it is cancelled (BPMN 2.0.2 clause 10.3.5)."""

from __future__ import annotations

from engine.editing.done import Done, Edited, edited
from engine.editing.extensions import name_of
from engine.editing.gateways import rename
from engine.editing.source import Source
from engine.editing.splicing import set_attribute
from engine.errors import EditRefused

WHOLE = "transaction"
PARTS = frozenset({"subProcess", WHOLE})
"""The BPMN names of a part."""


def set_part(source: Source, element: str, kind: str) -> Edited:
    """Make a part one that is undone as a whole when it is cancelled (a transaction), or an ordinary one again.

    Raises: EditRefused: it is no part.
    """
    node = source.element(element)
    if {node.local, kind} - PARTS or node.get("triggeredByEvent") == "true":
        raise EditRefused("not_on_this_kind", element, kind)
    done = Done("part", element, name_of(source, element), "part", node.local, kind)
    result = source if kind == WHOLE else source.splice(set_attribute(source, node, "method", None))
    return edited(source, rename(result, result.element(element), kind), done)
