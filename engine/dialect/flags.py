"""Flags: the schema allows four ways to write a boolean, with space around it; all are the same (BPMN 2.0.2, 15)."""

from __future__ import annotations

from collections.abc import Mapping

from engine.dialect.xml import BPMN, BPMNDI, Node

ATTRIBUTES = frozenset(
    {"cancelActivity", "instantiate", "isClosed", "isCollection", "isExecutable", "isForCompensation", "isImmediate"}
    | {"isInterrupting", "isSequential", "isUnlimited", "mustUnderstand", "parallelMultiple", "testBefore"}
    | {"triggeredByEvent", "waitForCompletion"}
    | {"isExpanded", "isHorizontal", "isMarkerVisible", "isMessageVisible"}
)
"""What the schema of the standard types as xsd:boolean."""
WRITTEN: Mapping[str, str] = {"1": "true", "0": "false", "true": "true", "false": "false"}


def with_plain_flags(root: Node) -> Node:
    """Write every boolean as `true` or `false`, in place. One that is neither stays, and is refused by the schema."""
    for node in root.iter():
        if isinstance(node.tag, str):
            for name, value in node.attrib.items():
                if (told := plain(node.tag, name, value)) != value:
                    node.set(name, told)
    return root


def plain(tag: str, name: str, value: str) -> str:
    """The value of an attribute; a boolean of the standard as `true` or `false`. `tag` is as lxml gives it."""
    if name not in ATTRIBUTES or not tag.startswith((BPMN, BPMNDI)):
        return value
    return WRITTEN.get(value.strip(), value)
