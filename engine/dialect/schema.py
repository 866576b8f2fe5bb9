"""Schema: where a diagram's XML departs from the schema of the standard (BPMN 2.0.2 clause 15)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from lxml import etree

from engine.dialect.xml import BPMN, Node

CONTAINERS = tuple(BPMN + tag for tag in ("process", "subProcess", "transaction", "adHocSubProcess"))
ARTIFACTS = frozenset(BPMN + tag for tag in ("association", "group", "textAnnotation"))
MISPLACED, UNKNOWN, MISSING, VALUE = "misplaced", "unknown", "missing", "value"
"""An element that is not allowed in its place, or lacks one; an attribute that does not exist, is missing, or has a
value that it cannot have."""
_NAMESPACE = re.compile(r"\{[^}]*\}")
_QUOTED = re.compile(r"'([^']*)'")
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Departure:
    """One place where a file departs from the schema. `about` is the attribute, value or element concerned."""

    kind: str
    tag: str
    about: str
    line: int


def departures(root: Node, path: Path) -> Iterator[Departure]:
    """Compare a diagram with the schema at a path. Where remarks are among the rest may differ: it means nothing."""
    copy = deepcopy(root)
    for container in list(copy.iter(*CONTAINERS)):
        for artifact in [child for child in container if child.tag in ARTIFACTS]:
            container.append(artifact)
    schema = _read(path)
    with _LOCK:  # The schema object holds the errors of one comparison.
        valid = schema.validate(copy)
        log: Any = schema.error_log
        errors = [] if valid else list(log)
    for error in errors:
        # Other rules judge whether an id can be used, and whether a reference leads somewhere.
        if not error.message.rstrip(".'").endswith(("xs:ID", "xs:IDREF", "xs:QName")):
            yield _tell(error)


def _tell(error: Any) -> Departure:
    message = _NAMESPACE.sub("", error.message)
    quoted = _QUOTED.findall(message)
    tag = quoted[0] if quoted else ""
    if error.type_name == "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1" or "is not allowed" in message:
        kind, about = UNKNOWN, quoted[1] if len(quoted) > 1 else ""
    elif error.type_name == "SCHEMAV_CVC_COMPLEX_TYPE_4":
        kind, about = MISSING, quoted[1] if len(quoted) > 1 else ""
    elif error.type_name == "SCHEMAV_ELEMENT_CONTENT":
        kind, about = MISPLACED, tag
    else:
        kind, about = VALUE, ", ".join(quoted[1:3])
    return Departure(kind, tag, about, error.line)


@lru_cache(maxsize=1)
def _read(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(path)))
